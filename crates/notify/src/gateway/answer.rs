//! What an answer means. Gateways differ: many say 200 and tell in a field of the answer that they
//! took nothing, so a channel can name that field.

use crate::{Accepted, SendError, Trouble};
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// Where the answer says "later" and not when.
pub const RETRY_SECONDS: u64 = 30;
/// A gateway that wants to be left alone for longer is asked again after this.
pub const RETRY_SECONDS_MAX: u64 = 3_600;
/// A reference longer than this is none of a message.
const REFERENCE_CHARACTERS_MAX: usize = 200;

/// How the answer of a gateway is read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerForm {
    /// The field that says whether it was taken, such as `code` or `result.code`.
    field: Option<String>,
    /// What it says then.
    #[serde(default)]
    accepted: Vec<String>,
    /// What it says when this one will never be taken.
    #[serde(default)]
    refused: Vec<String>,
    /// The field with the gateway's own number of the message.
    reference: Option<String>,
}

impl AnswerForm {
    /// Whether its parts belong together.
    pub(super) fn is_whole(&self) -> bool {
        match &self.field {
            Some(_) => !self.accepted.is_empty(),
            None => self.accepted.is_empty() && self.refused.is_empty(),
        }
    }

    /// Reads an answer: its status, its `Retry-After` if that is in seconds, its body.
    pub(super) fn read(
        &self,
        status: u16,
        retry_after: Option<&str>,
        body: &[u8],
    ) -> Result<Accepted, SendError> {
        let trouble = Trouble::Answer(status);
        let later = retry_after.and_then(|text| text.trim().parse::<u64>().ok());
        match status {
            200..=299 => self.of_success(body),
            429 => Err(throttled(later.unwrap_or(RETRY_SECONDS), trouble)),
            500..=599 => Err(later.map_or(SendError::Temporary(trouble), |seconds| {
                throttled(seconds, trouble)
            })),
            408 | 425 => Err(SendError::Temporary(trouble)),
            // The address or the secret is wrong: it is the same for everybody.
            300..=399 | 401 | 403 | 404 | 405 | 407 | 415 => Err(SendError::Unreachable(trouble)),
            _ => Err(SendError::Permanent(trouble)),
        }
    }

    fn of_success(&self, body: &[u8]) -> Result<Accepted, SendError> {
        if self.field.is_none() && self.reference.is_none() {
            return Ok(Accepted::default());
        }
        let answer: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
        if let Some(field) = &self.field {
            let says = text_at(&answer, field).unwrap_or_default();
            if self.refused.contains(&says) {
                return Err(SendError::Permanent(Trouble::NotTaken));
            }
            if !self.accepted.contains(&says) {
                return Err(SendError::Temporary(Trouble::NotTaken));
            }
        }
        let reference = self.reference.as_ref();
        let reference = reference
            .and_then(|field| text_at(&answer, field))
            .filter(|text| !text.is_empty() && text.chars().count() <= REFERENCE_CHARACTERS_MAX);
        Ok(Accepted { reference })
    }
}

/// The text, number or truth value at a path of names and list positions with dots between.
pub(super) fn text_at(value: &Value, path: &str) -> Option<String> {
    let mut at = value;
    for name in path.split('.') {
        at = match at {
            Value::Array(list) => list.get(name.parse::<usize>().ok()?)?,
            other => other.get(name)?,
        };
    }
    match at {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn throttled(seconds: u64, trouble: Trouble) -> SendError {
    let after = Duration::from_secs(seconds.min(RETRY_SECONDS_MAX));
    SendError::Throttled { after, trouble }
}
