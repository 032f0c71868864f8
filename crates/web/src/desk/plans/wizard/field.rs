//! A question of the wizard as a field of its form.

use super::plain;
use crate::desk::guard::Signed;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_app::PlanDraftLook;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::wizard::{Question, Takes};
use huiyin_domain::plan::{Channel, DayWord, RunLevel, Severity};

/// Officials up to whom each can be ticked; of more their logins are typed.
const TICKED_MAX: usize = 40;

/// A question as a field of the form: what was answered, and what is wrong with it: why it could not be
/// saved, else what the check of the plan found.
pub(super) fn field(
    signed: &Signed,
    look: &PlanDraftLook,
    (question, begun): (&Question, bool),
    refusal: Option<String>,
) -> FieldView {
    let language = signed.language();
    let typed = look.answers.get(&question.name);
    // Of those who receive, and of days, an empty answer is what the plan says.
    let as_it_is = is_receiver(question) || question.takes == Takes::Days;
    let typed = typed.filter(|text| !as_it_is || !text.is_empty());
    let value = typed.unwrap_or(&question.unless).clone();
    let (label, hint) = question.words();
    let label = label.in_language(language).to_owned();
    let mut hint = hint.in_language(language).to_owned();
    if keeps_template_name(look, question) {
        hint = language
            .pick(
                "中文名改了，英文名还是样板的：改成对应的，或者清空，英文页面就用中文名。",
                "The Chinese name was changed, and this is still the template's: change it too, or empty it.",
            )
            .to_owned();
    }
    if let Some(daily) = turns(look, question) {
        let (zh, en) = match daily {
            true => ("几个人轮流的，每天换一次。", " Several change every day."),
            false => ("几个人轮流的，每周换一次。", " Several change every week."),
        };
        hint.push_str(language.pick(zh, en));
    }
    let kind = kind(look, question, &value, language);
    let about = |severity: Severity| {
        let mut findings = look.checked.findings.iter();
        let found = findings.find(|found| {
            begun && found.severity == severity && look.template.is_about(found, &question.name)
        });
        found.map(|found| plain::sentence(look, found, language))
    };
    let wrong = about(Severity::Error);
    // What can stay as it is stands at its question all the same, and not as a mistake.
    if let Some(warning) = about(Severity::Warning) {
        hint.push_str(language.pick("提醒：", " Note: "));
        hint.push_str(&warning);
    }
    let view = FieldView::new(&question.name, label, kind)
        .hinted(hint)
        .refused(refusal.or(wrong));
    match question.takes {
        Takes::Contact => view.optional(),
        _ => view,
    }
}

/// Whether several who are named here take turns by the day, else by the week; nothing where nobody is named.
fn turns(look: &PlanDraftLook, question: &Question) -> Option<bool> {
    let first = question.takes == Takes::Staff && question.name.ends_with(".staff");
    look.template.turns_daily(&question.name).filter(|_| first)
}

/// Whether an English name is still that of the template though the Chinese one is another.
fn keeps_template_name(look: &PlanDraftLook, question: &Question) -> bool {
    let Some(path) = question.name.strip_suffix(".title_en") else {
        return false;
    };
    let typed = |name: &str| look.answers.get(name).map(|text| text.trim());
    let zh = typed(&format!("{path}.title_zh"));
    let known = look.template.chinese_name(path);
    let renamed = zh.is_some_and(|zh| !zh.is_empty() && known.is_some_and(|known| zh != known));
    renamed
        && !question.unless.is_empty()
        && typed(&question.name) == Some(question.unless.as_str())
}

/// Whether it asks who receives in a tier.
pub(super) fn is_receiver(question: &Question) -> bool {
    question.takes == Takes::Posts && question.name.starts_with("rule.")
}

