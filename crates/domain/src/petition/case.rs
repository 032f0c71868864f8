//! A petition as it stands: what its journal tells, folded. The fold cannot fail and knows no rule.

use super::{Channel, Class, Outcome, PetitionState, Who};
use crate::event::{
    AccessPart, Actor, Document, Envelope, Event, PetitionImported, PetitionRegistered, Pinned,
    Proposal, ServiceWay,
};
use crate::ids::{AuthorityId, ObligationId, PetitionId, Position, PostId, StaffId, UnitId};
use crate::number::PetitionNumber;
use crate::obligation::{Effects, ObligationOpened, ObligationState, Opened, Owed};
use crate::time::Instant;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How far an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerStage {
    /// Being written, or returned.
    Draft,
    /// Waits for the approving post.
    Submitted,
    /// Approved, not issued.
    Approved,
    /// Issued: on the tracking page, to be served.
    Issued,
    /// Served.
    Served,
    /// The petitioner received it.
    Received,
}

/// The answer as far as the open parts tell.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerFacts {
    /// How far it is.
    pub stage: AnswerStage,
    /// The position of its last draft, whose sealed part has the words.
    pub draft: Position,
    /// The outcomes of each request.
    pub outcomes: Vec<Vec<Outcome>>,
    /// The day promised for each remedy.
    pub remedies: Vec<Option<Date>>,
    /// Who drafted it.
    pub drafted_by: Actor,
    /// The remedies that were done, by request.
    pub fulfilled: BTreeSet<u8>,
    /// The remedies that the petitioner confirmed, by request.
    pub verified: BTreeSet<u8>,
}

/// A document that waits for its service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The position of the event whose sealed part has its words.
    pub position: Position,
    /// Since when it is on the tracking page.
    pub since: Instant,
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
    /// Who has to take it or to object.
    pub receiver: Option<UnitId>,
    /// When it came to the receiver.
    pub received_at: Option<Instant>,
    /// How often it moved sideways.
    pub moves: u8,
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
    /// Every obligation and window that was ever opened.
    pub owed: BTreeMap<ObligationId, Owed>,
    /// When it was accepted, by notice or by lapse.
    pub accepted_at: Option<Instant>,
    /// Its answer.
    pub answer: Option<AnswerFacts>,
    /// Documents that wait for service.
    pub pending: BTreeMap<Document, Pending>,
    /// Documents that were served, and when.
    pub served: BTreeMap<Document, (ServiceWay, Instant)>,
    /// The duty whose extension waits for a decision.
    pub extension_asked: Option<ObligationId>,
    /// Until when the withdrawal can be undone, and the state to come back to.
    pub withdrawal: Option<(Instant, PetitionState)>,
    /// The petition that it is merged into, and the state to come back to.
    pub merged_into: Option<(PetitionId, PetitionState)>,
    /// Duties that the merger waived.
    pub waived_by_merger: Vec<ObligationId>,
    /// Petitions merged into this one.
    pub merged_here: BTreeSet<PetitionId>,
    /// Whether people are in danger from the matter.
    pub danger: bool,
    /// Who stepped aside.
    pub recused: BTreeSet<StaffId>,
    /// Units that were asked.
    pub asked: BTreeMap<Position, Statement>,
    /// Instructions, and whether they were carried out.
    pub instructions: BTreeMap<Position, bool>,
    /// Keyed hashes of the units and posts that it complains of.
    pub bars: BTreeSet<String>,
    /// Proposals that wait for a second person, and who made them.
    pub proposals: BTreeMap<Position, (Proposal, Actor)>,
    /// Disputed times that wait for a decision.
    pub disputes: BTreeSet<Position>,
    /// The hour of the last access record of each person and part.
    pub accessed: BTreeMap<(StaffId, AccessPart), Instant>,
    /// Where it went, or came from, beyond this authority.
    pub elsewhere: Option<(AuthorityId, PetitionId, PetitionNumber)>,
    /// The posts that were told of a step of escalation.
    pub told: BTreeSet<PostId>,
    /// The position of its last event.
    pub last: Position,
    /// The position of the last event that changes what somebody could be looking at: neither
    /// reading it nor a reminder does.
    pub version: Position,
}

