//! The door to everything: one value per process.

use crate::casework::kept::{self, KeptCases};
use crate::chance::{Chance, SystemChance};
use crate::clock::{Clock, SystemClock};
use crate::demo;
use crate::error::{AppError, Refusal};
use crate::installation;
use crate::letters::Typesetter;
use crate::notices::{NoticeCounts, Outgoing};
use crate::parsed::Parsed;
use crate::password::Turns;
use crate::queries::obligation::WordsCache;
use crate::responses::{ways::Calling, ways::Ways};
use crate::rules::{Authority, Rules};
use crate::ticker::ClockDoubt;
use huiyin_domain::ids::{AuthorityId, INSTALLATION, PetitionId};
use huiyin_domain::petition::{Identity, takes_texts};
use huiyin_domain::plan::{Channel as PlanChannel, Plan};
use huiyin_domain::roster::Roster;
use huiyin_domain::time::Instant;
use huiyin_notify::{Kept, Transport};
use huiyin_store::reader::Reader;
use huiyin_store::seal::{DataKey, InstallationKey, Place};
use huiyin_store::writer::{Job, Writer};
use huiyin_store::{Store, StoreConfig, StoreError, transaction::Transaction};
use std::sync::{Arc, Mutex, PoisonError, RwLock, atomic::Ordering};
use tokio::sync::oneshot;

/// How a process opens its store.
pub struct HuiyinConfig {
    /// Where the store is.
    pub store: StoreConfig,
    /// The installation key as 64 hexadecimal digits, if it is not to be read from the data folder.
    pub installation_key: Option<String>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives random bytes.
    pub chance: Arc<dyn Chance>,
    /// How notices go out; without it none does.
    pub outgoing: Option<Outgoing>,
    /// How pages go out.
    pub calling: Calling,
    /// Whether it was started for trying the sample: its people come in by one click.
    pub sample: bool,
}

impl HuiyinConfig {
    /// The machine's clock and chance.
    pub fn new(store: StoreConfig) -> Self {
        Self {
            store,
            installation_key: None,
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance::new()),
            outgoing: None,
            calling: Calling::default(),
            sample: false,
        }
    }
}

/// An open installation.
pub struct Huiyin {
    store: Store,
    writer: Writer,
    shared: Arc<Shared>,
}

/// Where a value stands that is in nobody's database.
const OUTSIDE: Place<'static> = Place {
    table: "outside",
    authority: 0,
    row: 0,
    column: "value",
};

/// What the writer has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriterFigures {
    /// Commands finished.
    pub commands: u64,
    /// Transactions committed.
    pub commits: u64,
    /// Commands refused because the queue was full.
    pub queue_full: u64,
    /// Commands waiting now.
    pub waiting: u64,
    /// Commands that an engine error hit.
    pub failed: u64,
}

/// What commands carry with them to the writer's thread.
pub(crate) struct Shared {
    pub(crate) key: InstallationKey,
    pub(crate) wrapping: DataKey,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) words: WordsCache,
    pub(crate) cases: KeptCases,
    pub(crate) turns: Turns,
    pub(crate) notices: NoticeCounts,
    pub(crate) ways: Ways,
    pub(crate) plans: Parsed<Plan>,
    pub(crate) rosters: Parsed<Roster>,
    pub(crate) typesetter: Typesetter,
    outgoing: Option<Outgoing>,
    sample: bool,
    /// The text messages of the sample, where no gateway carries them.
    pub(crate) sample_messages: Option<Arc<Kept>>,
    pub(crate) clock_doubt: Mutex<Option<ClockDoubt>>,
    rules: RwLock<Arc<Rules>>,
}

