//! The seal of an authority 印章: which post keeps it is named by an administrator, who never has it; its
//! image is lodged, taken out of use and set by whoever acts for that post, and by no administrator. Each of
//! these, and each use, is an event. The image is a sealed content beside the journal, under the
//! installation's key; it goes out to its keeper and onto documents, and nowhere else.

mod views;

pub(crate) use views::seals_awaited;
pub use views::{SealChangeView, SealPostView, SealUseView, SealUses, SealView, SealWaitingView};

use crate::authorise::Principal;
use crate::casework;
use crate::commands::people::PeopleRefusal;
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::files::{content_digest, keep_content, kept_content};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use crate::organisation::OrganisationAt;
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::event::{
    Actor, Document, Event, FileKind, SealChosen, SealKeeperNamed, SealLodged,
};
use huiyin_domain::ids::{AuthorityId, FileId, Position, PostId};
use huiyin_domain::official_seal::{SealFault, SealImage, check_seal_image};
use huiyin_domain::organisation::Organisation;
use huiyin_domain::petition::{FieldProblem, without_metadata};
use huiyin_letters::{LetterError, Seal};
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The field in which an image comes.
const IMAGE: &str = "image";

/// Who is to keep the seal, and what waits for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealKeeperDraft {
    /// The id of the post; none: nobody keeps it, and no document waits.
    #[serde(default)]
    pub keeper: Option<i64>,
    /// The documents that wait for the seal before the petitioner gets them: `acceptance`, `decline`,
    /// `redirect`, `extension-notice`, `answer`, `review-decision`.
    #[serde(default)]
    pub documents: Vec<String>,
}

impl SealKeeperDraft {
    /// As it is to be, checked.
    pub(crate) fn checked(&self, organisation: &Organisation) -> Result<SealKeeperNamed, AppError> {
        let mut fields = FieldCheck::default();
        let keeper = self.keeper.map(PostId::new);
        let open = |id: &PostId| organisation.posts.get(id).is_some_and(|post| !post.closed);
        if keeper.is_some_and(|keeper| !open(&keeper)) {
            let allowed = Vec::new();
            fields.fail("keeper", FieldProblem::NotOneOf { allowed });
        }
        if keeper.is_none() && !self.documents.is_empty() {
            fields.fail("keeper", FieldProblem::Missing);
        }
        let mut documents = BTreeSet::new();
        for word in &self.documents {
            documents.extend(fields.choice("documents", word, Document::ALL, Document::word));
        }
        fields.finish()?;
        Ok(SealKeeperNamed {
            keeper,
            documents: documents.into_iter().collect(),
        })
    }
}

/// What is set from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SealIsSet {
    /// The image, by the number that it got when it was lodged; none: there is no seal to set.
    pub image: Option<i64>,
    /// The organisation's version from now on.
    pub version: i64,
}

