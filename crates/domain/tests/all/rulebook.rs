//! Rulebooks: what is shipped, and what the checker finds.

use super::support::case;
use huiyin_domain::rulebook::{Duty, EventName, Length, Registrar, Roll, check};
use huiyin_domain::shipped;

#[test]
fn shipped_rulebooks_check_clean() {
    for (id, text) in shipped::rulebooks() {
        assert_eq!(check(text), [], "{id}");
        assert_eq!(case(id).rulebook.id, *id);
    }
}

/// Words that officials use among themselves; a petitioner is told the same in others.
const OFFICIAL: [&str; 14] = [
    "甄别",
    "转送",
    "交办",
    "办结",
    "送达",
    "承办",
    "协办",
    "批示落实",
    "处理意见",
    "途径",
    "异议",
    "时限",
    "receipt of",
    "served",
];

#[test]
fn every_shipped_term_has_plain_words_for_petitioners() {
    for (id, text) in shipped::rulebooks() {
        for term in &case(id).rulebook.terms {
            let plain = term.plain.as_ref().expect("plain words");
            for word in OFFICIAL {
                assert!(
                    !plain.zh.contains(word) && !plain.en.contains(word),
                    "{id} {}: {plain:?}",
                    term.id
                );
            }
            // They follow "must": no capital, no full stop.
            assert!(plain.en.starts_with(char::is_lowercase), "{plain:?}");
            assert!(!plain.en.ends_with('.') && !plain.zh.ends_with('。'));
        }
        let half = text.replacen("plain = { zh = \"", "plain = { zx = \"", 1);
        assert!(!check(&half).is_empty(), "{id}: a language is missing");
    }
}

#[test]
fn a_rulebook_without_plain_words_is_whole() {
    let text = shipped::rulebooks()[0].1;
    let lines = text.lines().filter(|line| !line.starts_with("plain = "));
    let text: Vec<&str> = lines.collect();
    assert_eq!(check(&text.join("\n")), []);
}

#[test]
fn shipped_terms_have_their_lengths() {
    let listed = |id: &str| {
        let case = case(id);
        let terms = case.rulebook.terms.iter();
        terms
            .map(|t| format!("{} {} {}", t.id, t.length, t.duty))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        listed("cn-2022"),
        [
            "sort 15 d statutory",
            "notice 15 d statutory",
            "transfer-notice 15 d statutory",
            "objection 5 wd window",
            "handed-over 15 d house",
            "answer 60 d statutory",
            "review-request 30 d window",
            "review 30 d statutory",
            "final-review-request 30 d window",
            "final-review 30 d statutory",
            "perform 60 d house",
            "suggestion-reply 30 d house",
            "urgent-report 1 h house",
        ]
    );
    assert_eq!(
        listed("cn-simple"),
        [
            "transfer 3 wd statutory",
            "accept 3 wd statutory",
            "answer 10 wd statutory"
        ]
    );
    assert_eq!(
        listed("cn-hotline-beijing"),
        [
            "emergency 2 h statutory",
            "utility 24 h statutory",
            "general 7 d statutory",
            "complex 15 d statutory"
        ]
    );
    assert_eq!(listed("cn-hotline-5wd"), ["answer 5 wd statutory"]);
    assert_eq!(
        listed("in-cpgrams-2024"),
        ["answer 21 d statutory", "appeal 30 d window"]
    );
    assert_eq!(
        listed("uk-lgsco"),
        [
            "acknowledge 5 wd statutory",
            "stage1 10 wd statutory",
            "stage1-extension 10 wd statutory",
            "stage2 20 wd statutory"
        ]
    );
    assert_eq!(
        listed("eu-code"),
        ["acknowledge 14 d statutory", "decide 2 months statutory"]
    );
    assert_eq!(
        listed("house"),
        [
            "assigned 15 d house",
            "settle-objection 3 wd house",
            "answer-again 60 d house",
            "approve-answer 3 wd house",
            "decide-extension 3 wd house",
            "statement 5 wd house",
            "support 10 d house",
            "instruction 10 d house",
            "commitment 30 d house",
            "remedy 30 d house",
            "check-remedy 5 wd house",
            "urgent-report 1 h house",
            "withdrawal-undo 7 d window",
        ]
    );
}

