//! Secrets that somebody outside holds: tokens of sessions, links and programs, and passwords. None
//! shows itself in a log; the store knows keyed hashes only.

use crate::chance::{Chance, NoChance, bytes};
use data_encoding::BASE64URL_NOPAD;
use huiyin_domain::ids::AuthorityId;
use huiyin_store::rows::TokenHash;
use huiyin_store::seal::InstallationKey;

/// Bytes of chance in a token: 256 bits.
const TOKEN_BYTES: usize = 32;

/// What a token is for; each purpose has hashes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenUse {
    /// The session of a browser.
    Session,
    /// A one-time link.
    Invitation,
    /// A program.
    Api,
    /// A screen that shows a board, or the link that lets one in.
    Screen,
    /// The duty calendar of one member of staff.
    Feed,
}

impl TokenUse {
    const fn purpose(self) -> &'static str {
        match self {
            Self::Session => "session token",
            Self::Invitation => "invitation token",
            Self::Api => "api token",
            Self::Screen => "screen token",
            Self::Feed => "calendar token",
        }
    }
}

/// A random token. The authority stands before it, because it leads every key of the store.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    authority: AuthorityId,
    bytes: [u8; TOKEN_BYTES],
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// A fresh one.
    pub(crate) fn fresh(authority: AuthorityId, chance: &dyn Chance) -> Result<Self, NoChance> {
        let bytes = bytes(chance)?;
        Ok(Self { authority, bytes })
    }

    /// Reads what [`Token::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (authority, secret) = text.split_once('.')?;
        let bytes = BASE64URL_NOPAD.decode(secret.as_bytes()).ok()?;
        Some(Self {
            authority: AuthorityId::new(authority.parse().ok()?),
            bytes: bytes.try_into().ok()?,
        })
    }

    /// The token as its holder keeps it. Whoever has it acts for its holder.
    pub fn text(&self) -> String {
        format!("{}.{}", self.authority, BASE64URL_NOPAD.encode(&self.bytes))
    }

    pub(crate) const fn authority(&self) -> AuthorityId {
        self.authority
    }

    /// What the store keeps.
    pub(crate) fn hash(&self, key: &InstallationKey, purpose: TokenUse) -> TokenHash {
        key.keyed_hash(purpose.purpose(), &self.bytes)
    }
}

/// A password on its way to be checked or hashed.
#[derive(Clone)]
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// As it was typed.
    pub fn new(typed: impl Into<String>) -> Self {
        Self(typed.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
