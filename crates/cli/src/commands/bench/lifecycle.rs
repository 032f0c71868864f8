//! `huiyin bench lifecycle`: registered with acceptance, assigned, answered and served, read: four
//! calls over HTTP. With `--inbox` also how fast an inbox opens.

use super::child::{Memory, Server, serve};
use super::client::{Connection, post};
use super::figures::{Measured, moment, rounded, table};
use super::load::Load;
use super::people::{Worker, worker};
use super::scratch::Scratch;
use super::texts::Texts;
use super::{failed, fill, progress, runtime};
use crate::error::CliError;
use crate::output::{Output, REFUSED};
use huiyin_app::{Huiyin, HuiyinConfig, TimelinessQuery};
use huiyin_store::StoreConfig;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Connections that open the inbox.
const INBOX_CONNECTIONS: usize = 8;

/// The options of `bench lifecycle`.
#[derive(clap::Args)]
pub struct Args {
    /// Petitions in the store before
    #[arg(long, default_value_t = 0)]
    petitions: usize,
    /// Of which this many still owe something; the others were answered long ago
    #[arg(long, default_value_t = 100_000)]
    open: usize,
    /// Connections, each with one lifecycle at a time
    #[arg(long, default_value_t = 32)]
    connections: usize,
    /// How long the measurement lasts
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// Also open the inbox, page by page, and ask for hints at the same matter, each at 8 connections
    #[arg(long)]
    inbox: bool,
    /// A PostgreSQL database; without it SQLite
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// A folder that this command filled before, or fills now and leaves
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where a store is made that does not stay
    #[arg(long, value_name = "DIR", env = "TMPDIR", default_value = ".")]
    scratch: PathBuf,
    /// Petitions to register: JSON lines with subject and body
    #[arg(long, value_name = "FILE")]
    texts: Option<PathBuf>,
}

/// What was found out.
struct Found {
    inbox: Option<Measured>,
    hints: Option<Measured>,
    whole: Measured,
    calls: Vec<Measured>,
    answered: u64,
    idle: Memory,
    busy: Memory,
}

/// The four calls of a lifecycle.
const CALLS: [&str; 4] = ["register", "assign", "answer", "read"];

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let scratch = Scratch::new(&args.scratch)?;
    let config = StoreConfig {
        folder: args.data.clone().unwrap_or_else(|| scratch.path("data")),
        database: args.database.clone(),
    };
    let texts = Arc::new(Texts::load(args.texts.as_deref())?.with_categories());
    let worker = ready(args, &config, &texts, &scratch, output)?;
    let before = answered(&config)?;
    let mut found = runtime()?.block_on(measure(args, &config, &scratch, &texts, &worker))?;
    found.answered = answered(&config)? - before;
    let reads = found.inbox.iter().chain(&found.hints);
    let read_errors: u64 = reads.map(|one| one.errors).sum();
    let good = found.whole.errors + read_errors == 0 && found.answered >= found.whole.good();
    let calls = CALLS.iter().zip(&found.calls);
    let calls: serde_json::Map<String, Value> = calls
        .map(|(name, measured)| ((*name).to_owned(), one(measured)))
        .collect();
    let said = json!({
        "petitions": args.petitions, "open": args.open, "connections": args.connections,
        "lifecycle": one(&found.whole), "calls": calls, "answered_in_store": found.answered,
        "inbox": found.inbox.as_ref().map(one), "hints": found.hints.as_ref().map(one),
        "rss_idle_mib": rounded(found.idle.now_mib), "rss_mib": rounded(found.busy.now_mib),
        "rss_peak_mib": rounded(found.busy.peak_mib), "good": good,
    });
    output.say(&said, || text(args, &found))?;
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

fn one(measured: &Measured) -> Value {
    json!({
        "per_second": rounded(measured.rate()), "p50_ms": measured.percentile_ms(0.5),
        "p99_ms": measured.percentile_ms(0.99), "done": measured.good(),
        "errors": measured.errors,
    })
}

fn text(args: &Args, found: &Found) -> String {
    let row = |name: &str, measured: &Measured| {
        vec![
            name.to_owned(),
            format!("{:.0}", measured.rate()),
            format!("{:.2}", measured.percentile_ms(0.5)),
            format!("{:.2}", measured.percentile_ms(0.99)),
            measured.errors.to_string(),
        ]
    };
    let heading = ["", "per s", "p50 ms", "p99 ms", "errors"].map(ToOwned::to_owned);
    let mut rows = vec![heading.to_vec(), row("lifecycle", &found.whole)];
    rows.extend(
        CALLS
            .iter()
            .zip(&found.calls)
            .map(|(name, one)| row(name, one)),
    );
    rows.extend(found.inbox.iter().map(|inbox| row("inbox of 50", inbox)));
    rows.extend(found.hints.iter().map(|hints| row("same matter", hints)));
    format!(
        "{} petitions in the store before, {} connections\n{}\n{} lifecycles ended, {} answered in the store\n\
         memory (RSS): {:.0} MiB at start, {:.0} MiB after, {:.0} MiB at most",
        args.petitions,
        args.connections,
        table(&rows),
        found.whole.good(),
        found.answered,
        found.idle.now_mib,
        found.busy.now_mib,
        found.busy.peak_mib,
    )
}

