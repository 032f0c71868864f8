//! What each event does to a petition. Effects are facts of the event; nothing here knows a rule.

use super::{AnswerFacts, AnswerStage, Case, Pending, Recorded, Sent, Statement, Typed};
use crate::event::{Document, EntryCorrected, Event, Remedy, ServiceWay};
use crate::ids::{ObligationId, UnitId};
use crate::obligation::{Effects, ObligationState, Owed};
use crate::petition::{Class, EntryPart, PetitionState, ReviewAsked, ReviewOf};
use std::collections::{BTreeMap, BTreeSet};

impl Case {
    /// Applies an event. `at` is what stands beside it in its row.
    pub fn evolve(&mut self, event: &Event, at: Recorded) {
        let before = self.state;
        self.last = at.position;
        match event {
            Event::AccessRecorded(_) | Event::ObligationWarned(_) => {}
            Event::MessagesRead(_) => self.unread_since = None,
            Event::NoticesWished(event) => self.notices = event.wish(),
            Event::ContactChanged(event) => {
                self.who = event.who;
                self.identity_at = at.position;
            }
            Event::NameCorrected(_) => {
                self.version = at.position;
                self.identity_at = at.position;
            }
            _ => self.version = at.position,
        }
        self.evolve_put_off(event, at);
        self.evolve_way(event, at);
        self.evolve_links(event);
        self.evolve_seal(event, at);
        self.evolve_answer(event, at);
        self.evolve_remedies(event, at);
        self.evolve_people(event, at);
        self.evolve_group(event, at);
        self.evolve_facts(event, at);
        self.evolve_clock(event, at);
        if let Event::WithdrawalAsked(asked) = event {
            self.withdrawal = Some((asked.until, before));
        }
        if let Event::PetitionMerged(merge) = event {
            self.merged_into = Some((merge.into, before));
            self.waived_by_merger.clone_from(&merge.effects.waived);
        }
        // What it owes again for itself no un-merging brings back a second time.
        if let Event::AnswerIssued(issued) = event {
            let returned = &issued.effects.returned;
            self.waived_by_merger.retain(|id| !returned.contains(id));
        }
        if let Event::MessageSent(message) = event {
            self.unread_since = match (message.from_petitioner, message.waits) {
                (false, _) => None,
                (true, waits) => self.unread_since.or(waits.then_some(at.effective_at)),
            };
        }
        if let Event::EntryCorrected(event) = event {
            self.corrected.insert(event.part, at.position);
            self.correct(event);
        }
        if let Some(effects) = event.effects() {
            self.take(effects, at);
            self.note_earlier(event, effects, at);
        }
    }

