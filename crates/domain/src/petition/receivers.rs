//! Which units a petition can be given to: one rule, for what is offered and for what is refused.

use super::{Barred, Case, RefusalCode};
use crate::ids::UnitId;
use crate::organisation::{Organisation, Role};

/// Whether a unit can be given a petition: one that answers and is not closed, that it does not complain of, and with
/// a named officer where the access rules of a Disclosure hold (RULES 4.1, 4.2).
///
/// # Errors
/// [`RefusalCode::UnknownUnit`], [`RefusalCode::RespondentUnit`], [`RefusalCode::UnitCannotAnswer`] or
/// [`RefusalCode::Restricted`]; choose another unit.
pub fn can_have(
    case: &Case,
    barred: &Barred,
    organisation: &Organisation,
    unit: UnitId,
) -> Result<(), RefusalCode> {
    if !organisation.units.contains_key(&unit) {
        return Err(RefusalCode::UnknownUnit);
    }
    if barred.units.contains(&unit) {
        return Err(RefusalCode::RespondentUnit);
    }
    if !organisation.answers(unit) {
        return Err(RefusalCode::UnitCannotAnswer);
    }
    let mut staff = organisation.staff.values();
    let officer = staff.any(|one| !one.left && one.has(Role::Officer, unit));
    match case.restricted && !officer {
        true => Err(RefusalCode::Restricted),
        false => Ok(()),
    }
}
