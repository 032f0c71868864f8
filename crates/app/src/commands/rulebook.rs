//! Versions of a rulebook: lodged for new petitions from a day on, taken back before it, and in force once it
//! came. A petition that runs keeps the version that it began under (RULES 1.5).

use crate::authorise::{Action, permit};
use crate::commands::people::PeopleRefusal;
use crate::commands::register::Idempotency;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::installation::FIRST_AUTHORITY;
use crate::once::Once;
use crate::record::{Belongs, NewEvent, record};
use crate::rules::Rules;
use huiyin_domain::event::{Actor, Event, Pinned, RulebookLodged, RulebookVersion};
use huiyin_domain::ids::{AuthorityId, INSTALLATION};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::rulebook::{self, Rulebook};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::transaction::Transaction;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far ahead a version can be lodged, in days.
const DAYS_AHEAD_MAX: i64 = 400;

/// A version of a rulebook, as it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RulebookDraft {
    /// The file's text (TOML).
    pub content: String,
    /// The first day on which new petitions run under it, `YYYY-MM-DD`; empty: from now on.
    #[serde(default)]
    pub from: String,
}

/// That a version of a rulebook was lodged or taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RulebookIsSet {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The first day on which new petitions run under it, `YYYY-MM-DD`; absent where it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Whether it is in force now.
    pub in_force: bool,
}

/// Lets those who run the installation load what all of its authorities work by.
pub(crate) fn keeps_rules(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (of, by): (AuthorityId, Actor),
) -> Result<(), AppError> {
    let organisation = shared.organisation_in(transaction, of)?;
    permit(by, of, &organisation, Action::KeepRules)?;
    if of != FIRST_AUTHORITY && by != Actor::Operator {
        return Err(PeopleRefusal::NotAllowed.into());
    }
    Ok(())
}