    fn take(&mut self, effects: &Effects, at: Recorded) {
        self.come_to(effects.state);
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
        for restated in &effects.restated {
            if let Some(owed) = self.owed.get_mut(&restated.obligation) {
                owed.corrected = false;
                owed.ended_at = restated.met_at.or(owed.ended_at);
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

    /// While a withdrawal can be undone, its state stands; what it comes back to follows the rest.
    const fn come_to(&mut self, state: Option<PetitionState>) {
        let Some(state) = state else { return };
        match &mut self.withdrawal {
            Some((_, back)) if matches!(self.state, PetitionState::Withdrawing) => *back = state,
            _ => self.state = state,
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
                // After a lapse this is the notice alone: it was accepted on the day of the lapse.
                self.accepted_at = self.accepted_at.or(Some(at.effective_at));
                self.publish(Document::Acceptance, at);
            }
            Event::AcceptedByLapse(_) => {
                self.accepted_at = Some(at.effective_at);
                self.lapsed = true;
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
                // The first sends it where it belongs; every later one moves it sideways (RULES 5.2).
                let sideways = self.received_at.is_some();
                self.moves = self.moves.saturating_add(u8::from(sideways));
                self.sent = Some(Sent {
                    met: event.effects.met.clone(),
                    received_before: self.received_at,
                });
                self.sender = Some(event.from);
                self.receiver = Some(event.to);
                self.received_at = Some(at.effective_at);
                self.units.extend([event.from, event.to]);
                self.handler = None;
            }
            Event::TransferRecalled(_) => self.recalled(),
            Event::HandoverAccepted(_) | Event::ObjectionSettled(_) => {
                (self.sent, self.sender, self.receiver) = (None, None, None);
            }
            Event::AcceptanceServed(event) => self.serve(Document::Acceptance, event.way, at),
            Event::DeclineServed(event) => self.serve(Document::Decline, event.way, at),
            Event::RedirectServed(event) => self.serve(Document::Redirect, event.way, at),
            Event::ExtensionNoticeServed(event) => {
                self.serve(Document::ExtensionNotice, event.way, at)
            }
            Event::AnswerServed(event) => self.serve(Document::Answer, event.way, at),
            Event::ReviewDecisionServed(event) => {
                self.serve(Document::ReviewDecision, event.way, at)
            }
            _ => {}
        }
    }

    /// What it became, and came from.
    fn evolve_links(&mut self, event: &Event) {
        match event {
            Event::PetitionHandedOver(event) => {
                self.elsewhere = Some((event.to, event.petition, event.number));
            }
            Event::PetitionReceived(event) => {
                self.elsewhere = Some((event.from, event.petition, event.number));
            }
            Event::PetitionSplit(event) => {
                self.split_into.insert(event.into, event.number);
                self.requests = self.requests.saturating_sub(1).max(1);
            }
            Event::MattersToldApart(event) => {
                self.told_apart.insert(event.other);
            }
            Event::PetitionSplitOff(event) => {
                // Its words are those of the whole, which are corrected there.
                self.typed = None;
                self.split_from = Some((event.from, event.number));
                self.accepted_at = event.accepted_at;
                self.lapsed = event.lapsed;
                self.sorted = event.sorted;
                self.moves = event.moves;
                self.received_at = event.received_at;
            }
            _ => self.evolve_review(event),
        }
    }

    /// A review asked for, and the case that it is at the level above.
    fn evolve_review(&mut self, event: &Event) {
        match event {
            Event::ReviewRequested(event) => {
                self.review = Some(ReviewAsked {
                    to: event.to,
                    petition: event.petition,
                    number: event.number,
                    outcome: None,
                    window: self.review_window_id(),
                });
            }
            Event::ReviewReceived(event) => {
                self.review_of = Some(ReviewOf {
                    from: event.from,
                    petition: event.petition,
                    number: event.number,
                    late: event.late,
                });
                // It came to the authority that decides it: nobody has to sort it.
                self.sorted = true;
            }
            Event::ReviewSettled(event) => {
                if let Some(review) = &mut self.review {
                    review.outcome = Some(event.outcome);
                }
                if event.effects.state.is_some() {
                    // What was set aside stays to be read, and is no answer any more.
                    self.set_aside = self.answer.take().map(|answer| answer.draft);
                    self.pending.remove(&Document::Answer);
                }
            }
            _ => {}
        }
    }

    fn publish(&mut self, document: Document, at: Recorded) {
        self.sorted = true;
        let pending = Pending {
            position: at.position,
            since: at.effective_at,
            awaits_seal: false,
        };
        self.sealed.remove(&document);
        // One notice of where it goes replaces the other, as long as it was not served.
        match document {
            Document::Decline => self.pending.remove(&Document::Redirect),
            Document::Redirect => self.pending.remove(&Document::Decline),
            _ => None,
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
                    review: event.review,
                    facts: event.facts.iter().copied().collect(),
                    drafted_by: at.by,
                    fulfilled: BTreeMap::new(),
                    verified: BTreeSet::new(),
                    denied: BTreeMap::new(),
                    checked: BTreeSet::new(),
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
            Event::ReviewDecided(_) => {
                self.publish(Document::ReviewDecision, at);
                AnswerStage::Issued
            }
            Event::AnswerServed(_) | Event::ReviewDecisionServed(_) => AnswerStage::Served,
            Event::AnswerReceived(_) | Event::ReviewDecisionReceived(_) => AnswerStage::Received,
            _ => return,
        };
        if let Some(answer) = &mut self.answer {
            answer.stage = stage;
        }
    }

    /// What was promised: reported as done, confirmed or denied by the petitioner, looked at by the
    /// head.
    fn evolve_remedies(&mut self, event: &Event, at: Recorded) {
        let Some(answer) = &mut self.answer else {
            return;
        };
        match event {
            Event::RemedyFulfilled(Remedy { request, .. }) => {
                answer.fulfilled.insert(*request, at.by);
                answer.checked.remove(request);
            }
            Event::RemedyVerified(Remedy {
                request,
                agreed: true,
                ..
            }) => {
                answer.verified.insert(*request);
                answer.denied.remove(request);
            }
            Event::RemedyVerified(event) => {
                answer.verified.remove(&event.request);
                if !event.effects.opened.is_empty() {
                    answer.denied.insert(event.request, at.position);
                }
            }
            Event::RemedyChecked(event) => {
                answer.denied.remove(&event.request);
                if event.agreed {
                    answer.checked.insert(event.request);
                } else {
                    answer.fulfilled.remove(&event.request);
                }
            }
            _ => {}
        }
    }

    fn evolve_people(&mut self, event: &Event, at: Recorded) {
        match event {
            Event::HandlerNamed(event) => {
                self.handler = Some(event.staff);
                self.sorted = true;
            }
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
            Event::CommitmentMade(_) => {
                self.commitments.insert(at.position, false);
            }
            Event::CommitmentKept(event) => {
                self.commitments.insert(event.made, true);
            }
            Event::PetitionUnmerged(_) => {
                self.merged_into = None;
                self.waived_by_merger.clear();
            }
            Event::WithdrawalUndone(_) | Event::PetitionWithdrawn(_) => self.withdrawal = None,
            Event::DangerDeclared(event) => {
                self.danger = true;
                self.alerted = event.told.iter().map(|told| told.post).collect();
            }
            Event::DangerLowered(_) => {
                self.danger = false;
                self.alerted.clear();
            }
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
            Event::DisputeDecided(event) => self.decided(event),
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

    /// What the open part of a correction says holds from now on.
    fn correct(&mut self, event: &EntryCorrected) {
        match event.part {
            EntryPart::ListedPlace => self.place.clone_from(&event.place),
            EntryPart::Postmark => {
                self.typed = self.typed.map(|_| Typed::default());
            }
            _ => {}
        }
        self.channel = event.channel.unwrap_or(self.channel);
        self.registered_at = event.received_at.unwrap_or(self.registered_at);
    }
}
