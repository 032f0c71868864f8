//! `huiyin bench respond`: many groups come at once. How long from the headcount that a clerk entered until
//! the first page of each response was taken by its channel, with a gateway and a mail server of this
//! machine.

pub mod gateway;
pub mod park;

use super::child::{Server, serve};
use super::client::{Connection, post};
use super::figures::{Measured, moment, rounded};
use super::scratch::Scratch;
use super::torture::sink::Sink;
use super::{failed, runtime};
use crate::error::CliError;
use crate::output::{Output, REFUSED};
use gateway::Gateway;
use huiyin_app::clock::{Clock, SystemClock};
use huiyin_app::{Huiyin, HuiyinConfig};
use huiyin_domain::event::{Envelope, Event};
use huiyin_domain::ids::ResponseId;
use huiyin_domain::response::Event as Step;
use huiyin_domain::time::Instant;
use huiyin_store::StoreConfig;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// The goal: so many milliseconds at the 99th percentile.
const GOAL_MS: f64 = 1_000.0;
/// The goal of a step at the desk, whatever the gateway does.
const STEP_GOAL_MS: f64 = 50.0;
/// How long the last pages may take before the measurement gives up.
const SETTLED_AFTER: Duration = Duration::from_secs(30);
/// How often it looks.
const LOOK_EACH: Duration = Duration::from_millis(100);

/// The options of `bench respond`.
#[derive(clap::Args)]
pub struct Args {
    /// Responses that begin at the same moment
    #[arg(long, default_value_t = 200)]
    responses: usize,
    /// How long the gateway takes for a message, in milliseconds
    #[arg(long, default_value_t = 20)]
    gateway_ms: u64,
    /// Steps that a desk takes meanwhile, one after the other
    #[arg(long, default_value_t = 100)]
    steps: usize,
    /// A PostgreSQL database; without it SQLite
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Where a store is made that does not stay
    #[arg(long, value_name = "DIR", env = "TMPDIR", default_value = ".")]
    scratch: PathBuf,
}

/// What was found out.
struct Found {
    opened: Measured,
    steps: Measured,
    first_page: Measured,
    pages: usize,
    messages: u64,
    mails: u64,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let scratch = Scratch::new(&args.scratch)?;
    let store = StoreConfig {
        folder: scratch.path("data"),
        database: args.database.clone(),
    };
    let runtime = runtime()?;
    let token = {
        let huiyin = Huiyin::open(HuiyinConfig::new(store.clone()))?;
        park::settle(&huiyin, &tokio::runtime::Runtime::new().map_err(failed)?)?
    };
    let gateway = Gateway::start(Duration::from_millis(args.gateway_ms))?;
    let sink = Sink::start()?;
    let channels = scratch.path("channels.toml");
    std::fs::write(&channels, gateway.file()).map_err(failed)?;
    let mut arguments = serve(&store.folder, store.database.as_deref());
    arguments.extend(["--channels".into(), channels.into()]);
    arguments.extend(["--smtp-url", &sink.url()].map(Into::into));
    arguments.extend(["--mail-from", "huiyin@bench.example"].map(Into::into));
    let server = runtime.block_on(Server::start(&arguments, &scratch.path("server.log")))?;
    let begun = moment();
    let opened = runtime.block_on(open_all(&server.address, &token, args.responses))?;
    let lasted = begun.elapsed();
    let steps = runtime.block_on(take_steps(&server.address, &token, &opened, args.steps))?;
    let found = settled(&store, &runtime, &opened, lasted);
    server.stop()?;
    let (first_page, pages) = found?;
    let took = opened.iter().map(|one| one.took_micros);
    let found = Found {
        opened: Measured::new(took.collect(), 0, lasted),
        steps,
        first_page,
        pages,
        messages: gateway.all().0,
        mails: sink.all(),
    };
    say(args, &found, output)
}

/// A response that was opened.
struct Opened {
    id: i64,
    /// When its headcount was sent.
    sent_at: Instant,
    took_micros: u32,
}

/// Sends every headcount at the same moment, each on a connection of its own.
async fn open_all(address: &str, token: &str, count: usize) -> Result<Vec<Opened>, CliError> {
    let body = json!({ "place": "park-reception", "people": "5", "topic": "工资拖欠" });
    let body = serde_json::to_vec(&body).map_err(failed)?;
    let head = format!("authorization: Bearer {token}\r\n");
    let mut connections = Vec::with_capacity(count);
    for _ in 0..count {
        connections.push(Connection::open(address).await.map_err(failed)?);
    }
    let mut tasks = Vec::with_capacity(count);
    for mut connection in connections {
        let request = post("/api/v1/responses", "application/json", &head, &body);
        tasks.push(tokio::spawn(async move {
            let (sent_at, begun) = (SystemClock.now(), moment());
            let answer = connection.exchange(&request).await.map_err(failed)?;
            let took_micros = u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX);
            if answer.status != 201 {
                return Err(failed(format!(
                    "a response was not opened: {}",
                    answer.status
                )));
            }
            let said: Value = serde_json::from_slice(answer.body).map_err(failed)?;
            let id = said["id"]
                .as_i64()
                .ok_or_else(|| failed("no id was told"))?;
            Ok(Opened {
                id,
                sent_at,
                took_micros,
            })
        }));
    }
    let mut opened = Vec::with_capacity(count);
    for task in tasks {
        opened.push(task.await.map_err(failed)??);
    }
    Ok(opened)
}

