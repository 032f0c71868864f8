//! The draft of an answer: as it is stored, as it was typed, as a page.

use super::{answer_clock, help};
use crate::body::Form;
use crate::desk::case::{Opened, safe};
use crate::desk::stated;
use crate::pages::components::Choice;
use crate::pages::desk::answer::{AnswerWorkPage, Missing, RequestCard, RequestDraft};
use crate::pages::desk::workshop::FactCard;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_domain::ids::Position;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{
    AddressedFact, AnswerDraft, AnswerItem, Command, Outcome, ReviewOutcome,
};
use jiff::civil::Date;

/// The most requests that a form is read for.
const REQUESTS_MAX: usize = 50;

/// A draft as it stands in the form.
pub(super) struct Typed {
    pub(super) items: Vec<RequestDraft>,
    pub(super) summary: String,
    pub(super) remedy_notice: String,
    /// The decision about the answer before; of a review only.
    review: Option<ReviewOutcome>,
    /// What is said to disputed and added facts, by their positions.
    facts: Vec<(i64, String)>,
}

/// What the fields of disputed and added facts are called, before the fact's position.
const FACT: &str = "fact-";

impl Typed {
    /// The draft as the domain takes it.
    pub(super) fn answer(&self) -> AnswerDraft {
        let item = |item: &RequestDraft| AnswerItem {
            finding: item.finding.clone(),
            facts: item.facts.clone(),
            basis: item.basis.clone(),
            outcomes: item
                .outcomes
                .iter()
                .filter_map(|word| Outcome::parse(word))
                .collect(),
            measure: item.measure.clone(),
            by: item.measure_by.trim().parse::<Date>().ok(),
        };
        AnswerDraft {
            items: self.items.iter().map(item).collect(),
            summary: self.summary.clone(),
            remedy_notice: self.remedy_notice.clone(),
            review: self.review,
            facts: self.addressed(),
        }
    }

    fn addressed(&self) -> Vec<AddressedFact> {
        let said = self.facts.iter();
        let said = said.filter(|(_, words)| !words.trim().is_empty());
        said.map(|(position, words)| AddressedFact {
            fact: Position::new(*position),
            words: words.clone(),
        })
        .collect()
    }

    /// What is said to a disputed or added fact.
    fn said_to(&self, position: i64) -> String {
        let mut said = self.facts.iter();
        let found = said.find(|(fact, _)| *fact == position);
        found.map(|(_, words)| words.clone()).unwrap_or_default()
    }
}

/// The draft on record, or an empty one for each request.
pub(super) fn stored(opened: &Opened<'_>) -> Typed {
    let answer = opened.view.answer.as_ref().map(|answer| &answer.draft);
    let item = |nth: usize| {
        let item = answer.and_then(|draft| draft.items.get(nth));
        item.map(request_draft).unwrap_or_default()
    };
    let remedy = answer.map(|draft| draft.remedy_notice.clone());
    let remedy = remedy.filter(|text| !text.is_empty());
    Typed {
        items: (0..opened.view.requests.len()).map(item).collect(),
        summary: answer
            .map(|draft| draft.summary.clone())
            .unwrap_or_default(),
        remedy_notice: remedy.unwrap_or_else(|| usual_remedy(opened)),
        review: answer.and_then(|draft| draft.review),
        facts: answer
            .map(|draft| draft.facts.as_slice())
            .unwrap_or_default()
            .iter()
            .map(|one| (one.fact.raw(), one.words.clone()))
            .collect(),
    }
}

fn request_draft(item: &AnswerItem) -> RequestDraft {
    let outcomes = item.outcomes.iter();
    RequestDraft {
        finding: item.finding.clone(),
        facts: item.facts.clone(),
        basis: item.basis.clone(),
        outcomes: outcomes.map(|one| one.word().to_owned()).collect(),
        measure: item.measure.clone(),
        measure_by: item.by.map(|day| day.to_string()).unwrap_or_default(),
    }
}

/// The remedy that the rulebook gives against the answer, to be changed where another one holds; a document says it in
/// its own language.
pub(super) fn usual_remedy(opened: &Opened<'_>) -> String {
    let of_review = opened.view.review.is_some();
    let rulebook = opened.rulebook.as_ref();
    rulebook.map_or_else(String::new, |rulebook| {
        let notice = rulebook.remedy_notice(of_review);
        notice.in_language(opened.language).to_owned()
    })
}