/// What kind of field it is, with what stands in it.
fn kind(look: &PlanDraftLook, question: &Question, value: &str, language: Language) -> FieldKind {
    let ticked = |word: &str| value.split(',').any(|one| one.trim() == word);
    match question.takes {
        Takes::Text => FieldKind::Text(value.to_owned()),
        Takes::Number | Takes::Widths | Takes::Time | Takes::Contact => {
            FieldKind::Short(value.to_owned())
        }
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
        Takes::Staff if look.officials.len() <= TICKED_MAX => {
            FieldKind::Checks(officials(look, &ticked, language))
        }
        Takes::Staff => FieldKind::Text(value.to_owned()),
        Takes::Posts => FieldKind::Checks(posts(look, (question, language), &ticked)),
        Takes::Post => {
            let choices = posts(look, (question, language), &|id| id == value);
            let none = language.pick(
                "先不选，下一步再勾",
                "None for now: tick it in the next step",
            );
            FieldKind::Select(choices, none.to_owned())
        }
        Takes::Hours => {
            let windows = look.template.windows(&look.answers).into_iter();
            let choice = |(id, said): (String, Bilingual)| {
                let is_ticked = ticked(&id);
                Choice::new(id, said.in_language(language)).chosen(is_ticked)
            };
            FieldKind::Checks(windows.map(choice).collect())
        }
        Takes::Days => FieldKind::Checks(
            DayWord::ALL
                .iter()
                .map(|one| Choice::new(one.word(), one.label(language)).chosen(ticked(one.word())))
                .collect(),
        ),
        Takes::Recipient => recipients(look, value, language),
        Takes::Level => {
            let levels = RunLevel::ALL.iter();
            let levels = levels.map(|one| {
                Choice::new(one.word(), one.label(language)).chosen(one.word() == value)
            });
            FieldKind::Select(levels.collect(), String::new())
        }
        Takes::Approver => {
            let approvers = look.approvers.iter().map(|one| {
                let names = one.names.join(language.pick("、", ", "));
                let title = one.title.in_language(language);
                let said =
                    language.pick(format!("{title}（{names}）"), format!("{title} ({names})"));
                Choice::new(one.duty.clone(), said).chosen(one.duty == value)
            });
            let none = language.pick("选一个现在有人的岗位", "Choose a post that somebody holds");
            FieldKind::Select(approvers.collect(), none.to_owned())
        }
    }
}

/// Who can be on duty, each with the post or unit by which colleagues know them: who holds a post first, then
/// the others, those who only look at the record last.
fn officials(
    look: &PlanDraftLook,
    ticked: &dyn Fn(&str) -> bool,
    language: Language,
) -> Vec<Choice> {
    let mut all: Vec<(u8, Choice)> = Vec::new();
    for (login, name) in &look.officials {
        let (rank, known) = match look.known_as.get(login) {
            Some((rank, title)) => (*rank, title.in_language(language)),
            None => (0, language.pick("没有账号", "no account")),
        };
        let name = match name.is_empty() {
            true => language.pick("还没有写姓名的人", "somebody without a name yet"),
            false => name.as_str(),
        };
        let said = match known.is_empty() {
            true => name.to_owned(),
            false => language.pick(format!("{name}（{known}）"), format!("{name} ({known})")),
        };
        all.push((rank, Choice::new(login, said).chosen(ticked(login))));
    }
    all.sort_by_key(|(rank, _)| *rank);
    all.into_iter().map(|(_, choice)| choice).collect()
}

/// Who above can be told, by the names so far.
fn recipients(look: &PlanDraftLook, value: &str, language: Language) -> FieldKind {
    let all = look.template.recipients().into_iter();
    let choices = all.map(|(id, title)| {
        let name = look
            .answers
            .get(&format!("recipient.{id}.title_{}", language.tag()));
        let name = name.cloned().filter(|name| !name.trim().is_empty());
        let name = name.unwrap_or_else(|| title.in_language(language).to_owned());
        let chosen = id == value;
        Choice::new(id, name).chosen(chosen)
    });
    let none = language.pick("不用报告", "Nobody").to_owned();
    FieldKind::Select(choices.collect(), none)
}

/// The posts that can be chosen, without the one that the question is about; each with who holds it by
/// the answers so far.
fn posts(
    look: &PlanDraftLook,
    (question, language): (&Question, Language),
    ticked: &dyn Fn(&str) -> bool,
) -> Vec<Choice> {
    let own = question.name.split('.').nth(1).unwrap_or_default();
    let others = look.template.posts_now(&look.answers).into_iter();
    let others = others.filter(|(id, _)| id != own || !question.name.starts_with("post."));
    let choice = |(id, title): (String, Bilingual)| {
        let names = look.template.on_duty(&id, &look.answers, &look.officials);
        let title = title.in_language(language);
        let said = match names.is_empty() {
            true => title.to_owned(),
            false => {
                let names = names.join(language.pick("、", ", "));
                language.pick(format!("{title}（{names}）"), format!("{title} ({names})"))
            }
        };
        let is_ticked = ticked(&id);
        Choice::new(id, said).chosen(is_ticked)
    };
    others.map(choice).collect()
}