fn opened(config: &StoreConfig) -> Result<Arc<Huiyin>, CliError> {
    Ok(Arc::new(Huiyin::open(HuiyinConfig::new(config.clone()))?))
}

/// Fills the store to its size and settles who acts.
fn ready(
    args: &Args,
    config: &StoreConfig,
    texts: &Arc<Texts>,
    scratch: &Scratch,
    output: &Output,
) -> Result<Worker, CliError> {
    let huiyin = opened(config)?;
    let id = huiyin.authority(None)?.row.id;
    let there = huiyin
        .store()
        .read_here(|reader| reader.petition_count(id))? as usize;
    if there < args.petitions {
        progress(output, &format!("filling with {}", texts.named))?;
        let open = args.open.min(args.petitions - there);
        let file = scratch.path("answered.jsonl");
        fill::import(&huiyin, texts, args.petitions - there - open, &file, output)?;
        // Its duties begin to be owed only now, so none of them lapses while the store is filled.
        fill::register(&huiyin, texts, 0..open, usize::MAX, output)?;
    }
    worker(&huiyin)
}

/// Answers that were served, as the figures of timeliness have them.
fn answered(config: &StoreConfig) -> Result<u64, CliError> {
    let huiyin = opened(config)?;
    let authority = huiyin.authority(None)?;
    let rows = huiyin.timeliness(&authority, &TimelinessQuery::default())?;
    let answers = rows.iter().filter(|row| row.term == "answer");
    Ok(answers.map(|row| row.met_in_time + row.met_late).sum())
}

async fn measure(
    args: &Args,
    config: &StoreConfig,
    scratch: &Scratch,
    texts: &Texts,
    worker: &Worker,
) -> Result<Found, CliError> {
    let arguments = serve(&config.folder, config.database.as_deref());
    let server = Server::start(&arguments, &scratch.path("server.log")).await?;
    let idle = server.memory();
    let (mut inbox_of_50, mut same_matter) = (None, None);
    if args.inbox {
        inbox_of_50 = Some(inbox(&server.address, args.seconds, worker).await?);
        same_matter = Some(hints(&server.address, args.seconds, (worker, texts)).await?);
    }
    let requests = Arc::new(Requests::new(worker, texts));
    let begun = moment();
    let end = begun + Duration::from_secs_f64(args.seconds);
    let mut tasks = Vec::new();
    for nth in 0..args.connections {
        let connection = Connection::open(&server.address).await.map_err(failed)?;
        let requests = Arc::clone(&requests);
        tasks.push(tokio::spawn(drive(connection, requests, nth, end)));
    }
    let mut laps = Laps::default();
    for task in tasks {
        laps.add(task.await.map_err(failed)?);
    }
    let lasted = begun.elapsed();
    let busy = server.memory();
    server.stop()?;
    let calls = laps.calls.into_iter();
    Ok(Found {
        inbox: inbox_of_50,
        hints: same_matter,
        whole: Measured::new(laps.whole, laps.errors, lasted),
        calls: calls.map(|one| Measured::new(one, 0, lasted)).collect(),
        answered: 0,
        idle,
        busy,
    })
}

/// Opens pages of the inbox: the first, and those after it as a reader turns them.
async fn inbox(address: &str, seconds: f64, worker: &Worker) -> Result<Measured, CliError> {
    let mut connection = Connection::open(address).await.map_err(failed)?;
    let mut requests = Vec::new();
    let mut path = "/api/v1/inbox".to_owned();
    for _ in 0..20 {
        let request = worker.get(&path);
        let answer = connection.exchange(&request).await.map_err(failed)?;
        let page: Value = serde_json::from_slice(answer.body).map_err(failed)?;
        requests.push(request);
        match page["next"].as_str() {
            Some(next) => path = format!("/api/v1/inbox?after={next}"),
            None => break,
        }
    }
    reads(address, seconds, requests).await
}

/// Asks what could be the same matter as one of each category that is registered now.
async fn hints(
    address: &str,
    seconds: f64,
    (worker, texts): (&Worker, &Texts),
) -> Result<Measured, CliError> {
    let codes = texts.categories().iter();
    let paths = codes.map(|code| format!("/api/v1/desk/same-matter?category={code}"));
    let requests = paths.map(|path| worker.get(&path)).collect();
    reads(address, seconds, requests).await
}

async fn reads(address: &str, seconds: f64, requests: Vec<Vec<u8>>) -> Result<Measured, CliError> {
    let load = Load {
        address: address.to_owned(),
        connections: INBOX_CONNECTIONS,
        seconds,
        requests: Arc::new(requests),
        status: 200,
    };
    load.run().await
}

impl Worker {
    fn get(&self, path: &str) -> Vec<u8> {
        let token = &self.token;
        format!("GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n")
            .into_bytes()
    }

    fn post(&self, path: &str, body: &str) -> Vec<u8> {
        self.post_as_read(path, "", body)
    }

