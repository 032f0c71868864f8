//! Insiders at a desk and with a program, and everything that they try on a petition. What there is to try
//! comes from the list of routes and the list of steps, so that a new one is tried as well.

use super::desk::{PASSWORD, form_token};
use super::desk_support::answer_fields;
use super::routes::{Guard, ROUTES};
use super::support::{Answer, App, Browser, encoded, multipart, pdf, request};
use axum::http::{HeaderValue, Method, header};
use huiyin_app::LetterKind;
use huiyin_domain::event::{Actor, Document};
use huiyin_domain::petition::{Action, Command, CommandField};
use huiyin_testkit::park::{CANARIES, CANARIES_OF_IDENTITY, FIRST, Park};
use serde_json::{Value, json};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// Somebody who wants to know or to meddle.
pub struct Insider<'a> {
    pub login: &'static str,
    /// The id by which the log names them.
    staff: i64,
    app: &'a App,
    browser: Browser<'a>,
    form_token: String,
    token: String,
}

/// What is sent with a request.
#[derive(Clone)]
enum Sent {
    Nothing,
    Json(Value),
    Form(Vec<(&'static str, String)>),
    File,
}

/// The documents that are tried. Whoever asks is looked at before it matters which document it is, so
/// one that names people, one to the petitioner and one between units stand for all.
const LETTERS_TRIED: [LetterKind; 3] = [
    LetterKind::RegistrationForm,
    LetterKind::Served(Document::Answer),
    LetterKind::PassingLetter,
];

/// One thing to try; `{number}` still stands in the path.
#[derive(Clone)]
pub struct Attempt {
    pub method: Method,
    pub route: &'static str,
    pub path: String,
    sent: Sent,
    /// The version that it says was read, where it has to say one.
    read: String,
}

/// What somebody says who never read it.
const READ: &str = "\"1\"";

/// An answer, and what the log said meanwhile.
pub struct Tried {
    pub answer: Answer,
    log: String,
}

impl Attempt {
    /// Whether a step of this word is sent.
    pub fn tells(&self, action: &str) -> bool {
        matches!(&self.sent, Sent::Json(body) if body["action"] == action)
    }

    /// Whether a step of it says which version was read.
    fn rests_on_a_version(&self) -> bool {
        let replaces = |body: &Value| {
            let action = body["action"].as_str().and_then(Action::parse);
            action.is_some_and(Action::replaces)
        };
        matches!(&self.sent, Sent::Json(body) if replaces(body))
    }

    /// The same, resting on what was read.
    pub fn having_read(mut self, etag: &str) -> Self {
        etag.clone_into(&mut self.read);
        self
    }

    /// A look at a page or list by its address.
    pub fn look(route: &'static str, path: &str) -> Self {
        Self {
            method: Method::GET,
            route,
            path: path.to_owned(),
            sent: Sent::Nothing,
            read: READ.to_owned(),
        }
    }

    /// A form that is sent to an address.
    pub fn form(route: &'static str, path: &str, fields: &[(&'static str, &str)]) -> Self {
        let fields = fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        Self {
            method: Method::POST,
            sent: Sent::Form(fields.collect()),
            ..Self::look(route, path)
        }
    }

    /// The doors to what a unit was asked.
    pub fn of_question(asked: &str) -> Vec<Self> {
        let doors = attempts().into_iter();
        let doors = doors.filter(|one| one.route.contains("{asked}") && one.method == Method::GET);
        let mut doors: Vec<Self> = doors.collect();
        for door in &mut doors {
            door.path = door.route.replace("{asked}", asked);
        }
        doors
    }
}

impl std::fmt::Display for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sent = match &self.sent {
            Sent::Nothing => String::new(),
            Sent::Json(body) => body.to_string(),
            Sent::Form(fields) => format!("{fields:?}"),
            Sent::File => "a file".to_owned(),
        };
        write!(f, "{} {} {sent}", self.method, self.path)
    }
}

