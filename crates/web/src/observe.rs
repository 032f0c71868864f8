//! One log line and one measurement for each request. The line holds the route, never the path: a
//! path can hold a code (RULES 7). What staff were refused stands in the log under their id: a refusal
//! writes nothing to the journal (RULES 2.2), and whoever tries doors should be noticed (RULES 4). How long it
//! took to refuse them tells nothing either: a number that is hidden is loaded and looked at before it is
//! refused, one that was never given is not, whether the answer is 404, 409 or 422.

use crate::state::Web;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Extensions, Method};
use axum::middleware::Next;
use axum::response::Response;
use huiyin_domain::ids::StaffId;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

static REQUESTS: AtomicU64 = AtomicU64::new(0);

/// Who of the staff asks, once a guard knows. Of a petitioner nothing is kept.
#[derive(Clone, Default)]
struct Caller(Arc<OnceLock<StaffId>>);

/// Marks an answer whose making may have passed over what whoever asks may not know of: it comes no sooner than this
/// share of the time of a refusal.
#[derive(Clone, Copy)]
struct PassedOver(u32);

/// Lists of duties come no sooner than a third of it: several times what one takes (3 ms at the median, `huiyin bench
/// lifecycle --inbox`), and well within the 25 ms in which an inbox is to be there.
const LIST_SHARE: u32 = 3;

/// Says of an answer that what is hidden may have been looked at for it: a hint at other petitions, or a page with one.
pub(crate) fn passed_over(response: Response) -> Response {
    marked(response, PassedOver(1))
}

/// The same of a list of duties. A petition that complains of whoever asks, or that they stepped aside from, is looked
/// at before it is left out (`sees` of the inbox): some tens of microseconds each, some hundred where it changed just
/// now, which somebody who asks for the list again and again could tell from nothing.
pub(crate) fn listed(response: Response) -> Response {
    marked(response, PassedOver(LIST_SHARE))
}

fn marked(mut response: Response, mark: PassedOver) -> Response {
    response.extensions_mut().insert(mark);
    response
}

/// Tells the log line of a request who of the staff asks.
pub(crate) fn asked_by(extensions: &Extensions, staff: StaffId) {
    if let Some(caller) = extensions.get::<Caller>() {
        // A guard that runs twice finds the same person.
        let _ = caller.0.set(staff);
    }
}

/// Measures and logs.
#[expect(
    clippy::disallowed_methods,
    reason = "a duration is measured, no date is taken"
)]
pub(crate) async fn observe(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let begun = std::time::Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    let method = word_of(request.method());
    let number = REQUESTS.fetch_add(1, Ordering::Relaxed);
    let caller = Caller::default();
    request.extensions_mut().insert(caller.clone());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let refused = response.status().is_client_error() && caller.0.get().is_some();
    let share = match response.extensions().get::<PassedOver>() {
        _ if refused => Some(1),
        mark => mark.map(|mark| mark.0),
    };
    if let Some(share) = share {
        let after = web.config.nothing_after / share;
        tokio::time::sleep(after.saturating_sub(begun.elapsed())).await;
    }
    let duration = begun.elapsed();
    web.metrics.request(method, route, status, duration);
    let duration_ms = duration.as_micros() as f64 / 1_000.0;
    if let Some(staff) = caller.0.get().filter(|_| refused) {
        let staff = staff.raw();
        tracing::info!(
            request = number,
            staff,
            method,
            route,
            status,
            "a member of staff was refused"
        );
    }
    if status >= 500 {
        tracing::warn!(
            request = number,
            method,
            route,
            status,
            duration_ms,
            "{method} {route} {status}"
        );
    } else {
        tracing::debug!(
            request = number,
            method,
            route,
            status,
            duration_ms,
            "{method} {route} {status}"
        );
    }
    response
}

/// A method in figures and log lines. A method is a word of the caller's, so one that nobody serves is not
/// repeated: it could hold anything, and each would be a figure of its own.
fn word_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
