//! What is shown of an announced visit: all of it to the group and to the reception, time and room to
//! the post that receives.

use super::{
    Kept, all, closed, for_reception, is_told, of_code, own_places, posts, receives, sees,
};
use crate::authorise::Principal;
use crate::code::TrackingCode;
use crate::drills::{NextDrill, owed_by};
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::organisation::OrganisationAt;
use crate::queries::obligation::Words;
use crate::queries::plans::plan_in_force;
use crate::queries::plans_waiting::{PlanInInbox, plans_of};
use crate::queries::timeline::{post_title, unit_name};
use crate::responses::lists::{OpenablePlace, duties};
use crate::responses::reach::views::{ReachAwaited, awaited_of};
use crate::responses::views::ResponseDuty;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::TaskKind;
use huiyin_domain::response::Headcount;
use huiyin_domain::time::Instant;
use huiyin_domain::visit::Visit;
use huiyin_store::reader::Reader;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// An announced visit, for the group and for the reception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitLook {
    /// Its id within its authority: drawn by chance, and used once.
    pub id: i64,
    /// When it would come, as the group asked.
    pub asked_at: Instant,
    /// When it comes.
    pub at: Instant,
    /// Plan and place, as a form sends them.
    pub place: String,
    /// What the place is called.
    pub place_title: Bilingual,
    /// About how many.
    pub people: Headcount,
    /// What it is about.
    pub topic: String,
    /// What is to be ready.
    pub needs: Vec<TaskKind>,
    /// The units that it complains of: id and name.
    pub about: Vec<(i64, Bilingual)>,
    /// The unit whose head it asks to meet.
    pub meets: Option<(i64, Bilingual)>,
    /// The room, and what the post that receives is called.
    pub arranged: Option<(String, Bilingual)>,
    /// The post that receives, by id.
    pub post: Option<i64>,
    /// The hours at which the place is open to announced visits, where it comes at another: the reception
    /// agreed to that.
    pub outside: Option<Bilingual>,
    /// When it is deleted at the latest.
    pub until: Instant,
    /// The response that runs for it.
    pub response: Option<i64>,
    /// What a change has to name.
    pub version: i64,
}

/// A post that can receive a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitPost {
    /// Its id.
    pub id: i64,
    /// What it is called.
    pub title: Bilingual,
}

/// What stands in an inbox of an announced visit: time and room for the post that receives it, no topic
/// (RULES 10.2); and for the reception's own clerks that there is one to arrange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VisitTold {
    /// When, as RFC 3339 in the authority's zone.
    pub at: String,
    /// Where.
    #[schema(value_type = Words)]
    pub place: Bilingual,
    /// The room; nothing where the reception has not arranged it yet.
    pub room: Option<String>,
    /// The visit, by its id, for whoever arranges it; the post that receives hears time and room alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_arrange: Option<i64>,
}

fn title(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    kept: &Kept,
) -> Result<Bilingual, AppError> {
    let wish = &kept.visit.wish;
    let plan = plan_in_force(reader, shared, authority, &wish.plan)?;
    let place = plan.as_ref().and_then(|plan| plan.place(&wish.place));
    let id = || Bilingual::new(wish.place.as_str(), wish.place.as_str());
    Ok(place.map_or_else(id, |place| place.title.clone()))
}

fn look(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, organisation): (AuthorityId, &OrganisationAt),
    kept: Kept,
) -> Result<VisitLook, AppError> {
    let place_title = title(reader, shared, authority, &kept)?;
    let (at, until) = (kept.visit.at(), kept.visit.kept_until());
    let rules = shared.rules_read(reader)?;
    let outside = closed(reader, shared, (&rules, authority), &kept.visit.wish, at)?;
    let wish = kept.visit.wish;
    let unit = |id: huiyin_domain::ids::UnitId| (id.raw(), unit_name(organisation, id));
    let arranged = kept.visit.arranged;
    Ok(VisitLook {
        id: kept.id,
        asked_at: wish.at,
        at,
        place: format!("{}/{}", wish.plan, wish.place),
        place_title,
        people: wish.people,
        topic: wish.topic,
        needs: wish.needs,
        about: wish.about.into_iter().map(unit).collect(),
        meets: wish.meets.map(unit),
        post: arranged.as_ref().map(|one| one.post.raw()),
        arranged: arranged.map(|one| {
            let post = post_title(organisation, one.post);
            (one.room, post)
        }),
        outside,
        until,
        response: kept.response.map(|id| id.raw()),
        version: kept.visit.version,
    })
}

