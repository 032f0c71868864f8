//! What a review says is to become better, and dates that follow a visit: noting that, and that it was done.

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
        "follow-up" => (
            ("约定后续日期", "Set a date that follows"),
            (
                "成为这个岗位到那一天为止要办的事，没办会显示超时，并转到代岗和上级岗位；印在来访代表带回去的谈话记录上。加密保存，不写来访人的姓名电话。登记了来访人的信访件的，请在那里约，代表凭码看得到。",
                "That post owes it until that day; after it, it is late and goes on to its stand-ins and the post above. It is printed on the minutes that the representatives take home. Sealed, without names or numbers of those who came. Where the group's petition is registered, set it there: the representatives see it by their code.",
            ),
            ("约定", "Set it"),
        ),
        _ => (
            ("做到了", "It was done"),
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

/// What follows, which post owes it, and until when.
pub(super) fn dates(
    signed: &Signed,
    view: &ResponseView,
    typed: &Form,
    wrong: &dyn Fn(&str) -> Option<String>,
) -> Vec<FieldView> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let text = |name: &str| typed.text(name).unwrap_or_default();
    let posts = view.plan_posts.iter().map(|part| {
        let title = part.title.in_language(language);
        Choice::new(&part.id, title).chosen(part.id == text("post"))
    });
    let posts = FieldKind::Select(posts.collect(), say("选一个岗位", "Choose a post"));
    let what = FieldKind::TextArea(text("text"), TEXT_ROWS);
    let fields = [
        ("text", say("约定什么？", "What follows?"), what),
        ("post", say("由哪个岗位办？", "Which post owes it?"), posts),
        (
            "by",
            say("哪天以前？", "By which day?"),
            FieldKind::Date(text("by")),
        ),
    ];
    let mut fields: Vec<FieldView> = fields
        .into_iter()
        .map(|(name, label, kind)| FieldView::new(name, label, kind).refused(wrong(name)))
        .collect();
    if let Some(first) = fields.first_mut() {
        first.hint = say(
            "例如：再次面谈，答复补偿怎么算。",
            "Such as: a second talk, with an answer about the compensation.",
        );
    }
    fields
}

/// What is owed still.
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
