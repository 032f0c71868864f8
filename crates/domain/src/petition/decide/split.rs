//! One request becomes a petition of its own 分案: with its own number and keys, and with the clocks of
//! the one that it was part of. A split gives the authority not one day more (RULES 5.3, 5.8).

use super::{Deciding, RuleSet, Step, needed, refuse};
use crate::event::{
    Actor, Event, EventText, PetitionClassified, PetitionRegistered, PetitionSplit,
    PetitionSplitOff, Pinned, RespondentsNamed, StaffRecused,
};
use crate::ids::ObligationId;
use crate::language::Language;
use crate::number::PetitionNumber;
use crate::obligation::{Effects, ObligationMoved, Opened, Owed};
use crate::petition::{Case, CaseRefusal, PetitionState, RefusalCode};
use jiff::civil::Date;

impl Deciding<'_> {
    /// Not while somebody else has to take it, an answer is issued, or a document waits: what is on the
    /// way could not be told apart afterwards.
    pub(super) fn guard_split(&self) -> Step {
        let case = &self.case;
        let moving = case.receiver.is_some() || case.withdrawal.is_some() || case.is_answered();
        if case.requests < 2 || moving {
            return Err(refuse(RefusalCode::WrongState));
        }
        if !case.pending.is_empty() {
            return Err(refuse(RefusalCode::ServeFirst));
        }
        Ok(())
    }

    /// One request goes; the application registers it beside this petition in the same transaction.
    pub(super) fn split(&mut self, request: u8, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        if request >= self.case.requests {
            return Err(CaseRefusal::on(RefusalCode::WrongState, "request"));
        }
        let (_, into, number) = self.context.became.ok_or(refuse(RefusalCode::WrongState))?;
        let event = PetitionSplit {
            into,
            number: Some(number),
            effects: Effects::default(),
        };
        self.now(Event::PetitionSplit(event), Some(text));
        Ok(())
    }

    /// What the new petition keeps of the one that it was part of: class, whom it complains of (in the
    /// marks that this petition has for them, with the words), who stepped aside, and what is owed.
    ///
    /// # Errors
    /// [`RefusalCode::BadDate`].
    pub fn split_from(&mut self, first: &Case, (bars, words): (Vec<String>, EventText)) -> Step {
        let effects = Effects::default;
        if let Some(class) = first.class.filter(|_| first.classified) {
            let event = PetitionClassified {
                class,
                branch: first.branch,
                category: first.category.clone(),
                otherwise: false,
                effects: effects(),
            };
            self.by_itself(Event::PetitionClassified(event), None);
        }
        if !bars.is_empty() {
            let event = RespondentsNamed {
                bars,
                effects: effects(),
            };
            self.by_itself(Event::RespondentsNamed(event), Some(words));
        }
        for staff in first.recused.iter().copied() {
            let event = StaffRecused {
                staff,
                effects: effects(),
            };
            self.by_itself(Event::StaffRecused(event), None);
        }
        let event = PetitionSplitOff {
            from: first.id,
            number: first.number,
            accepted_at: first.accepted_at,
            lapsed: first.lapsed,
            sorted: first.sorted,
            moves: first.moves,
            received_at: first.received_at,
            effects: self.owed_alike(first)?,
        };
        self.by_itself(Event::PetitionSplitOff(event), None);
        Ok(())
    }

    fn by_itself(&mut self, event: Event, text: Option<EventText>) {
        self.push(event, self.context.now, Actor::System, text);
    }

    /// Every duty of the matter itself, with its start and its last day. A clock that is stopped there
    /// runs here: the cause was the other request's, or is recorded here again.
    fn owed_alike(&self, first: &Case) -> Result<Effects, CaseRefusal> {
        let state = match first.state {
            PetitionState::Handling if first.lapsed => PetitionState::Lapsed,
            PetitionState::Handling if first.is_accepted() => PetitionState::Accepted,
            other => other,
        };
        let mut effects = Effects {
            state: Some(state),
            unit: Some(first.unit),
            ..Effects::default()
        };
        for (_, owed) in first.open_duties() {
            if owed.rulebook.id != first.rulebook.id && owed.opened.term != "assigned" {
                continue;
            }
            let fresh = Owed {
                breached_at: None,
                paused: None,
                ..owed.clone()
            };
            let next = self.next_moment(&fresh, self.context.now)?;
            let mut obligation = owed.opened.clone();
            obligation.next_at = next.at;
            let id = ObligationId::opened_at(self.next, effects.opened.len());
            effects.opened.push(Opened {
                obligation,
                rulebook: owed.rulebook.clone(),
                calendar: owed.calendar.clone(),
            });
            if owed.extended || !owed.suspensions.is_empty() {
                effects.moved.push(ObligationMoved {
                    obligation: Some(id),
                    suspensions: Some(owed.suspensions.clone()),
                    extended: owed.extended,
                    ..ObligationMoved::default()
                });
            }
        }
        Ok(effects)
    }
}

/// The registration of the petition that a request becomes: as the first came, under the version of the
/// rules that it began under (RULES 1.5). It opens nothing by itself; what is owed follows from
/// [`Deciding::split_from`].
pub fn register_split(
    first: &Case,
    number: PetitionNumber,
    (language, postmark): (Language, Option<Date>),
    rules: &RuleSet<'_>,
) -> PetitionRegistered {
    PetitionRegistered {
        number,
        channel: first.channel,
        class: first.class,
        category: first.category.clone(),
        place: first.place.clone(),
        language,
        who: first.who,
        misconduct: first.restricted,
        requests: 1,
        other_representatives: first.other_representatives,
        postmark,
        unit: first.registrar,
        rulebook: first.rulebook.clone(),
        calendar: Pinned {
            id: rules.calendar.id().into(),
            version: rules.calendar.version().into(),
        },
        opened: Vec::new(),
    }
}
