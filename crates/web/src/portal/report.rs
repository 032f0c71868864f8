//! `/report/{token}`: whoever a situation report went to reads it and says that they have it, without
//! sign-in and without script. Opening the link does nothing; only the button does, because mail scanners
//! open links.

use super::page::{InPath, ended, form, named, refuse};
use crate::desk::guard::Signed;
use crate::pages::form::FormTarget;
use crate::pages::report::ReportPage;
use crate::portal::{frame, html, see_there};
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use huiyin_domain::text::shown_safely;
use huiyin_domain::time::Instant;
use huiyin_domain::wording::Dates;

/// `GET /report/{token}`.
pub(crate) async fn show(
    State(web): State<Web>,
    uri: Uri,
    headers: HeaderMap,
    path: InPath,
) -> Response {
    let shown = async {
        let token = named(path)?;
        report_page(&web, &headers, &token).await
    };
    shown.await.map_or_else(
        |problem| refuse(&web, &headers, (&uri, &problem)),
        |page| html(&page),
    )
}

async fn report_page(web: &Web, headers: &HeaderMap, token: &str) -> Result<ReportPage, Problem> {
    let look = web.huiyin.report_look(token).await;
    let look = look.map_err(|error| ended(Problem::from(error)))?;
    let frame = frame(web, headers, &format!("/report/{token}"));
    let language = frame.language;
    let dates = Dates::on_screen(web.huiyin.now(), &look.zone, language);
    let received = look.acknowledged_at.as_deref();
    let received = received.and_then(|at| Instant::parse(at).ok());
    let received = received.map(|at| dates.instant(at.to_minute()));
    Ok(ReportPage {
        exercise: look.exercise,
        lines: look
            .text
            .lines()
            .map(|line| shown_safely(line).into_owned())
            .collect(),
        target: received
            .is_none()
            .then(|| FormTarget::to(format!("/report/{token}"))),
        received,
        back_href: None,
        frame,
    })
}

/// `POST /report/{token}`.
pub(crate) async fn acknowledge(
    State(web): State<Web>,
    uri: Uri,
    headers: HeaderMap,
    path: InPath,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let noted = async {
        let token = named(path)?;
        // A link that ended is told before anything of the form.
        let page = report_page(&web, &headers, &token).await?;
        form(&headers, body)?;
        // Pressed twice it was acknowledged once.
        if page.received.is_none() {
            let done = web.huiyin.acknowledge_report(&token).await;
            done.map_err(|error| ended(Problem::from(error)))?;
        }
        Ok(see_there(&format!("/report/{token}")))
    };
    noted
        .await
        .unwrap_or_else(|problem| refuse(&web, &headers, (&uri, &problem)))
}

/// `GET /desk/responses/{id}/report/{to}/{nth}`: a report to print, where it cannot be sent.
pub(crate) async fn print(
    path: Result<Path<(i64, String, u32)>, PathRejection>,
    signed: Signed,
) -> Response {
    let shown = async {
        let Path((id, to, number)) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let view = signed.web().huiyin.response(signed.principal(), id).await?;
        let mut sent = view.sent_reports.iter();
        let one = sent.find(|one| one.to == to && one.number == number);
        let one = one.ok_or_else(|| Problem::of(Code::NotFound))?;
        Ok(signed.html(&ReportPage {
            frame: signed.frame(),
            exercise: view.summary.exercise,
            lines: one
                .text
                .lines()
                .map(|line| shown_safely(line).into_owned())
                .collect(),
            target: None,
            received: None,
            back_href: Some(format!("/desk/responses/{id}")),
        }))
    };
    signed.or_refused(shown.await)
}