impl Huiyin {
    /// The places that a group can announce its coming to; none without a plan in force.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn visit_places(
        &self,
        authority: AuthorityId,
    ) -> Result<Vec<OpenablePlace>, AppError> {
        let shared = Arc::clone(self.shared());
        self.store()
            .read(move |reader| own_places(reader, &shared, authority))
            .await
    }

    /// What a group announced, by its code.
    ///
    /// # Errors
    /// [`Refusal::NoSuchVisit`], or when the store fails.
    pub async fn visit_by_code(
        &self,
        authority: AuthorityId,
        code: &TrackingCode,
    ) -> Result<VisitLook, AppError> {
        let (shared, code, now) = (Arc::clone(self.shared()), code.clone(), self.now());
        self.store()
            .read(move |reader| {
                let organisation = shared.organisation_read(reader, authority)?;
                let kept = of_code(reader, &shared, (authority, &code), now)?;
                look(reader, &shared, (authority, &organisation), kept)
            })
            .await
    }

    /// Whether somebody receives visits, so that the desk leads them to the list.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn receives_visits(&self, who: &Principal) -> Result<bool, AppError> {
        let (shared, who) = (Arc::clone(self.shared()), who.clone());
        self.store()
            .read(move |reader| {
                let organisation = shared.organisation_read(reader, who.authority)?;
                Ok(receives(&who, &organisation))
            })
            .await
    }

    /// The visits that are announced, for the reception, the first to come first.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], or when the store fails.
    pub async fn visits(&self, who: &Principal) -> Result<Vec<VisitLook>, AppError> {
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        self.store()
            .read(move |reader| {
                let organisation = shared.organisation_read(reader, who.authority)?;
                if !receives(&who, &organisation) {
                    return Err(Refusal::NotAllowed.into());
                }
                let mut list = all(reader, &shared, who.authority, now)?;
                list.retain(|kept| sees(&who, &organisation, &kept.visit));
                list.sort_by_key(|kept| (kept.visit.at(), kept.id));
                let of = (who.authority, &*organisation);
                let looks = list.into_iter().map(|kept| look(reader, &shared, of, kept));
                looks.collect()
            })
            .await
    }

    /// One visit, and the posts that can receive it.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::NoSuchVisit`], or when the store fails.
    pub async fn visit(
        &self,
        who: &Principal,
        id: i64,
    ) -> Result<(VisitLook, Vec<VisitPost>), AppError> {
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        self.store()
            .read(move |reader| {
                let organisation = shared.organisation_read(reader, who.authority)?;
                let kept = for_reception(reader, &shared, (&who, &organisation), id, now)?;
                let posts = posts(&organisation, &kept.visit.wish.about);
                let posts = posts.into_iter().map(|post| VisitPost {
                    id: post.id.raw(),
                    title: post_title(&organisation, post.id),
                });
                let posts = posts.collect();
                let look = look(reader, &shared, (who.authority, &organisation), kept)?;
                Ok((look, posts))
            })
            .await
    }
}

/// What awaits somebody beside petitions.
#[derive(Debug, Default)]
pub(crate) struct Awaited {
    /// What they owe in responses that run.
    pub(crate) responses: Vec<ResponseDuty>,
    /// The announced visits that they receive.
    pub(crate) visits: Vec<VisitTold>,
    /// The next drills that their posts owe.
    pub(crate) drills: Vec<NextDrill>,
    /// The test pages that wait for their answer.
    pub(crate) tests: Vec<ReachAwaited>,
    /// The plans that wait for their approval, or of which they are told what became of them.
    pub(crate) plans: Vec<PlanInInbox>,
}

/// What awaits somebody beside petitions.
///
/// # Errors
/// When the store fails.
pub(crate) fn awaited(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    now: Instant,
) -> Result<Awaited, AppError> {
    Ok(Awaited {
        responses: duties(reader, shared, who, now)?,
        visits: told(reader, shared, who, now)?,
        drills: owed_by(reader, shared, who, now)?,
        tests: awaited_of(reader, shared, who, now)?,
        plans: plans_of(reader, shared, who, now)?,
    })
}

/// What somebody is told of visits that they receive or have to arrange, the first to come first.
fn told(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    now: Instant,
) -> Result<Vec<VisitTold>, AppError> {
    let organisation = shared.organisation_read(reader, who.authority)?;
    let rules = shared.rules_read(reader)?;
    let Some(authority) = rules.authority(who.authority) else {
        return Ok(Vec::new());
    };
    let mut list = all(reader, shared, who.authority, now)?;
    let waits = |visit: &Visit| visit.arranged.is_none() && sees(who, &organisation, visit);
    list.retain(|kept| waits(&kept.visit) || is_told(who, &organisation, &kept.visit));
    list.sort_by_key(|kept| (kept.visit.at(), kept.id));
    let told = list.into_iter().map(|kept| {
        Ok(VisitTold {
            at: kept.visit.at().rfc3339_in(&authority.zone),
            place: title(reader, shared, who.authority, &kept)?,
            to_arrange: kept.visit.arranged.is_none().then_some(kept.id),
            room: kept.visit.arranged.map(|one| one.room),
        })
    });
    told.collect()
}
