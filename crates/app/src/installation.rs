//! An empty store becomes an installation that is ready to register (RULES 7).

use crate::chance::bytes;
use crate::commands::calendar::pinned;
use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, HuiyinConfig, Shared};
use crate::record::{Belongs, NewEvent, record};
use crate::rules::log_key_place;
use huiyin_domain::event::{
    Actor, AuthorityCreated, DataLoaded, Envelope, Event, InstallationCreated, PlaceCreated,
    UnitCreated,
};
use huiyin_domain::ids::{AuthorityId, INSTALLATION, Position, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::rulebook::Rulebook;
use huiyin_domain::shipped;
use huiyin_ledger::LogKey;
use huiyin_store::seal::{DataKey, InstallationKey};
use huiyin_store::transaction::Transaction;
use huiyin_store::{Store, StoreError, read_backup};
use std::path::Path;

/// The authority that an empty store begins with; it runs the installation.
pub(crate) const FIRST_AUTHORITY: AuthorityId = AuthorityId::new(1);
/// The zone of an authority that names none.
pub(crate) const DEFAULT_ZONE: &str = "Asia/Shanghai";

/// Finds the installation key, or makes it for an empty store.
pub(crate) fn key(store: &Store, config: &HuiyinConfig) -> Result<InstallationKey, AppError> {
    let created =
        store.read_here(|reader| reader.journal_after(INSTALLATION, Position::new(0), 1))?;
    let file = InstallationKey::file_in(&config.store.folder);
    let key = match &config.installation_key {
        Some(text) => InstallationKey::parse(text)?,
        None if file.exists() => InstallationKey::read(&file)?,
        None if created.is_empty() => {
            let key = InstallationKey::from_bytes(bytes(&*config.chance)?);
            key.write_new(&file)?;
            key
        }
        None => {
            return Err(StoreError::Key(format!(
                "the installation key is missing: put it back at {} or give it as HUIYIN_INSTALLATION_KEY; without it the register cannot be opened",
                file.display()
            ))
            .into());
        }
    };
    if let Some(first) = created.first() {
        check_key(&first.open, &key)?;
    }
    Ok(key)
}

/// Checks that a backup was made of the installation that a key belongs to, before anything is
/// restored from it.
///
/// # Errors
/// [`StoreError::Key`] when it is another's; else when the file is no backup.
pub fn check_backup_key(backup: &Path, key: &InstallationKey) -> Result<(), AppError> {
    let first = read_backup(backup, |reader| {
        reader.journal_after(INSTALLATION, Position::new(0), 1)
    })?;
    let first = first.first().ok_or_else(|| {
        AppError::Unreadable(format!("{} holds no installation", backup.display()))
    })?;
    check_key(&first.open, key)
}

/// Checks a key against the first event of the installation's journal.
fn check_key(first: &[u8], key: &InstallationKey) -> Result<(), AppError> {
    match read_event(first)? {
        Event::InstallationCreated(event) if event.key_check == key.check() => Ok(()),
        Event::InstallationCreated(_) => Err(StoreError::Key(
            "this is another installation's key; give the one that belongs to this store".into(),
        )
        .into()),
        _ => Err(AppError::Unreadable(
            "the installation's journal does not begin with its creation".into(),
        )),
    }
}

/// Reads the event out of an open part.
pub(crate) fn read_event(open: &[u8]) -> Result<Event, AppError> {
    let envelope: Envelope =
        serde_json::from_slice(open).map_err(|error| AppError::Unreadable(error.to_string()))?;
    Ok(envelope.event)
}

/// Creates what is missing, and loads what this program ships in a newer version.
pub(crate) fn make_ready(huiyin: &Huiyin) -> Result<(), AppError> {
    huiyin.command_here(MakeReady)?;
    huiyin.refresh()?;
    for calendar in newer_calendars(huiyin)? {
        huiyin.load_calendar(&calendar)?;
    }
    Ok(())
}

fn newer_calendars(huiyin: &Huiyin) -> Result<Vec<String>, AppError> {
    let rules = huiyin.rules();
    let mut newer = Vec::new();
    for (id, text) in shipped::calendars() {
        let shipped = pinned(text)?;
        let known = rules
            .calendar(id)
            .map(|calendar| calendar.version().to_owned());
        if known.is_none_or(|known| known < shipped.version) {
            newer.push((*text).to_owned());
        }
    }
    Ok(newer)
}

struct MakeReady;

impl Command for MakeReady {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        // Read under the lock: another process may have been faster.
        let rules = shared.rules_in(transaction)?;
        let empty = transaction.installation_position()? == 0;
        if empty {
            let created = InstallationCreated {
                key_check: shared.key.check(),
            };
            append(transaction, shared, Event::InstallationCreated(created))?;
        }
        for (id, text) in shipped::rulebooks() {
            let rulebook = Rulebook::parse(text)
                .map_err(|found| AppError::Unreadable(format!("{id}: {found:?}")))?;
            let known = rules.rulebook(id).map(|known| known.pinned().version);
            let own = rulebook.pinned();
            if known.is_none_or(|known| known < own.version) {
                append(
                    transaction,
                    shared,
                    Event::RulebookLoaded(DataLoaded {
                        pinned: own,
                        content: (*text).to_owned(),
                    }),
                )?;
            }
        }
        if empty {
            for (_, text) in shipped::calendars() {
                let loaded = DataLoaded {
                    pinned: pinned(text)?,
                    content: (*text).to_owned(),
                };
                append(transaction, shared, Event::CalendarLoaded(loaded))?;
            }
            create_authority(transaction, shared, Actor::System, first_authority())?;
        }
        Ok(())
    }
}

