use report::Lang;

/// A time of issue for reading: the Japanese era first in Japanese, as on the certificate.
/// Whatever is not RFC 3339 with Japan's offset is shown as it is.
pub fn issued_at(rfc3339: &str, lang: Lang) -> String {
    let Some(time) = Time::parse(rfc3339) else {
        return rfc3339.to_owned();
    };
    match lang {
        Lang::Ja => time.japanese(),
        Lang::En => time.english(),
    }
}

struct Time<'a> {
    year: u32,
    month: u32,
    day: u32,
    hour: &'a str,
    minute: &'a str,
}

impl<'a> Time<'a> {
    fn parse(text: &'a str) -> Option<Time<'a>> {
        let (date, clock) = text.strip_suffix("+09:00")?.split_once('T')?;
        let mut date = date.split('-').map(|part| part.parse::<u32>());
        let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
        let mut clock = clock.split(':');
        let (hour, minute) = (clock.next()?, clock.next()?);
        let sound = (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour.len() == 2
            && minute.len() == 2;
        sound.then_some(Time {
            year,
            month,
            day,
            hour,
            minute,
        })
    }

    fn japanese(&self) -> String {
        let Time {
            year,
            month,
            day,
            hour,
            minute,
        } = self;
        let year = match (year, month) {
            // Reiwa began on 1 May 2019.
            (2019, 5..) => "令和元年（2019年）".to_owned(),
            (2020.., _) => format!("令和{}年（{year}年）", year - 2018),
            _ => format!("{year}年"),
        };
        format!("{year}{month}月{day}日 {hour}時{minute}分")
    }

    fn english(&self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = MONTHS
            .get(self.month as usize - 1)
            .copied()
            .unwrap_or_default();
        format!(
            "{} {month} {}, {}:{} (Japan time)",
            self.day, self.year, self.hour, self.minute
        )
    }
}
