//! A response as it runs: pages, ladders, answers, reports, rise and fall.

use super::plan_draft::{calendar, good};
use huiyin_domain::plan::{By, Key, Plan, RunLevel};
use huiyin_domain::response::{
    Called, Command, Event, Headcount, Opening, Phase, Recorded, Response, RunRefusal, Scene,
    Script, Skip, decide, evolve, simulate,
};
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static PARK: LazyLock<(Plan, Roster)> = LazyLock::new(|| {
    let mut plans = shipped::plans().iter();
    let park = plans.find(|one| one.id == "sample-park").expect("shipped");
    let roster = Roster::parse(park.roster.expect("a roster")).expect("a good roster");
    (Plan::parse(park.plan).expect("a good plan"), roster)
});

pub(super) fn scene() -> Scene<'static> {
    Scene {
        plan: &PARK.0,
        calendar: calendar(),
        roster: Some(&PARK.1),
        concerned: None,
    }
}

/// So many minutes after ten on a Monday.
pub(super) fn minute(minutes: i64) -> Instant {
    let ten = Instant::parse("2026-11-30T10:00:00+08:00").expect("an instant");
    ten.plus_micros(minutes * 60_000_000)
}

pub(super) fn key(id: &str) -> Key {
    Key::new(id)
}

/// A response that is driven by hand.
pub(super) struct Desk {
    pub(super) response: Response,
    pub(super) record: Vec<Recorded>,
}

impl Desk {
    pub(super) fn open(people: u32, respondents: &[&str]) -> Self {
        let mut desk = Self {
            response: Response::default(),
            record: Vec::new(),
        };
        let respondents = respondents.iter().map(|id| key(id)).collect();
        let opening = Opening::Here(Headcount::exactly(people));
        desk.give(
            0,
            &Command::Open {
                place: key("park-reception"),
                opening,
                respondents,
            },
        );
        desk
    }

    pub(super) fn give(&mut self, at: i64, command: &Command) -> Vec<Event> {
        let events = decide(&self.response, command, &scene(), minute(at)).expect("is not refused");
        for one in &events {
            evolve(&mut self.response, one);
        }
        self.record.extend(events.iter().cloned());
        events.into_iter().map(|one| one.event).collect()
    }

    pub(super) fn refused(&self, at: i64, command: &Command) -> RunRefusal {
        decide(&self.response, command, &scene(), minute(at)).expect_err("is refused")
    }

    /// The number of the page that waits for an answer for a post.
    fn out(&self, post: &str) -> u32 {
        match self.response.call(post).expect("called").phase {
            Phase::Calling(Some(page)) => page,
            other => panic!("{other:?}"),
        }
    }

    fn step_post(&self, post: &str) -> String {
        self.response
            .page(self.out(post))
            .expect("a page")
            .step_post
            .to_string()
    }
}

#[test]
fn who_does_not_answer_is_followed_by_stand_in_and_post_above() {
    let mut desk = Desk::open(5, &[]);
    let post = "petition-office-head";
    assert_eq!(desk.step_post(post), post);
    for (at, next) in [(3, "duty-clerk"), (6, "leader-in-charge")] {
        let out = desk.out(post);
        desk.give(at - 3, &Command::HandOver(out));
        let before = desk.response.clone();
        desk.give(at - 1, &Command::Tick);
        assert_eq!(desk.response, before, "a step is waited for to its end");
        desk.give(at, &Command::Tick);
        assert_eq!(desk.step_post(post), next);
    }
    let out = desk.out(post);
    desk.give(6, &Command::HandOver(out));
    let events = desk.give(9, &Command::Tick);
    assert!(
        events.contains(&Event::WentUp { post: key(post) }),
        "{events:?}"
    );
    assert_eq!(desk.step_post(post), "park-leader");
    let out = desk.out(post);
    desk.give(9, &Command::HandOver(out));
    let events = desk.give(12, &Command::Tick);
    assert!(
        events.contains(&Event::LadderExhausted { post: key(post) }),
        "{events:?}"
    );
    let events = desk.give(21, &Command::Tick);
    assert!(
        events.contains(&Event::ArrivalMissed { post: key(post) }),
        "{events:?}"
    );
}

