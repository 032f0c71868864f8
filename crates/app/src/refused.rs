//! What was refused to staff about a petition: kept for the auditor, whether there is such a petition or not.
//!
//! Whoever is refused learns nothing by it: the same is kept, by the same work, for a petition that they may not
//! know of and for a number that is nobody's. It is of staff and never of petitioners: who, which step, which
//! number they gave, when and how often. An auditor sees the number where they may open that petition.
//!
//! Of what the rules refuse to whoever may know of a petition, that is kept which shows an attempt: at what is
//! another's to do (a wrong post, one alone where it takes two, somebody in the petitioner's place), or at ending or
//! putting off what is owed before it may be. A word left out, and a page that is no longer new, are no attempt.

use crate::authorise::petition::Wish;
use crate::authorise::{Action, Principal};
use crate::casework::open::find;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::organisation::OrganisationAt;
use crate::queries::obligation::Words;
use crate::rules::Authority;
use huiyin_domain::event::ReadList;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Action as Step, RefusalCode};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::reader::Reader;
use huiyin_store::rows::{RefusedKey, RefusedRow};
use huiyin_store::transaction::Transaction;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long a refusal is kept, in days from its hour.
pub const REFUSED_DAYS: i64 = 90;
/// Rows of one person in one hour; what comes after is counted without its number.
const ROWS_IN_HOUR_MAX: i64 = 100;
const HOUR_MICROS: i64 = 3_600_000_000;

/// Something that was refused, counted over one hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RefusedAttempt {
    /// Its id, for what follows.
    pub id: i64,
    /// The id of whoever it was refused to.
    pub staff: i64,
    /// What they are called.
    pub name: String,
    /// What they wanted: `open`, `reveal-identity`, or the word of a step.
    pub wish: String,
    /// The same in words.
    #[schema(value_type = Words)]
    pub wish_words: Bilingual,
    /// The petition's number, where whoever reads this may open it.
    pub number: Option<String>,
    /// The code of the rules' refusal, where whoever reads this may open it; none where it was no matter of the
    /// petition's state, but of who may at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Words>)]
    pub why: Option<Bilingual>,
    /// How often in that hour.
    pub times: i64,
    /// When first, in the authority's zone.
    pub first_at: String,
    /// When last.
    pub last_at: String,
}

impl Huiyin {
    /// What came of an attempt on a petition; a refusal is on record before it is told.
    pub(crate) async fn or_on_record<T>(
        &self,
        (who, number): (&Principal, PetitionNumber),
        wish: &'static str,
        done: Result<T, AppError>,
    ) -> Result<T, AppError> {
        if let Some(code) = done.as_ref().err().and_then(|error| kept(error, wish)) {
            let note = Note {
                who: who.clone(),
                number,
                wish,
                code,
            };
            // It stays refused, whatever becomes of the record.
            if let Err(error) = self.command(note).await {
                tracing::error!("a refusal could not be put on record: {error}");
            }
        }
        done
    }

    /// What was refused to staff of the authority, the newest first; `rows_max` at most.
    ///
    /// # Errors
    /// [`crate::PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn refused_attempts(
        &self,
        who: &Principal,
        before: Option<i64>,
        rows_max: u32,
    ) -> Result<Vec<RefusedAttempt>, AppError> {
        who.permit(Action::SeeRefusals)?;
        self.note_list(who, ReadList::Refusals, BTreeMap::new())
            .await?;
        let rules = self.rules();
        let authority = rules.authority(who.authority).ok_or(Refusal::NotAllowed)?;
        let authority = Arc::clone(authority);
        let organisation = self.organisation(who.authority).await?;
        let (shared, who) = (Arc::clone(self.shared()), who.clone());
        let read = move |reader: &mut Reader<'_>| {
            let rows = reader.refused_attempts(who.authority, before, rows_max)?;
            let seen = |row: RefusedRow| {
                let number = shown(reader, &shared, &who, row.number)?;
                Ok(view(row, number, &authority, &organisation))
            };
            rows.into_iter().map(seen).collect()
        };
        self.store().read(read).await
    }
}

