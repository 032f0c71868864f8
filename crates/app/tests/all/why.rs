//! What was typed for a step stands on the timeline of those who may read it, and of nobody else.

use super::support::wait;
use huiyin_app::TimelineEntry;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Park, claim, transfer};

const OBJECTED: &str = "不归我们管";
const SETTLED: &str = "现场在你们辖区";
const RECUSED: &str = "来信的是我弟弟";

/// Each reason on a timeline, with its event.
fn reasons(timeline: &[TimelineEntry]) -> Vec<(&str, &str)> {
    let typed = timeline
        .iter()
        .filter_map(|one| Some((one.event.as_str(), one.text.as_deref()?)));
    typed.collect()
}

#[test]
fn reasons_of_steps_stand_on_the_timeline_of_who_may_open_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        park.does(
            "clerk",
            &filed,
            vec![claim(), transfer(park.unit("economy"))],
        );
        let reason = |text: &str| text.to_owned();
        let object = Command::Object {
            reason: reason(OBJECTED),
        };
        park.does("ecohandler", &filed, vec![object]);
        let settle = Command::SettleObjection {
            uphold: true,
            reason: reason(SETTLED),
        };
        park.does("clerk", &filed, vec![settle]);
        let recuse = Command::Recuse {
            reason: reason(RECUSED),
        };
        park.does("ecohandler2", &filed, vec![recuse]);

        let open = |reveal| park.open("ecohandler", &filed, reveal).expect("opens");
        let told = [
            ("PetitionTransferred", "职责范围"),
            ("TransferObjected", OBJECTED),
            ("ObjectionSettled", SETTLED),
        ];
        assert_eq!(reasons(&open(false).timeline), told);
        // Why somebody stepped aside can say who the petitioner is: it takes revealing that, on record.
        let revealed = open(true);
        let all = reasons(&revealed.timeline);
        assert_eq!(all[..3], told);
        assert_eq!(all[3..], [("StaffRecused", RECUSED)]);

        // The petitioner was promised none of them; nobody barred reads any.
        let view = wait(huiyin.track(&filed.code)).expect("reads");
        let view = view.expect("the code opens it");
        assert_eq!(reasons(&view.timeline), []);
        assert!(park.open("ecohandler2", &filed, false).is_err());
        assert!(huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn a_reason_that_the_petitioner_is_promised_stands_on_the_tracking_page() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(true);
        let lower = Command::LowerConfidentiality {
            reason: "已不需要".into(),
        };
        park.does("officer", &filed, vec![lower]);
        let told = [("SecondPersonAsked", "已不需要")];
        let view = wait(huiyin.track(&filed.code)).expect("reads");
        let view = view.expect("the code opens it");
        assert_eq!(reasons(&view.timeline), told);
        let seen = park.open("officer2", &filed, false).expect("opens");
        assert_eq!(reasons(&seen.timeline), told);
    });
}