/// What was typed, and days that cannot be read.
pub(super) fn typed(form: &Form, language: Language) -> (Typed, Vec<(String, String)>) {
    let text = |name: String| form.text(&name).unwrap_or_default();
    let there = |nth: &usize| {
        let names = ["finding", "facts", "basis", "outcome", "measure", "has"];
        names
            .iter()
            .any(|name| form.text(&format!("{name}-{nth}")).is_some())
    };
    let last = (1..=REQUESTS_MAX).filter(there).max().unwrap_or(0);
    let count = form.text("requests").and_then(|text| text.parse().ok());
    let count: usize = count.unwrap_or(last).clamp(last, REQUESTS_MAX);
    let item = |nth: usize| RequestDraft {
        finding: text(format!("finding-{nth}")),
        facts: text(format!("facts-{nth}")),
        basis: text(format!("basis-{nth}")),
        outcomes: form.texts(&format!("outcome-{nth}")),
        measure: text(format!("measure-{nth}")),
        measure_by: text(format!("measure_by-{nth}")),
    };
    let typed = Typed {
        items: (1..=count).map(item).collect(),
        summary: text("summary".to_owned()),
        remedy_notice: text("remedy_notice".to_owned()),
        review: ReviewOutcome::parse(&text("review".to_owned())),
        facts: form
            .fields()
            .iter()
            .filter_map(|(name, words)| {
                let position = name.strip_prefix(FACT)?.parse().ok()?;
                Some((position, words.clone()))
            })
            .collect(),
    };
    let unread = typed.items.iter().enumerate().filter(|(_, item)| {
        let day = item.measure_by.trim();
        !day.is_empty() && day.parse::<Date>().is_err()
    });
    let words = language.pick("日期请写成2026-04-14", "Write the day as 2026-04-14");
    let wrong = unread
        .map(|(nth, _)| (format!("measure_by-{}", nth + 1), words.to_owned()))
        .collect();
    (typed, wrong)
}

/// The steps of a button.
pub(super) fn commands(answer: AnswerDraft, step: &str) -> Vec<Command> {
    let mut commands = vec![Command::Draft { answer }];
    match step {
        "submit" => commands.push(Command::Submit),
        "issue" => commands.extend([Command::Submit, Command::Approve, Command::Issue]),
        _ => {}
    }
    commands
}

/// The form's name of a field that the domain names, such as `items.0.basis`.
pub(super) fn field_name(field: &str) -> Option<String> {
    let mut parts = field.split('.');
    match (parts.next()?, parts.next(), parts.next()) {
        ("items", Some(nth), Some(name)) => {
            let nth: usize = nth.parse().ok()?;
            let name = match name {
                "outcomes" => "outcome",
                "by" => "measure_by",
                other => other,
            };
            Some(format!("{name}-{}", nth + 1))
        }
        ("facts", Some(position), None) => Some(format!("{FACT}{position}")),
        (name @ ("summary" | "remedy_notice" | "review"), None, None) => Some(name.to_owned()),
        _ => None,
    }
}

/// The workshop.
pub(super) fn page(
    opened: &Opened<'_>,
    typed: &Typed,
    wrong: &[(String, String)],
    error: Option<String>,
) -> AnswerWorkPage {
    page_after(opened, typed, wrong, error, None)
}

/// The workshop, with a word on what was just filled in.
pub(super) fn page_after(
    opened: &Opened<'_>,
    typed: &Typed,
    wrong: &[(String, String)],
    error: Option<String>,
    filled: Option<String>,
) -> AnswerWorkPage {
    let language = opened.language;
    let error_at = |name: &str| {
        let found = wrong.iter().find(|(field, _)| field == name);
        found.map(|(_, words)| words.clone())
    };
    let empty = RequestDraft::default();
    let citations = help::citations(opened);
    let cards = opened.view.requests.iter().enumerate().map(|(nth, text)| {
        let draft = typed.items.get(nth).unwrap_or(&empty);
        RequestCard::of(language, nth + 1, safe(text), draft, error_at)
            .citing(language, citations.clone())
    });
    let answer = opened.view.answer.as_ref();
    let returned = answer.and_then(|answer| answer.returned.as_deref());
    let lacks = lacks(opened, typed);
    let unspoken = unspoken(opened, typed);
    AnswerWorkPage {
        frame: opened.signed.frame(),
        desk: opened.signed.desk(None),
        petition: opened.reference(),
        clock: answer_clock(opened),
        returned: returned.map(|reason| {
            let reason = safe(reason);
            language.pick(format!("退回修改：{reason}"), format!("Returned: {reason}"))
        }),
        error,
        review: review_field(opened, typed, error_at("review")),
        cards: cards.collect(),
        facts: stated::of_answer(opened)
            .into_iter()
            .map(|fact| {
                let said = typed.said_to(fact.position);
                let error = error_at(&format!("{FACT}{}", fact.position));
                FactCard::of(language, fact, said, error)
            })
            .collect(),
        summary: AnswerWorkPage::summary_field(
            language,
            typed.summary.clone(),
            error_at("summary"),
        ),
        remedy_notice: AnswerWorkPage::remedy_field(
            language,
            typed.remedy_notice.clone(),
            error_at("remedy_notice"),
        ),
        may_issue: opened.may_approve(),
        missing: missing(&lacks, language),
        helps: help::of(opened, (&lacks, unspoken.is_empty()), filled),
        unspoken,
        approver: opened.approver(),
        unapproved: opened.nobody_approves(),
        target: opened.target("answer"),
    }
}

