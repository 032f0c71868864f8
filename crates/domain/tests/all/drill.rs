//! Drills by script: the shipped one plays, its sheet holds target against actual, and what cannot be
//! played is said with its line.

use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::plan::Plan;
use huiyin_domain::response::drill::{DrillError, DrillScript, Rating, sheet};
use huiyin_domain::response::{Because, Event, RunRefusal, Scene};
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;

const SCRIPT: &str = include_str!("../../../../plans/sample-park.drill.toml");

struct Park {
    plan: Plan,
    roster: Roster,
    calendar: WorkCalendar,
}

impl Park {
    fn new() -> Self {
        let mut plans = shipped::plans().iter();
        let one = plans.find(|one| one.id == "sample-park").expect("shipped");
        let (_, calendar) = shipped::calendars()[0];
        Self {
            plan: Plan::parse(one.plan).expect("a plan"),
            roster: Roster::parse(one.roster.expect("with a roster")).expect("a roster"),
            calendar: WorkCalendar::parse(calendar).expect("a calendar"),
        }
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            plan: &self.plan,
            calendar: &self.calendar,
            roster: Some(&self.roster),
            concerned: None,
        }
    }
}

fn monday() -> Instant {
    Instant::parse("2026-03-02T10:00:00+08:00").expect("an instant")
}

#[test]
fn what_never_happened_is_rated_so() {
    let park = Park::new();
    let forgotten = SCRIPT.replace("done = \"open-rooms\"\n", "");
    assert_ne!(forgotten, SCRIPT);
    let script = DrillScript::parse(&forgotten).expect("a script");
    let run = script.play(&park.scene(), monday()).expect("plays");
    let lines = sheet(&run, &park.plan);
    let undone = lines.iter().filter(|line| line.rating == Rating::U);
    let undone: Vec<&str> = undone.map(|line| line.what.zh.as_str()).collect();
    assert_eq!(undone, ["开放接待室"]);
}

#[test]
fn the_shipped_script_plays_and_its_sheet_holds_target_against_actual() {
    let park = Park::new();
    let script = DrillScript::parse(SCRIPT).expect("a script");
    let run = script.play(&park.scene(), monday()).expect("plays");
    let rises = run.record.iter().filter(|one| {
        matches!(
            one.event,
            Event::Levelled {
                because: Because::Rise,
                ..
            }
        )
    });
    assert_eq!(
        rises.map(|one| run.minutes(one.at)).collect::<Vec<_>>(),
        [10]
    );
    let lines = sheet(&run, &park.plan);
    let line = |zh: &str| {
        lines
            .iter()
            .find(|line| line.what.zh == zh)
            .expect("a line")
    };
    let office = line("到场：信访办主任");
    assert_eq!((office.due_minute, office.rating), (20, Rating::P));
    let rooms = line("开放接待室");
    assert_eq!((rooms.done_minute, rooms.rating), (Some(4), Rating::P));
    // Whoever is called after the rise has the time of the rise.
    let later = lines.iter().filter(|line| line.due_minute == 30);
    assert!(later.count() > 0, "{lines:?}");
}

#[test]
fn what_cannot_be_played_is_said() {
    let park = Park::new();
    let play = |text: String| {
        let script = DrillScript::parse(&text)?;
        script.play(&park.scene(), monday()).map(|_| ())
    };
    let with = |old: &str, new: &str| play(SCRIPT.replacen(old, new, 1));
    let named = with("[[inject]]", "[[inject]]\nattendees = [\"王某\"]");
    let Err(DrillError::Form { what, line }) = named else {
        panic!("{named:?}");
    };
    assert!(
        what.contains("attendees") && line.is_some(),
        "{what} {line:?}"
    );
    for (old, new) in [
        (
            "done = \"open-rooms\"",
            "done = \"open-rooms\"\nraise = \"I\"",
        ),
        ("minute = 4", "minute = 1441"),
        ("\"governance-head\"", "\"nobody\""),
        ("done = \"open-rooms\"", "done = \"fly\""),
        ("people = [12, 15]", "people = [12, 15, 20]"),
    ] {
        let said = with(old, new);
        assert!(
            matches!(said, Err(DrillError::Unknown(_))),
            "{new}: {said:?}"
        );
    }
    assert_eq!(
        with("plan = \"sample-park\"", "plan = \"other\""),
        Err(DrillError::OtherPlan("other".into()))
    );
    assert_eq!(
        with("people = [12, 15]", "people = [0]"),
        Err(DrillError::Run(RunRefusal::BadHeadcount))
    );
}
