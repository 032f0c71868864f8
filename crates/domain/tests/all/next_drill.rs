//! The next drill of a plan: by when it is owed, what a new version makes of the date, and who is
//! reminded and told when.

use super::lodging::organisation;
use super::plan_draft::calendar;
use huiyin_domain::ids::{PostId, UnitId};
use huiyin_domain::language::Language;
use huiyin_domain::obligation::Owed;
use huiyin_domain::plan::{DrillRule, Due, Plan};
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;

/// The post that approves the sample, of the park's committee.
const OWNER: (UnitId, PostId) = (UnitId::new(1), PostId::new(1));

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// The sample, drilled every so many days; it says 180 itself.
fn drilled(version: &str, days: Option<u32>) -> DrillRule {
    let one = shipped::plans().iter().find(|one| one.id == "sample-park");
    let text = one.expect("shipped").plan;
    let every = days.map_or_else(String::new, |days| format!("drill_every_days = {days}"));
    let text = text.replace("drill_every_days = 180", &every);
    let text = text.replace("version = \"2026.1\"", &format!("version = {version:?}"));
    DrillRule::of(&Plan::parse(&text).expect("a plan"))
}

fn owed(rule: &DrillRule, from: &str) -> Owed {
    let opened = rule.owed(calendar(), OWNER, at(from)).expect("counts");
    Owed::new(&opened)
}

fn due_date(owed: &Owed) -> String {
    owed.opened.due_date.to_string()
}

#[test]
fn it_is_owed_so_many_calendar_days_after_the_approval_and_rest_days_do_not_move_it() {
    // 2 March and 180 days: Saturday 29 August, to its end in the plan's own zone.
    let owed = owed(&drilled("2026.1", Some(180)), "2026-03-02T02:00:00Z");
    assert_eq!(due_date(&owed), "2026-08-29");
    assert_eq!(owed.opened.due_at, at("2026-08-29T16:00:00Z"));
    assert_eq!(
        (owed.opened.unit, owed.opened.post),
        (OWNER.0, Some(OWNER.1))
    );
    assert_eq!(owed.rulebook.version, "2026.1");
    assert_eq!(
        owed.next_at,
        Some(at("2026-07-29T16:00:00Z")),
        "30 days before"
    );
}

#[test]
fn a_plan_that_says_nothing_is_drilled_within_three_years_and_says_that_this_was_not_checked() {
    let rule = drilled("2026.1", None);
    assert_eq!(due_date(&owed(&rule, "2026-03-02T02:00:00Z")), "2029-03-02");
    assert!(!rule.term().verified);
    assert!(drilled("2026.1", Some(180)).term().verified);
}

#[test]
fn the_date_can_be_counted_again_from_its_explanation() {
    use huiyin_domain::deadline::{Request, explain};
    let rule = drilled("2026.1", Some(180));
    let request = Request {
        rulebook: rule.rulebook(),
        term: rule.term(),
        calendar: calendar(),
        zone: &rule.rulebook().zone,
        from: at("2026-03-02T02:00:00Z"),
        suspensions: &[],
        extended: false,
    };
    let zh = explain(&request, Language::Zh)
        .expect("explains")
        .join("\n");
    let en = explain(&request, Language::En)
        .expect("explains")
        .join("\n");
    for part in [
        "批准预案或演练结束，2026年3月2日",
        "180",
        "2026年8月29日",
        "每180天至少演练一次",
        "sample-park，版本2026.1",
    ] {
        assert!(zh.contains(part), "{part}: {zh}");
    }
    for part in [
        "approval of the plan or end of a drill",
        "29 August 2026",
        "every 180 days",
    ] {
        assert!(en.contains(part), "{part}: {en}");
    }
}

#[test]
fn a_new_version_takes_it_over_and_never_moves_it_back() {
    let first = owed(&drilled("2026.1", Some(180)), "2026-03-02T02:00:00Z");
    let approved = at("2026-06-01T02:00:00Z");
    let other = (UnitId::new(1), PostId::new(2));
    let taken = |days| {
        let rule = drilled("2026.2", Some(days));
        let taken = rule.taken_over(calendar(), &first, (other, approved));
        let taken = taken.expect("counts");
        (Owed::new(&taken), taken.rulebook.version)
    };
    // A longer interval changes nothing but who owes it.
    let (longer, version) = taken(720);
    assert_eq!(
        (due_date(&longer), version.as_str()),
        ("2026-08-29".into(), "2026.1")
    );
    assert_eq!(longer.opened.post, Some(other.1));
    // A shorter one counts from where the earlier one began.
    let (shorter, version) = taken(120);
    assert_eq!(
        (due_date(&shorter), version.as_str()),
        ("2026-06-30".into(), "2026.2")
    );
    assert_eq!(shorter.opened.from, first.opened.from);
    assert_eq!(
        shorter.next_at,
        Some(at("2026-06-22T16:00:00Z")),
        "7 days before"
    );
    // One that would be over already counts from the approval, and is not late at once.
    let (new, _) = taken(60);
    assert_eq!(due_date(&new), "2026-07-31");
    assert_eq!(new.opened.from, approved);
}

#[test]
fn what_is_late_stays_late_under_a_new_version() {
    let rule = drilled("2026.1", Some(180));
    let mut late = owed(&rule, "2026-03-02T02:00:00Z");
    late.breached_at = Some(late.opened.due_at);
    late.next_at = Some(at("2026-08-30T16:00:00Z"));
    let next = drilled("2026.2", Some(30));
    let taken = next.taken_over(calendar(), &late, (OWNER, at("2026-09-10T02:00:00Z")));
    let taken = taken.expect("counts");
    assert_eq!(taken.obligation.due_at, late.opened.due_at);
    assert_eq!(taken.obligation.next_at, late.next_at);
}

#[test]
fn it_is_warned_missed_and_told_up_in_this_order() {
    let rule = drilled("2026.1", Some(180));
    let mut owed = owed(&rule, "2026-03-02T02:00:00Z");
    let organisation = organisation();
    let mut seen = Vec::new();
    while let Some(at) = owed.next_at {
        let moment = rule.due(calendar(), &owed, (&organisation, at));
        let (due, next) = moment.expect("counts");
        match &due {
            Due::Warned => owed.warned += 1,
            Due::Missed => owed.breached_at = Some(at),
            Due::Escalated { step, .. } => owed.step = *step,
        }
        owed.next_at = next;
        seen.push((at.to_string(), due));
    }
    let told = |step, duty: &str, told: &[i64]| Due::Escalated {
        step,
        duty: duty.into(),
        told: told.iter().copied().map(PostId::new).collect(),
    };
    let expected = [
        ("2026-07-29T16:00:00Z", Due::Warned),
        ("2026-08-21T16:00:00Z", Due::Warned),
        ("2026-08-29T16:00:00Z", Due::Missed),
        ("2026-08-30T16:00:00Z", told(1, "leader-in-charge", &[2])),
        // There is no head of the authority here; whoever owes it is not told of themselves.
        ("2026-09-13T16:00:00Z", told(2, "authority-head", &[])),
    ];
    let expected: Vec<(String, Due)> = expected
        .into_iter()
        .map(|(at, due)| (at.to_owned(), due))
        .collect();
    assert_eq!(seen, expected);
}
