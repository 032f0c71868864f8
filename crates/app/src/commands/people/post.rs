//! A post from a draft.

use super::PeopleRefusal;
use super::draft::PostDraft;
use crate::error::AppError;
use crate::fields::FieldCheck;
use huiyin_domain::ids::{PostId, StaffId, UnitId};
use huiyin_domain::organisation::{Organisation, Post};
use huiyin_domain::petition::FieldProblem;

/// The most stand-ins of one post.
const STAND_INS_MAX: usize = 20;

/// The post as it is to be, checked; `id` names one that exists, else it is new.
pub(super) fn post(
    organisation: &Organisation,
    id: Option<PostId>,
    draft: &PostDraft,
) -> Result<Post, AppError> {
    let id = match id {
        Some(id) if organisation.posts.contains_key(&id) => id,
        Some(_) => return Err(PeopleRefusal::NoSuchEntry.into()),
        None => next(organisation),
    };
    let mut fields = FieldCheck::default();
    let post = checked(&mut fields, organisation, id, draft);
    fields.finish()?;
    Ok(post)
}

/// Several posts as they are to be, all of them checked before any is kept.
pub(super) fn posts(
    organisation: &Organisation,
    drafts: &[(Option<PostId>, PostDraft)],
) -> Result<Vec<Post>, AppError> {
    let mut fresh = next(organisation).raw();
    let mut fields = FieldCheck::default();
    let mut posts: Vec<Post> = Vec::new();
    for (nth, (id, draft)) in drafts.iter().enumerate() {
        let id = match id {
            Some(id) if !organisation.posts.contains_key(id) => {
                return Err(PeopleRefusal::NoSuchEntry.into());
            }
            Some(id) => *id,
            None => {
                fresh += 1;
                PostId::new(fresh - 1)
            }
        };
        let mut of_post = FieldCheck::default();
        posts.push(checked(&mut of_post, organisation, id, draft));
        fields.take(&format!("posts.{nth}"), of_post);
    }
    fields.finish()?;
    Ok(posts)
}

fn checked(
    fields: &mut FieldCheck,
    organisation: &Organisation,
    id: PostId,
    draft: &PostDraft,
) -> Post {
    let duty = fields.key("duty", &draft.duty);
    let unknown = || FieldProblem::NotOneOf {
        allowed: Vec::new(),
    };
    let unit = UnitId::new(draft.unit);
    if !organisation.units.contains_key(&unit) {
        fields.fail("unit", unknown());
    }
    let there = |staff: &StaffId| organisation.staff.get(staff).is_some_and(|one| !one.left);
    let holder = draft.holder.map(StaffId::new);
    if holder.is_some_and(|holder| !there(&holder)) {
        fields.fail("holder", unknown());
    }
    let mut stand_ins: Vec<StaffId> = Vec::new();
    for staff in draft.stand_ins.iter().copied().map(StaffId::new) {
        if !there(&staff) || Some(staff) == holder || stand_ins.contains(&staff) {
            fields.fail("stand_ins", unknown());
        }
        stand_ins.push(staff);
    }
    if stand_ins.len() > STAND_INS_MAX {
        let entries_max = STAND_INS_MAX;
        fields.fail("stand_ins", FieldProblem::TooMany { entries_max });
    }
    Post {
        id,
        duty,
        title: fields.name("title", &draft.title),
        unit,
        holder,
        stand_ins,
        closed: draft.closed,
    }
}

fn next(organisation: &Organisation) -> PostId {
    let last = organisation.posts.keys().next_back();
    PostId::new(last.map_or(1, |last| last.raw() + 1))
}