impl Huiyin {
    /// Lodges a version of a rulebook, for new petitions from a day on; without one it is in force at once.
    ///
    /// # Errors
    /// [`Refusal::BadFile`] with what `huiyin rulebook check` finds, [`Refusal::OlderThanLoaded`],
    /// [`Refusal::RulebookWaits`], [`Refusal::Fields`] for the day, [`PeopleRefusal::NotAllowed`]; or a failure
    /// of the store.
    pub async fn lodge_rulebook(
        &self,
        by: (AuthorityId, Actor),
        draft: RulebookDraft,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<RulebookIsSet>, AppError> {
        let command = self.lodging_rulebook(by, &draft)?;
        let done = self.once(by, command, idempotency).await?;
        self.refreshed().await?;
        Ok(done)
    }

    /// The same as who runs the program, on a thread that may block.
    ///
    /// # Errors
    /// As there.
    pub fn lodge_rulebook_here(&self, draft: &RulebookDraft) -> Result<RulebookIsSet, AppError> {
        let by = (FIRST_AUTHORITY, Actor::Operator);
        let done = self.command_here(self.lodging_rulebook(by, draft)?)?;
        self.refresh()?;
        Ok(done)
    }

    fn lodging_rulebook(
        &self,
        by: (AuthorityId, Actor),
        draft: &RulebookDraft,
    ) -> Result<LodgeRulebook, AppError> {
        let rules = self.rules();
        let calendars = rules.calendars();
        let calendars: Vec<&str> = calendars.iter().map(|one| one.id()).collect();
        let found = rulebook::check_with(&draft.content, &calendars);
        if !found.is_empty() {
            return Err(Refusal::BadFile(found).into());
        }
        let rulebook = Rulebook::parse(&draft.content).map_err(Refusal::BadFile)?;
        let from = match draft.from.trim() {
            "" => None,
            day => {
                let wrong = |_| AppError::field("from", FieldProblem::ImpossibleTime);
                Some(day.parse::<Date>().map_err(wrong)?)
            }
        };
        Ok(LodgeRulebook {
            by,
            content: draft.content.clone(),
            rulebook,
            from,
        })
    }

    /// Takes a version back that is not in force yet.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`] where none of this version waits, [`PeopleRefusal::NotAllowed`]; or a
    /// failure of the store.
    pub async fn take_back_rulebook(
        &self,
        by: (AuthorityId, Actor),
        pinned: Pinned,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<RulebookIsSet>, AppError> {
        let done = self.once(by, TakeBack { by, pinned }, idempotency).await?;
        self.refreshed().await?;
        Ok(done)
    }

    /// Puts in force whatever had to wait until now. The ticker asks in passing, so it looks at what is in memory
    /// and takes the lock only where something is due.
    pub(crate) fn begin_rulebooks(&self, now: Instant) -> Result<(), AppError> {
        let rules = self.rules();
        let due = rules.rulebooks_waiting().iter();
        let due: Vec<Pinned> = due
            .filter(|one| one.begins_at() <= now)
            .map(|one| one.rulebook.pinned())
            .collect();
        if due.is_empty() {
            return Ok(());
        }
        for pinned in due {
            self.command_here(Begin { pinned, now })?;
        }
        self.refresh()?;
        Ok(())
    }
}

struct LodgeRulebook {
    by: (AuthorityId, Actor),
    content: String,
    rulebook: Rulebook,
    from: Option<Date>,
}

impl Command for LodgeRulebook {
    type Outcome = RulebookIsSet;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION, self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<RulebookIsSet, AppError> {
        keeps_rules(transaction, shared, self.by)?;
        let rules = shared.rules_in(transaction)?;
        self.check_version(&rules)?;
        let now = transaction.now();
        let today = now.date_in(&self.rulebook.zone);
        let last = now.plus_micros(DAYS_AHEAD_MAX * DAY_MICROS);
        let from = self.from.unwrap_or(today);
        if from < today {
            return Err(AppError::field("from", FieldProblem::InThePast));
        }
        if from > last.date_in(&self.rulebook.zone) {
            let days_max = DAYS_AHEAD_MAX;
            return Err(AppError::field(
                "from",
                FieldProblem::TooFarAhead { days_max },
            ));
        }
        let pinned = self.rulebook.pinned();
        let lodged = RulebookLodged {
            pinned: pinned.clone(),
            from,
            content: self.content.clone(),
        };
        append(
            transaction,
            shared,
            self.by.1,
            Event::RulebookLodged(lodged),
        )?;
        let in_force = from == today;
        if in_force {
            let began = RulebookVersion {
                pinned: pinned.clone(),
            };
            append(transaction, shared, self.by.1, Event::RulebookBegan(began))?;
        }
        Ok(RulebookIsSet {
            id: pinned.id,
            version: pinned.version,
            from: Some(from.to_string()),
            in_force,
        })
    }
}

impl LodgeRulebook {
    /// A version comes after all that are loaded, and one at a time waits.
    fn check_version(&self, rules: &Rules) -> Result<(), AppError> {
        let Pinned { id, version } = self.rulebook.pinned();
        let mut waiting = rules.rulebooks_waiting().iter();
        if let Some(other) = waiting.find(|one| one.rulebook.id == id) {
            let version = other.rulebook.version.clone();
            return Err(Refusal::RulebookWaits { id, version }.into());
        }
        match rules.rulebook(&id) {
            Some(loaded) if loaded.version >= version => Err(Refusal::OlderThanLoaded {
                id,
                version,
                loaded: loaded.version.clone(),
            }
            .into()),
            _ => Ok(()),
        }
    }
}

struct TakeBack {
    by: (AuthorityId, Actor),
    pinned: Pinned,
}

impl Command for TakeBack {
    type Outcome = RulebookIsSet;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION, self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<RulebookIsSet, AppError> {
        keeps_rules(transaction, shared, self.by)?;
        let rules = shared.rules_in(transaction)?;
        let mut waiting = rules.rulebooks_waiting().iter();
        if !waiting.any(|one| one.rulebook.pinned() == self.pinned) {
            return Err(PeopleRefusal::NoSuchEntry.into());
        }
        let pinned = self.pinned.clone();
        let taken = Event::RulebookTakenBack(RulebookVersion {
            pinned: pinned.clone(),
        });
        append(transaction, shared, self.by.1, taken)?;
        Ok(RulebookIsSet {
            id: pinned.id,
            version: pinned.version,
            from: None,
            in_force: false,
        })
    }
}

struct Begin {
    pinned: Pinned,
    now: Instant,
}

impl Command for Begin {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        // Another process may have been faster, or it was taken back meanwhile and lodged for another day.
        let rules = shared.rules_in(transaction)?;
        let mut waiting = rules.rulebooks_waiting().iter();
        let due =
            waiting.any(|one| one.rulebook.pinned() == self.pinned && one.begins_at() <= self.now);
        if due {
            let pinned = self.pinned.clone();
            let began = Event::RulebookBegan(RulebookVersion { pinned });
            append(transaction, shared, Actor::System, began)?;
        }
        Ok(())
    }
}

fn append(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    by: Actor,
    event: Event,
) -> Result<(), AppError> {
    let new = NewEvent::open(INSTALLATION, by, Belongs::Nowhere, event);
    record(transaction, new, &*shared.chance).map(|_| ())
}
