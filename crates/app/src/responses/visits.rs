//! Visits that a group announced itself (RULES 10.2): kept sealed under a key of the installation, on no
//! record, seen by the reception's own posts, and gone when the visit ends or a day after its time.
//!
//! Nobody else is told: the post that receives and whoever the group asks to meet find time and room in
//! their inbox, and nothing else, once the reception has arranged them. Whoever belongs to whom the
//! group complains of sees nothing of it. No list, figure, notice, log or export holds any of it.

mod act;
mod pace;
mod views;

pub use act::VisitAnnounced;
pub(crate) use views::{Awaited, awaited};
pub use views::{VisitLook, VisitPost, VisitTold};

use super::UNIT_HEAD;
use super::barred::logins_under;
use super::lists::{OpenablePlace, open_hours, places};
use super::open::{TOPIC_CHARACTERS_MAX, headcount, plain_text};
use crate::authorise::{Action, Principal, allows};
use crate::chance::bytes;
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::huiyin::Shared;
use crate::queries::plans::plan_in_force;
use crate::rules::Rules;
use huiyin_domain::ids::{AuthorityId, PostId, ResponseId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::Organisation;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::plan::{Key, TaskKind};
use huiyin_domain::time::{Instant, Zone};
use huiyin_domain::visit::{Arranged, Visit, Wish, check_time};
use huiyin_store::reader::Reader;
use huiyin_store::rows::VisitRow;
use huiyin_store::seal::{DataKey, Place};
use huiyin_store::transaction::{Transaction, VisitHash};
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Visits that are taken at once: whoever floods the form must not keep anybody from a phone call.
const VISITS_MAX: usize = 500;
/// The longest name of a room, in characters.
const ROOM_CHARACTERS_MAX: usize = 60;

/// What a group says of its coming. It has no field for anybody who comes, and gets none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitDraft {
    /// When, in local time, as `2026-03-02T10:00`.
    pub at: String,
    /// Where: plan and place, as `park/park-reception`.
    pub place: String,
    /// About how many, as in a response.
    pub people: String,
    /// What it is about, at most 200 characters; no names and no numbers of anybody.
    #[serde(default)]
    pub topic: String,
    /// What is to be ready, by the words of tasks that are needs.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The units that it complains of, by id: nobody of them sees it.
    #[serde(default)]
    pub about: Vec<i64>,
    /// The unit whose head the group asks to meet, by id.
    #[serde(default)]
    pub meets: Option<i64>,
}

/// What the reception arranges.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrangeDraft {
    /// When, in local time.
    pub at: String,
    /// Which room.
    pub room: String,
    /// Which post receives, by id.
    pub post: Option<i64>,
    /// The version that was looked at.
    pub version: i64,
}

/// A visit with where it is kept.
pub(super) struct Kept {
    pub id: i64,
    pub visit: Visit,
    pub response: Option<ResponseId>,
}

fn key(shared: &Shared) -> DataKey {
    DataKey::from_bytes(shared.key.keyed_hash("announced visit", b"sealed"))
}

fn hash(shared: &Shared, code: &TrackingCode) -> VisitHash {
    shared
        .key
        .keyed_hash("code of an announced visit", code.as_bytes())
}

const fn place((authority, id): (AuthorityId, i64)) -> Place<'static> {
    Place {
        table: "announced_visit",
        authority: authority.raw(),
        row: id,
        column: "sealed_visit",
    }
}

fn seal(shared: &Shared, of: (AuthorityId, i64), visit: &Visit) -> Result<Vec<u8>, AppError> {
    let plain =
        serde_json::to_vec(visit).map_err(|error| AppError::Unreadable(error.to_string()))?;
    Ok(key(shared).seal(place(of), bytes(&*shared.chance)?, &plain)?)
}

/// Opens a row, unless its time is over: then it only waits to be deleted.
fn open(
    shared: &Shared,
    authority: AuthorityId,
    row: VisitRow,
    now: Instant,
) -> Result<Option<Kept>, AppError> {
    if row.until_at <= now {
        return Ok(None);
    }
    let plain = key(shared).open(place((authority, row.id)), &row.sealed)?;
    let visit =
        serde_json::from_slice(&plain).map_err(|error| AppError::Unreadable(error.to_string()))?;
    Ok(Some(Kept {
        id: row.id,
        visit,
        response: row.response,
    }))
}