impl Huiyin {
    /// Lodges an image of the seal, which is set from now on; documents that bear an earlier one keep it.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`] for whoever does not keep the seal; [`crate::Refusal::Fields`] for
    /// what is no such image; [`AppError::Letter`] where no document can be made here; or a failure of the
    /// store. Then nothing is kept.
    pub async fn lodge_seal(
        &self,
        who: &Principal,
        image: Vec<u8>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<SealIsSet>, AppError> {
        let organisation = self.organisation(who.authority).await?;
        keeps(&organisation, who)?;
        check_seal_image(&image).map_err(|problem| AppError::field(IMAGE, problem))?;
        let image = without_metadata(FileKind::Png, image);
        match self.try_seal(Seal(image.clone())).await {
            Err(AppError::Letter(LetterError::Undrawable)) => {
                let problem = FieldProblem::NotASeal(SealFault::Undrawable);
                return Err(AppError::field(IMAGE, problem));
            }
            tried => tried?,
        }
        self.lodge_drawn(who, image, idempotency).await
    }

    /// The same for an image that is known to be one.
    pub(crate) async fn lodge_drawn(
        &self,
        who: &Principal,
        image: Vec<u8>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<SealIsSet>, AppError> {
        let change = ImageChange::Lodge(image);
        self.change_seal(who, change, idempotency).await
    }

    /// Sets an image again that was lodged before, or takes the seal out of use. `version` is the one that was
    /// seen: if somebody changed the organisation since, nothing is done.
    ///
    /// # Errors
    /// [`PeopleRefusal::ChangedMeanwhile`], [`PeopleRefusal::NotAllowed`] for whoever does not keep the seal, [`PeopleRefusal::NoSuchEntry`]
    /// for an image that was never lodged; or a failure of the store.
    pub async fn choose_seal(
        &self,
        who: &Principal,
        (image, version): (Option<i64>, Option<i64>),
        idempotency: Option<Idempotency>,
    ) -> Result<Once<SealIsSet>, AppError> {
        let change = ImageChange::Choose(image.map(Position::new), version);
        self.change_seal(who, change, idempotency).await
    }

    async fn change_seal(
        &self,
        who: &Principal,
        change: ImageChange,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<SealIsSet>, AppError> {
        let command = ChangeSeal {
            who: who.clone(),
            change,
        };
        let principal = format!("staff {}", who.staff);
        let key = idempotency.as_ref();
        let command = OnceOnly::new(self.shared(), who.authority, principal, key, command);
        self.command(command).await
    }

    /// An image of the seal, for whoever keeps it.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`], [`PeopleRefusal::NoSuchEntry`]; or a failure of the store.
    pub async fn seal_image(&self, who: &Principal, image: i64) -> Result<Vec<u8>, AppError> {
        let (shared, who) = (Arc::clone(self.shared()), who.clone());
        let read = self.store().read(move |reader| {
            let organisation = shared.organisation_read(reader, who.authority)?;
            keeps(&organisation, &who)?;
            let lodged = lodged(reader, who.authority, Position::new(image))?;
            let lodged = lodged.ok_or(PeopleRefusal::NoSuchEntry)?;
            Ok(image_of(reader, &shared, who.authority, &lodged)?.0)
        });
        read.await
    }
}

/// Goes on only for whoever keeps the seal now.
fn keeps(organisation: &OrganisationAt, who: &Principal) -> Result<(), AppError> {
    match organisation.keeps_seal(who.staff) {
        true => Ok(()),
        false => Err(PeopleRefusal::NotAllowed.into()),
    }
}

/// Goes on only for whoever may change the image of the seal now: a stand-in not while the holder is there.
fn changes(
    shared: &Shared,
    transaction: &mut Transaction<'_>,
    organisation: &OrganisationAt,
    who: &Principal,
) -> Result<(), AppError> {
    let rules = shared.rules_in(transaction)?;
    let zone = rules.authority(who.authority).map(|one| one.zone.clone());
    let zone = zone.ok_or(PeopleRefusal::NotAllowed)?;
    let today = shared.clock.now().date_in(&zone);
    keeps(organisation, who)?;
    match organisation.changes_seal(who.staff, today) {
        true => Ok(()),
        false => Err(PeopleRefusal::NotAllowed.into()),
    }
}

/// What is to happen to the image.
enum ImageChange {
    Lodge(Vec<u8>),
    Choose(Option<Position>, Option<i64>),
}

struct ChangeSeal {
    who: Principal,
    change: ImageChange,
}

impl Command for ChangeSeal {
    type Outcome = SealIsSet;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<SealIsSet, AppError> {
        let (authority, by) = (self.who.authority, Actor::Staff(self.who.staff));
        let organisation = shared.organisation_in(transaction, authority)?;
        changes(shared, transaction, &organisation, &self.who)?;
        let append = |transaction: &mut Transaction<'_>, event: Event| {
            let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
            record(transaction, new, &*shared.chance)
        };
        let image = match &self.change {
            ImageChange::Lodge(image) => {
                let lodged = SealLodged {
                    digest: content_digest(image),
                    bytes: image.len() as u64,
                };
                let recorded = append(transaction, Event::SealLodged(lodged))?;
                let at = recorded.slot.position;
                let file = (authority, FileId::new(at.raw()));
                keep_content(transaction, shared, file, &shared.wrapping, image)?;
                Some(at)
            }
            ImageChange::Choose(at, seen) => {
                if seen.is_some_and(|seen| seen != organisation.position) {
                    return Err(PeopleRefusal::ChangedMeanwhile.into());
                }
                let image = match at {
                    Some(at) => {
                        let found = lodged(&mut transaction.reader()?, authority, *at)?;
                        Some(found.ok_or(PeopleRefusal::NoSuchEntry)?)
                    }
                    None => None,
                };
                if image != organisation.seal.image {
                    append(transaction, Event::SealChosen(SealChosen { image }))?;
                }
                *at
            }
        };
        let (version, _) = transaction.organisation_position(authority)?;
        Ok(SealIsSet {
            image: image.map(Position::raw),
            version,
        })
    }
}

/// The image that was lodged at a position; nothing if none was.
fn lodged(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    at: Position,
) -> Result<Option<SealImage>, AppError> {
    let row = reader.journal_row(authority, at)?;
    let event = row.map(|row| casework::envelope(&row.open)).transpose()?;
    Ok(match event.map(|envelope| envelope.event) {
        Some(Event::SealLodged(SealLodged { digest, .. })) => {
            let lodged = at;
            Some(SealImage { lodged, digest })
        }
        _ => None,
    })
}

/// The image as it was lodged, for a document that bears it.
pub(crate) fn image_of(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    image: &SealImage,
) -> Result<Seal, AppError> {
    let file = (authority, FileId::new(image.lodged.raw()));
    let content = kept_content(reader, file, &shared.wrapping, &image.digest)?;
    Ok(Seal(content))
}
