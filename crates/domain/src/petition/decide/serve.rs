//! Service 送达: a duty is met when the document reached the petitioner's side, a window opens only
//! when the petitioner received it (RULES 5.4).

use super::{By, Deciding, Reach, RuleSet, Step, refuse};
use crate::event::{
    Actor, BreachCorrected, Document, Event, Proposal, SecondPersonAsked, Served, ServiceWay,
};
use crate::ids::{FileId, ObligationId};
use crate::obligation::{Effects, NextMoment, ObligationMoved, Owed};
use crate::petition::{Case, CaseRefusal, Outcome, PetitionState, RefusalCode};
use crate::rulebook::EventName;
use crate::time::Instant;

impl Document {
    /// The event of the rulebooks' list that its service is.
    pub const fn served_name(self) -> Option<EventName> {
        match self {
            Self::Acceptance => Some(EventName::AcceptanceServed),
            Self::Decline => Some(EventName::DeclineServed),
            Self::Redirect => Some(EventName::RedirectServed),
            Self::ExtensionNotice => None,
            Self::Answer => Some(EventName::AnswerServed),
            Self::ReviewDecision => Some(EventName::ReviewDecisionServed),
        }
    }

    fn served(self, served: Served) -> Event {
        match self {
            Self::Acceptance => Event::AcceptanceServed(served),
            Self::Decline => Event::DeclineServed(served),
            Self::Redirect => Event::RedirectServed(served),
            Self::ExtensionNotice => Event::ExtensionNoticeServed(served),
            Self::Answer => Event::AnswerServed(served),
            Self::ReviewDecision => Event::ReviewDecisionServed(served),
        }
    }
}

impl RuleSet<'_> {
    /// When the first open duty ends that the service of a document meets, if there is one.
    pub fn last_for_service(&self, case: &Case, document: Document) -> Option<Instant> {
        let name = document.served_name()?;
        let meets = |owed: &Owed| {
            let term = self.term_of(owed);
            term.is_some_and(|term| term.met_by.contains(&name))
        };
        let duties = case.open_duties();
        let owed = duties.into_iter().map(|(_, owed)| owed);
        owed.filter(|owed| meets(owed))
            .map(|owed| owed.opened.due_at)
            .min()
    }
}

impl ServiceWay {
    /// Whether the petitioner has it in hand, and not only on the way.
    pub const fn is_received(self) -> bool {
        matches!(
            self,
            Self::HandedOver | Self::SignedFor | Self::FirstOpening
        )
    }
}

