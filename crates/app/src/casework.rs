//! Work on petitions: load one as it stands, ask who may, decide in the domain, record.

pub(crate) mod access;
pub(crate) mod act;
pub(crate) mod authority_paper;
mod bring;
mod carry;
pub(crate) mod contact;
pub(crate) mod corrected;
pub(crate) mod danger;
pub(crate) mod facts;
mod follows;
mod guard;
pub(crate) mod handover;
pub(crate) mod kept;
mod leaving;
mod links;
pub(crate) mod lookers;
mod named;
pub(crate) mod notice_wish;
pub(crate) mod open;
pub(crate) mod opened;
pub(crate) mod petitioner;
pub(crate) mod rating;
mod readers;
pub(crate) mod receivers;
pub(crate) mod register;
pub(crate) mod renewal;
pub(crate) mod review;
pub(crate) mod review_above;
mod split;
pub(crate) mod tell;
pub(crate) mod tell_staff;
pub(crate) mod tick;
pub(crate) mod views;
mod wholes;
pub(crate) mod why;

use crate::authorise::Principal;
use crate::authorise::petition::{Verdict, Wish, verdict};
use crate::error::{AppError, Refusal};
use crate::huiyin::Shared;
use crate::organisation::OrganisationAt;
use crate::record::{Belongs, Keyring, NewEvent, Recorded, record};
use crate::rules::{Authority, Rules};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::event::{AccessPart, Actor, Envelope, Event, FilePurpose};
use huiyin_domain::ids::{AuthorityId, FileId, PetitionId, Position};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{
    BarTarget, Barred, By, Case, Context, Decided, Identity, Reach, RuleSet, Who,
};
use huiyin_domain::plan::Channel;
use huiyin_domain::rulebook::Rulebook;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::seal::InstallationKey;
use huiyin_store::transaction::Transaction;
use kept::{Folded, PetitionPlace};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rulebook of the authority's own rules of handling.
pub(crate) const HOUSE: &str = "house";

/// A petition with all that a decision about it needs.
pub(crate) struct Loaded {
    pub authority: Arc<Authority>,
    pub organisation: Arc<OrganisationAt>,
    pub case: Arc<Case>,
    /// Its files, and what each is for.
    pub files: Arc<BTreeMap<FileId, FilePurpose>>,
    rulebook: Arc<Rulebook>,
    house: Arc<Rulebook>,
    calendar: Arc<WorkCalendar>,
}

