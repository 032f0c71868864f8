//! `huiyin bench register`: how many petitions a second become durable, and how many could.

use super::child::{Memory, Server, serve};
use super::client::Connection;
use super::figures::{Measured, rounded, table};
use super::load::Load;
use super::scratch::Scratch;
use super::texts::Texts;
use super::{failed, progress, runtime};
use crate::error::CliError;
use crate::output::{Output, REFUSED};
use huiyin_app::{Huiyin, HuiyinConfig};
use huiyin_store::StoreConfig;
use serde_json::{Value, json};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// The options of `bench register`.
#[derive(clap::Args)]
pub struct Args {
    /// Numbers of connections, one measurement each
    #[arg(long, value_delimiter = ',', default_value = "1,8,32,128")]
    connections: Vec<usize>,
    /// How long each measurement lasts
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// An empty PostgreSQL database; without it SQLite
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Petitions to send: JSON lines with subject and body
    #[arg(long, value_name = "FILE")]
    texts: Option<PathBuf>,
    /// Where the stores are made: a disk like the one that the register will be on
    #[arg(long, value_name = "DIR", env = "TMPDIR", default_value = ".")]
    scratch: PathBuf,
}

/// One number of connections.
struct Round {
    connections: usize,
    real: Measured,
    echo: Measured,
    row: Measured,
    memory: Memory,
}

/// Everything that was found out.
struct Found {
    rounds: Vec<Round>,
    acknowledged: u64,
    in_store: u64,
    findings: Vec<String>,
    start_ms: f64,
}

