//! What a review says is to become better stands with whoever holds the post that owes it, climbs when it is
//! late, and is told done by those whose it is.

use super::people::refusal;
use super::responses::{House, at_the_park};
use super::support::healthy;
use huiyin_app::{FollowUpDraft, ImprovementDraft, Refusal, ResponseStep};
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

#[test]
fn a_date_follows_a_group_whose_petition_is_not_registered_and_a_post_owes_it() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let follow = |text: &str| {
            ResponseStep::FollowUp(FollowUpDraft {
                text: text.into(),
                post: "governance-head".into(),
                by: "2026-03-20".into(),
            })
        };
        // Nobody's number or address is in it, and whoever only was called sets none.
        assert!(matches!(
            refusal(house.step(house.park.clerk, id, follow("打13800138000约"))),
            Refusal::Fields(_)
        ));
        let called = refusal(house.step(house.login("xu-an"), id, follow("再次面谈")));
        assert!(
            matches!(called, Refusal::NotAllowed | Refusal::NoSuchResponse),
            "{called:?}"
        );
        house
            .step(house.park.clerk, id, follow("再次面谈"))
            .expect("set while it runs");
        assert_eq!(
            owed(&house, "shen-yi"),
            1,
            "it stands with the post's holder"
        );
        let view = house.view(id);
        let one = &view.improvements[0];
        assert!(one.follow_up && one.may_be_told_done && one.text == "再次面谈");
        let end = ResponseStep::End {
            text: "约好再谈".into(),
            anyway: true,
        };
        house.step(house.park.leader, id, end).expect("ended");
        house.tick(place, 20 * 24 * 60);
        assert_eq!(owed(&house, "tang-rui"), 1, "late, it climbed");
        assert!(house.view(id).improvements[0].late);
        let made = ResponseStep::Improved {
            number: 1,
            text: "3月22日谈过了".into(),
        };
        house
            .step(house.park.clerk, id, made)
            .expect("whoever receives tells it");
        assert_eq!(owed(&house, "shen-yi"), 0);
        healthy(&house.park.huiyin);
    });
}
