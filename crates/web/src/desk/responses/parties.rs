//! Who owes the answer, and whom it is about, where that is learnt while a response runs.

use super::href;
use super::step::Words;
use crate::body::Form;
use crate::desk::case::href_of;
use crate::desk::guard::Signed;
use crate::pages::components::Choice;
use crate::pages::desk::Fact;
use crate::pages::desk::responses::StepLink;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_app::{PlanPart, ResponseStep, ResponseView};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::{Unit, UnitKind};
use huiyin_domain::plan::UNIT_HEAD_CONCERNED;
use std::collections::BTreeSet;

/// What a step is called, what happens, and what its button says.
pub(super) fn words(step: &str) -> (Words, Words, Words) {
    match step {
        "concerned" => (
            ("写明该答复的单位", "Name the unit that owes the answer"),
            (
                "马上呼叫这个单位的负责人；已经有人代他到了的，不再呼叫。单位名称加密保存。",
                "The head of that unit is called at once, unless somebody is there in their place already. Which unit it is, is sealed.",
            ),
            ("写明并呼叫", "Name it, and call its head"),
        ),
        "file" => (
            ("写明谈的是哪一件", "Name the petition that is heard"),
            (
                "被叫来能拍板的人在响应期间凭这一件的材料答复，分流以后才能打开，每次打开留记录，看不到姓名电话；办理期限不变。编号加密保存，信访件上不写在哪里谈过。",
                "Whoever is called to decide answers from its file while the response runs, once it is sorted: each opening is on record, without names or contacts; its dates do not change. The number is sealed, and nothing of the petition says where it was heard.",
            ),
            ("写明", "Name it"),
        ),
        _ => (
            ("写明反映的单位或岗位", "Name whom it is about"),
            (
                "勾选的单位的人、轮到勾选岗位的人，从现在起不呼叫，也看不到这次响应；已经呼叫的作废，改呼叫下一位。加密保存；写明了就不能撤回。",
                "Nobody of the units ticked, and nobody with a turn in a post ticked, is called or sees this response from now on; their pages end and the next is called. It is sealed, and never taken back.",
            ),
            ("写明", "Name them"),
        ),
    }
}

/// The step as it was typed.
pub(super) fn step(word: &str, form: &Form) -> ResponseStep {
    match word {
        "concerned" => ResponseStep::Concerned {
            unit: form
                .text("unit")
                .and_then(|id| id.parse().ok())
                .unwrap_or(0),
        },
        "file" => ResponseStep::File {
            petition: form.text("petition").unwrap_or_default(),
        },
        _ => ResponseStep::About {
            // What is no number is no unit, and refused.
            units: form
                .texts("units")
                .iter()
                .map(|id| id.parse().unwrap_or(0))
                .collect(),
            posts: form.texts("posts"),
        },
    }
}

/// What is asked.
pub(super) fn fields(
    signed: &Signed,
    view: &ResponseView,
    step: &str,
    typed: &Form,
    wrong: &dyn Fn(&str) -> Option<String>,
) -> Vec<FieldView> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    if step == "concerned" {
        let answers = |unit: &Unit| unit.kind != UnitKind::Enterprise;
        let units = units(signed, &typed.texts("unit"), answers);
        let kind = FieldKind::Select(units, say("选一个单位", "Choose a unit"));
        let label = say("哪个单位该答复？", "Which unit owes the answer?");
        return vec![FieldView::new("unit", label, kind).refused(wrong("unit"))];
    }
    if step == "file" {
        let number = FieldKind::Short(typed.text("petition").unwrap_or_default());
        let label = say("信访件编号", "Its number");
        return vec![FieldView::new("petition", label, number).refused(wrong("petition"))];
    }
    let units = FieldKind::Checks(units(signed, &typed.texts("units"), |_| true));
    let label = say("反映的单位、企业", "Units and enterprises that it is about");
    let units = FieldView::new("units", label, units).refused(wrong("units"));
    let told: Vec<&str> = view
        .about
        .iter()
        .map(|one| one.in_language(language))
        .collect();
    let units = match told.is_empty() {
        true => units,
        false => {
            let told = told.join(language.pick("、", ", "));
            units.hinted(language.pick(
                format!("已经写明的：{told}。"),
                format!("Named already: {told}."),
            ))
        }
    };
    let chosen = typed.texts("posts");
    // Posts of one name are meant together.
    let mut names = BTreeSet::new();
    let posts = view.plan_posts.iter();
    let posts = posts.filter(|post| post.id != UNIT_HEAD_CONCERNED);
    let posts = posts.filter(|post| names.insert(&post.title.zh));
    let choice = |post: &PlanPart| {
        let picked = chosen.contains(&post.id);
        Choice::new(&post.id, post.title.in_language(language)).chosen(picked)
    };
    let posts = FieldKind::Checks(posts.map(choice).collect());
    let label = say("反映的岗位", "Posts that it is about");
    let posts = FieldView::new("posts", label, posts).refused(wrong("posts"));
    vec![units.optional(), posts.optional()]
}

/// The units that are there, as choices.
pub(super) fn units(
    signed: &Signed,
    chosen: &[String],
    wanted: impl Fn(&Unit) -> bool,
) -> Vec<Choice> {
    let language = signed.language();
    let organisation = signed.authority().map(|one| one.organisation());
    let units = organisation.iter().flat_map(|one| one.units.values());
    let units = units.filter(|unit| !unit.closed && wanted(unit));
    let choice = |unit: &Unit| {
        let id = unit.id.to_string();
        let picked = chosen.contains(&id);
        Choice::new(id, unit.name.in_language(language)).chosen(picked)
    };
    units.map(choice).collect()
}

/// What leads to the steps, for whoever may take them while it runs.
pub(super) fn links(view: &ResponseView, language: Language) -> Vec<StepLink> {
    let running = view.summary.ended_at.is_none();
    let may = running && view.may.contains(&"name-parties");
    // A place above ours: nobody is counted there.
    let elsewhere = view.summary.people_max.is_none() && !view.summary.exercise;
    let links = [
        ("concerned", may && view.concerned.is_none()),
        ("about", may),
        ("file", may && elsewhere && view.file.is_none()),
    ];
    let shown = links.into_iter().filter(|(_, shown)| *shown);
    shown
        .map(|(step, _)| {
            let ((zh, en), ..) = words(step);
            StepLink {
                href: format!("{}/do/{step}", href(view.summary.id)),
                label: language.pick(zh, en).to_owned(),
            }
        })
        .collect()
}

/// The petition that is heard at a reception above ours, for whoever answers from its file.
pub(super) fn file(view: &ResponseView, language: Language) -> Option<(String, String)> {
    let number = view.file.as_ref()?;
    let label = language.pick(
        format!("{number}：凭这一件的材料答复（打开留记录，看不到姓名电话）"),
        format!("{number}: answer from its file (opening it is on record; no names or contacts)"),
    );
    Some((href_of(number), label))
}

/// Which unit owes the answer, where it is known or its head is called.
pub(super) fn fact(view: &ResponseView, language: Language) -> Option<Fact> {
    let mut calls = view.calls.iter();
    let calls = calls.any(|call| call.post == UNIT_HEAD_CONCERNED);
    let name = view.concerned.as_ref().map(|one| one.in_language(language));
    let unknown = calls.then(|| language.pick("还不知道", "Not known yet"));
    let label = language.pick("该答复的单位", "Unit that owes the answer");
    Some(Fact::new(label, name.or(unknown)?))
}
