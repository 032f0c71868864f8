//! Files in parts over HTTP: by the browser's cookie and by the API, with a connection that breaks in the
//! middle of a part.

use super::support::{Answer, App, Browser, FORM, code_of, multipart, pdf, petition, request};
use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Method, Request, header};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

const PART: &str = "application/offset+octet-stream";

/// A request of the protocol.
fn tus(method: Method, path: &str, headers: &[(&'static str, &str)], body: Body) -> Request<Body> {
    let mut request = request(method, path, Vec::new());
    *request.body_mut() = body;
    let version = ("tus-resumable", "1.0.0");
    for (name, value) in headers.iter().copied().chain([version]) {
        let value = HeaderValue::from_str(value).expect("a header");
        let name = HeaderName::from_static(name);
        request.headers_mut().insert(name, value);
    }
    request
}

fn begin(path: &str, length: usize, name: &str) -> Request<Body> {
    let name = format!("filename {}", data_encoding::BASE64.encode(name.as_bytes()));
    let headers = [
        ("upload-length", length.to_string()),
        ("upload-metadata", name),
    ];
    let headers = headers
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    tus(Method::POST, path, &headers, Body::empty())
}

fn part(path: &str, at: usize, body: Body) -> Request<Body> {
    let at = at.to_string();
    let headers = [("upload-offset", at.as_str()), ("content-type", PART)];
    tus(Method::PATCH, path, &headers, body)
}

/// A body of which so many bytes come before the connection breaks.
fn broken(bytes: &[u8]) -> Body {
    let came = Ok(Bytes::copy_from_slice(bytes));
    let broke = Err(std::io::Error::other("the connection broke"));
    Body::from_stream(futures_util::stream::iter([came, broke]))
}

fn offset(answer: &Answer) -> usize {
    let offset = answer.header("upload-offset").parse();
    offset.expect("a number")
}

/// Sends a file in parts, breaking off in the middle; gives the code of the upload.
pub fn sent_in_parts(
    send: &mut dyn FnMut(Request<Body>) -> Answer,
    to: &str,
    content: &[u8],
) -> String {
    let begun = send(begin(to, content.len(), "流水.pdf"));
    assert_eq!(begun.status, 201, "{}", begun.text());
    assert_eq!(begun.header("tus-resumable"), "1.0.0");
    assert!(begun.header("upload-expires").ends_with(" GMT"));
    let at = begun.header("location").to_owned();
    let third = content.len() / 3;
    let broke = send(part(&at, 0, broken(&content[..third])));
    assert_eq!(broke.status, 400, "it broke");
    // The server knows how much came, and it goes on from there.
    let asked = send(tus(Method::HEAD, &at, &[], Body::empty()));
    assert_eq!((asked.status, offset(&asked)), (200, third));
    let wrong = send(part(&at, 0, Body::from(content.to_vec())));
    wrong.refused(409, "upload_moved");
    let rest = send(part(&at, third, Body::from(content[third..].to_vec())));
    assert_eq!((rest.status, offset(&rest)), (204, content.len()));
    at.rsplit('/').next().expect("a code").to_owned()
}

fn sends(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let (kind, body) = multipart(fields, None);
    let mut request = request(Method::POST, path, body);
    let kind = HeaderValue::from_static(kind);
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    browser.send(request)
}

#[test]
fn a_file_of_what_is_being_written_comes_in_parts_and_is_registered_with_it() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let nobody = browser.send(begin("/parts/draft", 300, "a.pdf"));
        nobody.refused(404, "no_such_upload");
        browser.writes(&FORM);
        let page = browser.get("/new/files");
        assert!(page.text().contains("data-upload=\"/parts/draft\""));
        let policy = page.header("content-security-policy");
        assert!(policy.contains("connect-src 'self'"), "{policy}");

        let content = pdf(700_000);
        let mut send = |request| browser.send(request);
        let code = sent_in_parts(&mut send, "/parts/draft", &content);
        // Another browser cannot ask for it, whatever it knows of its address.
        let mut stranger = app.browser();
        stranger.writes(&FORM);
        let at = format!("/parts/draft/{code}");
        let asked = stranger.send(tus(Method::HEAD, &at, &[], Body::empty()));
        assert_eq!(asked.status, 404);
        let taken = sends(&mut stranger, "/new/files", &[("uploaded", &code)]);
        assert_eq!(taken.header("location"), "/new/files?wrong=yes");

        let taken = sends(
            &mut browser,
            "/new/files",
            &[("uploaded", &code), ("more", "yes")],
        );
        assert_eq!(taken.status, 303);
        assert!(browser.get("/new/files").text().contains("流水.pdf"));
        let asked = browser.send(tus(Method::HEAD, &at, &[], Body::empty()));
        assert_eq!(asked.status, 404, "it was taken");
        assert_eq!(
            browser.post("/new/check", &[]).header("location"),
            "/receipt"
        );
    });
}

