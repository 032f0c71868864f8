//! `/`: what this is, and what can be expected by when.

use crate::pages::home::HomePage;
use crate::portal::{frame, html};
use crate::state::Web;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_domain::language::Language;
use huiyin_domain::rulebook::{Duty, Term};

/// Terms named on the home page at most; the rest is told when it matters.
const TERMS_SHOWN_MAX: usize = 4;

/// Shows the page.
pub(crate) async fn show(State(web): State<Web>, headers: HeaderMap) -> Response {
    let frame = frame(&web, &headers, "/");
    let rules = web.huiyin.rules();
    let rulebook = rules
        .authority_named(None)
        .and_then(|authority| rules.rulebook(&authority.row.rulebook));
    let terms = rulebook
        .map(|rulebook| rulebook.terms.iter())
        .into_iter()
        .flatten();
    // A petitioner is told the statutory terms of an ordinary matter first.
    let statutory =
        terms.filter(|term| term.duty == Duty::Statutory && term.id != "transfer-notice");
    let terms = statutory
        .take(TERMS_SHOWN_MAX)
        .map(|term| line(term, frame.language))
        .collect();
    html(&HomePage { frame, terms })
}

fn line(term: &Term, language: Language) -> String {
    let (title, citation) = (
        term.title.in_language(language),
        term.citation.in_language(language),
    );
    let length = term.length.words(language);
    let unverified = if term.verified {
        ""
    } else {
        language.pick("，待核实", ", not verified")
    };
    match language {
        Language::Zh => format!("{title}：{length}内（{citation}{unverified}）"),
        Language::En => format!("{title}: within {length} ({citation}{unverified})"),
    }
}
