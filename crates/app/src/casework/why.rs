//! What happened, with what was typed for it: why a petition was passed on, objected to, returned or stopped.
//! A text that the reader is shown elsewhere (messages, notes, questions, documents, corrections) stands there
//! alone. Texts are sealed under the petition's own key, and read by who may open it.

use super::Loaded;
use super::opened::Opened;
use crate::error::AppError;
use crate::queries::timeline::{self, Audience};
use crate::queries::track::TimelineEntry;
use huiyin_domain::event::{Event, Proposal};

impl Opened {
    /// What happened, for a reader, oldest first.
    ///
    /// # Errors
    /// When a sealed text cannot be opened.
    pub(crate) fn timeline(
        &self,
        loaded: &Loaded,
        reader: Reading,
    ) -> Result<Vec<TimelineEntry>, AppError> {
        let (authority, organisation) = (&loaded.authority, &loaded.organisation);
        let audience = match reader {
            Reading::Petitioner => Audience::Petitioner,
            Reading::Staff { .. } => Audience::Staff,
        };
        let mut entries = Vec::new();
        // What was put on record in one instant stands in the order in which it happened.
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.sort_by_key(|(row, _)| (row.recorded_at, row.effective_at));
        for (row, envelope) in rows {
            let Some(entry) = timeline::entry(authority, organisation, envelope, audience) else {
                continue;
            };
            let typed = match reader.is_told_why(&envelope.event) {
                true => Some(self.words(row)?.text),
                false => None,
            };
            let text = typed.filter(|text| !text.trim().is_empty());
            entries.push(TimelineEntry { text, ..entry });
        }
        Ok(entries)
    }
}

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Whoever holds a code of the petition.
    Petitioner,
    /// Staff who may open it.
    Staff {
        /// Whether they revealed who brought it, on record.
        revealed: bool,
    },
}

impl Reading {
    const fn is_told_why(self, event: &Event) -> bool {
        match self {
            Self::Petitioner => is_for_the_petitioner(event),
            Self::Staff { revealed } => {
                is_for_staff(event) || revealed && may_tell_who_brought_it(event)
            }
        }
    }
}

/// The reasons that the petitioner is promised to read, and what they said themselves.
const fn is_for_the_petitioner(event: &Event) -> bool {
    match event {
        Event::ClockSuspended(_) | Event::TimeDisputed(_) | Event::DisputeDecided(_) => true,
        Event::SecondPersonAsked(asked) => matches!(
            asked.proposal,
            Proposal::LowerConfidentiality
                | Proposal::EarlierTime { .. }
                | Proposal::CorrectBreach { .. }
        ),
        _ => false,
    }
}

const fn is_for_staff(event: &Event) -> bool {
    match event {
        Event::SecondPersonAsked(asked) => !renews(&asked.proposal),
        _ => matches!(
            event,
            Event::PetitionClassified(_)
                | Event::PetitionTransferred(_)
                | Event::PetitionAssigned(_)
                | Event::TransferObjected(_)
                | Event::ObjectionSettled(_)
                | Event::ExtensionAsked(_)
                | Event::ExtensionRefused(_)
                | Event::ClockSuspended(_)
                | Event::AnswerReturned(_)
                | Event::InstructionGiven(_)
                | Event::InstructionCarriedOut(_)
                | Event::EntryReopened(_)
                | Event::PetitionMerged(_)
                | Event::PetitionUnmerged(_)
                | Event::PetitionSplit(_)
                | Event::DangerDeclared(_)
                | Event::DangerLowered(_)
                | Event::UrgentReportMade(_)
                | Event::SecondPersonDecided(_)
                | Event::TimeDisputed(_)
                | Event::DisputeDecided(_)
                | Event::ReviewRequested(_)
                | Event::SealWaived(_)
        ),
    }
}

const fn renews(proposal: &Proposal) -> bool {
    matches!(proposal, Proposal::RenewCode | Proposal::RenewCodeOf { .. })
}

/// Why somebody stepped aside, and how whoever lost a code was recognised: either can say who the petitioner
/// is, so it is read by whoever revealed that.
const fn may_tell_who_brought_it(event: &Event) -> bool {
    match event {
        Event::SecondPersonAsked(asked) => renews(&asked.proposal),
        _ => matches!(event, Event::StaffRecused(_)),
    }
}
