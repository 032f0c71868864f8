//! What time does to responses, under the head's lock like everything that the ticker does.

use super::Running;
use super::run::{Said, give};
use crate::error::AppError;
use crate::huiyin::Shared;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::response::Command;
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;

/// Responses looked at in one transaction.
const DUE_AT_A_TIME: u32 = 50;

/// Records what is due in the responses of an authority; gives how many events that were.
pub(crate) fn tick(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    up_to: Instant,
) -> Result<u64, AppError> {
    let mut reader = transaction.reader()?;
    let due = reader.responses_due(authority, up_to, DUE_AT_A_TIME)?;
    let mut moments = 0;
    for id in due {
        let running = Running::in_transaction(transaction, shared, (authority, id))?;
        if let Some(mut running) = running {
            let said = Said::SYSTEM;
            moments += give(transaction, shared, &mut running, &Command::Tick, said)?;
        }
    }
    Ok(moments)
}
