//! Whom a reachability test asks, and at which hours it may be sent.

use super::plan_draft::{calendar, checked};
use huiyin_domain::plan::{Channel, Checking, Key, Plan, check};
use huiyin_domain::roster::{OnCall, OnFile, Roster, on_call};
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;

fn sample() -> (&'static str, &'static str) {
    let mut plans = shipped::plans().iter();
    let park = plans.find(|one| one.id == "sample-park").expect("shipped");
    (park.plan, park.roster.expect("with its roster"))
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

fn asked(roster: &str, at: &str) -> Vec<OnCall> {
    let plan = Plan::parse(sample().0).expect("a plan");
    let roster = Roster::parse(roster).expect("a roster");
    on_call(&plan, &roster, calendar(), instant(at))
}

fn next(plan: &str, at: &str) -> Option<Instant> {
    let plan = Plan::parse(plan).expect("a plan");
    plan.next_test(instant(at), calendar())
}

const FRIDAY: &str = "2026-09-18T09:00:00+08:00";

#[test]
fn who_holds_two_posts_gets_one_page_by_the_ways_of_both() {
    let asked = asked(sample().1, FRIDAY);
    let of = |post: &str| {
        let found = asked.iter().find(|one| &*one.post == post);
        found.unwrap_or_else(|| panic!("{post}: {asked:?}"))
    };
    let leader = of("leader-in-charge").holder.clone();
    let theirs = asked.iter().filter(|one| one.holder == leader);
    let held: Vec<&str> = theirs.map(|one| one.post.as_str()).collect();
    assert!(held.contains(&"leader-in-charge"));
    for post in &held {
        assert_eq!(of(post).number, of("leader-in-charge").number);
        assert_eq!(of(post).ways, of("leader-in-charge").ways);
    }
    // Numbers of people run from 1 without a gap, and the head of the unit concerned is not asked: who
    // that is, is known only when people come.
    let mut numbers: Vec<u32> = asked.iter().map(|one| one.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let counted: Vec<u32> = (1..).take(numbers.len()).collect();
    assert_eq!(numbers, counted);
    assert!(asked.iter().all(|one| &*one.post != "unit-head-concerned"));
    assert_eq!(of("leader-in-charge").ways.first(), Some(&Channel::Phone));
}

#[test]
fn a_post_that_nobody_holds_is_named_and_asks_nobody() {
    let leave = "\n[[override]]\npost = \"duty-clerk\"\nfrom = \"2026-09-18T08:00:00+08:00\"\nto = \"2026-09-18T20:00:00+08:00\"\n";
    let asked = asked(&format!("{}{leave}", sample().1), FRIDAY);
    let clerk = asked.iter().find(|one| &*one.post == "duty-clerk");
    let clerk = clerk.expect("named");
    assert_eq!((&clerk.holder, clerk.number), (&None, 0));
    assert_eq!(clerk.ways, []);
}

#[test]
fn whoever_has_none_of_the_channels_is_asked_by_none() {
    let roster = sample().1.replace(
        "name = \"许安\"\nchannels = [\"phone\", \"desk\"]",
        "name = \"许安\"\nchannels = [\"email\"]",
    );
    assert_ne!(roster, sample().1);
    let asked = asked(&roster, FRIDAY);
    let clerk = asked.iter().find(|one| &*one.post == "duty-clerk");
    let clerk = clerk.expect("named");
    assert!(clerk.holder.is_some() && clerk.number > 0);
    assert_eq!(clerk.ways, []);
}

#[test]
fn whoever_has_no_account_is_rung_by_hand_only() {
    let roster = Roster::parse(&sample().1.replace("account = false\n", "")).expect("a roster");
    assert_eq!(roster.clone().as_called(None), roster, "all sign in");
    let text = sample().1.replace(
        "name = \"秦越\"\nchannels = [\"phone\", \"sms\", \"desk\"]",
        "name = \"秦越\"\nchannels = [\"sms\", \"phone\", \"chat\"]\naccount = false",
    );
    assert_ne!(text, sample().1);
    let parsed = Roster::parse(&text).expect("a roster");
    let ways = |on_file: Option<&OnFile>, id: &str| {
        let roster = parsed.clone().as_called(on_file);
        roster.official(id).expect("there").channels.clone()
    };
    assert_eq!(ways(None, "qin-yue"), [Channel::Phone]);
    // With a number on file they are called like others, whoever signs in; without, nobody is by text message.
    let mut on_file = OnFile::default();
    assert_eq!(ways(Some(&on_file), "qin-yue"), [Channel::Phone]);
    assert_eq!(ways(Some(&on_file), "zhou-mingyuan"), [Channel::Phone]);
    on_file.phone.insert(Key::new("qin-yue"));
    let all = [Channel::Sms, Channel::Phone, Channel::Chat];
    assert_eq!(ways(Some(&on_file), "qin-yue"), all);
    assert_eq!(ways(Some(&on_file), "zhou-mingyuan"), [Channel::Phone]);
}

#[test]
fn a_post_called_by_text_message_alone_is_out_of_reach_of_whoever_has_no_number_on_file() {
    let (plan, roster) = sample();
    let only_text = plan.replace("channels = [\"desk\", \"phone\"]", "channels = [\"sms\"]");
    assert_ne!(only_text, plan);
    let roster = roster.replace(
        "channels = [\"phone\", \"desk\"]",
        "channels = [\"phone\", \"sms\"]",
    );
    let found = |text: &str, on_file: Option<&OnFile>| {
        let checking = Checking {
            at: instant(FRIDAY),
            calendars: std::slice::from_ref(calendar()),
            roster: Some(text),
            on_file,
        };
        let findings = check(&only_text, &checking).findings.into_iter();
        let out = findings.filter(|one| one.code == "unreachable-holder");
        out.map(|one| (one.line, one.witness.at.is_some()))
            .collect::<Vec<_>>()
    };
    let signed_in = roster.replace("account = false\n", "");
    assert_eq!(
        found(&signed_in, None),
        [],
        "a file says nothing of addresses"
    );
    let out = found(&roster, None);
    assert!(
        !out.is_empty() && out.iter().all(|(line, when)| *line > 1 && *when),
        "{out:?}"
    );
    let mut on_file = OnFile::default();
    assert!(
        !found(&signed_in, Some(&on_file)).is_empty(),
        "nobody left a number"
    );
    let all = Roster::parse(&roster).expect("a roster").staff;
    on_file.phone.extend(all.into_iter().map(|one| one.id));
    assert_eq!(found(&roster, Some(&on_file)), []);
}

#[test]
fn a_test_is_sent_at_the_agreed_hours_or_at_the_next_one() {
    let plan = sample().0;
    assert_eq!(next(plan, FRIDAY), Some(instant(FRIDAY)));
    let evening = next(plan, "2026-09-18T18:00:00+08:00");
    assert_eq!(evening, Some(instant("2026-09-19T08:30:00+08:00")));
    // Hours on working days: a Friday evening before a make-up Sunday waits for that Sunday.
    let weekdays = plan.replace(
        "days = [\"workday\", \"restday\"]\nfrom = \"08:30\"",
        "days = [\"workday\"]\nfrom = \"08:30\"",
    );
    let sunday = next(&weekdays, "2026-09-18T18:00:00+08:00");
    assert_eq!(sunday, Some(instant("2026-09-20T08:30:00+08:00")));
    let always = plan.replace("when = \"daytime\"\nminutes = 15", "when = \"always\"");
    let night = "2026-09-18T03:00:00+08:00";
    assert_eq!(next(&always, night), Some(instant(night)));
    // The sample gives fifteen minutes, which is what counts where a plan does not say.
    let minutes = Plan::parse(&always)
        .expect("a plan")
        .test
        .expect("agreed")
        .minutes;
    assert_eq!(minutes, 15);
    let (none, _) = plan.split_once("[test]").expect("the test stands last");
    assert_eq!(next(none, FRIDAY), None);
}

#[test]
fn hours_that_are_no_window_and_fields_about_people_are_findings() {
    let wrong = sample().0.replace(
        "when = \"daytime\"\nminutes",
        "when = \"tea-time\"\nminutes",
    );
    let found = checked(&wrong, None).findings;
    let window = found.iter().find(|one| one.field == "test.when");
    assert_eq!(
        window.map(|one| one.code),
        Some("unknown-window"),
        "{found:?}"
    );
    let score = format!("{}staff = [\"lin-jie\"]\n", sample().0);
    let found = checked(&score, None).findings;
    assert!(
        found
            .iter()
            .any(|one| one.code == "unknown-field" && one.field == "test.staff"),
        "{found:?}"
    );
}
