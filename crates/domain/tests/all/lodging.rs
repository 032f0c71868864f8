//! A plan held against the authority that keeps it: what is refused at the door, and who approves.

use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::ids::{PostId, StaffId, UnitId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::lodging::{
    CODES, Keeping, Unfit, approving_post, check_kept, plan_to_lodge, roster_to_lodge,
    unreachable_staff,
};
use huiyin_domain::organisation::{Level, Organisation, Post, Staff, Unit, UnitKind};
use huiyin_domain::plan::{Checking, Plan};
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;
use std::collections::BTreeMap;

const UNITS: [&str; 5] = [
    "park-committee",
    "petition-office",
    "governance-office",
    "social-affairs-office",
    "community",
];

fn sample() -> (&'static str, &'static str) {
    let one = shipped::plans().iter().find(|one| one.id == "sample-park");
    let one = one.expect("shipped");
    (one.plan, one.roster.expect("with its roster"))
}

/// The units that the sample names; staff 1 holds its approving post, 2 stands in, 3 left.
pub fn organisation() -> Organisation {
    let unit = |(nth, key): (usize, &&str)| Unit {
        id: UnitId::new(nth as i64 + 1),
        key: (*key).to_owned(),
        name: Bilingual::new(*key, *key),
        kind: UnitKind::Public,
        parent: None,
        petition_office: false,
        closed: false,
    };
    let staff = |id: i64| Staff {
        id: StaffId::new(id),
        login: format!("staff{id}"),
        name: format!("staff{id}"),
        language: Language::Zh,
        roles: Vec::new(),
        left: id == 3,
        away: None,
    };
    let post = |id: i64, duty: &str, holder: i64, stand_ins: &[i64]| Post {
        id: PostId::new(id),
        duty: duty.to_owned(),
        title: Bilingual::new(duty, duty),
        unit: UnitId::new(1),
        holder: Some(StaffId::new(holder)),
        stand_ins: stand_ins.iter().copied().map(StaffId::new).collect(),
        closed: false,
    };
    let posts = [
        post(1, "park-leader", 1, &[2, 3]),
        post(2, "leader-in-charge", 4, &[]),
    ];
    Organisation {
        units: UNITS
            .iter()
            .enumerate()
            .map(unit)
            .map(|one| (one.id, one))
            .collect(),
        posts: posts.into_iter().map(|one| (one.id, one)).collect(),
        staff: (1..=4)
            .map(staff)
            .map(|one| (one.id, one))
            .collect::<BTreeMap<_, _>>(),
        ..Organisation::default()
    }
}

fn calendars() -> Vec<WorkCalendar> {
    let all = shipped::calendars().iter();
    all.map(|(_, text)| WorkCalendar::parse(text).expect("a calendar"))
        .collect()
}

/// The codes of errors that need the authority to be found.
fn found(
    plan: &str,
    organisation: &Organisation,
    level: Option<Level>,
    roster: bool,
) -> Vec<&'static str> {
    let calendars = calendars();
    let checked = check_kept(
        plan,
        &Keeping {
            checking: Checking {
                at: Instant::parse("2026-11-25T02:00:00Z").expect("an instant"),
                calendars: &calendars,
                roster: roster.then(|| sample().1),
                on_file: None,
            },
            organisation,
            level,
            drill_due: None,
        },
    );
    let codes = checked.findings.iter().map(|one| one.code);
    codes.filter(|code| CODES.contains(code)).collect()
}

#[test]
fn a_plan_is_held_against_units_posts_and_level_of_its_authority() {
    let (plan, _) = sample();
    let own = organisation();
    let park = Some(Level::Park);
    assert_eq!(found(plan, &own, park, true), Vec::<&str>::new());
    assert_eq!(found(plan, &own, park, false), ["missing-roster"]);
    assert_eq!(
        found(plan, &own, Some(Level::County), true),
        ["wrong-level"]
    );
    assert_eq!(found(plan, &own, None, true), ["wrong-level"]);
    let mut fewer = own.clone();
    fewer.units.get_mut(&UnitId::new(5)).expect("a unit").closed = true;
    assert_eq!(found(plan, &fewer, park, true), ["unknown-unit"]);
    let mut vacant = own.clone();
    let post = vacant.posts.get_mut(&PostId::new(1)).expect("a post");
    (post.holder, post.stand_ins) = (None, vec![StaffId::new(3)]);
    assert_eq!(found(plan, &vacant, park, true), ["unheld-approver"]);
}

