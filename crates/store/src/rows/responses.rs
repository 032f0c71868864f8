//! Rows about responses to group visits.

use huiyin_domain::ids::ResponseId;
use huiyin_domain::time::Instant;

/// A response as lists know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseRow {
    /// Its id.
    pub id: ResponseId,
    /// The plan that it runs under.
    pub plan: String,
    /// The version of it.
    pub version: String,
    /// The place, by its id in the plan.
    pub place: String,
    /// How many people there are at least; nobody counts them above the own level.
    pub people_min: Option<i64>,
    /// How many at most.
    pub people_max: Option<i64>,
    /// How far it goes.
    pub level: Option<String>,
    /// When it began.
    pub opened_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Whether a post needs a person to see to it.
    pub red: bool,
    /// Whether it is a drill.
    pub exercise: bool,
}

/// Something owed in a response that is not done yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseDutyRow {
    /// The response.
    pub response: ResponseId,
    /// `ack`, `arrive`, `report`, `review` or `improve`.
    pub duty: String,
    /// The post that is to be there, or the recipient of the report.
    pub subject: String,
    /// The number of the page, report or improvement; 0 for an arrival and a review.
    pub number: i64,
    /// The post of the step of the ladder.
    pub step_post: Option<String>,
    /// Who was called, by the roster's id.
    pub holder: Option<String>,
    /// By when, inclusive.
    pub due_at: Instant,
    /// When it was not met in time.
    pub breached_at: Option<Instant>,
    /// Whether a post of its response needs a person to see to it.
    pub red: bool,
}

/// Keys and responses that miss each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResponseOrphans {
    /// Test pages of no test.
    pub test_pages: i64,
    /// Announced visits that point to no running response.
    pub visits: i64,
    /// Keys of no response.
    pub keys: i64,
    /// Screens of no response, or of one that ended.
    pub screens: i64,
    /// Responses without a row of keys.
    pub without_key: i64,
}