impl Huiyin {
    /// Opens the store, and makes it ready to register when it is empty (RULES 7).
    ///
    /// # Errors
    /// When the store cannot be opened, or its key is missing or another installation's.
    pub fn open(config: HuiyinConfig) -> Result<Self, AppError> {
        let store = Store::open(&config.store)?;
        let key = installation::key(&store, &config)?;
        let clock = Arc::clone(&config.clock);
        let writer = Writer::start(&store, move || clock.now())?;
        let wrapping = key.wrapping_key();
        let rules = store.read_here(|reader| Rules::load(reader, &wrapping))?;
        let mail = config.outgoing.as_ref();
        let mail = mail.map(|outgoing| Arc::clone(&outgoing.transport));
        let (calling, sample_messages) = demo::calling(config.calling, config.sample);
        let shared = Arc::new(Shared {
            key,
            wrapping,
            clock: config.clock,
            chance: config.chance,
            words: WordsCache::default(),
            cases: KeptCases::default(),
            turns: Turns::default(),
            notices: NoticeCounts::default(),
            ways: Ways::new(calling, mail),
            plans: Parsed::default(),
            rosters: Parsed::default(),
            typesetter: Typesetter::new(config.store.folder.join("fonts")),
            outgoing: config.outgoing,
            sample: config.sample,
            sample_messages,
            clock_doubt: Mutex::new(None),
            rules: RwLock::new(Arc::new(rules)),
        });
        let opened = Self {
            store,
            writer,
            shared,
        };
        installation::make_ready(&opened)?;
        Ok(opened)
    }

    /// The store, for reading.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Now, by the installation's clock.
    pub fn now(&self) -> Instant {
        self.shared.clock.now()
    }

    /// Microseconds of a clock that nobody sets.
    pub(crate) fn monotonic_micros(&self) -> i64 {
        self.shared.clock.monotonic_micros()
    }

    /// When the last row of any journal was recorded.
    pub(crate) fn last_recorded_at(&self) -> Result<Option<Instant>, AppError> {
        Ok(self.store.read_here(|reader| reader.last_recorded_at())?)
    }

    /// What the writer has done so far.
    pub fn writer_figures(&self) -> WriterFigures {
        let counts = self.writer.counts();
        WriterFigures {
            commands: counts.commands.load(Ordering::Relaxed),
            commits: counts.commits.load(Ordering::Relaxed),
            queue_full: counts.queue_full.load(Ordering::Relaxed),
            waiting: counts.waiting.load(Ordering::Relaxed),
            failed: counts.failed.load(Ordering::Relaxed),
        }
    }

    /// Whether the store answers and the writer takes commands.
    ///
    /// # Errors
    /// When one of them does not.
    pub async fn ready(&self) -> Result<(), AppError> {
        if !self.writer.is_running() {
            return Err(StoreError::Stopped.into());
        }
        if let Some(doubt) = self.clock_doubt() {
            return Err(doubt.into());
        }
        self.store.read(|reader| reader.heads()).await?;
        Ok(())
    }

    /// Whether notices go out by mail.
    pub fn sends_mail(&self) -> bool {
        self.shared.sends_mail()
    }

    /// Authorities, rulebooks and calendars as this process last saw them.
    pub fn rules(&self) -> Arc<Rules> {
        self.shared.rules()
    }

    /// The ids of all authorities.
    pub(crate) fn authority_ids(&self) -> Vec<AuthorityId> {
        let rules = self.rules();
        rules.authorities().iter().map(|one| one.row.id).collect()
    }

    /// An authority by its key; without one, the first.
    ///
    /// # Errors
    /// [`Refusal::UnknownAuthority`].
    pub fn authority(&self, key: Option<&str>) -> Result<Arc<Authority>, AppError> {
        let unknown = || {
            AppError::Refused(Refusal::UnknownAuthority(
                key.unwrap_or_default().to_owned(),
            ))
        };
        self.rules()
            .authority_named(key)
            .cloned()
            .ok_or_else(unknown)
    }

    /// The installation key, for a backup.
    pub fn installation_key(&self) -> &InstallationKey {
        &self.shared.key
    }

