//! Tokens of the API, and how often one may ask.

use crate::common::site::form;
use crate::common::{Answer, File, Site, database, export, key_uses, label, on, paper, told};

const VERIFY: &str = "/api/v1/verifications?lang=en";

fn token(site: &Site, arguments: &[&str]) -> String {
    told(on(site.data.path()).arg("token").args(arguments))
}

/// A new token with these scopes, and its id.
fn create(site: &Site, scopes: &[&str]) -> (String, String) {
    let scopes = scopes.iter().flat_map(|scope| ["--scope", scope]);
    let mut command = on(site.data.path());
    command.args(["token", "create", "--name", "監査室（見本）"]);
    let token = told(command.args(scopes)).trim().to_owned();
    let list = self::token(site, &["list"]);
    let id = list.lines().last().unwrap().split('\t').next().unwrap();
    (token, id.to_owned())
}

fn send(site: &Site, authorization: &str) -> Answer {
    let upload = paper::genuine(site, &label(1, 1, 1)).png();
    let (content_type, body) = form(&[File {
        name: "scan",
        bytes: &upload,
    }]);
    let headers = [
        ("content-type", content_type.as_str()),
        ("authorization", authorization),
    ];
    site.request("POST", VERIFY, &headers, body)
}

fn assert_refused(answer: &Answer, status: u16, code: &str, challenge: &str) {
    assert_eq!(
        (answer.status, answer.json()["code"].as_str()),
        (status, Some(code))
    );
    assert_eq!(answer.header("www-authenticate"), challenge);
}

#[test]
fn a_token_names_its_caller_in_the_record_and_is_kept_nowhere() {
    let site = Site::start();
    let (token, id) = create(&site, &["verify"]);
    let answer = send(&site, &format!("Bearer {token}"));
    assert_eq!(answer.json()["headline"], "back-authentic");
    assert_eq!(key_uses(site.data.path())[0].actor, format!("api:{id}"));
    assert!(
        export(site.data.path()).contains(&format!(r#""token-created","subject":"token {id}""#))
    );
    let secret = token.strip_prefix("uramen_").unwrap().as_bytes().to_owned();
    // 32 bytes in base64url (RFC 4648, section 5).
    assert_eq!(secret.len(), 43);
    for entry in std::fs::read_dir(site.data.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        let leaks = bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!leaks, "{}", path.display());
    }
    assert!(!site.stop().contains(&token));
}

#[test]
fn a_token_that_is_forged_expired_revoked_or_of_another_scope_opens_nothing() {
    const INVALID: &str = r#"Bearer realm="uramen", error="invalid_token""#;
    let site = Site::start();
    let (genuine, id) = create(&site, &["verify"]);
    let (reader, _) = create(&site, &["records"]);

    let mut forged = genuine.clone();
    let last = if forged.ends_with('A') { "B" } else { "A" };
    forged.replace_range(forged.len() - 1.., last);
    let cut = &genuine[..genuine.len() - 1];
    let injected = "' OR '1'='1";
    for wrong in [&forged, cut, injected, &id, ""] {
        let answer = send(&site, &format!("Bearer {wrong}"));
        assert_refused(&answer, 401, "token-invalid", INVALID);
    }
    // Another scheme is no token, and no call without one.
    assert_refused(
        &send(&site, "Basic bWlob246bWlob24="),
        401,
        "token-invalid",
        INVALID,
    );
    let scope = r#"Bearer realm="uramen", error="insufficient_scope""#;
    assert_refused(
        &send(&site, &format!("Bearer {reader}")),
        403,
        "scope-missing",
        scope,
    );

    let genuine = format!("Bearer {genuine}");
    database::execute(site.data.path(), "UPDATE api_tokens SET expires_at = 1");
    assert_refused(&send(&site, &genuine), 401, "token-expired", INVALID);
    database::execute(
        site.data.path(),
        "UPDATE api_tokens SET expires_at = 4102444800000000",
    );
    assert_eq!(send(&site, &genuine).status, 200);
    // At once, in a site that runs.
    token(&site, &["revoke", &id]);
    assert_refused(&send(&site, &genuine), 401, "token-expired", INVALID);
    assert_eq!(key_uses(site.data.path()).len(), 1);
    let unknown = on(site.data.path())
        .args(["token", "revoke", "00000000"])
        .output();
    assert!(!unknown.unwrap().status.success());
}

/// By draft-ietf-httpapi-ratelimit-headers and RFC 9110, section 10.2.3.
#[test]
fn whoever_asks_too_often_is_told_when_to_ask_again() {
    let site = Site::with(&["--address-per-minute", "2", "--token-per-minute", "3"]);
    let (token, _) = create(&site, &["verify"]);
    let bearer = format!("Bearer {token}");
    for left in [1, 0] {
        let answer = site.post(VERIFY, &[]);
        assert_eq!(answer.status, 400);
        assert_eq!(answer.header("ratelimit-policy"), r#""address";q=2;w=60"#);
        assert_eq!(answer.header("ratelimit"), format!(r#""address";r={left}"#));
    }
    let answer = site.post(VERIFY, &[]);
    assert_eq!(
        (answer.status, answer.json()["code"].as_str()),
        (429, Some("too-many-requests"))
    );
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
    let field = answer.header("ratelimit");
    assert!(field.starts_with(r#""address";r=0;t="#), "{field}");

    // A browser is told on a page, in its language; pages themselves are never refused.
    let page = site.post("/en/verify", &[]);
    assert_eq!(page.status, 429);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text().contains("There were too many requests"));
    assert!(page.header("retry-after").parse::<u64>().is_ok());
    assert_eq!(site.get("/en/").status, 200);

    // Whoever has a token is counted by it and not by where the office is.
    let (content_type, body) = form(&[]);
    let empty = |authorization: &str| {
        let headers = [
            ("content-type", content_type.as_str()),
            ("authorization", authorization),
        ];
        site.request("POST", VERIFY, &headers, body.clone())
    };
    for _ in 0..3 {
        assert_eq!(empty(&bearer).status, 400);
    }
    let answer = empty(&bearer);
    assert_eq!(
        (answer.status, answer.header("ratelimit-policy")),
        (429, r#""token";q=3;w=60"#)
    );
    // And nobody tries tokens without end.
    assert_eq!(empty("Bearer uramen_mihon").status, 429);
}

#[test]
fn behind_a_proxy_its_clients_are_counted_each() {
    let site = Site::with(&[
        "--address-per-minute",
        "1",
        "--client-ip",
        "RightmostXForwardedFor",
    ]);
    let from = |address: &str| {
        let (content_type, body) = form(&[]);
        let headers = [
            ("content-type", content_type.as_str()),
            ("x-forwarded-for", address),
        ];
        site.request("POST", VERIFY, &headers, body).status
    };
    assert_eq!(from("192.0.2.1"), 400);
    assert_eq!(from("192.0.2.2"), 400);
    // What the client itself claims stands further left.
    assert_eq!(from("198.51.100.7, 192.0.2.1"), 429);
    assert_eq!(from("2001:db8::1"), 400);
    assert_eq!(from("2001:db8::2"), 429);
}
