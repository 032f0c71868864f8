//! Files of plain forms, as browsers without scripts send them: what came is kept part by part while the rest is
//! on its way, so that a form costs the memory of a part, however slowly it comes.

use super::support::{App, Browser, FORM, multipart, pdf, request};
use axum::body::{Body, Bytes};
use axum::http::{Method, header};
use futures_util::stream::unfold;
use huiyin_app::PART_BYTES_MAX;
use huiyin_domain::petition::FILE_BYTES_MAX;
use huiyin_testkit::engine::{TestStore, on_sqlite};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What comes of a body at once, as from a connection.
const CHUNK: usize = 64 * 1_024;

/// The bytes that are kept of files on their way, in the store itself.
fn kept(store: &rusqlite::Connection) -> usize {
    let sum = "SELECT COALESCE(SUM(received_bytes), 0) FROM upload";
    let sum: i64 = store.query_row(sum, [], |row| row.get(0)).expect("reads");
    usize::try_from(sum).expect("a number")
}

fn store(place: &TestStore) -> rusqlite::Connection {
    rusqlite::Connection::open(place.config.sqlite_file()).expect("opens")
}

/// A body that comes piece by piece; before each piece it is asked how much of what came before is not kept,
/// and the most is noted.
fn counted(body: Vec<u8>, store: rusqlite::Connection, most: Arc<AtomicUsize>) -> Body {
    let pieces = unfold((0, body, store), move |(at, body, store)| {
        let most = Arc::clone(&most);
        async move {
            tokio::task::yield_now().await;
            let end = (at + CHUNK).min(body.len());
            if at < end {
                most.fetch_max(at - kept(&store).min(at), Ordering::Relaxed);
            }
            let piece = Bytes::copy_from_slice(&body[at..end]);
            (at < end).then_some((Ok::<_, std::io::Error>(piece), (end, body, store)))
        }
    });
    Body::from_stream(pieces)
}

/// Sends a file without a script to what is being written; where the browser is led, and how many bytes there
/// were at most that had come and were kept nowhere but in memory.
fn sends(
    browser: &mut Browser<'_>,
    place: &TestStore,
    name: &str,
    content: &[u8],
) -> (String, usize) {
    let fields = [("more", "yes")];
    let (kind, body) = multipart(&fields, Some(("file", name, content)));
    let most = Arc::new(AtomicUsize::new(0));
    let mut request = request(Method::POST, "/new/files", Vec::new());
    *request.body_mut() = counted(body, store(place), Arc::clone(&most));
    let kind = kind.parse().expect("a type");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    let sent = browser.send(request);
    assert_eq!(sent.status, 303, "{}", sent.text());
    (
        sent.header("location").to_owned(),
        most.load(Ordering::Relaxed),
    )
}

#[test]
fn of_a_file_without_a_script_no_more_than_a_part_is_in_memory_while_it_comes() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.writes(&FORM);
        let content = pdf(FILE_BYTES_MAX - 100);
        let (to, most) = sends(&mut browser, place, "流水.pdf", &content);
        assert_eq!(to, "/new/files");
        // A part, what was just read, and what the reader of forms holds back to look for the end.
        let bound = PART_BYTES_MAX + 3 * CHUNK;
        assert!(most <= bound, "{most} bytes were held");
        assert!(most >= PART_BYTES_MAX / 2, "it was counted: {most}");
        assert!(browser.get("/new/files").text().contains("流水.pdf"));
        assert_eq!(kept(&store(place)), 0, "it was taken");
    });
}

#[test]
fn what_can_be_no_file_or_is_too_large_is_taken_away_and_what_was_typed_stays() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.writes(&FORM);
        let program = [b"MZ".as_slice(), &[0xff; 3 * PART_BYTES_MAX]].concat();
        let large = pdf(FILE_BYTES_MAX + 4 * PART_BYTES_MAX);
        for (name, content, words) in [
            ("a.pdf", program, "这种文件收不了"),
            ("b.pdf", large, "文件最大20MiB"),
        ] {
            let (to, _) = sends(&mut browser, place, name, &content);
            assert_eq!(to, "/new/files?wrong=yes", "{name}");
            let page = browser.get(&to);
            assert!(page.text().contains(words), "{name}: {}", page.text());
            assert_eq!(kept(&store(place)), 0, "{name}");
        }
        let parts: i64 = store(place)
            .query_row("SELECT COUNT(*) FROM upload_part", [], |row| row.get(0))
            .expect("reads");
        assert_eq!(parts, 0);
        assert_eq!(
            browser.post("/new/check", &[]).header("location"),
            "/receipt"
        );
    });
}
