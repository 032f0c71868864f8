//! The roster 值班表: which official holds which post of a plan at which hour.
//!
//! It names officials in office, whom the public has a right to know, and the ways by which they
//! can be called; numbers and addresses are not in it. Nobody who petitions stands in a roster.

pub mod change;
mod check;
pub mod feed;
mod on_call;
mod parse;
mod readiness;
mod watch;

pub(crate) use check::check;
pub use on_call::{OnCall, TestState, on_call};
pub use readiness::{CrewGap, CrewReadiness, Gap, PostReadiness, Readiness, Shift, shifts};

use crate::calendar::days_between;
use crate::event::DutyChange;
use crate::plan::{Channel, Day, Finding, Key, Qualification, Span};
use crate::time::Instant;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A roster, in one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Roster {
    /// The id of the plan whose posts it fills.
    pub plan: Key,
    /// The version, sortable as text.
    pub version: String,
    /// The officials that it names.
    pub staff: Vec<Official>,
    /// Who holds what, when.
    pub duties: Vec<Duty>,
    /// What is otherwise for once; it goes before the duties.
    pub overrides: Vec<Override>,
}

/// An official 工作人员 in office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Official {
    /// Their id in the file.
    pub id: Key,
    /// Their name.
    pub name: String,
    /// The ways by which they can be called.
    pub channels: Vec<Channel>,
    /// Whether they sign in here. Somebody without an account is a lawful holder all the same, such as
    /// the head of a village: the desk rings them by hand, and they are paged like others where a number or
    /// an address of theirs is on file. The file says so, so that a mistyped id is told from them.
    pub account: bool,
    /// What they are trained for.
    pub qualifications: Vec<Qualification>,
    /// Their line in the file.
    pub line: usize,
}

/// What an authority has on file to reach the officials of a roster by: of whom, never what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnFile {
    /// Of whom it has a telephone, by the roster's id.
    pub phone: BTreeSet<Key>,
    /// Of whom it has an e-mail address.
    pub email: BTreeSet<Key>,
}

/// A post held 值班 at some hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// The post.
    pub post: Key,
    /// Who holds it; several take turns.
    pub staff: Vec<Key>,
    /// At which hours; none means always.
    pub span: Option<Span>,
    /// How they take turns; none where one alone holds it.
    pub rotation: Option<Rotation>,
    /// Its line in the file.
    pub line: usize,
}

/// Turns 轮值 that change with the day on which the hours begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The days of a turn: 1 or 7.
    pub turn_days: i64,
    /// The day on which the first has the first turn.
    pub since: Date,
}

/// A post held by somebody else 调班, or by nobody, for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The post.
    pub post: Key,
    /// Who holds it; nobody where it is not said.
    pub staff: Option<Key>,
    /// From this instant.
    pub from: Instant,
    /// To this instant, which is not part of it.
    pub to: Instant,
    /// Its line in the file.
    pub line: usize,
}

impl Roster {
    /// Reads a roster.
    ///
    /// # Errors
    /// Everything wrong with its form, with line and field, `roster.` before it; correct it and
    /// read it again.
    pub fn parse(toml: &str) -> Result<Self, Vec<Finding>> {
        let reading = parse::read(toml);
        match reading.value {
            Some(roster) if reading.findings.is_empty() => Ok(roster),
            _ => Err(reading.findings),
        }
    }

    /// The same roster with what was changed since it was lodged, the newest change first: each goes
    /// before those after it, and before what the file says.
    #[must_use]
    pub fn with_changes(mut self, changes: &[DutyChange]) -> Self {
        let of_this = changes.iter().filter(|one| *one.plan == *self.plan);
        let newest = of_this.map(|one| Override {
            post: Key::new(&one.post),
            staff: Some(Key::new(&one.holder)),
            from: one.from,
            to: one.to,
            line: 0,
        });
        let newest: Vec<Override> = newest.collect();
        self.overrides.splice(0..0, newest);
        self
    }

    /// The same roster as its officials can be called: by hand the desk rings anybody; text message, work
    /// chat and mail take an address that is on file. Where nothing is known of addresses, as of a file,
    /// whoever has an account is taken to have left theirs, and whoever has none is rung by hand only.
    #[must_use]
    pub fn as_called(mut self, on_file: Option<&OnFile>) -> Self {
        for official in &mut self.staff {
            let (id, account) = (&official.id, official.account);
            official.channels.retain(|way| match (way, on_file) {
                (Channel::Phone | Channel::Desk, _) => true,
                (Channel::Sms | Channel::Chat, Some(known)) => known.phone.contains(id),
                (Channel::Email, Some(known)) => known.email.contains(id),
                (_, None) => account,
            });
        }
        self
    }

    /// The official with this id.
    pub fn official(&self, id: &str) -> Option<&Official> {
        self.staff.iter().find(|official| *official.id == *id)
    }

    /// Whether somebody has a turn in a post, whenever that is.
    pub fn has_turn(&self, post: &str, id: &str) -> bool {
        let duties = self.duties.iter().filter(|duty| *duty.post == *post);
        let overrides = self.overrides.iter().filter(|one| *one.post == *post);
        let takes = overrides.filter_map(|one| one.staff.as_ref());
        let mut turns = duties.flat_map(|duty| &duty.staff).chain(takes);
        turns.any(|one| **one == *id)
    }

    /// Who holds a post at an instant, which is this minute of this day.
    pub fn holder(&self, post: &str, at: Instant, day: &Day, minute: u16) -> Option<&Official> {
        let mut overrides = self.overrides.iter();
        let other = overrides.find(|one| *one.post == *post && one.from <= at && at < one.to);
        let id = match other {
            Some(one) => one.staff.as_ref()?,
            None => self
                .duties
                .iter()
                .filter(|duty| *duty.post == *post)
                .find_map(|duty| duty.holder(day, minute))?,
        };
        self.official(id)
    }
}

impl Duty {
    /// Who has the duty at a minute of a day; nobody outside its hours.
    pub fn holder(&self, day: &Day, minute: u16) -> Option<&Key> {
        let begun = match &self.span {
            Some(span) => span.begun(day, minute)?,
            None => day.date,
        };
        let Some(rotation) = self.rotation else {
            return self.staff.first();
        };
        let turns = days_between(rotation.since, begun).div_euclid(rotation.turn_days);
        let among = i64::try_from(self.staff.len())
            .ok()
            .filter(|many| *many > 0)?;
        let index = usize::try_from(turns.rem_euclid(among)).ok()?;
        self.staff.get(index)
    }
}
