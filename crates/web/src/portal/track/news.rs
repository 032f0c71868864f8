//! What the top of a matter's page says came for its petitioner, and when a reply can be expected: what stands
//! further down is found by nobody who does not know that it is there.

use crate::desk::case::{day, when};
use crate::pages::track::News;
use huiyin_app::{ObligationView, TrackView};
use huiyin_domain::language::Language;
use huiyin_domain::wording::Dates;

/// What came and what waits: the last message until it is replied to, remedies to confirm, the newest notice or
/// answer.
pub(super) fn of(view: &TrackView, dates: Dates<'_>) -> Vec<News> {
    let language = dates.language;
    let message = message(view, dates);
    let promised = view.to_verify.first().map(|nth| {
        let words = language.pick(
            "答应您的事，说是做了：对不对，点这里说",
            "What was promised is said to be done: tell us whether it is",
        );
        News::new(words.to_owned(), format!("#promised-{}", nth + 1))
    });
    let document = view.documents.last().map(|document| {
        let (title, at) = (
            document.title.in_language(language),
            when(&document.at, dates),
        );
        let words = language.pick(
            format!("给您的{title}（{at}），点这里看"),
            format!("{title} for you ({at}): read it"),
        );
        News::new(words, "#answers")
    });
    message
        .into_iter()
        .chain(reviewed(view, dates))
        .chain(promised)
        .chain(document)
        .collect()
}

/// That the authority above looks again, and until when it answers.
fn reviewed(view: &TrackView, dates: Dates<'_>) -> Option<News> {
    let language = dates.language;
    let review = view.review.as_ref().filter(|one| one.reasons.is_none())?;
    let number = review.number.as_ref()?;
    let there = view.also.iter().find(|one| one.number == *number)?;
    let mut owed = there.obligations.iter();
    let next = owed.find(|one| one.duty != "window" && one.state == "open")?;
    let authority = there.authority.in_language(language);
    let day = day(&next.due_date, dates);
    let words = language.pick(
        format!("您已请{authority}重新看（编号{number}），那边最迟{day}告诉您，点这里看"),
        format!("You asked {authority} to look again (number {number}); it tells you by {day}: look there"),
    );
    let href = format!("/track/petition?number={number}&at={}", there.authority_key);
    Some(News::new(words, href))
}

/// What the authority wrote last, as long as the petitioner has written nothing since.
fn message(view: &TrackView, dates: Dates<'_>) -> Option<News> {
    let language = dates.language;
    let last = view.messages.last().filter(|one| !one.from_petitioner)?;
    let (unit, at) = (view.unit.in_language(language), when(&last.at, dates));
    let words = language.pick(
        format!("{unit}给您留了言（{at}），点这里看"),
        format!("{unit} wrote to you ({at}): read it"),
    );
    Some(News::new(words, "#messages"))
}

/// Where a reply appears. No rule sets a date for it, which is said; the next date that does hold is named.
pub(super) fn reply_line(
    view: &TrackView,
    phrase: impl Fn(&ObligationView) -> String,
    language: Language,
) -> String {
    let mut owed = view.obligations.iter();
    let next = owed.find(|one| one.duty != "window" && one.state == "open");
    match next.map(phrase) {
        Some(next) => language.pick(
            format!("回复会出现在这里。留言没有单独的期限；眼下最近的是：{next}。"),
            format!(
                "Replies appear here. A message has no time limit of its own; the next date is: {next}."
            ),
        ),
        None => language
            .pick("回复会出现在这里。", "Replies appear here.")
            .to_owned(),
    }
}
