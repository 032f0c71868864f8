//! Answers for everybody: written by whoever works here, released by a head or leader who did not write
//! them, and taken down at any time. A text with a telephone number or address in it is refused; whether
//! somebody could be recognised otherwise is what the second person reads it for.

use super::people::PeopleRefusal;
use crate::Idempotency;
use crate::authorise::{Action, Principal, allows};
use crate::error::{AppError, Refusal};
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::category::Categories;
use huiyin_domain::event::{Actor, Event, PublishedAnswerSet};
use huiyin_domain::ids::{AuthorityId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::lodging::holds_contact;
use huiyin_domain::organisation::Organisation;
use huiyin_domain::petition::{CaseRefusal, FieldProblem, RefusalCode};
use huiyin_domain::published::{NotReleased, PublishedAnswer};
use huiyin_domain::texts::is_refused;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest question, in characters.
const QUESTION_CHARACTERS_MAX: usize = 200;
/// The longest answer, in characters.
const ANSWER_CHARACTERS_MAX: usize = 4_000;

/// An answer for everybody, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct PublishedDraft {
    /// The category's code, if any.
    pub category: String,
    /// What people asked.
    pub question: Bilingual,
    /// What was answered.
    pub answer: Bilingual,
    /// The unit that answers for it, by its id.
    pub unit: String,
}

/// Which one is changed or released, as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedRead {
    /// Its number in the authority.
    pub id: i64,
    /// Its version as it was read; nothing is done if it is another by now.
    pub version: Option<i64>,
}

/// Which one it is, and what it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Published {
    /// Its number in the authority.
    pub id: i64,
    /// Its version now, for the next `If-Match`.
    pub version: i64,
}

/// What is done with one that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publishing {
    /// A second person releases it.
    Release,
    /// It is taken down.
    TakeDown,
}

/// Whether somebody may do something with answers for everybody: by a role in a unit that answers. An
/// enterprise's people neither write nor read what waits.
pub fn publishes(who: &Principal, organisation: &Organisation, action: Action) -> bool {
    let mut roles = who.roles.iter();
    roles.any(|(unit, role)| allows(*role, action) && organisation.answers(*unit))
}