    /// A keyed hash under the installation key, for idempotency and cookies.
    pub fn keyed_hash(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        self.shared.key.keyed_hash(purpose, bytes)
    }

    /// Seals what leaves the house and comes back, such as a cookie.
    ///
    /// # Errors
    /// When there is no chance to be had.
    pub fn seal_outside(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, AppError> {
        Ok(self
            .outside_key(purpose)
            .seal(OUTSIDE, self.chance()?, plain)?)
    }

    /// Opens what [`Huiyin::seal_outside`] sealed for the same purpose; anything else is `None`.
    pub fn open_outside(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        self.outside_key(purpose).open(OUTSIDE, sealed).ok()
    }

    fn outside_key(&self, purpose: &str) -> DataKey {
        DataKey::from_bytes(self.shared.key.keyed_hash("outside", purpose.as_bytes()))
    }

    /// Random bytes.
    ///
    /// # Errors
    /// When the operating system has none.
    pub fn chance<const COUNT: usize>(&self) -> Result<[u8; COUNT], AppError> {
        Ok(crate::chance::bytes(&*self.shared.chance)?)
    }

    /// Reads again what other processes may have loaded; cheap when nothing changed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn refresh(&self) -> Result<(), AppError> {
        self.store
            .read_here(|reader| self.shared.rules_read(reader).map(|_| ()))
    }

    /// As [`Huiyin::refresh`], from async code.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refreshed(&self) -> Result<(), AppError> {
        let shared = Arc::clone(&self.shared);
        self.store
            .read_short(move |reader| shared.rules_read(reader).map(|_| ()))
            .await
    }

    pub(crate) const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Sends a command through the writer and waits for its outcome.
    pub(crate) async fn command<C: Command>(&self, command: C) -> Result<C::Outcome, AppError> {
        self.submit(command)?
            .await
            .map_err(|_| StoreError::Stopped)?
    }

    /// As [`Huiyin::command`], on a thread that may block.
    pub(crate) fn command_here<C: Command>(&self, command: C) -> Result<C::Outcome, AppError> {
        self.submit(command)?
            .blocking_recv()
            .map_err(|_| StoreError::Stopped)?
    }

    fn submit<C: Command>(
        &self,
        command: C,
    ) -> Result<oneshot::Receiver<Result<C::Outcome, AppError>>, AppError> {
        let (reply, receiver) = oneshot::channel();
        let job = CommandJob {
            shared: Arc::clone(&self.shared),
            command,
            decided: None,
            cases: Vec::new(),
            reply,
        };
        self.writer.submit(Box::new(job))?;
        Ok(receiver)
    }
}

impl Shared {
    /// Whether it was started for trying the sample.
    pub(crate) const fn is_sample(&self) -> bool {
        self.sample
    }

    /// Whether notices go out by mail.
    pub(crate) const fn sends_mail(&self) -> bool {
        self.outgoing.is_some()
    }

    /// Whether notices go out at all, by mail or by text message.
    pub(crate) fn sends_notices(&self) -> bool {
        self.sends_mail() || self.ways.has(PlanChannel::Sms)
    }

    /// Whether a notice may name the authority.
    pub(crate) fn names_authority(&self) -> bool {
        self.outgoing
            .as_ref()
            .is_some_and(|one| one.names_authority)
    }

    /// What carries a notice of a kind, if anything does.
    pub(crate) fn carrier(&self, kind: PlanChannel) -> Option<&Arc<dyn Transport>> {
        match kind {
            PlanChannel::Email => self.outgoing.as_ref().map(|one| &one.transport),
            kind => self.ways.transport(kind),
        }
    }

    /// By what and where a petitioner hears of news: by mail, else by text message to a mobile; nothing
    /// where no such contact was given or nothing carries it.
    pub(crate) fn way_to(&self, identity: &Identity) -> Option<(PlanChannel, String)> {
        let mail = identity.email.as_ref().filter(|_| self.sends_mail());
        if let Some(email) = mail {
            return Some((PlanChannel::Email, email.clone()));
        }
        let phone = identity.phone.as_ref().filter(|phone| takes_texts(phone))?;
        self.ways
            .has(PlanChannel::Sms)
            .then(|| (PlanChannel::Sms, phone.clone()))
    }