impl Loaded {
    /// Loads a petition inside the writer's transaction; nothing if there is none.
    pub(crate) fn in_transaction(
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Result<Option<Self>, AppError> {
        let rules = shared.rules_in(transaction)?;
        let organisation = shared.organisation_in(transaction, authority)?;
        let (place, committed) = (
            (authority, petition),
            transaction.committed_up_to(authority),
        );
        let mut reader = transaction.reader()?;
        let folded = shared.cases.folded(&mut reader, place, committed)?;
        let loaded = folded.map(|folded| Self::of(&rules, organisation, authority, folded));
        loaded.transpose()
    }

    /// Loads a petition inside the writer's transaction by its number.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], or a failure of the store.
    pub(crate) fn numbered(
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        authority: AuthorityId,
        number: PetitionNumber,
    ) -> Result<Self, AppError> {
        let found = transaction.reader()?.petition_numbered(authority, number)?;
        let petition = found.ok_or(Refusal::NoSuchPetition)?;
        Self::known(transaction, shared, (authority, petition))
    }

    /// A petition that has to be there, inside the writer's transaction.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], or when the store fails.
    pub(crate) fn known(
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        (authority, petition): (AuthorityId, PetitionId),
    ) -> Result<Self, AppError> {
        let loaded = Self::in_transaction(transaction, shared, authority, petition)?;
        loaded.ok_or_else(|| Refusal::NoSuchPetition.into())
    }

    /// Whoever acts as they are now, under the lock, and not as they were when they asked.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] for one who left.
    pub(crate) fn principal_now(&self, who: &Principal) -> Result<Principal, AppError> {
        let now = Principal::of(&self.organisation, self.authority.row.id, who.staff);
        now.ok_or_else(|| Refusal::NoSuchPetition.into())
    }

    fn changed_meanwhile(&self) -> AppError {
        let version = self.case.seen_now().raw();
        Refusal::ChangedMeanwhile { version }.into()
    }

    /// Refuses where somebody changed it since it was looked at. A contact that changed is nothing to whoever takes
    /// another step (see [`Self::contact_unchanged`]).
    ///
    /// # Errors
    /// [`Refusal::ChangedMeanwhile`].
    pub(crate) fn unchanged_since(&self, seen: Option<Position>) -> Result<(), AppError> {
        let known = self.case.version..=self.case.seen_now();
        match seen.is_none_or(|seen| known.contains(&seen)) {
            true => Ok(()),
            false => Err(self.changed_meanwhile()),
        }
    }

    /// Refuses where the contact changed since somebody who is about to change it looked at the petition; `own` is who
    /// that is, where what they changed themselves does not count.
    ///
    /// # Errors
    /// [`Refusal::ChangedMeanwhile`], or when the store fails.
    pub(crate) fn contact_unchanged(
        &self,
        transaction: &mut Transaction<'_>,
        seen: Option<Position>,
        own: Option<&Principal>,
    ) -> Result<(), AppError> {
        let Some(from) = seen.filter(|seen| *seen < self.case.identity_at) else {
            return Ok(());
        };
        let place = (self.authority.row.id, self.case.id);
        for row in transaction.reader()?.open_parts_of(place.0, place.1)? {
            let row = envelope(&row)?;
            let changed = row.position > from && matches!(row.event, Event::ContactChanged(_));
            let theirs = own.is_some_and(|own| row.by == Actor::Staff(own.staff));
            if changed && !theirs {
                return Err(self.changed_meanwhile());
            }
        }
        Ok(())
    }

    /// The same, where what the same person put on record since does not count: whoever saves, looks at the
    /// document and goes on from the page before was overtaken by nobody.
    ///
    /// # Errors
    /// [`Refusal::ChangedMeanwhile`], or when the store fails.
    pub(crate) fn unchanged_by_others(
        &self,
        transaction: &mut Transaction<'_>,
        seen: Option<Position>,
        who: &Principal,
    ) -> Result<(), AppError> {
        let Some(from) = seen.filter(|seen| *seen < self.case.version) else {
            return self.unchanged_since(seen);
        };
        let place = (self.authority.row.id, self.case.id);
        let rows = transaction.reader()?.open_parts_of(place.0, place.1)?;
        for (nth, row) in rows.iter().enumerate() {
            let row = envelope(row)?;
            // No page ever showed it before its first row: whoever read less than that read nothing.
            let unread = nth == 0 && row.position > from;
            let since = row.position > from && row.position <= self.case.version;
            if unread || since && row.by != Actor::Staff(who.staff) {
                return self.unchanged_since(seen);
            }
        }
        Ok(())
    }

    /// Loads a petition from a snapshot; nothing if there is none.
    pub(crate) fn read(
        reader: &mut Reader<'_>,
        shared: &Shared,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Result<Option<Self>, AppError> {
        let rules = shared.rules_read(reader)?;
        let organisation = shared.organisation_read(reader, authority)?;
        Self::among(
            reader,
            shared,
            (&rules, &organisation),
            (authority, petition),
        )
    }

    /// The same where rules and organisation were read already: a list asks for them once.
    pub(crate) fn among(
        reader: &mut Reader<'_>,
        shared: &Shared,
        (rules, organisation): (&Rules, &Arc<OrganisationAt>),
        place: PetitionPlace,
    ) -> Result<Option<Self>, AppError> {
        let everything = Position::new(i64::MAX);
        let folded = shared.cases.folded(reader, place, everything)?;
        let loaded =
            folded.map(|folded| Self::of(rules, Arc::clone(organisation), place.0, folded));
        loaded.transpose()
    }

    /// A petition that is folded already.
    pub(crate) fn of(
        rules: &Rules,
        organisation: Arc<OrganisationAt>,
        authority: AuthorityId,
        Folded { case, files }: Folded,
    ) -> Result<Self, AppError> {
        let missing = |what: &str| {
            AppError::Unreadable(format!("{what} of petition {} is not loaded", case.number))
        };
        let authority = rules
            .authority(authority)
            .ok_or_else(|| missing("the authority"))?;
        let rulebook = rules
            .rulebook_version(&case.rulebook.id, &case.rulebook.version)
            .ok_or_else(|| missing("the rulebook"))?;
        let calendar = rules
            .calendar(&rulebook.calendar)
            .ok_or_else(|| missing("the calendar"))?;
        let house = rules
            .rulebook(HOUSE)
            .ok_or_else(|| missing("the house's rulebook"))?;
        Ok(Self {
            authority: Arc::clone(authority),
            organisation,
            rulebook: Arc::clone(rulebook),
            house: Arc::clone(house),
            calendar: Arc::clone(calendar),
            case,
            files,
        })
    }

    /// As steps that were just recorded leave it: it is kept so once they are committed.
    pub(crate) fn becomes(&self, shared: &Shared, case: Case, recorded: &[Recorded]) -> Arc<Case> {
        debug_assert!(
            self.folds_to(&case, recorded),
            "{}: its rows tell another state than the decision",
            case.number
        );
        let case = Arc::new(case);
        let folded = Folded {
            case: Arc::clone(&case),
            files: Arc::clone(&self.files),
        };
        let place = (self.authority.row.id, case.id);
        shared.cases.decided(place, folded);
        case
    }

    /// Whether the rows that were recorded lead from here to a state.
    fn folds_to(&self, to: &Case, recorded: &[Recorded]) -> bool {
        let mut case = Case::clone(&self.case);
        for row in recorded {
            match envelope(&row.open) {
                Ok(row) => case.apply(&row),
                Err(_) => return false,
            }
        }
        case == *to
    }

    /// The rules that it runs under.
    pub(crate) fn rule_set(&self) -> RuleSet<'_> {
        RuleSet {
            rulebook: &self.rulebook,
            house: &self.house,
            calendar: &self.calendar,
            zone: &self.authority.zone,
        }
    }

    /// What a decision needs to know.
    pub(crate) fn context<'a>(
        &'a self,
        by: By,
        (now, next): (Instant, Position),
        reach: Reach,
        bar: &'a dyn Fn(BarTarget) -> String,
        draft_missing: &'a [String],
    ) -> Context<'a> {
        Context {
            now,
            next,
            by,
            rules: self.rule_set(),
            organisation: &self.organisation,
            reach,
            bar,
            draft_missing,
            set_aside: None,
            other: None,
            identity: None,
            became: None,
        }
    }

    /// Who must not have anything to do with it.
    pub(crate) fn barred(&self, key: &InstallationKey) -> Barred {
        let bar = self.bar(key);
        Barred::of(&self.case, &self.organisation, &bar)
    }

    /// Turns a unit or post into the keyed hash that stands in the journal. It is salted with the
    /// petition, so that nobody can tell two petitions that complain of the same unit.
    pub(crate) fn bar<'a>(
        &self,
        key: &'a InstallationKey,
    ) -> impl Fn(BarTarget) -> String + use<'a> {
        let (authority, petition) = (self.authority.row.id, self.case.id);
        move |target| {
            let (kind, id) = match target {
                BarTarget::Unit(unit) => ("unit", unit.raw()),
                BarTarget::Post(post) => ("post", post.raw()),
            };
            let text = format!("{authority}/{petition}/{kind}/{id}");
            let hash = key.keyed_hash("respondent", text.as_bytes());
            hash.iter()
                .take(16)
                .map(|byte| format!("{byte:02x}"))
                .collect()
        }
    }

    /// Whether somebody may do something with it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] where they may not even know of it, [`Refusal::NotAllowed`] else.
    pub(crate) fn permit(
        &self,
        who: &Principal,
        key: &InstallationKey,
        wish: Wish,
    ) -> Result<(), AppError> {
        match verdict(who, &self.case, &self.barred(key), &self.organisation, wish) {
            Verdict::Allowed => Ok(()),
            Verdict::Denied => Err(Refusal::NotAllowed.into()),
            Verdict::Unknown => Err(Refusal::NoSuchPetition.into()),
        }
    }

    /// How a notice reaches the petitioner.
    pub(crate) fn reach(
        &self,
        reader: &mut Reader<'_>,
        shared: &Shared,
        keyring: &Keyring,
    ) -> Result<Reach, AppError> {
        if self.case.who == Who::Anonymous {
            return Ok(Reach::Anonymous);
        }
        Ok(match self.way(reader, shared, keyring)? {
            Some(_) => Reach::Channel,
            None => Reach::NoChannel,
        })
    }

    /// By what and where whoever brought it hears of news, if at all.
    pub(crate) fn way(
        &self,
        reader: &mut Reader<'_>,
        shared: &Shared,
        keyring: &Keyring,
    ) -> Result<Option<(Channel, String)>, AppError> {
        if !shared.sends_notices() {
            return Ok(None);
        }
        let identity = self.identity(reader, keyring)?;
        Ok(identity.and_then(|identity| shared.way_to(&identity)))
    }

    /// Who brought it as it holds now, opened; nothing if nothing was given or its key was destroyed.
    pub(crate) fn identity(
        &self,
        reader: &mut Reader<'_>,
        keyring: &Keyring,
    ) -> Result<Option<Identity>, AppError> {
        let of = self.authority.row.id;
        let Some(row) = reader.journal_row(of, self.case.identity_at)? else {
            return Ok(None);
        };
        let opened = keyring.open_identity(&row)?;
        opened.map(|opened| parse(&opened.plaintext)).transpose()
    }
}

