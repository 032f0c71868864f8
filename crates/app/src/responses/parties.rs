//! Whom a response is about: units and posts. Nobody of them is called, and nobody of them sees it (RULES 4.1); who
//! they are is sealed.

use super::Setting;
use crate::authorise::Principal;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::queries::plans::{PLANS_MAX, plan_in_force};
use huiyin_domain::event::OpeningText;
use huiyin_domain::ids::UnitId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::plan::{Key, Plan, Post, UNIT_HEAD_CONCERNED};
use std::sync::Arc;

/// A post that a matter can be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameablePost {
    /// The plan that has it, in the version in force.
    pub plan: String,
    /// What that plan is called: two plans may have posts of one name.
    pub plan_title: Bilingual,
    /// Its id there.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
}

impl Huiyin {
    /// The posts of all plans in force that a matter can be about.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn nameable_posts(&self, who: &Principal) -> Result<Vec<NameablePost>, AppError> {
        let (shared, authority) = (Arc::clone(self.shared()), who.authority);
        self.store()
            .read(move |reader| {
                let mut posts = Vec::new();
                for id in reader.plan_ids(authority, "", PLANS_MAX)? {
                    let Some(plan) = plan_in_force(reader, &shared, authority, &id)? else {
                        continue;
                    };
                    posts.extend(nameable(&plan).map(|post| NameablePost {
                        plan: id.clone(),
                        plan_title: plan.title.clone(),
                        id: post.id.to_string(),
                        title: post.title.clone(),
                    }));
                }
                Ok(posts)
            })
            .await
    }
}

/// The head of the unit concerned is whoever owes the answer: a matter is about a unit or post of its own.
fn nameable(plan: &Plan) -> impl Iterator<Item = &Post> {
    let posts = plan.posts.iter();
    posts.filter(|post| *post.id != *UNIT_HEAD_CONCERNED)
}

/// Whether a plan has these posts, so that a matter can be about them.
///
/// # Errors
/// [`crate::error::Refusal::Fields`].
pub(super) fn check_posts(plan: &Plan, posts: &[Key]) -> Result<(), AppError> {
    let known = |id: &Key| nameable(plan).any(|post| post.id == *id);
    if posts.iter().all(known) {
        return Ok(());
    }
    let allowed = nameable(plan).map(|post| post.id.to_string()).collect();
    let problem = FieldProblem::NotOneOf { allowed };
    Err(AppError::field("respondent_posts", problem))
}

/// Units and posts that are left out of every ladder: whom it complains of and whoever stands under
/// them; and the head of the unit concerned where nobody is known to be it.
pub(super) fn left_out(setting: &Setting, text: &OpeningText) -> Vec<Key> {
    let organisation = &setting.organisation;
    let under = |unit: UnitId| {
        let mut units = text.respondents.iter();
        units.any(|whole| organisation.is_within(unit, *whole))
    };
    let units = organisation.units.values().filter(|unit| under(unit.id));
    let mut left: Vec<Key> = units.map(|unit| Key::new(&unit.key)).collect();
    left.extend(text.posts.iter().cloned());
    if setting.concerned.is_none() {
        left.push(Key::new(UNIT_HEAD_CONCERNED));
    }
    left
}
