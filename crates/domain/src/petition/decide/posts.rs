//! Which posts decide and are told: none of a respondent's; where there is none, the next above, and
//! at last the supervision organ (RULES 4.2).

use super::Deciding;
use super::ladder::{Line, Told};
use crate::event::DangerTold;
use crate::ids::{PostId, StaffId, UnitId};
use crate::obligation::Owed;
use crate::organisation::Post;
use crate::rulebook::Escalation;

/// The rulebooks' post that is told of a danger.
const DUTY_POST: &str = "duty-post";
/// The posts of whoever heads a petition office; the first that there is.
const HEAD_POSTS: [&str; 2] = ["petition-office-head", "unit-head"];

impl Deciding<'_> {
    /// Asks who stands above whom for a unit, of those who may have to do with this petition.
    fn on_line<T>(&self, unit: UnitId, ask: impl FnOnce(&Line<'_>) -> T) -> T {
        let rules = self.context.rules;
        let leaders = rules.rulebook.leaders.iter().chain(&rules.house.leaders);
        let free = |staff: StaffId| self.is_free_staff(staff);
        let complained_of = |post: &Post| self.barred.posts.contains(&post.id);
        ask(&Line {
            organisation: self.context.organisation,
            unit,
            leaders: leaders.map(String::as_str).collect(),
            free: &free,
            complained_of: &complained_of,
        })
    }

    /// Whether somebody is neither complained of nor stepped aside.
    fn is_free_staff(&self, staff: StaffId) -> bool {
        !self.barred.staff.contains(&staff) && !self.case.recused.contains(&staff)
    }

    /// Whether a post may have to do with this petition, and somebody acts for it.
    fn is_free(&self, post: &Post) -> bool {
        let mut acting = self.context.organisation.acting(post).into_iter();
        !self.barred.posts.contains(&post.id) && acting.any(|staff| self.is_free_staff(staff))
    }

    /// Whom a danger is told at once (RULES 5.7): whoever is on duty, and the head of the office that registered
    /// the matter; of a restricted matter no head. Where nobody acts for these, the head of the authority, else
    /// another leader or the supervision organ. Of each post whoever acts for it first that day.
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
            let staff = acting.find(|staff| self.is_free_staff(*staff))?;
            Some(DangerTold { post: id, staff })
        });
        told.collect()
    }

    /// The posts with a duty for a unit that may have to do with this petition; where there is none,
    /// those of the next step up.
    pub(super) fn free_posts(&self, duty: &str, unit: UnitId) -> Vec<PostId> {
        self.on_line(unit, |line| line.first_held(duty))
    }

    /// Whom the next step of a duty's ladder tells.
    pub(super) fn told_at(&self, ladder: &[Escalation], owed: &Owed) -> Told {
        let step = usize::from(owed.step);
        let before = owed.climbed.iter().flat_map(|step| &step.told);
        let before: Vec<PostId> = before.copied().collect();
        self.on_line(owed.opened.unit, |line| line.told(ladder, step, &before))
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
