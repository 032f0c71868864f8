//! One of those who speak for a group leaves, by his own code or signed paper; seven days to undo it. The
//! petition goes on for the others, and is withdrawn only when the last of them has left (RULES 5.9).

use super::withdraw::UNDO_TERM;
use super::{By, Deciding, Step, refuse};
use crate::event::{Actor, Event, EventText, LeavingAsked, LeavingUndone, RepresentativeLeft};
use crate::ids::{FileId, ObligationId};
use crate::obligation::Effects;
use crate::petition::{CaseRefusal, PetitionState, RefusalCode};
use crate::time::Instant;

impl Deciding<'_> {
    /// Which of those who speak for a group acts, by the code.
    pub(super) const fn speaker(&self) -> Option<u8> {
        match self.context.by {
            By::Petitioner(power) => power.representative(),
            By::Staff(_) | By::System => None,
        }
    }

    /// Whoever acts by the code, and the window in which his leaving is undone.
    pub(super) fn own_leaving(&self) -> Option<(u8, ObligationId)> {
        let nth = self.speaker()?;
        let window = self.case.group.leaving.get(&nth)?;
        Some((nth, *window))
    }

    /// Whether whoever acts by the code can leave the group now.
    pub(super) fn guard_leaving(&self) -> Step {
        if self.speaker().is_none() {
            // A code that is nobody's in particular would leave for the others.
            return Err(refuse(RefusalCode::GroupMatter));
        }
        if self.own_leaving().is_some() {
            return Err(refuse(RefusalCode::WrongState));
        }
        self.guard_group_goes_on()
    }

    /// Whether there is a matter left to leave.
    pub(super) fn guard_group_goes_on(&self) -> Step {
        let state = self.case.state;
        match state.is_ended() && state != PetitionState::Merged {
            true => Err(refuse(RefusalCode::Ended)),
            false => Ok(()),
        }
    }

    /// The petitioner withdraws; one who speaks for a group leaves it.
    pub(super) fn withdraw_by_code(&mut self) -> Step {
        match self.speaker().filter(|_| self.case.is_of_a_group()) {
            Some(nth) => self.leave(nth, None),
            None => self.withdraw(None),
        }
    }

    /// The same by a signed paper, of which staff say whose it is where a group is spoken for.
    pub(super) fn withdraw_on_paper(&mut self, paper: FileId, representative: Option<u8>) -> Step {
        if !self.case.is_of_a_group() {
            return self.withdraw(Some(paper));
        }
        let on = |code| CaseRefusal::on(code, "representative");
        let nth = representative.ok_or(on(RefusalCode::GroupMatter))?;
        let leaves = self.case.group.leaving.contains_key(&nth);
        if leaves || !self.case.representatives().contains(&nth) {
            return Err(on(RefusalCode::WrongState));
        }
        self.leave(nth, Some(paper))
    }

    fn leave(&mut self, nth: u8, paper: Option<FileId>) -> Step {
        let opened = self.open_one(UNDO_TERM, self.case.unit, None, None)?;
        let event = LeavingAsked {
            representative: nth,
            until: opened.obligation.due_at,
            effects: Effects {
                opened: vec![opened],
                ..Effects::default()
            },
        };
        let text = paper.map(|file| EventText::of(file.raw().to_string()));
        self.now(Event::LeavingAsked(event), text);
        Ok(())
    }

    /// Whoever asked to leave stays.
    pub(super) fn stay(&mut self, (nth, window): (u8, ObligationId)) {
        let event = LeavingUndone {
            representative: nth,
            effects: Effects {
                closed: vec![window],
                ..Effects::default()
            },
        };
        self.now(Event::LeavingUndone(event), None);
    }

    /// The seven days of one of them are over. The sealed part says from now on who is left; where nobody is,
    /// the petition is withdrawn.
    pub(super) fn left(&mut self, nth: u8, at: Instant) {
        let goes_on = self.case.is_of_a_group();
        let among = self.case.representatives();
        let place = among.iter().position(|one| *one == nth);
        let place = place.filter(|_| goes_on);
        let identity = place.and_then(|place| self.identity.without(place));
        let event = RepresentativeLeft {
            representative: nth,
            named: identity.is_some(),
            effects: Effects::default(),
        };
        self.push(Event::RepresentativeLeft(event), at, Actor::System, None);
        if let (Some(identity), Some(decided)) = (identity, self.events.last_mut()) {
            self.identity.clone_from(&identity);
            decided.identity = Some(identity);
        }
        if !goes_on && self.guard_group_goes_on().is_ok() {
            self.withdrawn(at);
        }
    }
}
