//! The answer: draft → approval by the post that the rulebook names → issue → service (RULES 5.5, 5.6).

use super::{Deciding, Step, needed, refuse};
use crate::event::{
    AnswerDrafted, AnswerIssued, AnswerSubmitted, ApprovalDecided, Document, Event, EventText,
    InstructionCarriedOut, InstructionGiven, Plain, UnitAnswered, UnitAsked,
};
use crate::ids::{Position, PostId, StaffId, UnitId};
use crate::obligation::Effects;
use crate::petition::{AnswerDraft, CaseRefusal, Outcome, PetitionState, RefusalCode};
use crate::rulebook::EventName;
use jiff::civil::Date;

/// The rulebook's word for "whoever works on it approves it himself" (RULES 5.6).
const HANDLING_CLERK: &str = "handling-clerk";

impl Deciding<'_> {
    pub(super) fn draft(&mut self, answer: &AnswerDraft) -> Step {
        self.guard_outcome(answer)?;
        let set_aside = self.context.set_aside;
        if set_aside.is_some_and(|before| self.case.answers_again() && answer.repeats(before)) {
            return Err(refuse(RefusalCode::SameAnswer));
        }
        self.guard_facts_of(answer)?;
        self.take_over_if_sent()?;
        let outcomes = answer
            .items
            .iter()
            .map(|item| item.outcomes.clone())
            .collect();
        let by = |item: &crate::petition::AnswerItem| {
            item.by.filter(|_| item.outcomes.contains(&Outcome::Remedy))
        };
        let remedies = answer.items.iter().map(by).collect();
        let is_review = self.case.review_of.is_some();
        let effects = Effects {
            state: (!is_review).then_some(PetitionState::Handling),
            ..Effects::default()
        };
        let event = AnswerDrafted {
            outcomes,
            remedies,
            review: answer.review,
            facts: answer.addressed_facts(),
            effects,
        };
        let text = EventText {
            answer: Some(answer.clone()),
            ..EventText::default()
        };
        self.draft_missing = self.case.answer_missing(answer);
        self.now(Event::AnswerDrafted(event), Some(text));
        Ok(())
    }

    /// Sends the draft up. Whether it is complete was noted when it was drafted.
    pub(super) fn submit(&mut self) -> Step {
        self.guard_complete()?;
        let duty = &self.context.rules.rulebook.approver.post;
        let mut effects = Effects::default();
        let post = if duty == HANDLING_CLERK {
            None
        } else {
            let (unit, post) = self.post_for(duty);
            effects
                .opened
                .push(self.open_one("approve-answer", unit, None, post)?);
            post
        };
        self.now(
            Event::AnswerSubmitted(AnswerSubmitted { post, effects }),
            None,
        );
        Ok(())
    }

    fn guard_complete(&self) -> Step {
        // A fact may have been disputed since it was drafted, also after it was approved.
        self.guard_disputed_facts()?;
        match self.draft_missing.first() {
            Some(field) => Err(CaseRefusal::on(
                RefusalCode::AnswerIncomplete,
                field.clone(),
            )),
            // The requests may have been listed anew since.
            None if self.answers_other_requests() => {
                Err(CaseRefusal::on(RefusalCode::AnswerIncomplete, "items"))
            }
            None => Ok(()),
        }
    }

    fn answers_other_requests(&self) -> bool {
        let answer = self.case.answer.as_ref();
        answer.is_some_and(|answer| answer.outcomes.len() != usize::from(self.case.requests))
    }

    fn approving_post(&self) -> Result<Option<PostId>, CaseRefusal> {
        let duty = &self.context.rules.rulebook.approver.post;
        if duty == HANDLING_CLERK {
            return Ok(None);
        }
        self.acts_as(duty)
            .map(Some)
            .ok_or(refuse(RefusalCode::NotApprover))
    }

    pub(super) fn return_answer(&mut self, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let post = self.approving_post()?;
        let effects = self.follow(
            EventName::ApprovalDecided,
            &self.parties(),
            self.context.now,
        )?;
        self.now(
            Event::AnswerReturned(ApprovalDecided { post, effects }),
            Some(text),
        );
        Ok(())
    }

    pub(super) fn approve(&mut self) -> Step {
        self.guard_complete()?;
        let post = self.approving_post()?;
        let effects = self.follow(
            EventName::ApprovalDecided,
            &self.parties(),
            self.context.now,
        )?;
        self.now(
            Event::AnswerApproved(ApprovalDecided { post, effects }),
            None,
        );
        Ok(())
    }

    pub(super) fn issue(&mut self) -> Step {
        self.guard_complete()?;
        if let Some(outcome) = self.case.answer.as_ref().and_then(|answer| answer.review) {
            return self.issue_review(outcome);
        }
        let effects = Effects::default();
        self.now(Event::AnswerIssued(AnswerIssued { effects }), None);
        self.published(Document::Answer)
    }

    /// Asks a unit. A statement is asked of whoever was complained of; support of a public unit.
    pub(super) fn ask_unit(
        &mut self,
        unit: UnitId,
        question: &str,
        limit: Option<Date>,
        support: bool,
    ) -> Step {
        let text = needed(question, "question")?;
        let organisation = self.context.organisation;
        if organisation.units.get(&unit).is_none_or(|unit| unit.closed) {
            return Err(CaseRefusal::on(RefusalCode::UnknownUnit, "unit"));
        }
        if support {
            self.guard_target(unit)
                .map_err(|refusal| CaseRefusal::on(refusal.code, "unit"))?;
        }
        self.guard_day(limit)?;
        let term = if support { "support" } else { "statement" };
        let effects = Effects {
            opened: vec![self.open_one(term, unit, limit, None)?],
            ..Effects::default()
        };
        let event = UnitAsked { unit, effects };
        let event = if support {
            Event::SupportAsked(event)
        } else {
            Event::StatementAsked(event)
        };
        self.now(event, Some(text));
        Ok(())
    }

    pub(super) fn give(&mut self, asked: Position, text: &str, support: bool) -> Step {
        let text = needed(text, "text")?;
        let open = self
            .case
            .asked
            .get(&asked)
            .filter(|one| one.support == support && one.given.is_none());
        let unit = open
            .ok_or(CaseRefusal::on(RefusalCode::NothingAsked, "asked"))?
            .unit;
        let met = self.opened_at(asked);
        // Whoever owes it says it: the unit that was asked, or the one that its duty moved to.
        let owing = met.first().and_then(|id| self.case.owed.get(id));
        let owing = owing.map_or(unit, |owed| owed.opened.unit);
        if self
            .context
            .by
            .staff()
            .is_some_and(|staff| !self.works_in(staff, owing))
        {
            return Err(CaseRefusal::on(RefusalCode::NothingAsked, "asked"));
        }
        let effects = Effects {
            met,
            ..Effects::default()
        };
        let event = UnitAnswered {
            asked,
            unit,
            effects,
        };
        let event = if support {
            Event::SupportGiven(event)
        } else {
            Event::StatementGiven(event)
        };
        self.now(event, Some(text));
        Ok(())
    }

    fn works_in(&self, staff: StaffId, unit: UnitId) -> bool {
        let member = self.context.organisation.staff.get(&staff);
        member.is_some_and(|member| !member.left && member.roles.iter().any(|(of, _)| *of == unit))
    }

    /// A last day that a person sets is not over.
    pub(super) fn guard_day(&self, limit: Option<Date>) -> Step {
        let today = self.context.now.date_in(self.context.rules.zone);
        if limit.is_some_and(|day| day < today) {
            return Err(CaseRefusal::on(RefusalCode::BadDate, "limit"));
        }
        Ok(())
    }

    /// The open duties that the event at a position opened.
    pub(super) fn opened_at(&self, position: Position) -> Vec<crate::ids::ObligationId> {
        let first = crate::ids::ObligationId::opened_at(position, 0);
        let last =
            crate::ids::ObligationId::opened_at(position, crate::ids::OPENED_BY_ONE_EVENT_MAX - 1);
        self.case
            .owed
            .range(first..=last)
            .filter(|(_, owed)| owed.is_open_duty())
            .map(|(id, _)| *id)
            .collect()
    }

    pub(super) fn instruct(&mut self, text: &str, limit: Option<Date>) -> Step {
        let text = needed(text, "text")?;
        let staff = self.staff()?;
        let leads = |duty: &str| {
            matches!(
                duty,
                "leader-in-charge" | "authority-head" | "petition-office-head"
            )
        };
        let posts = self.context.organisation.posts_of(staff);
        let post = posts
            .iter()
            .find(|post| leads(&post.duty) && !self.barred.posts.contains(&post.id));
        let post = post.ok_or(refuse(RefusalCode::NotYourPost))?.id;
        self.guard_day(limit)?;
        let effects = Effects {
            opened: vec![self.open_one("instruction", self.case.unit, limit, None)?],
            ..Effects::default()
        };
        self.now(
            Event::InstructionGiven(InstructionGiven { post, effects }),
            Some(text),
        );
        Ok(())
    }

    pub(super) fn carry_out(&mut self, given: Position, text: &str) -> Step {
        let text = needed(text, "text")?;
        if self.case.instructions.get(&given) != Some(&false) {
            return Err(CaseRefusal::on(RefusalCode::NoInstruction, "given"));
        }
        let effects = Effects {
            met: self.opened_at(given),
            ..Effects::default()
        };
        self.now(
            Event::InstructionCarriedOut(InstructionCarriedOut { given, effects }),
            Some(text),
        );
        Ok(())
    }

    pub(super) fn close(&mut self) -> Step {
        let effects = Effects {
            state: Some(PetitionState::Closed),
            ..Effects::default()
        };
        self.now(Event::PetitionClosed(Plain { effects }), None);
        Ok(())
    }
}