impl Huiyin {
    /// Writes an answer for everybody, or changes one as it was read; either way it waits for a second person.
    ///
    /// # Errors
    /// [`PeopleRefusal::ChangedMeanwhile`], [`Refusal::Fields`], a [`PeopleRefusal`], [`Refusal::IdempotencyKeyReused`], or a failure of the store.
    pub async fn write_published(
        &self,
        who: &Principal,
        read: Option<PublishedRead>,
        draft: PublishedDraft,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Published>, AppError> {
        self.published_once(who, (read, What::Write(draft)), idempotency)
            .await
    }

    async fn published_once(
        &self,
        who: &Principal,
        (read, what): (Option<PublishedRead>, What),
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Published>, AppError> {
        let who = who.clone();
        let (of, principal) = (who.authority, format!("staff {}", who.staff));
        let job = Publish { who, read, what };
        let job = OnceOnly::new(self.shared(), of, principal, idempotency.as_ref(), job);
        self.command(job).await
    }

    /// Releases an answer as it was read, or takes it down.
    ///
    /// # Errors
    /// [`PeopleRefusal::ChangedMeanwhile`], [`RefusalCode::SamePerson`] where whoever wrote it would release it, [`RefusalCode::WrongState`]
    /// where nothing waits, a [`PeopleRefusal`], [`Refusal::IdempotencyKeyReused`], or a failure of the store.
    pub async fn publish(
        &self,
        who: &Principal,
        read: PublishedRead,
        what: Publishing,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Published>, AppError> {
        self.published_once(who, (Some(read), What::Step(what)), idempotency)
            .await
    }

    /// Every answer for everybody, those that wait and those taken down as well: for the desk. What the
    /// public sees is [`PublishedAnswer::is_shown`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn published_answers(
        &self,
        authority: AuthorityId,
    ) -> Result<Vec<PublishedAnswer>, AppError> {
        let read = self
            .store()
            .read(move |reader| Ok::<_, AppError>(reader.published_answers(authority)?));
        read.await
    }
}

enum What {
    Write(PublishedDraft),
    Step(Publishing),
}

struct Publish {
    who: Principal,
    read: Option<PublishedRead>,
    what: What,
}

impl Command for Publish {
    type Outcome = Published;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Published, AppError> {
        let authority = self.who.authority;
        let organisation = shared.organisation_in(transaction, authority)?;
        let who = Principal::of(&organisation, authority, self.who.staff);
        let who = who.ok_or(PeopleRefusal::NotAllowed)?;
        let permit = |action| match publishes(&who, &organisation, action) {
            true => Ok(()),
            false => Err(PeopleRefusal::NotAllowed),
        };
        let all = transaction.reader()?.published_answers(authority)?;
        let found = match self.read {
            Some(read) => {
                let found = all.iter().find(|one| one.id == read.id);
                Some(found.ok_or(PeopleRefusal::NoSuchEntry)?)
            }
            None => None,
        };
        let id = found.map_or_else(
            || all.iter().map(|one| one.id).max().unwrap_or(0) + 1,
            |one| one.id,
        );
        let changed = || read_before(self.read, found);
        let answer = match (&self.what, found) {
            (What::Write(draft), _) => {
                permit(Action::WriteAnswers)?;
                changed()?;
                let rules = shared.rules_in(transaction)?;
                let known = rules.authority(authority);
                let tree = &known.ok_or(PeopleRefusal::NoSuchEntry)?.categories;
                checked(id, draft, &who, (&**organisation, &**tree))?
            }
            (What::Step(Publishing::TakeDown), Some(found)) => {
                permit(Action::WriteAnswers)?;
                PublishedAnswer {
                    withdrawn: true,
                    ..found.clone()
                }
            }
            (What::Step(Publishing::Release), Some(found)) => {
                permit(Action::ReleaseAnswers)?;
                changed()?;
                let rules = shared.rules_in(transaction)?;
                let known = rules.authority(authority);
                let zone = &known.ok_or(PeopleRefusal::NoSuchEntry)?.zone;
                let today = transaction.now().date_in(zone);
                found.release(who.staff, today).map_err(not_released)?
            }
            (What::Step(_), None) => return Err(PeopleRefusal::NoSuchEntry.into()),
        };
        let version = answer.version();
        let event = Event::PublishedAnswerSet(PublishedAnswerSet { answer });
        let by = Actor::Staff(who.staff);
        let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
        record(transaction, new, &*shared.chance)?;
        Ok(Published { id, version })
    }
}

/// Refuses where somebody else changed it since it was read.
fn read_before(
    read: Option<PublishedRead>,
    found: Option<&PublishedAnswer>,
) -> Result<(), PeopleRefusal> {
    let seen = read.and_then(|read| read.version);
    match (seen, found) {
        (Some(seen), Some(found)) if seen != found.version() => {
            Err(PeopleRefusal::ChangedMeanwhile)
        }
        _ => Ok(()),
    }
}

const fn not_released(why: NotReleased) -> Refusal {
    let code = match why {
        NotReleased::OwnText => RefusalCode::SamePerson,
        NotReleased::NothingWaits => RefusalCode::WrongState,
    };
    Refusal::Case(CaseRefusal::of(code))
}

fn checked(
    id: i64,
    draft: &PublishedDraft,
    who: &Principal,
    (organisation, tree): (&Organisation, &Categories),
) -> Result<PublishedAnswer, AppError> {
    let mut fields = FieldCheck::default();
    let question = fields.paragraphs("question", &draft.question, QUESTION_CHARACTERS_MAX);
    let answer = fields.paragraphs("answer", &draft.answer, ANSWER_CHARACTERS_MAX);
    for (field, text, needed) in [
        ("question.zh", &question.zh, true),
        ("question.en", &question.en, false),
        ("answer.zh", &answer.zh, true),
        ("answer.en", &answer.en, false),
    ] {
        if needed && text.is_empty() {
            fields.fail(field, FieldProblem::Missing);
        }
        if text.lines().any(holds_contact) {
            fields.fail(field, FieldProblem::HoldsAContact);
        }
        if is_refused(text) {
            fields.fail(field, FieldProblem::Coercive);
        }
    }
    let category = Some(draft.category.trim()).filter(|code| !code.is_empty());
    let none = || FieldProblem::NotOneOf {
        allowed: Vec::new(),
    };
    if category.is_some_and(|code| !tree.exists(code)) {
        fields.fail("category", none());
    }
    let unit = draft.unit.trim().parse().map(UnitId::new);
    let unit = unit.ok().filter(|unit| organisation.answers(*unit));
    if unit.is_none() {
        fields.fail("unit", none());
    }
    fields.finish()?;
    let unit = unit.ok_or_else(|| AppError::field("unit", none()))?;
    Ok(PublishedAnswer {
        id,
        category: category.map(str::to_owned),
        question,
        answer,
        unit,
        written_by: who.staff,
        released: None,
        withdrawn: false,
    })
}
