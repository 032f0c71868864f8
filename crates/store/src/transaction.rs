//! One transaction of the writer: positions and numbers counted in memory, inserts gathered and
//! sent together, everything written back once (RULES 2.2).

mod codes;
mod desk;
mod drafts;
pub(crate) mod notices;
mod people;
mod plans;
mod ratings;
mod reach;
mod responses;
mod uploads;
mod visits;

use crate::StoreError;
use crate::project;
use crate::reader::Reader;
use crate::rows::{JournalRow, Part};
use crate::statements::{self as sql, Statement};
use crate::tx::{Tx, Value, query_one};
use huiyin_domain::event::Event;
use huiyin_domain::ids::{AuthorityId, INSTALLATION, PetitionId, Position, StaffId};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::time::Instant;
use std::collections::{BTreeMap, HashMap};

pub use drafts::DraftHash;
pub use ratings::RatingHash;
pub use uploads::UploadHash;
pub use visits::VisitHash;

/// The end of one authority's journal, as this transaction sees it.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// The last position given; 0 for an empty journal.
    pub position: i64,
    /// When the last row was recorded.
    pub recorded_at: Instant,
}

/// Position and time of the row that will be appended next.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The row's position.
    pub position: Position,
    /// When it is recorded: the writer's clock, never earlier than the row before (RULES 1.1).
    pub recorded_at: Instant,
}

/// A transaction that holds the heads of the authorities it touches.
pub struct Transaction<'a> {
    tx: &'a mut dyn Tx,
    now: Instant,
    /// The end of the installation's journal as it was read first.
    installation: Option<i64>,
    /// The ends of the locked journals before this transaction appended anything.
    committed: BTreeMap<AuthorityId, i64>,
    counted: Counted,
    staged: Staged,
    changes: u64,
}

/// What is counted in memory; cheap to copy, so that a failed slice can be taken back.
#[derive(Clone, Default)]
pub(crate) struct Counted {
    heads: BTreeMap<AuthorityId, Head>,
    numbers: HashMap<(AuthorityId, i16), u32>,
    organisations: HashMap<AuthorityId, people::OrganisationEnd>,
    notices: HashMap<(AuthorityId, i64), i64>,
}

#[derive(Default)]
struct Staged {
    inserts: Vec<Lane>,
    updates: Vec<Update>,
}

struct Update {
    statement: &'static Statement,
    values: Vec<Value>,
    /// Whether it has to change exactly one row.
    exactly_one: bool,
}

struct Lane {
    statement: &'static Statement,
    width: usize,
    values: Vec<Value>,
}

impl<'a> Transaction<'a> {
    /// Begins; the engine's transaction is begun already.
    pub(crate) fn new(tx: &'a mut dyn Tx, now: Instant) -> Self {
        Self {
            tx,
            now,
            installation: None,
            committed: BTreeMap::new(),
            counted: Counted::default(),
            staged: Staged::default(),
            changes: 0,
        }
    }

    /// Locks the head of an authority's journal; called in id order for all that are touched. A
    /// head that is not there yet cannot be locked, so it is made first: whoever makes it at the
    /// same time waits here.
    pub(crate) fn lock(&mut self, authority: AuthorityId) -> Result<(), StoreError> {
        let head = match self.locked_head(authority)? {
            Some(head) => head,
            None => {
                self.tx
                    .execute(&sql::HEAD_BEGIN, &[authority.raw().into(), i64::MIN.into()])?;
                self.locked_head(authority)?
                    .ok_or_else(|| not_locked(authority))?
            }
        };
        self.committed.insert(authority, head.position);
        self.counted.heads.insert(authority, head);
        Ok(())
    }

    fn locked_head(&mut self, authority: AuthorityId) -> Result<Option<Head>, StoreError> {
        query_one(self.tx, &sql::HEAD_LOCK, &[authority.raw().into()], |row| {
            Ok(Head {
                position: row.int(0)?,
                recorded_at: Instant::from_micros(row.int(1)?),
            })
        })
    }

    /// How many changes were gathered or made so far: tells whether a refusal left any behind.
    pub const fn changes(&self) -> u64 {
        self.changes
    }

