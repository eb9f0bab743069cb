//! The pages, as a browser without JavaScript uses them.

use crate::common::{File, Site, fixture, label, paper};

#[test]
fn the_root_leads_to_the_readers_language() {
    let site = Site::start();
    let cases = [
        ("", "/ja/"),
        ("ja", "/ja/"),
        ("en-GB,en;q=0.9", "/en/"),
        ("fr, en;q=0.3, ja;q=0.8", "/ja/"),
        ("fr, en;q=0.8, ja;q=0.3", "/en/"),
        ("fr", "/ja/"),
    ];
    for (preference, path) in cases {
        let answer = site.get_with("/", &[("accept-language", preference)]);
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, path),
            "{preference}"
        );
    }
}

#[test]
fn every_page_is_there_in_both_languages() {
    let site = Site::start();
    for lang in ["ja", "en"] {
        for page in ["", "help"] {
            let answer = site.get(&format!("/{lang}/{page}"));
            assert_eq!(answer.status, 200);
            assert!(answer.text().contains(&format!("<html lang=\"{lang}\"")));
        }
        assert_eq!(
            site.get(&format!("/{lang}/verify")).header("location"),
            format!("/{lang}/")
        );
    }
}

#[test]
fn the_form_answers_with_the_report_and_nothing_may_keep_it() {
    let site = Site::start();
    let scan = paper::genuine(&site, &label(1, 1, 1)).png();
    let answer = site.post(
        "/ja/verify",
        &[File {
            name: "<b>うら面</b>.png",
            bytes: &scan,
        }],
    );
    assert_eq!(
        (answer.status, answer.header("cache-control")),
        (200, "no-store")
    );
    let html = answer.text();
    assert!(html.contains("data-headline=\"back-authentic\""));
    assert!(html.contains("data:image/png;base64,"));
    assert!(html.contains("data:image/jpeg;base64,"));
    assert!(html.contains("見本県見本市"));
    assert!(!html.contains("<b>うら面"), "the file's name is not markup");
}

/// To its sender only: the name is in no log and in no answer of the API.
#[test]
fn a_file_that_gave_no_page_is_called_by_its_name() {
    let site = Site::start();
    let file = File {
        name: "juminhyo-back.pdf",
        bytes: b"%PDF-1.7 broken",
    };
    let html = site.post("/en/verify", &[file]).text();
    assert!(
        html.contains("juminhyo-back.pdf") && !html.contains("File 1"),
        "{html}"
    );
    assert!(!site.stop().contains("juminhyo"));
}

#[test]
fn a_refused_form_is_a_page_in_the_readers_language() {
    let site = Site::with(&["--max-bytes", "1000"]);
    for (path, lang) in [("/ja/verify", "ja"), ("/en/verify", "en")] {
        let answer = site.post(
            path,
            &[File {
                name: "a",
                bytes: &[0; 5000],
            }],
        );
        assert_eq!(
            (answer.status, answer.header("content-language")),
            (413, lang)
        );
        assert!(answer.text().contains("data-problem=\"upload-too-large\""));
    }
}

#[test]
fn addresses_that_are_nowhere_are_explained() {
    let site = Site::start();
    for path in [
        "/nowhere",
        "/en/nowhere",
        "/samples/nowhere.pdf",
        "/pkg/../../Cargo.toml",
        "/problems/nothing",
    ] {
        let answer = site.get_with(path, &[("accept-language", "en")]);
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer.text().contains("data-problem=\"not-found\""),
            "{path}"
        );
    }
    assert_eq!(
        site.request("POST", "/nowhere", &[], Vec::new()).status,
        404
    );
    let answer = site.request("DELETE", "/ja/verify", &[], Vec::new());
    assert_eq!(answer.status, 405);
    assert!(
        answer
            .text()
            .contains("data-problem=\"method-not-allowed\"")
    );
}

#[test]
fn a_problems_type_leads_to_its_explanation() {
    let site = Site::start();
    for code in report::ProblemCode::ALL {
        let answer = site.get(&format!("/problems/{}", code.slug()));
        assert_eq!(answer.status, 200);
        assert!(
            answer
                .text()
                .contains(&format!("data-problem=\"{}\"", code.slug()))
        );
    }
}

#[test]
fn samples_are_offered_when_both_files_are_there() {
    let site = Site::prepared(&[], |command| {
        let data = command.get_args().nth(1).unwrap().to_owned();
        let folder = std::path::Path::new(&data).join("samples");
        std::fs::create_dir(&folder).unwrap();
        let list = r#"[{ "slug": "whole", "kind": "tax" }, { "slug": "half", "kind": "tax" }]"#;
        std::fs::write(folder.join("samples.json"), list).unwrap();
        std::fs::write(folder.join("whole.pdf"), fixture("drawn.pdf")).unwrap();
        std::fs::write(folder.join("whole.jpg"), fixture("gray.jpg")).unwrap();
        std::fs::write(folder.join("half.pdf"), fixture("drawn.pdf")).unwrap();
    });
    let html = site.get("/ja/").text();
    assert!(html.contains("data-sample=\"whole\""));
    assert!(!html.contains("data-sample=\"half\""));
    assert_eq!(site.get("/samples/whole.pdf").body, fixture("drawn.pdf"));
    assert_eq!(
        site.get("/samples/whole.jpg").header("content-type"),
        "image/jpeg"
    );
}

#[test]
fn no_page_may_be_framed_or_run_foreign_scripts() {
    let site = Site::start();
    for path in ["/ja/", "/nowhere", "/healthz"] {
        let answer = site.get(path);
        let policy = answer.header("content-security-policy").to_owned();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
}

#[test]
fn a_file_name_is_text_on_the_page_and_nowhere_else() {
    let site = Site::start();
    let names = [
        "../../../etc/passwd",
        "a%0D%0AX-Injected: yes",
        "a\rX-Injected: yes",
        "<script>alert(1)</script>",
        "' OR '1'='1'; DROP TABLE site; --",
        "\u{202e}fdp.nacs",
    ];
    for name in names {
        let answer = site.post("/en/verify", &[File { name, bytes: b"x" }]);
        assert!(
            [200, 400].contains(&answer.status),
            "{name}: {}",
            answer.status
        );
        assert_eq!(answer.header("x-injected"), "", "{name}");
        let headers = format!("{:?}", answer.headers);
        assert!(
            !headers.contains("passwd") && !headers.contains("yes"),
            "{headers}"
        );
        assert!(!answer.text().contains("<script>alert"), "{name}");
    }
    // And all is where it was.
    let genuine = paper::genuine(&site, &label(1, 1, 1)).png();
    assert_eq!(site.verify(&[&genuine])["headline"], "back-authentic");
    let log = site.stop();
    for word in ["passwd", "Injected", "alert", "DROP", "nacs"] {
        assert!(!log.contains(word), "{word}");
    }
}
