//! `huiyin bench torture --pages`: the server is killed while groups come, pages go out and are answered,
//! at any instant between two steps of ladder, sending and answering. Everything that was acknowledged is
//! on record, each page once; each page that is recorded as handed over was sent at least once under its
//! number; and when it is quiet, nobody is left who was to be called and was not.

use super::super::child::{Server, serve};
use super::super::client::{Connection, post};
use super::super::dice::Dice;
use super::super::figures::moment;
use super::super::respond::gateway::Gateway;
use super::super::respond::park;
use super::super::scratch::Scratch;
use super::super::{failed, progress, runtime};
use super::Args;
use super::check;
use super::sink::Sink;
use crate::error::CliError;
use crate::output::{Output, REFUSED};
use huiyin_app::Huiyin;
use huiyin_app::authorise::Principal;
use huiyin_domain::event::{Envelope, Event};
use huiyin_domain::ids::{AuthorityId, ResponseId};
use huiyin_domain::response::Event as Step;
use huiyin_store::StoreConfig;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;
use tokio::runtime::Runtime;

/// The shortest and the longest time that a server lives, in milliseconds: a page is on its way for some
/// ten of them.
const LIFE_MS: (usize, usize) = (10, 400);
/// How long the gateway takes for a message.
const GATEWAY: Duration = Duration::from_millis(15);
/// Connections of the desk.
const CONNECTIONS: usize = 4;
/// How long it may be silent at both channels while pages still wait. How long the last pages take in all
/// depends on how many groups came; a page that is owed and that nothing moves does not.
const SILENT_AT_MOST: Duration = Duration::from_secs(30);
/// How often they are looked for.
const LOOK_EACH: Duration = Duration::from_millis(100);
/// Responses that are looked through in the end.
const RESPONSES_MAX: u32 = 1_000_000;

/// What was asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Open,
    Acknowledge { response: i64, page: i64 },
    Decline { response: i64, page: i64 },
}

/// A request with its key, as it is sent and sent again.
struct Asked {
    what: What,
    key: String,
    path: String,
    body: Value,
}

/// What came of the requests of a life.
#[derive(Default)]
struct Heard {
    opened: Vec<i64>,
    answered: Vec<What>,
    refused: u64,
    broken: Vec<Asked>,
    unexpected: Vec<String>,
}

impl Heard {
    fn add(&mut self, other: Self) {
        self.opened.extend(other.opened);
        self.answered.extend(other.answered);
        self.refused += other.refused;
        self.broken.extend(other.broken);
        self.unexpected.extend(other.unexpected);
    }
}

struct Torture {
    runtime: Runtime,
    scratch: Scratch,
    store: StoreConfig,
    arguments: Vec<OsString>,
    token: String,
    gateway: Gateway,
    sink: Sink,
}

