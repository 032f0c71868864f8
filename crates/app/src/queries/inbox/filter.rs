//! What an inbox is asked for.

use huiyin_domain::ids::{ObligationId, UnitId};
use huiyin_domain::petition::{Class, PetitionState};
use huiyin_domain::time::Instant;
use huiyin_store::rows::{InboxQuery, InboxRow, InboxSight};

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
    /// Where people are in danger only, in whichever unit that whoever asks is told of it.
    pub danger: bool,
    /// Nobody works on it. A page of this or of the next looks through 300 duties that whoever asks may know of, so
    /// it may be short, or empty, and still have a next.
    pub untaken: bool,
    /// What units put off.
    pub put_off: bool,
    /// With units under the own ones: what my units owe.
    pub whole: bool,
    /// After the row that the cursor of the page before names.
    pub after: Option<String>,
}

impl InboxFilter {
    /// The same as the store asks for rows: of the list and of its news alike, so that both let the same through.
    pub(super) fn query(&self, now: Instant) -> InboxQuery {
        InboxQuery {
            after: (Instant::from_micros(i64::MIN), ObligationId::new(0)),
            before: match self.late {
                true => now,
                false => Instant::from_micros(i64::MAX),
            },
            term: self.term.clone(),
            category: self.category.clone(),
            state: self.state,
            class: self.class,
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

    /// Whether it leaves nothing out.
    pub(super) const fn is_whole_list(&self) -> bool {
        !self.narrows() && !self.late && !self.put_off && !self.danger
    }

    /// Whether a row is asked for, as far as the row tells.
    pub(super) fn lets(&self, row: &InboxRow, now: Instant) -> bool {
        let term = self.term.as_ref().is_none_or(|term| *term == row.term);
        let category = self.category.as_deref().is_none_or(|code| {
            let of = row.category.as_deref();
            of.is_some_and(|category| category.starts_with(code))
        });
        let unit = self.unit.is_none_or(|unit| unit == row.unit);
        let state = self.state.is_none_or(|state| state == row.state);
        let class = self.class.is_none_or(|class| row.class == Some(class));
        let late = !self.late || row.due_at < now;
        let danger = !self.danger || row.danger;
        let untaken = !self.untaken || row.handler.is_none();
        term && category && unit && state && class && late && danger && untaken
    }
}
