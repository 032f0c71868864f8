//! What is done with an announced visit: announce it, change it, take it back; arrange and end it.

use super::{Against, ArrangeDraft, Kept, VISITS_MAX, VisitDraft, pace};
use super::{all, closed, for_reception, hash, of_code, own_places, receives, seal};
use crate::authorise::Principal;
use crate::chance::bytes;
use crate::code::TrackingCode;
use crate::commands::people::administer::principal;
use crate::commands::register::Idempotency;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::OnceOnly;
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::visit::{Visit, Wish};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// A visit that was announced. Its code is told here only.
pub struct VisitAnnounced {
    /// The group's code.
    pub code: TrackingCode,
    /// Its id, for the desk.
    pub id: i64,
}

impl Huiyin {
    /// A group announces its coming: by itself, at an hour at which the place is open to it and at a pace
    /// of people; or told to a clerk on the phone or in a letter, who can agree to another hour.
    ///
    /// # Errors
    /// [`Refusal::Fields`], [`Refusal::NotAllowed`] for a clerk of no reception,
    /// [`Refusal::TooManyVisits`], [`Refusal::VisitsTooFast`], or a failure of the store.
    pub async fn announce_visit(
        &self,
        authority: AuthorityId,
        taken_by: Option<&Principal>,
        draft: VisitDraft,
        idempotency: Option<Idempotency>,
    ) -> Result<VisitAnnounced, AppError> {
        let staff = taken_by.map(|who| who.staff);
        let announce = Announce {
            authority,
            staff,
            draft,
        };
        let by = principal(staff.map_or(Actor::Public, Actor::Staff));
        let once = OnceOnly::new(self.shared(), authority, by, idempotency.as_ref(), announce);
        let Announced { code, id } = self.command(once).await?.answer;
        let code = TrackingCode::parse(&code);
        let code = code.ok_or_else(|| AppError::Unreadable("code of a visit".to_owned()))?;
        Ok(VisitAnnounced { code, id })
    }

    /// The group changes what it announced. What was arranged falls away where it cannot hold.
    ///
    /// # Errors
    /// [`Refusal::NoSuchVisit`], [`Refusal::Fields`], or a failure of the store.
    pub async fn change_visit(
        &self,
        authority: AuthorityId,
        code: &TrackingCode,
        draft: VisitDraft,
    ) -> Result<(), AppError> {
        let what = ByCode::Change(draft);
        let code = code.clone();
        self.command(OfGroup {
            authority,
            code,
            what,
        })
        .await
    }

    /// The group takes it back: it is deleted, now. No reason is asked.
    ///
    /// # Errors
    /// [`Refusal::NoSuchVisit`], or a failure of the store.
    pub async fn cancel_visit(
        &self,
        authority: AuthorityId,
        code: &TrackingCode,
    ) -> Result<(), AppError> {
        let what = ByCode::Cancel;
        let code = code.clone();
        self.command(OfGroup {
            authority,
            code,
            what,
        })
        .await
    }

    /// The reception gives a visit its time, room and the post that receives.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::NoSuchVisit`], [`Refusal::Fields`],
    /// [`Refusal::ChangedMeanwhile`], or a failure of the store.
    pub async fn arrange_visit(
        &self,
        who: &Principal,
        id: i64,
        draft: ArrangeDraft,
    ) -> Result<(), AppError> {
        let (who, what) = (who.clone(), ByDesk::Arrange(draft));
        self.command(OfDesk { who, id, what }).await
    }

    /// The visit is over, or did not happen: it is deleted, now.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::NoSuchVisit`], or a failure of the store.
    pub async fn end_visit(&self, who: &Principal, id: i64) -> Result<(), AppError> {
        let (who, what) = (who.clone(), ByDesk::End);
        self.command(OfDesk { who, id, what }).await
    }
}

