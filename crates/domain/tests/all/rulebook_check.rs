//! What the checker of rulebooks finds, each with its code, line and field.

use super::support::text;
use huiyin_domain::rulebook::{Rulebook, check, check_with};
use huiyin_domain::shipped;

const SMALL: &str = r#"id = "small"
version = "1"
title = { zh = "小", en = "Small" }
zone = "Asia/Shanghai"
calendar = "cn"
classes = false
counting = { start_day = "not-counted", roll = "none", citation = { zh = "甲", en = "A" }, verified = true }
approver = { post = "head", citation = { zh = "甲", en = "A" }, verified = true }
[posts]
head = { zh = "长", en = "Head", leader = true }
[[term]]
id = "answer"
kind = "duty"
length = "15 d"
title = { zh = "答复", en = "Answer" }
owed_by = "responsible-unit"
owed_to = "petitioner"
start = ["PetitionRegistered"]
met_by = ["AnswerServed"]
escalate = [{ after = "1 d", to = "head" }]
citation = { zh = "乙", en = "B" }
verified = true
[[term]]
id = "acknowledge"
kind = "duty"
length = "5 wd"
title = { zh = "收悉", en = "Acknowledge" }
owed_by = "responsible-unit"
owed_to = "petitioner"
start = ["TransferReceived"]
met_by = ["AcknowledgementServed"]
escalate = [{ after = "1 d", to = "head" }]
citation = { zh = "乙", en = "B" }
verified = true
"#;

#[test]
fn the_checker_names_code_line_and_field() {
    assert_eq!(check(SMALL), []);
    let cases = [
        (
            "start = [\"PetitionRegistered\"]",
            "start = [\"PetitionLost\"]",
            "unknown-event",
            18,
            "term.answer.start",
        ),
        (
            "met_by = [\"AnswerServed\"]",
            "met_by = []",
            "nothing-can-meet",
            11,
            "term.answer.met_by",
        ),
        (
            "met_by = [\"AnswerServed\"]\n",
            "",
            "nothing-can-meet",
            11,
            "term.answer.met_by",
        ),
        (
            "met_by = [\"AnswerServed\"]",
            "met_by = [\"PetitionAccepted\"]",
            "nothing-can-meet",
            19,
            "term.answer.met_by",
        ),
        (
            "met_by = [\"AnswerServed\"]",
            "met_by = [\"AnswerServed\", \"HearingHeld\"]",
            "event-not-allowed",
            19,
            "term.answer.met_by",
        ),
        (
            "met_by = [\"AnswerServed\"]",
            "met_by = [\"AnswerServed\"]\nwaived_by = [\"AnswerServed\"]",
            "event-not-allowed",
            20,
            "term.answer.waived_by",
        ),
        (
            "start = [\"TransferReceived\"]",
            "start = [\"AcknowledgementServed\"]",
            "endless-chain",
            31,
            "term.acknowledge.met_by",
        ),
        (
            "citation = { zh = \"乙\", en = \"B\" }\n",
            "",
            "missing-citation",
            11,
            "term.answer.citation",
        ),
        (
            "citation = { zh = \"乙\", en = \"B\" }",
            "citation = { zh = \" \", en = \"B\" }",
            "missing-citation",
            21,
            "term.answer.citation.zh",
        ),
        (
            "citation = { zh = \"乙\", en = \"B\" }",
            "citation = { zh = \"乙\" }",
            "missing-language",
            21,
            "term.answer.citation.en",
        ),
        (
            "id = \"acknowledge\"",
            "id = \"answer\"",
            "duplicate-id",
            24,
            "term.answer.id",
        ),
        (
            "length = \"15 d\"",
            "length = \"15 d\"\nlenght = \"15 d\"",
            "unknown-field",
            15,
            "term.answer.lenght",
        ),
        (
            "length = \"15 d\"",
            "length = \"two weeks\"",
            "bad-length",
            14,
            "term.answer.length",
        ),
        (
            "length = \"15 d\"",
            "length = 15",
            "wrong-type",
            14,
            "term.answer.length",
        ),
        (
            "length = \"15 d\"\n",
            "",
            "missing-field",
            11,
            "term.answer.length",
        ),
        (
            "calendar = \"cn\"",
            "calendar = \"xx\"",
            "unknown-calendar",
            5,
            "calendar",
        ),
        (
            "zone = \"Asia/Shanghai\"",
            "zone = \"Asia/Peking\"",
            "bad-zone",
            4,
            "zone",
        ),
        (
            "title = { zh = \"小\", en = \"Small\" }",
            "title = { zh = \"小\" }",
            "missing-language",
            3,
            "title.en",
        ),
        (
            "kind = \"duty\"",
            "kind = \"window\"",
            "escalation-on-window",
            20,
            "term.answer.escalate",
        ),
        (
            "kind = \"duty\"",
            "kind = \"task\"",
            "unknown-value",
            13,
            "term.answer.kind",
        ),
        (
            "to = \"head\" }]",
            "to = \"boss\" }]",
            "unknown-post",
            20,
            "term.answer.escalate.to",
        ),
        (
            "owed_by = \"responsible-unit\"",
            "owed_by = \"someone\"",
            "unknown-party",
            16,
            "term.answer.owed_by",
        ),
        (
            "leader = true",
            "leader = \"yes\"",
            "wrong-type",
            10,
            "posts.head.leader",
        ),
        (
            "roll = \"none\"",
            "roll = \"back\"",
            "unknown-value",
            7,
            "counting.roll",
        ),
        (
            "classes = false",
            "classes = true",
            "class-rules",
            1,
            "class",
        ),
        (
            "classes = false",
            "classes = \"no\"",
            "wrong-type",
            6,
            "classes",
        ),
        ("id = \"small\"", "id = \"Small\"", "bad-id", 1, "id"),
        ("id = \"small\"", "id = small", "syntax", 1, "file"),
        (
            "verified = true\n[[term]]",
            "verified = true\nextension = { length = \"2 h\", once = true, approved_by = \"head\", notice_to = \"petitioner\", citation = { zh = \"乙\", en = \"B\" }, verified = true }\n[[term]]",
            "bad-length",
            23,
            "term.answer.extension.length",
        ),
    ];
    for (from, to, code, line, field) in cases {
        let file = SMALL.replacen(from, to, 1);
        assert_ne!(file, SMALL, "{from}");
        let findings = check(&file);
        let found = findings
            .iter()
            .any(|f| f.code == code && f.line == line && f.field == field);
        assert!(found, "{code} {line} {field}: {findings:#?}");
        assert!(
            findings
                .iter()
                .all(|f| !f.message.is_empty() && !f.message_en.is_empty())
        );
        if code != "unknown-calendar" {
            assert!(Rulebook::parse(&file).is_err(), "{code}");
        }
    }
}

