//! Which posts decide and are told: none of a respondent's; where there is none, the next above, and
//! at last the supervision organ (RULES 4.2).

use super::Deciding;
use crate::event::DangerTold;
use crate::ids::{PostId, StaffId, UnitId};
use crate::organisation::Post;
use crate::rulebook::Escalation;

/// The posts above one another, in rulebooks' words; the last is outside of the line.
const LADDER: &[&str] = &[
    "unit-head",
    "leader-in-charge",
    "authority-head",
    "supervision",
];

/// The rulebooks' post that is told of a danger.
const DUTY_POST: &str = "duty-post";
/// The posts of whoever heads a petition office; the first that there is.
const HEAD_POSTS: [&str; 2] = ["petition-office-head", "unit-head"];

/// Where a post stands in the line.
fn place_of(duty: &str) -> Option<usize> {
    LADDER.iter().position(|step| *step == duty)
}

impl Deciding<'_> {
    /// Whether a post may have to do with this petition, and somebody acts for it.
    fn is_free(&self, post: &Post) -> bool {
        let acting = self.context.organisation.acting(post);
        !self.barred.posts.contains(&post.id)
            && acting.iter().any(|staff| self.is_free_staff(staff))
    }

    fn is_free_staff(&self, staff: &StaffId) -> bool {
        !self.barred.staff.contains(staff) && !self.case.recused.contains(staff)
    }

    /// Whom a danger is told at once (RULES 5.7): whoever is on duty, and the head of the office that registered
    /// the matter; of a restricted matter no head. Where nobody acts for these, the head of the authority, else
    /// the supervision organ. Of each post whoever acts for it first that day.
    pub(super) fn told_of_danger(&self) -> Vec<DangerTold> {
        let (organisation, office) = (self.context.organisation, self.case.registrar);
        let responsible = self.free_unit(self.case.unit);
        let on_duty = organisation.posts_for(DUTY_POST, responsible);
        let head = HEAD_POSTS.iter().find_map(|duty| {
            let mut posts = organisation.posts_for(duty, office).into_iter();
            // Another unit's head would learn what is not theirs.
            posts.find(|post| post.unit == office && !self.case.restricted)
        });
        let posts = on_duty.into_iter().chain(head);
        let mut posts: Vec<PostId> = posts
            .filter(|post| self.is_free(post))
            .map(|post| post.id)
            .collect();
        if posts.is_empty() {
            posts = self.free_posts("authority-head", responsible);
        }
        let day = self.context.now.date_in(self.context.rules.zone);
        let told = posts.into_iter().filter_map(|id| {
            let post = organisation.posts.get(&id)?;
            let mut acting = organisation.acting_on(post, day).into_iter();
            let staff = acting.find(|staff| self.is_free_staff(staff))?;
            Some(DangerTold { post: id, staff })
        });
        told.collect()
    }

    /// The posts with a duty for a unit that may have to do with this petition; where there is none,
    /// those of the next step up.
    pub(super) fn free_posts(&self, duty: &str, unit: UnitId) -> Vec<PostId> {
        self.free_from(duty, 0, unit)
    }

    /// The posts that a step of a ladder tells. Where nobody fills a post that has no place of its own in the
    /// line, such as the head of a hotline, whoever comes next is above those that the steps before told.
    pub(super) fn told_at(&self, ladder: &[Escalation], step: usize, unit: UnitId) -> Vec<PostId> {
        let Some(to) = ladder.get(step) else {
            return Vec::new();
        };
        let before = ladder.iter().take(step).filter_map(|one| place_of(&one.to));
        self.free_from(&to.to, before.max().map_or(0, |at| at + 1), unit)
    }

    /// As [`Self::free_posts`]; above a post without a place in the line stand the steps from `from` on.
    fn free_from(&self, duty: &str, from: usize, unit: UnitId) -> Vec<PostId> {
        let at = place_of(duty).unwrap_or(from);
        let above = LADDER.iter().skip(at).copied();
        std::iter::once(duty)
            .chain(above)
            .map(|duty| {
                let posts = self.context.organisation.posts_for(duty, unit);
                let free = posts.into_iter().filter(|post| self.is_free(post));
                free.map(|post| post.id).collect::<Vec<_>>()
            })
            .find(|posts| !posts.is_empty())
            .unwrap_or_default()
    }

    /// The post with a duty that decides on this petition, and its unit.
    pub(super) fn post_for(&self, duty: &str) -> (UnitId, Option<PostId>) {
        let organisation = self.context.organisation;
        let responsible = self.free_unit(self.case.unit);
        let found = self.free_posts(duty, responsible).first().copied();
        let post = found.and_then(|post| organisation.posts.get(&post));
        post.map_or((responsible, None), |post| (post.unit, Some(post.id)))
    }

    /// Whether whoever acts holds a post that decides in this duty for the responsible unit.
    pub(super) fn acts_as(&self, duty: &str) -> Option<PostId> {
        let organisation = self.context.organisation;
        let staff = self.context.by.staff()?;
        let acts = |post: &PostId| {
            let post = organisation.posts.get(post);
            post.is_some_and(|post| organisation.acting(post).contains(&staff))
        };
        self.free_posts(duty, self.case.unit).into_iter().find(acts)
    }
}
