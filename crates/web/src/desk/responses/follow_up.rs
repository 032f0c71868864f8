//! The dates that follow a visit, on the page of the response and where it is ended.

use super::told;
use crate::desk::case::{day, href_of};
use crate::desk::guard::Signed;
use crate::pages::desk::responses::FollowUps;
use huiyin_app::{ImprovementView, ObligationView, ResponseView};
use huiyin_domain::text::shown_safely;

/// What a commitment is called that is the next talk; whoever sets it types on.
const NEXT_TALK: &str = "%E5%86%8D%E6%AC%A1%E9%9D%A2%E8%B0%88";

/// A date as a sentence: until when, what, by which unit.
fn said(signed: &Signed, one: &ObligationView) -> String {
    let language = signed.language();
    let what = one.title.in_language(language);
    let day = signed.authority().map_or_else(
        || one.due_date.clone(),
        |authority| day(&one.due_date, signed.dates(&authority.zone)),
    );
    let unit = one.owed_by_name.in_language(language);
    let late = match one.late {
        true => language.pick("（超期）", " (late)"),
        false => "",
    };
    language.pick(
        format!("{day}前，{what}，{unit}{late}"),
        format!("by {day}: {what}, {unit}{late}"),
    )
}

/// What is still owed on the group's petition, and where the next talk is set; nothing for whoever neither
/// receives nor ends.
pub(super) fn follow_ups(signed: &Signed, view: &ResponseView) -> Option<FollowUps> {
    let may = |word: &str| view.may.contains(&word);
    let number = view.reception.petition.as_ref()?;
    (may("receive") || may("end")).then(|| FollowUps {
        dates: view
            .follow_ups
            .iter()
            .map(|one| said(signed, one))
            .collect(),
        next_talk: format!("{}/do/commit?text={NEXT_TALK}", href_of(number)),
        statement: view.respondent_unheard.then(|| href_of(number)),
    })
}

/// A date that the response itself owes, as a sentence.
pub(super) fn own_date(signed: &Signed, one: &ImprovementView) -> String {
    let language = signed.language();
    let (day, post) = (told(signed, &one.due_at), one.post.in_language(language));
    let what = shown_safely(&one.text);
    language.pick(
        format!("{day}前，{what}，{post}"),
        format!("by {day}: {what}, {post}"),
    )
}

/// What is told before the response is ended: which dates follow, or that none is set.
pub(super) fn told_at_the_end(signed: &Signed, view: &ResponseView) -> Vec<String> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    if view.reception.petition.is_none() && view.summary.exercise {
        return Vec::new();
    }
    if view.reception.petition.is_none() {
        let own = view
            .improvements
            .iter()
            .filter(|one| one.follow_up && one.done_at.is_none());
        let own: Vec<String> = own.map(|one| own_date(signed, one)).collect();
        if own.is_empty() {
            return vec![say(
                "还没有后续日期。要再谈一次，先约定日子，印在谈话记录上给代表带回去；登记了来访人的信访件，代表凭码就看得到。",
                "No date follows yet. To talk again, set the day first: it is printed on the minutes that the representatives take home; once the group's petition is registered, they see it by their code.",
            )];
        }
        let head = say("结束以后还欠着的：", "Still owed after the end:");
        return std::iter::once(head).chain(own).collect();
    }
    if view.follow_ups.is_empty() {
        return vec![say(
            "来访人的信访件上现在没有到期要办的事。要再谈一次，先回到响应页面约好日子。",
            "Nothing is owed on the group's petition now. To talk again, set the day on the page of the response first.",
        )];
    }
    let head = say(
        "结束以后还欠着的，来访代表在查询页看得到：",
        "Still owed after the end, and seen by the representatives on their tracking page:",
    );
    let dates = view.follow_ups.iter().map(|one| said(signed, one));
    std::iter::once(head).chain(dates).collect()
}
