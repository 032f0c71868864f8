//! A question of the wizard as a field of its form.

use crate::desk::guard::Signed;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_app::PlanDraftLook;
use huiyin_domain::language::Language;
use huiyin_domain::plan::Channel;
use huiyin_domain::plan::wizard::{Question, Takes};

/// Officials up to whom each can be ticked; of more their logins are typed.
const TICKED_MAX: usize = 40;

/// A question as a field of the form: what was answered, and what is wrong with it: why it could not be
/// saved, else what the check of the plan found.
pub(super) fn field(
    signed: &Signed,
    look: &PlanDraftLook,
    question: &Question,
    refusal: Option<String>,
) -> FieldView {
    let language = signed.language();
    let typed = look.answers.get(&question.name);
    let value = typed.unwrap_or(&question.unless).clone();
    let (label, hint) = words(question, language);
    let ticked = |word: &str| value.split(',').any(|one| one.trim() == word);
    let kind = match question.takes {
        Takes::Text => FieldKind::Text(value.clone()),
        Takes::Number | Takes::Widths => FieldKind::Short(value.clone()),
        Takes::Unit => {
            let units = look.units.iter().map(|unit| {
                let name = unit.name.in_language(language).to_owned();
                Choice::new(unit.key.clone(), name).chosen(unit.key == value)
            });
            let none = language.pick("选一个单位", "Choose a unit").to_owned();
            FieldKind::Select(units.collect(), none)
        }
        Takes::Channels => FieldKind::Checks(
            Channel::ALL
                .iter()
                .map(|one| Choice::new(one.word(), one.label(language)).chosen(ticked(one.word())))
                .collect(),
        ),
        Takes::Staff if look.officials.len() <= TICKED_MAX => FieldKind::Checks(
            look.officials
                .iter()
                .map(|(login, name)| Choice::new(login, name).chosen(ticked(login)))
                .collect(),
        ),
        Takes::Staff => FieldKind::Text(value.clone()),
    };
    let mut found = look
        .checked
        .findings
        .iter()
        .filter(|found| look.template.is_about(found, &question.name));
    let wrong = found.next();
    let wrong = wrong.map(|found| language.pick(&found.message, &found.message_en).clone());
    FieldView::new(&question.name, label, kind)
        .hinted(hint)
        .refused(refusal.or(wrong))
}

/// What a question asks, and one sentence under it.
fn words(question: &Question, language: Language) -> (String, String) {
    let key = question.name.rsplit('.').next().unwrap_or_default();
    let (zh, en, hint_zh, hint_en) = match (question.takes, key) {
        (_, "title_zh") => ("中文名", "Name in Chinese", "", ""),
        (_, "title_en") => ("英文名", "Name in English", "", ""),
        (_, "id") => (
            "代号",
            "Id",
            "小写字母、数字和短横线。",
            "Lower-case letters, digits and dashes.",
        ),
        (_, "area_m2") => (
            "面积（平方米）",
            "Clear area in square metres",
            "能站人的净面积，整数。",
            "Where people can stand; a whole number.",
        ),
        (_, "exits_m") => (
            "各出口净宽（米）",
            "Clear width of each exit in metres",
            "一个出口写一个数，用逗号分开，如1.4, 0.9。",
            "One number for each exit, commas between, such as 1.4, 0.9.",
        ),
        (_, "travel_minutes") => (
            "从接到呼叫到接待地点要几分钟？",
            "Minutes from the call to the place of reception",
            "自己填的，系统不定位任何人。",
            "Declared; nobody is ever located.",
        ),
        (Takes::Unit, _) => (
            "属于哪个单位？",
            "Which unit?",
            "群众反映这个单位时，就不叫这个岗位。",
            "When that unit is complained of, this post is not called.",
        ),
        (Takes::Staff, _) => (
            "谁值班？",
            "Who is on duty?",
            "勾几个人就按这个顺序轮流。",
            "Several take turns, in this order.",
        ),
        (Takes::Channels, _) => ("怎样呼叫？", "How are they called?", "", ""),
        _ => ("内容", "Text", "", ""),
    };
    (
        language.pick(zh, en).to_owned(),
        language.pick(hint_zh, hint_en).to_owned(),
    )
}
