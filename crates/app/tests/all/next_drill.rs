//! The next drill is an obligation: opened by the approval, warned, missed and told up by the ticker,
//! met by a drill that was run to its end, and taken over by a newer version of the plan.

use super::plans::sample;
use super::responses::{House, MINUTE_MICROS, at_the_park};
use super::support::{FIRST, at, event, healthy, journal, tamper, wait};
use huiyin_app::{InboxFilter, NextDrill, ResponseDraft, ResponseStep};
use huiyin_domain::event::Event;
use huiyin_domain::ids::StaffId;
use huiyin_testkit::engine::{TestStore, each_engine};

const ID: &str = "sample-park";

fn owed(house: &House) -> NextDrill {
    let view = wait(house.park.huiyin.plan(&house.clerk(), ID)).expect("a plan");
    view.next_drill.expect("owed")
}

/// What stands in somebody's inbox: the plan and the last day.
fn inbox(house: &House, staff: StaffId) -> Vec<(String, String)> {
    let inbox = wait(
        house
            .park
            .huiyin
            .inbox(&house.who(staff), InboxFilter::default()),
    );
    let drills = inbox.expect("reads").drills.into_iter();
    drills
        .map(|one| (one.plan, one.obligation.due_date))
        .collect()
}

/// The events about drills, by their names.
fn told(house: &House) -> Vec<String> {
    let rows = journal(&house.park.huiyin, FIRST);
    let kinds = rows.into_iter().map(|row| row.kind);
    kinds.filter(|kind| kind.starts_with("Drill")).collect()
}

fn drill(house: &House) -> i64 {
    house.open(ResponseDraft {
        exercise: true,
        ..at_the_park("5")
    })
}

fn end(house: &House, id: i64) {
    let step = ResponseStep::End {
        text: "练完了".into(),
        anyway: true,
    };
    house.step(house.park.leader, id, step).expect("ended");
}

/// Lets time pass to an instant, and the ticker look.
fn pass(house: &House, place: &TestStore, to: &str) {
    place.clock.set(at(to));
    house.park.huiyin.tick(at(to)).expect("ticks");
}

