//! Sends pages 呼叫 beside everything else: as soon as the transaction that recorded them is durable,
//! each by its own line, so that one that hangs holds up nobody. A page is taken first, under a number
//! that fences late news, then sent outside of any transaction, and then what became of it is recorded.
//! A process that ends in between sends it again when it begins: recorded once, sent at least once, under
//! the same number.

use super::over::PAGE_OVER;
use super::pages::{self, PAGE, Told};
use super::reach::pages::TEST_PAGE;
use super::reports::REPORT;
use super::ways::Bell;
use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, Shared};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::time::Instant;
use huiyin_notify::{Lines, Outcome, Parcel, SendError, Taken};
use huiyin_store::rows::{NoticeRow, NoticeState};
use huiyin_store::transaction::Transaction;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long it waits for the bell: other nodes and the clock do not ring it.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// Pages taken at a time.
const TAKEN_AT_A_TIME: u32 = 64;
/// When a copy for which a line had no room is offered again.
const ROOM_AFTER: Duration = Duration::from_secs(1);
/// For how long a taken page is nobody else's. A line needs a minute at most.
const TAKEN_MICROS: i64 = 180_000_000;
/// How often the outcome of a page is tried to be recorded; then it is sent again when its time is over.
const RECORDED_AT_MOST: u32 = 240;

/// Whose a page is, and which attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageKey {
    authority: AuthorityId,
    id: i64,
    attempts: u32,
}

/// What became of a page, and how often that was tried to be recorded.
struct Ended {
    key: PageKey,
    told: Told,
    tried: u32,
}

/// What the pager remembers between two looks.
#[derive(Default)]
struct Memory {
    /// Offered to a line, and not heard of.
    under_way: usize,
    /// Heard of, and not recorded.
    ended: Vec<Ended>,
    /// In the hand of a line that hangs, and not passed on yet.
    hanging: Vec<PageKey>,
    /// Between taking and offering.
    looking: bool,
}

/// What the thread works with.
struct Work {
    huiyin: Arc<Huiyin>,
    lines: Arc<Lines<PageKey>>,
    memory: Mutex<Memory>,
}

/// Sends pages until it is dropped; without a line it does nothing.
pub struct Pager {
    inner: Option<Arc<Work>>,
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

impl Pager {
    /// Starts it. What a process before took and did not finish is sent again.
    ///
    /// # Errors
    /// When no thread can be had, or the store fails.
    pub fn start(huiyin: Arc<Huiyin>) -> Result<Self, AppError> {
        let ways = &huiyin.shared().ways;
        let bell = Arc::clone(ways.bell());
        let found = ways.lines_to_start();
        if found.is_empty() {
            return Ok(Self {
                inner: None,
                bell,
                thread: None,
            });
        }
        for authority in huiyin.authority_ids() {
            huiyin.command_here(Again { authority })?;
        }
        let clock = Arc::clone(&huiyin.shared().clock);
        let told = Arc::clone(&bell);
        let lines = Lines::start(
            found,
            Arc::new(move || clock.now()),
            Arc::new(move |outcome: Outcome<PageKey>| {
                told.tell(|rung| rung.outcomes.push(outcome));
            }),
        );
        let no_thread =
            |error| AppError::Unreadable(format!("no thread for the channels: {error}"));
        let lines = Arc::new(lines.map_err(no_thread)?);
        ways.run(Some(Arc::clone(&lines)));
        let inner = Arc::new(Work {
            huiyin,
            lines,
            memory: Mutex::default(),
        });
        let (run, rings) = (Arc::clone(&inner), Arc::clone(&bell));
        let thread = std::thread::Builder::new()
            .name("pager".into())
            .spawn(move || run.until_stopped(&rings))
            .map_err(no_thread)?;
        Ok(Self {
            inner: Some(inner),
            bell,
            thread: Some(thread),
        })
    }

