//! What a gateway tells afterwards: that a message arrived or did not, and what somebody answered. Which
//! fields say so is data of the administrator, since gateways differ. Nothing is believed from here but by
//! the secret at the end of the address, and an answer only together with the telephone that was called.

use super::answer::text_at;
use super::template::Secrets;
use super::{GatewayError, Secret};
use serde::Deserialize;
use serde_json::Value;
use url::form_urlencoded;

/// A secret of an address has so many characters at least.
pub const INBOUND_SECRET_CHARACTERS_MIN: usize = 24;
/// Entries of one request that are read.
const ENTRIES_MAX: usize = 1_000;
/// A longer text is no answer to a page.
const TEXT_CHARACTERS_MAX: usize = 200;

/// How it is told, as an administrator writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InboundForm {
    /// The name of a secret of this channel.
    secret: String,
    /// The field with the list of entries, where a request has several.
    list: Option<String>,
    report: Option<ReportForm>,
    reply: Option<ReplyForm>,
}

/// Where a delivery report says what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportForm {
    /// The field with the gateway's number of the message, or ours (`{number}`).
    reference: String,
    /// The field with its state.
    state: String,
    /// What it says when it arrived.
    delivered: Vec<String>,
    /// What it says when it will not.
    #[serde(default)]
    failed: Vec<String>,
}

/// Where an answer says what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplyForm {
    /// The field with the telephone that it comes from.
    from: String,
    /// The field with its text.
    text: String,
}

/// How what a gateway tells is read.
#[derive(Clone, Debug)]
pub struct Inbound {
    secret: Secret,
    form: InboundForm,
}

/// Something that a gateway told.
#[derive(Clone, PartialEq, Eq)]
pub enum Heard {
    /// A message arrived.
    Delivered {
        /// By what it is known.
        reference: String,
    },
    /// A message will not arrive.
    Failed {
        /// By what it is known.
        reference: String,
    },
    /// Somebody answered.
    Reply {
        /// The telephone.
        from: String,
        /// What they wrote.
        text: String,
    },
}

/// The telephone is personal, so it does not show.
impl std::fmt::Debug for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Delivered { .. } => "Delivered(…)",
            Self::Failed { .. } => "Failed(…)",
            Self::Reply { .. } => "Reply(…)",
        })
    }
}

/// Why a request of a gateway says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InboundError {
    /// Neither JSON nor a form.
    #[error("the body is neither JSON nor a form")]
    Body,
    /// The list is not where it should be, or is too long.
    #[error(
        "there is no list of at most {ENTRIES_MAX} entries at the field that the channel names"
    )]
    List,
}

impl InboundForm {
    /// With its secret.
    pub(super) fn with(self, secrets: &Secrets) -> Result<Inbound, GatewayError> {
        let report = self.report.as_ref();
        let names_nothing = report.is_some_and(|report| report.delivered.is_empty());
        if names_nothing || report.is_none() && self.reply.is_none() {
            return Err(GatewayError::Inbound);
        }
        let no_secret = || GatewayError::NoSecret {
            name: self.secret.clone(),
        };
        let secret = secrets.get(&self.secret).ok_or_else(no_secret)?.clone();
        let text = secret.reveal();
        let plain = text.chars().all(|one| one.is_ascii_alphanumeric());
        if !plain || text.len() < INBOUND_SECRET_CHARACTERS_MIN {
            return Err(GatewayError::InboundSecret);
        }
        Ok(Inbound { secret, form: self })
    }
}

impl Inbound {
    /// Whether this is the secret, without telling by the time it takes how much of it is right.
    pub fn is_secret(&self, text: &str) -> bool {
        let (known, text) = (self.secret.reveal().as_bytes(), text.as_bytes());
        let pairs = known.iter().zip(text);
        let differs = pairs.fold(0, |differs, (one, other)| differs | (one ^ other));
        known.len() == text.len() && differs == 0
    }

    /// Whether answers come back by it, so that it is worth asking for one.
    pub const fn hears_replies(&self) -> bool {
        self.form.reply.is_some()
    }

    /// Reads a request. Entries that say neither are left out: gateways report other things as well.
    ///
    /// # Errors
    /// [`InboundError`].
    pub fn read(&self, is_form: bool, body: &[u8]) -> Result<Vec<Heard>, InboundError> {
        let whole = match is_form {
            true => {
                let fields = form_urlencoded::parse(body);
                let fields =
                    fields.map(|(name, text)| (name.into_owned(), text.into_owned().into()));
                Value::Object(fields.collect())
            }
            false => serde_json::from_slice(body).map_err(|_| InboundError::Body)?,
        };
        let entries = match &self.form.list {
            Some(path) => {
                let pointer: String = path.split('.').map(|name| format!("/{name}")).collect();
                let list = whole.pointer(&pointer).and_then(Value::as_array);
                list.ok_or(InboundError::List)?.as_slice()
            }
            None => match &whole {
                Value::Array(list) => list.as_slice(),
                one => std::slice::from_ref(one),
            },
        };
        if entries.len() > ENTRIES_MAX {
            return Err(InboundError::List);
        }
        Ok(entries.iter().filter_map(|one| self.heard(one)).collect())
    }

    fn heard(&self, entry: &Value) -> Option<Heard> {
        if let Some(report) = &self.form.report
            && let Some(reference) = text_at(entry, &report.reference)
            && let Some(state) = text_at(entry, &report.state)
        {
            if report.delivered.contains(&state) {
                return Some(Heard::Delivered { reference });
            }
            return report
                .failed
                .contains(&state)
                .then_some(Heard::Failed { reference });
        }
        let reply = self.form.reply.as_ref()?;
        let from = text_at(entry, &reply.from)?;
        let text = text_at(entry, &reply.text)?;
        let short = text.chars().count() <= TEXT_CHARACTERS_MAX;
        short.then_some(Heard::Reply { from, text })
    }
}
