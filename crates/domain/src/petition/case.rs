//! A petition as it stands: what its journal tells, folded. The fold cannot fail and knows no rule.

mod answer;
mod clock;
mod earlier;
mod fact;
mod fold;
mod group;
mod official_seal;
mod put_off;

use super::{Channel, Class, EntryPart, NoticeWish, PetitionState, ReviewAsked, ReviewOf, Who};
use crate::event::{
    AccessPart, Actor, Document, Envelope, Event, PetitionImported, PetitionRegistered, Pinned,
    Proposal, ServiceWay,
};
use crate::ids::{AuthorityId, ObligationId, PetitionId, Position, PostId, StaffId, UnitId};
use crate::number::PetitionNumber;
use crate::obligation::{ObligationOpened, Opened, Owed};
use crate::official_seal::SealImage;
use crate::time::Instant;
pub use answer::{AnswerFacts, AnswerStage};
pub use fact::{FactSaid, StatedFact};
pub use group::Group;
use jiff::civil::Date;
pub use put_off::PutOff;
use std::collections::{BTreeMap, BTreeSet};

/// A document that waits for its service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The position of the event whose sealed part has its words.
    pub position: Position,
    /// Since when it is on the tracking page, or would be but for the seal.
    pub since: Instant,
    /// Whether it waits for the seal of the authority; until then the petitioner does not get it.
    pub awaits_seal: bool,
}

/// What an event did whose time staff entered as earlier than its record, so that a dispute of that
/// time can be decided (RULES 1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierTime {
    /// When it was entered.
    pub recorded_at: Instant,
    /// The time that was entered.
    pub effective_at: Instant,
    /// The document that it says was served; nothing for a corrected breach.
    pub document: Option<Document>,
    /// Duties that it met.
    pub met: Vec<ObligationId>,
    /// Breaches that it corrected.
    pub corrected: Vec<ObligationId>,
    /// Duties and windows that it opened.
    pub opened: Vec<ObligationId>,
}

/// A unit that was asked for a statement or support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Which unit.
    pub unit: UnitId,
    /// Whether it is support 协办, and not a statement.
    pub support: bool,
    /// The position of its answer.
    pub given: Option<Position>,
}

/// What staff typed for the petitioner, as far as the open part has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The postmark; nothing once that was corrected, because what it should say is sealed.
    pub postmark: Option<Date>,
}

/// What sending a petition on ended and counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The duties that it met.
    pub met: Vec<ObligationId>,
    /// When it had come to the unit that sent it, if it was sent there.
    pub received_before: Option<Instant>,
}

/// What stands beside an event in its journal row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its position.
    pub position: Position,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// When it happened.
    pub effective_at: Instant,
    /// By whose act.
    pub by: Actor,
}

