//! What an authority posts for everybody: its administrator writes it, changes it and takes it down; each is
//! an event, so that what stood there stays on record.

use super::people::PeopleRefusal;
use super::people::administer::Order;
use crate::authorise::{Action, permit};
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::announcement::{Announcement, AnnouncementKind};
use huiyin_domain::event::{AnnouncementSet, Event};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::FieldProblem;
use huiyin_store::transaction::Transaction;
use jiff::civil::Date;

/// The longest text, in characters.
const TEXT_CHARACTERS_MAX: usize = 2_000;
/// The longest hours, in characters.
const HOURS_CHARACTERS_MAX: usize = 100;

/// Something to post, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct AnnouncementDraft {
    /// `notice` or `reception`.
    pub kind: String,
    /// Its heading.
    pub title: Bilingual,
    /// What it says.
    pub text: Bilingual,
    /// The first day, as `2026-04-14`.
    pub first_day: String,
    /// The last day; without it the first.
    pub last_day: String,
    /// The hours of a reception day.
    pub hours: String,
    /// Whether it is taken down.
    pub withdrawn: bool,
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
    /// Posts something, or changes what is posted under a number.
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`], or a [`PeopleRefusal`] where they may not or it is not there; or when the
    /// store fails.
    pub async fn announce(
        &self,
        order: Order,
        id: Option<i64>,
        draft: AnnouncementDraft,
    ) -> Result<i64, AppError> {
        self.command(Announce { order, id, draft }).await
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
    id: Option<i64>,
    draft: AnnouncementDraft,
}

impl Command for Announce {
    type Outcome = i64;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.order.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<i64, AppError> {
        let (authority, by) = (self.order.authority, self.order.by);
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(by, authority, &organisation, Action::ChangeAuthority)?;
        let posted = transaction.reader()?.announcements(authority)?;
        let id = match self.id {
            Some(id) if posted.iter().any(|one| one.id == id) => id,
            Some(_) => return Err(PeopleRefusal::NoSuchEntry.into()),
            None => posted.iter().map(|one| one.id).max().unwrap_or(0) + 1,
        };
        let announcement = checked(id, &self.draft)?;
        let event = Event::AnnouncementSet(AnnouncementSet { announcement });
        let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
        record(transaction, new, &*shared.chance)?;
        Ok(id)
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
