//! What whoever speaks for a group sees of leaving it (RULES 5.9): his own, and of the others nothing.

use super::Found;
use huiyin_domain::ids::ObligationId;
use huiyin_domain::time::Instant;
use huiyin_store::rows::ObligationRow;

/// The window in which whoever holds the code undoes that he leaves the group.
fn own_leaving(found: &Found) -> Option<ObligationId> {
    let nth = found.code.representative.filter(|_| found.code.acting)?;
    found.loaded.case.group.leaving.get(&nth).copied()
}

/// Until when whoever holds the code undoes what he asked for.
pub(super) fn undone_until(found: &Found) -> Option<Instant> {
    let case = &found.loaded.case;
    let own = own_leaving(found).and_then(|window| case.owed.get(&window));
    let until = own.map(|owed| owed.opened.due_at);
    until.or(case.withdrawal.map(|(until, _)| until))
}

/// Whether it is the window of another one who leaves the group: it is no date of whoever looks.
pub(super) fn is_anothers(found: &Found, row: &ObligationRow) -> bool {
    let mut windows = found.loaded.case.group.leaving.values();
    windows.any(|window| *window == row.id) && own_leaving(found) != Some(row.id)
}

/// Whether whoever withdraws with this code leaves for himself alone.
pub(super) fn leaves_alone(found: &Found) -> bool {
    let group = found.loaded.case.is_of_a_group() || own_leaving(found).is_some();
    found.code.acting && group
}
