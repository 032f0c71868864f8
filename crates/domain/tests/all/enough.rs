//! Enough are there: the others of a group are waited for no more, and are needed anew where more people come.
//! What is for whoever asks is owed to nobody before somebody does; a late report nags, and not for ever.

use super::plan_draft::calendar;
use super::response::{key, minute};
use huiyin_domain::plan::{Key, Plan, TaskKind};
use huiyin_domain::response::{
    Command, Event, Expected, Headcount, NAG_MINUTES, NAGS_MAX, OpenEnd, Opening, Phase, Recorded,
    Response, RunRefusal, Scene, Script, Telling, Untried, decide, drill, evolve, simulate,
};
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped;

const OFFICE: &str = "petition-office-head";
const UNIT: &str = "unit-head-concerned";
const SMALL: &str = "posts = [\"petition-office-head\", \"unit-head-concerned\"]\nneed = \"all\"";

/// The sample park with another number of those who have to come at first.
struct Park {
    plan: Plan,
    roster: Roster,
    response: Response,
    record: Vec<Recorded>,
}

impl Park {
    fn needs(need: &str) -> Self {
        let mut plans = shipped::plans().iter();
        let park = plans.find(|one| one.id == "sample-park").expect("shipped");
        let other = SMALL.replace("\"all\"", need);
        let text = park.plan.replacen(SMALL, &other, 1);
        assert!(text.contains(&other));
        let mut park = Self {
            plan: Plan::parse(&text).expect("a plan"),
            roster: Roster::parse(park.roster.expect("a roster")).expect("a roster"),
            response: Response::default(),
            record: Vec::new(),
        };
        let open = Command::Open {
            place: key("park-reception"),
            opening: Opening::Here(Headcount::exactly(5)),
            respondents: Vec::new(),
        };
        park.give(0, &open);
        park
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            plan: &self.plan,
            calendar: calendar(),
            roster: Some(&self.roster),
            concerned: None,
        }
    }

    fn decide(&self, at: i64, command: &Command) -> Result<Vec<Recorded>, RunRefusal> {
        decide(&self.response, command, &self.scene(), minute(at))
    }

    fn give(&mut self, at: i64, command: &Command) -> Vec<Event> {
        let events = self.decide(at, command).expect("is not refused");
        events
            .iter()
            .for_each(|one| evolve(&mut self.response, one));
        self.record.extend(events.iter().cloned());
        events.into_iter().map(|one| one.event).collect()
    }

    /// Every page that is out is in the hands of a channel, and time passes.
    fn pass(&mut self, at: i64) -> Vec<Event> {
        let out: Vec<u32> = self
            .response
            .calls
            .iter()
            .filter_map(|call| match call.phase {
                Phase::Calling(out) => out,
                _ => None,
            })
            .filter(|page| {
                self.response
                    .page(*page)
                    .expect("a page")
                    .handed_at
                    .is_none()
            })
            .collect();
        for page in out {
            // Two that are one call are handed over together.
            if self
                .response
                .page(page)
                .expect("a page")
                .handed_at
                .is_none()
            {
                self.give(at, &Command::HandOver(page));
            }
        }
        self.give(at, &Command::Tick)
    }

    fn phase(&self, post: &str) -> Phase {
        self.response.call(post).expect("called").phase
    }

    fn run(&self) -> huiyin_domain::response::Run {
        huiyin_domain::response::Run {
            opened_at: minute(0),
            record: self.record.clone(),
            response: self.response.clone(),
            received_at: None,
        }
    }
}

