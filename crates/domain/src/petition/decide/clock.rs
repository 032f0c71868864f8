//! Clocks that a person changes: extension, suspension, acknowledgement.

use super::effects::bad_date;
use super::{Deciding, Step, needed, refuse};
use crate::deadline::{self, Suspension};
use crate::event::{ClockStopped, Document, Event, EventText, Extension, Moment};
use crate::ids::ObligationId;
use crate::obligation::{Effects, NextMoment, ObligationMoved, Owed};
use crate::petition::{CaseRefusal, RefusalCode};
use crate::rulebook::EventName;
use jiff::civil::Date;

impl Deciding<'_> {
    /// An open duty by its id, with a copy of what is owed.
    pub(super) fn duty(&self, id: ObligationId) -> Result<Owed, CaseRefusal> {
        let owed = self.case.owed.get(&id).filter(|owed| owed.is_open_duty());
        owed.cloned()
            .ok_or(CaseRefusal::on(RefusalCode::NotADuty, "obligation"))
    }

    /// Asks to extend the duty of answering.
    /// The duty for which an extension can be asked now, or why none can.
    pub(super) fn extendable(&self) -> Result<(ObligationId, &Owed), CaseRefusal> {
        if self.case.extension_asked.is_some() {
            return Err(refuse(RefusalCode::ExtensionAsked));
        }
        let rules = self.context.rules;
        let found = self.case.open_duties().into_iter().find(|(_, owed)| {
            rules
                .term_of(owed)
                .is_some_and(|term| term.extension.is_some())
        });
        let (id, owed) = found
            .filter(|(_, owed)| !owed.extended)
            .ok_or(refuse(RefusalCode::NoExtension))?;
        match self.context.now >= owed.opened.due_at {
            true => Err(refuse(RefusalCode::TooLate)),
            false => Ok((id, owed)),
        }
    }

    pub(super) fn ask_extension(&mut self, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let rules = self.context.rules;
        let (id, owed) = self.extendable()?;
        let term = rules.term_of(owed).ok_or(refuse(RefusalCode::NotADuty))?;
        let approver = term
            .extension
            .as_ref()
            .map(|extension| extension.approved_by.clone())
            .unwrap_or_default();
        let mut effects = Effects::default();
        let (unit, post) = self.post_for(&approver);
        effects
            .opened
            .push(self.open_one("decide-extension", unit, None, post)?);
        self.now(
            Event::ExtensionAsked(Extension {
                obligation: id,
                effects,
            }),
            Some(text),
        );
        Ok(())
    }

    pub(super) fn decide_extension(&mut self, grant: bool, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let id = self
            .case
            .extension_asked
            .ok_or(refuse(RefusalCode::NoExtension))?;
        let owed = self.case.owed.get(&id).cloned();
        let owed = owed.ok_or(refuse(RefusalCode::NotADuty))?;
        let rules = self.context.rules;
        let term = rules.term_of(&owed).ok_or(refuse(RefusalCode::NotADuty))?;
        let approver = term
            .extension
            .as_ref()
            .map_or("", |extension| extension.approved_by.as_str());
        if self.acts_as(approver).is_none() {
            return Err(refuse(RefusalCode::NotApprover));
        }
        let mut effects = self.follow(
            EventName::ExtensionDecided,
            &self.parties(),
            self.context.now,
        )?;
        if !grant {
            self.now(
                Event::ExtensionRefused(Extension {
                    obligation: id,
                    effects,
                }),
                Some(text),
            );
            return Ok(());
        }
        self.duty(id)?;
        if self.context.now >= owed.opened.due_at {
            return Err(refuse(RefusalCode::TooLate));
        }
        let due = rules.count_again(&owed, &owed.suspensions, true)?;
        let moved = self.moved_to(id, &owed, due)?;
        effects.moved.push(ObligationMoved {
            extended: true,
            ..moved
        });
        self.now(
            Event::ExtensionGranted(Extension {
                obligation: id,
                effects,
            }),
            Some(text),
        );
        self.published(Document::ExtensionNotice)
    }

    pub(super) fn suspend(
        &mut self,
        id: ObligationId,
        cause: EventName,
        from: Date,
        reason: &str,
    ) -> Step {
        let owed = self.duty(id)?;
        if owed.paused.is_some() {
            return Err(CaseRefusal::on(RefusalCode::WrongState, "obligation"));
        }
        let rules = self.context.rules;
        let term = rules.term_of(&owed).ok_or(refuse(RefusalCode::NotADuty))?;
        if !term.suspended_by.contains(&cause) {
            return Err(CaseRefusal::on(RefusalCode::CauseNotListed, "cause"));
        }
        let today = self.context.now.date_in(rules.zone);
        let started = owed.opened.from.date_in(rules.zone);
        if from < started || from > today {
            return Err(CaseRefusal::on(RefusalCode::BadDate, "from"));
        }
        if self.context.now >= owed.opened.due_at {
            return Err(refuse(RefusalCode::TooLate));
        }
        let moved = ObligationMoved {
            obligation: Some(id),
            next: Some(NextMoment { at: None }),
            ..ObligationMoved::default()
        };
        let effects = Effects {
            moved: vec![moved],
            ..Effects::default()
        };
        let event = ClockStopped {
            obligation: id,
            cause,
            from,
            to: None,
            effects,
        };
        self.now(Event::ClockSuspended(event), Some(EventText::of(reason)));
        Ok(())
    }

    pub(super) fn resume(&mut self, id: ObligationId, to: Date) -> Step {
        let mut owed = self.duty(id)?;
        let cause = owed.paused.ok_or(refuse(RefusalCode::NotSuspended))?;
        let from = owed.paused_from.unwrap_or(to);
        if to < from || to > self.context.now.date_in(self.context.rules.zone) {
            return Err(CaseRefusal::on(RefusalCode::BadDate, "to"));
        }
        let mut suspensions = owed.suspensions.clone();
        suspensions.push(Suspension::Days { from, to });
        let due = self
            .context
            .rules
            .count_again(&owed, &suspensions, owed.extended)?;
        owed.paused = None;
        let moved = self.moved_to(id, &owed, due)?;
        let effects = Effects {
            moved: vec![ObligationMoved {
                suspensions: Some(suspensions),
                ..moved
            }],
            ..Effects::default()
        };
        let event = ClockStopped {
            obligation: id,
            cause,
            from,
            to: Some(to),
            effects,
        };
        self.now(Event::ClockResumed(event), None);
        Ok(())
    }

    /// Delays the next step of escalation, once (RULES 5.10).
    pub(super) fn acknowledge(&mut self, id: ObligationId) -> Step {
        let owed = self.duty(id)?;
        if owed.step == 0 {
            // Nothing was told to anybody: only a step of escalation is acknowledged.
            return Err(CaseRefusal::on(RefusalCode::NotADuty, "obligation"));
        }
        if owed.acknowledged {
            return Err(refuse(RefusalCode::AcknowledgedBefore));
        }
        let rules = self.context.rules;
        let term = rules.term_of(&owed).ok_or(refuse(RefusalCode::NotADuty))?;
        let request = rules.request(rules.rulebook_of(&owed), term, owed.opened.from);
        let later = owed
            .next_at
            .map(|at| deadline::moments::one_working_day_later(&request, at));
        let next = later.transpose().map_err(bad_date)?;
        let moved = ObligationMoved {
            obligation: Some(id),
            next: Some(NextMoment { at: next }),
            ..ObligationMoved::default()
        };
        let effects = Effects {
            moved: vec![moved],
            ..Effects::default()
        };
        self.now(
            Event::ObligationAcknowledged(Moment {
                obligation: id,
                effects,
            }),
            None,
        );
        Ok(())
    }
}