impl Found {
    fn is_good(&self) -> bool {
        let errors: u64 = self.rounds.iter().map(|round| round.real.errors).sum();
        self.in_store >= self.acknowledged && self.findings.is_empty() && errors == 0
    }
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let scratch = Scratch::new(&args.scratch)?;
    let texts = Texts::load(args.texts.as_deref())?;
    let store = StoreConfig {
        folder: scratch.path("data"),
        database: args.database.clone(),
    };
    let found = measure(args, &scratch, &store, &texts, output)?;
    let engine = match args.database {
        Some(_) => "PostgreSQL",
        None => "SQLite",
    };
    let said = json!({
        "engine": engine,
        "texts": texts.named,
        "seconds": args.seconds,
        "rounds": found.rounds.iter().map(Round::json).collect::<Vec<_>>(),
        "acknowledged": found.acknowledged,
        "in_store": found.in_store,
        "findings": found.findings,
        "start_ms": rounded(found.start_ms),
        "good": found.is_good(),
    });
    output.say(&said, || {
        let heading = format!("{engine}, {}, {} s each", texts.named, args.seconds);
        format!("{heading}\n{}", text(&found))
    })?;
    Ok(if found.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

fn measure(
    args: &Args,
    scratch: &Scratch,
    store: &StoreConfig,
    texts: &Texts,
    output: &Output,
) -> Result<Found, CliError> {
    // The synchronous PostgreSQL client may not run inside it, so it is entered for HTTP only.
    let runtime = runtime()?;
    let log = scratch.path("server.log");
    let arguments = serve(&store.folder, store.database.as_deref());
    let real = runtime.block_on(Server::start(&arguments, &log))?;
    let before = in_store(store)?;
    let requests = Arc::new(texts.requests());
    let answer_bytes = runtime.block_on(first_answer(&real, &requests[0]))?;
    let mut acknowledged = 1;
    let (echo, row) = runtime.block_on(ceilings(scratch, answer_bytes))?;
    let mut rounds = Vec::new();
    for &connections in &args.connections {
        let load = |server: &Server| {
            let load = Load {
                address: server.address.clone(),
                connections,
                seconds: args.seconds,
                requests: Arc::clone(&requests),
                status: 201,
            };
            runtime.block_on(async move { load.run().await })
        };
        let round = Round {
            connections,
            echo: load(&echo)?,
            row: load(&row)?,
            real: load(&real)?,
            memory: real.memory(),
        };
        acknowledged += round.real.good();
        let counted = in_store(store)? - before;
        progress(output, &round.line(counted >= acknowledged))?;
        rounds.push(round);
    }
    runtime.block_on(async { real.stop() })?;
    let findings = findings(store)?;
    let again = runtime.block_on(Server::start(&arguments, &log))?;
    Ok(Found {
        rounds,
        acknowledged,
        in_store: in_store(store)? - before,
        findings,
        start_ms: again.start_ms,
    })
}

async fn first_answer(real: &Server, request: &[u8]) -> Result<usize, CliError> {
    let mut connection = Connection::open(&real.address).await.map_err(failed)?;
    let answer = connection.exchange(request).await.map_err(failed)?;
    if answer.status == 201 {
        return Ok(answer.body.len());
    }
    let body = String::from_utf8_lossy(answer.body);
    let what = format!("a registration was answered {}: {body}", answer.status);
    Err(failed(what))
}

/// The two bare servers; they cost nothing while nobody asks them.
async fn ceilings(scratch: &Scratch, answer_bytes: usize) -> Result<(Server, Server), CliError> {
    let log = scratch.path("bare.log");
    let arguments = |name: &str| -> Vec<OsString> {
        let bytes = answer_bytes.to_string();
        ["--json", "bench", name, "--answer-bytes", &bytes]
            .map(OsString::from)
            .into()
    };
    let mut row = arguments("serve-row");
    row.extend(["--file".into(), scratch.path("bare.db").into()]);
    let echo = Server::start(&arguments("serve-echo"), &log).await?;
    Ok((echo, Server::start(&row, &log).await?))
}

fn in_store(store: &StoreConfig) -> Result<u64, CliError> {
    let huiyin = Huiyin::open(HuiyinConfig::new(store.clone()))?;
    let authority = huiyin.authority(None)?.row.id;
    let count = |reader: &mut huiyin_store::reader::Reader<'_>| reader.petition_count(authority);
    Ok(huiyin.store().read_here(count)?)
}

fn findings(store: &StoreConfig) -> Result<Vec<String>, CliError> {
    let report = Huiyin::open(HuiyinConfig::new(store.clone()))?.doctor(false)?;
    let found = report.findings.iter();
    Ok(found
        .map(|one| format!("{}: {}", one.code, one.message))
        .collect())
}

impl Round {
    fn ratio(&self) -> f64 {
        self.real.rate() / self.row.rate().max(f64::EPSILON)
    }

    fn line(&self, kept: bool) -> String {
        let Self {
            connections, real, ..
        } = self;
        let kept = if kept {
            "all in the store"
        } else {
            "NOT ALL in the store"
        };
        format!("{connections} connections: {:.0}/s, {kept}", real.rate())
    }

    fn cells(&self) -> Vec<String> {
        let ms = |value: f64| format!("{value:.2}");
        let rate = |measured: &Measured| format!("{:.0}", measured.rate());
        vec![
            self.connections.to_string(),
            rate(&self.real),
            ms(self.real.percentile_ms(0.5)),
            ms(self.real.percentile_ms(0.99)),
            self.real.errors.to_string(),
            format!("{:.0}", self.memory.now_mib),
            rate(&self.row),
            ms(self.row.percentile_ms(0.5)),
            ms(self.row.percentile_ms(0.99)),
            rate(&self.echo),
            format!("{:.2}", self.ratio()),
        ]
    }

    fn json(&self) -> Value {
        let one = |measured: &Measured| {
            json!({
                "per_second": rounded(measured.rate()),
                "p50_ms": measured.percentile_ms(0.5),
                "p99_ms": measured.percentile_ms(0.99),
                "answered": measured.good(),
                "errors": measured.errors,
            })
        };
        json!({
            "connections": self.connections,
            "register": one(&self.real),
            "bare_row": one(&self.row),
            "bare_echo": one(&self.echo),
            "of_bare_row": rounded(self.ratio()),
            "rss_mib": rounded(self.memory.now_mib),
            "rss_peak_mib": rounded(self.memory.peak_mib),
        })
    }
}

const HEADING: [&str; 11] = [
    "conn", "real/s", "p50 ms", "p99 ms", "errors", "RSS MiB", "row/s", "p50 ms", "p99 ms",
    "echo/s", "real/row",
];

fn text(found: &Found) -> String {
    let mut rows = vec![HEADING.map(ToOwned::to_owned).to_vec()];
    rows.extend(found.rounds.iter().map(Round::cells));
    let mut lines = vec![table(&rows)];
    lines.push(format!(
        "acknowledged {}, in the store {}",
        found.acknowledged, found.in_store
    ));
    lines.extend(found.findings.iter().map(|one| format!("FOUND {one}")));
    lines.push(format!(
        "start to first answer on this store: {:.0} ms",
        found.start_ms
    ));
    lines.push(if found.is_good() { "good" } else { "NOT good" }.to_owned());
    lines.join("\n")
}