/// Every visit that is kept, the first to come first.
fn all(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    now: Instant,
) -> Result<Vec<Kept>, AppError> {
    let rows = reader.visits(authority, VISITS_MAX as u32)?;
    let opened = rows
        .into_iter()
        .map(|row| open(shared, authority, row, now));
    let opened: Result<Vec<_>, _> = opened.collect();
    Ok(opened?.into_iter().flatten().collect())
}

fn of_code(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, code): (AuthorityId, &TrackingCode),
    now: Instant,
) -> Result<Kept, AppError> {
    let row = reader.visit_of_code(authority, &hash(shared, code))?;
    let row = row.ok_or(Refusal::NoSuchVisit)?;
    let kept = open(shared, authority, row, now)?;
    kept.ok_or_else(|| Refusal::NoSuchVisit.into())
}

/// Whether somebody belongs to whom the group complains of.
fn barred(organisation: &Organisation, about: &[UnitId], login: &str) -> bool {
    !about.is_empty() && logins_under(organisation, about).contains(login)
}

/// Whether somebody receives visits at all: a role for it, in a petition office.
fn receives(who: &Principal, organisation: &Organisation) -> bool {
    who.roles.iter().any(|(unit, role)| {
        allows(*role, Action::ReceiveVisits) && organisation.is_petition_office(*unit)
    })
}

/// Whether somebody of the reception may see a visit.
fn sees(who: &Principal, organisation: &Organisation, visit: &Visit) -> bool {
    receives(who, organisation) && !barred(organisation, &visit.wish.about, &who.login)
}

/// Whether somebody is told time and room: they act for the post that receives, or head the unit that
/// the group itself asks to meet.
fn is_told(who: &Principal, organisation: &Organisation, visit: &Visit) -> bool {
    let Some(arranged) = &visit.arranged else {
        return false;
    };
    let meets = |unit: UnitId| organisation.acts_as(who.staff, UNIT_HEAD, unit);
    // The group asked for them, whomever it complains of.
    if visit.wish.meets.is_some_and(meets) {
        return true;
    }
    who.posts.contains(&arranged.post) && !barred(organisation, &visit.wish.about, &who.login)
}

/// One of the visits, for somebody of the reception.
fn for_reception(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (who, organisation): (&Principal, &Organisation),
    id: i64,
    now: Instant,
) -> Result<Kept, AppError> {
    if !receives(who, organisation) {
        return Err(Refusal::NotAllowed.into());
    }
    let row = reader.visit(who.authority, id)?;
    let kept = match row {
        Some(row) => open(shared, who.authority, row, now)?,
        None => None,
    };
    let kept = kept.filter(|kept| sees(who, organisation, &kept.visit));
    kept.ok_or_else(|| Refusal::NoSuchVisit.into())
}

/// The group is there: a response was opened for its visit.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::NoSuchVisit`], or when the store fails.
pub(super) fn came(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (who, organisation): (&Principal, &Organisation),
    (id, response): (i64, ResponseId),
) -> Result<(), AppError> {
    let now = transaction.now();
    let mut reader = transaction.reader()?;
    let kept = for_reception(&mut reader, shared, (who, organisation), id, now)?;
    transaction.visit_came((who.authority, kept.id), response)?;
    Ok(())
}

/// The hours at which the place of a visit is open to it, where an instant is none of them. A clerk who
/// speaks with the group can agree to another hour; the group then reads that here.
fn closed(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (rules, authority): (&Rules, AuthorityId),
    wish: &Wish,
    at: Instant,
) -> Result<Option<Bilingual>, AppError> {
    let plan = plan_in_force(reader, shared, authority, &wish.plan)?;
    let place = plan.as_ref().and_then(|plan| plan.place(&wish.place));
    let Some((plan, place)) = plan.as_ref().zip(place) else {
        return Ok(None);
    };
    let calendar = rules.calendar(&plan.calendar);
    let open = calendar.is_none_or(|calendar| plan.is_open(place, at, calendar));
    Ok(open_hours(plan, place).filter(|_| !open))
}

/// The own places of an authority: nobody is received elsewhere by announcement (RULES 10.1).
fn own_places(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
) -> Result<Vec<OpenablePlace>, AppError> {
    let mut list = places(reader, shared, authority)?;
    list.retain(|place| place.own);
    Ok(list)
}

/// What a draft is read against.
struct Against<'a> {
    organisation: &'a Organisation,
    places: &'a [OpenablePlace],
    zone: &'a Zone,
    now: Instant,
}

