//! Which posts decide and are told: none of a respondent's; where there is none, the next above, and
//! at last the supervision organ (RULES 4.2).

use super::Deciding;
use super::ladder::{Line, Told};
use crate::ids::{PostId, StaffId, UnitId};
use crate::obligation::Owed;
use crate::organisation::Post;
use crate::rulebook::Escalation;

impl Deciding<'_> {
    /// Asks who stands above whom for a unit, of those who may have to do with this petition.
    fn on_line<T>(&self, unit: UnitId, ask: impl FnOnce(&Line<'_>) -> T) -> T {
        let (rules, barred) = (self.context.rules, &self.barred);
        let leaders = rules.rulebook.leaders.iter().chain(&rules.house.leaders);
        let free =
            |staff: StaffId| !barred.staff.contains(&staff) && !self.case.recused.contains(&staff);
        let complained_of = |post: &Post| barred.posts.contains(&post.id);
        ask(&Line {
            organisation: self.context.organisation,
            unit,
            leaders: leaders.map(String::as_str).collect(),
            free: &free,
            complained_of: &complained_of,
        })
    }

    /// The posts with a duty for a unit that may have to do with this petition; where there is none,
    /// those of the next step up.
    pub(super) fn free_posts(&self, duty: &str, unit: UnitId) -> Vec<PostId> {
        self.on_line(unit, |line| line.first_held(duty))
    }

    /// Whom the next step of a duty's ladder tells.
    pub(super) fn told_at(&self, ladder: &[Escalation], owed: &Owed) -> Told {
        let step = usize::from(owed.step);
        self.on_line(owed.opened.unit, |line| line.told(ladder, step, &owed.told))
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