/// Everything that decides about a petition.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its id.
    pub id: PetitionId,
    /// Its number.
    pub number: PetitionNumber,
    /// How it came.
    pub channel: Channel,
    /// Its class, once known.
    pub class: Option<Class>,
    /// The branch of Art 31, once known.
    pub branch: Option<u8>,
    /// Its category's code.
    pub category: Option<String>,
    /// Its place.
    pub place: Option<String>,
    /// Whether the authority knows who brings it.
    pub who: Who,
    /// The position of the event whose sealed part says who brings it and how to reach them, as it holds now.
    pub identity_at: Position,
    /// Whether the access rules of a Disclosure hold (RULES 4.2).
    pub restricted: bool,
    /// The rulebook that it runs under.
    pub rulebook: Pinned,
    /// Where it stands.
    pub state: PetitionState,
    /// When it was received.
    pub registered_at: Instant,
    /// The unit that registered it.
    pub registrar: UnitId,
    /// The unit that stands as responsible.
    pub unit: UnitId,
    /// Who sent it last, while the receiver has not taken it.
    pub sender: Option<UnitId>,
    /// What sending it ended and counted, which a recall undoes.
    pub sent: Option<Sent>,
    /// Who has to take it or to object.
    pub receiver: Option<UnitId>,
    /// When it came to the receiver.
    pub received_at: Option<Instant>,
    /// How often it moved sideways.
    pub moves: u8,
    /// How units put it off.
    pub put_off: PutOff,
    /// Every unit that had or has it.
    pub units: BTreeSet<UnitId>,
    /// Whether somebody decided its class or its way.
    pub classified: bool,
    /// Whether it left the intake: until then only its clerks see it (RULES 4.2).
    pub sorted: bool,
    /// Who works on it.
    pub handler: Option<StaffId>,
    /// How many requests it makes.
    pub requests: u8,
    /// How many other representatives speak for the group.
    pub other_representatives: u8,
    /// Who of them leaves and left.
    pub group: Group,
    /// Every obligation and window that was ever opened.
    pub owed: BTreeMap<ObligationId, Owed>,
    /// When it was accepted, by notice or by lapse.
    pub accepted_at: Option<Instant>,
    /// Whether that was by lapse: the limit of the notice passed (RULES 5.1).
    pub lapsed: bool,
    /// The facts that were put before the petitioner, by the position of their event.
    pub facts: BTreeMap<Position, StatedFact>,
    /// The facts that the petitioner added after it was registered, by the position of their event.
    pub added_facts: BTreeSet<Position>,
    /// Its answer.
    pub answer: Option<AnswerFacts>,
    /// Documents that wait for service.
    pub pending: BTreeMap<Document, Pending>,
    /// Documents that were served, and when.
    pub served: BTreeMap<Document, (ServiceWay, Instant)>,
    /// Documents that bear the seal of the authority as they were issued last, and which image of it.
    pub sealed: BTreeMap<Document, SealImage>,
    /// The duty whose extension waits for a decision.
    pub extension_asked: Option<ObligationId>,
    /// Until when the withdrawal can be undone, and the state to come back to.
    pub withdrawal: Option<(Instant, PetitionState)>,
    /// The petition that it is merged into, and the state to come back to.
    pub merged_into: Option<(PetitionId, PetitionState)>,
    /// Duties that the merger waived.
    pub waived_by_merger: Vec<ObligationId>,
    /// What staff typed, where they did; what a petitioner typed is nobody's to correct.
    pub typed: Option<Typed>,
    /// What of that was corrected, and the position of the last correction of each part.
    pub corrected: BTreeMap<EntryPart, Position>,
    /// Petitions that looked like the same matter and are not. It links matters, never people: nothing of
    /// who brought them was compared.
    pub told_apart: BTreeSet<PetitionId>,
    /// When its notices may come, and whether without the authority's name.
    pub notices: NoticeWish,
    /// Petitions merged into this one.
    pub merged_here: BTreeSet<PetitionId>,
    /// Whether people are in danger from the matter.
    pub danger: bool,
    /// The posts that were told of it, for as long as it lasts.
    pub alerted: BTreeSet<PostId>,
    /// Who stepped aside.
    pub recused: BTreeSet<StaffId>,
    /// Units that were asked.
    pub asked: BTreeMap<Position, Statement>,
    /// Instructions, and whether they were carried out.
    pub instructions: BTreeMap<Position, bool>,
    /// Commitments, and whether they were kept.
    pub commitments: BTreeMap<Position, bool>,
    /// Keyed hashes of the units and posts that it complains of.
    pub bars: BTreeSet<String>,
    /// Proposals that wait for a second person, and who made them.
    pub proposals: BTreeMap<Position, (Proposal, Actor)>,
    /// Disputed times that wait for a decision.
    pub disputes: BTreeSet<Position>,
    /// What was entered with an earlier time, by position.
    pub earlier: BTreeMap<Position, EarlierTime>,
    /// The hour of the last access record of each person and part.
    pub accessed: BTreeMap<(StaffId, AccessPart), Instant>,
    /// Where it went, or came from, beyond this authority.
    pub elsewhere: Option<(AuthorityId, PetitionId, PetitionNumber)>,
    /// The petitions that requests of it became, with their numbers.
    pub split_into: BTreeMap<PetitionId, Option<PetitionNumber>>,
    /// The petition that it was one request of.
    pub split_from: Option<(PetitionId, PetitionNumber)>,
    /// The answer of another authority that it reviews.
    pub review_of: Option<ReviewOf>,
    /// The review that was asked for of its answer.
    pub review: Option<ReviewAsked>,
    /// Where the draft of the answer stands that a review set aside.
    pub set_aside: Option<Position>,
    /// Since when a message of the petitioner waits to be answered or marked read.
    pub unread_since: Option<Instant>,
    /// The position of its last event.
    pub last: Position,
    /// The position of the last event that changes what somebody could be looking at: neither
    /// reading it or its messages, nor a reminder, nor when and where notices come does.
    pub version: Position,
}

