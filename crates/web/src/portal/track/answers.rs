//! Answers, notices and decisions as the page of a matter shows them.

use super::acts::{safe, target};
use crate::desk::case::when;
use crate::pages::track::Answer;
use huiyin_app::{FactLookedInto, TrackAnswerItem, TrackDocument, TrackView};
use huiyin_domain::language::Language;
use huiyin_domain::petition::{Action, Outcome};
use huiyin_domain::wording::{self, Dates};
use jiff::civil::Date;

/// Answers and notices, the newest first.
pub(super) fn answers(view: &TrackView, dates: Dates<'_>) -> Vec<Answer> {
    let documents = view.documents.iter().rev();
    let documents = documents.map(|document| notice(view, document, dates));
    let earlier = view.answers.iter().rev().map(|answer| Answer {
        when: when(&answer.at, dates),
        text: safe(&answer.text),
        document_href: None,
        receive: None,
        received: String::new(),
    });
    documents.chain(earlier).collect()
}

fn notice(view: &TrackView, document: &TrackDocument, dates: Dates<'_>) -> Answer {
    let language = dates.language;
    let title = document.title.in_language(language);
    let at = when(&document.at, dates);
    let may = view.steps.iter();
    let may = may.clone().any(|word| word == Action::AcceptService.word());
    let served = document.served_at.as_deref();
    let served = served.map(|at| when(at, dates));
    Answer {
        when: language.pick(format!("{title}，{at}"), format!("{title}, {at}")),
        text: text_of(view, document, language),
        document_href: None,
        receive: (document.receivable && may)
            .then(|| target(view, Action::AcceptService, &document.document)),
        received: served
            .map(|at| language.pick(format!("{at}送达"), format!("Served at {at}")))
            .unwrap_or_default(),
    }
}

/// A notice without words of its own says what it is.
fn usual_text(view: &TrackView, document: &TrackDocument, language: Language) -> String {
    let unit = view.unit.in_language(language);
    match document.document.as_str() {
        "acceptance" => language.pick(
            format!("您反映的事项已经受理，由{unit}办理。最迟哪天答复，见“谁该办什么，最迟哪天”。"),
            format!(
                "Your matter is accepted; {unit} handles it. The last day for the answer stands under “Who owes what, by when”."
            ),
        ),
        "extension-notice" => language.pick(
            format!("{unit}需要更多时间，期限已延长。"),
            format!("{unit} needs more time; the date has moved."),
        ),
        _ => String::new(),
    }
}

/// What the document says, its days as it has them.
fn text_of(view: &TrackView, document: &TrackDocument, language: Language) -> String {
    let items = document.items.iter().enumerate();
    let items = items.map(|(nth, item)| item_text(nth + 1, item, language));
    let text = if document.text.trim().is_empty() {
        usual_text(view, document, language)
    } else {
        safe(&document.text)
    };
    let facts = document.facts.iter();
    let facts = facts.map(|fact| fact_text(fact, language));
    let due = document.due.as_deref().and_then(|day| day.parse().ok());
    let due = due.map(|day| {
        let day = wording::day(day, language);
        language.pick(
            format!("期限改到最迟{day}，含当天。"),
            format!("The last day is now {day}, that day included."),
        )
    });
    let parts = due
        .into_iter()
        .chain(std::iter::once(text))
        .chain(items)
        .chain(facts)
        .chain(std::iter::once(safe(&document.remedy_notice)));
    let parts: Vec<String> = parts.filter(|part| !part.trim().is_empty()).collect();
    parts.join("\n\n")
}

/// A fact that was disputed or added, and how it was looked into.
fn fact_text(one: &FactLookedInto, language: Language) -> String {
    let say = |zh: &str, en: &str, text: &str| {
        let text = safe(text);
        language.pick(format!("{zh}：{text}"), format!("{en}: {text}"))
    };
    let said = one.said.iter();
    let fact = match one.added {
        false => say("写明的事实", "The fact as it was put", &one.fact),
        true => say("您补充的", "You added", &one.fact),
    };
    let lines: Vec<String> = std::iter::once(fact)
        .chain(said.map(|said| say("您提出", "You said", said)))
        .chain([say("核实情况", "How it was looked into", &one.words)])
        .collect();
    lines.join("\n")
}

fn item_text(nth: usize, item: &TrackAnswerItem, language: Language) -> String {
    let outcomes = item.outcomes.iter().filter_map(|word| Outcome::parse(word));
    let outcomes: Vec<&str> = outcomes.map(|one| one.label(language)).collect();
    let by = item.by.as_deref().and_then(|day| day.parse::<Date>().ok());
    let by = by
        .map(|day| wording::day(day, language))
        .unwrap_or_default();
    let request = format!("{nth}. {}", item.request);
    let lines = [
        ("诉求", "Request", request),
        ("查明", "Found", item.finding.clone()),
        ("事实和证据", "Facts and proof", item.facts.clone()),
        ("依据", "Basis", item.basis.clone()),
        ("结论", "Outcome", outcomes.join(language.pick("、", ", "))),
        ("措施", "Measure", item.measure.clone()),
        ("最迟", "By", by),
    ];
    let lines = lines.iter().filter(|(_, _, text)| !text.trim().is_empty());
    let lines: Vec<String> = lines
        .map(|(zh, en, text)| {
            let text = safe(text);
            language.pick(format!("{zh}：{text}"), format!("{en}: {text}"))
        })
        .collect();
    lines.join("\n")
}
