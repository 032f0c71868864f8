//! Duplicates: each keeps number, code and receipt; open duties are waived into the other's equal or
//! earlier clock and return with their old dates (RULES 5.8).

use super::{Deciding, Step, needed, refuse};
use crate::event::{
    AnswerDrafted, AnswerIssued, Document, Event, EventText, Merge, PetitionHandedOver, ToldApart,
};
use crate::ids::PetitionId;
use crate::obligation::{Effects, ObligationState, Opened, Owed};
use crate::petition::{Case, CaseRefusal, PetitionState, RefusalCode};
use crate::rulebook::{Duty, EventName, Party, Term};

/// Whether a petition has a clock that runs, equal to or earlier than one that is owed to the petitioner of another.
/// Where it owes the same, that clock alone counts: a notice that is due soon makes its answer no earlier. An inner
/// statement of its own matter is no clock.
fn keeps_clock(lead: &Case, owed: &Owed) -> bool {
    let open = || lead.owed.values().filter(|one| one.is_open_duty());
    let is_same = |one: &&Owed| one.opened.term == owed.opened.term;
    let in_time = |one: &Owed| one.paused.is_none() && one.opened.due_at <= owed.opened.due_at;
    if open().any(|one| is_same(&one)) {
        return open().filter(is_same).any(in_time);
    }
    let mut statutory = open().filter(|one| one.opened.duty == Duty::Statutory);
    statutory.any(in_time)
}

