use crate::words::{self, start as text};
use report::{Headline, Lang, Progress};

/// What is known of an upload until its report is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Known {
    ahead: Option<usize>,
    pages: u32,
    /// Of the files, in hundredths of one.
    read: usize,
    has_long_file: bool,
    /// Which uploaded front is being compared, of how many.
    fronts: Option<(u32, u32)>,
    certificates: Vec<Told>,
}

/// What is told of one certificate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub number: String,
    pub kind: Option<String>,
    pub headline: Headline,
}

impl Known {
    pub fn take(&mut self, progress: Progress) {
        match progress {
            Progress::Waiting(ahead) => self.ahead = Some(ahead),
            Progress::Page { place, of } => {
                self.ahead = None;
                self.pages += 1;
                self.read = place.file * 100 + (place.page * 100 / of.max(1)) as usize;
                self.has_long_file |= of > 1;
            }
            Progress::Certificate {
                number,
                kind,
                headline,
            } => self.certificates.push(Told {
                number,
                kind,
                headline,
            }),
            Progress::Fronts { compared, of } => self.fronts = Some((compared + 1, of)),
            Progress::Answer(_) => {}
        }
    }

    /// Per cent of so many files, once a page has been read.
    pub fn percent(&self, files: usize) -> Option<u32> {
        let percent = self.read.checked_div(files)?.min(100);
        (self.pages > 0).then_some(percent as u32)
    }

    /// Of one page or two, the report is there as soon as anything is known.
    pub fn worth_telling(&self, files: usize) -> &[Told] {
        match files > 1 || self.has_long_file {
            true => &self.certificates,
            false => &[],
        }
    }

    /// In words, for eyes and screen readers.
    pub fn says(&self, lang: Lang) -> String {
        if let Some((front, of)) = self.fronts {
            return text::comparing(front, of, lang);
        }
        match (self.ahead, self.pages) {
            (Some(ahead), _) => text::waiting(ahead, lang),
            (None, 0) => text::READING.say(lang).to_owned(),
            (None, pages) => text::pages_read(pages, lang),
        }
    }
}

impl Told {
    /// Which certificate it is.
    pub fn name(&self, lang: Lang) -> String {
        let kind = self.kind.as_ref().map(|kind| words::kind(kind, lang));
        let kind = kind
            .as_deref()
            .unwrap_or(words::report_page::CERTIFICATE.say(lang));
        format!("{kind} {}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::Known;
    use report::{Headline, Lang, Place, Progress};

    fn page(file: usize, page: u32, of: u32) -> Progress {
        let place = Place { file, page };
        Progress::Page { place, of }
    }

    #[test]
    fn pages_move_the_bar_and_the_last_fills_it() {
        let mut known = Known::default();
        assert_eq!(known.percent(2), None);
        let bar = [page(0, 1, 4), page(0, 4, 4), page(1, 1, 1)].map(|progress| {
            known.take(progress);
            known.percent(2)
        });
        assert_eq!(bar, [Some(12), Some(50), Some(100)]);
    }

    #[test]
    fn the_result_of_one_page_alone_is_the_report() {
        let told = |of| {
            let mut known = Known::default();
            known.take(page(0, 1, of));
            known.take(Progress::Certificate {
                number: "L4GC-DKOT".into(),
                kind: None,
                headline: Headline::Rejected,
            });
            known
        };
        assert_eq!(told(1).worth_telling(1), []);
        assert_eq!(told(1).worth_telling(2).len(), 1);
        assert_eq!(told(2).worth_telling(1).len(), 1);
    }

    #[test]
    fn whoever_waits_is_told_how_many_come_first() {
        let mut known = Known::default();
        known.take(Progress::Waiting(2));
        assert!(known.says(Lang::En).contains('2') && known.says(Lang::Ja).contains('2'));
        known.take(page(0, 1, 1));
        assert!(known.says(Lang::En).contains('1'));
    }
}
