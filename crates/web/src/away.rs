//! While the database cannot be reached, such as while PostgreSQL is started again: boards and lists show
//! what they showed this browser last, with its age, and a form that could not be taken comes back whole,
//! to be sent once more. What is kept is in this process alone, under the browser's own cookies, and for
//! minutes. A petition is never shown so: that it is opened is on record before it is sent.

use crate::body::Form;
use crate::cookie;
use crate::pages::away::RefillPage;
use crate::pages::form::FormTarget;
use crate::portal::{frame, html};
use crate::problem::{Code, Problem, add_headers, refuse};
use crate::state::Web;
use crate::upload::{Upload, upload_limit};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use huiyin_domain::language::Language;
use huiyin_domain::time::Instant;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Pages that are kept, of all browsers together.
const KEPT_MAX: usize = 256;
/// A longer page is not kept.
const PAGE_BYTES_MAX: usize = 256 * 1024;
/// An older state is told to nobody: it would be taken for what is.
const AGE_MICROS_MAX: i64 = 10 * 60 * 1_000_000;
/// Words in the names of fields whose value is a secret: it is in no page, and typed again.
const SECRETS: [&str; 2] = ["password", "code"];

/// The fields of a form, and the names under which files came.
type Sent = (Vec<(String, String)>, Vec<String>);

/// Marks an answer that failed because the database cannot be reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Away;

/// What boards and lists showed last.
#[derive(Default)]
pub(crate) struct LastShown(Mutex<BTreeMap<[u8; 32], Kept>>);

struct Kept {
    at: Instant,
    page: Bytes,
}

impl LastShown {
    fn keep(&self, key: [u8; 32], kept: Kept) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT_MAX && !all.contains_key(&key) {
            let oldest = all.iter().min_by_key(|(_, one)| one.at);
            if let Some(oldest) = oldest.map(|(key, _)| *key) {
                all.remove(&oldest);
            }
        }
        all.insert(key, kept);
    }

    fn of(&self, key: &[u8; 32], now: Instant) -> Option<(i64, Bytes)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.get(key)?;
        let age = now.micros().saturating_sub(kept.at.micros());
        let fresh = (0..=AGE_MICROS_MAX).contains(&age);
        fresh.then(|| (age / 1_000_000, kept.page.clone()))
    }
}

/// Keeps what boards and lists show, and answers for the database while it is away.
pub(crate) async fn stand_in(State(web): State<Web>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let headers = request.headers().clone();
    match *request.method() {
        Method::GET if is_kept(&path) => {
            let key = key(&web, &headers, request.uri().to_string().as_bytes());
            let response = next.run(request).await;
            if response.extensions().get::<Away>().is_some() {
                return last(&web, &key, &headers).unwrap_or(response);
            }
            keep(&web, key, response).await
        }
        Method::POST if has_files(&headers) && !path.starts_with("/api/") => {
            // Its handler would read no further than the first look at the store, and what was typed were gone.
            match web.huiyin.ready().await.map_err(Problem::from) {
                Err(problem) if problem.code() == Code::StoreAway => {
                    let mut request = request;
                    upload_limit().apply(&mut request);
                    let form = Multipart::from_request(request, &web).await;
                    let sent = sent(form).await;
                    sent.map_or_else(
                        || refuse(&web, &headers, &path, Code::StoreAway),
                        |sent| refill(&web, &headers, &path, sent),
                    )
                }
                _ => next.run(request).await,
            }
        }
        Method::POST if is_form(&headers) => {
            let (parts, body) = request.into_parts();
            let Ok(body) = to_bytes(body, crate::server::BODY_BYTES_MAX).await else {
                return refuse(&web, &headers, &path, Code::BodyTooLarge);
            };
            let again = Request::from_parts(parts, Body::from(body.clone()));
            let response = next.run(again).await;
            match (response.extensions().get::<Away>(), Form::parse(&body)) {
                (Some(Away), Ok(form)) => {
                    refill(&web, &headers, &path, (form.fields().to_vec(), Vec::new()))
                }
                _ => response,
            }
        }
        _ => next.run(request).await,
    }
}

/// The pages that people look at while a response runs.
fn is_kept(path: &str) -> bool {
    let board = path.starts_with("/board/") && !path.ends_with("/events");
    board || path == "/desk" || path == "/desk/responses" || path.starts_with("/desk/responses/")
}

fn is_form(headers: &HeaderMap) -> bool {
    crate::body::has_type(headers, "application/x-www-form-urlencoded")
}

fn has_files(headers: &HeaderMap) -> bool {
    crate::body::has_type(headers, "multipart/form-data")
}

