//! The link of a page: bound to the page and the person, short-lived, sealed, so that it needs no
//! sign-in. Opening it shows the page and does nothing; answering takes a POST.

use super::called::Called;
use crate::chance::bytes;
use crate::error::AppError;
use crate::huiyin::Shared;
use huiyin_domain::ids::{AuthorityId, Position, ResponseId};
use huiyin_domain::plan::Key;
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::seal::{DataKey, Place};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// For how long a link answers; a response ends its links earlier.
const LINK_MICROS: i64 = DAY_MICROS;

const SEALED: Place<'static> = Place {
    table: "outside",
    authority: 0,
    row: 0,
    column: "page",
};

/// What a link says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PageToken {
    pub authority: AuthorityId,
    pub response: ResponseId,
    pub page: u32,
    #[serde(alias = "staff")]
    pub called: Called,
    until: Instant,
}

impl PageToken {
    pub(crate) fn new(
        authority: AuthorityId,
        response: ResponseId,
        page: u32,
        called: Called,
    ) -> Self {
        Self {
            authority,
            response,
            page,
            called,
            until: Instant::from_micros(0),
        }
    }

    /// The text of the link, which answers from now on.
    pub(crate) fn seal(mut self, shared: &Shared) -> Result<String, AppError> {
        self.until = shared.clock.now().plus_micros(LINK_MICROS);
        seal(shared, SEALED, &self)
    }

    /// Reads a link; nothing for what is none, or is too old.
    pub(crate) fn open(shared: &Shared, text: &str) -> Option<Self> {
        let token: Self = open(shared, SEALED, text)?;
        (shared.clock.now() < token.until).then_some(token)
    }
}

const TEST_SEALED: Place<'static> = Place {
    table: "outside",
    authority: 0,
    row: 0,
    column: "test",
};

/// The link of a test page: whoever holds it says that it reached them, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReachToken {
    pub authority: AuthorityId,
    pub plan: String,
    pub test: Position,
    pub number: u32,
    #[serde(alias = "staff")]
    pub called: Called,
    until: Instant,
}

impl ReachToken {
    /// The link of a page of a test that runs until an instant; it can be opened a day longer, and says
    /// then that it is over.
    pub(crate) const fn new(
        authority: AuthorityId,
        plan: String,
        (test, number, called): (Position, u32, Called),
        until: Instant,
    ) -> Self {
        Self {
            authority,
            plan,
            test,
            number,
            called,
            until: until.plus_micros(LINK_MICROS),
        }
    }

    /// The text of the link.
    pub(crate) fn seal(&self, shared: &Shared) -> Result<String, AppError> {
        seal(shared, TEST_SEALED, self)
    }

    /// Reads a link; nothing for what is none, or is too old.
    pub(crate) fn open(shared: &Shared, text: &str) -> Option<Self> {
        let token: Self = open(shared, TEST_SEALED, text)?;
        (shared.clock.now() < token.until).then_some(token)
    }
}

/// For how long the link of a report is read.
const REPORT_MICROS: i64 = 3 * DAY_MICROS;

const REPORT_SEALED: Place<'static> = Place {
    table: "outside",
    authority: 0,
    row: 0,
    column: "report",
};

/// The link of a situation report: whoever holds it reads that report, and says that they have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReportToken {
    pub authority: AuthorityId,
    pub response: ResponseId,
    pub to: Key,
    pub number: u32,
    until: Instant,
}

impl ReportToken {
    pub(crate) fn new(authority: AuthorityId, response: ResponseId, to: Key, number: u32) -> Self {
        Self {
            authority,
            response,
            to,
            number,
            until: Instant::from_micros(0),
        }
    }

    /// The text of the link, which is read from now on.
    pub(crate) fn seal(mut self, shared: &Shared) -> Result<String, AppError> {
        self.until = shared.clock.now().plus_micros(REPORT_MICROS);
        seal(shared, REPORT_SEALED, &self)
    }

    /// Reads a link; nothing for what is none, or is too old.
    pub(crate) fn open(shared: &Shared, text: &str) -> Option<Self> {
        let token: Self = open(shared, REPORT_SEALED, text)?;
        (shared.clock.now() < token.until).then_some(token)
    }
}

fn seal(shared: &Shared, place: Place<'_>, token: &impl Serialize) -> Result<String, AppError> {
    let plain =
        serde_json::to_vec(token).map_err(|error| AppError::Unreadable(error.to_string()))?;
    let sealed = key(shared).seal(place, bytes(&*shared.chance)?, &plain)?;
    Ok(data_encoding::BASE64URL_NOPAD.encode(&sealed))
}

fn open<T: DeserializeOwned>(shared: &Shared, place: Place<'_>, text: &str) -> Option<T> {
    let sealed = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes());
    let plain = key(shared).open(place, &sealed.ok()?).ok()?;
    serde_json::from_slice(&plain).ok()
}

fn key(shared: &Shared) -> DataKey {
    DataKey::from_bytes(shared.key.keyed_hash("outside", b"page of a response"))
}

/// The code that hangs in the reception room, eight characters: whoever reads it there can note an
/// arrival. It tells that somebody is in the room, and nobody's whereabouts otherwise.
pub(crate) fn room_code(shared: &Shared, authority: AuthorityId, response: ResponseId) -> String {
    let text = format!("{authority}/{response}");
    let hash = shared
        .key
        .keyed_hash("room code of a response", text.as_bytes());
    let letters = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let code = hash.iter().take(ROOM_CODE_CHARACTERS);
    code.map(|byte| char::from(letters[usize::from(byte % 32)]))
        .collect()
}

/// Characters of a room code: 40 random bits.
const ROOM_CODE_CHARACTERS: usize = 8;
