//! What the tests of the web share: the router in this process, a browser's cookies, the log.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, header};
use huiyin_app::Huiyin;
use huiyin_domain::ids::AuthorityId;
use huiyin_testkit::engine::TestStore;
pub use huiyin_testkit::park::FIRST;
use huiyin_web::{WebConfig, router};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, Once, OnceLock, PoisonError};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// Where a petition is posted.
pub const PETITIONS: &str = "/api/v1/petitions";

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static LISTENING: Once = Once::new();

/// Every log line of this test program so far, of every level.
pub fn log() -> String {
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(&log).into_owned()
}

struct LogWriter;

impl io::Write for LogWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps every log line from now on.
pub fn listen() {
    LISTENING.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(|| LogWriter)
            .init();
    });
}

/// The web on an open store.
pub struct App {
    pub huiyin: Arc<Huiyin>,
    pub runtime: Runtime,
    router: Router,
}

impl App {
    /// Opens the store and puts the web on it.
    pub fn on(place: &TestStore) -> Self {
        Self::of(place.open())
    }

    /// Puts the web on an open store.
    pub fn of(huiyin: Huiyin) -> Self {
        Self::configured(huiyin, WebConfig::default())
    }

    /// The same with settings of its own.
    pub fn configured(huiyin: Huiyin, config: WebConfig) -> Self {
        listen();
        let huiyin = Arc::new(huiyin);
        Self {
            router: router(Arc::clone(&huiyin), config),
            huiyin,
            runtime: Runtime::new().expect("a runtime"),
        }
    }

    /// Sends a request and waits for the whole answer.
    pub fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(answer(self.router.clone(), request))
    }

    /// Sends requests all at once; answers in their order.
    pub fn send_all(&self, requests: Vec<Request<Body>>) -> Vec<Answer> {
        let sent: Vec<_> = requests
            .into_iter()
            .map(|request| self.runtime.spawn(answer(self.router.clone(), request)))
            .collect();
        let all = async {
            let mut answers = Vec::new();
            for one in sent {
                answers.push(one.await.expect("answered"));
            }
            answers
        };
        self.runtime.block_on(all)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(request(Method::GET, path, Vec::new()))
    }

    /// Posts JSON to the API.
    pub fn post(&self, body: &Value) -> Answer {
        self.send(json_request(body, None))
    }

    /// Posts JSON and expects it to be registered.
    pub fn registered(&self, body: &Value) -> Value {
        let answer = self.post(body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()
    }

    pub fn petition_count(&self) -> u64 {
        let count =
            |reader: &mut huiyin_testkit::store::reader::Reader<'_>| reader.petition_count(FIRST);
        self.huiyin.store().read_here(count).expect("reads")
    }

    /// What a refusal may not change: every journal's head and the petitions.
    pub fn stored(&self) -> (Vec<(AuthorityId, i64)>, u64) {
        let heads = self.huiyin.store().read_here(|reader| reader.heads());
        // A journal that was locked and nothing was written to has a head at 0.
        let mut heads = heads.expect("reads");
        heads.retain(|(_, position)| *position > 0);
        (heads, self.petition_count())
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser {
            app: self,
            cookies: BTreeMap::new(),
        }
    }
}

async fn answer(router: Router, request: Request<Body>) -> Answer {
    let Ok(response) = router.oneshot(request).await;
    let (parts, body) = response.into_parts();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        bytes: to_bytes(body, usize::MAX).await.expect("a whole body"),
        text: OnceLock::new(),
    }
}

/// A whole answer.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Bytes,
    text: OnceLock<String>,
}

/// A page without the elements that keep a date of a sentence on one line.
fn without_dates(page: &str) -> String {
    let mut parts = page.split("<span class=\"date\">");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |page, part| page + &part.replacen("</span>", "", 1))
}

