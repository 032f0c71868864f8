//! Words, danger, people stepping aside, wrong entries.

use super::{By, Deciding, Step, needed, refuse};
use crate::event::{
    DangerDeclared, EntryCorrected, Event, EventText, MessageSent, Plain, StaffRecused,
};
use crate::obligation::Effects;
use crate::petition::{
    BODY_CHARACTERS_MAX, CaseRefusal, EntryPart, PLACE_CHARACTERS_MAX, PetitionState, RefusalCode,
    SUBJECT_CHARACTERS_MAX,
};
use crate::rulebook::EventName;
use crate::text::{check_line, check_lines};

impl Deciding<'_> {
    /// Corrects a slip of whoever registered it for the petitioner. Nothing is overwritten, and no date
    /// moves: an earlier day of receipt takes its source and a second person (RULES 1.1).
    pub(super) fn correct_entry(&mut self, part: EntryPart, text: &str, reason: &str) -> Step {
        let reason = needed(reason, "reason")?;
        let text = needed(text, "text")?.text;
        let text = text.trim();
        let day = text.parse::<jiff::civil::Date>();
        let fits = match part {
            EntryPart::Subject => check_line(text, SUBJECT_CHARACTERS_MAX).is_ok(),
            EntryPart::Place => check_line(text, PLACE_CHARACTERS_MAX).is_ok(),
            EntryPart::Body => check_lines(text, BODY_CHARACTERS_MAX).is_ok(),
            EntryPart::Postmark => {
                let received = self.case.registered_at.date_in(self.context.rules.zone);
                day.is_ok_and(|day| day <= received)
            }
        };
        if !fits {
            let code = match part {
                EntryPart::Postmark => RefusalCode::BadDate,
                _ => RefusalCode::TooLong,
            };
            return Err(CaseRefusal::on(code, "text"));
        }
        let words = EventText {
            lines: vec![text.to_owned()],
            ..reason
        };
        let effects = Effects::default();
        self.now(
            Event::EntryCorrected(EntryCorrected { part, effects }),
            Some(words),
        );
        Ok(())
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
