//! Versions of a rulebook: lodged for new petitions from a day on, taken back before it, in force when it comes;
//! petitions keep the version that they began under.

use super::people::{add, refusal};
use super::support::{FIRST, at, draft, healthy, obligations, register, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{AppError, Huiyin, PeopleRefusal, Refusal, RulebookDraft, RulebookIsSet};
use huiyin_domain::event::{Actor, Pinned};
use huiyin_domain::ids::StaffId;
use huiyin_domain::shipped;
use huiyin_testkit::engine::each_engine;

const MONDAY: &str = "2026-03-02T10:00:00+08:00";

/// The shipped rulebook as another version, in which the first sorting takes three days.
fn version(version: &str) -> String {
    let mut all = shipped::rulebooks().iter();
    let (_, text) = all.find(|(id, _)| *id == "cn-2022").expect("is shipped");
    text.replacen(
        "version = \"2022.4\"",
        &format!("version = \"{version}\""),
        1,
    )
}

fn lodges(huiyin: &Huiyin, by: Actor, text: &str, from: &str) -> Result<RulebookIsSet, AppError> {
    let draft = RulebookDraft {
        content: text.to_owned(),
        from: from.to_owned(),
    };
    let done = wait(huiyin.lodge_rulebook((FIRST, by), draft, None));
    done.map(|done| done.answer)
}

fn pinned(version: &str) -> Pinned {
    Pinned {
        id: "cn-2022".into(),
        version: version.into(),
    }
}

fn principal(huiyin: &Huiyin, staff: StaffId) -> Principal {
    let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
    Principal::of(&organisation, FIRST, staff).expect("works here")
}

/// The version under which the last petition runs.
fn last(huiyin: &Huiyin) -> String {
    let all = obligations(huiyin);
    all.last().expect("one is open").rulebook_version.clone()
}

#[test]
fn a_version_is_in_force_for_new_petitions_from_its_day_and_not_before() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let huiyin = place.open();
        let admin = add(&huiyin, "admin", "administrator");
        let by = Actor::Staff(admin);
        register(&huiyin, draft("先登记的"));
        let lodged = lodges(&huiyin, by, &version("2026.1"), "2026-03-04").expect("lodged");
        assert_eq!(
            (lodged.in_force, lodged.from.as_deref()),
            (false, Some("2026-03-04"))
        );
        register(&huiyin, draft("等着的时候登记的"));
        assert_eq!(last(&huiyin), "2022.4");
        let view = wait(huiyin.rule_data(&principal(&huiyin, admin))).expect("reads");
        let own: Vec<_> = view.rulebooks.iter().filter(|one| one.own).collect();
        let told: Vec<_> = own
            .iter()
            .map(|one| (one.version.as_str(), one.in_force, one.source.shipped))
            .collect();
        assert_eq!(told, [("2022.4", true, true), ("2026.1", false, false)]);
        assert_eq!(own[1].source.by.as_deref(), Some("刘敏"));

        // Nothing happens the evening before; at midnight it begins, once.
        place.clock.set(at("2026-03-03T23:59:59+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        register(&huiyin, draft("前一晚登记的"));
        assert_eq!(last(&huiyin), "2022.4");
        place.clock.set(at("2026-03-04T00:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        huiyin.tick(huiyin.now()).expect("ticks");
        register(&huiyin, draft("当天登记的"));
        assert_eq!(last(&huiyin), "2026.1");
        let versions: Vec<_> = obligations(&huiyin)
            .iter()
            .map(|one| one.rulebook_version.clone())
            .collect();
        assert_eq!(
            versions[0], "2022.4",
            "who began under the one before keeps it"
        );
        let view = wait(huiyin.rule_data(&principal(&huiyin, admin))).expect("reads");
        let own = view.rulebooks.iter().find(|one| one.own).expect("its own");
        assert_eq!(
            (own.version.as_str(), own.before.as_slice()),
            ("2026.1", &["2022.4".to_owned()][..])
        );
        healthy(&huiyin);
    });
}

#[test]
fn what_waits_is_taken_back_and_lodged_again_and_what_is_in_force_is_not() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let huiyin = place.open();
        let admin = add(&huiyin, "admin", "administrator");
        let by = Actor::Staff(admin);
        let back = |version: &str| {
            let done = wait(huiyin.take_back_rulebook((FIRST, by), pinned(version), None));
            done.map(|done| done.answer.in_force)
        };
        lodges(&huiyin, by, &version("2026.1"), "2026-04-01").expect("lodged");
        let second = refusal(lodges(&huiyin, by, &version("2026.2"), ""));
        let waits = Refusal::RulebookWaits {
            id: "cn-2022".into(),
            version: "2026.1".into(),
        };
        assert_eq!(second, waits);
        assert!(!back("2026.1").expect("taken back"));
        let nothing = Refusal::People(PeopleRefusal::NoSuchEntry);
        assert_eq!(refusal(back("2026.1")), nothing);
        place.clock.set(at("2026-04-01T10:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        register(&huiyin, draft("撤回以后"));
        assert_eq!(last(&huiyin), "2022.4");
        // The same version can come again, at once; from then on only a newer one changes it.
        assert!(
            lodges(&huiyin, by, &version("2026.1"), "")
                .expect("lodged")
                .in_force
        );
        register(&huiyin, draft("立即生效"));
        assert_eq!(last(&huiyin), "2026.1");
        assert_eq!(refusal(back("2026.1")), nothing);
        let older = refusal(lodges(&huiyin, by, &version("2025.9"), ""));
        assert!(
            matches!(older, Refusal::OlderThanLoaded { .. }),
            "{older:?}"
        );
        healthy(&huiyin);
        drop(huiyin);
        let again = place.open();
        register(&again, draft("重新启动以后"));
        assert_eq!(last(&again), "2026.1");
    });
}

#[test]
fn a_faulty_file_a_day_that_is_none_and_whoever_may_not_load_nothing() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let huiyin = place.open();
        let by = Actor::Staff(add(&huiyin, "admin", "administrator"));
        let clerk = Actor::Staff(add(&huiyin, "clerk", "clerk"));
        let broken = version("2026.1").replacen("classes = true", "classes = 7", 1);
        match refusal(lodges(&huiyin, by, &broken, "")) {
            Refusal::BadFile(found) => {
                assert_eq!(found, huiyin_domain::rulebook::check(&broken));
                assert!(found[0].line > 1);
            }
            other => panic!("{other:?}"),
        }
        for (day, code) in [
            ("2026-03-01", "in_the_past"),
            ("2028-01-01", "too_far_ahead"),
            ("morgen", "impossible_time"),
        ] {
            match refusal(lodges(&huiyin, by, &version("2026.1"), day)) {
                Refusal::Fields(fields) => assert_eq!(fields[0].problem.code(), code, "{day}"),
                other => panic!("{other:?}"),
            }
        }
        let refused = Refusal::People(PeopleRefusal::NotAllowed);
        assert_eq!(
            refusal(lodges(&huiyin, clerk, &version("2026.1"), "")),
            refused
        );
        let calendar = huiyin.load_calendar_by((FIRST, clerk), shipped::calendars()[0].1, None);
        assert_eq!(refusal(calendar), refused);
        assert!(huiyin.rules().rulebooks_waiting().is_empty());
        healthy(&huiyin);
    });
}
