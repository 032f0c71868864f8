//! What the card of a post tells of its ladder beside the pages: whom it passed on and why, and who noted
//! that somebody was reached by hand.

use super::Running;
use super::view::post_title;
use super::views::PassedOnView;
use crate::queries::timeline::staff_name;
use huiyin_domain::event::Actor;
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::Key;
use huiyin_domain::response::{Call, Event, Phase, passed_on};
use huiyin_domain::time::Instant;

impl Running {
    /// The steps of a post's ladder that called nobody, each with its reason, in order.
    pub(super) fn passed_on(
        &self,
        post: &Key,
        when: impl Fn(Instant) -> String,
    ) -> Vec<PassedOnView> {
        let steps = self.steps.iter();
        let told = steps.filter_map(|step| match &step.recorded.event {
            Event::StepSkipped {
                post: of,
                step_post,
                why,
            } if of == post => {
                let title = post_title(&self.setting.plan, step_post);
                let why = passed_on(*why);
                Some(PassedOnView {
                    at: when(step.recorded.at),
                    words: Bilingual::new(
                        format!("{}{}", title.zh, why.zh),
                        format!("{} {}", title.en, why.en),
                    ),
                })
            }
            _ => None,
        });
        told.collect()
    }

    /// Who noted that somebody was reached by hand, while it counts.
    pub(super) fn reached_by_hand(&self, call: &Call) -> Option<String> {
        if call.phase != Phase::ByHand {
            return None;
        }
        let mut steps = self.steps.iter().rev();
        let step = steps.find(|step| {
            matches!(&step.recorded.event, Event::ReachedByHand { post } if *post == call.post)
        })?;
        match step.by {
            Actor::Staff(staff) => Some(staff_name(&self.setting.organisation, staff)),
            _ => None,
        }
    }
}