/// What a new authority is.
pub(crate) struct NewAuthority {
    pub(crate) id: AuthorityId,
    pub(crate) key: String,
    pub(crate) name: Bilingual,
    pub(crate) zone: String,
    pub(crate) rulebook: String,
}

fn first_authority() -> NewAuthority {
    NewAuthority {
        id: FIRST_AUTHORITY,
        key: "default".into(),
        name: Bilingual::new("本机关", "This authority"),
        zone: DEFAULT_ZONE.into(),
        rulebook: "cn-2022".into(),
    }
}

/// Creates an authority that is ready to register: log key and origin of its own, one unit, the
/// petition office, and one place, the reception room.
pub(crate) fn create_authority(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    by: Actor,
    new: NewAuthority,
) -> Result<(), AppError> {
    let chance = &*shared.chance;
    let seed: [u8; 32] = bytes(chance)?;
    let log_key = LogKey::from_seed(&seed);
    let wrapped =
        DataKey::from_bytes(seed).wrap(&shared.wrapping, log_key_place(new.id), bytes(chance)?)?;
    transaction.keep_log_key(new.id, wrapped);
    let created = AuthorityCreated {
        id: new.id,
        key: new.key,
        name: new.name,
        zone: new.zone,
        rulebook: new.rulebook,
        origin: huiyin_ledger::origin(bytes(chance)?),
        verifying_key: log_key.verifying_key().to_string(),
        units: vec![UnitCreated {
            id: UnitId::new(1),
            key: "petition-office".into(),
            name: Bilingual::new("信访办", "Petition office"),
        }],
        places: vec![PlaceCreated {
            id: "reception".into(),
            name: Bilingual::new("来访接待室", "Reception room"),
        }],
    };
    let event = Event::AuthorityCreated(created);
    let new = NewEvent::open(INSTALLATION, by, Belongs::Nowhere, event);
    record(transaction, new, chance).map(|_| ())
}

fn append(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    event: Event,
) -> Result<(), AppError> {
    let new = NewEvent::open(INSTALLATION, Actor::System, Belongs::Nowhere, event);
    record(transaction, new, &*shared.chance).map(|_| ())
}