/// A desk goes from response to response and corrects the headcount, while their pages go out.
async fn take_steps(
    address: &str,
    token: &str,
    opened: &[Opened],
    count: usize,
) -> Result<Measured, CliError> {
    let head = format!("authorization: Bearer {token}\r\n");
    let mut connection = Connection::open(address).await.map_err(failed)?;
    let (mut micros, began) = (Vec::with_capacity(count), moment());
    for (nth, one) in opened.iter().cycle().take(count).enumerate() {
        let people = 6 + nth / opened.len();
        let body = json!({ "step": "count", "people": people.to_string() });
        let body = serde_json::to_vec(&body).map_err(failed)?;
        let path = format!("/api/v1/responses/{}/steps", one.id);
        let request = post(&path, "application/json", &head, &body);
        let begun = moment();
        let status = connection.exchange(&request).await.map_err(failed)?.status;
        if status != 200 {
            return Err(failed(format!("a headcount was not corrected: {status}")));
        }
        micros.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    Ok(Measured::new(micros, 0, began.elapsed()))
}

/// Waits until every page of every response was taken, and reads from the journal when the first was.
fn settled(
    store: &StoreConfig,
    runtime: &tokio::runtime::Runtime,
    opened: &[Opened],
    lasted: Duration,
) -> Result<(Measured, usize), CliError> {
    let huiyin = Huiyin::open(HuiyinConfig::new(store.clone()))?;
    let authority = huiyin.authority(None)?.row.id;
    let until = moment() + SETTLED_AFTER;
    loop {
        let waiting = huiyin
            .store()
            .read_here(|reader| reader.next_page_at(authority))?;
        if waiting.is_none() || moment() > until {
            break;
        }
        runtime.block_on(async { tokio::time::sleep(LOOK_EACH).await });
    }
    let (mut micros, mut errors, mut pages) = (Vec::new(), 0, 0);
    for one in opened {
        let id = ResponseId::new(one.id);
        let rows = huiyin
            .store()
            .read_here(|reader| reader.journal_of_response(authority, id))?;
        let mut handed = Vec::new();
        for row in rows {
            let envelope: Envelope = serde_json::from_slice(&row.open).map_err(failed)?;
            if let Event::ResponseStepped(stepped) = &envelope.event
                && let Step::HandedOver { .. } = stepped.happened
            {
                handed.push(envelope.effective_at);
            }
        }
        pages += handed.len();
        match handed.into_iter().min() {
            Some(at) => {
                let took = at.micros().saturating_sub(one.sent_at.micros()).max(0);
                micros.push(u32::try_from(took).unwrap_or(u32::MAX));
            }
            None => errors += 1,
        }
    }
    Ok((Measured::new(micros, errors, lasted), pages))
}

fn say(args: &Args, found: &Found, output: &Output) -> Result<ExitCode, CliError> {
    let at = |measured: &Measured, share| rounded(measured.percentile_ms(share));
    let p99 = at(&found.first_page, 0.99);
    let step_p99 = at(&found.steps, 0.99);
    let good = found.first_page.errors == 0 && p99 <= GOAL_MS && step_p99 <= STEP_GOAL_MS;
    let said = json!({
        "responses": args.responses, "gateway_ms": args.gateway_ms,
        "opened": { "p50_ms": at(&found.opened, 0.5), "p99_ms": at(&found.opened, 0.99) },
        "step": { "p50_ms": at(&found.steps, 0.5), "p99_ms": step_p99 },
        "first_page": {
            "p50_ms": at(&found.first_page, 0.5), "p99_ms": p99,
            "without": found.first_page.errors,
        },
        "pages": found.pages, "messages": found.messages, "mails": found.mails, "good": good,
    });
    output.say(&said, || {
        format!(
            "{} responses at once, a gateway that takes {} ms a message\n\
             opened, as the clerk waits: {} ms at the median, {} ms p99\n\
             a step at the desk meanwhile: {} ms at the median, {step_p99} ms p99 (goal {STEP_GOAL_MS} ms)\n\
             headcount sent → first page taken by its channel: {} ms at the median, {p99} ms p99 (goal {GOAL_MS} ms), {} without\n\
             {} pages handed over, {} text messages, {} mails",
            args.responses,
            args.gateway_ms,
            at(&found.opened, 0.5),
            at(&found.opened, 0.99),
            at(&found.steps, 0.5),
            at(&found.first_page, 0.5),
            found.first_page.errors,
            found.pages,
            found.messages,
            found.mails,
        )
    })?;
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}
