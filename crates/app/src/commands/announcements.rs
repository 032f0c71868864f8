//! What an authority posts for everybody: its administrator writes it, changes it and takes it down; each is
//! an event, so that what stood there stays on record.

use super::people::PeopleRefusal;
use super::people::administer::Order;
use crate::authorise::{Action, permit};
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::queries::announcements::versions;
use crate::queries::obligation::Words;
use crate::record::{Belongs, NewEvent, record};
use crate::versions::VersionChange;
use huiyin_domain::announcement::{Announcement, AnnouncementKind};
use huiyin_domain::event::{AnnouncementSet, Event};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::FieldProblem;
use huiyin_store::transaction::Transaction;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest text, in characters.
const TEXT_CHARACTERS_MAX: usize = 2_000;
/// The longest hours, in characters.
const HOURS_CHARACTERS_MAX: usize = 100;

/// Something to post, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnouncementDraft {
    /// `notice` or `reception`.
    pub kind: String,
    /// Its heading.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// What it says.
    #[serde(default)]
    #[schema(value_type = Words)]
    pub text: Bilingual,
    /// The first day, as `2026-04-14`.
    pub first_day: String,
    /// The last day; without it the first.
    #[serde(default)]
    pub last_day: String,
    /// The hours of a reception day.
    #[serde(default)]
    pub hours: String,
    /// Whether it is taken down.
    #[serde(default)]
    pub withdrawn: bool,
}

/// That something was posted, or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AnnouncementIsSet {
    /// Its number.
    pub id: i64,
    /// The version of what is posted from now on.
    pub version: i64,
}

impl From<&Announcement> for AnnouncementDraft {
    fn from(one: &Announcement) -> Self {
        Self {
            kind: one.kind.word().to_owned(),
            title: one.title.clone(),
            text: one.text.clone(),
            first_day: one.first_day.to_string(),
            last_day: one.last_day.to_string(),
            hours: one.hours.clone(),
            withdrawn: one.withdrawn,
        }
    }
}

impl Huiyin {
    /// Posts something, or changes what is posted under a number or brings a version of it back. The order's
    /// version is that of what the authority posted, as [`Huiyin::posted`] tells it.
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`], or a [`PeopleRefusal`] where they may not, it or its version is not there, or
    /// somebody changed it since; or when the store fails.
    pub async fn announce(
        &self,
        order: Order,
        id: Option<i64>,
        change: impl Into<VersionChange<AnnouncementDraft>>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<AnnouncementIsSet>, AppError> {
        let by = (order.authority, order.by);
        let change = change.into();
        let command = Announce { order, id, change };
        self.once(by, command, idempotency).await
    }

    /// Everything that an authority ever posted, by its first day.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn announcements(
        &self,
        authority: AuthorityId,
    ) -> Result<Vec<Announcement>, AppError> {
        let read = self
            .store()
            .read(move |reader| Ok::<_, AppError>(reader.announcements(authority)?));
        read.await
    }
}

struct Announce {
    order: Order,
    /// `None` is a new one.
    id: Option<i64>,
    change: VersionChange<AnnouncementDraft>,
}

impl Command for Announce {
    type Outcome = AnnouncementIsSet;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.order.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<AnnouncementIsSet, AppError> {
        let (authority, by) = (self.order.authority, self.order.by);
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(by, authority, &organisation, Action::ChangeAuthority)?;
        let before = versions(&mut transaction.reader()?, authority)?;
        self.order.check_version(before.version())?;
        let last = before.all().map(|one| one.id).max().unwrap_or(0);
        let id = self.id.unwrap_or(last + 1);
        let before = before.only(|one| one.id == id);
        if self.id.is_some() && before.version() == 0 {
            return Err(PeopleRefusal::NoSuchEntry.into());
        }
        let draft = match &self.change {
            VersionChange::Set(draft) => draft.clone(),
            VersionChange::Restore(version) => before.at(*version)?.announcement,
        };
        let announcement = checked(id, &draft)?;
        let event = Event::AnnouncementSet(AnnouncementSet { announcement });
        let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
        let recorded = record(transaction, new, &*shared.chance)?;
        Ok(AnnouncementIsSet {
            id,
            version: recorded.slot.position.raw(),
        })
    }
}

fn checked(id: i64, draft: &AnnouncementDraft) -> Result<Announcement, AppError> {
    let mut fields = FieldCheck::default();
    let kinds = AnnouncementKind::ALL;
    let kind = fields.choice("kind", &draft.kind, kinds, AnnouncementKind::word);
    let title = fields.name("title", &draft.title);
    let text = fields.paragraphs("text", &draft.text, TEXT_CHARACTERS_MAX);
    let hours = fields.optional("hours", &draft.hours, HOURS_CHARACTERS_MAX);
    let first_day = draft.first_day.trim().parse::<Date>();
    let last_day = match draft.last_day.trim() {
        "" => first_day.clone(),
        day => day.parse::<Date>(),
    };
    if first_day.is_err() {
        fields.fail("first_day", FieldProblem::ImpossibleTime);
    }
    let backwards = matches!((&first_day, &last_day), (Ok(first), Ok(last)) if last < first);
    if last_day.is_err() && first_day.is_ok() || backwards {
        fields.fail("last_day", FieldProblem::ImpossibleTime);
    }
    fields.finish()?;
    let (Some(kind), Ok(first_day), Ok(last_day)) = (kind, first_day, last_day) else {
        return Err(AppError::field("kind", FieldProblem::Missing));
    };
    Ok(Announcement {
        id,
        kind,
        title,
        text,
        first_day,
        last_day,
        hours,
        withdrawn: draft.withdrawn,
    })
}
