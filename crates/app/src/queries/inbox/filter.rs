//! What an inbox is asked for.

use super::days::Days;
use crate::authorise::Principal;
use huiyin_domain::ids::{ObligationId, UnitId};
use huiyin_domain::petition::{Class, PetitionState};
use huiyin_domain::time::Instant;
use huiyin_store::rows::{InboxQuery, InboxRow, InboxSight};

/// Until when what is not late yet is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboxDue {
    /// By the end of today.
    Today,
    /// By the end of the seventh day after today.
    Week,
}

impl InboxDue {
    /// Both, the nearer first.
    pub const ALL: [Self; 2] = [Self::Today, Self::Week];

    /// Its word in an address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "week",
        }
    }

    /// Reads a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct InboxFilter {
    /// Of this unit only, by its id.
    pub unit: Option<UnitId>,
    /// Of this term only.
    pub term: Option<String>,
    /// Of this category and those under it only.
    pub category: Option<String>,
    /// In this state only.
    pub state: Option<PetitionState>,
    /// Of this class only.
    pub class: Option<Class>,
    /// Late only.
    pub late: bool,
    /// Not late, and due by then.
    pub due: Option<InboxDue>,
    /// Where people are in danger only, in whichever unit that whoever asks is told of it.
    pub danger: bool,
    /// Nobody works on it. A page of this or of the next looks through 300 duties that whoever asks may know of, so
    /// it may be short, or empty, and still have a next.
    pub untaken: bool,
    /// What units put off.
    pub put_off: bool,
    /// With units under the own ones: what my units owe.
    pub whole: bool,
    /// Without what another post owes, unless people are in danger from the matter: what I owe.
    pub own: bool,
    /// After the row that the cursor of the page before names.
    pub after: Option<String>,
}

impl InboxFilter {
    /// The same as the store asks for rows: of the list and of its news alike, so that both let the same through.
    pub(super) fn query(&self, who: &Principal, days: Days) -> InboxQuery {
        let begin = match self.due {
            Some(_) => days.now,
            None => Instant::from_micros(i64::MIN),
        };
        let before = match (self.late, self.due) {
            (true, _) => days.now,
            (false, Some(due)) => days.end(due),
            (false, None) => Instant::from_micros(i64::MAX),
        };
        InboxQuery {
            after: (begin, ObligationId::new(0)),
            before,
            term: self.term.clone(),
            category: self.category.clone(),
            state: self.state,
            class: self.class,
            own: self.own.then(|| who.posts.clone()),
            rows_max: 0,
            sight: InboxSight::default(),
        }
    }

    /// Whether it asks for what only whoever may open a petition may know of it.
    pub(super) const fn tells(&self) -> bool {
        self.category.is_some() || self.state.is_some() || self.class.is_some()
    }

    /// Whether it asks for petitions of some kind only.
    pub(super) const fn narrows(&self) -> bool {
        self.tells() || self.unit.is_some() || self.term.is_some() || self.untaken
    }

    /// Whether it asks for what is told by looking at each duty.
    pub(super) const fn looks_through(&self) -> bool {
        self.put_off || self.untaken
    }

    /// Whether its list begins with what people are in danger from, in whichever unit: the whole one, and each to which
    /// a number above the list leads, so that it has what the number counts.
    pub(super) const fn begins_with_danger(&self) -> bool {
        let narrows = self.tells() || self.unit.is_some() || self.term.is_some();
        !narrows && !self.put_off && !self.danger
    }

    /// Whether a row is owed by whom it asks for.
    pub(super) fn owed_by(&self, who: &Principal, row: &InboxRow) -> bool {
        !self.own || row.post.is_none_or(|post| who.posts.contains(&post))
    }

    /// Whether a row is asked for, as far as the row tells.
    pub(super) fn lets(&self, row: &InboxRow, who: &Principal, days: Days) -> bool {
        let term = self.term.as_ref().is_none_or(|term| *term == row.term);
        let category = self.category.as_deref().is_none_or(|code| {
            let of = row.category.as_deref();
            of.is_some_and(|category| category.starts_with(code))
        });
        let unit = self.unit.is_none_or(|unit| unit == row.unit);
        let state = self.state.is_none_or(|state| state == row.state);
        let class = self.class.is_none_or(|class| row.class == Some(class));
        let late = !self.late || row.due_at < days.now;
        let within = |due| days.now <= row.due_at && row.due_at < days.end(due);
        let due = self.due.is_none_or(within);
        let danger = !self.danger || row.danger;
        let untaken = !self.untaken || row.handler.is_none();
        let own = row.danger || self.owed_by(who, row);
        term && category && unit && state && class && late && due && danger && untaken && own
    }
}