/// What is kept of why it was refused, if the refusal is kept: the code of the rules' refusal, and nothing where it
/// was refused by who they are.
fn kept(error: &AppError, wish: &str) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::NoSuchPetition | Refusal::NotAllowed) => Some(""),
        AppError::Refused(Refusal::Case(refusal)) => {
            let code = refusal.code;
            let ends = ends_or_puts_off(wish) && !code.is_of_what_was_typed();
            (code.is_of_who() || ends).then(|| code.word())
        }
        _ => None,
    }
}

fn ends_or_puts_off(wish: &str) -> bool {
    let step = Step::parse(wish);
    wish == Wish::HandOver.word() || step.is_some_and(Step::ends_or_puts_off)
}

/// The number, for whoever may open that petition.
fn shown(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    number: Option<PetitionNumber>,
) -> Result<Option<String>, AppError> {
    let Some(number) = number else {
        return Ok(None);
    };
    match find(reader, shared, who.authority, number) {
        Ok(loaded) => {
            let opens = loaded.permit(who, &shared.key, Wish::Open).is_ok();
            Ok(opens.then(|| number.to_string()))
        }
        Err(AppError::Refused(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn view(
    row: RefusedRow,
    number: Option<String>,
    authority: &Authority,
    organisation: &OrganisationAt,
) -> RefusedAttempt {
    let name = organisation.staff.get(&row.staff);
    // Why the rules refused it says that there is such a petition.
    let code = number.as_ref().and_then(|_| RefusalCode::parse(&row.code));
    RefusedAttempt {
        id: row.id,
        staff: row.staff.raw(),
        name: name.map(|one| one.name.clone()).unwrap_or_default(),
        wish_words: words(&row.wish),
        wish: row.wish,
        number,
        code: code.map(RefusalCode::word),
        why: code.map(RefusalCode::message),
        times: row.times,
        first_at: row.first_at.rfc3339_in(&authority.zone),
        last_at: row.last_at.rfc3339_in(&authority.zone),
    }
}

/// What somebody wanted, in words.
fn words(wish: &str) -> Bilingual {
    let found = Wish::all().into_iter().find(|one| one.word() == wish);
    match found {
        Some(Wish::Step(action)) => {
            Bilingual::new(action.title(Language::Zh), action.title(Language::En))
        }
        Some(Wish::RevealIdentity) => Bilingual::new("看是谁反映的", "See who brought it"),
        Some(Wish::AddFile) => Bilingual::new("加文件", "Add a file"),
        Some(Wish::ReadFile | Wish::ReadProof) => Bilingual::new("读文件", "Read a file"),
        Some(Wish::ReadToSeal) => Bilingual::new("读文书", "Read a document"),
        Some(Wish::HandOver) => Bilingual::new("移交其他机关", "Hand to another authority"),
        Some(Wish::Open) | None => Bilingual::new("打开", "Open"),
    }
}

/// When a row of an hour is deleted.
pub(crate) const fn ends(hour_at: Instant) -> Instant {
    hour_at.plus_micros(REFUSED_DAYS * DAY_MICROS)
}

/// The rows that are deleted at an instant are those of hours that began at this one and before.
pub(crate) const fn ended(now: Instant) -> Instant {
    now.plus_micros(-REFUSED_DAYS * DAY_MICROS)
}

struct Note {
    who: Principal,
    number: PetitionNumber,
    wish: &'static str,
    code: &'static str,
}

impl Command for Note {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(&mut self, transaction: &mut Transaction<'_>, _: &Shared) -> Result<(), AppError> {
        let authority = self.who.authority;
        let now = transaction.now().micros();
        let mut key = RefusedKey {
            staff: self.who.staff,
            hour_at: Instant::from_micros(now - now.rem_euclid(HOUR_MICROS)),
            wish: self.wish.to_owned(),
            number: Some(self.number),
            code: self.code,
        };
        let (rows, known) = transaction.reader()?.refused_in_hour(authority, &key)?;
        if !known && rows >= ROWS_IN_HOUR_MAX {
            key.number = None;
        }
        Ok(transaction.note_refused(authority, &key)?)
    }
}