#[test]
fn a_step_counts_from_when_a_channel_took_the_page() {
    let mut desk = Desk::open(5, &[]);
    assert_eq!(
        desk.give(19, &Command::Tick),
        [],
        "nothing was handed over, so nobody failed to answer"
    );
    let out = desk.out("petition-office-head");
    desk.give(19, &Command::HandOver(out));
    assert_eq!(
        desk.response
            .ack_moment(desk.response.call("petition-office-head").expect("called")),
        Some(minute(22))
    );
}

#[test]
fn a_late_answer_counts_and_the_next_one_is_told() {
    let mut desk = Desk::open(5, &[]);
    let first = desk.out("petition-office-head");
    desk.give(0, &Command::HandOver(first));
    desk.give(3, &Command::Tick);
    let second = desk.out("petition-office-head");
    desk.give(4, &Command::Acknowledge(first));
    assert_eq!(
        desk.refused(4, &Command::Acknowledge(second)),
        RunRefusal::AnsweredByAnother
    );
    desk.give(20, &Command::Arrive(vec![key("petition-office-head")]));
    assert_eq!(
        desk.refused(20, &Command::Arrive(vec![key("petition-office-head")])),
        RunRefusal::AlreadyThere
    );
}

#[test]
fn a_decline_goes_on_at_once_also_after_an_answer() {
    let mut desk = Desk::open(5, &[]);
    let post = "unit-head-concerned";
    let first = desk.out(post);
    desk.give(1, &Command::Acknowledge(first));
    desk.give(2, &Command::Decline(first));
    assert_eq!(desk.step_post(post), "social-affairs-head");
    assert_eq!(
        desk.refused(2, &Command::Decline(first)),
        RunRefusal::PageClosed
    );
}

#[test]
fn a_dead_channel_is_followed_by_the_next_with_the_same_page() {
    let mut desk = Desk::open(5, &[]);
    let post = "petition-office-head";
    let page = desk.out(post);
    let mut tried = vec![desk.response.page(page).expect("a page").channel.word()];
    for _ in 0..2 {
        desk.give(0, &Command::FailChannel(page));
        assert_eq!(desk.out(post), page);
        tried.push(desk.response.page(page).expect("a page").channel.word());
    }
    assert_eq!(tried, ["phone", "sms", "desk"]);
    let events = desk.give(0, &Command::FailChannel(page));
    assert!(
        matches!(
            &events[0],
            Event::StepSkipped {
                why: Skip::NoChannel,
                ..
            }
        ),
        "{events:?}"
    );
    assert_eq!(desk.step_post(post), "duty-clerk");
}

#[test]
fn a_respondent_is_never_called_and_the_next_above_comes() {
    let desk = Desk::open(60, &["leader-in-charge", "social-affairs-office"]);
    let called: Vec<String> = desk
        .response
        .pages
        .iter()
        .map(|page| page.step_post.to_string())
        .collect();
    assert!(
        !called
            .iter()
            .any(|post| post == "leader-in-charge" || post == "social-affairs-head"),
        "{called:?}"
    );
    assert_eq!(desk.step_post("leader-in-charge"), "duty-leader");
    let (post, respondent) = (key("petition-office-head"), key("leader-in-charge"));
    let ladder = PARK.0.ladder(&post, &[respondent]);
    let ladder: Vec<&str> = ladder.into_iter().map(Key::as_str).collect();
    assert_eq!(
        ladder,
        ["petition-office-head", "duty-clerk", "park-leader"]
    );
}

