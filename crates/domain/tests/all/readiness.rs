//! Which post nobody holds, or nobody who can be called, at which hour of the coming four weeks.

use super::plan_draft::{at, calendar, checked};
use huiyin_domain::plan::Plan;
use huiyin_domain::roster::{Readiness, Roster, shifts};
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;

fn sample() -> (&'static str, &'static str) {
    let mut plans = shipped::plans().iter();
    let park = plans.find(|one| one.id == "sample-park").expect("shipped");
    (park.plan, park.roster.expect("with its roster"))
}

fn readiness(roster: &str) -> Readiness {
    let plan = Plan::parse(sample().0).expect("a plan");
    let roster = Roster::parse(roster).expect("a roster");
    Readiness::of(&plan, &roster, calendar(), at())
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

#[test]
fn every_shipped_roster_is_ready() {
    for one in shipped::plans() {
        let Some(roster) = one.roster else { continue };
        let plan = Plan::parse(one.plan).expect("a plan");
        let roster = Roster::parse(roster).expect("a roster");
        let found = Readiness::of(&plan, &roster, calendar(), at());
        assert!(found.is_ready(), "{}: {found:?}", one.id);
        assert!(!found.posts.is_empty());
        let weeks = 28 * 24 * 60;
        assert!(found.posts.iter().all(|post| post.minutes_called <= weeks));
    }
}

#[test]
fn a_leave_that_nobody_stands_in_for_is_a_gap_of_its_own_length() {
    let roster = format!(
        "{}\n[[override]]\npost = \"duty-leader\"\nfrom = \"2026-09-20T08:00:00+08:00\"\nto = \"2026-09-21T20:00:00+08:00\"\n",
        sample().1
    );
    let found = readiness(&roster);
    let missing: Vec<_> = found
        .posts
        .iter()
        .filter(|post| !post.gaps.is_empty())
        .collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(&*missing[0].post, "duty-leader");
    assert_eq!(missing[0].minutes_missing, 36 * 60);
    assert_eq!(missing[0].gaps.len(), 1, "{:?}", missing[0].gaps);
    let gap = &missing[0].gaps[0];
    assert_eq!(gap.from, instant("2026-09-20T08:00:00+08:00"));
    assert_eq!(gap.to, instant("2026-09-21T20:00:00+08:00"));
    assert_eq!(gap.holder, None);
}

#[test]
fn hours_of_somebody_out_of_reach_are_gaps_that_name_the_official() {
    let roster = sample().1.replace(
        "name = \"潘晓岚\"\nchannels = [\"phone\", \"desk\"]",
        "name = \"潘晓岚\"\nchannels = [\"email\"]",
    );
    let found = readiness(&roster);
    let clerk = found.posts.iter().find(|post| &*post.post == "duty-clerk");
    let clerk = clerk.expect("the duty clerk");
    assert!(!clerk.gaps.is_empty());
    assert!(
        clerk
            .gaps
            .iter()
            .all(|gap| gap.holder.as_deref() == Some("潘晓岚"))
    );
    let sum: i64 = clerk
        .gaps
        .iter()
        .map(|gap| (gap.to.micros() - gap.from.micros()) / 60_000_000)
        .sum();
    assert_eq!(sum, clerk.minutes_missing);
}

#[test]
fn readiness_and_the_check_of_the_plan_agree() {
    let cut = |text: &str| sample().1.replace(text, "");
    for roster in [
        sample().1.to_owned(),
        cut("[[duty]]\npost = \"park-leader\"\nstaff = [\"zhou-mingyuan\"]\n"),
        sample().1.replace("to = \"18:00\"", "to = \"17:00\""),
        sample()
            .1
            .replace("channels = [\"phone\", \"desk\"]", "channels = [\"email\"]"),
    ] {
        let told: std::collections::BTreeSet<String> = checked(sample().0, Some(&roster))
            .findings
            .iter()
            .filter(|found| found.code == "unheld-post")
            .map(|found| found.field.clone())
            .collect();
        let found = readiness(&roster);
        let unheld = |gap: &huiyin_domain::roster::Gap| gap.holder.is_none();
        let here: std::collections::BTreeSet<String> = found
            .posts
            .iter()
            .filter(|post| post.gaps.iter().any(unheld))
            .map(|post| format!("post.{}", post.post))
            .collect();
        assert_eq!(told, here);
    }
}

#[test]
fn shifts_follow_each_other_and_name_who_is_on() {
    let plan = Plan::parse(sample().0).expect("a plan");
    let roster = Roster::parse(sample().1).expect("a roster");
    let all = shifts(&plan, &roster, calendar(), at());
    let clerk: Vec<_> = all
        .iter()
        .filter(|shift| &*shift.post == "duty-clerk")
        .collect();
    assert!(clerk.len() > 28, "one a day at least: {}", clerk.len());
    for pair in clerk.windows(2) {
        assert_eq!(pair[0].to, pair[1].from, "no hour without a clerk");
        assert_ne!(pair[0].holder, pair[1].holder, "one shift is one entry");
    }
}

/// The sample with a minimum crew, and with some of its officials trained for first aid.
fn with_crew(crew: &str, trained: &[&str]) -> Readiness {
    let plan = format!("{}\n[[crew]]\nid = \"first-aid\"\n{crew}\n", sample().0);
    let roster = trained.iter().fold(sample().1.to_owned(), |text, who| {
        let at = format!("id = {who:?}\n");
        text.replace(&at, &format!("{at}qualifications = [\"first-aider\"]\n"))
    });
    let plan = Plan::parse(&plan).expect("a plan");
    let roster = Roster::parse(&roster).expect("a roster");
    Readiness::of(&plan, &roster, calendar(), at())
}

const CREW: &str = "posts = [\"duty-clerk\", \"duty-leader\"]\nwhen = \"always\"\nmin = 1\nqualification = \"first-aider\"";

#[test]
fn the_hours_at_which_nobody_on_duty_is_trained_are_told_and_the_others_not() {
    // Two clerks take turns at night and day; one of them alone is trained.
    let none = with_crew(CREW, &[]);
    assert!(!none.is_ready());
    assert_eq!(none.crews[0].minutes_missing, 28 * 24 * 60);
    assert_eq!(
        (none.crews[0].gaps.len(), none.crews[0].gaps[0].there),
        (1, 0)
    );

    let one = with_crew(CREW, &["pan-xiaolan"]);
    let missing = one.crews[0].minutes_missing;
    assert!(missing > 0 && missing < 28 * 24 * 60, "{missing}");
    assert!(
        one.posts.iter().all(|post| post.gaps.is_empty()),
        "the posts are held"
    );

    let all = with_crew(
        CREW,
        &[
            "pan-xiaolan",
            "deng-bo",
            "xu-an",
            "lin-jie",
            "he-weiguo",
            "tang-rui",
        ],
    );
    assert_eq!(all.crews[0].gaps, [], "{all:?}");
    assert!(all.is_ready());
}

#[test]
fn an_official_who_holds_two_posts_counts_once() {
    // The leader in charge is on duty as leader in turn: then the two posts are one person.
    let two = "posts = [\"leader-in-charge\", \"duty-leader\"]\nwhen = \"always\"\nmin = 2";
    let found = with_crew(two, &[]);
    let gaps = &found.crews[0].gaps;
    assert!(
        !gaps.is_empty() && gaps.iter().all(|gap| gap.there == 1),
        "{gaps:?}"
    );
    let one = two.replace("min = 2", "min = 1");
    assert_eq!(with_crew(&one, &[]).crews[0].gaps, []);
}

#[test]
fn a_crew_is_needed_in_its_window_only_and_a_plan_with_a_short_one_has_an_error() {
    let hours =
        "[[window]]\nid = \"office-hours\"\ndays = [\"workday\"]\nfrom = \"08:30\"\nto = \"18:00\"";
    let window = "posts = [\"duty-clerk\"]\nwhen = \"office-hours\"\nmin = 2";
    let window = &format!("{window}\n\n{hours}");
    let found = with_crew(window, &[]);
    assert!(found.crews[0].minutes_missing < 28 * 10 * 60);
    let plan = format!("{}\n[[crew]]\nid = \"first-aid\"\n{window}\n", sample().0);
    let checked = checked(&plan, Some(sample().1));
    let short = checked
        .findings
        .iter()
        .find(|one| one.code == "crew-too-small");
    let short = short.expect("found");
    assert_eq!(short.field, "crew.first-aid");
    assert!(!checked.is_good());
    let first = found.crews[0].gaps[0].from;
    let told = short.witness.at.as_deref().map(instant);
    assert_eq!(told, Some(first));
}

#[test]
fn a_word_that_is_none_of_the_closed_list_is_refused() {
    let crew = CREW.replace("first-aider", "interrogator");
    let plan = format!("{}\n[[crew]]\nid = \"x\"\n{crew}\n", sample().0);
    let findings = Plan::parse(&plan).expect_err("refused");
    assert_eq!(findings[0].code, "unknown-value");
    assert!(
        findings[0].message_en.contains("first-aider"),
        "{}",
        findings[0].message_en
    );
}
