//! What an answer promised 兑现承诺: reported as done, confirmed or denied by the petitioner, and looked
//! at by the head where the two differ (RULES 5.5; 信访工作条例 Art 32(2)).

use super::{By, Deciding, Step, needed, refuse};
use crate::event::{Event, EventText, Remedy};
use crate::ids::ObligationId;
use crate::obligation::Effects;
use crate::petition::{CaseRefusal, Outcome, PetitionState, RefusalCode};

/// The house's duty of the head to look, and to answer the petitioner.
const CHECK_TERM: &str = "check-remedy";

impl Deciding<'_> {
    pub(super) fn fulfil(&mut self, request: u8, text: &str) -> Step {
        let text = needed(text, "text")?;
        let Some(answer) = &self.case.answer else {
            return Err(refuse(RefusalCode::NoRemedy));
        };
        let promised = answer
            .outcomes
            .get(usize::from(request))
            .is_some_and(|outcomes| outcomes.contains(&Outcome::Remedy));
        if !promised || answer.fulfilled.contains_key(&request) {
            return Err(CaseRefusal::on(RefusalCode::NoRemedy, "request"));
        }
        let effects = Effects {
            met: self.remedy_of(request).into_iter().collect(),
            ..Effects::default()
        };
        self.now(
            Event::RemedyFulfilled(Remedy {
                request,
                agreed: false,
                effects,
            }),
            Some(text),
        );
        Ok(())
    }

    /// The duty of a remedy. They were opened in the order of the requests, those of an earlier answer before them.
    fn remedy_of(&self, request: u8) -> Option<ObligationId> {
        let answer = self.case.answer.as_ref()?;
        let promised = |outcomes: &&Vec<Outcome>| outcomes.contains(&Outcome::Remedy);
        let after = answer.outcomes.iter().skip(usize::from(request));
        let remedies = self.case.owed.iter();
        let mut remedies = remedies.filter(|(_, owed)| owed.opened.term == "remedy");
        let from_the_end = after.filter(promised).count().checked_sub(1)?;
        remedies.nth_back(from_the_end).map(|(id, _)| *id)
    }

    /// What the petitioner says. "Not done" is no finding, and no one-sided record either: the head
    /// has to look and to answer with reasons, once for each report.
    pub(super) fn verify(&mut self, request: u8, agreed: bool, text: &str) -> Step {
        let Some(answer) = &self.case.answer else {
            return Err(refuse(RefusalCode::NoRemedy));
        };
        if !answer.fulfilled.contains_key(&request) {
            return Err(CaseRefusal::on(RefusalCode::NoRemedy, "request"));
        }
        let effects = if agreed {
            let check = answer.denied.get(&request);
            let others = answer
                .fulfilled
                .keys()
                .all(|one| *one == request || answer.verified.contains(one));
            let all = others && self.case.open_term("remedy").is_none();
            Effects {
                state: all.then_some(PetitionState::Verified),
                met: check.map_or_else(Vec::new, |asked| self.opened_at(*asked)),
                ..Effects::default()
            }
        } else {
            self.denied(request)?
        };
        self.now(
            Event::RemedyVerified(Remedy {
                request,
                agreed,
                effects,
            }),
            Some(EventText::of(text)),
        );
        Ok(())
    }

    fn denied(&self, request: u8) -> Result<Effects, CaseRefusal> {
        let answer = self.case.answer.as_ref();
        let looked_at = answer.is_some_and(|answer| {
            answer.denied.contains_key(&request) || answer.checked.contains(&request)
        });
        let promised = matches!(
            self.case.state,
            PetitionState::Answered
                | PetitionState::Fulfilling
                | PetitionState::Verified
                | PetitionState::Closed
        );
        if looked_at || !promised {
            return Ok(Effects::default());
        }
        let (unit, post) = self.post_for("unit-head");
        Ok(Effects {
            state: Some(PetitionState::Fulfilling),
            opened: vec![self.open_one(CHECK_TERM, unit, None, post)?],
            ..Effects::default()
        })
    }

    /// What the head found. A remedy that was not done is owed again, with the day that the answer
    /// named: late, if that is over.
    pub(super) fn check_remedy(&mut self, request: u8, done: bool, text: &str) -> Step {
        let text = needed(text, "text")?;
        let answer = self.case.answer.as_ref();
        let asked = answer.and_then(|answer| answer.denied.get(&request).copied());
        let asked = asked.ok_or(CaseRefusal::on(RefusalCode::NoRemedy, "request"))?;
        let reported_by = answer.and_then(|answer| answer.fulfilled.get(&request).copied());
        if self.context.by != By::System && reported_by == Some(self.context.by.actor()) {
            return Err(refuse(RefusalCode::SamePerson));
        }
        let mut effects = Effects {
            met: self.opened_at(asked),
            ..Effects::default()
        };
        let again = self.remedy_of(request).filter(|_| !done);
        if let Some((id, owed)) = again.and_then(|id| Some((id, self.case.owed.get(&id)?))) {
            effects.returned.push(id);
            effects.moved.push(self.owed_again(id, owed)?);
        }
        self.now(
            Event::RemedyChecked(Remedy {
                request,
                agreed: done,
                effects,
            }),
            Some(text),
        );
        Ok(())
    }
}