impl Deciding<'_> {
    /// A document is on the tracking page: for somebody anonymous that is its service.
    pub(super) fn shown(&mut self, document: Document) -> Step {
        if self.context.reach == Reach::Anonymous {
            self.served(
                document,
                ServiceWay::TrackingPage,
                self.context.now,
                None,
                Actor::System,
            )
        } else {
            Ok(())
        }
    }

    /// Staff record a service. A time that makes somebody punctual afterwards, or starts a window of
    /// the petitioner's, takes a scan and a second person (RULES 1.1).
    pub(super) fn serve_by_staff(
        &mut self,
        document: Document,
        way: ServiceWay,
        at: Option<Instant>,
        proof: Option<FileId>,
    ) -> Step {
        let by_itself = matches!(
            way,
            ServiceWay::TrackingPage | ServiceWay::FirstOpening | ServiceWay::ChannelAccepted
        );
        if by_itself && self.context.by != By::System {
            return Err(CaseRefusal::on(RefusalCode::NotByHand, "way"));
        }
        if way == ServiceWay::SignedFor && proof.is_none() {
            return Err(CaseRefusal::on(RefusalCode::ProofNeeded, "proof"));
        }
        let at = self.checked_time(at)?;
        if at < self.context.now && self.helps_the_authority(document, way, at) {
            let evidence = proof.ok_or(CaseRefusal::on(RefusalCode::ProofNeeded, "proof"))?;
            let proposal = Proposal::EarlierTime {
                document,
                way,
                at,
                evidence,
            };
            let effects = Effects::default();
            self.now(
                Event::SecondPersonAsked(SecondPersonAsked { proposal, effects }),
                None,
            );
            return Ok(());
        }
        self.served_or_received(document, way, at, proof, self.context.by.actor())
    }

    pub(super) fn checked_time(&self, at: Option<Instant>) -> Result<Instant, CaseRefusal> {
        let at = at.unwrap_or(self.context.now);
        if at > self.context.now {
            return Err(CaseRefusal::on(RefusalCode::InTheFuture, "at"));
        }
        if at < self.case.registered_at {
            return Err(CaseRefusal::on(RefusalCode::BeforeStart, "at"));
        }
        Ok(at)
    }

    /// Whether an earlier time makes a late duty punctual, or starts the petitioner's window early.
    fn helps_the_authority(&self, document: Document, way: ServiceWay, at: Instant) -> bool {
        let starts_window = document == self.case.answer_document() && way.is_received();
        let name = document.served_name();
        let punctual = self.case.open_duties().iter().any(|(_, owed)| {
            let meets = self
                .context
                .rules
                .term_of(owed)
                .is_some_and(|term| name.is_some_and(|name| term.met_by.contains(&name)));
            meets && owed.opened.due_at <= self.context.now && at < owed.opened.due_at
        });
        starts_window || punctual
    }

    pub(super) fn served_or_received(
        &mut self,
        document: Document,
        way: ServiceWay,
        at: Instant,
        proof: Option<FileId>,
        by: Actor,
    ) -> Step {
        if self.case.awaits_seal(document) {
            return Err(refuse(RefusalCode::WaitsForSeal));
        }
        if self.case.pending.contains_key(&document) {
            return self.served(document, way, at, proof, by);
        }
        let is_answer = document == self.case.answer_document();
        if is_answer && way.is_received() && self.answer_unreceived() {
            return self.received(way, at, proof, by);
        }
        Err(refuse(RefusalCode::NothingToServe))
    }

    pub(super) fn served(
        &mut self,
        document: Document,
        way: ServiceWay,
        at: Instant,
        proof: Option<FileId>,
        by: Actor,
    ) -> Step {
        let mut effects = match document.served_name() {
            Some(name) => self.follow(name, &self.parties(), at)?,
            None => Effects::default(),
        };
        effects.state = self.state_after(document, &effects);
        self.correct(&mut effects, at);
        let is_answer = document == self.case.answer_document();
        if is_answer {
            self.open_remedies(&mut effects)?;
        }
        let corrected = std::mem::take(&mut effects.corrected);
        self.push(
            document.served(Served {
                way,
                proof,
                effects,
            }),
            at,
            by,
            None,
        );
        if !corrected.is_empty() {
            // The breach stays in the history; figures count the corrected state (RULES 1.2).
            let effects = Effects {
                corrected,
                ..Effects::default()
            };
            let event = BreachCorrected {
                evidence: proof,
                effects,
            };
            self.push(Event::BreachCorrected(event), at, by, None);
        }
        if is_answer && way.is_received() {
            self.received(way, at, proof, by)?;
        }
        Ok(())
    }

    /// A duty whose breach was recorded had been met in time, if this happened before its end.
    pub(super) fn correct(&self, effects: &mut Effects, at: Instant) {
        for id in &effects.met {
            let owed = self.case.owed.get(id);
            let in_time = |owed: &Owed| self.context.rules.in_time(owed, at);
            if owed.is_some_and(|owed| owed.breached_at.is_some() && in_time(owed)) {
                effects.corrected.push(*id);
            }
        }
    }

    fn state_after(&self, document: Document, effects: &Effects) -> Option<PetitionState> {
        // Where the rulebook lets neither a decline nor another way meet the answer, that is owed still
        // and the petition goes on.
        let mut open = self.case.owed.keys();
        let owed = open.any(|id| self.is_answering_duty(*id) && !effects.met.contains(id));
        match document {
            Document::Decline | Document::Redirect if owed => None,
            Document::Decline => Some(PetitionState::Declined),
            Document::Redirect if self.case.restricted => Some(PetitionState::Referred),
            Document::Redirect => Some(PetitionState::Redirected),
            Document::ReviewDecision => Some(PetitionState::Reviewed),
            Document::Answer if self.promises() => Some(PetitionState::Fulfilling),
            Document::Answer => Some(PetitionState::Answered),
            Document::Acceptance | Document::ExtensionNotice => None,
        }
    }

    fn promises(&self) -> bool {
        let remedy = |outcomes: &Vec<Outcome>| outcomes.contains(&Outcome::Remedy);
        self.case
            .answer
            .as_ref()
            .is_some_and(|answer| answer.outcomes.iter().any(remedy))
    }

    /// Each promised remedy is a duty of its own, with the day that the answer names.
    fn open_remedies(&self, effects: &mut Effects) -> Step {
        let Some(answer) = &self.case.answer else {
            return Ok(());
        };
        for (outcomes, by) in answer.outcomes.iter().zip(&answer.remedies) {
            if outcomes.contains(&Outcome::Remedy) {
                effects
                    .opened
                    .push(self.open_one("remedy", self.case.unit, *by, None)?);
            }
        }
        Ok(())
    }

    /// The petitioner has the answer: the window for a review opens, or for the final one.
    fn received(&mut self, way: ServiceWay, at: Instant, proof: Option<FileId>, by: Actor) -> Step {
        let is_review = self.case.review_of.is_some();
        let name = match is_review {
            true => EventName::ReviewDecisionReceived,
            false => EventName::AnswerReceived,
        };
        let mut effects = self.follow(name, &self.parties(), at)?;
        if !self.case.disputes.is_empty() {
            // Until a disputed time is decided no window closes (RULES 1.1).
            let opened = (0..effects.opened.len()).map(|nth| ObligationMoved {
                obligation: Some(ObligationId::opened_at(self.next, nth)),
                next: Some(NextMoment { at: None }),
                ..ObligationMoved::default()
            });
            effects.moved.extend(opened);
        }
        let received = Served {
            way,
            proof,
            effects,
        };
        let event = match is_review {
            true => Event::ReviewDecisionReceived(received),
            false => Event::AnswerReceived(received),
        };
        self.push(event, at, by, None);
        Ok(())
    }

    /// The petitioner says "I have it", or opened it for the first time.
    pub(super) fn accept_service(&mut self, document: Document) -> Step {
        let by = self.context.by.actor();
        self.served_or_received(
            document,
            ServiceWay::FirstOpening,
            self.context.now,
            None,
            by,
        )
    }
}
