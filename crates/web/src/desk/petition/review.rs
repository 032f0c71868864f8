//! What a review 复查 is about, on the page of its case: the petitioner's reasons and the answer before.

use super::parts::answer_parts;
use crate::desk::case::{Opened, safe};
use crate::pages::desk::petition::{AnswerState, AnswerView};
use huiyin_domain::petition::AnswerDraft;

/// Why the petitioner does not agree, and whether the request came late.
pub(super) fn remark(opened: &Opened<'_>) -> Option<String> {
    let review = opened.view.review.as_ref()?;
    let reasons = safe(&review.reasons);
    let reasons = opened.language.pick(
        format!("申请复查的理由：{reasons}"),
        format!("Why review is asked for: {reasons}"),
    );
    let late = opened.say(
        "申请已过期限：登记了，是不是审查由您决定，写明理由",
        "It was asked for after the time: it is registered, and you decide with reasons whether it is admitted",
    );
    Some(match review.late {
        true => format!("{reasons}\n{late}"),
        false => reasons,
    })
}

/// The answer that is reviewed.
pub(super) fn answer(opened: &Opened<'_>) -> Option<AnswerView> {
    let review = opened.view.review.as_ref()?;
    let (authority, number) = (
        review.authority.in_language(opened.language),
        &review.number,
    );
    Some(AnswerView {
        state: AnswerState::Served,
        origin: opened.language.pick(
            format!("被复查的处理意见：{authority}，编号{number}"),
            format!("The answer under review: {authority}, number {number}"),
        ),
        summary: safe(&review.answer.summary),
        parts: answer_parts(opened, &review.answer),
        document_href: None,
        work_href: None,
    })
}

/// The summary of an answer, with the decision above it where it is one of a review.
pub(crate) fn summary(opened: &Opened<'_>, draft: &AnswerDraft) -> String {
    let words = safe(&draft.summary);
    match draft.review {
        Some(outcome) => format!("{}\n{words}", outcome.label(opened.language)),
        None => words,
    }
}