#[test]
fn what_it_is_is_found_out_at_the_end_as_for_every_file() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.writes(&FORM);
        let mut send = |request| browser.send(request);
        let program = [b"MZ".as_slice(), &[0; 9_000]].concat();
        let code = sent_in_parts(&mut send, "/parts/draft", &program);
        let taken = sends(&mut browser, "/new/files", &[("uploaded", &code)]);
        assert_eq!(taken.header("location"), "/new/files?wrong=yes");
        let page = browser.get("/new/files?wrong=yes");
        assert!(page.text().contains("这种文件收不了"), "{}", page.text());
    });
}

#[test]
fn a_file_that_is_brought_later_comes_in_parts_too() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.register(&FORM);
        let page = browser.get("/track/petition");
        assert!(page.text().contains("data-upload=\"/parts/petition\""));
        let content = pdf(500_000);
        let mut send = |request| browser.send(request);
        let code = sent_in_parts(&mut send, "/parts/petition", &content);
        let fields = [("words", "银行流水"), ("as", "facts"), ("uploaded", &code)];
        let taken = sends(&mut browser, "/track/say", &fields);
        assert_eq!(
            taken.header("location"),
            "/track/petition?saved=facts#facts"
        );
        assert!(browser.get("/track/petition").text().contains("流水.pdf"));
        // Once only.
        let again = sends(&mut browser, "/track/say", &fields);
        let again = browser.seen(&again);
        assert!(again.text().contains("没有传完"), "{}", again.text());
    });
}

#[test]
fn by_api_it_is_brought_with_the_code() {
    each_engine(|place| {
        let app = App::on(place);
        let code = code_of(&app.registered(&petition()));
        let track = format!("/api/v1/track/{code}");
        let content = pdf(400_000);
        let mut send = |request| app.send(request);
        let to = format!("{track}/uploads");
        let upload = sent_in_parts(&mut send, &to, &content);
        let bring = |body: serde_json::Value| {
            let bytes = serde_json::to_vec(&body).expect("writes");
            let mut request = request(Method::POST, &format!("{track}/files"), bytes);
            let kind = HeaderValue::from_static("application/json");
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
            app.send(request)
        };
        bring(json!({"upload": upload})).refused(422, "fields_refused");
        let done = bring(json!({"upload": upload, "text": "银行流水"}));
        assert_eq!(done.status, 200, "{}", done.text());
        assert_eq!(done.json()["events"], json!(["FactsAdded"]));
        let files = app.get(&track).json()["files"].clone();
        assert_eq!(files.as_array().map(Vec::len), Some(1), "{files}");
        bring(json!({"upload": upload, "text": "又一次"})).refused(404, "no_such_upload");
        let gone = app.send(tus(
            Method::DELETE,
            &format!("{to}/{upload}"),
            &[],
            Body::empty(),
        ));
        assert_eq!(gone.status, 404);
    });
}

#[test]
fn whoever_speaks_another_protocol_is_told() {
    on_sqlite(|place| {
        let app = App::on(place);
        let code = code_of(&app.registered(&petition()));
        let to = format!("/api/v1/track/{code}/uploads");
        let offered = app.send(request(Method::OPTIONS, &to, Vec::new()));
        assert_eq!(offered.status, 204);
        assert_eq!(offered.header("tus-version"), "1.0.0");
        assert_eq!(
            offered.header("tus-extension"),
            "creation,expiration,termination"
        );
        let other = app.send(request(Method::POST, &to, Vec::new()));
        assert_eq!(other.header("tus-version"), "1.0.0");
        other.refused(412, "other_tus_version");
        let nothing = app.send(tus(Method::POST, &to, &[], Body::empty()));
        let wrong = nothing.refused(422, "fields_refused");
        assert_eq!(wrong["errors"][0]["field"], "upload-length");
        let large = app.send(begin(&to, 30_000_000, "a.pdf"));
        let wrong = large.refused(422, "fields_refused");
        assert_eq!(wrong["errors"][0]["code"], "file_too_large");

        let begun = app.send(begin(&to, 10, "a.pdf"));
        let at = begun.header("location").to_owned();
        let headers = [("upload-offset", "0"), ("content-type", "text/plain")];
        let other = app.send(tus(Method::PATCH, &at, &headers, Body::from("0123456789")));
        other.refused(415, "not_a_part");
        let more = app.send(part(&at, 0, Body::from("0123456789x")));
        more.refused(413, "upload_too_large");
        let deleted = app.send(tus(Method::DELETE, &at, &[], Body::empty()));
        assert_eq!(deleted.status, 204);
        let asked = app.send(tus(Method::HEAD, &at, &[], Body::empty()));
        assert_eq!(asked.status, 404);
    });
}
