//! `huiyin bench track`: how fast a petitioner sees where the matter stands, in a large store.

use super::child::{Memory, Server, serve};
use super::client::{Connection, get, post};
use super::dice::Dice;
use super::figures::{Measured, rounded, table};
use super::load::Load;
use super::scratch::Scratch;
use super::texts::Texts;
use super::{failed, fill, progress, runtime};
use crate::error::{CliError, read_file};
use crate::output::{Output, REFUSED};
use huiyin_app::{Huiyin, HuiyinConfig};
use huiyin_store::StoreConfig;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Codes kept to ask for: enough that the pages they lie on are not all in a cache.
const CODES_KEPT: usize = 20_000;
/// Browsers that have opened their petition before the page is measured.
const COOKIES: usize = 2_000;
/// The codes of a filled store, beside its data. It is a store of the bench, not of anybody's.
const CODES_FILE: &str = "bench-codes.txt";

/// The options of `bench track`.
#[derive(clap::Args)]
pub struct Args {
    /// Petitions in the store
    #[arg(long, default_value_t = 1_000_000)]
    petitions: usize,
    /// Connections that ask at once
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// How long each measurement lasts
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
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
    start_ms: f64,
    idle: Memory,
    api: Measured,
    page: Measured,
    busy: Memory,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let scratch = Scratch::new(&args.scratch)?;
    let data = args.data.clone().unwrap_or_else(|| scratch.path("data"));
    let codes = fill(args, &data, output)?;
    let found = runtime()?.block_on(measure(args, &data, &scratch, &codes))?;
    let good = found.api.errors + found.page.errors == 0;
    let one = |measured: &Measured| {
        json!({
            "per_second": rounded(measured.rate()), "p50_ms": measured.percentile_ms(0.5),
            "p99_ms": measured.percentile_ms(0.99), "errors": measured.errors,
        })
    };
    let said = json!({
        "petitions": args.petitions, "connections": args.connections,
        "api": one(&found.api), "page": one(&found.page),
        "start_ms": rounded(found.start_ms), "rss_idle_mib": rounded(found.idle.now_mib),
        "rss_mib": rounded(found.busy.now_mib), "rss_peak_mib": rounded(found.busy.peak_mib),
        "good": good,
    });
    output.say(&said, || text(args, &found))?;
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
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
    let rows = [
        heading.to_vec(),
        row("API", &found.api),
        row("page", &found.page),
    ];
    format!(
        "{} petitions in the store, {} connections, {} s each\n{}\n\
         start to first answer: {:.0} ms; memory (RSS): {:.0} MiB at start, {:.0} MiB after, {:.0} MiB at most",
        args.petitions,
        args.connections,
        args.seconds,
        table(&rows),
        found.start_ms,
        found.idle.now_mib,
        found.busy.now_mib,
        found.busy.peak_mib,
    )
}

/// Registers until there are enough, by the same command that the API uses; tells codes.
fn fill(args: &Args, data: &Path, output: &Output) -> Result<Vec<String>, CliError> {
    let codes_file = data.join(CODES_FILE);
    let known = if codes_file.exists() {
        read_file(&codes_file)?
    } else {
        String::new()
    };
    let mut codes: Vec<String> = known.lines().map(ToOwned::to_owned).collect();
    let config = StoreConfig {
        folder: data.to_path_buf(),
        database: None,
    };
    let huiyin = Arc::new(Huiyin::open(HuiyinConfig::new(config))?);
    let authority = huiyin.authority(None)?;
    let id = authority.row.id;
    let there = huiyin
        .store()
        .read_here(|reader| reader.petition_count(id))? as usize;
    if there >= args.petitions && !codes.is_empty() {
        return Ok(codes);
    }
    let texts = Arc::new(Texts::load(args.texts.as_deref())?);
    progress(output, &format!("filling with {}", texts.named))?;
    let keep_each = (args.petitions / CODES_KEPT).max(1);
    let span = there..args.petitions;
    codes.extend(fill::register(&huiyin, &texts, span, keep_each, output)?);
    std::fs::write(&codes_file, codes.join("\n")).map_err(|source| CliError::File {
        path: codes_file.display().to_string(),
        source,
    })?;
    Ok(codes)
}

async fn measure(
    args: &Args,
    data: &Path,
    scratch: &Scratch,
    codes: &[String],
) -> Result<Found, CliError> {
    let server = Server::start(&serve(data, None), &scratch.path("server.log")).await?;
    let (idle, start_ms) = (server.memory(), server.start_ms);
    let load = |requests: Vec<Vec<u8>>| Load {
        address: server.address.clone(),
        connections: args.connections,
        seconds: args.seconds,
        requests: Arc::new(requests),
        status: 200,
    };
    let api = codes
        .iter()
        .map(|code| get(&format!("/api/v1/track/{code}"), None));
    let api = load(api.collect()).run().await?;
    let cookies = cookies(&server.address, codes).await?;
    let pages = cookies
        .iter()
        .map(|cookie| get("/track/petition", Some(cookie)));
    let page = load(pages.collect()).run().await?;
    let busy = server.memory();
    server.stop()?;
    Ok(Found {
        start_ms,
        idle,
        api,
        page,
        busy,
    })
}

/// Opens petitions as browsers do, and keeps their cookies.
async fn cookies(address: &str, codes: &[String]) -> Result<Vec<String>, CliError> {
    let mut connection = Connection::open(address).await.map_err(failed)?;
    let mut dice = Dice::new()?;
    let mut cookies = Vec::new();
    for _ in 0..COOKIES {
        let form = format!("code={}", codes[dice.below(codes.len())]);
        let kind = "application/x-www-form-urlencoded";
        let request = post("/track", kind, "", form.as_bytes());
        let answer = connection.exchange(&request).await.map_err(failed)?;
        let cookie = answer.header("set-cookie").unwrap_or_default();
        match cookie.split(';').next() {
            Some(cookie) if answer.status == 303 => cookies.push(cookie.to_owned()),
            _ => return Err(failed(format!("POST /track answered {}", answer.status))),
        }
    }
    Ok(cookies)
}
