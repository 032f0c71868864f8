//! What every handler shares.

use crate::metrics::Metrics;
use huiyin_app::Huiyin;
use std::sync::Arc;

/// How the web is set up.
#[derive(Clone, Debug, Default)]
pub struct WebConfig {
    /// Whether cookies are marked `Secure` even when no proxy says that the outside is HTTPS.
    pub secure_cookies: bool,
}

/// Shared by all handlers; cloning it is cheap.
#[derive(Clone)]
pub(crate) struct Web {
    pub(crate) huiyin: Arc<Huiyin>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) config: WebConfig,
}
