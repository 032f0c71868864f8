//! What takes a second person: proposed by one, decided by another (RULES 1.1, 1.2, 3.3, 4.2, 5.1).

use super::guard::renewed_until;
use super::{By, CodePower, Deciding, Step, needed, refuse};
use crate::event::{
    Actor, BreachCorrected, CodeRenewed, Event, EventText, Plain, Proposal, RenewalObjected,
    SecondPersonAsked, SecondPersonDecided,
};
use crate::ids::Position;
use crate::obligation::{Effects, Owed};
use crate::petition::{CaseRefusal, Command, NoticeWish, RefusalCode};
use crate::time::Instant;

impl Deciding<'_> {
    pub(super) fn propose_or_decide(&mut self, command: &Command) -> Step {
        match command {
            Command::LowerConfidentiality { reason } => {
                self.propose(Proposal::LowerConfidentiality, reason)
            }
            Command::RenewCode {
                representative,
                reason,
            } => {
                let proposal = self.renewal(*representative)?;
                self.propose(proposal, reason)
            }
            Command::EarlierTime {
                document,
                way,
                at,
                evidence,
                reason,
            } => {
                let at = self.checked_time(Some(*at))?;
                let proposal = Proposal::EarlierTime {
                    document: *document,
                    way: *way,
                    at,
                    evidence: *evidence,
                };
                self.propose(proposal, reason)
            }
            Command::CorrectBreach {
                obligation,
                at,
                evidence,
                reason,
            } => {
                let at = self.checked_time(Some(*at))?;
                let owed = self.case.owed.get(obligation);
                if owed.is_none_or(|owed| !self.can_be_corrected(owed, at)) {
                    return Err(CaseRefusal::on(RefusalCode::NotADuty, "obligation"));
                }
                let proposal = Proposal::CorrectBreach {
                    obligation: *obligation,
                    at,
                    evidence: *evidence,
                };
                self.propose(proposal, reason)
            }
            Command::DecideProposal {
                proposal,
                agree,
                reason,
            } => self.decide_proposal(*proposal, *agree, reason),
            _ => Err(refuse(RefusalCode::WrongState)),
        }
    }

    /// Whose code is to be renewed. Of a group it has to be said, for the codes of the others stay.
    fn renewal(&self, representative: Option<u8>) -> Result<Proposal, CaseRefusal> {
        let there = self.case.representatives();
        let of = |representative| Proposal::RenewCodeOf { representative };
        match (there.as_slice(), representative) {
            ([], _) => Ok(Proposal::RenewCode),
            ([last], None) => Ok(of(*last)),
            (all, Some(nth)) if all.contains(&nth) => Ok(of(nth)),
            _ => Err(CaseRefusal::on(RefusalCode::WhoseCode, "representative")),
        }
    }

    fn can_be_corrected(&self, owed: &Owed, at: Instant) -> bool {
        owed.breached_at.is_some() && !owed.corrected && self.context.rules.in_time(owed, at)
    }

    fn propose(&mut self, proposal: Proposal, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        self.staff()?;
        let effects = Effects::default();
        self.now(
            Event::SecondPersonAsked(SecondPersonAsked { proposal, effects }),
            Some(text),
        );
        Ok(())
    }

    fn decide_proposal(&mut self, position: Position, agree: bool, reason: &str) -> Step {
        let found = self.case.proposals.get(&position).cloned();
        let (proposal, proposer) =
            found.ok_or(CaseRefusal::on(RefusalCode::NoProposal, "proposal"))?;
        self.staff()?;
        if proposer == self.context.by.actor() {
            return Err(refuse(RefusalCode::SamePerson));
        }
        let event = SecondPersonDecided {
            proposal: position,
            agreed: agree,
            effects: Effects::default(),
        };
        self.now(
            Event::SecondPersonDecided(event),
            Some(EventText::of(reason)),
        );
        if agree {
            self.carry_out_proposal(proposal)
        } else {
            Ok(())
        }
    }

    fn carry_out_proposal(&mut self, proposal: Proposal) -> Step {
        match proposal {
            Proposal::Reclassify { .. }
                if self.case.state.is_ended() || self.case.is_answered() =>
            {
                Err(refuse(RefusalCode::WrongState))
            }
            Proposal::Reclassify { class, branch } => {
                self.classified(class, branch, None, true, EventText::default())
            }
            Proposal::LowerConfidentiality => {
                self.plain_event(Event::ConfidentialityLowered, None);
                Ok(())
            }
            Proposal::DropRespondents { bars } => self.respondents_are(bars, EventText::default()),
            Proposal::RenewCode => self.renewed(None),
            Proposal::RenewCodeOf { representative } => self.renewed(Some(representative)),
            Proposal::EarlierTime {
                document,
                way,
                at,
                evidence,
            } => {
                self.served_or_received(document, way, at, Some(evidence), self.context.by.actor())
            }
            Proposal::CorrectBreach {
                obligation,
                at,
                evidence,
            } => {
                let owed = self.case.owed.get(&obligation);
                let owed = owed.filter(|owed| self.can_be_corrected(owed, at));
                let owed = owed.ok_or(CaseRefusal::on(RefusalCode::NotADuty, "obligation"))?;
                let open = owed.is_open();
                let effects = Effects {
                    met: if open { vec![obligation] } else { Vec::new() },
                    corrected: vec![obligation],
                    ..Effects::default()
                };
                let event = BreachCorrected {
                    evidence: Some(evidence),
                    effects,
                };
                self.push(
                    Event::BreachCorrected(event),
                    at,
                    self.context.by.actor(),
                    None,
                );
                Ok(())
            }
        }
    }

    /// The application makes the code; this is the fact. Whoever left meanwhile has no code to be renewed.
    fn renewed(&mut self, representative: Option<u8>) -> Step {
        let there = self.case.representatives();
        let is_there = representative.map_or(there.is_empty(), |nth| there.contains(&nth));
        if !is_there {
            return Err(refuse(RefusalCode::WhoseCode));
        }
        let event = CodeRenewed {
            representative,
            effects: Effects::default(),
        };
        self.now(Event::CodeRenewed(event), None);
        Ok(())
    }

    /// The code that was replaced, or the contact on file, says that nobody asked for the new one. The application ends
    /// that and lets the one of before work again; this is the fact.
    ///
    /// # Errors
    /// [`RefusalCode::NoRenewal`] where none was renewed, 14 days passed, or somebody objected before.
    pub fn object_to_renewal(&mut self, representative: Option<u8>, by_contact: bool) -> Step {
        let renewed = self.case.group.renewed.get(&representative);
        if renewed.is_none_or(|since| self.context.now >= renewed_until(*since)) {
            return Err(refuse(RefusalCode::NoRenewal));
        }
        let event = RenewalObjected {
            representative,
            by_contact,
            effects: Effects::default(),
        };
        self.now(Event::RenewalObjected(event), None);
        Ok(())
    }

    /// Whoever the system is when a channel accepted a notice.
    pub fn channel_accepted(&mut self, document: crate::event::Document) -> Step {
        let way = crate::event::ServiceWay::ChannelAccepted;
        self.served_or_received(document, way, self.context.now, None, Actor::System)
    }

    /// A code that only views was made.
    pub fn view_code_made(&mut self) {
        self.plain_event(Event::ViewCodeMade as fn(Plain) -> Event, None);
    }

    /// Whoever brought it says when notices may come; the same wish again is nothing new.
    ///
    /// # Errors
    /// [`RefusalCode::ViewCode`] for a code that only views, [`RefusalCode::CodeOnly`] for staff.
    pub fn wish_notices(&mut self, wish: NoticeWish) -> Step {
        match self.context.by {
            By::Petitioner(CodePower::View) => return Err(refuse(RefusalCode::ViewCode)),
            By::Staff(_) => return Err(refuse(RefusalCode::CodeOnly)),
            By::Petitioner(_) | By::System => {}
        }
        if wish != self.case.notices {
            self.now(wish.event(), None);
        }
        Ok(())
    }
}