#[test]
fn registration_opens_the_first_duty() {
    let opened = |id: &str, registrar| {
        let case = case(id);
        let terms = case.rulebook.opened_at_registration(registrar);
        terms
            .into_iter()
            .map(|term| term.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(opened("cn-2022", Registrar::PetitionOffice), ["sort"]);
    assert_eq!(opened("cn-2022", Registrar::OtherOrgan), ["notice"]);
    assert_eq!(opened("cn-simple", Registrar::PetitionOffice), ["transfer"]);
    assert_eq!(opened("cn-simple", Registrar::OtherOrgan), ["accept"]);
    assert_eq!(
        opened("cn-hotline-beijing", Registrar::PetitionOffice),
        ["general"]
    );
    assert_eq!(
        opened("eu-code", Registrar::OtherOrgan),
        ["acknowledge", "decide"]
    );
}

#[test]
fn only_cn_2022_sorts_by_class() {
    for (id, _) in shipped::rulebooks() {
        assert_eq!(case(id).rulebook.classes, *id == "cn-2022", "{id}");
    }
    let cn = case("cn-2022").rulebook;
    assert_eq!(cn.class_rule("claim", Some(6)).unwrap().runs, ["answer"]);
    assert_eq!(
        cn.class_rule("suggestion", None).unwrap().runs,
        ["suggestion-reply"]
    );
    let fifth = cn.class_rule("claim", Some(5)).unwrap();
    assert_eq!(fifth.runs, ["perform"], "the authority itself acts");
    let branches = (1..=4).map(|branch| cn.class_rule("claim", Some(branch)).unwrap());
    for rule in branches.chain(cn.class_rule("disclosure", None)) {
        assert!(rule.runs.is_empty(), "{rule:?}");
    }
}

#[test]
fn counting_is_as_each_rulebook_says() {
    for (id, _) in shipped::rulebooks() {
        let rulebook = case(id).rulebook;
        let rolls = rulebook.counting.roll == Roll::NextWorkingDay;
        let chinese = id.starts_with("cn-") || *id == "house";
        assert_eq!(rolls, chinese, "{id}");
        assert_eq!(rulebook.calendar == "cn", chinese, "{id}");
    }
    assert_eq!(case("cn-simple").rulebook.approver.post, "handling-clerk");
}

#[test]
fn windows_have_no_escalation_and_end_by_use_or_by_time() {
    for (id, _) in shipped::rulebooks() {
        for term in case(id)
            .rulebook
            .terms
            .iter()
            .filter(|term| term.duty == Duty::Window)
        {
            assert!(term.escalate.is_empty(), "{id} {}", term.id);
            assert!(
                term.met_by.contains(&EventName::WindowClosed),
                "{id} {}",
                term.id
            );
            assert!(!term.met_by.contains(&EventName::AnswerServed));
        }
    }
}

#[test]
fn every_duty_climbs_to_a_leader_while_nobody_acts() {
    for (id, _) in shipped::rulebooks() {
        let rulebook = case(id).rulebook;
        let duties = rulebook
            .terms
            .iter()
            .filter(|term| term.duty != Duty::Window);
        for term in duties {
            let last = &term.escalate.last().expect("a ladder").to;
            assert!(rulebook.leaders.contains(last), "{id} {}: {last}", term.id);
            // What the regulations themselves set climbs to the head of the authority.
            if *id == "cn-2022" && term.duty == Duty::Statutory {
                assert_eq!(last, "authority-head", "{}", term.id);
            }
        }
    }
}

#[test]
fn unverified_rules_say_so() {
    let verified = |id: &str, term: &str| case(id).rulebook.term(term).unwrap().verified;
    assert!(verified("cn-2022", "answer"));
    assert!(!verified("cn-simple", "transfer"));
    assert!(!verified("cn-simple", "accept"));
    assert!(!verified("eu-code", "decide"));
    assert!(!verified("in-cpgrams-2024", "appeal"));
}

#[test]
fn waivers_are_the_closed_list() {
    use huiyin_domain::rulebook::Ability;
    let waivers: Vec<&str> = EventName::ALL
        .iter()
        .filter(|e| e.may(Ability::Waive))
        .map(|e| e.word())
        .collect();
    assert_eq!(
        waivers,
        [
            "HandoverAccepted",
            "ClassifiedOtherwise",
            "PetitionWithdrawn",
            "PetitionMerged"
        ]
    );
}

#[test]
fn the_readme_lists_every_event() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rulebooks/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    for event in EventName::ALL {
        let abilities = event
            .abilities()
            .iter()
            .map(|a| format!("{a:?}").to_lowercase());
        let abilities = abilities.collect::<Vec<_>>().join(", ");
        let zh = event.label(huiyin_domain::language::Language::Zh);
        let en = event.label(huiyin_domain::language::Language::En);
        let row = format!("| `{event}` | {zh} | {en} | {abilities} |");
        assert!(readme.contains(&row), "rulebooks/README.md lacks: {row}");
    }
}

#[test]
fn lengths_are_read_and_written_alike() {
    for text in ["30 min", "2 h", "15 d", "5 wd", "1 month", "2 months"] {
        assert_eq!(Length::parse(text).unwrap().to_string(), text);
    }
    for text in [
        "",
        "15",
        "0 d",
        "15d",
        "-1 d",
        "+1 d",
        "1.5 h",
        "2 weeks",
        "99999999999 d",
        "4000 d",
        "２ d",
    ] {
        assert!(Length::parse(text).is_err(), "{text}");
    }
}
