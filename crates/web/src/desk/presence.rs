//! The line of a petition's pages on who else has it open just now, and the part that an open page asks for anew: else
//! whoever was first would never learn of the second.

use crate::desk::case::{href_of, number_of};
use crate::desk::guard::Signed;
use crate::pages::desk::PresentPart;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::Response;
use huiyin_domain::language::Language;

/// A line on who else is there.
pub(crate) fn line(others: &[String], language: Language) -> Option<String> {
    if others.is_empty() {
        return None;
    }
    let names = others.join(language.pick("、", ", "));
    Some(language.pick(
        format!("{names}刚才也打开着这一件；先商量一下，免得两人做同一件事。"),
        format!("{names} had this petition open just now; agree who does what."),
    ))
}

/// `GET /desk/petitions/{number}/present`: that line, as a part of a page.
pub(crate) async fn part(path: Result<Path<String>, PathRejection>, signed: Signed) -> Response {
    let shown = async {
        let Path(number) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let number = number_of(&number)?;
        let huiyin = &signed.web().huiyin;
        let others = huiyin.still_present(signed.principal(), number).await?;
        let part = PresentPart {
            href: href_of(&number.to_string()),
            others: line(&others, signed.language()),
        };
        Ok(signed.html(&part))
    };
    signed.or_refused(shown.await)
}
