//! What a review says is to become better stands with whoever holds the post that owes it, climbs when it is
//! late, and is told done by those whose it is.

use super::people::refusal;
use super::responses::{House, at_the_park};
use super::support::healthy;
use huiyin_app::{ImprovementDraft, Refusal, ResponseStep};
use huiyin_testkit::engine::each_engine;

/// How many improvements stand in somebody's inbox.
fn owed(house: &House, login: &str) -> usize {
    let owed = house.owed(&house.who(house.login(login)));
    owed.iter().filter(|one| one.duty == "improve").count()
}

#[test]
fn an_improvement_is_its_holders_and_climbs_when_it_is_late() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let leader = house.park.leader;
        let end = ResponseStep::End {
            text: "谈过了".into(),
            anyway: true,
        };
        house.step(leader, id, end).expect("ended");
        let owe = ResponseStep::Improve(ImprovementDraft {
            text: "饮水提前备好".into(),
            post: "governance-head".into(),
            part: String::new(),
            by: "2026-03-20".into(),
        });
        house.step(leader, id, owe).expect("owed");
        assert_eq!(owed(&house, "shen-yi"), 1, "its holder has it");
        assert_eq!(owed(&house, "jiang-tao"), 0, "nobody else of the roster");
        let made = || ResponseStep::Improved {
            number: 1,
            text: "值班室常备20瓶".into(),
        };
        // It is seen and told done by whose it is alone, and nothing else is theirs to do there.
        let stranger = house.login("jiang-tao");
        assert_eq!(
            refusal(house.step(stranger, id, made())),
            Refusal::NoSuchResponse
        );
        let shen = house.login("shen-yi");
        let view = house.see(&house.who(shen), id).expect("sees it");
        assert!(view.improvements[0].may_be_told_done);
        let review = ResponseStep::Review { text: "好".into() };
        assert_eq!(refusal(house.step(shen, id, review)), Refusal::NotAllowed);
        // Late, it is also with those who are called when the holder does not answer.
        let stand_in = "tang-rui";
        assert_eq!(owed(&house, stand_in), 0);
        house.tick(place, 20 * 24 * 60);
        assert_eq!(owed(&house, "shen-yi"), 1);
        assert_eq!(owed(&house, stand_in), 1, "it climbed");
        assert_eq!(owed(&house, "jiang-tao"), 0);
        house.step(shen, id, made()).expect("done");
        assert_eq!((owed(&house, "shen-yi"), owed(&house, stand_in)), (0, 0));
        healthy(&house.park.huiyin);
    });
}
