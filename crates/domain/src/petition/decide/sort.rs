//! Sorting: class, respondents, requests; acceptance, decline and the other lawful way.

use super::{BarTarget, Deciding, Step, needed, refuse};
use crate::event::{
    DeclineReason, Document, Event, EventText, PetitionAccepted, PetitionClassified,
    PetitionDeclined, PetitionRedirected, Proposal, ReceiverDecided, RequestsListed,
    RespondentsNamed, Route, SecondPersonAsked,
};
use crate::ids::{PostId, UnitId};
use crate::obligation::Effects;
use crate::petition::{CaseRefusal, Class, PetitionState, REQUESTS_MAX, RefusalCode};
use crate::rulebook::EventName;
use jiff::civil::Date;

impl Deciding<'_> {
    pub(super) fn classify(
        &mut self,
        class: Class,
        branch: Option<u8>,
        category: Option<String>,
        reason: &str,
    ) -> Step {
        let branch = check_branch(self.context.rules.rulebook.classes, class, branch)?;
        let same = self.case.class == Some(class) && self.case.branch == branch;
        let otherwise = self.case.is_accepted() && !same;
        if otherwise && self.case.state == PetitionState::Lapsed {
            // Nobody gets rid of a clock by calling the matter something else (RULES 5.1).
            let text = needed(reason, "reason")?;
            let proposal = Proposal::Reclassify { class, branch };
            let effects = Effects::default();
            self.now(
                Event::SecondPersonAsked(SecondPersonAsked { proposal, effects }),
                Some(text),
            );
            return Ok(());
        }
        let text = if otherwise {
            needed(reason, "reason")?
        } else {
            EventText::of(reason)
        };
        self.classified(class, branch, category, otherwise, text)
    }

    /// Classifies; a class that was decided otherwise replaces the duty of answering by its own, due
    /// no later (RULES 5.1).
    pub(super) fn classified(
        &mut self,
        class: Class,
        branch: Option<u8>,
        category: Option<String>,
        otherwise: bool,
        text: EventText,
    ) -> Step {
        let mut effects = Effects::default();
        if otherwise {
            let old = self
                .case
                .open_duties()
                .iter()
                .map(|(_, owed)| owed.opened.clone())
                .min_by_key(|opened| opened.due_at);
            let mut case = self.case.clone();
            (case.class, case.branch) = (Some(class), branch);
            let started = (
                self.case.accepted_at.unwrap_or(self.context.now),
                self.context.now,
            );
            effects = super::consequences(
                &case,
                &self.context.rules,
                EventName::ClassifiedOtherwise,
                &self.parties(),
                started,
            )?;
            // The class runs the same duty still: nothing is waived and opened again.
            let kept: Vec<String> = effects
                .opened
                .iter()
                .map(|opened| opened.obligation.term.clone())
                .collect();
            effects.waived.retain(|id| {
                self.case
                    .owed
                    .get(id)
                    .is_none_or(|owed| !kept.contains(&owed.opened.term))
            });
            effects
                .opened
                .retain(|opened| self.case.open_term(&opened.obligation.term).is_none());
            // Notices that are owed stay owed, whatever the class.
            effects.waived.retain(|id| self.is_answering_duty(*id));
            for opened in &mut effects.opened {
                if let Some(old) = old
                    .as_ref()
                    .filter(|old| old.due_at < opened.obligation.due_at)
                {
                    opened.obligation.due_date = old.due_date;
                    opened.obligation.due_at = old.due_at;
                    opened.obligation.set = true;
                }
            }
        }
        let event = PetitionClassified {
            class,
            branch,
            category,
            otherwise,
            effects,
        };
        self.now(Event::PetitionClassified(event), Some(text));
        Ok(())
    }

    fn is_answering_duty(&self, id: crate::ids::ObligationId) -> bool {
        let term = self
            .case
            .owed
            .get(&id)
            .and_then(|owed| self.context.rules.term_of(owed));
        term.is_some_and(|term| term.met_by.contains(&EventName::AnswerServed))
    }

    pub(super) fn name_respondents(
        &mut self,
        units: &[UnitId],
        posts: &[PostId],
        words: &[String],
    ) -> Step {
        let organisation = self.context.organisation;
        if units
            .iter()
            .any(|unit| !organisation.units.contains_key(unit))
            || posts
                .iter()
                .any(|post| !organisation.posts.contains_key(post))
        {
            return Err(CaseRefusal::on(RefusalCode::UnknownUnit, "units"));
        }
        let bars = units
            .iter()
            .map(|unit| (self.context.bar)(BarTarget::Unit(*unit)));
        let bars = bars.chain(
            posts
                .iter()
                .map(|post| (self.context.bar)(BarTarget::Post(*post))),
        );
        let event = RespondentsNamed {
            bars: bars.collect(),
            effects: Effects::default(),
        };
        let text = EventText {
            lines: words.to_vec(),
            ..EventText::default()
        };
        self.now(Event::RespondentsNamed(event), Some(text));
        self.barred = super::Barred::of(&self.case, organisation, self.context.bar);
        self.move_away_from_respondent()
    }

    /// Whatever a respondent owes moves to the nearest unit above that is none, with the same dates.
    fn move_away_from_respondent(&mut self) -> Step {
        if !self.barred.units.contains(&self.case.unit)
            && self
                .case
                .receiver
                .is_none_or(|unit| !self.barred.units.contains(&unit))
        {
            return Ok(());
        }
        let to = self.unit_above_respondents(self.case.unit);
        let moved = self.case.owed.iter().filter(|(_, owed)| {
            owed.is_open()
                && self.barred.units.contains(&owed.opened.unit)
                && owed.opened.term != "statement"
        });
        let moved = moved.map(|(id, _)| crate::obligation::ObligationMoved {
            obligation: Some(*id),
            unit: Some(to),
            ..Default::default()
        });
        let effects = Effects {
            unit: Some(to),
            moved: moved.collect(),
            ..Effects::default()
        };
        let event = ReceiverDecided { unit: to, effects };
        self.push(
            Event::HandoverAccepted(event),
            self.context.now,
            crate::event::Actor::System,
            None,
        );
        Ok(())
    }

    /// The nearest unit above that the petition does not complain of; else its petition office.
    pub(super) fn unit_above_respondents(&self, unit: UnitId) -> UnitId {
        let free = |unit: &UnitId| {
            !self.barred.units.contains(unit) && self.context.organisation.answers(*unit)
        };
        let chain = self.context.organisation.chain(unit);
        let offices = self
            .context
            .organisation
            .units
            .values()
            .filter(|unit| unit.petition_office)
            .map(|unit| unit.id);
        chain
            .into_iter()
            .chain([self.case.registrar])
            .chain(offices)
            .chain(self.context.organisation.units.keys().copied())
            .find(free)
            .unwrap_or(self.case.registrar)
    }

    pub(super) fn list_requests(&mut self, requests: &[String]) -> Step {
        let given: Vec<String> = requests
            .iter()
            .map(|one| one.trim().to_owned())
            .filter(|one| !one.is_empty())
            .collect();
        if given.is_empty() || given.len() > REQUESTS_MAX {
            return Err(CaseRefusal::on(RefusalCode::ReasonNeeded, "requests"));
        }
        let event = RequestsListed {
            count: u8::try_from(given.len()).unwrap_or(u8::MAX),
            effects: Effects::default(),
        };
        let text = EventText {
            lines: given,
            ..EventText::default()
        };
        self.now(Event::RequestsListed(event), Some(text));
        Ok(())
    }

    /// Accepts: the notice is on the tracking page, and dates the acceptance (RULES 5.1).
    pub(super) fn accept(&mut self, notice: &str) -> Step {
        if self.context.rules.rulebook.classes && !self.case.classified {
            return Err(refuse(RefusalCode::NotSorted));
        }
        self.guard_class_is_answered()?;
        self.take_over_if_sent()?;
        if !self.context.organisation.answers(self.case.unit) {
            return Err(refuse(RefusalCode::UnitCannotAnswer));
        }
        let mut effects = self.follow(
            EventName::PetitionAccepted,
            &self.parties(),
            self.context.now,
        )?;
        effects.state = Some(PetitionState::Accepted);
        let event = PetitionAccepted { effects };
        self.now(Event::PetitionAccepted(event), Some(EventText::of(notice)));
        self.published(Document::Acceptance)
    }

    fn guard_class_is_answered(&self) -> Step {
        let rulebook = self.context.rules.rulebook;
        let runs = match self.case.class {
            Some(class) if rulebook.classes => {
                let branch = (class == Class::Claim).then(|| self.case.branch.unwrap_or(6));
                rulebook
                    .class_rule(class.word(), branch)
                    .is_some_and(|rule| !rule.runs.is_empty())
            }
            _ => true,
        };
        if runs {
            Ok(())
        } else {
            Err(refuse(RefusalCode::OtherRoute))
        }
    }

    pub(super) fn decline(&mut self, reason: DeclineReason, notice: &str) -> Step {
        let text = needed(notice, "notice")?;
        self.take_over_if_sent()?;
        let event = PetitionDeclined {
            reason,
            effects: Effects::default(),
        };
        self.now(Event::PetitionDeclined(event), Some(text));
        self.published(Document::Decline)
    }

    pub(super) fn redirect(&mut self, route: Route, limit: Option<Date>, notice: &str) -> Step {
        let text = needed(notice, "notice")?;
        self.take_over_if_sent()?;
        let event = PetitionRedirected {
            route,
            limit,
            effects: Effects::default(),
        };
        self.now(Event::PetitionRedirected(event), Some(text));
        self.published(Document::Redirect)
    }
}

/// A claim has a branch of Art 31 (6 where none is given); other classes have none.
pub(super) fn check_branch(
    classes: bool,
    class: Class,
    branch: Option<u8>,
) -> Result<Option<u8>, CaseRefusal> {
    match (class, branch) {
        (Class::Claim, None) if classes => Ok(Some(6)),
        (Class::Claim, Some(1..=6)) | (_, None) => Ok(branch),
        _ => Err(CaseRefusal::on(RefusalCode::WrongClass, "branch")),
    }
}
