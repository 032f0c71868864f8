//! A minimum crew in words.

use super::{Crew, Plan};
use crate::language::Language;

impl Crew {
    /// How many of whom, in which posts, at which hours: `急救员至少1人在岗（值班员、带班领导；任何时间）`.
    pub fn say(&self, plan: &Plan, language: Language) -> String {
        let titles = self.posts.iter().map(|id| {
            let post = plan.post(id);
            post.map_or(id.as_str(), |post| post.title.in_language(language))
        });
        let titles: Vec<&str> = titles.collect();
        let (posts, hours) = (
            titles.join(language.pick("、", ", ")),
            plan.hours(&self.windows, language),
        );
        let min = self.min;
        match self.qualification {
            Some(one) => {
                let whom = one.label(language);
                language.pick(
                    format!("{whom}至少{min}人在岗（{posts}；{hours}）"),
                    format!("on duty who can serve as {whom}: {min} at least ({posts}; {hours})"),
                )
            }
            None => language.pick(
                format!("至少{min}人在岗（{posts}；{hours}）"),
                format!("on duty: {min} at least ({posts}; {hours})"),
            ),
        }
    }
}