impl Answer {
    /// The text, with each sentence as it reads.
    pub fn text(&self) -> &str {
        self.text
            .get_or_init(|| without_dates(std::str::from_utf8(&self.bytes).expect("UTF-8")))
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).expect("JSON")
    }

    /// A header's value; empty without it.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("visible ASCII"))
    }

    /// Is a problem of the table with a status, a stable code and both languages.
    pub fn refused(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let body = self.json();
        assert_eq!(body["code"], code);
        assert_eq!(body["status"], status);
        assert_eq!(body["type"], format!("/problems/{code}"));
        for words in ["title", "title_en", "what_to_do", "what_to_do_en"] {
            assert!(body[words].as_str().is_some_and(|text| !text.is_empty()));
        }
        body
    }

    /// The fields of a 422, each with its code.
    pub fn fields(&self) -> Vec<(String, String)> {
        let body = self.refused(422, "fields_refused");
        let errors = body["errors"].as_array().expect("errors");
        let pairs = errors.iter().map(|error| {
            for words in ["message", "message_en"] {
                assert!(error[words].as_str().is_some_and(|text| !text.is_empty()));
            }
            let text = |name: &str| error[name].as_str().expect("text").to_owned();
            (text("field"), text("code"))
        });
        pairs.collect()
    }
}

/// A request without a content type.
pub fn request(method: Method, path: &str, body: Vec<u8>) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .body(Body::from(body))
        .expect("a request")
}

/// A POST to the API, with an Idempotency-Key if one is given.
pub fn json_request(body: &Value, key: Option<&str>) -> Request<Body> {
    bytes_request(serde_json::to_vec(body).expect("JSON"), key)
}

/// The same with any bytes.
pub fn bytes_request(body: Vec<u8>, key: Option<&str>) -> Request<Body> {
    let mut request = request(Method::POST, PETITIONS, body);
    let headers = request.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        "application/json".parse().expect("a type"),
    );
    if let Some(key) = key {
        headers.insert(
            "idempotency-key",
            axum::http::HeaderValue::from_bytes(key.as_bytes()).expect("a value"),
        );
    }
    request
}

/// A petition that is fine.
pub fn petition() -> Value {
    json!({
        "subject": "三月份的工资到现在没发",
        "body": "我在A区工地干了四个月，三月份的工资到现在没发。\n工友一共六个人。",
    })
}

/// [`petition`] with one field set.
pub fn with(field: &str, value: impl Into<Value>) -> Value {
    let mut body = petition();
    body[field] = value.into();
    body
}

/// The tracking code of a 201.
pub fn code_of(registered: &Value) -> String {
    registered["tracking_code"]
        .as_str()
        .expect("a code")
        .to_owned()
}

/// A browser: it keeps cookies and follows nothing by itself.
pub struct Browser<'a> {
    app: &'a App,
    pub cookies: BTreeMap<String, String>,
}

