//! What a review says is to become better: noting that, and that it was done.

use super::step::{TEXT_ROWS, Words};
use crate::body::Form;
use crate::desk::guard::Signed;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_app::{PlanPart, ResponseView};
use huiyin_domain::text::shown_safely;

/// What a step is called, what happens, and what its button says.
pub(super) fn words(step: &str) -> (Words, Words, Words) {
    match step {
        "improve" => (
            ("记一项改进", "Note an improvement"),
            (
                "成为这个岗位到那一天为止要做的事，没做到会显示超时；内容加密保存，只写岗位、场所和预案，不写来访的人。",
                "It is owed by that post until that day, and is late after it. What it is, is sealed: about posts, places and the plan, never about those who came.",
            ),
            ("记下", "Note it"),
        ),
        _ => (
            ("改进做到了", "An improvement was done"),
            (
                "写做了什么；记下以后不再欠着。改预案要存入新版本再批准。",
                "Say what was done; it is owed no longer. The plan itself changes by a new version that is approved.",
            ),
            ("记下", "Note it"),
        ),
    }
}

/// What is to become better, which post owes it until when, and which part of the plan it changes.
pub(super) fn fields(
    signed: &Signed,
    view: &ResponseView,
    typed: &Form,
    wrong: &dyn Fn(&str) -> Option<String>,
) -> Vec<FieldView> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let text = |name: &str| typed.text(name).unwrap_or_default();
    let choices = |parts: &[PlanPart], name: &str| -> Vec<Choice> {
        let choice = |part: &PlanPart| {
            let title = part.title.in_language(language);
            Choice::new(&part.id, title).chosen(part.id == text(name))
        };
        parts.iter().map(choice).collect()
    };
    let field = |name: &str, label: String, kind: FieldKind| {
        FieldView::new(name, label, kind).refused(wrong(name))
    };
    let posts = FieldKind::Select(
        choices(&view.plan_posts, "post"),
        say("选一个岗位", "Choose a post"),
    );
    let parts = FieldKind::Select(
        choices(&view.plan_parts, "part"),
        say("不改预案", "No part of it"),
    );
    vec![
        field(
            "text",
            say("要改进什么？", "What is to become better?"),
            FieldKind::TextArea(text("text"), TEXT_ROWS),
        )
        .hinted(say(
            "例如：饮水提前备好，值班室常备20瓶。",
            "Such as: water is kept ready at the desk.",
        )),
        field("post", say("由哪个岗位做？", "Which post owes it?"), posts),
        field(
            "by",
            say("哪天以前做到？", "By which day?"),
            FieldKind::Date(text("by")),
        ),
        field(
            "part",
            say(
                "要改预案的哪一部分？",
                "Which part of the plan does it change?",
            ),
            parts,
        )
        .optional(),
    ]
}

/// The improvements that are owed still.
pub(super) fn owed(signed: &Signed, view: &ResponseView, chosen: &str) -> FieldView {
    let language = signed.language();
    let mut owed: Vec<_> = view.improvements.iter().collect();
    owed.retain(|one| one.done_at.is_none() && one.may_be_told_done);
    let owed = owed.into_iter();
    let choices = owed.map(|one| {
        let (nth, what) = (one.number.to_string(), shown_safely(&one.text));
        let title = one.post.in_language(language);
        let label = language.pick(format!("{title}：{what}"), format!("{title}: {what}"));
        let is_chosen = nth == chosen;
        Choice::new(nth, label).chosen(is_chosen)
    });
    let label = language.pick("哪一项？", "Which one?");
    FieldView::new("nth", label, FieldKind::Radios(choices.collect()))
}
