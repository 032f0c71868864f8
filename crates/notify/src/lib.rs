//! Channels that carry notices out of the house. A notice says that there is news, and nothing
//! else: no subject, no content, no number (RULES 4, 5.4). What it is about stands on the tracking
//! page, behind the code.

mod mail;
mod smtp;

use huiyin_domain::language::Bilingual;
pub use mail::{Mail, Recipient, compose};
pub use smtp::{STEP_SECONDS_MAX, Smtp, SmtpError};

/// Carries a notice to the next server.
pub trait Transport: Send + Sync + 'static {
    /// Hands a mail over. It may block for a while, and is never called inside a transaction.
    ///
    /// # Errors
    /// [`SendError`], which says whether it is worth trying again.
    fn send(&self, mail: &Mail) -> Result<Accepted, SendError>;
}

/// The channel accepted the notice: it answers for it from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted;

/// Why a notice was not accepted. No words of a server are kept: they often quote the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nobody can be reached now, or everybody would be refused: no use in trying the next one.
    #[error("the mail server cannot be used: {0}")]
    Unreachable(Trouble),
    /// This one was not taken now; it may be later.
    #[error("not taken for now: {0}")]
    Temporary(Trouble),
    /// This one will never be taken.
    #[error("refused for good: {0}")]
    Permanent(Trouble),
}

impl SendError {
    /// What went wrong, without anything about the recipient.
    pub const fn trouble(self) -> Trouble {
        match self {
            Self::Unreachable(trouble) | Self::Temporary(trouble) | Self::Permanent(trouble) => {
                trouble
            }
        }
    }
}

/// What went wrong. Its text is kept beside the notice, so it holds no personal data.
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
    /// Not an address that mail can be sent to.
    #[error("not an address")]
    NotAnAddress,
    /// The address needs what the server does not know (SMTPUTF8).
    #[error("an address that the server cannot take")]
    AddressNotTaken,
}

impl Trouble {
    /// The text that is kept beside a notice, in both languages.
    pub fn in_words(kept: &str) -> Bilingual {
        let of = |one: Self, zh: &str, en: &str| {
            (one.to_string() == kept).then(|| Bilingual::new(zh, en))
        };
        if let Some(code) = kept.strip_prefix("answer ") {
            return Bilingual::new(
                format!("邮件服务器没有收（回答{code}）"),
                format!("The mail server did not take it (answer {code})"),
            );
        }
        of(
            Self::NoConnection,
            "连不上邮件服务器",
            "No connection to the mail server",
        )
        .or_else(|| {
            of(
                Self::TimedOut,
                "邮件服务器没有及时回答",
                "The mail server did not answer in time",
            )
        })
        .or_else(|| of(Self::Unprotected, "没有加密连接", "No protected connection"))
        .or_else(|| {
            of(
                Self::BrokenOff,
                "连接中途断了",
                "The conversation broke off",
            )
        })
        .or_else(|| {
            of(
                Self::NotAnAddress,
                "留下的地址不能收邮件",
                "What was left is no mail address",
            )
        })
        .or_else(|| {
            of(
                Self::AddressNotTaken,
                "邮件服务器不支持这种地址",
                "The mail server cannot take such an address",
            )
        })
        .unwrap_or_else(|| Bilingual::new("打不开联系方式", "The contact cannot be opened"))
    }
}