/// The fields of a form with files, and the names of those under which a file came; nothing where it is none.
async fn sent(form: Result<Multipart, MultipartRejection>) -> Option<Sent> {
    let upload = Upload::without_files(form).await.ok()?;
    let files = upload.file.map(|file| file.field);
    let files = files.into_iter();
    let wrong = upload.wrong.into_iter().map(|one| one.field);
    Some((upload.fields, files.chain(wrong).collect()))
}

/// Whoever comes with other cookies sees nothing of it.
fn key(web: &Web, headers: &HeaderMap, address: &[u8]) -> [u8; 32] {
    let cookies = headers.get_all(header::COOKIE).iter();
    let cookies: Vec<&[u8]> = cookies.map(HeaderValue::as_bytes).collect();
    let cookies = cookies.join(&b"\n"[..]);
    let whole = [cookies.as_slice(), b"\0", address].concat();
    web.huiyin.keyed_hash("last shown", &whole)
}

async fn keep(web: &Web, key: [u8; 32], response: Response) -> Response {
    let of_page = |response: &Response| {
        let kind = response.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok());
        kind.is_some_and(|kind| kind.starts_with("text/html"))
    };
    if response.status() != StatusCode::OK || !of_page(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if page.len() <= PAGE_BYTES_MAX {
        let kept = Kept {
            at: web.huiyin.now(),
            page: page.clone(),
        };
        web.last_shown.keep(key, kept);
    }
    Response::from_parts(parts, Body::from(page))
}

/// What this browser saw last, with its age.
fn last(web: &Web, key: &[u8; 32], headers: &HeaderMap) -> Option<Response> {
    let (seconds, page) = web.last_shown.of(key, web.huiyin.now())?;
    let page = std::str::from_utf8(&page).ok()?;
    let page = with_age(page, &age(seconds, cookie::language(headers)))?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let mut response = ([(header::CONTENT_TYPE, kind)], page).into_response();
    let age = HeaderValue::from(seconds);
    response.headers_mut().insert(header::AGE, age);
    Some(response)
}

fn age(seconds: i64, language: Language) -> String {
    language.pick(
        format!("数据库暂时连不上。这是{seconds}秒前的情况；连上后自动更新，这期间请打电话联系。"),
        format!("The database cannot be reached just now. This is how things stood {seconds} s ago; it is renewed by itself. Use the phone meanwhile."),
    )
}

/// Inside what a live board replaces, so that its script shows it too.
fn with_age(page: &str, words: &str) -> Option<String> {
    let board = page.find("<div data-board=");
    let at = board.or_else(|| page.find("<div class=\"page\">"))?;
    let end = at + page[at..].find('>')? + 1;
    let (head, rest) = page.split_at(end);
    Some(format!(
        "{head}<p class=\"notice\" role=\"status\">{words}</p>{rest}"
    ))
}

/// The form as it was sent, with a button that sends it again.
fn refill(web: &Web, headers: &HeaderMap, path: &str, sent: Sent) -> Response {
    let place = (frame(web, headers, "/"), FormTarget::to(path));
    let page = RefillPage::of(place, sent, &SECRETS);
    let code = Code::StoreAway;
    let mut response = (code.status(), html(&page)).into_response();
    add_headers(code, response.headers_mut());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_stands_inside_the_board_or_at_the_head_of_the_page() {
        let board = with_age("<main><div data-board=\"/x\"><p>1</p></div></main>", "old");
        assert_eq!(
            board.as_deref(),
            Some(
                "<main><div data-board=\"/x\"><p class=\"notice\" role=\"status\">old</p><p>1</p></div></main>"
            )
        );
        let list = with_age("<div class=\"page\"><h1>", "old").expect("a page");
        assert!(
            list.starts_with("<div class=\"page\"><p class=\"notice\""),
            "{list}"
        );
        assert_eq!(with_age("no page", "old"), None);
    }

    #[test]
    fn the_oldest_page_makes_room_and_an_old_state_is_told_to_nobody() {
        let shown = LastShown::default();
        let kept = |seconds: i64| Kept {
            at: Instant::from_micros(seconds * 1_000_000),
            page: Bytes::from_static(b"page"),
        };
        let nth = |n: usize| {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&n.to_be_bytes());
            key
        };
        for n in 0..=KEPT_MAX {
            shown.keep(nth(n), kept(i64::try_from(n).expect("small")));
        }
        let now = Instant::from_micros(300_000_000);
        assert!(shown.of(&nth(0), now).is_none());
        assert_eq!(shown.of(&nth(1), now).expect("kept").0, 299);
        let late = Instant::from_micros(700_000_000);
        assert!(shown.of(&nth(1), late).is_none());
    }
}