impl Deciding<'_> {
    pub(super) fn merge(&mut self, into: PetitionId, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let other = self
            .context
            .other
            .filter(|other| other.id == into && other.id != self.case.id);
        let other = other.ok_or(CaseRefusal::on(RefusalCode::MergeClock, "into"))?;
        if other.state.is_ended()
            || other.merged_into.is_some()
            || other.withdrawal.is_some()
            || other.is_answered()
            || other.restricted != self.case.restricted
            || self.is_with_a_respondent(other)
        {
            return Err(CaseRefusal::on(RefusalCode::MergeClock, "into"));
        }
        let mut effects = Effects {
            state: Some(PetitionState::Merged),
            ..Effects::default()
        };
        for (id, owed) in self
            .case
            .owed
            .iter()
            .filter(|(_, owed)| owed.is_open_duty())
        {
            let term = self.context.rules.term_of(owed);
            let Some(term) =
                term.filter(|term| term.waived_by.contains(&EventName::PetitionMerged))
            else {
                continue;
            };
            if term.owed_to == Party::Petitioner && !keeps_clock(other, owed) {
                return Err(CaseRefusal::on(RefusalCode::MergeClock, "into"));
            }
            effects.waived.push(*id);
        }
        self.now(Event::PetitionMerged(Merge { into, effects }), Some(text));
        Ok(())
    }

    /// Whether the petition that this one was merged into no longer keeps a clock that is equal or earlier: its
    /// date moved on, its clock stands still, or it owes no answer any more and has given none (RULES 5.8).
    pub fn is_left_behind_by(&self, lead: &Case) -> bool {
        if lead.is_answered() || lead.state.is_ended() {
            return false;
        }
        let waived = self.case.waived_by_merger.iter();
        let mut owed = waived.filter_map(|id| self.case.owed.get(id));
        owed.any(|owed| {
            let term = self.context.rules.term_of(owed);
            let done = |one: &Owed| {
                one.opened.term == owed.opened.term && one.state == ObligationState::Met
            };
            term.is_some_and(|term| term.owed_to == Party::Petitioner)
                && !lead.owed.values().any(done)
                && !keeps_clock(lead, owed)
        })
    }

    /// Whether whom this petition complains of would answer it there (RULES 4.1).
    fn is_with_a_respondent(&self, other: &Case) -> bool {
        let mut units = [Some(other.unit), other.receiver].into_iter().flatten();
        units.any(|unit| self.barred.units.contains(&unit))
            || other
                .handler
                .is_some_and(|staff| self.barred.staff.contains(&staff))
    }

    /// Two petitions that looked like the same matter are not. It is about the two matters: who brought
    /// them is not asked, and nothing is opened, waived or moved.
    pub(super) fn tell_apart(&mut self, other: PetitionId, reason: &str) -> Step {
        let there = self.context.other.map(|other| other.id);
        if there != Some(other) || other == self.case.id {
            return Err(CaseRefusal::on(RefusalCode::UnknownOther, "other"));
        }
        if self.case.told_apart.contains(&other) {
            return Err(CaseRefusal::on(RefusalCode::ToldApartBefore, "other"));
        }
        let text = (!reason.trim().is_empty()).then(|| EventText::of(reason));
        let effects = Effects::default();
        self.now(Event::MattersToldApart(ToldApart { other, effects }), text);
        Ok(())
    }

    pub(super) fn unmerge(&mut self, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let (into, before) = self
            .case
            .merged_into
            .ok_or(refuse(RefusalCode::NotMerged))?;
        let returned = self.case.waived_by_merger.clone();
        let mut moved = Vec::new();
        for id in &returned {
            if let Some(owed) = self.case.owed.get(id) {
                moved.push(self.owed_again(*id, owed)?);
            }
        }
        let effects = Effects {
            state: Some(before),
            returned,
            moved,
            ..Effects::default()
        };
        self.now(Event::PetitionUnmerged(Merge { into, effects }), Some(text));
        Ok(())
    }

    /// A merged petition is served the answer of the one that it was merged into, for itself: without what
    /// that petitioner disputes, for neither learns of the other. Until it is served, the answer is owed to this
    /// petitioner too, so that it cannot lie issued and never reach them.
    ///
    /// # Errors
    /// [`RefusalCode::NoDraft`] when that one has no answer.
    pub fn answered_with(&mut self, lead: &crate::petition::Case, mut words: EventText) -> Step {
        let answer = lead.answer.as_ref().ok_or(refuse(RefusalCode::NoDraft))?;
        let drafted = AnswerDrafted {
            outcomes: answer.outcomes.clone(),
            remedies: answer.remedies.clone(),
            review: None,
            facts: Vec::new(),
            effects: Effects::default(),
        };
        if let Some(answer) = &mut words.answer {
            answer.facts.clear();
        }
        self.now(Event::AnswerDrafted(drafted), Some(words));
        let effects = self.owed_for_itself(lead)?;
        self.now(Event::AnswerIssued(AnswerIssued { effects }), None);
        self.published(Document::Answer)
    }

    /// That the answer is owed to the petitioner of this petition too: by its own duty that the merger waived, with
    /// its old date, or where none had begun by the other's, with the other's date.
    fn owed_for_itself(&self, lead: &Case) -> Result<Effects, CaseRefusal> {
        let rules = &self.context.rules;
        let answers = |owed: &Owed| rules.term_of(owed).is_some_and(Term::is_answering);
        let mut effects = Effects::default();
        for id in &self.case.waived_by_merger {
            let Some(owed) = self.case.owed.get(id).filter(|owed| answers(owed)) else {
                continue;
            };
            effects.returned.push(*id);
            effects.moved.push(self.owed_again(*id, owed)?);
        }
        let stood = |owed: &&Owed| answers(owed) && owed.state != ObligationState::Waived;
        let by_other = lead.owed.values().rev().find(stood);
        if let Some(owed) = by_other.filter(|_| effects.returned.is_empty()) {
            let mut opened = Opened {
                obligation: owed.opened.clone(),
                rulebook: owed.rulebook.clone(),
                calendar: owed.calendar.clone(),
            };
            opened.obligation.unit = self.free_unit(self.case.unit);
            opened.obligation.post = None;
            let fresh = Owed::new(&opened);
            let before_its_end = owed.opened.due_at.plus_micros(-1);
            let after = self.context.now.min(before_its_end);
            opened.obligation.next_at = self.next_moment(&fresh, after)?.at;
            effects.opened.push(opened);
        }
        Ok(effects)
    }

    /// Another authority has it from now on: what is owed here is owed there (RULES 5.3).
    pub fn hand_over(&mut self, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let (to, petition, number) = self.context.became.ok_or(refuse(RefusalCode::WrongState))?;
        self.guard_person(crate::petition::Action::Transfer)?;
        if self.case.state.is_ended() || self.case.is_answered() {
            return Err(refuse(RefusalCode::Ended));
        }
        let reviews = self.case.review_of.is_some();
        if self.case.is_objected() || self.case.withdrawal.is_some() || reviews {
            return Err(refuse(RefusalCode::WrongState));
        }
        let mut effects = Effects {
            state: Some(PetitionState::HandedOver),
            ..Effects::default()
        };
        for (id, owed) in self.case.owed.iter().filter(|(_, owed)| owed.is_open()) {
            let Some(term) = self.context.rules.term_of(owed) else {
                continue;
            };
            let passed = [EventName::PetitionTransferred, EventName::HandoverAccepted];
            if owed.is_open_duty() && passed.iter().any(|name| term.met_by.contains(name)) {
                effects.met.push(*id);
            } else if term.waived_by.contains(&EventName::HandoverAccepted) {
                effects.waived.push(*id);
            } else if !owed.is_open_duty() && term.owed_by != Party::Petitioner {
                effects.closed.push(*id);
            }
        }
        self.now(
            Event::PetitionHandedOver(PetitionHandedOver {
                to,
                petition,
                number,
                effects,
            }),
            Some(text),
        );
        Ok(())
    }
}
