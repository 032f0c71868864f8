//! Asking the level above to look again, and the case that this becomes there (信访工作条例 Art 35).

use super::effects::ends;
use super::{By, CodePower, Deciding, Step, needed, refuse};
use crate::event::{
    Actor, Document, Event, EventText, ReviewDecided, ReviewReceived, ReviewRequested,
    ReviewSettled,
};
use crate::number::PetitionNumber;
use crate::obligation::Effects;
use crate::petition::{
    AnswerDraft, CaseRefusal, PetitionState, RefusalCode, ReviewOf, ReviewOutcome,
};
use crate::rulebook::EventName;

impl Deciding<'_> {
    /// Whether a review can be asked for now. A window that is over is no reason to refuse: a late
    /// request is registered all the same, and a person decides (RULES 1.3).
    ///
    /// # Errors
    /// [`CaseRefusal`], where there is no window, it was asked for already, or the code only views.
    pub fn may_ask_review(&self) -> Step {
        match self.context.by {
            By::Petitioner(CodePower::View) => return Err(refuse(RefusalCode::ViewCode)),
            By::Petitioner(CodePower::Acting | CodePower::Renewed(_)) => {}
            By::Staff(_) | By::System => return Err(refuse(RefusalCode::CodeOnly)),
        }
        if self.case.is_review_asked() {
            return Err(refuse(RefusalCode::ReviewAsked));
        }
        if self.case.review_window().is_none() || self.case.withdrawal.is_some() {
            return Err(refuse(RefusalCode::NoReview));
        }
        Ok(())
    }

    /// The petitioner asks the level above to look again; the application registers the case there in the
    /// same transaction. Its window is used, and nothing else of this petition changes.
    ///
    /// # Errors
    /// As [`Deciding::may_ask_review`], or where no reason is given.
    pub fn ask_review(&mut self, reasons: &str) -> Step {
        self.may_ask_review()?;
        let text = needed(reasons, "reasons")?;
        let (to, petition, number) = self.context.became.ok_or(refuse(RefusalCode::WrongState))?;
        let mut effects = Effects::default();
        let parties = self.parties();
        let (rules, name) = (self.context.rules, EventName::ReviewRequested);
        ends(&self.case, &rules, name, &parties, &mut effects);
        let event = ReviewRequested {
            to,
            petition,
            number,
            late: self.case.is_review_late(),
            effects,
        };
        self.now(Event::ReviewRequested(event), Some(text));
        Ok(())
    }

    /// The case begins at the authority above, with the reasons, and with the answer that it is about.
    ///
    /// # Errors
    /// [`RefusalCode::BadDate`].
    pub fn receive_review(&mut self, of: ReviewOf, reasons: &str, answer: &AnswerDraft) -> Step {
        let name = EventName::ReviewRequested;
        let mut effects = self.follow(name, &self.parties(), self.context.now)?;
        effects.state = Some(PetitionState::UnderReview);
        let event = ReviewReceived {
            from: of.from,
            petition: of.petition,
            number: of.number,
            late: of.late,
            effects,
        };
        let text = EventText {
            text: reasons.to_owned(),
            answer: Some(answer.clone()),
            ..EventText::default()
        };
        let (now, event) = (self.context.now, Event::ReviewReceived(event));
        self.push(event, now, Actor::System, Some(text));
        Ok(())
    }

    /// The decision is issued, and on the tracking page.
    pub(super) fn issue_review(&mut self, outcome: ReviewOutcome) -> Step {
        let effects = Effects::default();
        self.now(
            Event::ReviewDecided(ReviewDecided { outcome, effects }),
            None,
        );
        self.published(Document::ReviewDecision)
    }

    /// What the review decided, on the petition whose answer it was about. An answer that was set aside is
    /// owed anew from now on, also where the file was closed; not to whoever withdrew since.
    ///
    /// # Errors
    /// [`RefusalCode::BadDate`].
    pub fn review_settled(&mut self, number: PetitionNumber, outcome: ReviewOutcome) -> Step {
        let gone = matches!(
            self.case.state,
            PetitionState::Withdrawn | PetitionState::Merged
        );
        let mut effects = Effects::default();
        if outcome.sets_aside() && !gone {
            let name = EventName::AnswerSetAside;
            effects = self.follow(name, &self.parties(), self.context.now)?;
            effects.state = Some(PetitionState::Handling);
        }
        let event = ReviewSettled {
            number,
            outcome,
            effects,
        };
        let now = self.context.now;
        self.push(Event::ReviewSettled(event), now, Actor::System, None);
        Ok(())
    }

    /// A request that came in time cannot be put aside as late.
    pub(super) fn guard_outcome(&self, answer: &AnswerDraft) -> Step {
        let late = self.case.review_of.is_some_and(|of| of.late);
        match (self.case.review_of, answer.review) {
            (None, Some(_)) => Err(CaseRefusal::on(RefusalCode::NoReview, "review")),
            (_, Some(ReviewOutcome::NotAdmitted)) if !late => {
                Err(CaseRefusal::on(RefusalCode::InTime, "review"))
            }
            _ => Ok(()),
        }
    }
}
