//! Words, danger, people stepping aside, wrong entries.

use super::{By, Deciding, Step, needed, refuse};
use crate::event::{
    DangerDeclared, EntryCorrected, Event, EventText, MessageSent, Plain, StaffRecused,
};
use crate::obligation::{Effects, ObligationMoved, Owed};
use crate::petition::{
    BODY_CHARACTERS_MAX, CaseRefusal, Channel, EntryPart, NO_PLACE, PLACE_CHARACTERS_MAX,
    PetitionState, RefusalCode, SUBJECT_CHARACTERS_MAX,
};
use crate::rulebook::EventName;
use crate::text::{check_line, check_lines};
use crate::time::Instant;
use jiff::civil::Date;

fn fits(it_does: bool) -> Step {
    match it_does {
        true => Ok(()),
        false => Err(CaseRefusal::on(RefusalCode::TooLong, "text")),
    }
}

/// A channel on which staff type what is told them.
fn told_channel(word: &str) -> Result<Channel, CaseRefusal> {
    let mut channels = Channel::TOLD_TO_STAFF.iter();
    let found = channels.find(|channel| channel.word() == word);
    found
        .copied()
        .ok_or(CaseRefusal::on(RefusalCode::UnknownChannel, "text"))
}

impl Deciding<'_> {
    /// Corrects a slip of whoever registered it for the petitioner. Nothing is overwritten. Of the dates only those
    /// move that count from receipt, and only to an earlier day: a later one would delay what is owed (RULES 1.1).
    pub(super) fn correct_entry(&mut self, part: EntryPart, text: &str, reason: &str) -> Step {
        let reason = needed(reason, "reason")?;
        let text = needed(text, "text")?.text;
        let text = text.trim();
        let mut event = EntryCorrected {
            part,
            place: None,
            channel: None,
            received_at: None,
            effects: Effects::default(),
        };
        match part {
            EntryPart::Subject => fits(check_line(text, SUBJECT_CHARACTERS_MAX).is_ok())?,
            EntryPart::Place => fits(check_line(text, PLACE_CHARACTERS_MAX).is_ok())?,
            EntryPart::Body => fits(check_lines(text, BODY_CHARACTERS_MAX).is_ok())?,
            EntryPart::Postmark => self.postmark(text)?,
            EntryPart::ListedPlace => {
                event.place = (text != NO_PLACE).then(|| text.to_owned());
            }
            EntryPart::Channel => event.channel = Some(told_channel(text)?),
            EntryPart::ReceivedOn => {
                let at = self.earlier_receipt(text)?;
                event.effects.moved = self.counted_from(at)?;
                event.received_at = Some(at);
            }
        }
        let words = EventText {
            lines: vec![text.to_owned()],
            ..reason
        };
        self.now(Event::EntryCorrected(event), Some(words));
        Ok(())
    }

    fn postmark(&self, text: &str) -> Step {
        let received = self.case.registered_at.date_in(self.context.rules.zone);
        let day = text.parse::<Date>();
        match day.is_ok_and(|day| day <= received) {
            true => Ok(()),
            false => Err(CaseRefusal::on(RefusalCode::BadDate, "text")),
        }
    }

    /// Noon of an earlier day.
    fn earlier_receipt(&self, text: &str) -> Result<Instant, CaseRefusal> {
        let zone = self.context.rules.zone;
        let day = text.parse::<Date>();
        let day = day.map_err(|_| CaseRefusal::on(RefusalCode::BadDate, "text"))?;
        if day >= self.case.registered_at.date_in(zone) {
            return Err(CaseRefusal::on(RefusalCode::ReceiptLater, "text"));
        }
        let postmark = self.case.typed.and_then(|typed| typed.postmark);
        if postmark.is_some_and(|postmark| day < postmark) {
            return Err(CaseRefusal::on(RefusalCode::ReceiptBeforePostmark, "text"));
        }
        Ok(zone.instant_of(day.at(12, 0, 0, 0)))
    }

    /// The open duties that count from receipt, as they count from an earlier one. What is late then was late.
    fn counted_from(&self, at: Instant) -> Result<Vec<ObligationMoved>, CaseRefusal> {
        let received = self.case.registered_at;
        // What began in the same instant for another reason, as an acceptance on the spot, does not count from it.
        let begins = |owed: &Owed| {
            let term = self.context.rules.term_of(owed);
            term.is_some_and(|term| term.start.contains(&EventName::PetitionRegistered))
        };
        let counted = self.case.owed.iter().filter(|(_, owed)| {
            let from_receipt = owed.opened.from == received && begins(owed);
            from_receipt && owed.is_open_duty() && !owed.opened.set
        });
        let moved = counted.map(|(id, owed)| -> Result<ObligationMoved, CaseRefusal> {
            let mut from = owed.clone();
            from.opened.from = at;
            let due = self
                .context
                .rules
                .count_again(&from, &owed.suspensions, owed.extended)?;
            Ok(ObligationMoved {
                from: Some(at),
                ..self.moved_to(*id, &from, due)?
            })
        });
        moved.collect()
    }

    /// Danger to people from the matter: a report is owed within the hour, and whom it concerns is told at once
    /// (RULES 5.7).
    pub(super) fn declare_danger(&mut self, text: &str) -> Step {
        let text = needed(text, "text")?;
        if self.case.danger {
            return Err(refuse(RefusalCode::WrongState));
        }
        let effects = self.follow(EventName::DangerDeclared, &self.parties(), self.context.now)?;
        let told = self.told_of_danger();
        self.now(
            Event::DangerDeclared(DangerDeclared { told, effects }),
            Some(text),
        );
        Ok(())
    }

    pub(super) fn lower_danger(&mut self, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        self.now(Event::DangerLowered(plain()), Some(text));
        Ok(())
    }

    pub(super) fn report_urgent(&mut self, text: &str) -> Step {
        let text = needed(text, "text")?;
        let effects = self.follow(
            EventName::UrgentReportMade,
            &self.parties(),
            self.context.now,
        )?;
        self.now(Event::UrgentReportMade(Plain { effects }), Some(text));
        Ok(())
    }

    pub(super) fn message(&mut self, text: &str) -> Step {
        let text = needed(text, "text")?;
        let from_petitioner = matches!(self.context.by, By::Petitioner(_));
        let event = MessageSent {
            from_petitioner,
            waits: from_petitioner,
            effects: Effects::default(),
        };
        self.now(Event::MessageSent(event), Some(text));
        Ok(())
    }

    pub(super) fn mark_read(&mut self) -> Step {
        self.now(Event::MessagesRead(plain()), None);
        Ok(())
    }

    pub(super) fn add_facts(&mut self, text: &str) -> Step {
        let text = needed(text, "text")?;
        self.now(Event::FactsAdded(plain()), Some(text));
        Ok(())
    }

    pub(super) fn note(&mut self, text: &str) -> Step {
        let text = needed(text, "text")?;
        self.now(Event::NoteAdded(plain()), Some(text));
        Ok(())
    }

    pub(super) fn recuse(&mut self, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let staff = self.staff()?;
        let event = StaffRecused {
            staff,
            effects: Effects::default(),
        };
        self.now(Event::StaffRecused(event), Some(text));
        Ok(())
    }

    /// A wrong entry is taken back: what it ended is owed again where the petition was accepted, and
    /// the sorting where it was not. Dates stay as they were.
    pub(super) fn reopen(&mut self, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let wrong = match self.case.state {
            PetitionState::Declined => Some(crate::event::Document::Decline),
            PetitionState::Redirected | PetitionState::Referred => {
                Some(crate::event::Document::Redirect)
            }
            _ => None,
        };
        let served = wrong.and_then(|document| self.case.served.get(&document).copied());
        let name = wrong.and_then(crate::event::Document::served_name);
        let returned = self.case.owed.iter().filter(|(_, owed)| {
            let by_it = served.is_some_and(|(_, at)| owed.ended_at == Some(at));
            let meets = self
                .context
                .rules
                .term_of(owed)
                .is_some_and(|term| name.is_some_and(|name| term.met_by.contains(&name)));
            by_it && meets
        });
        let returned: Vec<_> = returned.map(|(id, owed)| (*id, owed.clone())).collect();
        let mut effects = Effects {
            state: Some(self.state_when_reopened()),
            returned: returned.iter().map(|(id, _)| *id).collect(),
            ..Effects::default()
        };
        for (id, owed) in returned {
            effects.moved.push(self.owed_again(id, &owed)?);
        }
        self.now(Event::EntryReopened(Plain { effects }), Some(text));
        Ok(())
    }

    fn state_when_reopened(&self) -> PetitionState {
        if self.case.is_answered() {
            PetitionState::Answered
        } else if self.case.is_accepted() {
            PetitionState::Handling
        } else {
            PetitionState::Registered
        }
    }

    pub(super) fn plain_event(&mut self, make: fn(Plain) -> Event, text: Option<EventText>) {
        self.now(make(plain()), text);
    }
}

const fn plain() -> Plain {
    Plain {
        effects: Effects {
            state: None,
            unit: None,
            met: Vec::new(),
            waived: Vec::new(),
            closed: Vec::new(),
            returned: Vec::new(),
            corrected: Vec::new(),
            restated: Vec::new(),
            opened: Vec::new(),
            moved: Vec::new(),
        },
    }
}
