//! The ways to call somebody that this process has, and the bell that tells the pager that pages wait.
//! Whether a way can be used now is asked when a page is recorded, so that one that is down costs a page
//! no time: it gives way to the next at once.

use crate::responses::pager::PageKey;
use huiyin_domain::plan::Channel;
use huiyin_notify::{
    Inbound, Line, LineHealth, Lines, Outcome, ReportAddress as Recipient, Transport,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

/// What the line of the mail server is called.
pub const MAIL_LINE: &str = "mail";
/// For how long the mail server is waited for: many greet slowly on purpose.
pub const MAIL_PATIENCE: Duration = Duration::from_secs(5);

/// How pages go out beside the desk's own list of calls.
#[derive(Clone, Debug, Default)]
pub struct Calling {
    /// Gateways for text messages, voice and work chat. The mail server is one more by itself.
    pub lines: Vec<Line>,
    /// Where the installation is reached from outside, for the link of a page; without it a page is
    /// answered at the desk or by text message.
    pub public_url: Option<String>,
    /// Where situation reports go, by the recipient's id in the plan.
    pub recipients: BTreeMap<String, Recipient>,
}

/// The ways, set up and running.
pub(crate) struct Ways {
    calling: Calling,
    lines: RwLock<Option<Arc<Lines<PageKey>>>>,
    /// A page was queued in a transaction that is not durable yet.
    staged: AtomicBool,
    bell: Arc<Bell>,
}

/// Wakes the pager, and takes what the lines tell it.
#[derive(Default)]
pub(crate) struct Bell {
    state: Mutex<Rung>,
    woken: Condvar,
}

/// What happened since the pager looked.
#[derive(Default)]
pub(crate) struct Rung {
    /// Pages were queued.
    pub queued: bool,
    /// What became of pages.
    pub outcomes: Vec<Outcome<PageKey>>,
    /// The process ends.
    pub stopping: bool,
}

impl Bell {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Rung> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tell(&self, what: impl FnOnce(&mut Rung)) {
        what(&mut self.lock());
        self.woken.notify_all();
    }

    /// Waits until something happened, or this long.
    pub(crate) fn wait(&self, longest: Duration) -> Rung {
        let rung = self.lock();
        let quiet = |rung: &mut Rung| !rung.queued && rung.outcomes.is_empty() && !rung.stopping;
        let waited = self.woken.wait_timeout_while(rung, longest, quiet);
        let (mut rung, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let stopping = rung.stopping;
        let taken = std::mem::take(&mut *rung);
        rung.stopping = stopping;
        taken
    }
}

impl Ways {
    /// The gateways, and the mail server if there is one.
    pub(crate) fn new(mut calling: Calling, mail: Option<Arc<dyn Transport>>) -> Self {
        calling.lines.extend(mail.map(|transport| Line {
            name: MAIL_LINE.into(),
            kind: Channel::Email,
            transport,
            patience: MAIL_PATIENCE,
            inbound: None,
        }));
        Self {
            calling,
            lines: RwLock::default(),
            staged: AtomicBool::new(false),
            bell: Arc::default(),
        }
    }

    pub(crate) fn bell(&self) -> &Arc<Bell> {
        &self.bell
    }

    pub(crate) fn lines_to_start(&self) -> Vec<Line> {
        self.calling.lines.clone()
    }

    pub(crate) fn public_url(&self) -> Option<&str> {
        self.calling.public_url.as_deref()
    }

    /// The whole address of the page that asks for a code.
    pub(crate) fn tracking_address(&self) -> Option<String> {
        let url = self.public_url()?;
        Some(format!("{}/track", url.trim_end_matches('/')))
    }

    /// The lines run from now on, or no more.
    pub(crate) fn run(&self, lines: Option<Arc<Lines<PageKey>>>) {
        *self.lines.write().unwrap_or_else(PoisonError::into_inner) = lines;
    }

    fn running(&self) -> Option<Arc<Lines<PageKey>>> {
        let lines = self.lines.read();
        lines.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether there is a way of this kind at all.
    pub(crate) fn has(&self, kind: Channel) -> bool {
        self.calling.lines.iter().any(|line| line.kind == kind)
    }

    /// What carries notices of this kind, if anything does: the first line of the kind.
    pub(crate) fn transport(&self, kind: Channel) -> Option<&Arc<dyn Transport>> {
        let mut lines = self.calling.lines.iter();
        lines
            .find(|line| line.kind == kind)
            .map(|line| &line.transport)
    }

    /// Whether there is one that can be used now, as far as one knows.
    pub(crate) fn is_usable(&self, kind: Channel) -> bool {
        let running = self.running();
        self.has(kind) && running.is_none_or(|lines| lines.is_usable(kind))
    }

    /// Whether an answer to a page of this kind comes back by itself.
    pub(crate) fn hears_replies(&self, kind: Channel) -> bool {
        let mut lines = self.calling.lines.iter().filter(|line| line.kind == kind);
        let hears = |line: &Line| line.inbound.as_ref().is_some_and(|one| one.hears_replies());
        lines.any(hears)
    }

    /// How what a channel of this name tells is read.
    pub(crate) fn inbound(&self, name: &str) -> Option<Arc<Inbound>> {
        let mut lines = self.calling.lines.iter();
        lines.find(|line| line.name == name)?.inbound.clone()
    }

    /// By what and where a recipient of situation reports is reached, if at all.
    pub(crate) fn recipient(&self, id: &str) -> Option<(Channel, &str)> {
        let found = self.calling.recipients.get(id)?;
        self.has(found.kind)
            .then_some((found.kind, found.to.as_str()))
    }

    /// How each line stands.
    pub(crate) fn health(&self) -> Vec<LineHealth> {
        self.running().map_or_else(Vec::new, |lines| lines.health())
    }

    /// A page was queued in a transaction that is under way.
    pub(crate) fn stage(&self) {
        self.staged.store(true, Ordering::Release);
    }

    /// A transaction became durable.
    pub(crate) fn committed(&self) {
        if self.staged.swap(false, Ordering::AcqRel) {
            self.bell.tell(|rung| rung.queued = true);
        }
    }
}