impl<'a> Insider<'a> {
    /// Signs in, and makes a token for a program.
    pub fn enters(app: &'a App, park: &Park<'_>, login: &'static str) -> Self {
        let staff = park.staff(login);
        let link = app.huiyin.invite((FIRST, Actor::Operator), staff, None);
        let link = app.runtime.block_on(link).expect("a link").answer;
        let mut browser = app.browser();
        let fields = [("password", PASSWORD), ("again", PASSWORD)];
        let path = format!("/desk/invitation/{}", link.token);
        let answer = browser.post(&path, &fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        Self {
            login,
            staff: staff.raw(),
            app,
            form_token: form_token(&mut browser),
            browser,
            token: park.token(login),
        }
    }

    /// Tries one thing on a number.
    pub fn tries(&mut self, attempt: &Attempt, number: &str) -> Tried {
        let path = attempt.path.replace("{number}", number);
        let (kind, body) = match &attempt.sent {
            Sent::Nothing => ("", Vec::new()),
            Sent::Json(body) => ("application/json", body.to_string().into_bytes()),
            Sent::Form(fields) => {
                let token = ("form_token", self.form_token.clone());
                let pairs = std::iter::once(&token).chain(fields);
                let pairs: Vec<String> = pairs
                    .map(|(name, value)| format!("{name}={}", encoded(value)))
                    .collect();
                (
                    "application/x-www-form-urlencoded",
                    pairs.join("&").into_bytes(),
                )
            }
            Sent::File => {
                let token = ("form_token", self.form_token.as_str());
                let fields = [token, ("purpose", "letter")];
                // A program sends no form token, and may not.
                let fields = &fields[usize::from(path.starts_with("/api/"))..];
                multipart(fields, Some(("file", "scan.pdf", &pdf(200))))
            }
        };
        let mut request = request(attempt.method.clone(), &path, body);
        let headers = request.headers_mut();
        if !kind.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        if attempt.rests_on_a_version() {
            let read = HeaderValue::from_str(&attempt.read).expect("a value");
            headers.insert(header::IF_MATCH, read);
        }
        if path.starts_with("/api/") {
            let bearer = format!("Bearer {}", self.token);
            let bearer = HeaderValue::from_str(&bearer).expect("a value");
            headers.insert(header::AUTHORIZATION, bearer);
        }
        let log = Log::default();
        let kept = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .without_time()
            .with_writer(move || kept.clone())
            .finish();
        let answer = tracing::subscriber::with_default(subscriber, || {
            if path.starts_with("/api/") {
                self.app.send(request)
            } else {
                self.browser.send(request)
            }
        });
        let log = log.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        assert_no_canary(&attempt.to_string(), &log, CANARIES);
        Tried {
            answer,
            log: String::from_utf8(log).expect("UTF-8"),
        }
    }

    /// Tries it, and it is refused and recorded: the log names who, the route and the status.
    pub fn is_refused(&mut self, attempt: &Attempt, number: &str, statuses: &[u16]) -> Tried {
        let tried = self.tries(attempt, number);
        let status = tried.answer.status;
        let at = format!("{} {attempt}: {status}", self.login);
        assert!(statuses.contains(&status), "{at}");
        assert_no_canary(
            &at,
            tried.answer.bytes.as_ref(),
            &CANARIES[..CANARIES_OF_IDENTITY],
        );
        for word in [
            format!("staff={} ", self.staff),
            format!("route=\"{}\"", attempt.route),
            format!("status={status}"),
        ] {
            let line = tried.log.lines().find(|line| line.contains("was refused"));
            assert!(
                line.is_some_and(|line| line.contains(&word)),
                "{at}: {word} in {}",
                tried.log
            );
        }
        assert!(!tried.log.contains(number), "{at}: {}", tried.log);
        tried
    }

    /// What a page or list without a number shows them, by its address.
    pub fn lists(&mut self) -> Vec<(String, Vec<u8>)> {
        let plain = ROUTES.iter().filter(|(methods, path, guard)| {
            let asks = methods.split(' ').any(|method| method == "get");
            // What was read is a list of this reading, too.
            let grows = path.ends_with("/figures/readings");
            let guarded = matches!(guard, Guard::Session | Guard::Bearer);
            asks && !path.contains('{') && guarded && !grows
        });
        let mut paths: Vec<&str> = plain.map(|(_, path, _)| *path).collect();
        paths.extend(MORE_LISTS);
        let lists = paths.into_iter().map(|path| {
            let attempt = Attempt::look("", path);
            let answer = self.tries(&attempt, "").answer;
            assert!(answer.status < 500, "{path}: {}", answer.status);
            let head = format!("{} {:?}\n", answer.status, answer.headers);
            let body = if path.contains("xlsx") {
                unpacked(&answer.bytes)
            } else {
                answer.bytes.to_vec()
            };
            (path.to_owned(), masked(&[head.into_bytes(), body].concat()))
        });
        lists.collect()
    }
}

/// Lists whose address says what is asked for.
const MORE_LISTS: &[&str] = &[
    "/api/v1/inbox?whole=true",
    "/api/v1/inbox?late=true&whole=true",
    "/api/v1/inbox?untaken=true&whole=true",
    "/api/v1/inbox?state=registered",
    "/api/v1/inbox?term=sort",
    "/api/v1/inbox?term=answer&whole=true",
    "/desk?of=units",
    "/desk?of=units&late=yes",
    "/desk?state=transferred",
    "/desk/admin/units",
    "/desk/admin/posts",
    "/desk/admin/staff",
    "/api/v1/figures/timeliness?by=unit",
    "/api/v1/figures/timeliness?by=category",
    "/api/v1/figures/timeliness?by=category&format=csv",
    "/api/v1/figures/timeliness?by=unit&format=xlsx",
    "/api/v1/figures/timeliness/duties?rulebook=cn-2022&term=sort&duty=statutory&count=opened",
    "/desk/figures/duties?by=term&rulebook=cn-2022&term=sort&duty=statutory&count=opened",
    "/desk/figures?by=category",
    "/desk/figures.csv?by=category",
    "/desk/figures.xlsx?by=category",
];

/// Everything that can be tried on a petition.
pub fn attempts() -> Vec<Attempt> {
    let numbered = ROUTES
        .iter()
        .filter(|(_, path, _)| path.contains("{number}"));
    let mut all = Vec::new();
    for (methods, route, guard) in numbered {
        assert!(
            matches!(guard, Guard::Session | Guard::Bearer),
            "{route} is open to all"
        );
        for method in methods.split(' ') {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            for path in paths(route) {
                all.extend(sent(&method, route, &path).into_iter().map(|sent| Attempt {
                    method: method.clone(),
                    route,
                    path: path.clone(),
                    sent,
                    read: READ.to_owned(),
                }));
            }
        }
    }
    assert!(all.len() > 2 * Action::ALL.len(), "{}", all.len());
    all
}

/// A route with everything but the number filled in.
fn paths(route: &str) -> Vec<String> {
    if route.contains("{action}") {
        let words = Action::ALL.iter().map(|action| action.word());
        return words.map(|word| route.replace("{action}", word)).collect();
    }
    if route.contains("{asked}") {
        return ["1", "30", "9999"]
            .map(|asked| route.replace("{asked}", asked))
            .to_vec();
    }
    if route.contains("{file}") {
        return ["1", "9999"]
            .map(|file| route.replace("{file}", file))
            .to_vec();
    }
    if route.contains("{letter}") {
        let named = match route.starts_with("/api/") {
            true => "?named=true",
            false => "?named=yes",
        };
        let with_and_without = |kind: &LetterKind| {
            let path = route.replace("{letter}", kind.word());
            ["", named].map(|more| format!("{path}{more}"))
        };
        return LETTERS_TRIED.iter().flat_map(with_and_without).collect();
    }
    if route == "/api/v1/petitions/{number}" {
        return ["", "?identity=true"]
            .map(|more| format!("{route}{more}"))
            .to_vec();
    }
    let filled = route.replace("{number}", "");
    assert!(!filled.contains('{'), "say what can stand in {route}");
    vec![route.to_owned()]
}

/// What is sent to a path; a POST that stands here in no other way is sent with nothing in it.
fn sent(method: &Method, route: &str, path: &str) -> Vec<Sent> {
    if *method == Method::GET {
        return vec![Sent::Nothing];
    }
    if route.starts_with("/api/") && route.ends_with("/actions") {
        return Command::FIELDS
            .iter()
            .map(|(action, fields)| Sent::Json(step(*action, fields)))
            .collect();
    }
    if route.ends_with("/files") {
        return vec![Sent::File];
    }
    if route.starts_with("/api/") {
        return vec![Sent::Json(json!({"to": "harbour", "reason": "试试"}))];
    }
    let mut forms = vec![Vec::new()];
    if path.contains("/do/") || route.contains("statements") {
        forms.push(filled_form());
    }
    if route.ends_with("/answer") {
        let mut answer: Vec<(&'static str, String)> = answer_fields()
            .into_iter()
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        for step in ["", "submit", "issue", "fill", "preview"] {
            answer.retain(|(name, _)| *name != "do");
            answer.push(("do", step.to_owned()));
            forms.push(answer.clone());
        }
    }
    forms.into_iter().map(Sent::Form).collect()
}

/// A step with every field that it takes.
pub fn step(action: Action, fields: &[CommandField]) -> Value {
    let mut step = json!({"action": action.word()});
    for field in fields {
        let kind = field.kind.strip_prefix("Option<");
        let kind = kind.and_then(|kind| kind.strip_suffix('>'));
        step[field.name] = match kind.unwrap_or(field.kind) {
            "bool" => true.into(),
            "Vec<String>" => json!(["试试"]),
            "Vec<UnitId>" | "Vec<PostId>" => json!([2]),
            "Date" => "2026-12-01".into(),
            "Instant" => "2026-02-01T09:00:00+08:00".into(),
            "Class" => "claim".into(),
            "EntryPart" => "subject".into(),
            "ContactPart" => "phone".into(),
            "AskedHow" => "by-phone".into(),
            "DeclineReason" => "in-hand".into(),
            "Route" => "court".into(),
            "Document" => "acceptance".into(),
            "ServiceWay" => "handed-over".into(),
            "AnswerDraft" => json!({}),
            "EventName" => "PetitionRegistered".into(),
            "String" => "试试".into(),
            _ => 2.into(),
        };
    }
    step
}

/// A form with a value in every field that a step has.
fn filled_form() -> Vec<(&'static str, String)> {
    let texts = [
        ("class", "claim.6"),
        ("into", "2026-000001"),
        ("limit", "2026-12-01"),
        ("at", "2026-02-01"),
        ("route", "court"),
        ("document", "acceptance"),
        ("way", "handed-over"),
        ("statement", "试试"),
    ];
    let mut fields: Vec<(&'static str, String)> = Vec::new();
    for (_, own) in Command::FIELDS {
        for field in *own {
            let known = fields.iter().any(|(name, _)| *name == field.name);
            if !known && !texts.iter().any(|(name, _)| *name == field.name) {
                let text = if field.kind.contains("String") {
                    "试试"
                } else {
                    "2"
                };
                fields.push((field.name, text.to_owned()));
            }
        }
    }
    fields.extend(texts.map(|(name, text)| (name, text.to_owned())));
    fields
}

/// An attempt by its method and route; the step where it has one.
pub fn attempt(method: &str, path: &str, fields: &[(&'static str, &str)]) -> Attempt {
    let found = attempts()
        .into_iter()
        .find(|one| one.method == method && one.path == path);
    let mut found = found.unwrap_or_else(|| panic!("{method} {path} is no route"));
    if method != "GET" {
        let own = fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        found.sent = Sent::Form(own.collect());
    }
    found
}

/// A step by the API.
pub fn by_api(body: Value) -> Attempt {
    let route = "/api/v1/petitions/{number}/actions";
    let found = attempts().into_iter().find(|one| one.route == route);
    let found = found.expect("the route of steps");
    Attempt {
        sent: Sent::Json(body),
        ..found
    }
}

/// Two answers that nobody can tell from each other, but for the numbers that were asked.
pub fn assert_alike(at: &str, (one, number): (&Tried, &str), (other, never): (&Tried, &str)) {
    let text = |tried: &Tried, number: &str| {
        let answer = &tried.answer;
        let body = String::from_utf8_lossy(&answer.bytes).replace(number, "NUMBER");
        let headers = format!("{:?}", answer.headers).replace(number, "NUMBER");
        format!(
            "{} {headers}\n{}\n{body}",
            answer.status,
            answer.bytes.len()
        )
    };
    assert_eq!(text(one, number), text(other, never), "{at}");
    assert_eq!(lines(&one.log), lines(&other.log), "{at}");
}

/// Log lines without what differs from request to request.
fn lines(log: &str) -> Vec<String> {
    let same = |word: &&str| !word.starts_with("request=") && !word.starts_with("duration_ms=");
    let line = |line: &str| line.split(' ').filter(same).collect::<Vec<_>>().join(" ");
    log.lines().map(line).collect()
}

/// None of it stands there, also not escaped as JSON does.
pub fn assert_no_canary(at: &str, bytes: &[u8], canaries: &[&str]) {
    let text = String::from_utf8_lossy(bytes);
    for canary in canaries {
        assert!(!text.contains(canary), "{at} tells {canary}: {text}");
        assert!(!text.contains(&encoded(canary)), "{at} tells {canary}");
    }
}

/// The text with long random words, such as keys of forms, made the same.
pub fn masked(bytes: &[u8]) -> Vec<u8> {
    let mut masked = Vec::new();
    for word in bytes.split_inclusive(|byte| !byte.is_ascii_hexdigit()) {
        let key = word.len() >= 32;
        masked.extend_from_slice(if key { b"KEY" } else { word });
    }
    masked
}

/// Every part of a workbook, one after another.
pub fn unpacked(book: &[u8]) -> Vec<u8> {
    const LOCAL: &[u8] = b"PK\x03\x04";
    if !book.starts_with(LOCAL) {
        return book.to_vec();
    }
    let mut parts = Vec::new();
    for at in 0..book.len().saturating_sub(30) {
        if book[at..].starts_with(LOCAL) {
            let length = |from: usize| {
                usize::from(u16::from_le_bytes([book[at + from], book[at + from + 1]]))
            };
            let name = at + 30;
            let content = name + length(26) + length(28);
            parts.extend_from_slice(&book[name..name + length(26)]);
            parts.push(b'\n');
            let mut part = flate2::read::DeflateDecoder::new(&book[content..]);
            io::Read::read_to_end(&mut part, &mut parts).expect("a packed part");
            parts.push(b'\n');
        }
    }
    parts
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