    /// Waits until every page that is due was offered, heard of and recorded. It blocks.
    ///
    /// # Errors
    /// When the store fails.
    pub fn settle(&self) -> Result<(), AppError> {
        let Some(inner) = &self.inner else {
            return Ok(());
        };
        self.bell.tell(|rung| rung.queued = true);
        while !inner.is_idle()? {
            std::thread::yield_now();
        }
        Ok(())
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        self.bell.tell(|rung| rung.stopping = true);
        if let Some(thread) = self.thread.take() {
            // A panic on its thread was already reported by the panic hook.
            let _ = thread.join();
        }
        if let Some(inner) = self.inner.take() {
            inner.huiyin.shared().ways.run(None);
        }
        // The next one of this process begins with a bell that is still.
        self.bell.tell(|rung| rung.stopping = false);
    }
}

impl Work {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn until_stopped(&self, bell: &Bell) {
        loop {
            let rung = bell.wait(LOOK_EVERY);
            self.hear(rung.outcomes);
            self.record_ended();
            self.pass_on_hanging();
            self.memory().looking = true;
            let sent = self.send_due();
            self.memory().looking = false;
            if let Err(error) = sent {
                tracing::warn!("pages are looked at again: {error}");
            }
            if rung.stopping {
                return;
            }
        }
    }

    /// Whether nothing is due, under way or to be recorded.
    fn is_idle(&self) -> Result<bool, AppError> {
        if self.is_busy() {
            return Ok(false);
        }
        for authority in self.huiyin.authority_ids() {
            if self.is_due(authority)? {
                return Ok(false);
            }
        }
        Ok(!self.is_busy())
    }

    fn is_busy(&self) -> bool {
        let memory = self.memory();
        memory.looking || memory.under_way > 0
    }

    fn is_due(&self, authority: AuthorityId) -> Result<bool, AppError> {
        let next = self
            .huiyin
            .store()
            .read_here(|reader| reader.next_page_at(authority))?;
        Ok(next.is_some_and(|at| at <= self.huiyin.now()))
    }

    fn hear(&self, outcomes: Vec<Outcome<PageKey>>) {
        let mut memory = self.memory();
        for outcome in outcomes {
            let told = match outcome.result {
                Ok(accepted) => Told::Accepted(accepted.reference),
                Err(error) => {
                    tracing::warn!(channel = outcome.line, "a page was not taken: {error}");
                    not_taken(error)
                }
            };
            memory.ended.push(Ended {
                key: outcome.key,
                told,
                tried: 0,
            });
        }
    }

    /// Records what became of pages: all of an authority in one transaction, or, where that fails, one
    /// by one, so that none holds up another.
    fn record_ended(&self) {
        let waiting = std::mem::take(&mut self.memory().ended);
        let mut authorities: Vec<_> = waiting.iter().map(|one| one.key.authority).collect();
        authorities.sort_unstable();
        authorities.dedup();
        let mut waiting = waiting;
        for authority in authorities {
            let (here, rest) = waiting
                .into_iter()
                .partition(|one: &Ended| one.key.authority == authority);
            waiting = rest;
            self.record_of(authority, here);
        }
    }

    fn record_of(&self, authority: AuthorityId, ended: Vec<Ended>) {
        let all: Vec<_> = ended
            .iter()
            .map(|one| (one.key, one.told.clone()))
            .collect();
        let count = all.len();
        if self
            .huiyin
            .command_here(Conclude { authority, all })
            .is_ok()
        {
            self.memory().under_way -= count;
            return;
        }
        for mut one in ended {
            let all = vec![(one.key, one.told.clone())];
            match self.huiyin.command_here(Conclude { authority, all }) {
                Ok(()) => self.memory().under_way -= 1,
                Err(AppError::Store(_)) if one.tried < RECORDED_AT_MOST => {
                    one.tried += 1;
                    self.memory().ended.push(one);
                }
                Err(error) => {
                    tracing::error!("what became of a page is not recorded: {error}");
                    self.memory().under_way -= 1;
                }
            }
        }
    }

    /// Lets pages go by another way whose line hangs. The attempt goes on, and is heard of later.
    fn pass_on_hanging(&self) {
        let mut keys = std::mem::take(&mut self.memory().hanging);
        keys.extend(self.lines.hanging());
        for authority in self.huiyin.authority_ids() {
            let here = keys.iter().filter(|key| key.authority == authority);
            let all: Vec<_> = here.map(|key| (*key, Told::Hangs)).collect();
            if all.is_empty() {
                continue;
            }
            tracing::warn!(
                pages = all.len(),
                "a channel hangs; pages go by another way"
            );
            if let Err(error) = self.huiyin.command_here(Conclude { authority, all }) {
                tracing::warn!("hanging pages are looked at again: {error}");
                let again = keys.iter().filter(|key| key.authority == authority);
                self.memory().hanging.extend(again);
            }
        }
    }