#[test]
fn the_approval_owes_the_next_drill_by_its_post_with_a_date_and_why() {
    each_engine(|place| {
        let house = House::on(place);
        let owed = owed(&house);
        // Approved on 2 March; the sample is drilled every 180 days.
        assert_eq!(owed.obligation.due_date, "2026-08-29");
        assert_eq!(owed.obligation.rule.term, "next-drill");
        assert_eq!(owed.obligation.rule.version, "2026.1");
        assert!(!owed.obligation.late);
        let why = owed.obligation.explanation.join("");
        assert!(why.contains("批准预案") && why.contains("每180天"), "{why}");
        let post = owed.post_title.expect("a post");
        assert_eq!(post.zh, "park-leader");
        let row = (ID.to_owned(), "2026-08-29".to_owned());
        assert_eq!(inbox(&house, house.park.leader), [row]);
        assert_eq!(inbox(&house, house.park.clerk), []);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn it_is_warned_missed_and_told_up_once_and_counts_in_no_figure_of_petitions() {
    each_engine(|place| {
        let house = House::on(place);
        let counted = || {
            let inbox = wait(
                house
                    .park
                    .huiyin
                    .inbox(&house.who(house.park.leader), InboxFilter::default()),
            );
            inbox.expect("reads").counts
        };
        let before = counted();
        pass(&house, place, "2026-07-29T15:59:59Z");
        assert_eq!(
            told(&house),
            ["DrillOwed"],
            "a second before the first reminder"
        );
        pass(&house, place, "2026-07-29T16:00:00Z");
        assert_eq!(told(&house), ["DrillOwed", "DrillWarned"]);
        // However long the ticker slept, everything follows once and in order.
        for _ in 0..2 {
            pass(&house, place, "2026-12-01T02:00:00Z");
        }
        assert_eq!(
            told(&house),
            [
                "DrillOwed",
                "DrillWarned",
                "DrillWarned",
                "DrillMissed",
                "DrillEscalated",
                "DrillEscalated"
            ]
        );
        let rows = journal(&house.park.huiyin, FIRST);
        let missed = rows.iter().find(|row| row.kind == "DrillMissed");
        let missed = missed.expect("recorded");
        assert_eq!(missed.effective_at, at("2026-08-29T16:00:00Z"));
        let first = rows.iter().find(|row| row.kind == "DrillEscalated");
        let Event::DrillEscalated(first) = event(first.expect("recorded")) else {
            panic!("another event");
        };
        assert_eq!((first.step, first.told.len()), (1, 1), "{first:?}");
        let owed = owed(&house);
        assert!(owed.obligation.late);
        assert_eq!(owed.obligation.step, 2);
        assert_eq!(counted(), before);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn only_a_drill_run_to_its_end_meets_it_and_begins_the_next() {
    each_engine(|place| {
        let house = House::on(place);
        place.clock.set(at("2026-05-04T02:00:00Z"));
        let real = house.open(at_the_park("5"));
        end(&house, real);
        let running = drill(&house);
        assert_eq!(owed(&house).obligation.due_date, "2026-08-29");
        assert_eq!(told(&house), ["DrillOwed"]);
        place
            .clock
            .set(at("2026-05-04T02:00:00Z").plus_micros(90 * MINUTE_MICROS));
        end(&house, running);
        assert_eq!(told(&house), ["DrillOwed", "DrillHeld", "DrillOwed"]);
        // 4 May and 180 days.
        assert_eq!(owed(&house).obligation.due_date, "2026-10-31");
        pass(&house, place, "2026-09-15T02:00:00Z");
        assert_eq!(told(&house).len(), 3, "what was met is not missed");
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_drill_that_was_ended_at_once_does_not_count_and_says_why() {
    each_engine(|place| {
        let house = House::on(place);
        place.clock.set(at("2026-05-04T02:00:00Z"));
        let id = drill(&house);
        let would = house.view(id).not_held;
        assert!(!would.is_empty(), "it says so before it is ended");
        end(&house, id);
        assert_eq!(told(&house), ["DrillOwed"], "nothing was met");
        assert_eq!(owed(&house).obligation.due_date, "2026-08-29");
        let why = house.view(id).not_held;
        assert_eq!(why, would);
        let zh: Vec<&str> = why.iter().map(|one| one.zh.as_str()).collect();
        assert!(
            zh.iter()
                .any(|one| one.contains("没有人到") && one.contains("10:20")),
            "{zh:?}"
        );
        assert!(zh.iter().any(|one| one.contains("首次报告")), "{zh:?}");
        // Why it did not count stays, however late it is read.
        place.clock.set(at("2026-05-05T02:00:00Z"));
        assert_eq!(house.view(id).not_held, why);
        // It says from when one counts, where nothing more is done; from then on it does.
        let second = drill(&house);
        let from = house.view(second).counts_from.expect("waiting is enough");
        place.clock.set(at(&from).plus_micros(-MINUTE_MICROS));
        assert_ne!(house.view(second).not_held, []);
        place.clock.set(at(&from));
        let view = house.view(second);
        assert_eq!((view.not_held, view.counts_from), (vec![], None));
        // A real response never owes an explanation.
        let real = house.open(at_the_park("5"));
        assert_eq!(house.view(real).not_held, []);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_newer_version_takes_the_duty_over_and_never_moves_its_date_back() {
    each_engine(|place| {
        let house = House::on(place);
        place.clock.set(at("2026-06-01T02:00:00Z"));
        let new = |version: &str, days: &str| {
            let text = sample()
                .0
                .replace("version = \"2026.1\"", &format!("version = {version:?}"));
            let text = text.replace("drill_every_days = 180", days);
            house.park.put_in_force(&text, version);
            owed(&house).obligation
        };
        let longer = new("2026.2", "drill_every_days = 900");
        assert_eq!(
            (longer.due_date.as_str(), longer.rule.version.as_str()),
            ("2026-08-29", "2026.1")
        );
        let shorter = new("2026.3", "drill_every_days = 120");
        assert_eq!(
            (shorter.due_date.as_str(), shorter.rule.version.as_str()),
            ("2026-06-30", "2026.3")
        );
        pass(&house, place, "2026-07-03T02:00:00Z");
        assert_eq!(
            told(&house),
            [
                "DrillOwed",
                "DrillOwed",
                "DrillOwed",
                "DrillWarned",
                "DrillMissed",
                "DrillEscalated"
            ],
            "one duty, missed once"
        );
        // A drill under any version meets it; the one in force says when the next is.
        let id = drill(&house);
        let later = at("2026-07-03T02:00:00Z").plus_micros(3 * 60 * MINUTE_MICROS);
        place.clock.set(later);
        end(&house, id);
        assert_eq!(owed(&house).obligation.due_date, "2026-10-31");
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_plan_approved_before_there_was_this_duty_owes_it_from_its_approval_all_the_same() {
    each_engine(|place| {
        let house = House::on(place);
        // As a store is that an earlier program wrote: approved, and nothing owed.
        tamper(place, "DELETE FROM drill_duty");
        assert!(
            wait(house.park.huiyin.plan(&house.clerk(), ID))
                .expect("a plan")
                .next_drill
                .is_none()
        );
        for _ in 0..2 {
            pass(&house, place, "2026-06-01T02:00:00Z");
        }
        assert_eq!(owed(&house).obligation.due_date, "2026-08-29");
        assert_eq!(told(&house), ["DrillOwed", "DrillOwed"], "opened once");
    });
}
