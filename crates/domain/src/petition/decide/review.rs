//! Asking the level above to look again, and the case that this becomes there (信访工作条例 Art 35).

use super::effects::ends;
use super::{By, CodePower, Deciding, Step, needed, refuse};
use crate::event::{
    Actor, Document, Event, EventText, ReviewDecided, ReviewReceived, ReviewRequested,
    ReviewSettled,
};
use crate::ids::FileId;
use crate::number::PetitionNumber;
use crate::obligation::Effects;
use crate::petition::{
    Action, AnswerDraft, CaseRefusal, PetitionState, RefusalCode, ReviewOf, ReviewOutcome,
};
use crate::rulebook::EventName;
use crate::time::Instant;
use jiff::civil::Date;

/// When a request on paper was made and when it came. An authority's duty starts at receipt; a postmark
/// counts in the petitioner's favour alone, for the window (RULES 1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperTimes {
    /// When it was made: its postmark, else its receipt.
    pub at: Instant,
    /// When it came.
    pub received: Instant,
}

impl Deciding<'_> {
    /// Whether a review can be asked for now by a code. A window that is over is no reason to refuse: a late
    /// request is registered all the same, and a person decides (RULES 1.3).
    ///
    /// # Errors
    /// [`CaseRefusal`], where there is no window, it was asked for already, or the code only views.
    pub fn may_ask_review(&self) -> Step {
        match self.context.by {
            By::Petitioner(CodePower::View) => return Err(refuse(RefusalCode::ViewCode)),
            By::Petitioner(_) => {}
            By::Staff(_) | By::System => return Err(refuse(RefusalCode::CodeOnly)),
        }
        self.guard_review()
    }

    /// Whether there is an answer whose review can be asked for, by code or on paper.
    pub(super) fn guard_review(&self) -> Step {
        if self.case.is_review_asked() {
            return Err(refuse(RefusalCode::ReviewAsked));
        }
        if self.case.review_window().is_none() || self.case.withdrawal.is_some() {
            return Err(refuse(RefusalCode::NoReview));
        }
        Ok(())
    }

    /// Whether a request on paper can be recorded, and its times.
    ///
    /// # Errors
    /// Whoever may not, where there is nothing to review, [`RefusalCode::InTheFuture`], [`RefusalCode::BeforeStart`] or [`RefusalCode::BadDate`].
    pub fn may_record_review(
        &self,
        received: Date,
        postmark: Option<Date>,
    ) -> Result<PaperTimes, CaseRefusal> {
        self.guard(Action::ReviewOnPaper)?;
        self.paper_times(received, postmark)
    }

    /// Whether a request on paper that came to the authority above can be recorded, and its times. Who
    /// enters it there is no staff of this authority, and their right is their own authority's to decide.
    ///
    /// # Errors
    /// As [`Deciding::may_record_review`].
    pub fn paper_review(
        &self,
        received: Date,
        postmark: Option<Date>,
    ) -> Result<PaperTimes, CaseRefusal> {
        self.guard_review()?;
        self.paper_times(received, postmark)
    }

    /// The times of a request on paper, checked: nothing lies in the future, and no postmark after the day
    /// on which the paper came.
    pub(super) fn paper_times(
        &self,
        received: Date,
        postmark: Option<Date>,
    ) -> Result<PaperTimes, CaseRefusal> {
        let (now, zone) = (self.context.now, self.context.rules.zone);
        let today = now.date_in(zone);
        if received > today {
            return Err(CaseRefusal::on(RefusalCode::InTheFuture, "received"));
        }
        if postmark.is_some_and(|day| day > received) {
            return Err(CaseRefusal::on(RefusalCode::BadDate, "postmark"));
        }
        let first = postmark.unwrap_or(received);
        if first < self.case.registered_at.date_in(zone) {
            let field = if postmark.is_some() {
                "postmark"
            } else {
                "received"
            };
            return Err(CaseRefusal::on(RefusalCode::BeforeStart, field));
        }
        let start = |day| {
            if day == today {
                now
            } else {
                zone.start_of(day)
            }
        };
        Ok(PaperTimes {
            at: start(first),
            received: start(received),
        })
    }

    /// The petitioner asks the level above to look again, by code now or on paper at its times; the
    /// application registers the case there in the same transaction. Its window is used, and nothing else of
    /// this petition changes.
    ///
    /// # Errors
    /// As [`Deciding::may_ask_review`], or where no reason is given.
    pub fn ask_review(
        &mut self,
        reasons: &str,
        on_paper: Option<(PaperTimes, Option<FileId>)>,
    ) -> Step {
        match on_paper {
            Some(_) => self.guard_review()?,
            None => self.may_ask_review()?,
        }
        let mut text = needed(reasons, "reasons")?;
        // Which scan it rests on, as for a withdrawal on paper.
        text.lines.extend(
            on_paper
                .and_then(|(_, paper)| paper)
                .map(|paper| paper.raw().to_string()),
        );
        let (to, petition, number) = self.context.became.ok_or(refuse(RefusalCode::WrongState))?;
        let mut effects = Effects::default();
        let parties = self.parties();
        let (rules, name) = (self.context.rules, EventName::ReviewRequested);
        ends(&self.case, &rules, name, &parties, &mut effects);
        let at = on_paper.map_or(self.context.now, |(times, _)| times.at);
        let event = ReviewRequested {
            to,
            petition,
            number,
            late: self.case.is_review_late(at),
            effects,
        };
        let by = self.context.by.actor();
        self.push(Event::ReviewRequested(event), at, by, Some(text));
        Ok(())
    }

    /// The case begins at the authority above at an instant, with the reasons, and with the answer that it is
    /// about; its clock starts there.
    ///
    /// # Errors
    /// [`RefusalCode::BadDate`].
    pub fn receive_review(
        &mut self,
        (of, at): (ReviewOf, Instant),
        reasons: &str,
        answer: &AnswerDraft,
    ) -> Step {
        let name = EventName::ReviewRequested;
        let mut effects = self.follow(name, &self.parties(), at)?;
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
        self.push(Event::ReviewReceived(event), at, Actor::System, Some(text));
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
