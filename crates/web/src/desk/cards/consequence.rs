//! What happens when a step is taken: who has to act then, and which duty it meets, with its last day.

use crate::desk::case::Opened;
use crate::portal::by_time::ByTime;
use huiyin_domain::event::Document;
use huiyin_domain::language::Language;
use huiyin_domain::petition::Action;
use huiyin_domain::wording::included;
use jiff::civil::Date;

/// What happens then, with the date of what it meets.
pub(crate) fn consequence(opened: &Opened<'_>, action: Action) -> String {
    let language = opened.language;
    let words = words(opened, action);
    let Some((title, end)) = met_by(opened, action) else {
        return match language {
            Language::Zh => format!("{words}。"),
            Language::En => format!("{words}."),
        };
    };
    match language {
        Language::Zh => format!("{words}。现在欠着的“{title}”{end}。"),
        Language::En => format!("{words}. What is owed now, “{title}”, is {end}."),
    }
}

/// What happens, and who acts before: what waits for the seal does not go out at once.
fn words(opened: &Opened<'_>, action: Action) -> String {
    let language = opened.language;
    let words = action.consequence(language);
    if action == Action::AskExtension {
        return match opened.extends() {
            Some(who) => language.pick(
                format!("由{who}决定；同意后最多延30日，理由告知信访人"),
                format!("{who} decides; at most 30 days more, and the petitioner is told why"),
            ),
            None => words.to_owned(),
        };
    }
    let Some(keeper) = document_of(action).and_then(|document| opened.seals(document)) else {
        return words.to_owned();
    };
    match action {
        Action::Issue => language.pick(
            format!("答复等{keeper}用印，盖好才放到查询页并通知信访人；送达后办理时限完成"),
            format!("The answer waits for the seal ({keeper}); then it goes on the tracking page and the petitioner is told. Once served the answer duty is met"),
        ),
        _ => language.pick(
            format!("文书等{keeper}用印，盖好才告知信访人。{words}"),
            format!("The document waits for the seal ({keeper}) before the petitioner is told. {words}"),
        ),
    }
}

/// The document that a step issues.
const fn document_of(action: Action) -> Option<Document> {
    Some(match action {
        Action::Accept => Document::Acceptance,
        Action::Redirect => Document::Redirect,
        Action::Decline => Document::Decline,
        Action::DecideExtension => Document::ExtensionNotice,
        Action::Issue => Document::Answer,
        _ => return None,
    })
}

/// What is owed now and is met by an action, with its last day or what is left of its time.
fn met_by(opened: &Opened<'_>, action: Action) -> Option<(String, String)> {
    use Action as A;
    let terms: &[&str] = match action {
        A::Accept | A::Redirect | A::Decline => NOTICES,
        A::Transfer | A::Assign => &["sort", "notice", "transfer"],
        A::Receive | A::Object => &["handed-over"],
        A::SettleObjection => &["settle-objection"],
        A::Issue | A::Approve => ANSWERS,
        A::Serve => served(opened),
        A::DecideExtension => &["decide-extension"],
        A::GiveSupport => &["support"],
        A::CarryOut => &["instruction"],
        A::KeepCommitment => &["commitment"],
        A::ReportUrgent => &["urgent-report"],
        A::Fulfil => &["remedy"],
        A::CheckRemedy => &["check-remedy"],
        _ => &[],
    };
    let duty = opened.duty(terms)?;
    let (day, language): (Date, _) = (duty.due_date.parse().ok()?, opened.language);
    let (now, dates) = (opened.signed.web().huiyin.now(), opened.dates());
    let title = duty.title.in_language(language).to_owned();
    if let Some(by_time) = ByTime::of(&duty.due_at, day, now, dates) {
        return Some((title, by_time.with_end(language)));
    }
    let day = dates.day(day);
    let end = language.pick(format!("最迟{}", included(&day)), format!("due by {day}"));
    Some((title, end))
}

/// Duties that a notice of what becomes of the petition meets.
const NOTICES: &[&str] = &["sort", "notice", "transfer-notice", "accept"];
/// Duties that the answer meets.
const ANSWERS: &[&str] = &["answer", "perform", "suggestion-reply", "review"];

/// What the service of the document that waits for it meets: nothing is said where several wait, for it depends
/// on which is served.
fn served(opened: &Opened<'_>) -> &'static [&'static str] {
    let waiting = opened.view.documents.iter();
    let mut waiting = waiting.filter(|one| one.served_at.is_none() && !one.awaits_seal);
    match (waiting.next(), waiting.next()) {
        (Some(one), None) => match Document::parse(&one.document) {
            Some(Document::Acceptance | Document::Decline | Document::Redirect) => NOTICES,
            Some(Document::Answer | Document::ReviewDecision) => ANSWERS,
            _ => &[],
        },
        _ => &[],
    }
}
