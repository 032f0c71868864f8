//! What was merged is served the answer for itself, and owed it until it is (RULES 5.8).

use super::review::hand_over;
use super::support::healthy;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, accept, draft};

/// The state and last instant of what a petition owes its petitioner as an answer.
fn answer(park: &Park<'_>, login: &str, filed: &Filed) -> Option<(String, String)> {
    let owed = park.open(login, filed, false).expect("opens").obligations;
    let answer = owed.into_iter().find(|one| one.kind == "answer");
    answer.map(|one| (one.state.to_string(), one.due_at))
}

fn merge(park: &Park<'_>, login: &str, filed: &Filed, lead: &Filed) {
    let merge = Command::Merge {
        into: lead.id,
        reason: "同一事项".into(),
    };
    park.does(login, filed, vec![merge]);
}

fn issue(park: &Park<'_>, lead: &Filed) {
    park.does("ecohandler", lead, vec![draft(), Command::Submit]);
    park.does("boss", lead, vec![Command::Approve]);
    park.does("ecohandler", lead, vec![Command::Issue]);
}

#[test]
fn the_answer_of_what_was_merged_is_owed_until_it_is_served() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let lead = park.at("economy", "ecohandler");
        let filed = park.at("economy", "ecohandler");
        park.does("ecohandler", &filed, vec![accept()]);
        let before = answer(&park, "ecohandler", &filed).expect("owed");
        assert_eq!(before.0, "open");
        park.does("ecohandler", &lead, vec![accept()]);
        merge(&park, "ecohead", &filed, &lead);
        assert_eq!(
            answer(&park, "ecohandler", &filed).expect("waived").0,
            "waived"
        );
        issue(&park, &lead);
        assert_eq!(
            answer(&park, "ecohandler", &filed),
            Some(before),
            "its own duty, with its old date"
        );
        park.does("ecohandler", &lead, vec![hand_over()]);
        assert_eq!(answer(&park, "ecohandler", &filed).expect("owed").0, "open");
        park.does("ecohandler", &filed, vec![hand_over()]);
        assert_eq!(
            answer(&park, "ecohandler", &filed).expect("served").0,
            "met"
        );
        healthy(&huiyin);
    });
}

#[test]
fn what_was_merged_before_it_owed_an_answer_is_owed_the_others() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (lead, filed) = (park.file(false), park.file(false));
        merge(&park, "clerk", &filed, &lead);
        assert_eq!(answer(&park, "clerk", &filed), None);
        let sent = huiyin_testkit::park::transfer(park.unit("economy"));
        park.does("clerk", &lead, vec![huiyin_testkit::park::claim(), sent]);
        park.does("ecohandler", &lead, vec![Command::Receive, accept()]);
        issue(&park, &lead);
        let owed = answer(&park, "clerk", &filed);
        assert_eq!(
            owed,
            answer(&park, "ecohandler", &lead),
            "with the other's date"
        );
        assert_eq!(owed.expect("owed").0, "open");
        park.does("clerk", &filed, vec![hand_over()]);
        assert_eq!(answer(&park, "clerk", &filed).expect("served").0, "met");
        healthy(&huiyin);
    });
}