#[test]
fn a_rise_calls_only_who_is_new_and_a_fall_sends_nobody_away() {
    let mut desk = Desk::open(20, &[]);
    let before: Vec<Key> = desk
        .response
        .calls
        .iter()
        .map(|call| call.post.clone())
        .collect();
    let events = desk.give(10, &Command::Count(Headcount { min: 15, max: 30 }));
    let added: Vec<&Key> = events
        .iter()
        .filter_map(|one| match one {
            Event::PostCalled {
                post, arrive_by, ..
            } => {
                assert_eq!(*arrive_by, minute(30), "a rise counts from the rise");
                Some(post)
            }
            _ => None,
        })
        .collect();
    assert_eq!(added, [&key("governance-head"), &key("leader-in-charge")]);
    assert!(added.iter().all(|post| !before.contains(post)));
    let events = desk.give(15, &Command::Count(Headcount::exactly(8)));
    assert_eq!(desk.response.level, Some(RunLevel::IV));
    assert_eq!(desk.response.calls.len(), 4);
    assert!(
        !events
            .iter()
            .any(|one| matches!(one, Event::PostCalled { .. }))
    );
}

#[test]
fn a_level_that_a_decision_set_is_kept_when_the_headcount_falls() {
    let mut desk = Desk::open(5, &[]);
    desk.give(1, &Command::Raise(RunLevel::II));
    assert_eq!(desk.response.calls.len(), 6);
    desk.give(2, &Command::Count(Headcount::exactly(25)));
    assert_eq!(desk.response.level, Some(RunLevel::II));
    assert_eq!(
        desk.refused(3, &Command::Raise(RunLevel::III)),
        RunRefusal::OnlyHigher
    );
    assert_eq!(
        desk.refused(3, &Command::Raise(RunLevel::I)),
        RunRefusal::NoSuchLevel
    );
}

#[test]
fn a_page_arrives_once_and_changes_no_clock() {
    let mut desk = Desk::open(5, &[]);
    desk.give(0, &Command::HandOver(1));
    let moment = desk.response.next_moment();
    let arrived = Event::Delivered { page: 1 };
    assert_eq!(desk.give(1, &Command::Deliver(1)), [arrived]);
    assert_eq!(desk.give(2, &Command::Deliver(1)), []);
    assert_eq!(desk.response.next_moment(), moment);
    let page = desk.response.page(1).expect("paged");
    assert_eq!(page.delivered_at, Some(minute(1)));
    assert_eq!(
        desk.refused(3, &Command::Deliver(99)),
        RunRefusal::UnknownPage
    );
}

#[test]
fn a_report_is_acknowledged_once_also_after_the_end() {
    let mut desk = Desk::open(30, &[]);
    let to = key("county-petition-bureau");
    let received = |number| Command::AcknowledgeReport {
        to: key("county-petition-bureau"),
        number,
    };
    assert_eq!(desk.refused(1, &received(1)), RunRefusal::NoSuchReport);
    desk.give(2, &Command::SendReport(to));
    desk.give(3, &Command::End { anyway: true });
    assert_eq!(desk.give(4, &received(1)).len(), 1);
    let sent = &desk.response.sent[0];
    assert_eq!(sent.acknowledged_at, Some(minute(4)));
    assert_eq!(
        desk.refused(5, &received(1)),
        RunRefusal::ReportAcknowledged
    );
}

#[test]
fn reports_follow_each_other_and_a_missed_one_is_told_once() {
    let mut desk = Desk::open(30, &[]);
    let to = key("county-petition-bureau");
    let missed = |events: &[Event]| {
        events
            .iter()
            .filter(|one| matches!(one, Event::ReportMissed { .. }))
            .count()
    };
    assert_eq!(
        missed(&desk.give(30, &Command::Tick)),
        0,
        "a term of minutes is inclusive"
    );
    assert_eq!(missed(&desk.give(31, &Command::Tick)), 1);
    assert_eq!(missed(&desk.give(32, &Command::Tick)), 0);
    let events = desk.give(33, &Command::SendReport(to.clone()));
    let next = Event::ReportOwed {
        to: to.clone(),
        number: 2,
        due_at: minute(93),
        every_minutes: Some(60),
    };
    assert!(events.contains(&next), "{events:?}");
    let other = key("city-petition-bureau");
    assert_eq!(
        desk.refused(34, &Command::SendReport(other)),
        RunRefusal::NoReportOwed
    );
}