/// What every petition begins with: its number, who brought it, under which rulebook, at which unit and when.
struct Begun(PetitionNumber, Who, Pinned, UnitId, Recorded);

impl Case {
    /// What whoever looks at it now has seen, for the next `If-Match`: its version, or the contact, if that is newer.
    pub fn seen_now(&self) -> Position {
        self.version.max(self.identity_at)
    }

    /// Folds the rows of a petition, oldest first. Nothing if the first does not begin one.
    pub fn fold<'a>(rows: impl IntoIterator<Item = &'a Envelope>) -> Option<Self> {
        let mut rows = rows.into_iter();
        let mut case = Self::begin(rows.next()?)?;
        for row in rows {
            case.apply(row);
        }
        Some(case)
    }

    /// As if it had not been sent: a move that never was is no move.
    fn recalled(&mut self) {
        if let Some(sent) = self.sent.take() {
            let sideways = sent.received_before.is_some();
            self.moves = self.moves.saturating_sub(u8::from(sideways));
            self.received_at = sent.received_before;
        }
        (self.sender, self.receiver) = (None, None);
    }

    /// The petition that an event begins.
    pub fn begin(row: &Envelope) -> Option<Self> {
        let at = recorded(row);
        match &row.event {
            Event::PetitionRegistered(event) => Some(Self::registered(event, at)),
            Event::PetitionImported(event) => Some(Self::imported(event, at)),
            _ => None,
        }
    }

    /// Applies the next row.
    pub fn apply(&mut self, row: &Envelope) {
        self.evolve(&row.event, recorded(row));
    }

    fn registered(event: &PetitionRegistered, at: Recorded) -> Self {
        let restricted = event.misconduct
            || event.who == Who::Confidential
            || event.class == Some(Class::Disclosure);
        let told_to_staff = Channel::TOLD_TO_STAFF.contains(&event.channel);
        let typed = told_to_staff && matches!(at.by, Actor::Staff(_));
        let mut case = Self {
            typed: typed.then_some(Typed {
                postmark: event.postmark,
            }),
            channel: event.channel,
            class: event.class,
            category: event.category.clone(),
            place: event.place.clone(),
            restricted,
            requests: event.requests,
            other_representatives: event.other_representatives,
            ..Self::blank(Begun(
                event.number,
                event.who,
                event.rulebook.clone(),
                event.unit,
                at,
            ))
        };
        case.open_all(&event.opened, &event.rulebook, &event.calendar, at, true);
        case
    }

    fn imported(event: &PetitionImported, at: Recorded) -> Self {
        let mut case = Self {
            channel: event.channel,
            class: event.class,
            category: event.category.clone(),
            place: event.place.clone(),
            sorted: true,
            restricted: event.class == Some(Class::Disclosure),
            ..Self::blank(Begun(
                event.number,
                event.who,
                event.rulebook.clone(),
                event.unit,
                at,
            ))
        };
        case.open_all(&event.opened, &event.rulebook, &event.calendar, at, false);
        case
    }

    fn blank(Begun(number, who, rulebook, unit, at): Begun) -> Self {
        Self {
            id: PetitionId::new(at.position.raw()),
            number,
            channel: Channel::Web,
            class: None,
            branch: None,
            category: None,
            place: None,
            who,
            identity_at: at.position,
            restricted: false,
            rulebook,
            state: PetitionState::Registered,
            registered_at: at.effective_at,
            registrar: unit,
            unit,
            sender: None,
            sent: None,
            receiver: None,
            received_at: None,
            moves: 0,
            put_off: PutOff::default(),
            units: BTreeSet::from([unit]),
            classified: false,
            sorted: false,
            handler: None,
            requests: 1,
            other_representatives: 0,
            group: Group::default(),
            owed: BTreeMap::new(),
            accepted_at: None,
            lapsed: false,
            facts: BTreeMap::new(),
            added_facts: BTreeSet::new(),
            answer: None,
            pending: BTreeMap::new(),
            served: BTreeMap::new(),
            sealed: BTreeMap::new(),
            extension_asked: None,
            withdrawal: None,
            merged_into: None,
            waived_by_merger: Vec::new(),
            typed: None,
            corrected: BTreeMap::new(),
            told_apart: BTreeSet::new(),
            notices: NoticeWish::default(),
            merged_here: BTreeSet::new(),
            danger: false,
            alerted: BTreeSet::new(),
            recused: BTreeSet::new(),
            asked: BTreeMap::new(),
            instructions: BTreeMap::new(),
            commitments: BTreeMap::new(),
            bars: BTreeSet::new(),
            proposals: BTreeMap::new(),
            disputes: BTreeSet::new(),
            earlier: BTreeMap::new(),
            accessed: BTreeMap::new(),
            elsewhere: None,
            split_into: BTreeMap::new(),
            split_from: None,
            review_of: None,
            review: None,
            set_aside: None,
            unread_since: None,
            last: at.position,
            version: at.position,
        }
    }

    /// Opens what a first event says in a field of its own. Nothing older than an import fires.
    fn open_all(
        &mut self,
        opened: &[ObligationOpened],
        rulebook: &Pinned,
        calendar: &Pinned,
        at: Recorded,
        fires: bool,
    ) {
        for (nth, one) in opened.iter().enumerate() {
            let mut owed = Owed::new(&Opened {
                obligation: one.clone(),
                rulebook: rulebook.clone(),
                calendar: calendar.clone(),
            });
            if !fires && one.first_moment() <= at.recorded_at {
                owed.next_at = None;
            }
            self.owed
                .insert(ObligationId::opened_at(at.position, nth), owed);
        }
    }

    /// The open duties, soonest first.
    pub fn open_duties(&self) -> Vec<(ObligationId, &Owed)> {
        let open = self.owed.iter().filter(|(_, owed)| owed.is_open_duty());
        let mut open: Vec<_> = open.map(|(id, owed)| (*id, owed)).collect();
        open.sort_by_key(|(id, owed)| (owed.opened.due_at, *id));
        open
    }

    /// The open duty or window of a term.
    pub fn open_term(&self, term: &str) -> Option<(ObligationId, &Owed)> {
        self.owed
            .iter()
            .find(|(_, owed)| owed.is_open() && owed.opened.term == term)
            .map(|(id, owed)| (*id, owed))
    }

    /// The earliest instant at which the ticker has something to do.
    pub fn next_moment(&self) -> Option<Instant> {
        self.owed.values().filter_map(|owed| owed.next_at).min()
    }

    /// Whether it was accepted, by notice or by lapse.
    pub const fn is_accepted(&self) -> bool {
        self.accepted_at.is_some()
    }

    /// Whether the receiver objected and the sender has not decided yet, whatever else happened.
    pub fn is_objected(&self) -> bool {
        self.receiver.is_some()
            && (self.state == PetitionState::Objected
                || self.open_term("settle-objection").is_some())
    }

    /// The class and branch by which its clocks run: unclassified counts as a claim of branch 6
    /// (RULES 5.1).
    pub fn counted_class(&self) -> (Class, Option<u8>) {
        match self.class {
            None => (Class::Claim, Some(6)),
            Some(Class::Claim) => (Class::Claim, Some(self.branch.unwrap_or(6))),
            Some(other) => (other, None),
        }
    }

    /// Whether an answer was issued.
    pub fn is_answered(&self) -> bool {
        self.answer
            .as_ref()
            .is_some_and(|answer| answer.stage >= AnswerStage::Issued)
    }
}

fn recorded(row: &Envelope) -> Recorded {
    Recorded {
        position: row.position,
        recorded_at: row.recorded_at,
        effective_at: row.effective_at,
        by: row.by,
    }
}
