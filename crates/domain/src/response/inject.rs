//! What a script puts into a drill that runs in real time: at its minute each inject happens by itself, by the
//! same decisions as if a person had told it, and the record says that the script did.

use super::decide::Deciding;
use super::{Event, Headcount, Recorded, Response, RunRefusal};
use crate::plan::{MINUTE_MICROS, RunLevel, TaskKind};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Something that is put in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutIn {
    /// Minutes after the opening.
    pub minute: u32,
    /// What.
    pub what: Putting,
}

/// What an inject does. It plays a headcount, a decision or a task; it has nothing that is done to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Putting {
    /// More or fewer people are played.
    People(Headcount),
    /// Whoever is in charge sets a farther level.
    Raise(RunLevel),
    /// A task of the rule is done.
    Done(TaskKind),
    /// The players are told something.
    Note,
}

impl Response {
    /// The inject that comes next, and when.
    pub(super) fn next_inject(&self) -> Option<(u32, &PutIn, Instant)> {
        let (nth, next) = (0u32..).zip(&self.script).nth(self.injected as usize)?;
        let micros = i64::from(next.minute) * MINUTE_MICROS;
        Some((nth, next, self.opened_at?.plus_micros(micros)))
    }

    /// What the script put in as this one.
    pub fn inject(&self, nth: u32) -> Option<&PutIn> {
        self.script.get(nth as usize)
    }
}

impl Deciding<'_> {
    /// The script of a drill, in the order of its minutes. Nothing happened yet but the opening.
    pub(super) fn load_script(&mut self, injects: &[PutIn]) -> Result<(), RunRefusal> {
        if !self.response.script.is_empty() {
            return Err(RunRefusal::AlreadyOpen);
        }
        let mut injects = injects.to_vec();
        injects.sort_by_key(|one| one.minute);
        self.note(self.now, Event::ScriptLoaded { injects });
        Ok(())
    }

    /// Puts one inject in, at its moment.
    pub(super) fn put_in(&mut self, (nth, what, at): (u32, Putting, Instant)) {
        let told = self.record.len();
        let done = match what {
            Putting::People(headcount) => self.count(headcount),
            Putting::Raise(level) => self.raise(level),
            Putting::Done(kind) => {
                let done = super::after::do_task(self.response, kind, self.scene, at);
                done.map(|one| self.record.push(one))
            }
            Putting::Note => Ok(()),
        };
        let refused = done.err().map(|refusal| refusal.word().to_owned());
        if refused.is_some() {
            self.record.truncate(told);
        }
        // First that it was put in, then what came of it.
        let event = Event::Injected { nth, refused };
        self.record.insert(told, Recorded { at, event });
    }
}