#[test]
fn a_place_above_the_own_level_counts_nobody_and_is_answered_by_video() {
    let plan = &PARK.0;
    let open = |place: &str, opening| Command::Open {
        place: key(place),
        opening,
        respondents: Vec::new(),
    };
    let none = Response::default();
    let here = Opening::Here(Headcount::exactly(30));
    assert_eq!(
        decide(&none, &open("city-reception", here), &scene(), minute(0)),
        Err(RunRefusal::HeadcountElsewhere)
    );
    for (in_person, by) in [(false, By::Video), (true, By::InPerson)] {
        let called = Opening::Elsewhere(Called {
            reception: Some("县接待室".to_owned()),
            in_person,
        });
        let events = decide(
            &none,
            &open("county-reception", called),
            &scene(),
            minute(0),
        )
        .expect("opens");
        let ways: Vec<By> = events
            .iter()
            .filter_map(|one| match &one.event {
                Event::PostCalled { by, .. } => Some(*by),
                _ => None,
            })
            .collect();
        assert_eq!(ways, [by, by]);
        let mut response = Response::default();
        events.iter().for_each(|one| evolve(&mut response, one));
        assert_eq!(response.headcount, None);
        let count = Command::Count(Headcount::exactly(5));
        assert_eq!(
            decide(&response, &count, &scene(), minute(1)),
            Err(RunRefusal::HeadcountElsewhere)
        );
    }
    // In person only where the rule has it; a tick that would change nothing is refused.
    for (place, works) in [
        ("county-reception", true),
        ("city-reception", true),
        ("province-reception", false),
        ("nation-reception", false),
    ] {
        let asked = Opening::Elsewhere(Called {
            reception: Some("接待处".to_owned()),
            in_person: true,
        });
        let opened = decide(&none, &open(place, asked), &scene(), minute(0));
        assert_eq!(opened.is_ok(), works, "{place}");
        assert_eq!(opened.err(), (!works).then_some(RunRefusal::VideoOnly));
    }
    let elsewhere = Opening::Elsewhere(Called {
        reception: None,
        in_person: false,
    });
    assert_eq!(
        decide(
            &none,
            &open("park-reception", elsewhere),
            &scene(),
            minute(0)
        ),
        Err(RunRefusal::HeadcountNeeded)
    );
    assert!(plan.is_foreign(plan.place("county-reception").expect("a place")));
}

