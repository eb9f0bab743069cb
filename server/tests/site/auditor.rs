//! What an auditor asks by the API: the record, its proofs, how often a sheet was verified; and
//! what a manager of issuers hands in.

use crate::common::site::{form, keygen, register};
use crate::common::{Answer, File, Site, export, label, on, paper, told};
use record::{ConsistencyProof, InclusionProof, Verifier};
use serde_json::{Value, json};
use sheet::lists::{ListKind, ListedSheet, Reason};

struct Auditor<'a> {
    site: &'a Site,
    bearer: String,
}

impl<'a> Auditor<'a> {
    fn new(site: &'a Site, scopes: &[&str]) -> Auditor<'a> {
        let scopes = scopes.iter().flat_map(|scope| ["--scope", scope]);
        let mut command = on(site.data.path());
        command.args(["token", "create", "--name", "監査室（見本）"]);
        let token = told(command.args(scopes));
        Auditor {
            site,
            bearer: format!("Bearer {}", token.trim()),
        }
    }

    fn ask(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let headers = [
            ("authorization", self.bearer.as_str()),
            ("content-type", kind),
        ];
        self.site.request(method, path, &headers, body)
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", Vec::new())
    }

    fn entries(&self, query: &str) -> Value {
        let answer = self.get(&format!("/api/v1/record/entries{query}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    fn verify(&self, upload: &[u8]) -> Value {
        let (content_type, body) = form(&[File {
            name: "scan",
            bytes: upload,
        }]);
        self.ask("POST", "/api/v1/verifications", &content_type, body)
            .json()
    }
}

fn indices(entries: &Value) -> Vec<u64> {
    let entries = entries["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["index"].as_u64().unwrap())
        .collect()
}

fn is_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, answer.json()["code"].as_str()),
        (status, Some(code))
    );
}

#[test]
fn the_record_is_read_by_range_and_filter() {
    let site = Site::start();
    let auditor = Auditor::new(&site, &["records", "verify"]);
    let upload = paper::genuine(&site, &label(1, 1, 1)).png();
    auditor.verify(&upload);
    site.verify(&[&upload]);
    // Issuer, key, token; then a use and its outcome, twice.
    let all = auditor.entries("");
    assert_eq!(indices(&all), [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(all["next"], Value::Null);
    let lines = all["entries"].as_array().unwrap().iter();
    let lines: Vec<&str> = lines.map(|entry| entry["line"].as_str().unwrap()).collect();
    assert_eq!(lines.join("\n"), export(site.data.path()).trim_end());

    let some = auditor.entries("?from=2&limit=3");
    assert_eq!(
        (indices(&some), some["next"].as_u64()),
        (vec![2, 3, 4], Some(5))
    );
    assert_eq!(indices(&auditor.entries("?kind=use")), [3, 5]);
    assert_eq!(indices(&auditor.entries("?kind=outcome")), [4, 6]);
    assert_eq!(indices(&auditor.entries("?kind=custody")), [0, 1, 2]);
    assert_eq!(indices(&auditor.entries("?actor=api")), [5]);
    assert_eq!(indices(&auditor.entries("?issuer=1")), [3, 5]);
    assert_eq!(indices(&auditor.entries("?issuer=2")), [0; 0]);
    assert_eq!(
        indices(&auditor.entries("?until=2026-01-01T00:00:00Z")),
        [0; 0]
    );
    assert_eq!(
        indices(&auditor.entries("?since=2026-01-01T00:00:00Z&kind=use")),
        [3, 5]
    );
    assert_eq!(indices(&auditor.entries("?from=99")), [0; 0]);
    let injections = [
        "?kind=use'%20OR%201=1",
        "?limit=0",
        "?limit=1001",
        "?from=-1",
        "?since=yesterday",
        "?issuer=1;DROP%20TABLE%20site",
        "?knd=use",
    ];
    for query in injections {
        let answer = auditor.get(&format!("/api/v1/record/entries{query}"));
        is_problem(&answer, 400, "request-invalid");
    }
    // An actor that no entry has, whatever it holds.
    let injected = auditor.entries("?actor=api'%20OR%20'1'='1");
    assert_eq!(indices(&injected), [0; 0]);
}

#[test]
fn proofs_hold_against_the_key_that_was_kept() {
    let site = Site::start();
    let auditor = Auditor::new(&site, &["records"]);
    let verifier = Verifier::parse(&site.get("/api/v1/record/key").text()).unwrap();
    let older = site.get("/api/v1/record/checkpoint").text();
    let older = verifier.open(&older).unwrap();
    site.verify(&[&paper::genuine(&site, &label(1, 1, 1)).png()]);

    let told = auditor.get("/api/v1/record/inclusion?index=3").json();
    let newer = verifier.open(told["checkpoint"].as_str().unwrap()).unwrap();
    let proof: InclusionProof = serde_json::from_value(told["proof"].clone()).unwrap();
    let line = told["line"].as_str().unwrap();
    proof.verify(&newer, line).unwrap();
    assert!(line.contains(r#""use""#));
    let size = older.head().size;
    let path = format!("/api/v1/record/consistency?size={size}");
    let told = auditor.get(&path).json();
    let proof: ConsistencyProof = serde_json::from_value(told["proof"].clone()).unwrap();
    proof.verify(&older, &newer).unwrap();

    is_problem(
        &auditor.get("/api/v1/record/inclusion?index=5"),
        404,
        "not-in-record",
    );
    is_problem(
        &auditor.get("/api/v1/record/consistency?size=6"),
        404,
        "not-in-record",
    );
    is_problem(
        &auditor.get("/api/v1/record/inclusion"),
        400,
        "request-invalid",
    );
    is_problem(
        &site.get("/api/v1/record/inclusion?index=0"),
        401,
        "token-missing",
    );
}

#[test]
fn what_another_node_appended_is_within_the_checkpoint() {
    let site = Site::start();
    let other = site.another_node();
    other.verify(&[&paper::genuine(&site, &label(1, 1, 1)).png()]);
    let verifier = Verifier::parse(&site.get("/api/v1/record/key").text()).unwrap();
    let open = |note: String| verifier.open(&note).unwrap().head();
    let head = open(site.get("/api/v1/record/checkpoint").text());
    assert_eq!(head.size, 4);
    assert_eq!(head, open(other.get("/api/v1/record/checkpoint").text()));
}

#[test]
fn an_auditor_is_told_how_often_and_when_and_others_only_whether() {
    let site = Site::start();
    let auditor = Auditor::new(&site, &["records", "verify"]);
    let clerk = Auditor::new(&site, &["verify"]);
    let paper = paper::genuine(&site, &label(1, 1, 1));
    let upload = paper::genuine(&site, &label(1, 1, 1)).png();
    let earlier = |report: &Value| report["certificates"][0]["sheets"][0]["earlier"].clone();
    let first = auditor.verify(&upload);
    assert_eq!(earlier(&first), Value::Null);
    // Another scan of the sheet, not the same file again.
    let second = auditor.verify(&paper.stained(0.01).png());
    assert_eq!(earlier(&second)["count"], 1);
    let sheet = &clerk.verify(&upload)["certificates"][0]["sheets"][0];
    assert_eq!(
        (&sheet["verified_before"], &sheet["earlier"]),
        (&json!(true), &Value::Null)
    );

    let set = first["certificates"][0]["set"].as_str().unwrap();
    let name = json!({ "sheet": format!("{set}/1") });
    let ask = |auditor: &Auditor, name: &Value| {
        let path = "/api/v1/record/verifications";
        auditor.ask(
            "POST",
            path,
            "application/json",
            name.to_string().into_bytes(),
        )
    };
    let told = ask(&auditor, &name).json();
    // The clerk's upload repeats the first within ten minutes.
    assert_eq!(told["verifications"]["count"], 2);
    assert_eq!(told["verifications"]["first"], earlier(&second)["first"]);
    let never = json!({ "sheet": format!("{}/1", "00".repeat(16)) });
    assert_eq!(ask(&auditor, &never).json(), json!({}));
    is_problem(&ask(&clerk, &name), 403, "scope-missing");
    let injected = json!({ "sheet": "' OR 1=1 --/1" });
    let beyond = json!({ "sheet": format!("{}/0", "00".repeat(16)) });
    for wrong in [injected, beyond, json!({})] {
        is_problem(&ask(&auditor, &wrong), 400, "request-invalid");
    }
}

#[test]
fn a_manager_of_issuers_hands_in_a_list_that_counts_at_once() {
    let site = Site::start();
    let manager = Auditor::new(&site, &["issuers"]);
    let upload = paper::genuine(&site, &label(1, 1, 1)).png();
    assert_eq!(site.verify(&[&upload])["headline"], "back-authentic");
    let listed = ListedSheet::new(label(1, 1, 1).sheet, Some(Reason::Misdelivery));
    let (_, list) = press::next_list(&site.issuer, ListKind::Revoked, None, vec![listed]).unwrap();
    let hand_in =
        |path: &str, list: &[u8]| manager.ask("POST", path, "application/cose", list.to_vec());
    let revoked = "/api/v1/issuers/1/lists/revoked";
    // Nobody else's, of no other kind, and not altered.
    let (_, foreign) = press::next_list(&keygen(1), ListKind::Revoked, None, vec![listed]).unwrap();
    is_problem(&hand_in(revoked, &foreign), 409, "list-refused");
    is_problem(
        &hand_in("/api/v1/issuers/1/lists/issued", &list),
        409,
        "list-refused",
    );
    is_problem(
        &hand_in("/api/v1/issuers/2/lists/revoked", &list),
        409,
        "list-refused",
    );
    is_problem(
        &hand_in("/api/v1/issuers/1/lists/lost", &list),
        404,
        "not-found",
    );
    is_problem(&hand_in(revoked, b""), 409, "list-refused");
    assert_eq!(
        hand_in(revoked, &list).json(),
        json!({ "issuer": 1, "number": 1, "sheets": 1 })
    );
    let report = site.verify(&[&upload]);
    assert_eq!(report["headline"], "rejected");
    is_problem(&hand_in(revoked, &list), 409, "list-refused");
    assert!(export(site.data.path()).contains("issuer 1 revoked sheets, list 1"));

    register(site.data.path(), &keygen(7));
    let issuers = manager.get("/api/v1/issuers").json();
    let first = &issuers["issuers"][0];
    assert_eq!(first["name"], "見本証明書交付センター");
    assert_eq!(
        first["escrow_keys"],
        json!([{ "escrow_key": 1, "state": "active" }])
    );
    assert_eq!(
        first["signing_keys"][0]["kid"],
        site.issuer.card().signing_key.kid.as_str()
    );
    is_problem(
        &Auditor::new(&site, &["records"]).get("/api/v1/issuers"),
        403,
        "scope-missing",
    );
}
