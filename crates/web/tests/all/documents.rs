//! The documents of the API stay true: every code of a problem, and the OpenAPI document.

use super::routes::SERVER;
use super::support::{App, petition};
use huiyin_domain::language::Language;
use huiyin_testkit::engine::on_sqlite;
use huiyin_web::openapi_document;
use huiyin_web::problem::Code;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Compares a document that is committed with what it should be; writes it where it differs.
fn committed(name: &str, wanted: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api");
    let file = root.join(name);
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    if found != wanted {
        std::fs::write(&file, wanted).expect("the document is written");
        panic!("docs/api/{name} was not as the program is; it is written, commit it");
    }
}

#[test]
fn every_problem_has_words_in_both_languages_and_is_in_the_list() {
    let mut list = String::from(
        "# Problems\n\nEvery error is a problem detail (RFC 9457) with one of these codes; `type` is `/problems/{code}`. Written by a test of `huiyin-web`.\n\n| Code | Status | 中文 | English | 怎么办 | What to do |\n|---|---|---|---|---|---|\n",
    );
    let mut words = BTreeSet::new();
    for code in Code::ALL {
        assert!(words.insert(code.word()), "{} stands twice", code.word());
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(code.word().chars().all(is_word));
        let texts = [code.title(), code.way_out()];
        for text in &texts {
            let (zh, en) = (
                text.in_language(Language::Zh),
                text.in_language(Language::En),
            );
            assert!(zh.chars().any(|c| c > '\u{2E80}'), "{zh}");
            assert!(!en.is_empty() && en.is_ascii(), "{en}");
            assert!(!zh.contains('|') && !en.contains('|'));
        }
        let [title, way_out] = texts;
        list.push_str(&format!(
            "| `{}` | {} | {} | {} | {} | {} |\n",
            code.word(),
            code.status().as_u16(),
            title.zh,
            title.en,
            way_out.zh,
            way_out.en
        ));
    }
    committed("problems.md", &list);
}

#[test]
fn a_problem_type_leads_to_a_page_that_explains_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        for code in Code::ALL {
            let page = app.get(&format!("/problems/{}", code.word()));
            assert_eq!(page.status, 200);
            let title = code.title();
            assert!(page.text().contains(title.in_language(Language::Zh)));
        }
        assert_eq!(app.get("/problems/no_such_code").status, 404);
    });
}

#[test]
fn the_openapi_document_is_committed() {
    let mut text = openapi_document().to_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    committed("openapi.json", &text);
}

#[test]
fn the_openapi_document_is_3_1_and_has_every_route_of_the_api() {
    let document: Value = serde_json::from_str(openapi_document()).expect("JSON");
    let version = document["openapi"].as_str().expect("a version");
    assert!(version.starts_with("3.1"), "{version}");
    let routes: BTreeSet<&str> = SERVER
        .split('"')
        .filter(|text| text.starts_with("/api/v"))
        .collect();
    let paths = document["paths"].as_object().expect("paths");
    let described: BTreeSet<&str> = paths.keys().map(String::as_str).collect();
    assert_eq!(described, routes);
    for path in paths.values() {
        for operation in path.as_object().expect("operations").values() {
            let responses = operation["responses"].as_object().expect("responses");
            assert!(responses.len() >= 2);
        }
    }
    on_sqlite(|place| {
        let served = App::on(place).get("/api/openapi.json");
        assert_eq!(served.header("content-type"), "application/json");
        assert_eq!(served.json(), document);
    });
}

/// Each property of the schema is taken, and only those.
#[test]
fn the_schema_has_the_names_that_are_taken() {
    let document: Value = serde_json::from_str(openapi_document()).expect("JSON");
    let schemas = &document["components"]["schemas"];
    on_sqlite(|place| {
        let app = App::on(place);
        for (schema, prefix) in [("RegistrationBody", ""), ("PetitionerBody", "petitioner.")] {
            let properties = schemas[schema]["properties"]
                .as_object()
                .expect("properties");
            assert_eq!(schemas[schema]["additionalProperties"], false, "{schema}");
            for name in properties.keys().chain([&"no_such_field".to_owned()]) {
                let mut body = petition();
                // A number is never right, so every known field answers that its type is wrong.
                match prefix {
                    "" => body[name] = 1.into(),
                    _ => body["petitioner"] = serde_json::json!({ name: 1 }),
                }
                let known = name != "no_such_field";
                let code = if known { "wrong_type" } else { "unknown_field" };
                let field = format!("{prefix}{name}");
                assert_eq!(app.post(&body).fields(), [(field, code.to_owned())]);
            }
        }
        assert_eq!(
            schemas["RegistrationBody"]["required"],
            serde_json::json!(["subject", "body"])
        );
    });
}

/// The described answer has the names of the real one.
#[test]
fn the_schemas_of_the_answers_have_the_names_that_are_given() {
    let document: Value = serde_json::from_str(openapi_document()).expect("JSON");
    let names = |value: &Value| -> BTreeSet<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    let schema = |name: &str| names(&document["components"]["schemas"][name]["properties"]);
    on_sqlite(|place| {
        let app = App::on(place);
        let registered = app.registered(&petition());
        // The codes of other representatives are told where there are any.
        let mut of_one = schema("Registered");
        assert!(of_one.remove("representative_codes"));
        assert_eq!(names(&registered), of_one);
        let code = super::support::code_of(&registered);
        let view = app.get(&format!("/api/v1/track/{code}")).json();
        assert_eq!(names(&view), schema("TrackView"));
        assert!(names(&view["obligations"][0]).is_subset(&schema("ObligationView")));
        assert_eq!(names(&view["obligations"][0]["rule"]), schema("RuleView"));
    });
}
