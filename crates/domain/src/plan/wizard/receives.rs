//! Who receives how many people, as a template has it: that is what a choice between templates is about.

use super::Template;
use crate::language::{Bilingual, Language};
use crate::plan::{Plan, Rule};
use crate::response::{people_text, when_text};

impl Template {
    /// At the place of its own with the most rules, in a sentence: how many people, at which hours, who comes and
    /// how fast. Nothing where it has no place of its own.
    pub fn receives(&self) -> Option<Bilingual> {
        let plan = &self.plan;
        let own = plan.own_places();
        let place = own.max_by_key(|place| plan.rules_at(place).len())?;
        let say = |language: Language| {
            let rules = plan.rules_at(place).into_iter();
            let rows: Vec<String> = rules.map(|rule| row(plan, rule, language)).collect();
            let colon = language.pick("：", ": ");
            let name = place.title.in_language(language);
            format!("{name}{colon}{}", rows.join(language.pick("；", "; ")))
        };
        Some(Bilingual::new(say(Language::Zh), say(Language::En)))
    }
}

fn row(plan: &Plan, rule: &Rule, language: Language) -> String {
    let posts = rule.receive.iter().flat_map(|one| &one.posts);
    let names: Vec<&str> = posts
        .filter_map(|id| plan.post(id))
        .map(|post| post.title.in_language(language))
        .collect();
    let names = names.join(language.pick("、", ", "));
    let (people, when) = (people_text(rule, language), when_text(plan, rule, language));
    let minutes = rule.receive.iter().map(|one| one.arrive_minutes).max();
    let minutes = minutes.unwrap_or_default();
    language.pick(
        format!("{people}（{when}）{names}，{minutes}分钟内到"),
        format!("{people} ({when}) {names}, within {minutes} minutes"),
    )
}
