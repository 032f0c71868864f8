//! The table of who may do what with a petition, committed to be read.

use huiyin_app::Refusal;
use huiyin_app::authorise::petition::table;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::on_sqlite;
use huiyin_testkit::park::{Park, accept, draft};
use std::path::Path;

/// One line a wish: the roles that may, each with what its unit has to do with the petition.
fn written() -> String {
    let mut text = String::from(
        "# Who may do what with a petition: role@relation. Whatever is not named is denied, before all else\n\
         # to respondents and to whoever stepped aside. set-seal and read-to-seal are no role's: they take the\n\
         # post that keeps the seal, held by no administrator. Written by a test of huiyin-app.\n",
    );
    for (wish, pairs) in table() {
        let pairs = if pairs.is_empty() {
            "nobody".to_owned()
        } else {
            pairs.join(" ")
        };
        text.push_str(&format!("{wish:<22}{pairs}\n"));
    }
    text
}

#[test]
fn the_table_is_the_committed_one() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/petition-access.txt");
    let (found, wanted) = (
        std::fs::read_to_string(&file).unwrap_or_default(),
        written(),
    );
    if found != wanted {
        std::fs::write(&file, wanted).expect("the table is written");
        panic!(
            "tests/golden/petition-access.txt was not as the program is; it is written: read it, then commit it"
        );
    }
}

#[test]
fn administrators_do_nothing_with_petitions_and_auditors_and_supervisors_only_read() {
    for (wish, pairs) in table() {
        for pair in pairs {
            let role = pair.split('@').next().unwrap_or_default();
            assert_ne!(role, "administrator", "{wish}");
            if matches!(role, "auditor" | "supervisor") {
                assert_eq!(wish, "open", "{pair}");
            }
        }
    }
}

#[test]
fn what_the_petitioner_alone_does_is_nobodys() {
    let own = [
        "withdraw",
        "undo-withdrawal",
        "add-facts",
        "verify",
        "dispute-time",
        "accept-service",
    ];
    // No role's either: it takes the post that keeps the seal.
    let kept = ["set-seal", "read-to-seal"];
    for (wish, pairs) in table() {
        let nobodys = own.contains(&wish) || kept.contains(&wish);
        assert_eq!(pairs.is_empty(), nobodys, "{wish}");
    }
}

/// RULES 5.5: the head whose post approves signs as well, though another unit handles the matter.
#[test]
fn the_post_that_approves_an_answer_issues_it_in_the_same_command() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let steps = vec![accept(), draft(), Command::Submit];
        park.does("ecohandler", &filed, steps);
        let both = || vec![Command::Approve, Command::Issue];
        assert_eq!(
            park.refused("leader", &filed, both()),
            Refusal::NotAllowed,
            "his post owes nothing"
        );
        let acted = park.does("boss", &filed, both());
        assert!(acted.events.contains(&"AnswerIssued".to_owned()));
        let again = park.refused("boss", &filed, vec![Command::Issue]);
        assert_eq!(again, Refusal::NotAllowed, "it owes nothing any more");
    });
}