/// Reads a draft as things stand in a transaction.
fn against<T>(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    read: impl FnOnce(&Against<'_>) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let rules = shared.rules_in(transaction)?;
    let organisation = shared.organisation_in(transaction, authority)?;
    let known = rules.authority(authority).ok_or(Refusal::NoSuchVisit)?;
    let now = transaction.now();
    let places = own_places(&mut transaction.reader()?, shared, authority)?;
    read(&Against {
        organisation: &organisation,
        places: &places,
        zone: &known.zone,
        now,
    })
}

fn keep(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    of: (AuthorityId, i64),
    visit: &Visit,
) -> Result<(), AppError> {
    let sealed = seal(shared, of, visit)?;
    transaction.keep_visit(of, (sealed, visit.kept_until()))?;
    Ok(())
}

struct Announce {
    authority: AuthorityId,
    staff: Option<StaffId>,
    draft: VisitDraft,
}

/// What [`VisitAnnounced`] is made of, as it is kept for an Idempotency-Key: sealed, for a day.
#[derive(Serialize, Deserialize)]
struct Announced {
    code: String,
    id: i64,
}

/// That a group asks for an hour at which the place is open to it.
fn open_then(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    wish: &Wish,
) -> Result<(), AppError> {
    let rules = shared.rules_in(transaction)?;
    let hours = closed(
        &mut transaction.reader()?,
        shared,
        (&rules, authority),
        wish,
        wish.at,
    )?;
    match hours {
        Some(hours) => Err(AppError::field("at", FieldProblem::NotOpenThen { hours })),
        None => Ok(()),
    }
}

impl Command for Announce {
    type Outcome = Announced;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Announced, AppError> {
        let authority = self.authority;
        if let Some(staff) = self.staff {
            let organisation = shared.organisation_in(transaction, authority)?;
            let who = Principal::of(&organisation, authority, staff);
            let who = who.filter(|who| receives(who, &organisation));
            who.ok_or(Refusal::NotAllowed)?;
        }
        let draft = &self.draft;
        let wish = against(transaction, shared, authority, |it| it.wish(draft))?;
        let now = transaction.now();
        if self.staff.is_none() {
            open_then(transaction, shared, authority, &wish)?;
        }
        let mut reader = transaction.reader()?;
        if all(&mut reader, shared, authority, now)?.len() >= VISITS_MAX {
            return Err(Refusal::TooManyVisits.into());
        }
        if self.staff.is_none() {
            pace::count(transaction, authority)?;
        }
        let visit = Visit::announced(wish);
        let code = TrackingCode::from_chance(bytes(&*shared.chance)?);
        let of = (authority, chance_id(bytes(&*shared.chance)?));
        let sealed = seal(shared, of, &visit)?;
        let kept = (sealed, visit.kept_until());
        transaction.announce_visit(of, &hash(shared, &code), kept)?;
        let code = code.grouped();
        Ok(Announced { code, id: of.1 })
    }
}

/// An id that tells neither order nor number, and fits what a browser's script can count: 48 bits.
fn chance_id(chance: [u8; 6]) -> i64 {
    chance.iter().fold(0, |id, byte| id << 8 | i64::from(*byte))
}

enum ByCode {
    Change(VisitDraft),
    Cancel,
}

struct OfGroup {
    authority: AuthorityId,
    code: TrackingCode,
    what: ByCode,
}

impl Command for OfGroup {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let (authority, now) = (self.authority, transaction.now());
        let mut reader = transaction.reader()?;
        let kept = of_code(&mut reader, shared, (authority, &self.code), now)?;
        let of = (authority, kept.id);
        match &self.what {
            ByCode::Cancel => Ok(transaction.end_visit(of)?),
            ByCode::Change(draft) => {
                let wish = against(transaction, shared, authority, |it| it.wish(draft))?;
                let mut visit = kept.visit;
                // An hour that the reception agreed to stays as it is.
                if (wish.at, &wish.place) != (visit.wish.at, &visit.wish.place) {
                    open_then(transaction, shared, authority, &wish)?;
                }
                visit.change(wish);
                keep(transaction, shared, of, &visit)
            }
        }
    }
}

enum ByDesk {
    Arrange(ArrangeDraft),
    End,
}

struct OfDesk {
    who: Principal,
    id: i64,
    what: ByDesk,
}

impl Command for OfDesk {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let authority = self.who.authority;
        let organisation = shared.organisation_in(transaction, authority)?;
        let who = Principal::of(&organisation, authority, self.who.staff);
        let who = who.ok_or(Refusal::NotAllowed)?;
        let now = transaction.now();
        let mut reader = transaction.reader()?;
        let mine = (&who, &**organisation);
        let Kept { id, mut visit, .. } = for_reception(&mut reader, shared, mine, self.id, now)?;
        match &self.what {
            ByDesk::End => Ok(transaction.end_visit((authority, id))?),
            ByDesk::Arrange(draft) => {
                if draft.version != visit.version {
                    let version = visit.version;
                    return Err(Refusal::ChangedMeanwhile { version }.into());
                }
                let arranged = against(transaction, shared, authority, |it| {
                    it.arranged(draft, &visit)
                })?;
                visit.arrange(arranged);
                keep(transaction, shared, (authority, id), &visit)
            }
        }
    }
}
