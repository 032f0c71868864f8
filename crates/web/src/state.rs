//! What every handler shares.

use crate::away::LastShown;
use crate::desk::presence::Presence;
use crate::metrics::Metrics;
use crate::portal::figures::Counted;
use huiyin_app::Huiyin;
use std::sync::Arc;

/// How the web is set up.
#[derive(Clone, Debug, Default)]
pub struct WebConfig {
    /// Whether cookies are marked `Secure` even when no proxy says that the outside is HTTPS.
    pub secure_cookies: bool,
    /// Where the source of the running program can be had, for the foot of each page: whoever runs
    /// a changed Huiyin owes it (AGPL section 13).
    pub source_url: Option<String>,
}

/// Shared by all handlers; cloning it is cheap.
#[derive(Clone)]
pub(crate) struct Web {
    pub(crate) huiyin: Arc<Huiyin>,
    pub(crate) metrics: Arc<Metrics>,
    /// What the public page of figures shows.
    pub(crate) public_figures: Arc<Counted>,
    /// Who of the staff has which petition open just now.
    pub(crate) presence: Arc<Presence>,
    /// What boards and lists showed last.
    pub(crate) last_shown: Arc<LastShown>,
    /// Shared too: the web is cloned several times for each request.
    pub(crate) config: Arc<WebConfig>,
}
