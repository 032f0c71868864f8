//! Authorities, rulebooks and calendars as they are loaded, kept in memory until the
//! installation's journal moves on.

use crate::error::AppError;
use crate::organisation::OrganisationAt;
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::category::{Categories, OwnCategory, shipped};
use huiyin_domain::ids::{AuthorityId, UnitId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::organisation::Unit;
use huiyin_domain::rulebook::Rulebook;
use huiyin_domain::texts::TextSubject;
use huiyin_domain::time::{Instant, Zone, ZoneError};
use huiyin_ledger::LogKey;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{AuthorityRow, PlaceRow, TextVersionRow};
use huiyin_store::seal::{DataKey, Place};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// An authority with everything that commands need of it.
pub struct Authority {
    /// As the store keeps it.
    pub row: AuthorityRow,
    /// Its zone.
    pub zone: Zone,
    /// Its places, closed ones too.
    pub places: Vec<PlaceRow>,
    /// Its tree of subjects, with what it changed about it.
    pub categories: Arc<Categories>,
    /// The texts that it words itself, each set as it is now.
    texts: Vec<TextVersionRow>,
    /// Signs its receipts.
    pub log_key: LogKey,
    /// Its units, posts and staff as this process last saw them.
    organisation: RwLock<Arc<OrganisationAt>>,
}

impl Authority {
    /// Its units, posts and staff as this process last saw them. Whoever decides by them reads
    /// them in the transaction or snapshot instead.
    pub fn organisation(&self) -> Arc<OrganisationAt> {
        let known = self.organisation.read();
        Arc::clone(&known.unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps what was read, unless something newer is kept already.
    pub(crate) fn keep_organisation(&self, read: &Arc<OrganisationAt>) {
        let known = self.organisation.write();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        if known.position < read.position {
            *known = Arc::clone(read);
        }
    }

    /// The places that can be chosen now.
    pub fn open_places(&self) -> impl Iterator<Item = &PlaceRow> {
        self.places.iter().filter(|place| !place.closed)
    }

    /// The texts that it words itself, each set as it is now.
    pub fn texts(&self) -> &[TextVersionRow] {
        &self.texts
    }

    /// One set of them, once it was written.
    pub fn texts_of(&self, subject: &TextSubject) -> Option<&TextVersionRow> {
        let word = subject.word();
        self.texts.iter().find(|one| one.subject == word)
    }

    /// A text of the portal in a language, if this authority words it itself.
    pub fn portal_text(&self, key: &str, language: Language) -> Option<&str> {
        let set = self.texts_of(&TextSubject::Portal)?;
        let text = set.texts.get(key)?.in_language(language);
        Some(text).filter(|text| !text.is_empty())
    }

    /// The unit that registers and owes the first step.
    pub fn registering_unit(&self) -> UnitId {
        self.organisation().registering_unit()
    }

    /// A zone by its name: nearly always the authority's own.
    ///
    /// # Errors
    /// [`AppError::Unreadable`] when this machine does not know the zone.
    pub fn zone_named(&self, name: &str) -> Result<Cow<'_, Zone>, AppError> {
        if name == self.zone.name() {
            return Ok(Cow::Borrowed(&self.zone));
        }
        let unreadable = |error: ZoneError| AppError::Unreadable(error.to_string());
        Zone::parse(name).map(Cow::Owned).map_err(unreadable)
    }

    /// A unit.
    pub fn unit(&self, id: UnitId) -> Option<Unit> {
        self.organisation().units.get(&id).cloned()
    }

    /// A unit by its key.
    pub fn unit_named(&self, key: &str) -> Option<Unit> {
        let organisation = self.organisation();
        let found = organisation.units.values().find(|unit| unit.key == key);
        found.cloned()
    }

    /// The name of a unit, or its number when it is unknown.
    pub fn unit_name(&self, id: UnitId) -> Bilingual {
        self.unit(id).map_or_else(
            || Bilingual::new(id.to_string(), id.to_string()),
            |unit| unit.name,
        )
    }
}

/// All of it, at one position of the installation's journal.
pub struct Rules {
    /// That position.
    pub position: i64,
    authorities: Vec<Arc<Authority>>,
    rulebooks: Versions<Rulebook>,
    waiting: Vec<WaitingRulebook>,
    calendars: Versions<WorkCalendar>,
}

/// A version of a rulebook that waits for its day.
pub struct WaitingRulebook {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// The first day on which new petitions run under it, in its zone.
    pub from: Date,
}

impl WaitingRulebook {
    /// When that day begins.
    pub fn begins_at(&self) -> Instant {
        self.rulebook.zone.start_of(self.from)
    }
}

/// Every version of each id, and which one was loaded last.
struct Versions<T> {
    all: HashMap<(String, String), Arc<T>>,
    latest: HashMap<String, Arc<T>>,
}

impl<T> Versions<T> {
    fn new() -> Self {
        Self {
            all: HashMap::new(),
            latest: HashMap::new(),
        }
    }

    fn add(&mut self, id: String, version: String, value: T) {
        let value = Arc::new(value);
        self.all.insert((id.clone(), version), Arc::clone(&value));
        self.latest.insert(id, value);
    }

    fn version(&self, id: &str, version: &str) -> Option<&Arc<T>> {
        self.all.get(&(id.to_owned(), version.to_owned()))
    }
}

impl Rules {
    /// Reads everything from the store.
    ///
    /// # Errors
    /// When the store fails, or holds a file that this program cannot read.
    pub fn load(reader: &mut Reader<'_>, wrapping: &DataKey) -> Result<Self, AppError> {
        let position = reader.head_position(huiyin_domain::ids::INSTALLATION)?;
        let mut rulebooks = Versions::new();
        let mut calendars = Versions::new();
        for loaded in reader.loaded_data()? {
            let unreadable = |what: String| {
                AppError::Unreadable(format!(
                    "{} {} {}: {what}",
                    loaded.kind, loaded.id, loaded.version
                ))
            };
            match loaded.kind.as_str() {
                "calendar" => {
                    let calendar = WorkCalendar::parse(&loaded.content)
                        .map_err(|error| unreadable(error.to_string()))?;
                    calendars.add(loaded.id, loaded.version, calendar);
                }
                "rulebook" => {
                    let rulebook = Rulebook::parse(&loaded.content)
                        .map_err(|found| unreadable(format!("{found:?}")))?;
                    rulebooks.add(loaded.id, loaded.version, rulebook);
                }
                _ => return Err(unreadable("neither calendar nor rulebook".into())),
            }
        }
        let waiting = reader.rulebooks_waiting()?.into_iter().map(|row| {
            let rulebook = Rulebook::parse(&row.content).map_err(|found| {
                AppError::Unreadable(format!("rulebook {} {}: {found:?}", row.id, row.version))
            })?;
            let from = row.from;
            Ok::<_, AppError>(WaitingRulebook { rulebook, from })
        });
        let waiting = waiting.collect::<Result<Vec<_>, AppError>>()?;
        let mut places = reader.places()?;
        let mut texts = reader.texts_now()?;
        let mut categories = reader.own_categories()?;
        let plain = Arc::new(shipped().clone());
        let mut authorities = Vec::new();
        for row in reader.authorities()? {
            let unreadable =
                |what: String| AppError::Unreadable(format!("authority {}: {what}", row.key));
            let wrapped = reader
                .log_key(row.id)?
                .ok_or_else(|| unreadable("it has no log key".into()))?;
            let seed = DataKey::unwrap(wrapping, log_key_place(row.id), &wrapped)?;
            authorities.push(Arc::new(Authority {
                zone: Zone::parse(&row.zone).map_err(|error| unreadable(error.to_string()))?,
                organisation: RwLock::new(Arc::new(OrganisationAt::read(reader, row.id)?)),
                categories: {
                    let own = take(&mut categories, |(of, _)| *of == row.id);
                    let own: Vec<OwnCategory> = own.into_iter().map(|(_, one)| one).collect();
                    match own.is_empty() {
                        true => Arc::clone(&plain),
                        false => Arc::new(plain.with(&own)),
                    }
                },
                places: take(&mut places, |place| place.authority == row.id),
                texts: take(&mut texts, |set| set.authority == row.id),
                log_key: LogKey::from_seed(seed.as_bytes()),
                row,
            }));
        }
        Ok(Self {
            position,
            authorities,
            rulebooks,
            waiting,
            calendars,
        })
    }

    /// Every authority, in order of its id.
    pub fn authorities(&self) -> &[Arc<Authority>] {
        &self.authorities
    }

    /// An authority by its id.
    pub fn authority(&self, id: AuthorityId) -> Option<&Arc<Authority>> {
        self.authorities.iter().find(|one| one.row.id == id)
    }

    /// An authority by its key; without one, the first.
    pub fn authority_named(&self, key: Option<&str>) -> Option<&Arc<Authority>> {
        match key {
            Some(key) => self.authorities.iter().find(|one| one.row.key == key),
            None => self.authorities.first(),
        }
    }

    /// The rulebook that is loaded last under an id.
    pub fn rulebook(&self, id: &str) -> Option<&Arc<Rulebook>> {
        self.rulebooks.latest.get(id)
    }

    /// The ids of all loaded rulebooks, sorted.
    pub fn rulebook_ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.rulebooks.latest.keys().map(String::as_str).collect();
        ids.sort_unstable();
        ids
    }

    /// The earlier versions of a rulebook, which petitions keep that began under them; sorted.
    pub fn rulebook_versions_before(&self, id: &str) -> Vec<&str> {
        let latest = self.rulebook(id).map(|one| one.version.as_str());
        let all = self.rulebooks.all.keys();
        let known = all.filter(|(known, version)| known == id && latest != Some(version.as_str()));
        let mut versions: Vec<&str> = known.map(|(_, version)| version.as_str()).collect();
        versions.sort_unstable();
        versions
    }

    /// The versions of rulebooks that wait for their day.
    pub fn rulebooks_waiting(&self) -> &[WaitingRulebook] {
        &self.waiting
    }

    /// The rulebook in the version that a petition runs under.
    pub fn rulebook_version(&self, id: &str, version: &str) -> Option<&Arc<Rulebook>> {
        self.rulebooks.version(id, version)
    }

    /// The calendar that is loaded last under an id.
    pub fn calendar(&self, id: &str) -> Option<&Arc<WorkCalendar>> {
        self.calendars.latest.get(id)
    }

    /// Every calendar in the version that was loaded last, sorted by id.
    pub fn calendars(&self) -> Vec<WorkCalendar> {
        let latest = self.calendars.latest.values();
        let mut all: Vec<WorkCalendar> = latest.map(|one| WorkCalendar::clone(one)).collect();
        all.sort_by(|a, b| a.id().cmp(b.id()));
        all
    }

    /// The calendar in the version that a date was counted with.
    pub fn calendar_version(&self, id: &str, version: &str) -> Option<&Arc<WorkCalendar>> {
        self.calendars.version(id, version)
    }
}

/// Where the wrapped seed of an authority's log key stands.
pub(crate) const fn log_key_place(authority: AuthorityId) -> Place<'static> {
    Place {
        table: "log_key",
        authority: authority.raw(),
        row: authority.raw(),
        column: "wrapped_seed",
    }
}

fn take<T>(from: &mut Vec<T>, belongs: impl Fn(&T) -> bool) -> Vec<T> {
    let (taken, rest) = std::mem::take(from).into_iter().partition(belongs);
    *from = rest;
    taken
}
