//! The form of a post.

use super::fields::{Wrong, both, number, staff, units};
use crate::body::Form;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_app::{OrganisationAt, PostDraft};
use huiyin_domain::rulebook::Rulebook;

/// Stand-ins asked for beyond those that there are.
const FURTHER_STAND_INS: usize = 2;
/// Where the word of a post is typed that is in no rulebook: one of a plan.
const WORD: &str = "duty_word";
/// Who is told in the end, though no rulebook has to name it.
const SUPERVISION: (&str, &str, &str) = ("supervision", "督查部门负责人", "Head of supervision");
/// The most stand-ins that the form takes.
const STAND_INS_MAX: usize = 20;

/// An empty form.
pub(super) fn new(organisation: &OrganisationAt) -> PostDraft {
    PostDraft {
        unit: organisation.registering_unit().raw(),
        ..PostDraft::default()
    }
}

/// What was typed.
pub(super) fn draft(form: &Form) -> PostDraft {
    let nth = 0..STAND_INS_MAX;
    PostDraft {
        duty: form
            .text(WORD)
            .or_else(|| form.text("duty"))
            .unwrap_or_default(),
        title: both(form, "title"),
        unit: number(form, "unit").unwrap_or_default(),
        holder: number(form, "holder"),
        stand_ins: nth.filter_map(|nth| number(form, &stand_in(nth))).collect(),
        closed: form.ticked("closed"),
    }
}

fn stand_in(nth: usize) -> String {
    format!("stand_in_{nth}")
}

/// The fields; `rulebook` has the posts that it looks for.
pub(super) fn fields(
    wrong: &Wrong<'_>,
    organisation: &OrganisationAt,
    rulebook: Option<&Rulebook>,
    draft: &PostDraft,
) -> Vec<FieldView> {
    let language = wrong.language;
    let labels = (
        wrong.say("名称", "Title in Chinese"),
        wrong.say("英文名称", "Title in English"),
    );
    let mut fields = wrong.both("title", labels, &draft.title).to_vec();
    fields.extend(duty(wrong, rulebook, &draft.duty));
    let unit = wrong.say("单位", "Unit");
    let choices = units(organisation, language, Some(draft.unit));
    fields.push(wrong.field("unit", unit, FieldKind::Select(choices, String::new())));
    let nobody = wrong.say("空着", "Nobody");
    let holder = wrong.say("谁在岗", "Holder");
    let choices = FieldKind::Select(staff(organisation, draft.holder), nobody.to_owned());
    fields.push(wrong.field("holder", holder, choices).optional());
    let count = (draft.stand_ins.len() + FURTHER_STAND_INS).min(STAND_INS_MAX);
    for nth in 0..count {
        let chosen = draft.stand_ins.get(nth).copied();
        let label = language.pick(
            format!("第{}代班", nth + 1),
            format!("Stand-in {}", nth + 1),
        );
        let choices = FieldKind::Select(staff(organisation, chosen), nobody.to_owned());
        let field = FieldView::new(stand_in(nth), label, choices).optional();
        let refused = wrong.with("stand_ins").filter(|_| nth == 0);
        fields.push(field.refused(refused));
    }
    let closed = wrong.say("已取消", "It is abolished");
    fields.push(wrong.field("closed", closed, FieldKind::Checkbox(draft.closed)));
    fields
}

/// Which post it is to the rulebook: one of those that it names, or a plan's by its word.
fn duty(wrong: &Wrong<'_>, rulebook: Option<&Rulebook>, duty: &str) -> [FieldView; 2] {
    let language = wrong.language;
    let posts = rulebook.map(|rulebook| &rulebook.posts);
    let named = posts.into_iter().flatten();
    let named = named.map(|(word, title)| (word.as_str(), title.in_language(language)));
    let (word, zh, en) = SUPERVISION;
    let more = [(word, language.pick(zh, en))];
    let more = more
        .into_iter()
        .filter(|(word, _)| posts.is_none_or(|posts| !posts.contains_key(*word)));
    let choices = named.chain(more).map(|(word, title)| {
        let label = language.pick(format!("{title}（{word}）"), format!("{title} ({word})"));
        Choice::new(word, label).chosen(word == duty)
    });
    let choices: Vec<Choice> = choices.collect();
    let known = choices.iter().any(|choice| choice.selected);
    let typed = if known { "" } else { duty };
    let label = wrong.say("规程里的岗位", "The rulebook's post");
    let other = wrong.say("不是规程里的岗位", "None that the rulebook names");
    let choose = FieldKind::Select(choices, other.to_owned());
    let word = wrong.say("预案里的岗位", "A post of a plan");
    let typed = FieldKind::Short(typed.to_owned());
    [
        wrong.field("duty", label, choose).hinted(wrong.say(
            "审批、延期、逾期上报都按它找人",
            "By it the rulebook finds who approves, who decides and whom what is late is reported to",
        )),
        FieldView::new(WORD, word, typed).optional().hinted(wrong.say(
            "只在规程里没有时写：预案里这个岗位的代号，如on-duty",
            "Only where the rulebook has none: the plan's word for it, such as on-duty",
        )),
    ]
}