    fn send_due(&self) -> Result<(), AppError> {
        // A page would be recorded at a time that nobody believes.
        if self.huiyin.clock_doubt().is_some() {
            return Ok(());
        }
        for authority in self.huiyin.authority_ids() {
            while self.is_due(authority)? {
                let taken = self.huiyin.command_here(Take { authority })?;
                if taken.is_empty() {
                    break;
                }
                self.offer(authority, &taken)?;
            }
        }
        Ok(())
    }

    fn offer(&self, authority: AuthorityId, taken: &[NoticeRow]) -> Result<(), AppError> {
        let shared = Arc::clone(self.huiyin.shared());
        self.memory().under_way += taken.len();
        let composed = self
            .huiyin
            .store()
            .read_here(|reader| pages::compose(reader, &shared, authority, taken));
        let composed = match composed {
            Ok(composed) => composed,
            Err(error) => {
                // They stay taken, and are sent when that time is over.
                self.memory().under_way -= taken.len();
                return Err(error);
            }
        };
        let mut unsent = Vec::new();
        for (row, composed) in taken.iter().zip(composed) {
            let key = PageKey {
                authority,
                id: row.id,
                attempts: row.attempts,
            };
            let told = match composed {
                None => Told::NobodyThere,
                Some((kind, message)) => match self.lines.offer(kind, Parcel { key, message }) {
                    Taken::Queued => continue,
                    // Its queue is full for a moment, and nothing has failed.
                    Taken::Full => no_line(Some(ROOM_AFTER)),
                    Taken::NoLine => no_line(None),
                },
            };
            unsent.push(Ended {
                key,
                told,
                tried: 0,
            });
        }
        if !unsent.is_empty() {
            self.memory().ended.extend(unsent);
            self.record_ended();
        }
        Ok(())
    }
}

fn no_line(after: Option<Duration>) -> Told {
    Told::NotTaken {
        failure: "no line is free".into(),
        after,
        for_good: false,
    }
}

fn not_taken(error: SendError) -> Told {
    Told::NotTaken {
        failure: error.trouble().to_string(),
        after: match error {
            SendError::Throttled { after, .. } => Some(after),
            _ => None,
        },
        for_good: matches!(error, SendError::Permanent(_)),
    }
}

/// What another process took is due now.
struct Again {
    authority: AuthorityId,
}

impl Command for Again {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        _shared: &Shared,
    ) -> Result<(), AppError> {
        transaction.pages_again(self.authority)?;
        Ok(())
    }
}

/// Takes pages, so that no other node sends them meanwhile.
struct Take {
    authority: AuthorityId,
}

impl Command for Take {
    type Outcome = Vec<NoticeRow>;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        _shared: &Shared,
    ) -> Result<Vec<NoticeRow>, AppError> {
        let now = transaction.now();
        let mut due = transaction
            .reader()?
            .pages_due(self.authority, now, TAKEN_AT_A_TIME)?;
        for row in &mut due {
            row.attempts = row.attempts.saturating_add(1);
            let until = now.plus_micros(TAKEN_MICROS);
            let failure = row.failure.as_deref();
            transaction.note_attempt(self.authority, row.id, row.attempts, until, failure);
        }
        Ok(due)
    }
}

/// Records what became of pages of one authority.
struct Conclude {
    authority: AuthorityId,
    all: Vec<(PageKey, Told)>,
}

impl Command for Conclude {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let mut news = Vec::new();
        for (key, told) in &self.all {
            let row = transaction.reader()?.notice(self.authority, key.id)?;
            let waits = |row: &NoticeRow| {
                let goes_out = [PAGE, PAGE_OVER, REPORT, TEST_PAGE].contains(&row.kind.as_str());
                row.state == NoticeState::Queued && goes_out
            };
            let Some(row) = row.filter(waits) else {
                continue;
            };
            // Somebody else took it since: what they say counts, unless it arrived already.
            let accepted = matches!(told, Told::Accepted(_));
            if row.attempts == key.attempts || accepted {
                news.push((row, told));
            }
        }
        pages::concluded(transaction, shared, self.authority, &news)
    }
}

/// When a copy that was not taken is tried next.
pub(super) fn next_attempt(now: Instant, attempts: u32, after: Option<Duration>) -> Instant {
    const RETRY_SECONDS: [u64; 4] = [15, 60, 300, 900];
    let nth = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let usual = RETRY_SECONDS[nth.min(RETRY_SECONDS.len() - 1)];
    let seconds = after.map_or(usual, |after| after.as_secs().max(1));
    now.plus_micros(i64::try_from(seconds).unwrap_or(i64::MAX / 2_000_000) * 1_000_000)
}
