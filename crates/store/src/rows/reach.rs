//! Rows about the test of whether those on duty can be reached.

use huiyin_domain::ids::{PersonId, Position, StaffId};
use huiyin_domain::plan::{Channel, Key};
use huiyin_domain::roster::TestState;
use huiyin_domain::time::Instant;

/// The last test of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachTestRow {
    /// The position of the event that began it.
    pub position: Position,
    /// The version of the plan.
    pub version: String,
    /// When it was sent.
    pub sent_at: Instant,
    /// Until when an answer counts.
    pub until_at: Instant,
    /// How many posts were asked.
    pub posts: u32,
    /// What came of it, and when it was counted; nothing while it runs.
    pub counted: Option<(Instant, ReachSums)>,
}

/// How many posts were reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReachSums {
    /// Answered in time.
    pub reached: u32,
    /// Did not.
    pub silent: u32,
    /// Held by somebody whom no channel reaches.
    pub no_channel: u32,
    /// Held by nobody.
    pub unheld: u32,
}

/// How a post stands in the last test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachPageRow {
    /// The post.
    pub post: Key,
    /// The number of the page: the same for every post of one person, 0 where nobody holds it.
    pub number: u32,
    /// Whom it asks, by the roster's id; emptied when its time is over.
    pub holder: Option<Key>,
    /// Their account, if they have one; likewise.
    pub staff: Option<StaffId>,
    /// What is kept of them without one; likewise.
    pub person: Option<PersonId>,
    /// The way that is tried, and those that are left.
    pub ways: Vec<Channel>,
    /// How it stands.
    pub state: TestState,
}