    /// The rules as this process last saw them.
    pub(crate) fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The rules as they are in a transaction, which has locked its heads already.
    pub(crate) fn rules_in(
        &self,
        transaction: &mut Transaction<'_>,
    ) -> Result<Arc<Rules>, AppError> {
        let known = self.rules();
        if transaction.installation_position()? == known.position {
            return Ok(known);
        }
        if transaction.holds(INSTALLATION) {
            // What this transaction appended there may yet be rolled back, so it is not kept.
            return Ok(Arc::new(Rules::load(
                &mut transaction.reader()?,
                &self.wrapping,
            )?));
        }
        self.rules_read(&mut transaction.reader()?)
    }

    /// The rules as they are committed: another process may have loaded newer ones.
    pub(crate) fn rules_read(&self, reader: &mut Reader<'_>) -> Result<Arc<Rules>, AppError> {
        let known = self.rules();
        // A snapshot from before the newest rules is served by them too: they hold every version.
        if reader.head_position(INSTALLATION)? <= known.position {
            return Ok(known);
        }
        let fresh = Arc::new(Rules::load(reader, &self.wrapping)?);
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        Ok(fresh)
    }
}

/// A use case that changes the record. `decide` runs on the writer's thread with the heads locked;
/// a refusal writes nothing.
pub(crate) trait Command: Send + 'static {
    /// What the caller gets once it is durable.
    type Outcome: Send + 'static;

    /// The authorities whose journals it may append to.
    fn authorities(&self) -> Vec<AuthorityId>;

    /// The petition that it was about, once it is decided: what is kept of it is under its key.
    fn petition(&self) -> Option<PetitionId> {
        None
    }

    /// Loads, decides and records. It may run twice (see [`Job::run`]).
    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Self::Outcome, AppError>;
}

struct CommandJob<C: Command> {
    shared: Arc<Shared>,
    command: C,
    decided: Option<Result<C::Outcome, AppError>>,
    /// The petitions as it leaves them.
    cases: Vec<kept::Decided>,
    reply: oneshot::Sender<Result<C::Outcome, AppError>>,
}

impl<C: Command> Job for CommandJob<C> {
    fn authorities(&self) -> Vec<AuthorityId> {
        self.command.authorities()
    }

    fn run(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StoreError> {
        let before = transaction.changes();
        self.decided = None;
        // Whatever a command left behind that failed.
        self.shared.cases.take_decided();
        let decided = self.command.decide(transaction, &self.shared);
        self.cases = self.shared.cases.take_decided();
        match decided {
            Err(AppError::Store(error)) => Err(error),
            // Whatever was staged before the answer was no is taken back by the store's error.
            Err(no) if transaction.changes() != before => {
                let error = StoreError::Engine(no.to_string());
                self.decided = Some(Err(no));
                Err(error)
            }
            Err(no) => {
                self.decided = Some(Err(no));
                Ok(())
            }
            Ok(outcome) => {
                self.decided = Some(Ok(outcome));
                Ok(())
            }
        }
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        if outcome.is_ok() {
            self.shared.ways.committed();
        }
        if outcome.is_ok() && matches!(self.decided, Some(Ok(_))) {
            self.shared.cases.committed(self.cases);
        }
        let answer = match (outcome, self.decided) {
            (Ok(()), Some(decided)) => decided,
            (Ok(()), None) => Err(AppError::Store(StoreError::Stopped)),
            (Err(_), Some(Err(broken))) => Err(broken),
            (Err(error), _) => Err(error.into()),
        };
        // The caller may have gone away; what is recorded stays recorded.
        let _ = self.reply.send(answer);
    }
}
