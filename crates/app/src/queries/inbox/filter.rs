//! What an inbox is asked for.

use huiyin_domain::ids::UnitId;
use huiyin_domain::petition::{Class, PetitionState};

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
    /// Nobody works on it.
    pub untaken: bool,
    /// What units put off. A page looks through 300 duties, so it may be short, or empty, and still have a next.
    pub put_off: bool,
    /// With units under the own ones: what my units owe.
    pub whole: bool,
    /// After the row that the cursor of the page before names.
    pub after: Option<String>,
}

impl InboxFilter {
    /// Whether it asks for what only whoever may open a petition may know of it.
    pub(super) const fn tells(&self) -> bool {
        self.category.is_some() || self.state.is_some() || self.class.is_some()
    }

    /// Whether it asks for petitions of some kind only.
    pub(super) const fn narrows(&self) -> bool {
        self.tells() || self.unit.is_some() || self.term.is_some() || self.untaken
    }
}
