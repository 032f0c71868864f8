//! A danger to people, in words for staff: who was told when, and what is left of the hour for its report.

use crate::portal::by_time::{ByTime, end};
use huiyin_app::DangerView;
use huiyin_domain::language::Language;
use huiyin_domain::time::Instant;
use huiyin_domain::wording::Dates;

/// Who was told when, and until when the report is owed or when it was made.
pub(crate) fn words(view: &DangerView, now: Instant, dates: Dates<'_>) -> String {
    let language = dates.language;
    let time = |text: &str| {
        let at = Instant::parse(text);
        at.map_or_else(|_| text.to_owned(), |at| end(at, now, dates))
    };
    let told = view.told.iter().map(|one| {
        let post = one.post.in_language(language);
        language.pick(
            format!("{post}（{}）", one.name),
            format!("{post} ({})", one.name),
        )
    });
    let told: Vec<String> = told.collect();
    let at = time(&view.declared_at);
    let told = match told.is_empty() {
        true => language.pick(
            "没有人在值班岗位上，谁也没通知到：请自己马上打电话报告。".to_owned(),
            "Nobody acts for the post on duty, so nobody was told: report it by phone now."
                .to_owned(),
        ),
        false => language.pick(
            format!("{at}已通知{}。", told.join("、")),
            format!("Told at {at}: {}.", told.join(", ")),
        ),
    };
    let report = match (&view.reported_at, &view.report_due_at) {
        (Some(made), _) => {
            let made = time(made);
            language.pick(
                format!("{made}已作紧急报告。"),
                format!("The urgent report was made at {made}."),
            )
        }
        (None, Some(due_at)) => report(due_at, now, dates).unwrap_or_default(),
        (None, None) => String::new(),
    };
    match (language, report.is_empty()) {
        (Language::En, false) => format!("{told} {report}"),
        _ => told + &report,
    }
}

fn report(due_at: &str, now: Instant, dates: Dates<'_>) -> Option<String> {
    let (day, language) = (
        Instant::parse(due_at).ok()?.date_in(dates.zone),
        dates.language,
    );
    let left = ByTime::of(due_at, day, now, dates)?.with_end(language);
    Some(language.pick(
        format!("紧急报告{left}。"),
        format!("Urgent report: {left}."),
    ))
}