impl Browser<'_> {
    pub fn get(&mut self, path: &str) -> Answer {
        self.send(request(Method::GET, path, Vec::new()))
    }

    /// Posts a form.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(&as_sent(value))))
            .collect();
        self.post_bytes(path, pairs.join("&").into_bytes())
    }

    pub fn post_bytes(&mut self, path: &str, body: Vec<u8>) -> Answer {
        let mut request = request(Method::POST, path, body);
        let kind = "application/x-www-form-urlencoded".parse().expect("a type");
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        self.send(request)
    }

    /// Posts a form with a file in it: its field, its name and its content.
    pub fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        let (kind, body) = multipart(fields, Some(file));
        let mut request = request(Method::POST, path, body);
        let kind = kind.parse().expect("a type");
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        self.send(request)
    }

    /// The page of a form that was not taken, or was sent to be looked at otherwise: it is seen after a redirect,
    /// so that neither going back nor loading it again sends anything.
    pub fn seen(&mut self, answer: &Answer) -> Answer {
        assert_eq!(answer.status, 303, "{}", answer.text());
        let to = answer.header("location");
        let path = to.split('#').next().unwrap_or(to);
        assert!(path.contains("kept=yes"), "{to}");
        self.get(path)
    }

    /// Sends a request with the cookies that are kept.
    pub fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            let line = cookies.join("; ").parse().expect("a cookie line");
            request.headers_mut().insert(header::COOKIE, line);
        }
        let answer = self.app.send(request);
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().expect("ASCII"));
        }
        answer
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').expect("attributes");
        let (name, value) = pair.split_once('=').expect("a pair");
        if attributes.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Answers every question but the one for files, each with those of the fields that it asks for.
    pub fn writes(&mut self, fields: &[(&str, &str)]) {
        for step in ["what", "where", "ask", "whose", "contact"] {
            let answer = self.post(&format!("/new/{step}"), fields);
            assert_eq!(answer.status, 303, "{step}: {}", answer.text());
            let next = answer.header("location");
            assert!(!next.contains("wrong"), "{step} was not taken: {next}");
        }
    }

    /// Sends files as a browser does that may choose several.
    pub fn sends_files(&mut self, files: &[(&str, &[u8])], fields: &[(&str, &str)]) -> Answer {
        let (kind, mut body) = multipart(fields, None);
        let end = b"--b0undary--\r\n".len();
        body.truncate(body.len() - end);
        for (name, bytes) in files {
            let (_, one) = multipart(&[], Some(("file", name, bytes)));
            body.extend_from_slice(&one[..one.len() - end]);
        }
        body.extend_from_slice(b"--b0undary--\r\n");
        let mut request = request(Method::POST, "/new/files", body);
        let kind = kind.parse().expect("a type");
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        self.send(request)
    }

    /// Tells, sends, and stands before the receipt.
    pub fn register(&mut self, fields: &[(&str, &str)]) {
        self.writes(fields);
        let answer = self.post("/new/check", &[]);
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert_eq!(answer.header("location"), "/receipt");
    }

    /// The code that the receipt page shows now.
    pub fn shown_code(&mut self) -> Option<String> {
        let page = self.get("/receipt");
        assert_eq!(page.status, 200);
        between(page.text(), "id=\"code\" translate=\"no\">", "<").map(str::to_owned)
    }
}

/// A form as browsers send one that has a file: its content type and body.
pub fn multipart(
    fields: &[(&str, &str)],
    file: Option<(&str, &str, &[u8])>,
) -> (&'static str, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--b0undary\r\nContent-Disposition: form-data; name=\"{name}\"");
        let value = as_sent(value);
        body.extend_from_slice(format!("{head}\r\n\r\n{value}\r\n").as_bytes());
    }
    if let Some((field, name, bytes)) = file {
        let head = format!(
            "--b0undary\r\nContent-Disposition: form-data; name=\"{field}\"; \
             filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(&[head.as_bytes(), bytes, b"\r\n"].concat());
    }
    body.extend_from_slice(b"--b0undary--\r\n");
    ("multipart/form-data; boundary=b0undary", body)
}

/// A PDF of about so many bytes.
pub fn pdf(bytes: usize) -> Vec<u8> {
    let middle = vec![b'.'; bytes.saturating_sub(40)];
    [
        b"%PDF-1.7\n".as_slice(),
        &middle,
        b"\nstartxref\n0\n%%EOF\n",
    ]
    .concat()
}

/// A field as a browser sends it: each line break is two characters (HTML, 4.10.21.7).
fn as_sent(value: &str) -> String {
    value.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// Percent-encodes a form's value as a browser does, but for the blank.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"*-._".contains(&byte);
    text.bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            byte if plain(byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// The first text between two marks.
pub fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(from)?;
    rest.split_once(to).map(|(found, _)| found)
}

/// Every text between two marks.
pub fn all_between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    text.split(from)
        .skip(1)
        .filter_map(|rest| rest.split_once(to).map(|(found, _)| found))
        .collect()
}

/// A form that is fine, without a name.
pub const FORM: [(&str, &str); 3] = [
    ("subject", "三月份的工资到现在没发"),
    ("body", "我在A区工地干了四个月。"),
    ("who", "anonymous"),
];
