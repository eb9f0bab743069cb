//! The API's definition says what the API does.

use crate::common::{File, Site, label, paper};
use report::{Headline, ProblemCode};
use serde_json::Value;

#[test]
fn it_is_openapi_3_1_and_names_every_problem() {
    let definition = Site::start().get("/api/v1/openapi.json").json();
    assert!(definition["openapi"].as_str().unwrap().starts_with("3.1."));
    assert_eq!(
        words(&definition, "ProblemCode"),
        ProblemCode::ALL
            .iter()
            .map(|code| code.slug())
            .collect::<Vec<_>>()
    );
    assert_eq!(
        words(&definition, "Headline"),
        Headline::ALL.map(Headline::slug)
    );
}

fn words<'a>(definition: &'a Value, schema: &str) -> Vec<&'a str> {
    let words = definition["components"]["schemas"][schema]["enum"]
        .as_array()
        .unwrap();
    words.iter().map(|word| word.as_str().unwrap()).collect()
}

#[test]
fn every_refusal_is_listed_under_its_status() {
    let definition = Site::start().get("/api/v1/openapi.json").json();
    let responses = &definition["paths"]["/api/v1/verifications"]["post"]["responses"];
    let listed = [
        ("400", vec!["file-missing", "upload-malformed"]),
        ("404", vec!["not-found"]),
        ("405", vec!["method-not-allowed"]),
        (
            "413",
            vec![
                "upload-too-large",
                "too-many-files",
                "too-many-pages",
                "picture-too-large",
            ],
        ),
        ("500", vec!["internal"]),
        ("503", vec!["took-too-long", "busy"]),
    ];
    for (status, codes) in listed {
        let response = &responses[status];
        for code in codes {
            assert!(
                response["description"]
                    .as_str()
                    .unwrap()
                    .contains(&format!("`{code}`")),
                "{code}"
            );
        }
        let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
        assert_eq!(schema, "#/components/schemas/ProblemDetails");
    }
    let upload = &definition["paths"]["/api/v1/verifications"]["post"]["requestBody"]["content"];
    assert!(upload["multipart/form-data"]["schema"].is_object());
}

/// Each member of each object in an answer is a property of its schema, and each property
/// that the schema requires is there.
#[test]
fn an_answer_is_as_defined() {
    let site = Site::with(&["--max-batch-pages", "2"]);
    let definition = site.get("/api/v1/openapi.json").json();
    let genuine = paper::genuine(&site, &label(1, 1, 2));
    // A problem with a figure.
    let coarse = genuine.clone().shrunk(6).png();
    let genuine = genuine.png();
    let files = [
        File {
            name: "a",
            bytes: &genuine,
        },
        File {
            name: "b",
            bytes: b"x",
        },
        File {
            name: "c",
            bytes: &coarse,
        },
    ];
    let report = site
        .post("/api/v1/verifications?picture=png", &files)
        .json();
    check(
        &definition,
        &schema(&definition, "Report"),
        &report,
        "report",
    );
    let all = files.each_ref().map(|file| file.bytes);
    // One that ends, and one that is broken off.
    let batches = [&all[..], &[all[0], all[2], all[0]]];
    for line in batches
        .into_iter()
        .flat_map(|files| site.begin_batch(files))
    {
        let described = schema(&definition, "BatchLine");
        check(&definition, &described, &line, "line");
    }
    let refusal = site.post("/api/v1/verifications", &[]).json();
    check(
        &definition,
        &schema(&definition, "ProblemDetails"),
        &refusal,
        "problem",
    );
}

fn schema(definition: &Value, name: &str) -> Value {
    definition["components"]["schemas"][name].clone()
}

fn check(definition: &Value, described: &Value, value: &Value, at: &str) {
    if let Some(name) = described["$ref"].as_str() {
        let name = name.trim_start_matches("#/components/schemas/");
        return check(definition, &schema(definition, name), value, at);
    }
    if let Some(choices) = described["oneOf"].as_array() {
        let named = |choice: &&Value| {
            let property = value.as_object().and_then(|members| members.keys().next());
            property.is_some_and(|name| choice["properties"][name].is_object())
        };
        let choice = choices
            .iter()
            .find(named)
            .or_else(|| choices.iter().find(|choice| choice["type"] != "null"))
            .unwrap();
        return check(definition, choice, value, at);
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let counts = &described["additionalProperties"];
                let property = described["properties"].get(name).unwrap_or(counts);
                assert!(property.is_object(), "{at}.{name} is not in the definition");
                check(definition, property, member, &format!("{at}.{name}"));
            }
            for name in described["required"].as_array().into_iter().flatten() {
                assert!(
                    members.contains_key(name.as_str().unwrap()),
                    "{at} lacks {name}"
                );
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| check(definition, &described["items"], item, at)),
        Value::String(word) => {
            let known = described["enum"].as_array();
            assert!(
                known.is_none_or(|words| words.iter().any(|w| w == word)),
                "{at}: {word}"
            );
        }
        _ => (),
    }
}