/// Reads the envelope out of an open part.
pub(crate) fn envelope(open: &[u8]) -> Result<Envelope, AppError> {
    serde_json::from_slice(open).map_err(|error| AppError::Unreadable(error.to_string()))
}

/// Reads a sealed part.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(plaintext: &[u8]) -> Result<T, AppError> {
    serde_json::from_slice(plaintext)
        .map_err(|_| AppError::Unreadable("a sealed part is not what it should be".into()))
}

/// The keys of a petition.
pub(crate) fn keyring(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    petition: PetitionId,
) -> Result<Keyring, AppError> {
    let keys = reader.petition_keys(authority, petition)?;
    let keys = keys.ok_or(huiyin_store::StoreError::Seal)?;
    Keyring::unwrap(&keys, &shared.wrapping, authority, petition)
}

/// Records what was decided about a petition, in its order.
pub(crate) fn apply(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, petition): (AuthorityId, PetitionId),
    keyring: Option<&Keyring>,
    decided: Vec<Decided>,
) -> Result<Vec<Recorded>, AppError> {
    let mut recorded = Vec::with_capacity(decided.len());
    for one in decided {
        let text = one.text.as_ref().map(sealed).transpose()?;
        let identity = one.identity.as_ref().map(sealed).transpose()?;
        let new = NewEvent {
            authority,
            by: one.by,
            effective_at: Some(one.effective_at),
            belongs: Belongs::To(petition),
            event: one.event,
            identity: identity.as_deref(),
            text: text.as_deref(),
            keys: keyring,
        };
        recorded.push(record(transaction, new, &*shared.chance)?);
    }
    Ok(recorded)
}

/// What is to be sealed, as bytes.
fn sealed(part: &impl serde::Serialize) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec(part).map_err(|error| AppError::Unreadable(error.to_string()))
}

/// Whether an access has to be recorded: once a person, petition, part and hour (RULES 4.2).
pub(crate) fn access_is_new(case: &Case, who: &Principal, part: AccessPart, now: Instant) -> bool {
    const HOUR_MICROS: i64 = 3_600_000_000;
    let last = case.accessed.get(&(who.staff, part));
    last.is_none_or(|last| {
        now.micros().div_euclid(HOUR_MICROS) != last.micros().div_euclid(HOUR_MICROS)
    })
}
