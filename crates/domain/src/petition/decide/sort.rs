//! Sorting: class, respondents, requests; acceptance, decline and the other lawful way.

use super::{BarTarget, Deciding, Step, needed, refuse};
use crate::event::{
    DeclineReason, Document, Event, EventText, PetitionAccepted, PetitionClassified,
    PetitionDeclined, PetitionRedirected, Proposal, RequestsListed, RespondentsNamed, Route,
    SecondPersonAsked,
};
use crate::ids::{PostId, UnitId};
use crate::obligation::{Effects, ObligationMoved};
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
        let classes = self.context.rules.rulebook.classes;
        let branch = check_branch(classes, class, branch)?;
        let same = self.case.counted_class() == (class, branch);
        if classes && self.case.is_accepted() && !same {
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
        self.classified(class, branch, category, false, EventText::of(reason))
    }

    /// Classifies; a class that was decided otherwise replaces the duty of answering by its own, due
    /// no later (RULES 5.1). A class that has none keeps it until the lawful way is told.
    pub(super) fn classified(
        &mut self,
        class: Class,
        branch: Option<u8>,
        category: Option<String>,
        otherwise: bool,
        text: EventText,
    ) -> Step {
        let effects = if otherwise {
            self.replaced_duty(class, branch)?
        } else {
            Effects::default()
        };
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

    fn replaced_duty(&self, class: Class, branch: Option<u8>) -> Result<Effects, CaseRefusal> {
        let (rules, now) = (self.context.rules, self.context.now);
        let mut case = self.case.clone();
        (case.class, case.branch) = (Some(class), branch);
        let name = EventName::ClassifiedOtherwise;
        let found = super::consequences(&case, &rules, name, &self.parties(), (now, now))?;
        if found.opened.is_empty() {
            return Ok(Effects::default());
        }
        // Notices that are owed stay owed, whatever the class.
        let waived = found
            .waived
            .into_iter()
            .filter(|id| self.is_answering_duty(*id));
        let waived: Vec<_> = waived.collect();
        let old = waived.iter().filter_map(|id| self.case.owed.get(id));
        let old = old.min_by_key(|owed| owed.opened.due_at);
        let mut opened = found.opened;
        for one in &mut opened {
            let later = old.filter(|old| old.opened.due_at < one.obligation.due_at);
            let term = rules
                .terms()
                .find(|(_, term)| term.id == one.obligation.term);
            if let (Some(old), Some(term)) = (later, term) {
                let limit = Some(old.opened.due_date);
                *one = rules.open(term, one.obligation.unit, now, limit, now)?;
            }
        }
        Ok(Effects {
            waived,
            opened,
            ..Effects::default()
        })
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
        let bars: Vec<String> = bars.collect();
        let text = EventText {
            lines: words.to_vec(),
            ..EventText::default()
        };
        let dropped = self.case.bars.iter().any(|bar| !bars.contains(bar));
        let added = bars.iter().any(|bar| !self.case.bars.contains(bar));
        if !dropped {
            return self.respondents_are(bars, text);
        }
        if added {
            let all = bars.iter().chain(&self.case.bars).cloned();
            let all: std::collections::BTreeSet<String> = all.collect();
            self.respondents_are(all.into_iter().collect(), text.clone())?;
        }
        // Who is complained of sees it again: that takes a second person, like lifting a restriction.
        let proposal = Proposal::DropRespondents { bars };
        let effects = Effects::default();
        let event = SecondPersonAsked { proposal, effects };
        self.now(Event::SecondPersonAsked(event), Some(text));
        Ok(())
    }

    /// From now on these are whom it complains of.
    pub(super) fn respondents_are(&mut self, bars: Vec<String>, text: EventText) -> Step {
        let organisation = self.context.organisation;
        let mut named = self.case.clone();
        named.bars = bars.iter().cloned().collect();
        self.barred = super::Barred::of(&named, organisation, self.context.bar);
        let effects = self.away_from_respondents();
        let event = RespondentsNamed { bars, effects };
        self.now(Event::RespondentsNamed(event), Some(text));
        match self.case.receiver {
            // What was sent to a respondent never came: who sent it has it still.
            Some(unit) if self.barred.units.contains(&unit) => self.take_back(),
            _ => Ok(()),
        }
    }

    /// Whatever a respondent owes moves to the nearest unit or post above that is none, with the same
    /// dates. A statement stays: that is the respondent's own part.
    fn away_from_respondents(&self) -> Effects {
        let open = self
            .case
            .owed
            .iter()
            .filter(|(_, owed)| owed.is_open() && owed.opened.term != "statement");
        let moved = open.filter_map(|(id, owed)| {
            let (unit, post) = self.in_stead(owed)?;
            Some(ObligationMoved {
                obligation: Some(*id),
                unit: Some(unit),
                post,
                ..ObligationMoved::default()
            })
        });
        let unit = self.free_unit(self.case.unit);
        Effects {
            moved: moved.collect(),
            unit: (unit != self.case.unit).then_some(unit),
            ..Effects::default()
        }
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
        let supervision = self.context.organisation.posts.values();
        let supervision = supervision.filter(|post| post.duty == "supervision" && !post.closed);
        chain
            .into_iter()
            .chain([self.case.registrar])
            .chain(offices)
            .chain(supervision.map(|post| post.unit))
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
        if self.case.is_accepted() {
            // It counts as accepted since the lapse; the notice is owed still.
            let effects = Effects {
                state: (self.case.state == PetitionState::Lapsed)
                    .then_some(PetitionState::Accepted),
                ..Effects::default()
            };
            let event = Event::PetitionAccepted(PetitionAccepted { effects });
            self.now(event, Some(EventText::of(notice)));
            return self.published(Document::Acceptance);
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
        if self.class_is_answered() {
            Ok(())
        } else {
            Err(refuse(RefusalCode::OtherRoute))
        }
    }

    /// Whether the class runs a duty of answering (信访工作条例 Arts 29 to 31).
    pub(super) fn class_is_answered(&self) -> bool {
        let rulebook = self.context.rules.rulebook;
        let (class, branch) = self.case.counted_class();
        !rulebook.classes
            || rulebook
                .class_rule(class.word(), branch)
                .is_some_and(|rule| !rule.runs.is_empty())
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
