use record::{Custody, CustodyEvent, Entry, Subject, Time, TokenId};

const USE: &str = r#"{"use":{"time":"2026-04-01T00:02:00.002002Z","actor":"api:bank-7","sheet":"ff668c669dd12be9f7aba95b97b325109fe9cb4cff066ca2cd2724188c8a2677","upload":"82a671400869a14679871811dc331cc2d516138bb5a59386fac8cfa154d65461","issuer":1,"escrow_key":65535}}"#;

#[test]
fn a_line_in_any_other_writing_is_no_entry() {
    assert_eq!(Entry::parse(USE).unwrap().to_string(), USE);
    let changes = [
        ("\"issuer\":1", "\"issuer\": 1"),
        ("\"issuer\":1", "\"issuer\":1.0"),
        ("\"issuer\":1", "\"issuer\":65536"),
        ("\"issuer\":1", "\"issuer\":1,\"issuer\":1"),
        (
            "\"issuer\":1,\"escrow_key\":65535",
            "\"escrow_key\":65535,\"issuer\":1",
        ),
        ("\"issuer\":1,", ""),
        ("65535}", "65535,\"node\":1}"),
        ("65535}}", "65535},\"outcome\":{}}"),
        ("65535}}", "65535}}\n"),
        ("{\"use\"", " {\"use\""),
        ("bank", "b\\u0061nk"),
        ("api:bank-7", "api:"),
        ("api:bank-7", "api:a b"),
        ("api:bank-7", "Web"),
        ("ff668c", "FF668C"),
        ("ff668c", "668c"),
        (".002002Z", "Z"),
        (".002002Z", ".0020020Z"),
        (".002002Z", ".002002+00:00"),
        ("T00:02", "t00:02"),
        ("2026-04-01T00:02", "2026-04-31T00:02"),
    ];
    for (from, to) in changes {
        let line = USE.replacen(from, to, 1);
        assert_ne!(line, USE);
        assert!(Entry::parse(&line).is_err(), "{line}");
    }
}

#[test]
fn an_entry_is_one_line_of_at_most_the_stated_length() {
    let longest: String = "\"\\".repeat(100);
    let entry = |subject: &str| {
        Some(Entry::Custody(Custody {
            time: "2026-04-01T00:00:00.000000Z".parse().unwrap(),
            what: CustodyEvent::SigningKeyCompromised,
            subject: subject.parse::<Subject>().ok()?,
        }))
    };
    let line = entry(&longest).unwrap().to_string();
    assert!(line.len() <= Entry::MAX_LEN && !line.contains('\n'));
    assert!(Entry::parse(&line).is_ok());
    for refused in ["", "a\nb", "a\u{85}b", &(longest + "x")] {
        assert_eq!(entry(refused), None);
    }
    assert!("x".repeat(65).parse::<TokenId>().is_err());
}

#[test]
fn a_time_is_cut_to_what_is_written() {
    let time: jiff::Timestamp = "2026-04-01T09:00:00.123456789+09:00".parse().unwrap();
    let time = Time::from(time);
    assert_eq!(time.to_string(), "2026-04-01T00:00:00.123456Z");
    assert_eq!(time.to_string().parse::<Time>().unwrap(), time);
    for other in ["2026-04-01T00:00:00Z", "2026-04-01T00:00:00.000000+00:00"] {
        assert!(other.parse::<Time>().is_err());
    }
}