/// What the review decides, where the draft is of one. Only a late request can be not admitted.
fn review_field(opened: &Opened<'_>, typed: &Typed, error: Option<String>) -> Option<FieldView> {
    let review = opened.view.review.as_ref()?;
    let outcomes = ReviewOutcome::ALL.iter().copied();
    let outcomes = outcomes.filter(|one| review.late || *one != ReviewOutcome::NotAdmitted);
    let choices = outcomes.map(|one| {
        Choice::new(one.word(), one.label(opened.language)).chosen(typed.review == Some(one))
    });
    let label = opened.say("复查决定", "Decision of the review");
    let kind = FieldKind::Radios(choices.collect());
    Some(FieldView::new("review", label, kind).refused(error))
}

/// What the draft lacks, as the domain names it.
fn lacks(opened: &Opened<'_>, typed: &Typed) -> Vec<String> {
    let count = u8::try_from(opened.view.requests.len()).unwrap_or(u8::MAX);
    let answer = typed.answer();
    let mut lacks = answer.missing(count, opened.view.review.is_some());
    let addressed = answer.addressed_facts();
    let facts = opened.view.facts.iter().filter(|fact| fact.disputed);
    let silent = facts.filter(|fact| !addressed.contains(&Position::new(fact.position)));
    lacks.extend(silent.map(|fact| format!("facts.{}", fact.position)));
    lacks
}

/// Facts that the petitioner added and of which the draft says nothing, as links to their fields. They stop nothing.
fn unspoken(opened: &Opened<'_>, typed: &Typed) -> Vec<Missing> {
    let added = opened.view.added_facts.iter();
    let silent = added.filter(|fact| typed.said_to(fact.position).trim().is_empty());
    let named = silent.map(|fact| Missing {
        field: format!("{FACT}{}", fact.position),
        words: stated::unspoken(fact.index, opened.language),
    });
    named.collect()
}

/// What the draft lacks, as links to its fields.
fn missing(lacks: &[String], language: Language) -> Vec<Missing> {
    let named = lacks.iter().filter_map(|field| {
        let name = field_name(field)?;
        let words = missing_words(&name, language);
        Some(Missing { field: name, words })
    });
    named.collect()
}

fn missing_words(name: &str, language: Language) -> String {
    let (field, request) = name.split_once('-').unwrap_or((name, ""));
    let (zh, en) = match field {
        "finding" => ("查明", "finding"),
        "facts" => ("事实和证据", "facts"),
        "basis" => ("依据", "basis"),
        "outcome" => ("结论", "outcome"),
        "measure" => ("措施", "measure"),
        "measure_by" => ("做到的日期", "date for the measure"),
        "fact" => {
            let words = language.pick(
                "信访人不同意的一条事实，还没有写怎么核实",
                "A disputed fact does not say yet how it was looked into",
            );
            return words.to_owned();
        }
        "review" => {
            let words = language.pick(
                "还没有选复查决定",
                "The decision of the review is not chosen yet",
            );
            return words.to_owned();
        }
        "summary" => {
            let words = language.pick("还没有用三句话说清楚", "The three sentences are missing");
            return words.to_owned();
        }
        _ => {
            let words = language.pick("还没有写救济途径", "The remedy is not named yet");
            return words.to_owned();
        }
    };
    match language {
        Language::Zh => format!("第{request}条还没有{zh}"),
        Language::En => format!("Request {request} has no {en} yet"),
    }
}

#[cfg(test)]
mod tests {
    use super::field_name;

    #[test]
    fn the_domain_s_names_are_the_form_s() {
        assert_eq!(field_name("items.0.basis").as_deref(), Some("basis-1"));
        assert_eq!(field_name("items.2.outcomes").as_deref(), Some("outcome-3"));
        assert_eq!(field_name("items.1.by").as_deref(), Some("measure_by-2"));
        assert_eq!(field_name("summary").as_deref(), Some("summary"));
        assert_eq!(field_name("facts.40").as_deref(), Some("fact-40"));
        assert_eq!(field_name("items"), None);
    }
}
