//! What every handler shares.

use crate::away::LastShown;
use crate::metrics::Metrics;
use crate::portal::figures::Counted;
use huiyin_app::Huiyin;
use std::ops::Deref;
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
    /// No refusal comes to somebody signed in sooner than this, nor a hint at other petitions, nor a list of duties
    /// sooner than a third of it, so that what they may not know of takes as long as what was never there. Tests that try thousands of doors wait for none.
    pub nothing_after: Duration,
}

/// [`WebConfig::nothing_after`] of a server: several times what looking at a long petition takes (2 ms at the
/// median, `huiyin bench lifecycle`), and too short for a person to notice.
pub const NOTHING_AFTER: Duration = Duration::from_millis(50);

/// Shared by all handlers. It is cloned several times for each request, so that is counting up once.
#[derive(Clone)]
pub(crate) struct Web(Arc<Shared>);

/// What is shared.
pub(crate) struct Shared {
    pub(crate) huiyin: Arc<Huiyin>,
    pub(crate) metrics: Metrics,
    /// What the public page of figures shows.
    pub(crate) public_figures: Counted,
    /// What boards and lists showed last.
    pub(crate) last_shown: LastShown,
    pub(crate) config: WebConfig,
}

impl Web {
    pub(crate) fn new(huiyin: Arc<Huiyin>, config: WebConfig) -> Self {
        Self(Arc::new(Shared {
            huiyin,
            metrics: Metrics::new(),
            public_figures: Counted::default(),
            last_shown: LastShown::default(),
            config,
        }))
    }
}

impl Deref for Web {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
