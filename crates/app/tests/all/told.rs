//! What the petitioner is told of who has the petition, and of who read it.

use super::support::{healthy, track};
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Park, claim, transfer};

#[test]
fn a_transfer_is_told_by_the_receivers_name_and_who_is_responsible_until_it_is_taken() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let steps = vec![claim(), transfer(park.unit("economy"))];
        park.does("clerk", &filed, steps);
        let code = filed.code.grouped();
        let office = huiyin.organisation(super::support::FIRST);
        let office = super::support::wait(office).expect("reads");
        let office = &office.units[&park.unit("office")].name.zh;
        let words = track(&huiyin, &code).state_words.zh;
        assert!(words.contains("已转给economy"), "{words}");
        assert!(
            words.ends_with(&format!("它接收以前，由{office}负责")),
            "{words}"
        );
        park.does("ecohandler", &filed, vec![Command::Receive]);
        let words = track(&huiyin, &code).state_words.zh;
        assert!(
            words.contains("economy") && !words.contains("接收以前"),
            "{words}"
        );
        healthy(&huiyin);
    });
}

#[test]
fn whoever_stands_in_for_a_post_is_not_told_as_its_holder() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        for login in ["ecohandler", "ecohead"] {
            park.open(login, &filed, false).expect("opens");
        }
        let records = track(&huiyin, &filed.code.grouped()).access_records;
        let of = |login: &str| {
            let mut records = records.iter().filter(|one| one.name == login);
            records.next().expect("on record").of.zh.clone()
        };
        assert_eq!(of("ecohead"), "unit-head", "the post that is held");
        assert_eq!(of("ecohandler"), "economy承办人", "stands in for that post");
    });
}
