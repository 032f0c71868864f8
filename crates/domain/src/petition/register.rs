//! Registration: from a checked submission to the event, with what is owed from then on.

use super::{Channel, Submission};
use crate::calendar::WorkCalendar;
use crate::deadline::{self, DeadlineError};
use crate::event::{PetitionRegistered, Pinned};
use crate::ids::UnitId;
use crate::number::PetitionNumber;
use crate::obligation::ObligationOpened;
use crate::rulebook::{Registrar, Rulebook};
use crate::time::{Instant, Zone};

/// What registration needs to know beside the submission.
pub struct RegistrationContext<'a> {
    /// When it was received.
    pub received_at: Instant,
    /// The number that is next.
    pub number: PetitionNumber,
    /// How it came.
    pub channel: Channel,
    /// The unit that registers.
    pub unit: UnitId,
    /// Whether that unit is a petition office.
    pub registrar: Registrar,
    /// The authority's rulebook.
    pub rulebook: &'a Rulebook,
    /// The calendar that the rulebook names.
    pub calendar: &'a WorkCalendar,
    /// The zone of the authority.
    pub zone: &'a Zone,
}

/// Registers a petition: opens the rulebook's first duty (RULES 5.1).
///
/// # Errors
/// [`DeadlineError`] when the date of receipt lies at the end of time.
pub fn register(
    submission: &Submission,
    context: &RegistrationContext<'_>,
) -> Result<PetitionRegistered, DeadlineError> {
    let mut opened = Vec::new();
    for term in context.rulebook.opened_at_registration(context.registrar) {
        let request = deadline::Request {
            rulebook: context.rulebook,
            term,
            calendar: context.calendar,
            zone: context.zone,
            from: context.received_at,
            suspensions: &[],
            extended: false,
        };
        let deadline = deadline::deadline(&request)?;
        let clock = (context.received_at, context.zone);
        let mut obligation = ObligationOpened::new(term, context.unit, clock, &deadline);
        // Its reminders come before its end.
        obligation.next_at =
            deadline::moments::first_after(&request, &deadline, context.received_at)?;
        opened.push(obligation);
    }
    Ok(PetitionRegistered {
        number: context.number,
        channel: context.channel,
        class: submission.class,
        category: submission.category.clone(),
        place: submission.place.clone(),
        language: submission.language,
        who: submission.who,
        misconduct: submission.misconduct,
        requests: u8::try_from(submission.text.requests.len().max(1)).unwrap_or(u8::MAX),
        other_representatives: submission.other_representatives(),
        postmark: None,
        unit: context.unit,
        rulebook: context.rulebook.pinned(),
        calendar: Pinned {
            id: context.calendar.id().into(),
            version: context.calendar.version().into(),
        },
        opened,
    })
}
