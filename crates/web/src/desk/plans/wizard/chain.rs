//! In which order a post is called, as the answers leave it: its holder, who stands in, the post above. No question
//! asks for the post above, so that whoever answers would not know that it is called.

use super::Step;
use huiyin_app::PlanDraftLook;
use huiyin_domain::language::Language;
use huiyin_domain::plan::Key;
use huiyin_domain::plan::wizard::Group;

/// The order in which the post of a group is called; empty for any other group, and while the plan cannot be read.
pub(super) fn of(look: &PlanDraftLook, step: Step, group: &Group, language: Language) -> String {
    let first = group.questions.first().filter(|_| step == Step::Posts);
    let id = first.and_then(|one| one.name.strip_prefix("post.")?.split('.').next());
    let known = id.zip(look.plan.as_ref());
    let Some((key, plan)) = known.map(|(id, plan)| (Key::new(id), plan)) else {
        return String::new();
    };
    let Some(post) = plan.post(&key) else {
        return String::new();
    };
    let steps = plan.ladder(&key, &[]);
    let named = |one: &&Key| {
        let title = look.template.title_of(one, &look.answers);
        let title = title.in_language(language).to_owned();
        let what = match (**one == key, post.stand_ins.contains(*one)) {
            (true, _) => return title,
            (_, true) => language.pick("代岗", "stands in"),
            _ => language.pick("上级岗位", "the post above"),
        };
        language.pick(format!("{title}（{what}）"), format!("{title} ({what})"))
    };
    let order: Vec<String> = steps.iter().map(named).collect();
    let order = order.join(language.pick("→", " → "));
    match steps.len() {
        0 | 1 => language
            .pick(
                "没有代岗的，也没有上级岗位：不应答时没有下一个人可叫。",
                "Nobody stands in and no post is above: without an answer there is nobody else to call.",
            )
            .to_owned(),
        _ => language.pick(
            format!("呼叫顺序：{order}。不应答或来不了就叫下一个。"),
            format!("Called in this order: {order}. Without an answer the next one is called."),
        ),
    }
}
