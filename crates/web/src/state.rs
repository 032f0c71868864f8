//! What every handler shares.

use crate::away::LastShown;
use crate::metrics::Metrics;
use crate::portal::figures::Counted;
use huiyin_app::Huiyin;
use std::sync::Arc;
use std::time::Duration;

/// How the web is set up.
#[derive(Clone, Debug, Default)]
pub struct WebConfig {
    /// Whether cookies are marked `Secure` even when no proxy says that the outside is HTTPS.
    pub secure_cookies: bool,
    /// Where the source of the running program can be had, for the foot of each page: whoever runs
    /// a changed Huiyin owes it (AGPL section 13).
    pub source_url: Option<String>,
    /// No answer that there is nothing (404) comes to somebody signed in sooner than this, so that what they
    /// may not know of takes as long as what was never there. Tests that try thousands of doors wait for none.
    pub nothing_after: Duration,
}

/// [`WebConfig::nothing_after`] of a server: several times what looking at a long petition takes (2 ms at the
/// median, `huiyin bench lifecycle`), and too short for a person to notice.
pub const NOTHING_AFTER: Duration = Duration::from_millis(50);

/// Shared by all handlers; cloning it is cheap.
#[derive(Clone)]
pub(crate) struct Web {
    pub(crate) huiyin: Arc<Huiyin>,
    pub(crate) metrics: Arc<Metrics>,
    /// What the public page of figures shows.
    pub(crate) public_figures: Arc<Counted>,
    /// What boards and lists showed last.
    pub(crate) last_shown: Arc<LastShown>,
    /// Shared too: the web is cloned several times for each request.
    pub(crate) config: Arc<WebConfig>,
}
