//! Import: from a checked record of earlier days to the event, with the one duty that it is judged
//! by (RULES 8). Nothing older than the import is sent or escalated.

use super::{Channel, Class, Who};
use crate::calendar::WorkCalendar;
use crate::deadline::{self, DeadlineError};
use crate::event::{PetitionImported, Pinned};
use crate::ids::UnitId;
use crate::number::PetitionNumber;
use crate::obligation::ObligationOpened;
use crate::rulebook::{EventName, Rulebook, Term};
use crate::time::{Instant, Zone};

/// A record of a file, checked; without what is sealed.
#[derive(Clone, Debug)]
pub struct ImportedRecord {
    /// Its id there.
    pub external_id: String,
    /// A keyed hash of the whole record.
    pub content_check: String,
    /// How it came there.
    pub channel: Channel,
    /// Its class, if the file told.
    pub class: Option<Class>,
    /// Its category's code, if the file told.
    pub category: Option<String>,
    /// Its place's id, if the file told.
    pub place: Option<String>,
    /// Named or anonymous.
    pub who: Who,
    /// The unit that owed the answer.
    pub unit: UnitId,
    /// When it was received there.
    pub registered_at: Instant,
    /// When it was answered; counts as service (RULES 5.4).
    pub answered_at: Option<Instant>,
}

/// What import needs to know beside the record.
pub struct ImportContext<'a> {
    /// Where the records are taken over from.
    pub source: &'a str,
    /// The number that is next.
    pub number: PetitionNumber,
    /// The rulebook that they are judged under.
    pub rulebook: &'a Rulebook,
    /// The one term of it that is opened.
    pub term: &'a Term,
    /// The calendar that the rulebook names.
    pub calendar: &'a WorkCalendar,
    /// The zone in which civil days are taken (RULES 1.4).
    pub zone: &'a Zone,
    /// Nothing can have happened after it.
    pub now: Instant,
}

/// Why a record cannot be judged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportProblem {
    /// Received after now.
    #[error("the time lies in the future; give the time at which it was received")]
    RegisteredInFuture,
    /// Answered after now.
    #[error("the time lies in the future; give the time at which it was answered")]
    AnsweredInFuture,
    /// Answered before it was received.
    #[error("answered before it was registered; correct one of the two times")]
    AnsweredBeforeRegistered,
    /// An answer does not meet this term, so that the record would count as late for ever.
    #[error("the term {0} is not met by an answer; import with a term that is")]
    NotMetByAnswer(String),
    /// The date lies outside of what can be counted.
    #[error("{0}")]
    Deadline(#[from] DeadlineError),
}

impl ImportProblem {
    /// The field of the record that is wrong.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::RegisteredInFuture | Self::Deadline(_) => "registered_at",
            Self::AnsweredInFuture | Self::AnsweredBeforeRegistered | Self::NotMetByAnswer(_) => {
                "answered_at"
            }
        }
    }

    /// A stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RegisteredInFuture | Self::AnsweredInFuture => "future",
            Self::AnsweredBeforeRegistered => "answered-before-registered",
            Self::NotMetByAnswer(_) => "not-met-by-answer",
            Self::Deadline(_) => "impossible-date",
        }
    }
}

/// Takes a record over: opens the one duty at the time of registration.
///
/// # Errors
/// [`ImportProblem`], which names the field and what to correct.
pub fn imported(
    record: &ImportedRecord,
    context: &ImportContext<'_>,
) -> Result<PetitionImported, ImportProblem> {
    check_times(record, context)?;
    let deadline = deadline::deadline(&deadline::Request {
        rulebook: context.rulebook,
        term: context.term,
        calendar: context.calendar,
        zone: context.zone,
        from: record.registered_at,
        suspensions: &[],
        extended: false,
    })?;
    Ok(PetitionImported {
        number: context.number,
        source: context.source.to_owned(),
        external_id: record.external_id.clone(),
        content_check: record.content_check.clone(),
        channel: record.channel,
        class: record.class,
        category: record.category.clone(),
        place: record.place.clone(),
        who: record.who,
        unit: record.unit,
        rulebook: context.rulebook.pinned(),
        calendar: Pinned {
            id: context.calendar.id().into(),
            version: context.calendar.version().into(),
        },
        opened: vec![ObligationOpened::new(
            context.term,
            record.unit,
            (record.registered_at, context.zone),
            &deadline,
        )],
    })
}

fn check_times(record: &ImportedRecord, context: &ImportContext<'_>) -> Result<(), ImportProblem> {
    if record.registered_at > context.now {
        return Err(ImportProblem::RegisteredInFuture);
    }
    let Some(answered_at) = record.answered_at else {
        return Ok(());
    };
    if answered_at > context.now {
        return Err(ImportProblem::AnsweredInFuture);
    }
    if answered_at < record.registered_at {
        return Err(ImportProblem::AnsweredBeforeRegistered);
    }
    if !context.term.met_by.contains(&EventName::AnswerImported) {
        return Err(ImportProblem::NotMetByAnswer(context.term.id.clone()));
    }
    Ok(())
}
