//! `/receipt`: number, code and what comes next, until the holder says that the code is kept.

use crate::body::Form;
use crate::cookie::Followed;
use crate::pages::receipt::ReceiptPage;
use crate::portal::clock::clock;
use crate::portal::home::{office_is, terms};
use crate::portal::{frame, html, see, see_with};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use huiyin_app::code::TrackingCode;
use huiyin_app::{ReceiptSending, TrackView, Which, qr_svg};
use huiyin_domain::language::Language;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::time::Instant;
use huiyin_domain::wording::Dates;

/// The petition that this browser follows: the one with a number, where its code opens several.
pub(crate) async fn followed(
    web: &Web,
    headers: &HeaderMap,
    which: Option<Which>,
) -> Option<(Followed, TrackView)> {
    let followed = Followed::of(web, headers)?;
    let code = followed.code()?;
    match web.huiyin.track_one(&code, which).await {
        Ok(view) => view.map(|view| (followed, view)),
        Err(error) => {
            tracing::error!("a petition could not be read: {error}");
            None
        }
    }
}

/// The same for whoever acts on it, with the code that opens it.
pub(crate) async fn acting(
    web: &Web,
    headers: &HeaderMap,
    which: Option<Which>,
) -> Option<(TrackingCode, TrackView)> {
    let (followed, view) = followed(web, headers, which).await?;
    Some((followed.code()?, view))
}

/// The petition that an address asks for, where a code opens several: `number`, and the authority's key as
/// `at`.
pub(crate) fn asked_for(web: &Web, query: Option<&str>) -> Option<Which> {
    let form = Form::parse(query.unwrap_or_default().as_bytes()).ok()?;
    let number = PetitionNumber::parse(&form.text("number")?).ok()?;
    let at = form.text("at");
    let authority = at.and_then(|key| web.huiyin.authority(Some(&key)).ok());
    Some(Which {
        number,
        authority: authority.map(|one| one.row.id),
    })
}

/// `GET /receipt`.
pub(crate) async fn show(State(web): State<Web>, headers: HeaderMap) -> Response {
    let Some((followed, view)) = followed(&web, &headers, None).await else {
        return see("/track");
    };
    let Ok(authority) = web.huiyin.authority(None) else {
        return see("/track");
    };
    let frame = frame(&web, &headers, "/receipt");
    let sending = match followed.code() {
        Some(code) => web.huiyin.receipt_sending(&code, None).await,
        None => Ok(ReceiptSending::Nowhere),
    };
    let code = followed.shown_code(web.huiyin.now());
    let tracking = web.huiyin.tracking_address();
    // It is printed, and kept for longer than this year.
    let printed = Dates::on_paper(&authority.zone, frame.language);
    let clocks = view
        .obligations
        .iter()
        .map(|one| clock(&web.huiyin, &authority, one, &view.timeline, printed));
    let registered_on =
        Instant::parse(&view.registered_at).map(|at| printed.instant(at.to_minute()));
    html(&ReceiptPage {
        number: view.number.clone(),
        danger: danger(&view, frame.language),
        // The tracking page or the code, never both: no address ever carries a code (RULES 7).
        qr: code
            .as_deref()
            .and_then(|code| qr_svg(tracking.as_deref().unwrap_or(code))),
        tracking: tracking.unwrap_or_default(),
        office: office(&view, frame.language),
        terms: terms(&web.huiyin, frame.language),
        told_by_notice: view.notices.is_some(),
        left_contact: !view.contacts.is_empty(),
        other_codes: followed.shown_others(web.huiyin.now()),
        code,
        registered_on: registered_on.unwrap_or_default(),
        first_due: clocks.collect(),
        // A page without the offer is better than none.
        sending: sending.unwrap_or(ReceiptSending::Nowhere),
        frame,
    })
}

/// Who was told of a danger; what was told stays on the page whose numbers bring help.
fn danger(view: &TrackView, language: Language) -> Option<String> {
    let mut events = view.timeline.iter();
    let declared = events.find(|one| one.event == "DangerDeclared")?;
    Some(declared.words.in_language(language).to_owned())
}

/// What the office is that sorts it first: few people know.
fn office(view: &TrackView, language: Language) -> String {
    let mut owed = view.obligations.iter();
    let Some(sorts) = owed.find(|one| one.kind == "sort" && one.state == "open") else {
        return String::new();
    };
    office_is(sorts.owed_by_name.in_language(language), language)
}

/// `POST /receipt/send`: the receipt goes to the contact that was given.
pub(crate) async fn send(State(web): State<Web>, headers: HeaderMap) -> Response {
    let Some(code) = Followed::of(&web, &headers).and_then(|one| one.code()) else {
        return see("/track");
    };
    match web.huiyin.send_receipt(&code, None).await {
        Ok(_) => see("/receipt#keep"),
        Err(error) => problem::page(
            frame(&web, &headers, "/receipt"),
            Problem::from(error).code(),
        ),
    }
}

/// `POST /receipt/kept`: the holder has the code; it is not shown again.
pub(crate) async fn kept(State(web): State<Web>, headers: HeaderMap) -> Response {
    let Some(followed) = Followed::of(&web, &headers) else {
        return see("/track");
    };
    match followed.kept().set(&web, &headers) {
        Ok(cookie) => see_with("/track/petition", cookie),
        Err(_) => problem::page(frame(&web, &headers, "/receipt"), Code::Internal),
    }
}

/// `GET /receipt/file`: the receipt file.
pub(crate) async fn file(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some((_, view)) = followed(&web, &headers, asked_for(&web, query.as_deref())).await else {
        return see("/track");
    };
    let Some(receipt) = view.receipt else {
        return problem::page(frame(&web, &headers, "/receipt"), Code::NotFound);
    };
    let name = format!("attachment; filename=\"huiyin-{}.receipt\"", view.number);
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, name),
        ],
        receipt,
    )
        .into_response()
}