impl Against<'_> {
    fn time(&self, text: &str) -> Result<Instant, AppError> {
        if text.trim().is_empty() {
            return Err(AppError::field("at", FieldProblem::Missing));
        }
        let at = self.zone.read(text);
        let at = at.ok_or_else(|| AppError::field("at", FieldProblem::ImpossibleTime))?;
        check_time(at, self.now).map_err(|problem| AppError::field("at", problem))?;
        Ok(at)
    }

    fn unit(&self, field: &str, id: i64) -> Result<UnitId, AppError> {
        let unit = self.organisation.units.get(&UnitId::new(id));
        let known = unit.filter(|unit| !unit.closed).map(|unit| unit.id);
        known.ok_or_else(|| AppError::field(field, FieldProblem::NotOneOf { allowed: vec![] }))
    }

    /// Reads what a group says.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with the first field that cannot be taken.
    fn wish(&self, draft: &VisitDraft) -> Result<Wish, AppError> {
        let at = self.time(&draft.at)?;
        let chosen = |place: &&OpenablePlace| format!("{}/{}", place.plan, place.id) == draft.place;
        let place = self.places.iter().find(chosen);
        let place = place.ok_or_else(|| AppError::field("place", FieldProblem::Missing))?;
        if draft.people.trim().is_empty() {
            return Err(AppError::field("people", FieldProblem::Missing));
        }
        let people = headcount(&draft.people);
        let people =
            people.ok_or_else(|| AppError::field("people", FieldProblem::NotAHeadcount))?;
        let need = |word: &String| TaskKind::parse(word).filter(|kind| kind.is_need());
        let needs: Option<Vec<TaskKind>> = draft.needs.iter().map(need).collect();
        let allowed = || {
            let needs = TaskKind::ALL.iter().filter(|kind| kind.is_need());
            needs.map(|kind| kind.word().to_owned()).collect()
        };
        let needs = needs.ok_or_else(|| {
            let allowed = allowed();
            AppError::field("needs", FieldProblem::NotOneOf { allowed })
        })?;
        let about = draft.about.iter().map(|id| self.unit("about", *id));
        let about: Vec<UnitId> = about.collect::<Result<_, _>>()?;
        if !self.anybody_receives(&about) {
            return Err(AppError::field("about", FieldProblem::NobodyReceives));
        }
        let meets = draft.meets.map(|id| self.unit("meets", id)).transpose()?;
        Ok(Wish {
            at,
            plan: place.plan.clone(),
            place: Key::new(&place.id),
            people,
            topic: plain_text("topic", &draft.topic, TOPIC_CHARACTERS_MAX)?,
            needs,
            about,
            meets,
        })
    }

    /// Whether somebody receives who does not belong to these units: else nobody would ever see it.
    fn anybody_receives(&self, about: &[UnitId]) -> bool {
        let barred: BTreeSet<String> = logins_under(self.organisation, about);
        let mut staff = self.organisation.staff.values();
        staff.any(|one| {
            let may = |(unit, role): &(UnitId, _)| {
                allows(*role, Action::ReceiveVisits) && self.organisation.is_petition_office(*unit)
            };
            !one.left && !barred.contains(&one.login) && one.roles.iter().any(may)
        })
    }

    /// Reads what the reception arranges.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with the first field that cannot be taken.
    fn arranged(&self, draft: &ArrangeDraft, visit: &Visit) -> Result<Arranged, AppError> {
        let at = self.time(&draft.at)?;
        let room = plain_text("room", &draft.room, ROOM_CHARACTERS_MAX)?;
        if room.is_empty() {
            return Err(AppError::field("room", FieldProblem::Missing));
        }
        let post = draft.post.map(PostId::new);
        let offered = posts(self.organisation, &visit.wish.about);
        let post = post.filter(|id| offered.iter().any(|post| post.id == *id));
        let post = post.ok_or_else(|| AppError::field("post", FieldProblem::Missing))?;
        Ok(Arranged { at, room, post })
    }
}

/// The posts that can receive: somebody acts for them, and they do not belong to whom the group
/// complains of.
fn posts<'a>(
    organisation: &'a Organisation,
    about: &[UnitId],
) -> Vec<&'a huiyin_domain::organisation::Post> {
    let whole = |unit: UnitId| about.iter().any(|one| organisation.is_within(unit, *one));
    let posts = organisation.posts.values();
    let fit = posts
        .filter(|post| !post.closed && !whole(post.unit) && !organisation.acting(post).is_empty());
    fit.collect()
}
