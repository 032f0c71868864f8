use huiyin_testkit::house::tree::{self, TextFile};
use huiyin_testkit::house::{assert_none, names, rights};

fn file(path: &str, text: &str) -> TextFile {
    TextFile {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

#[test]
fn nothing_declares_what_we_do_not_build() {
    let files = tree::texts(&tree::repository()).expect("the repository");
    let scanned: Vec<_> = files
        .iter()
        .filter(|file| names::declared(file).is_some())
        .collect();
    for ending in [".rs", ".toml", ".sql"] {
        let some = scanned.iter().any(|file| file.path.ends_with(ending));
        assert!(
            some,
            "no {ending} file declares a name: the test looks in the wrong place"
        );
    }
    let findings: Vec<_> = scanned
        .into_iter()
        .flat_map(rights::refused_names)
        .collect();
    assert_none(&findings);
}

#[test]
fn coercive_words_stand_only_in_the_list() {
    let files = tree::texts(&tree::repository()).expect("the repository");
    assert!(
        files.iter().any(|file| file.path == rights::LIST_PATH),
        "the list has moved"
    );
    let findings: Vec<_> = files.iter().flat_map(rights::coercive_words).collect();
    assert_none(&findings);
}

#[test]
fn each_rule_catches_its_examples_and_lets_honest_names_be() {
    assert!(rights::rules().len() >= 13, "a rule is gone");
    for rule in rights::rules() {
        let caught: Vec<_> = rule.caught.iter().collect();
        assert!(
            caught.len() >= 2 && rule.passes.len() >= 2,
            "{}: too few examples",
            rule.id
        );
        for name in caught {
            let found = rights::violations(name).map(|rule| rule.id.as_str());
            assert_eq!(found, Some(rule.id.as_str()), "{name}");
        }
        for name in &rule.passes {
            let found = rights::violations(name).map(|rule| rule.id.as_str());
            assert_eq!(found, None, "{name} is an honest name");
        }
        for text in [&rule.zh, &rule.en, &rule.source] {
            assert!(!text.is_empty(), "{}: a reason is missing", rule.id);
        }
    }
}

#[test]
fn the_vocabulary_of_the_design_passes() {
    for name in [
        "Authority",
        "Unit",
        "Post",
        "Staff",
        "Petitioner",
        "Representative",
        "Petition",
        "Respondent",
        "Window",
        "Class",
        "Category",
        "Channel",
        "Receipt",
        "TrackingCode",
        "Accept",
        "Decline",
        "Transfer",
        "Assign",
        "Object",
        "Answer",
        "Outcome",
        "Remedy",
        "Explanation",
        "LawfulReferral",
        "Aid",
        "Review",
        "FinalReview",
        "Supervision",
        "ImprovementProposal",
        "Obligation",
        "Term",
        "Rulebook",
        "WorkCalendar",
        "Visit",
        "Queue",
        "GroupVisit",
        "ReceptionDay",
        "CaseLead",
        "Plan",
        "Response",
        "Page",
        "Ack",
        "Arrival",
        "SituationReport",
        "Task",
        "Minutes",
        "Commitment",
        "Drill",
        "AfterAction",
        "Campaign",
        "Journal",
        "Ledger",
        "Checkpoint",
        "Witness",
        "AccessRecord",
        "LeadUnit",
        "arrive_minutes",
        "overflow",
        "danger_now",
        "unlisted_address",
        "place_text",
        "misconduct",
        "identity_salt",
        "transport_home",
        "reception_minutes",
        "roster",
    ] {
        let found = rights::violations(name).map(|rule| rule.id.as_str());
        assert_eq!(found, None, "{name}");
    }
}

#[test]
fn a_planted_name_is_found_in_every_kind_of_file() {
    for (path, text, line) in [
        (
            "crates/store/src/migrations/9999_x.sql",
            "CREATE TABLE a (\n  risk_level {int}\n);",
            2,
        ),
        (
            "crates/app/src/x.rs",
            "struct A {\n    /// Hm.\n    pub watch_list: bool,\n}",
            3,
        ),
        (
            "crates/domain/src/event.rs",
            "enum E {\n    A(B),\n    EscortAssigned(C),\n}",
            3,
        ),
        (
            "crates/app/src/export.rs",
            "const C: &[&str] = &[\n    \"number\",\n    \"信访次数\",\n];",
            3,
        ),
        ("crates/web/src/api/x.rs", "json!({ \"id_card\": 1 })", 1),
        (
            "crates/web/src/portal/ask/template.html",
            "<form>\n<input name=\"identity_number\">",
            2,
        ),
        (
            "docs/api/openapi.json",
            "{\"properties\":{\n\"petitioner_id\":{}}}",
            2,
        ),
        ("plans/park.toml", "[[rule]]\nattendees = true", 2),
        ("rulebooks/x.toml", "[term]\n\"稳控\" = \"1 d\"", 2),
        ("rulebooks/broken.toml", "[term", 0),
    ] {
        let findings = rights::refused_names(&file(path, text));
        assert_eq!(findings.len(), 1, "{path}: {findings:?}");
        assert_eq!((findings[0].file.as_str(), findings[0].line), (path, line));
    }
}

#[test]
fn a_planted_word_is_found_in_pages_and_data_and_not_in_documentation() {
    let text = "第一行\n对上访人员进行劝返";
    for path in [
        "crates/web/src/portal/a.html",
        "rulebooks/a.toml",
        "assets/a.js",
        "tools/a",
    ] {
        assert_eq!(rights::coercive_words(&file(path, text)).len(), 1, "{path}");
    }
    for path in [
        "docs/users/limits.md",
        "README.md",
        "crates/app/tests/all/a.rs",
    ] {
        assert_eq!(rights::coercive_words(&file(path, text)), [], "{path}");
    }
}
