//! The numbers that a page has outside: the one that is the same by each channel and each time, and the one
//! that a text message answers it by. Nothing can be told from either.

use crate::huiyin::Shared;
use huiyin_domain::ids::{AuthorityId, ResponseId};
use huiyin_domain::response::REPLY_DIGITS;

/// The number of a page outside, the same by each channel and each time; nothing can be told from it.
pub(super) fn message_number(
    shared: &Shared,
    authority: AuthorityId,
    response: ResponseId,
    page: u32,
) -> String {
    message_number_of(shared, &format!("{authority}/{response}/{page}"))
}

/// The number outside of what goes by this name here.
pub(super) fn message_number_of(shared: &Shared, name: &str) -> String {
    let hash = shared.key.keyed_hash("page", name.as_bytes());
    let bytes = hash.iter().take(16);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

/// The number that a text message answers a page by: six digits that only the page tells.
pub(super) fn reply_number(
    shared: &Shared,
    authority: AuthorityId,
    response: ResponseId,
    page: u32,
) -> u32 {
    reply_number_of(shared, &format!("{authority}/{response}/{page}"))
}

/// The number by which what goes by this name here is answered.
pub(super) fn reply_number_of(shared: &Shared, name: &str) -> u32 {
    let hash = shared.key.keyed_hash("reply to a page", name.as_bytes());
    let first = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    first % 10_u32.pow(u32::try_from(REPLY_DIGITS).unwrap_or(6))
}