#[test]
fn people_are_received_when_as_many_are_there_as_the_rule_needs() {
    let shipped = shipped::plans().iter().find(|one| one.id == "sample-park");
    let shipped = shipped.expect("shipped");
    let (before, rule) = shipped
        .plan
        .split_once("id = \"park-medium\"")
        .expect("a rule");
    // Its four posts need 5, 8, 10 and 10 minutes.
    for (need, minutes) in [
        ("\"all\"", 10),
        ("\"any\"", 5),
        ("1", 5),
        ("2", 8),
        ("3", 10),
    ] {
        let rule = rule.replacen("need = \"all\"", &format!("need = {need}"), 1);
        let plan = Plan::parse(&format!("{before}id = \"park-medium\"{rule}"));
        let plan = plan.expect("a plan");
        let scene = Scene {
            plan: &plan,
            ..scene()
        };
        let place = key("park-reception");
        let opening = Opening::Here(Headcount::exactly(25));
        let run = simulate(&scene, &Script::default(), (&place, opening), minute(0));
        let run = run.expect("opens");
        assert_eq!(run.reception_minutes(), Some(minutes), "{need}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_in_both_languages() {
    assert_eq!(
        decide(&Response::default(), &Command::Tick, &scene(), minute(0)),
        Err(RunRefusal::NotOpen)
    );
    let mut desk = Desk::open(5, &[]);
    assert_eq!(
        desk.refused(1, &Command::Acknowledge(99)),
        RunRefusal::UnknownPage
    );
    assert_eq!(
        desk.refused(1, &Command::Arrive(vec![key("park-leader")])),
        RunRefusal::NotCalled
    );
    let opening = Opening::Here(Headcount::exactly(5));
    let again = Command::Open {
        place: key("park-reception"),
        opening,
        respondents: Vec::new(),
    };
    assert_eq!(desk.refused(1, &again), RunRefusal::AlreadyOpen);
    assert_eq!(
        desk.refused(1, &Command::Count(Headcount { min: 9, max: 3 })),
        RunRefusal::BadHeadcount
    );
    desk.give(1, &Command::Tick);
    for one in RunRefusal::ALL {
        let message = one.message();
        assert!(
            !message.zh.is_empty() && !message.en.is_empty(),
            "{}",
            one.word()
        );
    }
}

#[test]
fn the_events_of_a_response_are_read_back_as_they_were_written() {
    let mut desk = Desk::open(60, &["duty-leader"]);
    desk.give(3, &Command::Tick);
    let text = serde_json::to_string(&desk.record).expect("JSON");
    let read: Vec<Recorded> = serde_json::from_str(&text).expect("events");
    assert_eq!(read, desk.record);
}

/// A run as a server would make it: a clock that goes in steps of twenty seconds, an outbox, and
/// people who answer when they are called. It shares decide and evolve with the simulation and
/// nothing else.
fn run_live(
    scene: &Scene<'_>,
    (place, opening): (&Key, Opening),
    silent: &[Key],
    (from, until): (Instant, Instant),
) -> Vec<Recorded> {
    const STEP: i64 = 20_000_000;
    let mut response = Response::default();
    let mut record = Vec::new();
    let mut diary: BTreeMap<(Instant, usize), Command> = BTreeMap::new();
    let open = Command::Open {
        place: place.clone(),
        opening,
        respondents: Vec::new(),
    };
    diary.insert((from, 0), open);
    let mut entries = 1;
    let mut now = from;
    while now <= until.plus_micros(STEP) {
        while let Some(((at, _), command)) = diary
            .first_key_value()
            .map(|(at, command)| (*at, command.clone()))
            .filter(|((at, _), _)| *at <= now)
        {
            diary.pop_first();
            for one in decide(&response, &command, scene, at).expect("is not refused") {
                evolve(&mut response, &one);
                called(&mut diary, &mut entries, &one, silent);
                let mut write = |at: Instant, command: Command| {
                    diary.insert((at, entries), command);
                    entries += 1;
                };
                match &one.event {
                    Event::Acknowledged { page, post } => {
                        let call = response.call(post).expect("called");
                        let who = &response.page(*page).expect("a page").step_post;
                        let minutes = if call.by == By::Video {
                            0
                        } else {
                            scene.plan.post(who).expect("a post").travel_minutes
                        };
                        write(
                            one.at.plus_micros(i64::from(minutes) * 60_000_000),
                            Command::Arrive(vec![post.clone()]),
                        );
                    }
                    Event::ReportOwed {
                        to,
                        number: 1,
                        due_at,
                        ..
                    } => write(*due_at, Command::SendReport(to.clone())),
                    _ => {}
                }
                record.push(one);
            }
        }
        for one in response
            .opened_at
            .map_or(Ok(Vec::new()), |_| {
                decide(&response, &Command::Tick, scene, now)
            })
            .expect("time is never refused")
        {
            evolve(&mut response, &one);
            called(&mut diary, &mut entries, &one, silent);
            record.push(one);
        }
        // What those who were just called do at this very instant comes before the clock moves.
        if diary.first_key_value().is_none_or(|((at, _), _)| *at > now) {
            now = now.plus_micros(STEP);
        }
    }
    record
}

/// What becomes of a page: its channel takes it, and whoever it calls answers, unless they are silent for one of
/// the posts that it names.
fn called(
    diary: &mut BTreeMap<(Instant, usize), Command>,
    entries: &mut usize,
    one: &Recorded,
    silent: &[Key],
) {
    let Event::Paged {
        page,
        step_post,
        with,
        ..
    } = &one.event
    else {
        return;
    };
    let quiet = silent.contains(step_post);
    if let Some(first) = with {
        diary.retain(|_, command| !quiet || *command != Command::Acknowledge(*first));
        return;
    }
    let answer = (!quiet).then_some(Command::Acknowledge(*page));
    for command in [Some(Command::HandOver(*page)), answer]
        .into_iter()
        .flatten()
    {
        diary.insert((one.at, *entries), command);
        *entries += 1;
    }
}

/// At each instant whoever is called gets one page, whatever it calls them for.
fn one_page_at_a_time(record: &[Recorded]) -> bool {
    let mut called: BTreeMap<(Instant, Key), usize> = BTreeMap::new();
    for one in record {
        if let Event::Paged {
            holder,
            step_post,
            with: None,
            ..
        } = &one.event
        {
            let person = holder.as_ref().unwrap_or(step_post).clone();
            *called.entry((one.at, person)).or_default() += 1;
        }
    }
    called.values().all(|pages| *pages == 1)
}

/// The shipped plans and some that chance made, each with its roster.
static PLANS: LazyLock<Vec<(Plan, Roster)>> = LazyLock::new(|| {
    let shipped = shipped::plans().iter();
    let shipped = shipped.filter_map(|one| Some((one.plan.to_owned(), one.roster?.to_owned())));
    let made = (0..9).map(|seed| (good(seed).plan(), good(seed).roster()));
    let read = |(plan, roster): (String, String)| {
        (
            Plan::parse(&plan).expect("a good plan"),
            Roster::parse(&roster).expect("a good roster"),
        )
    };
    shipped.chain(made).map(read).collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_is_the_simulation_event_by_event(
        which in 0usize..12,
        place in 0usize..8,
        people in 1u32..160,
        hours in 0i64..672,
        quiet in any::<u16>(),
        in_person in any::<bool>(),
    ) {
        let (plan, roster) = &PLANS[which];
        let scene = Scene { plan, calendar: calendar(), roster: Some(roster), concerned: None };
        let found = &plan.places[place % plan.places.len()];
        let chosen = plan.posts.iter().enumerate().filter(|(index, _)| quiet >> index & 1 == 1);
        let silent: Vec<Key> = chosen.map(|(_, post)| post.id.clone()).collect();
        let from = minute(hours * 60);
        let opening = if plan.is_foreign(found) {
            let slowest = Called::slowest(&scene, &found.id, from);
            Opening::Elsewhere(Called { in_person: in_person && slowest.in_person, ..slowest })
        } else {
            Opening::Here(Headcount::exactly(people))
        };
        let script = Script {
            silent: &silent,
            injects: &[],
        };
        let run = simulate(&scene, &script, (&found.id, opening.clone()), from).expect("opens");
        let until = run.record.last().expect("events").at;
        let live = run_live(&scene, (&found.id, opening), &silent, (from, until));
        prop_assert_eq!(&run.record, &live);
        prop_assert!(one_page_at_a_time(&run.record));
        let mut response = Response::default();
        run.record.iter().for_each(|one| evolve(&mut response, one));
        prop_assert_eq!(&response, &run.response);
        // A plan without findings keeps its limits as long as those who are called answer.
        let rule = run.response.rule.as_ref().and_then(|id| plan.rule(id)).expect("a rule");
        let limit = rule.receive.iter().map(|one| i64::from(one.arrive_minutes)).max();
        if silent.is_empty() {
            prop_assert!(run.reception_minutes() <= limit && run.reception_minutes().is_some());
        }
    }
}

#[test]
fn a_plan_without_errors_receives_in_time_if_the_last_of_each_ladder_answers() {
    // Everybody before the last one is silent, at every hour of four weeks and every tier.
    let silent = [
        "petition-office-head",
        "duty-clerk",
        "unit-head-concerned",
        "social-affairs-head",
        "governance-head",
    ]
    .map(key);
    for hours in 0..672 {
        for people in [1, 20, 21, 50, 51, 500] {
            let opening = Opening::Here(Headcount::exactly(people));
            let script = Script {
                silent: &silent,
                injects: &[],
            };
            let run = simulate(
                &scene(),
                &script,
                (&key("park-reception"), opening),
                minute(hours * 60),
            )
            .expect("opens");
            assert!(
                run.reception_minutes().is_some_and(|minutes| minutes <= 20),
                "{people} people, hour {hours}"
            );
        }
    }
}
