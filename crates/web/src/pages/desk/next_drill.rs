//! The next drill of a plan, as its page, the page of its duties and the inbox show it.

use crate::pages::components::{Clock, Look};
use huiyin_domain::language::Language;

/// The next drill of a plan.
#[derive(Clone, Debug)]
pub struct DrillRow {
    /// What the plan is called.
    pub title: String,
    /// The plan's page.
    pub href: String,
    /// The post that owes it; may be empty.
    pub post: String,
    /// Its date, and why it is that one.
    pub clock: Clock,
}

impl DrillRow {
    /// One that is late, for samples.
    pub fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            title: say(
                "示例工业园区集体访接待预案",
                "Reception of groups, sample park",
            ),
            href: "/desk/plans/sample-park".to_owned(),
            post: say("园区主要领导", "Main leader of the park"),
            clock: Clock {
                look: Look::Late,
                phrase: say(
                    "下次演练：应于9月1日前完成，已超2个工作日",
                    "The next drill was due by 1 September and is 2 working days late",
                ),
                why: vec![say(
                    "起算：批准预案或演练结束，3月2日；当日不计入，从次日起算。",
                    "Start: approval of the plan or end of a drill, 2 March; that day is not counted.",
                )],
                provisional: false,
                unverified: false,
                history: Vec::new(),
            },
        }
    }
}