    /// The writer's clock at the begin of this transaction.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// The last position of the installation's journal: tells whether calendars, rulebooks or
    /// authorities changed. Read once, after the heads are locked: while they are, nothing is loaded that would
    /// move their dates.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn installation_position(&mut self) -> Result<i64, StoreError> {
        if let Some(head) = self.counted.heads.get(&INSTALLATION) {
            return Ok(head.position);
        }
        if let Some(position) = self.installation {
            return Ok(position);
        }
        let found = query_one(
            self.tx,
            &sql::HEAD_POSITION,
            &[INSTALLATION.raw().into()],
            |row| row.int(0),
        )?;
        Ok(*self.installation.insert(found.unwrap_or(0)))
    }

    /// Up to which row of an authority's journal what is read here is committed: rows after it were
    /// appended by this transaction, and may yet be rolled back. A journal that is not held has none of these.
    pub fn committed_up_to(&self, authority: AuthorityId) -> Position {
        let committed = self.committed.get(&authority);
        Position::new(committed.copied().unwrap_or(i64::MAX))
    }

    /// Whether this transaction holds an authority's journal, and may have appended to it.
    pub fn holds(&self, authority: AuthorityId) -> bool {
        self.counted.heads.contains_key(&authority)
    }

    /// The place of the next row in a locked authority's journal.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when the authority was not locked.
    pub fn next_slot(&self, authority: AuthorityId) -> Result<Slot, StoreError> {
        let head = self
            .counted
            .heads
            .get(&authority)
            .ok_or_else(|| not_locked(authority))?;
        Ok(Slot {
            position: Position::new(head.position + 1),
            recorded_at: head.recorded_at.max(self.now),
        })
    }

    /// The next petition number of an authority in a year. It is given by appending its event.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn next_number(
        &mut self,
        authority: AuthorityId,
        year: i16,
    ) -> Result<PetitionNumber, StoreError> {
        let last = match self.counted.numbers.get(&(authority, year)) {
            Some(last) => *last,
            None => {
                let arguments = [authority.raw().into(), i64::from(year).into()];
                let found = query_one(self.tx, &sql::NUMBER_HEAD, &arguments, |row| row.int(0))?;
                let last = u32::try_from(found.unwrap_or(0)).unwrap_or(u32::MAX);
                self.counted.numbers.insert((authority, year), last);
                last
            }
        };
        Ok(PetitionNumber::new(year, last.saturating_add(1)))
    }

    /// Appends a row to the journal and derives its state. The row stands at the slot that
    /// [`Transaction::next_slot`] told.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when the row is not the next one, or when the engine fails.
    pub fn append(&mut self, row: JournalRow, event: &Event) -> Result<(), StoreError> {
        let slot = self.next_slot(row.authority)?;
        if row.position != slot.position || row.recorded_at != slot.recorded_at {
            return Err(inconsistent(
                row.authority,
                row.position,
                "the row is not the next one",
            ));
        }
        let head = Head {
            position: row.position.raw(),
            recorded_at: row.recorded_at,
        };
        self.counted.heads.insert(row.authority, head);
        project::project(self, &project::Meta::of(&row), event)?;
        let (identity, identity_salt) = part_values(row.identity);
        let (text, text_salt) = part_values(row.text);
        self.insert(
            &sql::JOURNAL_ADD,
            [
                row.authority.raw().into(),
                row.position.raw().into(),
                row.kind.into(),
                row.petition.map(PetitionId::raw).into(),
                row.recorded_at.micros().into(),
                row.effective_at.micros().into(),
                row.open.into(),
                row.open_salt.into(),
                identity,
                identity_salt,
                text,
                text_salt,
                row.entry.into(),
                row.staff.map(StaffId::raw).into(),
                row.response.map(huiyin_domain::ids::ResponseId::raw).into(),
            ],
        );
        Ok(())
    }

    /// Keeps the wrapped data keys of a petition.
    pub fn keep_petition_key(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
        identity: Option<Vec<u8>>,
        text: Option<Vec<u8>>,
    ) {
        self.insert(
            &sql::PETITION_KEY_ADD,
            [
                authority.raw().into(),
                petition.raw().into(),
                identity.into(),
                text.into(),
            ],
        );
    }

    /// Keeps an authority's wrapped log key.
    pub fn keep_log_key(&mut self, authority: AuthorityId, wrapped_seed: Vec<u8>) {
        self.insert(
            &sql::LOG_KEY_ADD,
            [authority.raw().into(), wrapped_seed.into()],
        );
    }

    /// Keeps what a POST with an Idempotency-Key was answered, and forgets what is older than
    /// `forget_before`.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn keep_idempotency(
        &mut self,
        kept: IdempotencyKept<'_>,
        forget_before: Instant,
    ) -> Result<(), StoreError> {
        let now = self.now.micros();
        self.changes += 1;
        self.flush()?;
        self.tx.execute(
            &sql::IDEMPOTENCY_FORGET,
            &[kept.authority.raw().into(), forget_before.micros().into()],
        )?;
        self.tx.execute(
            &sql::IDEMPOTENCY_SET,
            &[
                kept.authority.raw().into(),
                kept.principal.into(),
                kept.key_hash.as_slice().into(),
                kept.request_hash.as_slice().into(),
                kept.petition.raw().into(),
                kept.sealed_response.into(),
                now.into(),
            ],
        )?;
        Ok(())
    }

    /// Reads inside this transaction: everything appended so far is seen.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn reader(&mut self) -> Result<Reader<'_>, StoreError> {
        self.flush()?;
        Ok(Reader::new(self.tx))
    }

    /// Gathers an insert.
    pub(crate) fn insert<const WIDTH: usize>(
        &mut self,
        statement: &'static Statement,
        values: [Value; WIDTH],
    ) {
        self.changes += 1;
        let same = |lane: &Lane| {
            std::ptr::eq(lane.statement, statement) || lane.statement.name() == statement.name()
        };
        match self.staged.inserts.iter_mut().find(|lane| same(lane)) {
            Some(lane) => lane.values.extend(values),
            None => self.staged.inserts.push(Lane {
                statement,
                width: WIDTH,
                values: values.into(),
            }),
        }
    }

    /// Gathers an update; all inserts go before all updates, updates in their order.
    pub(crate) fn update(&mut self, statement: &'static Statement, values: Vec<Value>) {
        self.changes += 1;
        self.staged.updates.push(Update {
            statement,
            values,
            exactly_one: true,
        });
    }

    /// Gathers a change of any number of rows, in its order among the updates.
    pub(crate) fn replace(&mut self, statement: &'static Statement, values: Vec<Value>) {
        self.changes += 1;
        self.staged.updates.push(Update {
            statement,
            values,
            exactly_one: false,
        });
    }

    /// Notes that a number was given.
    pub(crate) fn number_given(&mut self, authority: AuthorityId, number: PetitionNumber) {
        let last = self
            .counted
            .numbers
            .entry((authority, number.year()))
            .or_insert(0);
        *last = (*last).max(number.sequence());
    }

    /// Sends what was gathered.
    pub(crate) fn flush(&mut self) -> Result<(), StoreError> {
        for lane in &mut self.staged.inserts {
            if !lane.values.is_empty() {
                let values = std::mem::take(&mut lane.values);
                self.tx.insert_all(lane.statement, lane.width, &values)?;
            }
        }
        for update in self.staged.updates.drain(..) {
            let changed = self.tx.execute(update.statement, &update.values)?;
            if update.exactly_one && changed != 1 {
                return Err(StoreError::Engine(format!(
                    "{} did not change exactly one row",
                    update.statement.name()
                )));
            }
        }
        Ok(())
    }

    /// Sends what was gathered and writes heads and numbers back.
    pub(crate) fn close(&mut self, heads: bool) -> Result<(), StoreError> {
        self.flush()?;
        for (authority, head) in self
            .counted
            .heads
            .iter()
            .filter(|(_, head)| heads && head.position > 0)
        {
            let values = [
                authority.raw().into(),
                head.position.into(),
                head.recorded_at.micros().into(),
            ];
            self.tx.execute(&sql::HEAD_SET, &values)?;
        }
        for ((authority, year), sequence) in &self.counted.numbers {
            if *sequence > 0 {
                let values = [
                    authority.raw().into(),
                    i64::from(*year).into(),
                    i64::from(*sequence).into(),
                ];
                self.tx.execute(&sql::NUMBER_HEAD_SET, &values)?;
            }
        }
        self.close_organisations()
    }

    /// What is counted so far, to come back to.
    pub(crate) fn counted(&self) -> Counted {
        self.counted.clone()
    }

    /// Forgets what was gathered since, and counts from `counted` again.
    pub(crate) fn take_back(&mut self, counted: Counted) {
        self.counted = counted;
        self.staged.updates.clear();
        self.staged.inserts.clear();
    }

    /// Runs SQL without arguments.
    pub(crate) fn batch(&mut self, text: &str) -> Result<(), StoreError> {
        self.tx.batch(text)
    }
}

/// What is kept of an answered POST.
pub struct IdempotencyKept<'a> {
    /// Whose.
    pub authority: AuthorityId,
    /// Who posted: `public`, or a member of staff.
    pub principal: &'a str,
    /// The keyed hash of the key.
    pub key_hash: [u8; 32],
    /// The keyed hash of method, path and body.
    pub request_hash: [u8; 32],
    /// The petition under whose text key the response is sealed.
    pub petition: PetitionId,
    /// The response.
    pub sealed_response: Vec<u8>,
}

fn part_values(part: Part) -> (Value, Value) {
    match part {
        Part::Sealed(bytes) => (bytes.into(), Value::Null),
        Part::Absent { salt } => (Value::Null, salt.into()),
    }
}

fn not_locked(authority: AuthorityId) -> StoreError {
    inconsistent(authority, Position::new(0), "the head was not locked")
}

fn inconsistent(authority: AuthorityId, position: Position, what: &str) -> StoreError {
    StoreError::Inconsistent {
        table: "journal",
        row: format!("{authority}/{position}"),
        what: what.into(),
    }
}
