//! Which drills count as held: what the rule owes was tried to its limit.

use super::plan_draft::calendar;
use huiyin_domain::plan::{Key, MINUTE_MICROS, Plan, TaskKind};
use huiyin_domain::response::{
    Command, Headcount, Opening, PutIn, Putting, Response, Scene, Untried, decide, evolve,
};
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;

fn plan() -> Plan {
    let mut plans = shipped::plans().iter();
    let park = plans.find(|one| one.id == "sample-park").expect("shipped");
    Plan::parse(park.plan).expect("a plan")
}

fn begin() -> Instant {
    Instant::parse("2026-09-18T10:00:00+08:00").expect("an instant")
}

fn minute(nth: i64) -> Instant {
    begin().plus_micros(nth * MINUTE_MICROS)
}

/// A drill that runs, and the plan that it runs under.
struct Drill {
    plan: Plan,
    response: Response,
}

impl Drill {
    fn begun() -> Self {
        let mut drill = Self {
            plan: plan(),
            response: Response::default(),
        };
        let open = Command::Open {
            place: Key::new("park-reception"),
            opening: Opening::Here(Headcount::exactly(5)),
            respondents: Vec::new(),
        };
        drill.give(&open, 0);
        drill
    }

    fn give(&mut self, command: &Command, at: i64) {
        let scene = Scene {
            plan: &self.plan,
            calendar: calendar(),
            roster: None,
            concerned: None,
        };
        let decided = decide(&self.response, command, &scene, minute(at));
        for one in decided.expect("allowed") {
            evolve(&mut self.response, &one);
        }
    }

    fn untried(&self, at: i64) -> Vec<Untried> {
        self.response.untried(&self.plan, minute(at))
    }

    /// Everything that the rule owes is done, but for what is said.
    fn all_done(&mut self) {
        let posts: Vec<Key> = self
            .response
            .calls
            .iter()
            .map(|call| call.post.clone())
            .collect();
        for post in posts {
            self.give(&Command::Arrive(vec![post]), 1);
        }
        let rule = self.response.rule.clone().expect("a rule");
        let tasks = self.plan.rule(&rule).expect("there").tasks.clone();
        for task in tasks.iter().filter(|task| task.danger.is_none()) {
            self.give(&Command::DoTask(task.kind), 2);
        }
        let owed: Vec<Key> = self
            .response
            .reports
            .iter()
            .map(|owed| owed.to.clone())
            .collect();
        for to in owed {
            self.give(&Command::SendReport(to), 3);
        }
    }
}

#[test]
fn a_drill_that_is_ended_at_once_tried_nothing() {
    let drill = Drill::begun();
    let untried = drill.untried(0);
    let posts = untried
        .iter()
        .filter(|one| matches!(one, Untried::Post(..)));
    assert_eq!(posts.count(), drill.response.calls.len());
    let report = |one: &Untried| matches!(one, Untried::Report(..));
    assert!(untried.iter().any(report), "{untried:?}");
}

#[test]
fn one_in_which_everything_was_done_counts_however_soon_it_ends() {
    let mut drill = Drill::begun();
    drill.all_done();
    assert_eq!(drill.untried(4), []);
}

#[test]
fn an_answer_alone_is_no_arrival_and_counts_only_once_its_time_passed() {
    let mut drill = Drill::begun();
    let post = drill.response.calls[0].post.clone();
    let waits = |drill: &Drill, at: i64| {
        let of = |one: &Untried| matches!(one, Untried::Post(id, _) if *id == post);
        drill.untried(at).iter().any(of)
    };
    drill.give(&Command::HandOver(1), 0);
    drill.give(&Command::Acknowledge(1), 1);
    assert!(waits(&drill, 2), "they are on their way");
    // A term of minutes is inclusive: twenty minutes are over just after the twentieth.
    assert!(waits(&drill, 20));
    assert!(!waits(&drill, 21));
}

#[test]
fn a_ladder_that_ended_without_anybody_was_tried() {
    let mut drill = Drill::begun();
    let post = drill.response.calls[0].post.clone();
    let of = |one: &Untried| matches!(one, Untried::Post(id, _) if *id == post);
    // Whoever is called says no, until nobody of the ladder is left.
    for page in 1..50 {
        let waited = drill.response.page(page).map(|page| page.post.clone());
        if waited.as_ref() == Some(&post)
            && drill.response.call(&post).is_some_and(|call| {
                call.phase == huiyin_domain::response::Phase::Calling(Some(page))
            })
        {
            drill.give(&Command::Decline(page), 1);
        }
    }
    assert!(
        !drill.untried(1).iter().any(of),
        "{:?}",
        drill.response.call(&post)
    );
}

#[test]
fn everything_counts_once_every_limit_has_passed() {
    let drill = Drill::begun();
    let last = 24 * 60;
    assert_eq!(
        drill.untried(last),
        [],
        "late and never are what a drill is there to find out"
    );
    let due = drill.response.reports[0].due_at;
    let waits = |at: Instant| {
        let untried = drill.response.untried(&drill.plan, at);
        untried.iter().any(|one| matches!(one, Untried::Report(..)))
    };
    assert!(waits(due));
    assert!(!waits(due.plus_micros(1)));
}

#[test]
fn a_script_is_played_to_its_end_and_a_task_done_or_late() {
    let mut drill = Drill::begun();
    let later = PutIn {
        minute: 90,
        what: Putting::Done(TaskKind::Water),
    };
    drill.give(&Command::LoadScript(vec![later]), 0);
    drill.all_done();
    assert_eq!(drill.untried(4), [Untried::Script(1)]);
    let words = Untried::Script(1).words(&drill.plan, &drill.plan.zone);
    assert!(
        words.zh.contains("1步") && words.en.ends_with('1'),
        "{words:?}"
    );
}

#[test]
fn a_drill_without_a_rule_practised_nothing() {
    let nothing = Response::default().untried(&plan(), begin());
    assert_eq!(nothing, [Untried::Nothing]);
}
