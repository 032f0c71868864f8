//! How fast visits can be announced by pages and programs. Whoever floods the form is held up without
//! anybody's address being kept: what counts is how many came in ten minutes, from wherever (RULES 10.2). The
//! count is the authority's, for all processes together: one row with a number, which the ticker deletes when
//! its minutes are over. A group that is held up can still ring, and come.

use crate::error::{AppError, Refusal};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;

/// For how long announcements are counted together.
const SLOT_MICROS: i64 = 600 * 1_000_000;
/// How many are taken in that time. More than a busy reception hears of in a week.
const IN_A_SLOT_MAX: u32 = 12;

/// Counts one.
///
/// # Errors
/// [`Refusal::VisitsTooFast`] with the seconds after which the next ten minutes begin, where these are full;
/// nothing was counted.
pub(super) fn count(
    transaction: &mut Transaction<'_>,
    authority: AuthorityId,
) -> Result<(), AppError> {
    let now = transaction.now();
    let until = end_of_slot(now);
    let counted = transaction.reader()?.visit_pace(authority)?;
    let taken = counted.filter(|(of, _)| *of == until);
    if taken.is_some_and(|(_, taken)| taken >= IN_A_SLOT_MAX) {
        let seconds = (until.micros() - now.micros() + 999_999) / 1_000_000;
        let seconds = u32::try_from(seconds).unwrap_or(1);
        return Err(Refusal::VisitsTooFast { seconds }.into());
    }
    Ok(transaction.count_visit(authority, until)?)
}

fn end_of_slot(now: Instant) -> Instant {
    let into = now.micros().rem_euclid(SLOT_MICROS);
    now.plus_micros(SLOT_MICROS - into)
}
