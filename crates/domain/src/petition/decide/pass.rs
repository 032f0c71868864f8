//! Handing on: transfer, assignment, taking, objection. Every duty has an owner at every moment.

use super::effects::{Parties, ends};
use super::{Deciding, Step, needed, refuse};
use crate::event::{
    Event, EventText, HandlerNamed, ObjectionSettled, Passed, ReceiverDecided, TransferRecalled,
};
use crate::ids::{ObligationId, StaffId, UnitId};
use crate::obligation::{Effects, ObligationMoved, Owed};
use crate::organisation::Role;
use crate::petition::{CaseRefusal, PetitionState, RefusalCode, can_have};
use crate::rulebook::{EventName, Party};
use jiff::civil::Date;

/// Sideways moves after which the common superior decides (RULES 5.2).
const SIDEWAYS_MAX: u8 = 3;

impl Deciding<'_> {
    /// Transfers, or assigns with a limit.
    pub(super) fn pass(
        &mut self,
        to: UnitId,
        limit: Option<Date>,
        reason: &str,
        assigned: bool,
    ) -> Step {
        self.guard_target(to)?;
        if self.case.receiver == Some(to) || (self.case.receiver.is_none() && self.case.unit == to)
        {
            return Err(CaseRefusal::on(RefusalCode::SameUnit, "to"));
        }
        if self.case.moves >= SIDEWAYS_MAX && !self.is_common_superior() {
            return Err(refuse(RefusalCode::SuperiorDecides));
        }
        if let Some(day) = limit {
            self.guard_limit(day)?;
        }
        // Whoever passes on what was sent has taken it.
        self.take_over_if_sent()?;
        let from = self.case.unit;
        let effects = self.passed(from, to, limit, assigned)?;
        let event = Passed {
            from,
            to,
            limit,
            effects,
        };
        let text = Some(EventText::of(reason));
        if assigned {
            self.now(Event::PetitionAssigned(event), text);
        } else {
            self.now(Event::PetitionTransferred(event), text);
        }
        if self.case.is_accepted() {
            self.taken(to);
        }
        Ok(())
    }

    /// What passing on does: before acceptance the receiver has to take it or object, afterwards the
    /// duties move.
    fn passed(
        &self,
        from: UnitId,
        to: UnitId,
        limit: Option<Date>,
        assigned: bool,
    ) -> Result<Effects, CaseRefusal> {
        let parties = Parties {
            sending: from,
            receiving: to,
            ..self.parties()
        };
        let now = self.context.now;
        let mut effects = Effects {
            state: Some(if assigned {
                PetitionState::Assigned
            } else {
                PetitionState::Transferred
            }),
            ..Effects::default()
        };
        if self.case.is_accepted() {
            // Its clock runs: inside the authority the duty moves, not its date (RULES 5.10).
            let rules = self.context.rules;
            ends(&self.case, &rules, sent(assigned), &parties, &mut effects);
            effects.moved = self.moves_of(from, to);
            effects
                .moved
                .retain(|moved| moved.obligation.is_none_or(|id| !effects.met.contains(&id)));
            effects.unit = Some(to);
        } else {
            for name in [sent(assigned), EventName::TransferReceived] {
                let more = self.follow(name, &parties, now)?;
                effects.met.extend(more.met);
                effects.waived.extend(more.waived);
                effects.closed.extend(more.closed);
                effects.opened.extend(more.opened);
            }
        }
        effects
            .opened
            .retain(|opened| opened.obligation.term != "assigned");
        if assigned {
            effects
                .opened
                .push(self.open_one("assigned", to, limit, None)?);
        }
        Ok(effects)
    }

    /// A unit that can have it.
    pub(super) fn guard_target(&self, to: UnitId) -> Step {
        let found = can_have(&self.case, &self.barred, self.context.organisation, to);
        found.map_err(|code| CaseRefusal::on(code, "to"))
    }

    /// A limit that a person sets is no later than what the law says.
    fn guard_limit(&self, day: Date) -> Step {
        let today = self.context.now.date_in(self.context.rules.zone);
        let answering = self.case.owed.iter();
        let answering = answering.filter(|(id, _)| self.is_answering_duty(**id));
        let statutory = answering.map(|(_, owed)| owed.opened.due_date).min();
        if day < today {
            return Err(CaseRefusal::on(RefusalCode::BadDate, "limit"));
        }
        if statutory.is_some_and(|last| day > last) {
            return Err(CaseRefusal::on(RefusalCode::LimitTooLate, "limit"));
        }
        Ok(())
    }

    fn is_common_superior(&self) -> bool {
        let Some(staff) = self.context.by.staff() else {
            return true;
        };
        let posts = self.context.organisation.posts_of(staff);
        posts.iter().any(|post| {
            matches!(post.duty.as_str(), "leader-in-charge" | "authority-head")
                && !self.barred.posts.contains(&post.id)
        })
    }

    /// The open duties that go with the matter from one unit to another, with the same dates. What a
    /// unit owes as the one that registered or sent it, or was asked, stays with it.
    fn moves_of(&self, from: UnitId, to: UnitId) -> Vec<ObligationMoved> {
        let goes = |owed: &Owed| {
            let asked = matches!(owed.opened.term.as_str(), "statement" | "support");
            let term = self.context.rules.term_of(owed);
            !asked
                && term.is_none_or(|term| {
                    !matches!(term.owed_by, Party::RegisteringUnit | Party::SendingUnit)
                })
        };
        let mine = self.case.owed.iter().filter(|(_, owed)| {
            owed.is_open_duty()
                && owed.opened.unit == from
                && owed.opened.post.is_none()
                && goes(owed)
        });
        mine.map(|(id, _)| moved_to_unit(*id, to)).collect()
    }

    pub(super) fn receive(&mut self) -> Step {
        let to = self.case.receiver.ok_or(refuse(RefusalCode::WrongState))?;
        self.accept_handover(to)
    }

    /// Whoever decides on what was sent has taken it.
    pub(super) fn take_over_if_sent(&mut self) -> Step {
        match self.case.receiver {
            Some(_) if self.case.is_objected() => Err(refuse(RefusalCode::WrongState)),
            Some(to) => self.accept_handover(to),
            None => Ok(()),
        }
    }

    fn accept_handover(&mut self, to: UnitId) -> Step {
        let parties = Parties {
            receiving: to,
            ..self.parties()
        };
        let mut effects = Effects::default();
        ends(
            &self.case,
            &self.context.rules,
            EventName::HandoverAccepted,
            &parties,
            &mut effects,
        );
        // A post decides on what it was sent, whoever has the matter.
        let of_post = |id: &ObligationId| {
            let owed = self.case.owed.get(id);
            owed.is_some_and(|owed| owed.opened.post.is_some())
        };
        effects.waived.retain(|id| !of_post(id));
        // What the receiver owes already is owed once; everything else goes with the matter.
        let (kept, gone): (Vec<_>, Vec<_>) = effects
            .waived
            .iter()
            .partition(|id| !self.owes_the_same(to, **id));
        effects.waived = gone;
        effects.moved = kept.into_iter().map(|id| moved_to_unit(id, to)).collect();
        self.close_objection(&mut effects);
        effects.unit = Some(to);
        let event = ReceiverDecided { unit: to, effects };
        self.now(Event::HandoverAccepted(event), None);
        Ok(())
    }

    /// Whether a unit owes a duty of the same term.
    fn owes_the_same(&self, unit: UnitId, id: ObligationId) -> bool {
        let Some(owed) = self.case.owed.get(&id) else {
            return true;
        };
        self.case.owed.values().any(|other| {
            other.is_open() && other.opened.unit == unit && other.opened.term == owed.opened.term
        })
    }

    /// What was sent to a respondent never came: whoever sent it has it still (RULES 4.1).
    pub(super) fn take_back(&mut self) -> Step {
        let mut effects = Effects::default();
        for name in [EventName::HandoverAccepted, EventName::ObjectionSettled] {
            let rules = self.context.rules;
            ends(&self.case, &rules, name, &self.parties(), &mut effects);
        }
        effects.waived.clear();
        self.close_objection(&mut effects);
        let unit = self.free_unit(self.case.unit);
        (effects.unit, effects.state) = (Some(unit), Some(self.state_taken_back()));
        let event = Event::HandoverAccepted(ReceiverDecided { unit, effects });
        let by = crate::event::Actor::System;
        self.push(event, self.context.now, by, None);
        Ok(())
    }

    const fn state_taken_back(&self) -> PetitionState {
        if self.case.is_accepted() {
            PetitionState::Lapsed
        } else {
            PetitionState::Registered
        }
    }

    /// Handing on what is accepted already leaves nothing to object to.
    fn taken(&mut self, to: UnitId) {
        let mut effects = Effects {
            unit: Some(to),
            ..Effects::default()
        };
        self.close_objection(&mut effects);
        let by = crate::event::Actor::System;
        self.push(
            Event::HandoverAccepted(ReceiverDecided { unit: to, effects }),
            self.context.now,
            by,
            None,
        );
    }

    fn close_objection(&self, effects: &mut Effects) {
        for (id, owed) in &self.case.owed {
            let open = owed.is_open() && owed.opened.term == "objection";
            if open && !effects.closed.contains(id) {
                effects.closed.push(*id);
            }
        }
    }

    pub(super) fn object(&mut self, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let receiver = self.case.receiver.ok_or(refuse(RefusalCode::WrongState))?;
        let sender = self.free_unit(self.case.sender.unwrap_or(self.case.unit));
        let parties = Parties {
            sending: sender,
            receiving: receiver,
            ..self.parties()
        };
        let mut effects = self.follow(EventName::TransferObjected, &parties, self.context.now)?;
        effects.state = Some(PetitionState::Objected);
        let event = ReceiverDecided {
            unit: receiver,
            effects,
        };
        self.now(Event::TransferObjected(event), Some(text));
        Ok(())
    }

    /// Upheld: the receiver handles it. Taken back: the receiver's duties return to the sender, with
    /// the same dates.
    pub(super) fn settle(&mut self, uphold: bool, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let receiver = self.case.receiver.ok_or(refuse(RefusalCode::WrongState))?;
        let sender = self.free_unit(self.case.sender.unwrap_or(self.case.unit));
        let unit = if uphold { receiver } else { sender };
        let mut effects = Effects {
            state: Some(if uphold && !self.case.is_accepted() {
                PetitionState::Settled
            } else {
                self.state_taken_back()
            }),
            unit: Some(unit),
            ..Effects::default()
        };
        ends(
            &self.case,
            &self.context.rules,
            EventName::ObjectionSettled,
            &self.parties(),
            &mut effects,
        );
        if uphold {
            // The assignment stands, with its limit.
            effects.met.retain(|id| !self.is_term(*id, "assigned"));
        } else {
            effects.moved = self.moves_of(receiver, sender);
            effects
                .moved
                .retain(|moved| moved.obligation.is_none_or(|id| !effects.met.contains(&id)));
        }
        self.now(
            Event::ObjectionSettled(ObjectionSettled {
                upheld: uphold,
                unit,
                effects,
            }),
            Some(text),
        );
        Ok(())
    }

    /// Takes back what was sent by mistake. The receiver's notice comes back with its day, and what the
    /// transfer had met is owed again with its own: nobody gains a day by sending and taking back (RULES
    /// 5.2).
    pub(super) fn recall(&mut self, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let receiver = self.case.receiver.ok_or(refuse(RefusalCode::WrongState))?;
        let unit = self.free_unit(self.case.sender.unwrap_or(self.case.unit));
        let mut effects = Effects {
            state: Some(PetitionState::Registered),
            unit: Some(unit),
            ..Effects::default()
        };
        for name in [EventName::HandoverAccepted, EventName::ObjectionSettled] {
            let rules = self.context.rules;
            ends(&self.case, &rules, name, &self.parties(), &mut effects);
        }
        effects.waived.clear();
        self.close_objection(&mut effects);
        effects.moved = self.moves_of(receiver, unit);
        effects
            .moved
            .retain(|moved| moved.obligation.is_none_or(|id| !effects.met.contains(&id)));
        let again = self.case.sent.iter().flat_map(|sent| sent.met.clone());
        for id in again {
            if let Some(owed) = self.case.owed.get(&id) {
                effects.moved.push(self.owed_again(id, owed)?);
                effects.returned.push(id);
            }
        }
        let from = receiver;
        let event = TransferRecalled {
            from,
            unit,
            effects,
        };
        self.now(Event::TransferRecalled(event), Some(text));
        Ok(())
    }

    fn is_term(&self, id: ObligationId, term: &str) -> bool {
        let owed = self.case.owed.get(&id);
        owed.is_some_and(|owed| owed.opened.term == term)
    }

    pub(super) fn take(&mut self) -> Step {
        let staff = self.staff()?;
        self.name_handler(staff)
    }

    pub(super) fn name_handler(&mut self, staff: StaffId) -> Step {
        let organisation = self.context.organisation;
        let unit = self.case.receiver.unwrap_or(self.case.unit);
        let fits = organisation.staff.get(&staff).is_some_and(|one| {
            !one.left
                && one.roles.iter().any(|(of, role)| {
                    *of == unit
                        && matches!(
                            role,
                            Role::Handler | Role::Clerk | Role::UnitHead | Role::Officer
                        )
                })
        });
        if !fits {
            return Err(CaseRefusal::on(RefusalCode::UnknownStaff, "staff"));
        }
        if self.barred.staff.contains(&staff) {
            return Err(CaseRefusal::on(RefusalCode::RespondentPerson, "staff"));
        }
        if self.case.recused.contains(&staff) {
            return Err(CaseRefusal::on(RefusalCode::Recused, "staff"));
        }
        self.take_over_if_sent()?;
        let working = matches!(
            self.case.state,
            PetitionState::Registered
                | PetitionState::Accepted
                | PetitionState::Lapsed
                | PetitionState::Transferred
                | PetitionState::Assigned
                | PetitionState::Settled
        ) && (self.case.is_accepted() || self.owes_an_answer());
        let effects = Effects {
            state: working.then_some(PetitionState::Handling),
            ..Effects::default()
        };
        self.now(Event::HandlerNamed(HandlerNamed { staff, effects }), None);
        Ok(())
    }
}

const fn sent(assigned: bool) -> EventName {
    if assigned {
        EventName::PetitionAssigned
    } else {
        EventName::PetitionTransferred
    }
}

fn moved_to_unit(id: ObligationId, to: UnitId) -> ObligationMoved {
    ObligationMoved {
        obligation: Some(id),
        unit: Some(to),
        ..ObligationMoved::default()
    }
}
