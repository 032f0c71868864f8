//! `/`: what this is, and what can be expected by when.

use crate::pages::home::HomePage;
use crate::portal::{frame, html, notices};
use crate::state::Web;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::Huiyin;
use huiyin_domain::language::Language;
use huiyin_domain::rulebook::{Duty, Term};
use huiyin_domain::text::shown_safely;

/// Notices and reception days shown at most; all stand on their own page.
const SHOWN_MAX: usize = 3;
/// Terms named on the home page at most; the rest is told when it matters.
const TERMS_SHOWN_MAX: usize = 4;

/// The terms of an ordinary matter as a petitioner says them, in the order in which they come; the
/// lengths are those of the authority's rulebook.
const PLAIN: [(&str, &str, &str); 4] = [
    (
        "notice",
        "{length}内书面告诉您：是否受理、由谁办",
        "Within {length}, in writing: whether it is taken up, and who handles it",
    ),
    (
        "answer",
        "受理后{length}内书面答复您",
        "Within {length} of that: an answer in writing",
    ),
    (
        "review-request",
        "不同意答复，{length}内可以请上一级重新看",
        "If you disagree with the answer: {length} to ask the level above to look again",
    ),
    (
        "review",
        "上一级{length}内书面告诉您结果",
        "The level above tells you its decision in writing within {length}",
    ),
];

/// Shows the page.
pub(crate) async fn show(State(web): State<Web>, headers: HeaderMap) -> Response {
    let frame = frame(&web, &headers, "/");
    let rules = web.huiyin.rules();
    let board = notices::board(&web, frame.language).await;
    let own = |key: &str| {
        let authority = rules.authority_named(None)?;
        let text = authority.portal_text(key, frame.language)?;
        Some(shown_safely(text).into_owned())
    };
    html(&HomePage {
        title: own("home-title"),
        lead: own("home-lead"),
        // Whatever is wrong with the notices, the way in stays open.
        board: board.unwrap_or_default().first(SHOWN_MAX),
        terms: terms(&web.huiyin, frame.language),
        office: office(&web.huiyin, frame.language),
        frame,
    })
}

/// What the office is that sorts a matter first; nothing where no unit is one.
fn office(huiyin: &Huiyin, language: Language) -> Option<String> {
    let rules = huiyin.rules();
    let organisation = rules.authority_named(None)?.organisation();
    let office = organisation.petition_office()?;
    Some(office_is(office.name.in_language(language), language))
}

/// What a petition office is: few people know.
pub(crate) fn office_is(name: &str, language: Language) -> String {
    language.pick(
        format!("{name}：专门收群众来信来访、交给该办的单位、盯着按时答复。"),
        format!(
            "{name}: it takes letters and visits, passes each matter to the unit that handles it, and sees to it that the answer comes in time."
        ),
    )
}

/// What an ordinary matter brings by when, one sentence each, in the order in which it comes.
pub(crate) fn terms(huiyin: &Huiyin, language: Language) -> Vec<String> {
    let rules = huiyin.rules();
    let rulebook = rules
        .authority_named(None)
        .and_then(|authority| rules.rulebook(&authority.row.rulebook));
    let terms = rulebook.map_or(&[][..], |rulebook| &rulebook.terms);
    let plain = PLAIN.iter().filter_map(|(id, zh, en)| {
        let term = terms.iter().find(|term| term.id == *id)?;
        Some(in_plain_words(term, language.pick(zh, en), language))
    });
    let lines: Vec<String> = plain.collect();
    if !lines.is_empty() {
        return lines;
    }
    // A rulebook with terms of its own: its titles, the statutory ones of an ordinary matter.
    let statutory = terms.iter().filter(|term| term.duty == Duty::Statutory);
    let statutory = statutory.take(TERMS_SHOWN_MAX);
    statutory.map(|term| line(term, language)).collect()
}

fn in_plain_words(term: &Term, words: &str, language: Language) -> String {
    let words = words.replace("{length}", &term.length.words(language));
    let citation = cited(term, language);
    match language {
        Language::Zh => format!("{words}（{citation}）"),
        Language::En => format!("{words} ({citation})"),
    }
}

/// Where it stands, and whether that was looked up.
fn cited(term: &Term, language: Language) -> String {
    let unverified = if term.verified {
        ""
    } else {
        language.pick("，待核实", ", not verified")
    };
    format!("{}{unverified}", term.citation.in_language(language))
}

fn line(term: &Term, language: Language) -> String {
    let title = term.plain.as_ref().unwrap_or(&term.title);
    let (title, citation) = (title.in_language(language), cited(term, language));
    let length = term.length.words(language);
    match language {
        Language::Zh => format!("{title}：{length}内（{citation}）"),
        Language::En => format!("{title}: within {length} ({citation})"),
    }
}
