//! The situation reports of a response on its page: what is owed, and what went up.

use super::{at_hour, href};
use crate::desk::guard::Signed;
use crate::pages::desk::responses::{OneButton, SentReportRow};
use crate::pages::form::FormTarget;
use crate::problem::Problem;
use huiyin_app::{ResponseView, SentReportView};
use huiyin_domain::text::shown_safely;

/// The reports that are owed, each with where it stands and whether it is late.
pub(super) fn owed(signed: &Signed, view: &ResponseView) -> Vec<(String, String, bool)> {
    let language = signed.language();
    // After the end no further one is owed.
    let running = view.summary.ended_at.is_none();
    let owed = view.reports.iter().filter(|owed| running || owed.sent);
    let owed = owed.map(|owed| {
        let (title, due) = (
            owed.title.in_language(language),
            at_hour(signed, view, &owed.due_at),
        );
        let number = owed.number;
        let words = match owed.sent {
            true => language.pick(
                format!("第{number}次，已报"),
                format!("No. {number}, went up"),
            ),
            false => language.pick(
                format!("第{number}次，{due}前"),
                format!("No. {number}, by {due}"),
            ),
        };
        (title.to_owned(), words, owed.late && !owed.sent)
    });
    owed.collect()
}

/// The reports that went up, each to be printed, and acknowledged for a recipient who phones.
pub(super) fn sent(signed: &Signed, view: &ResponseView) -> Result<Vec<SentReportRow>, Problem> {
    let language = signed.language();
    let row = |one: &SentReportView| -> Result<SentReportRow, Problem> {
        let (title, number) = (one.title.in_language(language), one.number);
        let at = at_hour(signed, view, &one.at);
        let way = match (view.summary.exercise, one.goes_out) {
            (true, _) => language.pick("演练不外发", "a drill, sent to nobody outside"),
            (false, true) => language.pick("已交邮件或网关发送", "given to mail or a gateway"),
            (false, false) => language.pick("请打印或电话报送", "print it, or read it out"),
        };
        let words = match &one.acknowledged_at {
            Some(at) => {
                let at = at_hour(signed, view, at);
                language.pick(format!("对方{at}确认收到"), format!("acknowledged {at}"))
            }
            None => language.pick(
                format!("{way}；对方还没确认"),
                format!("{way}; not acknowledged yet"),
            ),
        };
        // A drill that ended is told nothing more.
        let told = view.summary.exercise && view.summary.ended_at.is_some();
        let waits = one.acknowledged_at.is_none() && !told;
        let button = match waits && view.may.contains(&"report") {
            true => Some(OneButton {
                target: FormTarget::to(format!("{}/do/report-received", href(view.summary.id)))
                    .sealed("", signed.form_key()?),
                name: "to".to_owned(),
                value: one.to.clone(),
                label: language.pick("对方已收到", "They have it").to_owned(),
            }),
            false => None,
        };
        Ok(SentReportRow {
            head: language.pick(
                format!("{at} 第{number}号，报{title}"),
                format!("{at} No. {number} to {title}"),
            ),
            words,
            number,
            href: format!("{}/report/{}/{number}", href(view.summary.id), one.to),
            text: shown_safely(&one.text).into_owned(),
            button,
        })
    };
    view.sent_reports.iter().map(row).collect()
}
