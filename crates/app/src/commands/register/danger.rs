//! A petitioner who says that somebody is in danger now is heard at once (RULES 5.7).

use crate::casework::Loaded;
use crate::casework::act::{Doer, run};
use crate::error::AppError;
use crate::huiyin::Shared;
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::Command;
use huiyin_store::transaction::Transaction;

/// What stands in the record.
const SAID: &str = "信访人登记时说：现在就有人身危险 · The petitioner said on registering that somebody is in danger now";

/// Declared as the desk would declare it: a report is owed within the rulebook's hour, and the post on duty
/// is told at once. It says something of the matter, never of whoever brought it.
pub(super) fn declare(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    place: (AuthorityId, PetitionId),
) -> Result<(), AppError> {
    let loaded = Loaded::known(transaction, shared, place)?;
    let text = SAID.to_owned();
    let declare = [Command::DeclareDanger { text }];
    run(transaction, shared, &loaded, Doer::System, &declare)?;
    Ok(())
}
