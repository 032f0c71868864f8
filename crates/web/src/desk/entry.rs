//! An entry of a list that is kept by hand: its number in the address, or `new`.

use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;

/// The last part of an address.
pub(crate) type Entry = Result<Path<String>, PathRejection>;

/// Which one an address names; `None` is a new one.
pub(super) fn named(entry: Entry) -> Result<Option<i64>, Problem> {
    let unknown = || Problem::of(Code::NotFound);
    let Path(entry) = entry.map_err(|_| unknown())?;
    match entry.as_str() {
        "new" => Ok(None),
        id => id.parse().map(Some).map_err(|_| unknown()),
    }
}
