//! Rows about how staff sign in.

use huiyin_domain::ids::StaffId;
use huiyin_domain::time::Instant;

/// The keyed hash of a secret token: all that the store knows of it.
pub type TokenHash = [u8; 32];

/// A session of somebody who signed in.
#[derive(Clone, Copy, Debug)]
pub struct SessionRow {
    /// Who.
    pub staff: StaffId,
    /// When it was last used, to a few minutes.
    pub used_at: Instant,
    /// When it ends, however much it is used.
    pub expires_at: Instant,
}

/// A one-time link.
#[derive(Clone, Copy, Debug)]
pub struct InvitationRow {
    /// Whom it invites; nobody yet: it sets the installation up.
    pub staff: Option<StaffId>,
    /// Until when it works.
    pub expires_at: Instant,
}

/// A bearer token for programs that act for somebody.
#[derive(Clone, Debug)]
pub struct ApiTokenRow {
    /// Its keyed hash.
    pub token_hash: Vec<u8>,
    /// What its holder calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it works.
    pub expires_at: Instant,
}

/// How often a login was tried in vain, in a row.
#[derive(Clone, Copy, Debug, Default)]
pub struct FailuresRow {
    /// How often.
    pub failures: u32,
    /// When last.
    pub failed_at: Option<Instant>,
}

/// Rows about staff that belong to nobody, or miss what belongs to them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PeopleOrphans {
    /// Keys of nobody.
    pub keys: i64,
    /// Passwords of nobody.
    pub credentials: i64,
    /// Sessions of nobody.
    pub sessions: i64,
    /// Invitations of nobody.
    pub invitations: i64,
    /// Bearer tokens of nobody.
    pub api_tokens: i64,
    /// Addresses of duty calendars of nobody.
    pub calendar_feeds: i64,
    /// Saved views of nobody.
    pub saved_views: i64,
    /// Refusals to nobody.
    pub refused: i64,
    /// Notes of who has a petition open that is none.
    pub presence: i64,
    /// Staff whose row of keys is missing altogether.
    pub staff_without_key: i64,
}