#[test]
fn an_endless_chain_over_two_duties_is_found() {
    let file = SMALL
        .replacen(
            "start = [\"PetitionRegistered\"]",
            "start = [\"AcknowledgementServed\"]",
            1,
        )
        .replacen(
            "start = [\"TransferReceived\"]",
            "start = [\"PetitionTransferred\"]",
            1,
        )
        .replacen(
            "met_by = [\"AnswerServed\"]",
            "met_by = [\"PetitionTransferred\"]",
            1,
        );
    let findings = check(&file);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!((findings[0].code, findings[0].line), ("endless-chain", 19));
    assert!(
        findings[0]
            .message_en
            .contains("answer → acknowledge → answer")
    );
}

#[test]
fn a_ladder_that_ends_below_a_leader_is_found_and_what_is_in_use_stays_readable() {
    let none = SMALL.replacen(", leader = true", "", 1);
    let mut low = SMALL.replacen(
        "[posts]\n",
        "[posts]\nclerk = { zh = \"员\", en = \"Clerk\" }\n",
        1,
    );
    let higher = "escalate = [\n{ after = \"1 d\", to = \"head\" },\n{ after = \"2 d\", to = \"clerk\" },\n]";
    low = low.replacen("escalate = [{ after = \"1 d\", to = \"head\" }]", higher, 1);
    let without = SMALL.replacen(
        "met_by = [\"AcknowledgementServed\"]\nescalate = [{ after = \"1 d\", to = \"head\" }]",
        "met_by = [\"AcknowledgementServed\"]",
        1,
    );
    for (file, found, says) in [
        (
            &none,
            &[(20, "answer"), (32, "acknowledge")][..],
            "leader = true",
        ),
        (&low, &[(23, "answer")][..], "head"),
        (&without, &[(23, "acknowledge")][..], "head"),
    ] {
        let findings = check(file);
        let low = findings
            .iter()
            .map(|one| (one.code, one.line, one.field.clone()));
        let wanted = found
            .iter()
            .map(|(line, term)| ("ladder-ends-low", *line, format!("term.{term}.escalate")));
        assert_eq!(low.collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
        for one in &findings {
            assert!(
                one.message_en.contains(says) && one.message.contains(says),
                "{one:?}"
            );
        }
        // What a petition runs under is kept as it was.
        assert!(Rulebook::parse(file).is_ok());
    }
}

#[test]
fn a_calendar_of_ones_own_is_known_by_name() {
    let file = SMALL.replacen("calendar = \"cn\"", "calendar = \"ours\"", 1);
    assert_eq!(check_with(&file, &["ours"]), []);
    assert!(Rulebook::parse(&file).is_ok());
}

#[test]
fn any_text_is_answered_without_a_panic() {
    let file = text(shipped::rulebooks(), "uk-lgsco");
    for (index, _) in file.char_indices().step_by(37) {
        let _ = check(&file[..index]);
        let _ = huiyin_domain::calendar::WorkCalendar::check(&file[..index]);
    }
}