#[test]
fn a_drill_is_overdue_by_the_day_that_is_on_record() {
    let (plan, roster) = sample();
    let (calendars, own) = (calendars(), organisation());
    let overdue = |due: Option<&str>| {
        let instant = |text| Instant::parse(text).expect("an instant");
        let keeping = Keeping {
            checking: Checking {
                at: instant("2026-11-25T02:00:00Z"),
                calendars: &calendars,
                roster: Some(roster),
                on_file: None,
            },
            organisation: &own,
            level: Some(Level::Park),
            drill_due: due.map(|day| day.parse().expect("a day")),
        };
        let checked = check_kept(plan, &keeping);
        assert!(checked.is_good(), "{:?}", checked.findings);
        checked
            .findings
            .iter()
            .any(|one| one.code == "drill-overdue")
    };
    assert!(!overdue(None));
    assert!(!overdue(Some("2026-11-25")), "the last day is in time");
    assert!(overdue(Some("2026-11-24")));
}

#[test]
fn only_who_acts_for_the_named_post_approves() {
    let plan = Plan::parse(sample().0).expect("a plan");
    let mut own = organisation();
    let post = |own: &Organisation, id| approving_post(own, &plan, StaffId::new(id));
    assert_eq!(post(&own, 1), Some(PostId::new(1)));
    assert_eq!(post(&own, 2), Some(PostId::new(1)), "a stand-in acts too");
    assert_eq!(post(&own, 3), None, "somebody who left");
    assert_eq!(post(&own, 4), None, "the holder of another post");
    own.posts.get_mut(&PostId::new(1)).expect("a post").closed = true;
    assert_eq!(post(&own, 1), None, "an abolished post");
}

#[test]
fn a_contact_or_a_version_that_is_a_path_stays_outside() {
    let (plan, roster) = sample();
    assert!(plan_to_lodge(plan).is_ok() && roster_to_lodge(roster).is_ok());
    for line in [
        "# 13800138000",
        "# 138 0013 8000",
        "# 0576-5550123",
        "# １３８００１３８０００",
        "# zhou@park.example",
    ] {
        let refused = plan_to_lodge(&format!("{line}\n{plan}"));
        assert_eq!(refused, Err(Unfit::Contact { line: 1 }), "{line}");
    }
    for line in ["# 2026-11-25", "# 2026-11-25T10:00:00+08:00", "# 1200 m2"] {
        assert!(plan_to_lodge(&format!("{line}\n{plan}")).is_ok(), "{line}");
    }
    for version in ["", "../1", "2026 1", ".", "x/y", &"1".repeat(41)] {
        let text = plan.replace("version = \"2026.1\"", &format!("version = {version:?}"));
        assert!(
            matches!(plan_to_lodge(&text), Err(Unfit::Version | Unfit::Form(_))),
            "{version}"
        );
    }
}

#[test]
fn whoever_a_roster_names_signs_in_or_the_file_says_that_they_do_not() {
    let own = organisation();
    let roster = |text: &str| Roster::parse(text).expect("a roster");
    let of = |id: &str, more: &str| {
        let head = "[roster]\nplan = \"sample-park\"\nversion = \"1\"\n\n[[staff]]\n";
        format!("{head}id = {id:?}\nname = \"何卫国\"\nchannels = [\"phone\"]\n{more}")
    };
    assert_eq!(unreachable_staff(&roster(&of("staff1", "")), &own), []);
    let found = unreachable_staff(&roster(&of("staf1", "")), &own);
    let one = found.first().expect("found");
    assert_eq!(
        (one.code, one.line, one.field.as_str(), found.len()),
        ("unknown-login", 5, "roster.staff.staf1.id", 1)
    );
    for (words, part) in [
        (&one.message, "何卫国"),
        (&one.message_en, "account = false"),
    ] {
        assert!(words.contains(part), "{words}");
    }
    // Whoever left signs in no more.
    assert_eq!(unreachable_staff(&roster(&of("staff3", "")), &own).len(), 1);
    let by_hand = of("village-head", "account = false\n");
    assert_eq!(unreachable_staff(&roster(&by_hand), &own), []);
    // Nobody could ring them without a telephone.
    let unreachable = by_hand.replace("[\"phone\"]", "[\"sms\", \"desk\"]");
    let found = unreachable_staff(&roster(&unreachable), &own);
    assert_eq!(found[0].field, "roster.staff.village-head.channels");
}
