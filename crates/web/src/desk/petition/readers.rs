//! Who may open a petition now, in words.

use crate::desk::case::Opened;
use huiyin_app::ReadersView;
use huiyin_domain::language::Language;

/// One line for each unit and role, or post, with the reason.
pub(super) fn lines(opened: &Opened<'_>) -> Vec<String> {
    let readers = opened.view.readers.iter();
    readers.map(|one| line(one, opened.language)).collect()
}

fn line(one: &ReadersView, language: Language) -> String {
    let (unit, as_whom) = (
        one.unit.in_language(language),
        one.as_whom.in_language(language),
    );
    let (count, why) = (one.people, why(&one.why, language));
    language.pick(
        format!("{unit}：{as_whom}，{count}人（{why}）"),
        match count {
            1 => format!("{unit}: {as_whom}, 1 person ({why})"),
            _ => format!("{unit}: {as_whom}, {count} people ({why})"),
        },
    )
}

fn why(word: &str, language: Language) -> &'static str {
    let (zh, en) = match word {
        "holder" => ("现在归这个单位办", "the unit has it now"),
        "sender" => (
            "由这个单位转出，对方还没接",
            "the unit sent it, and it is not taken yet",
        ),
        "responsible" => ("责任单位", "the unit stands as responsible"),
        "registrar" => ("由这个单位登记", "the unit registered it"),
        "supporting" => ("请这个单位协办", "the unit was asked for support"),
        "above" => (
            "是经办单位的上级",
            "the unit stands above the one that has it",
        ),
        "danger" => (
            "有现实危险，已通知这个岗位",
            "the post was told that people are in danger",
        ),
        "owes" => (
            "这个岗位在这一件上有该办的",
            "the post owes something on it",
        ),
        _ => ("督查或审计，只能看", "supervision or audit, to read only"),
    };
    language.pick(zh, en)
}