#[test]
fn of_any_the_first_who_comes_ends_the_calls_of_the_others() {
    let mut park = Park::needs("\"any\"");
    park.pass(0);
    let page = match park.phase(UNIT) {
        Phase::Calling(Some(page)) => page,
        other => panic!("{other:?}"),
    };
    let events = park.give(2, &Command::Arrive(vec![key(OFFICE)]));
    assert_eq!(
        events,
        [
            Event::Arrived { post: key(OFFICE) },
            Event::Released { post: key(UNIT) }
        ]
    );
    assert!(park.response.is_received(&park.plan));
    // Its ladder climbs no further, is not missed, keeps nothing open and is not red.
    for at in (3..60).step_by(3) {
        let events = park.pass(at);
        let about = |one: &Event| {
            matches!(one,
                Event::Paged { post, .. } | Event::Unanswered { post, .. }
                | Event::LadderExhausted { post } | Event::WentUp { post }
                | Event::ArrivalMissed { post } if post.as_str() == UNIT)
        };
        assert!(!events.iter().any(about), "{at}: {events:?}");
    }
    assert!(!park.response.is_red());
    let open = park.response.open_ends(&park.plan);
    assert!(!open.contains(&OpenEnd::Post(key(UNIT))), "{open:?}");
    let untried = park.response.untried(&park.plan, minute(3));
    assert!(
        !untried.iter().any(|one| matches!(one, Untried::Post(..))),
        "{untried:?}"
    );
    let sheet = drill::sheet(&park.run(), &park.plan);
    let there = sheet
        .iter()
        .filter(|line| line.what.en.starts_with("there: "));
    assert_eq!(there.count(), 1, "nobody was late who was not needed");
    let record = park.record.iter().enumerate();
    let mut expected =
        record.filter_map(|(nth, one)| Expected::of(&one.event, park.record.iter().skip(nth)));
    assert!(expected.all(|one| *one.post != key(UNIT)));
    // Whoever answers now hears that they need not; whoever is there all the same is told as well.
    for wish in [
        Command::Acknowledge(page),
        Command::CallAgain(key(UNIT)),
        Command::ReachByHand(key(UNIT)),
    ] {
        assert_eq!(park.decide(60, &wish), Err(RunRefusal::NotNeeded));
    }
    park.give(61, &Command::Arrive(vec![key(UNIT)]));
    assert!(matches!(park.phase(UNIT), Phase::There(_)));
}

#[test]
fn who_was_released_is_asked_for_nowhere_and_who_is_there_or_still_called_is() {
    let mut park = Park::needs("\"any\"");
    park.pass(0);
    let person = |park: &Park, post: &str| {
        let mut pages = park.response.pages.iter();
        let page = pages.find(|page| page.post == key(post));
        page.expect("called").person().clone()
    };
    let (office, unit) = (person(&park, OFFICE), person(&park, UNIT));
    assert_ne!(office, unit);
    let asked = |park: &Park| {
        (
            park.response.asks_for(&office),
            park.response.asks_for(&unit),
        )
    };
    assert_eq!(asked(&park), (true, true));
    assert!(!park.response.asks_for(&key("nobody")));
    park.give(2, &Command::Arrive(vec![key(UNIT)]));
    assert_eq!(
        asked(&park),
        (false, true),
        "the one is released, the other is there"
    );
    // Needed anew, called anew; whoever says that they cannot come is asked no more.
    park.give(3, &Command::Count(Headcount::exactly(25)));
    assert_eq!(asked(&park), (true, true));
    let Phase::Calling(Some(page)) = park.phase(OFFICE) else {
        panic!("called anew");
    };
    let in_vain = |park: &Park| park.response.called_in_vain(&key(OFFICE)).len();
    assert_eq!(in_vain(&park), 0, "called");
    park.give(4, &Command::Decline(page));
    assert!(!park.response.asks_for(&office));
    park.give(5, &Command::Count(Headcount::exactly(5)));
    assert_eq!(park.phase(OFFICE), Phase::Released);
    let in_vain = park.response.called_in_vain(&key(OFFICE));
    assert!(
        in_vain.iter().all(|page| page.person() != &office),
        "{in_vain:?}"
    );
    assert!(!in_vain.is_empty(), "who was called after that");
}

#[test]
fn where_all_are_needed_nobody_is_released() {
    let mut park = Park::needs("\"all\"");
    let events = park.give(2, &Command::Arrive(vec![key(OFFICE)]));
    assert_eq!(events, [Event::Arrived { post: key(OFFICE) }]);
    assert!(matches!(park.phase(UNIT), Phase::Calling(_)));
}

