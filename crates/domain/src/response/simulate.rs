//! Tries a plan out: the function that runs a response, with scripted answers and a clock of its
//! own. What a run does, the simulation does, because it is the same function.

use super::{
    Command, Event, Opening, PutIn, Recorded, Response, RunRefusal, Scene, decide, evolve,
};
use crate::plan::{Key, MINUTE_MICROS};
use crate::time::Instant;

/// Who answers how. Whoever is not silent acknowledges at once and is there after the travel time
/// that the plan declares.
#[derive(Clone, Copy, Debug, Default)]
pub struct Script<'a> {
    /// Posts whose holders never answer.
    pub silent: &'a [Key],
    /// What is put in, by minutes after the opening.
    pub injects: &'a [PutIn],
}

/// What a simulated response did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When it began.
    pub opened_at: Instant,
    /// Every event, in order.
    pub record: Vec<Recorded>,
    /// What is true at its end.
    pub response: Response,
    /// When everybody whom the rule needs was there; none if that never came.
    pub received_at: Option<Instant>,
}

impl Run {
    /// Minutes from the opening to an instant.
    pub fn minutes(&self, at: Instant) -> i64 {
        at.micros().saturating_sub(self.opened_at.micros()) / MINUTE_MICROS
    }

    /// How long people waited until everybody whom the rule needs was there, in minutes.
    pub fn reception_minutes(&self) -> Option<i64> {
        self.received_at.map(|at| self.minutes(at))
    }
}

/// More steps than any response of a checked plan takes; bounds the loop.
const STEPS_MAX: usize = 10_000;

/// Runs a response from its opening until every call is settled and each first report is up.
///
/// # Errors
/// [`RunRefusal`] when it cannot begin; what to do is in its message.
pub fn simulate(
    scene: &Scene<'_>,
    script: &Script<'_>,
    (place, opening): (&Key, Opening),
    at: Instant,
) -> Result<Run, RunRefusal> {
    let mut stage = Stage {
        scene,
        script,
        run: Run {
            opened_at: at,
            record: Vec::new(),
            response: Response::default(),
            received_at: None,
        },
        waiting: Vec::new(),
    };
    let command = Command::Open {
        place: place.clone(),
        opening,
        respondents: Vec::new(),
    };
    stage.give(&command, at)?;
    if !script.injects.is_empty() {
        stage.give(&Command::LoadScript(script.injects.to_vec()), at)?;
    }
    for _ in 0..STEPS_MAX {
        // Answers before time, when both fall on one instant: a term is inclusive (RULES 1.4).
        let moment = stage.next_moment();
        match (stage.next_answer(), moment) {
            (Some((index, at)), moment) if moment.is_none_or(|moment| at <= moment) => {
                let (_, command) = stage.waiting.remove(index);
                stage.give(&command, at)?;
            }
            (_, Some(moment)) => stage.give(&Command::Tick, moment)?,
            (_, None) => break,
        }
    }
    Ok(stage.run)
}

struct Stage<'a> {
    scene: &'a Scene<'a>,
    script: &'a Script<'a>,
    run: Run,
    /// What those who were called will do, and when.
    waiting: Vec<(Instant, Command)>,
}

impl Stage<'_> {
    fn give(&mut self, command: &Command, at: Instant) -> Result<(), RunRefusal> {
        for recorded in decide(&self.run.response, command, self.scene, at)? {
            evolve(&mut self.run.response, &recorded);
            self.answer(&recorded);
            self.run.record.push(recorded);
        }
        if self.run.received_at.is_none() && self.run.response.is_received(self.scene.plan) {
            self.run.received_at = Some(at);
        }
        Ok(())
    }

    /// What those do whom an event concerns.
    fn answer(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        match &recorded.event {
            Event::Paged {
                page,
                step_post,
                with,
                ..
            } => {
                let silent = self.script.silent.contains(step_post);
                match with {
                    // Whoever is silent for one post does not answer the page that names it.
                    Some(first) if silent => {
                        let answer = Command::Acknowledge(*first);
                        self.waiting.retain(|(_, command)| *command != answer);
                    }
                    Some(_) => {}
                    None => {
                        self.waiting.push((at, Command::HandOver(*page)));
                        if !silent {
                            self.waiting.push((at, Command::Acknowledge(*page)));
                        }
                    }
                }
            }
            Event::Acknowledged { page, post } => {
                let response = &self.run.response;
                let by = response.call(post).map(|call| call.by);
                let who = response.page(*page).map(|page| &page.step_post);
                if let (Some(by), Some(who)) = (by, who) {
                    let minutes = self.scene.plan.travel_minutes(who, by);
                    let there = at.plus_micros(i64::from(minutes) * MINUTE_MICROS);
                    self.waiting
                        .push((there, Command::Arrive(vec![post.clone()])));
                }
            }
            // Only the first report is sent, so that the second one shows when it is owed.
            Event::ReportOwed {
                to,
                number: 1,
                due_at,
                ..
            } => self
                .waiting
                .push((*due_at, Command::SendReport(to.clone()))),
            _ => {}
        }
    }

    /// The answer that comes first; of several at one instant the one that was set up first.
    fn next_answer(&self) -> Option<(usize, Instant)> {
        let answers = self.waiting.iter().enumerate();
        let first = answers.min_by_key(|(index, (at, _))| (*at, *index));
        first.map(|(index, (at, _))| (index, *at))
    }

    /// When time next changes a call; reports that are owed later are left to come.
    fn next_moment(&self) -> Option<Instant> {
        let settled = |call: &super::Call| {
            !call.is_awaited()
                || matches!(call.phase, super::Phase::Exhausted | super::Phase::ByHand)
                    && call.missed
        };
        let response = &self.run.response;
        if response.calls.iter().all(settled) && response.next_inject().is_none() {
            return None;
        }
        response.next_moment()
    }
}
