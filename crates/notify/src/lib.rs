//! Channels that carry words out of the house: notices to petitioners and staff, and the calls to the
//! posts of a response. A notice says that there is news, and nothing else: no subject, no content, no
//! number (RULES 4, 5.4). What it is about stands on the tracking page, behind the code.
//!
//! Every way out is a [`Transport`]: a mail server ([`Smtp`]) or whatever speaks HTTP ([`Gateway`]:
//! text messages, voice, work chat). [`Lines`] runs several of them beside the writer and the desk, so
//! that one that is dead or hangs holds up nobody.

mod gateway;
mod kept;
mod lines;
mod message;
mod smtp;

pub use gateway::{
    Gateway, GatewayError, Heard, INBOUND_SECRET_CHARACTERS_MIN, Inbound, InboundError,
    RETRY_SECONDS, RETRY_SECONDS_MAX, ReportAddress, Secret, SecretSource, TIMEOUT_SECONDS,
    TIMEOUT_SECONDS_MAX, channels, report_addresses,
};
use huiyin_domain::language::Bilingual;
pub use kept::{KEPT_MAX, Kept};
pub use lines::{
    Health, Line, LineHealth, Lines, Outcome, PATIENCE, PROBE_SECONDS, Parcel, QUEUED_MAX, Taken,
    WORKERS_PER_LINE,
};
pub use message::{
    Message, Recipient, compose, compose_code_renewed, compose_contact_changed, compose_receipt,
    compose_text,
};
pub use smtp::{STEP_SECONDS_MAX, Smtp, SmtpError};
use std::time::Duration;

/// Carries a message to the next server: a mail server, or a gateway.
pub trait Transport: Send + Sync + 'static {
    /// Hands a message over. It may block for a while, and is never called inside a transaction.
    ///
    /// # Errors
    /// [`SendError`], which says whether it is worth trying again.
    fn send(&self, message: &Message) -> Result<Accepted, SendError>;
}

/// The channel accepted the message: it answers for it from now on. That is *handed over*; neither
/// *delivered* nor *acknowledged*.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// The channel's own number of the message, by which its delivery reports name it.
    pub reference: Option<String>,
}

/// Why a message was not accepted. No words of a server are kept: they often quote the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nobody can be reached now, or everybody would be refused: no use in trying the next one.
    #[error("the channel cannot be used: {0}")]
    Unreachable(Trouble),
    /// This one was not taken now; it may be later.
    #[error("not taken for now: {0}")]
    Temporary(Trouble),
    /// The channel has too much to do, and said when to come again.
    #[error("not taken before {} s: {trouble}", after.as_secs())]
    Throttled {
        /// How long to leave it alone.
        after: Duration,
        /// What it answered.
        trouble: Trouble,
    },
    /// This one will never be taken.
    #[error("refused for good: {0}")]
    Permanent(Trouble),
}

impl SendError {
    /// What went wrong, without anything about the recipient.
    pub const fn trouble(self) -> Trouble {
        match self {
            Self::Unreachable(trouble)
            | Self::Temporary(trouble)
            | Self::Throttled { trouble, .. }
            | Self::Permanent(trouble) => trouble,
        }
    }
}

/// What went wrong. Its text is kept beside the message, so it holds no personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The server answered with this code.
    #[error("answer {0}")]
    Answer(u16),
    /// Nobody answers there.
    #[error("no connection")]
    NoConnection,
    /// It took too long.
    #[error("no answer in time")]
    TimedOut,
    /// No protected connection could be agreed on.
    #[error("no protected connection")]
    Unprotected,
    /// The connection ended in the middle, or the answer was none.
    #[error("the conversation broke off")]
    BrokenOff,
    /// It answered, and said in its answer that it did not take the message.
    #[error("not taken, says the answer")]
    NotTaken,
    /// Not an address that this channel can reach.
    #[error("not an address")]
    NotAnAddress,
    /// The address needs what the server does not know (SMTPUTF8).
    #[error("an address that the server cannot take")]
    AddressNotTaken,
}

impl Trouble {
    /// The text that is kept beside a message, in both languages.
    pub fn in_words(kept: &str) -> Bilingual {
        if let Some(code) = kept.strip_prefix("answer ") {
            return Bilingual::new(
                format!("对方服务器没有收（回答{code}）"),
                format!("The server did not take it (answer {code})"),
            );
        }
        Self::WITHOUT_CODE
            .iter()
            .find(|one| one.to_string() == kept)
            .map_or_else(
                || Bilingual::new("打不开联系方式", "The contact cannot be opened"),
                |one| one.words(),
            )
    }

    const WITHOUT_CODE: [Self; 7] = [
        Self::NoConnection,
        Self::TimedOut,
        Self::Unprotected,
        Self::BrokenOff,
        Self::NotTaken,
        Self::NotAnAddress,
        Self::AddressNotTaken,
    ];

    /// What went wrong, in both languages.
    pub fn words(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Answer(_) => return Self::in_words(&self.to_string()),
            Self::NoConnection => ("连不上对方服务器", "No connection to the server"),
            Self::TimedOut => (
                "对方服务器没有及时回答",
                "The server did not answer in time",
            ),
            Self::Unprotected => ("没有加密连接", "No protected connection"),
            Self::BrokenOff => ("连接中途断了", "The conversation broke off"),
            Self::NotTaken => (
                "对方回答说没有收下",
                "The server answered that it did not take it",
            ),
            Self::NotAnAddress => (
                "留下的地址不能用这个渠道联系",
                "What was left is no address of this channel",
            ),
            Self::AddressNotTaken => (
                "对方服务器不支持这种地址",
                "The server cannot take such an address",
            ),
        };
        Bilingual::new(zh, en)
    }
}