#[test]
fn more_people_need_who_was_released_and_their_time_begins_anew() {
    let mut park = Park::needs("\"any\"");
    park.give(2, &Command::Arrive(vec![key(OFFICE)]));
    let events = park.give(30, &Command::Count(Headcount::exactly(25)));
    let again = events.iter().find_map(|one| match one {
        Event::NeededAgain {
            post, arrive_by, ..
        } => Some((post.clone(), *arrive_by)),
        _ => None,
    });
    assert_eq!(again, Some((key(UNIT), minute(50))));
    assert!(matches!(park.phase(UNIT), Phase::Calling(Some(_))));
    assert!(!park.response.call(UNIT).expect("called").missed);
    // Fewer again: what was any of two has enough.
    let events = park.give(31, &Command::Count(Headcount::exactly(5)));
    assert!(
        events.contains(&Event::Released { post: key(UNIT) }),
        "{events:?}"
    );
}

#[test]
fn a_simulation_with_any_of_two_calls_on_nobody_in_vain() {
    let park = Park::needs("\"any\"");
    let silent = [
        key(UNIT),
        key("social-affairs-head"),
        key("leader-in-charge"),
    ];
    let script = Script {
        silent: &silent,
        injects: &[],
    };
    let opening = Opening::Here(Headcount::exactly(5));
    let run = simulate(
        &park.scene(),
        &script,
        (&key("park-reception"), opening),
        minute(0),
    )
    .expect("runs");
    assert_eq!(run.reception_minutes(), Some(5));
    let released = |one: &Recorded| one.event == Event::Released { post: key(UNIT) };
    assert!(run.record.iter().any(released), "{:?}", run.record);
    assert!(!run.response.is_red());
}

#[test]
fn what_is_for_whoever_asks_is_owed_once_somebody_asked() {
    let mut park = Park::needs("\"all\"");
    let asked = [TaskKind::Interpreter, TaskKind::LegalAdvice];
    let open = |park: &Park| -> Vec<TaskKind> {
        let ends = park.response.open_ends(&park.plan).into_iter();
        let tasks = ends.filter_map(|end| match end {
            OpenEnd::Task(kind) => Some(kind),
            _ => None,
        });
        tasks.collect()
    };
    assert_eq!(open(&park), [TaskKind::OpenRooms, TaskKind::Water]);
    assert!(asked.iter().all(|kind| !park.response.is_owed(*kind)));
    let need = |kind, people| Command::Receive(Telling::Need(kind, people));
    park.give(7, &need(TaskKind::Interpreter, 2));
    assert!(open(&park).contains(&TaskKind::Interpreter));
    assert!(!open(&park).contains(&TaskKind::LegalAdvice));
    assert_eq!(
        park.response.owed_from(TaskKind::Interpreter, minute(0)),
        minute(7),
        "its time counts from the request"
    );
    park.give(9, &need(TaskKind::Interpreter, 3));
    assert_eq!(
        park.response.reception.asked_at(TaskKind::Interpreter),
        Some(minute(7))
    );
    // Taken back, it is owed no more; done, it stays done.
    park.give(10, &need(TaskKind::Interpreter, 0));
    assert!(!open(&park).contains(&TaskKind::Interpreter));
    park.give(11, &Command::DoTask(TaskKind::LegalAdvice));
    assert!(park.response.done(TaskKind::LegalAdvice).is_some());
    assert!(!park.response.is_owed(TaskKind::Police));
}

#[test]
fn a_late_report_nags_every_five_minutes_and_five_times_at_most() {
    let mut park = Park::needs("\"all\"");
    let bureau: Key = key("county-petition-bureau");
    let mut told = Vec::new();
    for at in 0..120 {
        for event in park.give(at, &Command::Tick) {
            if let Event::ReportNagged { number, nth, .. } = event {
                told.push((at, number, nth));
            }
        }
    }
    let minutes: Vec<i64> = told.iter().map(|(at, ..)| *at).collect();
    assert_eq!(minutes, [35, 40, 45, 50, 55], "due at 30: {told:?}");
    assert_eq!(told.len(), NAGS_MAX as usize);
    assert_eq!(minutes[1] - minutes[0], i64::from(NAG_MINUTES));
    // After an outage what was missed is told in order, once each.
    let mut park = Park::needs("\"all\"");
    park.give(31, &Command::Tick);
    let late = park.give(46, &Command::Tick);
    let nags = late
        .iter()
        .filter(|one| matches!(one, Event::ReportNagged { .. }));
    assert_eq!(nags.count(), 1, "{late:?}");
    park.give(47, &Command::SendReport(bureau));
    assert_eq!(park.give(60, &Command::Tick), [], "it went up");
}
