//! The obligation 时限责任: what an authority owes somebody by a time, and the window 申请期:
//! until when somebody may do something (RULES 1.3).

use crate::deadline::moments::{Moment, MomentKind};
use crate::deadline::{Deadline, Suspension};
use crate::event::Pinned;
use crate::ids::{ObligationId, PostId, StaffId, UnitId};
use crate::petition::PetitionState;
use crate::rulebook::{Duty, EventName, Term};
use crate::time::{Instant, Zone};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An obligation or window as the event that opened it recorded it. Its id follows from that
/// event's position ([`crate::ids::ObligationId::opened_at`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationOpened {
    /// The term's id in its rulebook, such as `sort`.
    pub term: String,
    /// Statutory duty, house duty, or window.
    pub duty: Duty,
    /// The unit that owes it.
    pub unit: UnitId,
    /// When its clock started.
    pub from: Instant,
    /// The zone in which its civil days are taken, an IANA name (RULES 1.4).
    pub zone: String,
    /// The last day on which it is in time.
    pub due_date: Date,
    /// The instant that day ends (exclusive), or the exact instant of a minute or hour term.
    pub due_at: Instant,
    /// Whether a calendar not yet announced can still change the date.
    pub provisional: bool,
    /// The post whose holder owes it, where a post does and not the whole unit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub post: Option<PostId>,
    /// Whether a person set the last day within the rule, such as the limit of an assignment.
    #[serde(skip_serializing_if = "is_false", default)]
    pub set: bool,
    /// When the ticker looks at it first: a reminder, the end, or a step of escalation. Events of
    /// the first version do not say; then it is `due_at`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_at: Option<Instant>,
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

impl ObligationOpened {
    /// Opens an obligation for a term, whose clock started at an instant and is read in a zone, with
    /// the date that [`crate::deadline`] found.
    pub fn new(term: &Term, unit: UnitId, clock: (Instant, &Zone), deadline: &Deadline) -> Self {
        Self {
            term: term.id.clone(),
            duty: term.duty,
            unit,
            from: clock.0,
            zone: clock.1.name().to_owned(),
            due_date: deadline.due_date,
            due_at: deadline.due_at,
            provisional: deadline.provisional,
            post: None,
            set: false,
            next_at: None,
        }
    }

    /// When the ticker looks at it first.
    pub fn first_moment(&self) -> Instant {
        self.next_at.unwrap_or(self.due_at)
    }
}

/// An obligation whose date, owner or clock changed. What is absent stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationMoved {
    /// Which.
    pub obligation: Option<ObligationId>,
    /// Who owes it now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<UnitId>,
    /// The post whose holder owes it now. A unit without a post owes it as a whole.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub post: Option<PostId>,
    /// From when it counts now, where its start was entered wrongly.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Instant>,
    /// The dates that hold now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<NewDue>,
    /// Everything that is left out of its clock now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub suspensions: Option<Vec<Suspension>>,
    /// Whether its extension was granted.
    #[serde(skip_serializing_if = "is_false", default)]
    pub extended: bool,
    /// When the ticker looks at it next; nothing if it does not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<NextMoment>,
}

/// The dates of an obligation after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewDue {
    /// The last day on which it is in time.
    pub due_date: Date,
    /// The instant that ends it.
    pub due_at: Instant,
    /// Whether a calendar not yet announced can still change the date.
    pub provisional: bool,
}

/// When the ticker looks at an obligation next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextMoment {
    /// The instant; nothing while it is paused or when nothing follows.
    pub at: Option<Instant>,
}

/// What an event does to the obligations of a petition, and to where the petition stands. Recorded
/// as facts, so that state follows from the journal without any rulebook.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effects {
    /// Where the petition stands now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<PetitionState>,
    /// The unit that stands as responsible now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<UnitId>,
    /// Duties that it met, at its effective time.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub met: Vec<ObligationId>,
    /// Duties that it waived (RULES 5.8).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub waived: Vec<ObligationId>,
    /// Windows that it closed.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub closed: Vec<ObligationId>,
    /// Duties that return to what they were before they were waived (un-merging).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub returned: Vec<ObligationId>,
    /// Breaches that it corrects: they had been met in time (RULES 1.2).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub corrected: Vec<ObligationId>,
    /// Duties that an earlier time had met, or whose breach it had corrected, until that time was
    /// disputed rightly (RULES 1.1).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub restated: Vec<Restated>,
    /// Duties and windows that it opened.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub opened: Vec<Opened>,
    /// Duties whose date, owner or clock it changed.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub moved: Vec<ObligationMoved>,
}

/// A duty whose earlier time was disputed rightly: no correction of its breach holds any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restated {
    /// Which.
    pub obligation: ObligationId,
    /// When it counts as met from now on: when the disputed entry was made. Nothing where it stands
    /// as it stood before that entry.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub met_at: Option<Instant>,
}

/// An obligation that an event opened, with the rules that it runs under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The obligation.
    pub obligation: ObligationOpened,
    /// Its rulebook.
    pub rulebook: Pinned,
    /// The calendar that its date was counted with.
    pub calendar: Pinned,
}

impl Effects {
    /// Whether the event does nothing to obligations or state.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where an obligation stands. Lateness is no state: it is `due_at` held against the instant at
/// which it was met, or against now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObligationState {
    /// Owed.
    Open,
    /// Done, at the instant that stands beside it.
    Met,
    /// Owed no more, for a cause of the closed list (RULES 5.8).
    Waived,
    /// A window that ended.
    Closed,
}