/// Runs it.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let torture = Torture::ready(args)?;
    let (mut dice, mut heard) = (Dice::new()?, Heard::default());
    for round in 1..=args.rounds {
        let line = torture.round(&mut dice, &mut heard)?;
        progress(output, &format!("kill {round}: {line}"))?;
    }
    torture.quiet(&mut heard)?;
    let mut violations = std::mem::take(&mut heard.unexpected);
    let checked = Checked::of(&torture, &heard, &mut violations)?;
    let (messages, doubled) = torture.gateway.all();
    let said = json!({
        "kills": args.rounds, "responses": heard.opened.len(), "answers": heard.answered.len(),
        "pages": checked.pages, "handed": checked.handed, "messages": messages,
        "sent_more_than_once": doubled, "mails": torture.sink.all(), "violations": violations,
    });
    output.say(&said, || {
        let lines: String = violations.iter().map(|one| format!("\n  {one}")).collect();
        format!(
            "{} kills: {} responses and {} answers were acknowledged; {} pages recorded, {} handed over; \
             {messages} text messages ({doubled} of a page that was sent before), {} mails; {} violations{lines}",
            args.rounds,
            heard.opened.len(),
            heard.answered.len(),
            checked.pages,
            checked.handed,
            torture.sink.all(),
            violations.len(),
        )
    })?;
    Ok(if violations.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

impl Torture {
    fn ready(args: &Args) -> Result<Self, CliError> {
        let scratch = Scratch::new(&args.scratch)?;
        let store = StoreConfig {
            folder: scratch.path("data"),
            database: None,
        };
        let token = park::settle(&check::open(&store)?, &Runtime::new().map_err(failed)?)?;
        let (gateway, sink) = (Gateway::start(GATEWAY)?, Sink::start()?);
        let channels = scratch.path("channels.toml");
        std::fs::write(&channels, gateway.file()).map_err(failed)?;
        let mut arguments = serve(&store.folder, None);
        arguments.extend(["--channels".into(), channels.into()]);
        arguments.extend(["--smtp-url", &sink.url()].map(Into::into));
        arguments.extend(["--mail-from", "huiyin@bench.example"].map(Into::into));
        Ok(Self {
            runtime: runtime()?,
            scratch,
            store,
            arguments,
            token,
            gateway,
            sink,
        })
    }

    fn start(&self) -> Result<Server, CliError> {
        let log = self.scratch.path("server.log");
        self.runtime.block_on(Server::start(&self.arguments, &log))
    }

    /// One life: what was cut off is sent again, then the desk works until the server is killed.
    fn round(&self, dice: &mut Dice, heard: &mut Heard) -> Result<String, CliError> {
        let server = self.start()?;
        let again = std::mem::take(&mut heard.broken);
        let resent = again.len();
        let (shortest, longest) = LIFE_MS;
        let life_ms = (shortest + dice.below(longest - shortest)) as u64;
        let here = self.runtime.block_on(async {
            let mut tasks = vec![tokio::spawn(resend(
                server.address.clone(),
                self.token.clone(),
                again,
            ))];
            for _ in 0..CONNECTIONS {
                let (address, token) = (server.address.clone(), self.token.clone());
                tasks.push(tokio::spawn(work(address, token, dice.split())));
            }
            tokio::time::sleep(Duration::from_millis(life_ms)).await;
            server.kill()?;
            let mut here = Heard::default();
            for task in tasks {
                here.add(task.await.map_err(failed)?);
            }
            Ok::<_, CliError>(here)
        })?;
        let line = format!(
            "after {life_ms} ms, {} responses, {} answers, {} refused, {} cut off, {resent} sent again",
            here.opened.len(),
            here.answered.len(),
            here.refused,
            here.broken.len()
        );
        heard.add(here);
        Ok(line)
    }

    /// A life in which nothing new comes, until no page waits.
    fn quiet(&self, heard: &mut Heard) -> Result<(), CliError> {
        let server = self.start()?;
        let again = std::mem::take(&mut heard.broken);
        let resending = resend(server.address.clone(), self.token.clone(), again);
        heard.add(self.runtime.block_on(resending));
        let huiyin = check::open(&self.store)?;
        let authority = huiyin.authority(None)?.row.id;
        let sent = || (self.gateway.all().0, self.sink.all());
        let mut last = (sent(), moment());
        loop {
            let next = huiyin
                .store()
                .read_here(|reader| reader.next_page_at(authority))?;
            if next.is_none() {
                break;
            }
            if last.0 != sent() {
                last = (sent(), moment());
            }
            if moment() > last.1 + SILENT_AT_MOST {
                let silent = SILENT_AT_MOST.as_secs();
                heard.unexpected.push(format!(
                    "pages still wait, and none was sent for {silent} s"
                ));
                break;
            }
            self.runtime
                .block_on(async { tokio::time::sleep(LOOK_EACH).await });
        }
        if !heard.broken.is_empty() {
            let count = heard.broken.len();
            heard
                .unexpected
                .push(format!("{count} requests broke off in a quiet life"));
        }
        server.stop()
    }
}

/// Sends what was cut off once more, each under its key.
async fn resend(address: String, token: String, again: Vec<Asked>) -> Heard {
    let mut heard = Heard::default();
    let Ok(mut connection) = Connection::open(&address).await else {
        heard.broken = again;
        return heard;
    };
    let mut again = again.into_iter();
    while let Some(asked) = again.next() {
        if send(&mut connection, &token, asked, &mut heard)
            .await
            .is_none()
        {
            heard.broken.extend(again);
            return heard;
        }
    }
    heard
}

/// The desk: groups come, and whoever is called comes or cannot, until the connection breaks.
async fn work(address: String, token: String, mut dice: Dice) -> Heard {
    let mut heard = Heard::default();
    let Ok(mut connection) = Connection::open(&address).await else {
        return heard;
    };
    loop {
        let people = 1 + dice.below(60);
        let body =
            json!({ "place": "park-reception", "people": people.to_string(), "topic": "工资拖欠" });
        let open = asked(What::Open, "/api/v1/responses".into(), body, &mut dice);
        let Some(said) = send(&mut connection, &token, open, &mut heard).await else {
            return heard;
        };
        let Some(response) = said["id"].as_i64() else {
            continue;
        };
        for page in 1..=3 {
            let (what, step) = match dice.below(3) {
                0 => (What::Decline { response, page }, "decline"),
                1 => (What::Acknowledge { response, page }, "acknowledge"),
                // Nobody answers this one.
                _ => continue,
            };
            let path = format!("/api/v1/responses/{response}/steps");
            let body = json!({ "step": step, "page": page });
            let answer = asked(what, path, body, &mut dice);
            if send(&mut connection, &token, answer, &mut heard)
                .await
                .is_none()
            {
                return heard;
            }
        }
    }
}

fn asked(what: What, path: String, body: Value, dice: &mut Dice) -> Asked {
    Asked {
        what,
        key: format!("{:016x}{:016x}", dice.roll(), dice.roll()),
        path,
        body,
    }
}

/// Sends a request and notes what was said; nothing where the connection broke.
async fn send(
    connection: &mut Connection,
    token: &str,
    asked: Asked,
    heard: &mut Heard,
) -> Option<Value> {
    let head = format!(
        "authorization: Bearer {token}\r\nidempotency-key: {}\r\n",
        asked.key
    );
    let body = asked.body.to_string();
    let request = post(&asked.path, "application/json", &head, body.as_bytes());
    let Ok(answer) = connection.exchange(&request).await else {
        heard.broken.push(asked);
        return None;
    };
    let status = answer.status;
    let said: Value = serde_json::from_slice(answer.body).unwrap_or_default();
    match (status, asked.what) {
        (201, What::Open) => heard.opened.extend(said["id"].as_i64()),
        (200, what) => heard.answered.push(what),
        // The ladder went on meanwhile.
        (409 | 422, What::Acknowledge { .. } | What::Decline { .. }) => heard.refused += 1,
        _ => heard
            .unexpected
            .push(format!("{} was answered by {status}: {said}", asked.path)),
    }
    Some(said)
}

/// What the store says in the end.
struct Checked {
    pages: usize,
    handed: usize,
}

impl Checked {
    fn of(
        torture: &Torture,
        heard: &Heard,
        violations: &mut Vec<String>,
    ) -> Result<Self, CliError> {
        let huiyin = check::open(&torture.store)?;
        let authority = huiyin.authority(None)?.row.id;
        let report = huiyin.doctor(true)?;
        violations.extend(report.findings.iter().map(|one| format!("doctor: {one:?}")));
        let running = huiyin
            .store()
            .read_here(|reader| reader.responses_running(authority, RESPONSES_MAX))?;
        let there: BTreeSet<i64> = running.iter().map(|one| one.id.raw()).collect();
        let told: BTreeSet<i64> = heard.opened.iter().copied().collect();
        if told.len() != heard.opened.len() {
            violations.push("one response was told to two who opened one".into());
        }
        for id in told.symmetric_difference(&there) {
            violations.push(format!(
                "response {id} is either told and missing, or there untold"
            ));
        }
        let mut checked = Self {
            pages: 0,
            handed: 0,
        };
        let who = torture.runtime.block_on(clerk(&huiyin, authority))?;
        for id in there {
            let answers = answers_on_record(&huiyin, authority, id, violations)?;
            for what in &heard.answered {
                let (of, page, came) = match *what {
                    What::Acknowledge { response, page } => (response, page, true),
                    What::Decline { response, page } => (response, page, false),
                    What::Open => continue,
                };
                if of == id && !answers.contains(&(page, came)) {
                    violations.push(format!("response {id}: the answer to page {page} is lost"));
                }
            }
            let view = torture.runtime.block_on(huiyin.response(&who, id))?;
            for page in view.calls.iter().flat_map(|call| &call.pages) {
                checked.pages += 1;
                checked.handed += usize::from(page.handed_at.is_some());
                let number = page.number;
                if page.state == "waiting" && page.handed_at.is_none() {
                    violations.push(format!(
                        "response {id}: page {number} was never handed over"
                    ));
                }
                let by_text = page.channel.en == "text message" && page.handed_at.is_some();
                if by_text && torture.gateway.count(&page.message) == 0 {
                    violations.push(format!(
                        "response {id}: page {number} is recorded as handed over and was not sent"
                    ));
                }
            }
        }
        Ok(checked)
    }
}

/// The answers that the journal has of a response, and whether each page stands there once.
fn answers_on_record(
    huiyin: &Huiyin,
    authority: AuthorityId,
    id: i64,
    violations: &mut Vec<String>,
) -> Result<BTreeSet<(i64, bool)>, CliError> {
    let rows = huiyin
        .store()
        .read_here(|reader| reader.journal_of_response(authority, ResponseId::new(id)))?;
    let (mut answers, mut counts) = (BTreeSet::new(), BTreeMap::<(&str, u32), u32>::new());
    for row in rows {
        let envelope: Envelope = serde_json::from_slice(&row.open).map_err(failed)?;
        let Event::ResponseStepped(stepped) = envelope.event else {
            continue;
        };
        let once = match stepped.happened {
            Step::Paged { page, .. } => ("paged", page),
            Step::Acknowledged { page, .. } => {
                answers.insert((i64::from(page), true));
                ("acknowledged", page)
            }
            Step::Declined { page, .. } => {
                answers.insert((i64::from(page), false));
                ("declined", page)
            }
            _ => continue,
        };
        *counts.entry(once).or_default() += 1;
    }
    let twice = counts.into_iter().filter(|(_, count)| *count > 1);
    violations.extend(twice.map(|((what, page), count)| {
        format!("response {id}: page {page} is {what} {count} times")
    }));
    Ok(answers)
}

async fn clerk(huiyin: &Huiyin, authority: AuthorityId) -> Result<Principal, CliError> {
    let organisation = huiyin.organisation(authority).await?;
    let found = organisation.staff.values().find(|one| one.login == "bench");
    let who = found.and_then(|one| Principal::of(&organisation, authority, one.id));
    who.ok_or_else(|| failed("the bench's own clerk is not there"))
}