impl Case {
    /// Folds the rows of a petition, oldest first. Nothing if the first does not begin one.
    pub fn fold<'a>(rows: impl IntoIterator<Item = &'a Envelope>) -> Option<Self> {
        let mut rows = rows.into_iter();
        let mut case = Self::begin(rows.next()?)?;
        for row in rows {
            case.apply(row);
        }
        Some(case)
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
        let mut case = Self {
            channel: event.channel,
            class: event.class,
            category: event.category.clone(),
            place: event.place.clone(),
            restricted,
            requests: event.requests,
            ..Self::blank(
                event.number,
                event.who,
                event.rulebook.clone(),
                event.unit,
                at,
            )
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
            ..Self::blank(
                event.number,
                event.who,
                event.rulebook.clone(),
                event.unit,
                at,
            )
        };
        case.open_all(&event.opened, &event.rulebook, &event.calendar, at, false);
        case
    }

    fn blank(
        number: PetitionNumber,
        who: Who,
        rulebook: Pinned,
        unit: UnitId,
        at: Recorded,
    ) -> Self {
        Self {
            id: PetitionId::new(at.position.raw()),
            number,
            channel: Channel::Web,
            class: None,
            branch: None,
            category: None,
            place: None,
            who,
            restricted: false,
            rulebook,
            state: PetitionState::Registered,
            registered_at: at.effective_at,
            registrar: unit,
            unit,
            sender: None,
            receiver: None,
            received_at: None,
            moves: 0,
            units: BTreeSet::from([unit]),
            classified: false,
            sorted: false,
            handler: None,
            requests: 1,
            owed: BTreeMap::new(),
            accepted_at: None,
            answer: None,
            pending: BTreeMap::new(),
            served: BTreeMap::new(),
            extension_asked: None,
            withdrawal: None,
            merged_into: None,
            waived_by_merger: Vec::new(),
            merged_here: BTreeSet::new(),
            danger: false,
            recused: BTreeSet::new(),
            asked: BTreeMap::new(),
            instructions: BTreeMap::new(),
            bars: BTreeSet::new(),
            proposals: BTreeMap::new(),
            disputes: BTreeSet::new(),
            accessed: BTreeMap::new(),
            elsewhere: None,
            told: BTreeSet::new(),
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

    /// Applies an event. `at` is what stands beside it in its row.
    pub fn evolve(&mut self, event: &Event, at: Recorded) {
        let before = self.state;
        self.last = at.position;
        if !matches!(event, Event::AccessRecorded(_) | Event::ObligationWarned(_)) {
            self.version = at.position;
        }
        self.evolve_way(event, at);
        self.evolve_answer(event, at);
        self.evolve_people(event, at);
        self.evolve_clock(event, at);
        if let Event::WithdrawalAsked(asked) = event {
            self.withdrawal = Some((asked.until, before));
        }
        if let Event::PetitionMerged(merge) = event {
            self.merged_into = Some((merge.into, before));
            self.waived_by_merger.clone_from(&merge.effects.waived);
        }
        if let Some(effects) = event.effects() {
            self.take(effects, at);
        }
    }

    fn take(&mut self, effects: &Effects, at: Recorded) {
        self.state = effects.state.unwrap_or(self.state);
        if let Some(unit) = effects.unit {
            self.unit = unit;
            self.units.insert(unit);
        }
        let ends = [
            (&effects.met, ObligationState::Met),
            (&effects.waived, ObligationState::Waived),
            (&effects.closed, ObligationState::Closed),
        ];
        for (ids, state) in ends {
            for id in ids {
                if let Some(owed) = self.owed.get_mut(id) {
                    owed.end(state, at.effective_at);
                }
            }
        }
        for id in &effects.returned {
            if let Some(owed) = self.owed.get_mut(id) {
                owed.state = ObligationState::Open;
                owed.ended_at = None;
            }
        }
        for id in &effects.corrected {
            if let Some(owed) = self.owed.get_mut(id) {
                owed.corrected = true;
            }
        }
        for (nth, opened) in effects.opened.iter().enumerate() {
            let id = ObligationId::opened_at(at.position, nth);
            self.owed.insert(id, Owed::new(opened));
        }
        for moved in &effects.moved {
            if let Some(owed) = moved.obligation.and_then(|id| self.owed.get_mut(&id)) {
                owed.apply(moved);
            }
        }
    }

    /// Sorting, handing over, notices and their service.
    fn evolve_way(&mut self, event: &Event, at: Recorded) {
        match event {
            Event::PetitionClassified(event) => {
                self.class = Some(event.class);
                self.branch = event.branch;
                if event.category.is_some() {
                    self.category.clone_from(&event.category);
                }
                self.classified = true;
                self.restricted |= event.class == Class::Disclosure;
            }
            Event::RespondentsNamed(event) => self.bars = event.bars.iter().cloned().collect(),
            Event::RequestsListed(event) => self.requests = event.count,
            Event::PetitionAccepted(_) => {
                self.accepted_at = Some(at.effective_at);
                self.publish(Document::Acceptance, at);
            }
            Event::AcceptedByLapse(_) => {
                self.accepted_at = Some(at.effective_at);
                self.sorted = true;
            }
            Event::PetitionDeclined(_) => self.publish(Document::Decline, at),
            Event::PetitionRedirected(_) => self.publish(Document::Redirect, at),
            Event::ExtensionGranted(_) => {
                self.extension_asked = None;
                self.publish(Document::ExtensionNotice, at);
            }
            Event::ExtensionRefused(_) => self.extension_asked = None,
            Event::ExtensionAsked(event) => self.extension_asked = Some(event.obligation),
            Event::PetitionTransferred(event) | Event::PetitionAssigned(event) => {
                self.sorted = true;
                self.moves = self.moves.saturating_add(u8::from(
                    self.receiver.is_some() || event.from != self.registrar,
                ));
                self.sender = Some(event.from);
                self.receiver = Some(event.to);
                self.received_at = Some(at.effective_at);
                self.units.extend([event.from, event.to]);
                self.handler = None;
            }
            Event::HandoverAccepted(_) | Event::ObjectionSettled(_) => {
                self.sender = None;
                self.receiver = None;
            }
            Event::AcceptanceServed(event) => self.serve(Document::Acceptance, event.way, at),
            Event::DeclineServed(event) => self.serve(Document::Decline, event.way, at),
            Event::RedirectServed(event) => self.serve(Document::Redirect, event.way, at),
            Event::ExtensionNoticeServed(event) => {
                self.serve(Document::ExtensionNotice, event.way, at)
            }
            Event::AnswerServed(event) => self.serve(Document::Answer, event.way, at),
            Event::PetitionHandedOver(event) => {
                self.elsewhere = Some((event.to, event.petition, event.number));
            }
            Event::PetitionReceived(event) => {
                self.elsewhere = Some((event.from, event.petition, event.number));
            }
            _ => {}
        }
    }

    fn publish(&mut self, document: Document, at: Recorded) {
        self.sorted = true;
        let pending = Pending {
            position: at.position,
            since: at.effective_at,
        };
        self.pending.insert(document, pending);
    }

    fn serve(&mut self, document: Document, way: ServiceWay, at: Recorded) {
        self.pending.remove(&document);
        self.served.insert(document, (way, at.effective_at));
    }

    fn evolve_answer(&mut self, event: &Event, at: Recorded) {
        let stage = match event {
            Event::AnswerDrafted(event) => {
                self.answer = Some(AnswerFacts {
                    stage: AnswerStage::Draft,
                    draft: at.position,
                    outcomes: event.outcomes.clone(),
                    remedies: event.remedies.clone(),
                    drafted_by: at.by,
                    fulfilled: BTreeSet::new(),
                    verified: BTreeSet::new(),
                });
                return;
            }
            Event::AnswerImported(event) => {
                self.state = PetitionState::Answered;
                for id in &event.met {
                    if let Some(owed) = self.owed.get_mut(id) {
                        owed.end(ObligationState::Met, at.effective_at);
                    }
                }
                return;
            }
            Event::AnswerSubmitted(_) => AnswerStage::Submitted,
            Event::AnswerReturned(_) => AnswerStage::Draft,
            Event::AnswerApproved(_) => AnswerStage::Approved,
            Event::AnswerIssued(_) => {
                self.publish(Document::Answer, at);
                AnswerStage::Issued
            }
            Event::AnswerServed(_) => AnswerStage::Served,
            Event::AnswerReceived(_) => AnswerStage::Received,
            Event::RemedyFulfilled(event) => {
                self.answer.iter_mut().for_each(|answer| {
                    answer.fulfilled.insert(event.request);
                });
                return;
            }
            Event::RemedyVerified(event) => {
                self.answer
                    .iter_mut()
                    .filter(|_| event.agreed)
                    .for_each(|answer| {
                        answer.verified.insert(event.request);
                    });
                return;
            }
            _ => return,
        };
        if let Some(answer) = &mut self.answer {
            answer.stage = stage;
        }
    }

    fn evolve_people(&mut self, event: &Event, at: Recorded) {
        match event {
            Event::HandlerNamed(event) => self.handler = Some(event.staff),
            Event::StatementAsked(event) => self.ask(event.unit, false, at),
            Event::SupportAsked(event) => self.ask(event.unit, true, at),
            Event::StatementGiven(event) | Event::SupportGiven(event) => {
                if let Some(asked) = self.asked.get_mut(&event.asked) {
                    asked.given = Some(at.position);
                }
            }
            Event::InstructionGiven(_) => {
                self.instructions.insert(at.position, false);
            }
            Event::InstructionCarriedOut(event) => {
                self.instructions.insert(event.given, true);
            }
            Event::PetitionUnmerged(_) => {
                self.merged_into = None;
                self.waived_by_merger.clear();
            }
            Event::WithdrawalUndone(_) | Event::PetitionWithdrawn(_) => self.withdrawal = None,
            Event::DangerDeclared(_) => self.danger = true,
            Event::DangerLowered(_) => self.danger = false,
            Event::StaffRecused(event) => {
                self.recused.insert(event.staff);
                self.handler = self.handler.filter(|handler| *handler != event.staff);
            }
            Event::ConfidentialityLowered(_) => self.restricted = false,
            Event::SecondPersonAsked(event) => {
                self.proposals
                    .insert(at.position, (event.proposal.clone(), at.by));
            }
            Event::SecondPersonDecided(event) => {
                self.proposals.remove(&event.proposal);
            }
            Event::TimeDisputed(event) => {
                self.disputes.insert(event.position);
            }
            Event::DisputeDecided(event) => {
                self.disputes.remove(&event.position);
            }
            Event::AccessRecorded(event) => {
                self.accessed
                    .insert((event.staff, event.part), at.recorded_at);
            }
            _ => {}
        }
    }

    fn ask(&mut self, unit: UnitId, support: bool, at: Recorded) {
        let asked = Statement {
            unit,
            support,
            given: None,
        };
        self.asked.insert(at.position, asked);
        if support {
            self.units.insert(unit);
        }
    }

    fn evolve_clock(&mut self, event: &Event, at: Recorded) {
        match event {
            Event::ObligationWarned(moment) => {
                if let Some(owed) = self.owed.get_mut(&moment.obligation) {
                    owed.warned += 1;
                }
            }
            Event::ObligationBreached(moment) => {
                if let Some(owed) = self.owed.get_mut(&moment.obligation) {
                    owed.breached_at = Some(at.recorded_at);
                }
            }
            Event::ObligationEscalated(moment) => {
                if let Some(owed) = self.owed.get_mut(&moment.obligation) {
                    owed.step = moment.step;
                }
                self.told.extend(moment.told.iter().copied());
            }
            Event::ObligationAcknowledged(moment) => {
                if let Some(owed) = self.owed.get_mut(&moment.obligation) {
                    owed.acknowledged = true;
                }
            }
            Event::ClockSuspended(stop) => {
                if let Some(owed) = self.owed.get_mut(&stop.obligation) {
                    owed.paused = Some(stop.cause);
                    owed.paused_from = Some(stop.from);
                }
            }
            Event::ClockResumed(stop) => {
                if let Some(owed) = self.owed.get_mut(&stop.obligation) {
                    owed.paused = None;
                }
            }
            Event::ObligationRecomputed(moved) => {
                if let Some(owed) = self.owed.get_mut(&moved.obligation) {
                    owed.opened.due_date = moved.due_date;
                    owed.opened.due_at = moved.due_at;
                    owed.opened.provisional = moved.provisional;
                    owed.calendar = moved.calendar.clone();
                    owed.next_at = owed.next_at.map(|_| moved.next_at.unwrap_or(moved.due_at));
                }
            }
            _ => {}
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