impl ObligationState {
    /// Every state.
    pub const ALL: &'static [Self] = &[Self::Open, Self::Met, Self::Waived, Self::Closed];

    /// The word that the store keeps.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Met => "met",
            Self::Waived => "waived",
            Self::Closed => "closed",
        }
    }

    /// Reads the word that the store keeps.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.word() == word)
    }
}

/// An obligation as it stands now: what the journal tells of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    /// As it was opened, with the dates and the owner that hold now.
    pub opened: ObligationOpened,
    /// Its rulebook.
    pub rulebook: Pinned,
    /// The calendar that its date was counted with.
    pub calendar: Pinned,
    /// Where it stands.
    pub state: ObligationState,
    /// When it was met, waived or closed.
    pub ended_at: Option<Instant>,
    /// When its breach was recorded.
    pub breached_at: Option<Instant>,
    /// Whether its breach was corrected: it had been met in time.
    pub corrected: bool,
    /// What is left out of its clock.
    pub suspensions: Vec<Suspension>,
    /// Whether its clock is stopped now, and for which cause.
    pub paused: Option<EventName>,
    /// The first day of the pause that runs now.
    pub paused_from: Option<Date>,
    /// Whether its extension was granted.
    pub extended: bool,
    /// Reminders sent so far.
    pub warned: u8,
    /// Steps of escalation taken so far.
    pub step: u8,
    /// Whether somebody acknowledged; once, it delayed the next step (RULES 5.10).
    pub acknowledged: bool,
    /// When the ticker looks at it next.
    pub next_at: Option<Instant>,
    /// Whom its steps of escalation told, the first first.
    pub climbed: Vec<Climbed>,
}

/// A step of escalation that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Climbed {
    /// Which; the first is 1.
    pub step: u8,
    /// The posts that it told.
    pub told: Vec<PostId>,
    /// The people without a post that it told.
    pub staff: Vec<StaffId>,
    /// When.
    pub at: Instant,
}

impl Owed {
    /// As an event opened it.
    pub fn new(opened: &Opened) -> Self {
        Self {
            opened: opened.obligation.clone(),
            rulebook: opened.rulebook.clone(),
            calendar: opened.calendar.clone(),
            state: ObligationState::Open,
            ended_at: None,
            breached_at: None,
            corrected: false,
            suspensions: Vec::new(),
            paused: None,
            paused_from: None,
            extended: false,
            warned: 0,
            step: 0,
            acknowledged: false,
            next_at: Some(opened.obligation.first_moment()),
            climbed: Vec::new(),
        }
    }

    /// Whether it is owed or, a window, open.
    pub fn is_open(&self) -> bool {
        self.state == ObligationState::Open
    }

    /// Whether it is a duty that is owed.
    pub fn is_open_duty(&self) -> bool {
        self.is_open() && self.opened.duty != Duty::Window
    }

    /// The last step of escalation that told somebody: one of these posts, or without a post.
    pub fn climbed_to(&self, posts: impl Fn(&PostId) -> bool, staff: StaffId) -> Option<&Climbed> {
        let mut steps = self.climbed.iter().rev();
        steps.find(|step| step.told.iter().any(&posts) || step.staff.contains(&staff))
    }

    /// Applies a change.
    pub fn apply(&mut self, moved: &ObligationMoved) {
        if let Some(unit) = moved.unit {
            self.opened.unit = unit;
        }
        if moved.unit.is_some() || moved.post.is_some() {
            self.opened.post = moved.post;
        }
        if let Some(from) = moved.from {
            self.opened.from = from;
        }
        if let Some(due) = moved.due {
            self.opened.due_date = due.due_date;
            self.opened.due_at = due.due_at;
            self.opened.provisional = due.provisional;
        }
        if let Some(suspensions) = &moved.suspensions {
            self.suspensions.clone_from(suspensions);
        }
        self.extended |= moved.extended;
        if let Some(next) = moved.next {
            self.next_at = next.at;
        }
    }

    /// Its dates, as they hold now.
    pub fn deadline(&self, term: &Term) -> Deadline {
        Deadline {
            due_date: self.opened.due_date,
            due_at: self.opened.due_at,
            provisional: self.opened.provisional,
            last_counted: self.opened.due_date,
            inclusive: term.length.is_exact() && !self.opened.set,
            consulted: None,
        }
    }

    /// The moment after the one at `after`, of all that its dates have, as its state has it.
    pub fn moment_after(&self, all: &[Moment], after: Instant) -> Option<Moment> {
        if self.breached_at.is_some() {
            let mut steps = all.iter();
            let step = steps.find(|moment| moment.kind == MomentKind::Escalate(self.step));
            return step.map(|moment| Moment {
                // A step before it may have been delayed (RULES 5.10).
                at: moment.at.max(after),
                ..*moment
            });
        }
        let next = all.iter().find(|moment| match moment.kind {
            MomentKind::Warn(_) => moment.at > after,
            MomentKind::Due => true,
            MomentKind::Escalate(_) => false,
        });
        next.copied()
    }

    /// Ends it.
    pub fn end(&mut self, state: ObligationState, at: Instant) {
        self.state = state;
        self.ended_at = Some(at);
        self.next_at = None;
        self.paused = None;
    }
}