    /// The same with the version that was read, where the step rests on one.
    fn post_as_read(&self, path: &str, etag: &str, body: &str) -> Vec<u8> {
        let mut more = format!("authorization: Bearer {}\r\n", self.token);
        if !etag.is_empty() {
            more.push_str(&format!("if-match: {etag}\r\n"));
        }
        post(path, "application/json", &more, body.as_bytes())
    }
}

/// What is sent: registrations ready to go, and the steps on whatever number they get.
struct Requests {
    worker: Worker,
    registrations: Vec<Vec<u8>>,
    assign: String,
    answer: String,
}

impl Requests {
    fn new(worker: &Worker, texts: &Texts) -> Self {
        let registration = |nth| {
            let draft = texts.draft(nth);
            let body = json!({
                "channel": "letter", "subject": draft.subject, "body": draft.body,
                "class": "claim", "branch": 6, "anonymous": true, "accept": true,
            });
            worker.post("/api/v1/desk/petitions", &body.to_string())
        };
        let item = json!({
            "finding": "经查，反映的情况属实，相关单位未按期办理。",
            "facts": "现场核实记录、工资表与考勤记录一致。",
            "basis": "《信访工作条例》第三十一条、第三十二条。",
            "outcomes": ["explanation"],
        });
        let answer = json!({
            "items": [item], "summary": "已责令相关单位限期办理，并向您说明情况。",
            "remedy_notice": "如不服本意见，可自收到之日起三十日内申请复查。",
        });
        Self {
            registrations: (0..1_000).map(registration).collect(),
            assign: json!({"action": "assign", "to": worker.unit}).to_string(),
            answer: json!({"commands": [
                {"action": "draft", "answer": answer},
                {"action": "submit"}, {"action": "approve"}, {"action": "issue"},
            ]})
            .to_string(),
            worker: Worker {
                token: worker.token.clone(),
                unit: worker.unit,
            },
        }
    }
}

/// Microseconds of what one connection did.
#[derive(Default)]
struct Laps {
    whole: Vec<u32>,
    calls: [Vec<u32>; 4],
    errors: u64,
}

impl Laps {
    fn add(&mut self, other: Self) {
        self.whole.extend(other.whole);
        for (mine, more) in self.calls.iter_mut().zip(other.calls) {
            mine.extend(more);
        }
        self.errors += other.errors;
    }
}

fn micros(from: Instant, to: Instant) -> u32 {
    u32::try_from((to - from).as_micros()).unwrap_or(u32::MAX)
}

async fn drive(
    mut connection: Connection,
    requests: Arc<Requests>,
    first: usize,
    end: Instant,
) -> Laps {
    let mut laps = Laps::default();
    let mut nth = first * 31;
    loop {
        let begun = moment();
        if begun >= end {
            return laps;
        }
        nth += 1;
        match lifecycle(&mut connection, &requests, nth, &mut laps).await {
            Ok(true) => laps.whole.push(micros(begun, moment())),
            Ok(false) => laps.errors += 1,
            Err(_) => {
                laps.errors += 1;
                return laps;
            }
        }
    }
}

/// What the next call needs of an answer.
#[derive(Clone, Copy)]
enum Told {
    Number,
    Version,
    Nothing,
}

/// One lifecycle; no when a call was answered otherwise than it should be.
async fn lifecycle(
    connection: &mut Connection,
    requests: &Requests,
    nth: usize,
    laps: &mut Laps,
) -> std::io::Result<bool> {
    // What is read out of an answer is read where it is needed: the client shares the machine with the server.
    let mut call = async |which: usize, request: &[u8], status: u16, told: Told| {
        let begun = moment();
        let answer = connection.exchange(request).await?;
        laps.calls[which].push(micros(begun, moment()));
        let good = answer.status == status;
        Ok::<_, std::io::Error>(good.then(|| match told {
            Told::Number => number_in(answer.body),
            Told::Version => answer.header("etag").unwrap_or_default().to_owned(),
            Told::Nothing => String::new(),
        }))
    };
    let registration = &requests.registrations[nth % requests.registrations.len()];
    let Some(number) = call(0, registration, 201, Told::Number).await? else {
        return Ok(false);
    };
    let path = format!("/api/v1/petitions/{number}");
    let actions = format!("{path}/actions");
    let assign = requests.worker.post(&actions, &requests.assign);
    let Some(etag) = call(1, &assign, 200, Told::Version).await? else {
        return Ok(false);
    };
    let worker = &requests.worker;
    let answer = worker.post_as_read(&actions, &etag, &requests.answer);
    let read = worker.get(&path);
    Ok(call(2, &answer, 200, Told::Nothing).await?.is_some()
        && call(3, &read, 200, Told::Nothing).await?.is_some())
}

/// The petition's number; it stands first in the answer.
fn number_in(body: &[u8]) -> String {
    let text = std::str::from_utf8(body).unwrap_or_default();
    let after = text.split_once("\"number\":\"").map(|(_, rest)| rest);
    let number = after.and_then(|rest| rest.split_once('"'));
    number.map_or_else(String::new, |(number, _)| number.to_owned())
}
