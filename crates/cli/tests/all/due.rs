//! `huiyin due`: the vectors of the fact sheet, shapes, and what is refused.

use super::support::{huiyin, json};

fn due(rulebook: &str, term: &str, from: &str, more: &[&str]) -> (i32, serde_json::Value) {
    let arguments = [
        "due",
        "--rulebook",
        rulebook,
        "--term",
        term,
        "--from",
        from,
    ];
    json(&[&arguments[..], more].concat())
}

#[test]
fn the_vectors_of_the_fact_sheet() {
    for (term, from, more, wanted) in [
        (
            "objection",
            "2026-02-13T10:00:00+08:00",
            &[][..],
            "2026-02-27",
        ),
        ("objection", "2026-04-28T10:00:00+08:00", &[], "2026-05-08"),
        ("objection", "2026-09-28T10:00:00+08:00", &[], "2026-10-10"),
        ("sort", "2026-02-13T10:00:00+08:00", &[], "2026-02-28"),
        ("answer", "2026-02-13T10:00:00+08:00", &[], "2026-04-14"),
        (
            "answer",
            "2026-02-13T10:00:00+08:00",
            &["--extend"],
            "2026-05-14",
        ),
        ("sort", "2026-03-01T16:00:00Z", &[], "2026-03-17"),
        ("sort", "2026-03-01", &[], "2026-03-16"),
        (
            "sort",
            "2026-03-01",
            &["--suspend", "2026-03-03..2026-03-04"],
            "2026-03-18",
        ),
    ] {
        let (code, said) = due("cn-2022", term, from, more);
        assert_eq!(
            (code, said["due_date"].as_str()),
            (0, Some(wanted)),
            "{term} {from} {more:?}"
        );
    }
}

#[test]
fn the_json_has_the_shape_that_others_rely_on() {
    let (code, said) = due("cn-2022", "objection", "2026-02-13T10:00:00+08:00", &[]);
    assert_eq!(code, 0);
    assert_eq!(said["due_at"], "2026-02-28T00:00:00+08:00");
    assert_eq!(said["provisional"], false);
    assert_eq!(said["rule"]["rulebook"], "cn-2022");
    assert_eq!(said["rule"]["term"], "objection");
    assert!(
        said["rule"]["citation"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    );
    for steps in ["explanation", "explanation_en"] {
        let steps = said[steps].as_array().expect("steps");
        assert!(steps.len() > 1 && steps.iter().all(|step| step.is_string()));
    }
    let english = said["explanation_en"].to_string();
    assert!(
        english.contains("Spring Festival") && english.contains("made up"),
        "{english}"
    );
}

#[test]
fn a_date_beyond_the_announced_days_is_provisional() {
    let (code, said) = due("cn-2022", "objection", "2026-12-28T10:00:00+08:00", &[]);
    assert_eq!(
        (code, &said["provisional"]),
        (0, &serde_json::Value::Bool(true))
    );
}

#[test]
fn a_term_in_hours_ends_at_the_exact_instant_and_skips_a_suspended_span() {
    let from = "2026-02-13T22:30:00+08:00";
    let (_, said) = due("cn-hotline-beijing", "emergency", from, &[]);
    assert_eq!(said["due_at"], "2026-02-14T00:30:00+08:00");
    assert_eq!(said["due_date"], "2026-02-14");
    let span = "2026-02-13T23:00:00+08:00..2026-02-13T23:45:00+08:00";
    let (code, said) = due(
        "cn-hotline-beijing",
        "emergency",
        from,
        &["--suspend", span],
    );
    assert_eq!(
        (code, said["due_at"].as_str()),
        (0, Some("2026-02-14T01:15:00+08:00"))
    );
}

#[test]
fn the_same_without_json_is_for_reading() {
    let ran = huiyin(&[
        "due",
        "--rulebook",
        "cn-2022",
        "--term",
        "sort",
        "--from",
        "2026-02-13T10:00:00+08:00",
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.out
            .starts_with("2026-02-28  (2026-03-01T00:00:00+08:00)\n"),
        "{}",
        ran.out
    );
}

#[test]
fn wrong_words_end_with_2_and_say_what_to_give() {
    for (rulebook, term, from, more, wanted) in [
        ("cn-2099", "sort", "2026-02-13", &[][..], "cn-2022"),
        ("cn-2022", "sorting", "2026-02-13", &[], "it has sort"),
        ("cn-2022", "sort", "yesterday", &[], "--from"),
        ("cn-2022", "sort", "2026-02-30", &[], "--from"),
        (
            "cn-2022",
            "sort",
            "2026-02-13",
            &["--suspend", "March"],
            "FROM..TO",
        ),
        (
            "cn-2022",
            "sort",
            "2026-02-13",
            &["--zone", "Mars/Olympus"],
            "--zone",
        ),
    ] {
        let (code, said) = due(rulebook, term, from, more);
        let message = said["error"]["message"].as_str().expect("a message");
        assert_eq!(
            (code, said["error"]["code"].as_str()),
            (2, Some("usage")),
            "{message}"
        );
        assert!(message.contains(wanted), "{message}");
    }
    assert_eq!(huiyin(&["due"]).code, 2);
    assert_eq!(huiyin(&["nonsense"]).code, 2);
    assert_eq!(huiyin(&["--help"]).code, 0);
    assert_eq!(huiyin(&["--version"]).code, 0);
}

#[test]
fn what_cannot_be_counted_ends_with_1_and_says_why() {
    for (term, from, more) in [
        ("sort", "2026-02-13", &["--extend"][..]),
        (
            "sort",
            "2026-02-13",
            &["--suspend", "2026-03-05..2026-03-01"],
        ),
        (
            "sort",
            "2026-02-13",
            &["--suspend", "2026-02-14T00:00:00Z..2026-02-15T00:00:00Z"],
        ),
        ("answer", "9999-12-30T00:00:00Z", &[]),
    ] {
        let (code, said) = due("cn-2022", term, from, more);
        assert_eq!(
            (code, said["error"]["code"].as_str()),
            (1, Some("refused")),
            "{term} {from}"
        );
    }
}
