//! `huiyin serve`: runs everything until it is told to stop.

use crate::channels::ChannelOptions;
use crate::error::CliError;
use crate::mail::MailOptions;
use crate::opening::{Going, StoreOptions};
use crate::output::Output;
use clap::builder::FalseyValueParser;
use huiyin_app::clock::{Clock, FixedClock, SystemClock};
use huiyin_app::demo::DAYS;
use huiyin_app::ticker::Ticker;
use huiyin_app::{Deliverer, Huiyin, Link, Pager};
use huiyin_domain::time::DAY_MICROS;
use huiyin_web::{NOTHING_AFTER, Serving, WebConfig};
use std::process::ExitCode;
use std::sync::Arc;
use tracing_subscriber::EnvFilter;

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreOptions,
    /// The address to listen on; port 0 takes a free one
    #[arg(
        long,
        value_name = "HOST:PORT",
        env = "HUIYIN_LISTEN",
        default_value = "127.0.0.1:8311"
    )]
    listen: String,
    /// Mark cookies as HTTPS only, whatever the proxy says
    #[arg(long, env = "HUIYIN_SECURE_COOKIES", value_parser = FalseyValueParser::new())]
    secure_cookies: bool,
    /// Fill an unused store with a sample park, and let its people be tried by one click; listens on
    /// this machine only
    #[arg(long, env = "HUIYIN_DEMO", value_parser = FalseyValueParser::new())]
    demo: bool,
    /// Where the source of this program can be had, shown in the foot of each page
    #[arg(long, value_name = "URL", env = "HUIYIN_SOURCE_URL")]
    source_url: Option<String>,
    #[command(flatten)]
    mail: MailOptions,
    #[command(flatten)]
    channels: ChannelOptions,
    /// What to log: error, warn, info, debug, or a filter by module
    #[arg(
        long,
        value_name = "FILTER",
        env = "HUIYIN_LOG",
        default_value = "info"
    )]
    log: String,
    /// Log lines as JSON
    #[arg(long, env = "HUIYIN_LOG_JSON", value_parser = FalseyValueParser::new())]
    log_json: bool,
}

impl Args {
    /// The store that is served.
    pub const fn store(&self) -> &StoreOptions {
        &self.store
    }
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    run_on(args, output, None)
}

/// Threads that speak HTTP: more than there are processors, because on SQLite they read as well, and one that
/// waits for the disk must not keep the others. More than twice as many cost memory and gain nothing
/// (docs/performance.md).
fn http_threads() -> usize {
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    (2 * processors).max(4)
}

/// Runs the command on another clock than the machine's, if one is given.
pub fn run_on(
    args: &Args,
    output: &Output,
    clock: Option<Arc<dyn Clock>>,
) -> Result<ExitCode, CliError> {
    start_log(args)?;
    // What cannot be sent is found before anything is opened.
    let mut going = Going::by(&args.mail, &args.channels)?;
    if args.demo && going.calling.public_url.is_none() {
        // The links of calls can be followed on this machine.
        going.calling.public_url = own_address(&args.listen);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(http_threads())
        .enable_all()
        .build()
        .map_err(|error| CliError::Refused(format!("cannot start: {error}")))?;
    if args.demo {
        fill(args, output, &runtime)?;
    }
    let huiyin = Arc::new(args.store.open_serving(args.demo, going, clock)?);
    let set_up = huiyin.set_up_link_here()?;
    let ticker = Ticker::start(Arc::clone(&huiyin))?;
    let deliverer = Deliverer::start(Arc::clone(&huiyin))?;
    let pager = Pager::start(Arc::clone(&huiyin))?;
    // Beside everything else: fonts are large, and documents are the only thing that waits for them.
    let fonts = Arc::clone(&huiyin);
    runtime.spawn_blocking(move || warn_of_fonts(&fonts));
    let served = runtime.block_on(serve(args, output, Arc::clone(&huiyin), set_up));
    // Dropping the last handle lets the writer finish its queue.
    drop(runtime);
    drop(ticker);
    drop(deliverer);
    drop(pager);
    drop(huiyin);
    served?;
    Ok(ExitCode::SUCCESS)
}

/// Says in the log what documents lack, and has the fonts at hand for the first one.
fn warn_of_fonts(huiyin: &Huiyin) {
    match huiyin.font_report() {
        Ok(report) => {
            for style in report.into_iter().filter(|style| !style.complete) {
                tracing::warn!(
                    "documents lack a complete font for {}: install {}",
                    style.style,
                    style.packages
                );
            }
        }
        Err(error) => tracing::warn!("documents cannot be made: {error}"),
    }
}

/// Fills an unused store with the sample. It is opened on a clock that is turned, and again
/// afterwards on the machine's.
fn fill(args: &Args, output: &Output, runtime: &tokio::runtime::Runtime) -> Result<(), CliError> {
    if !listens_here(&args.listen) {
        return Err(CliError::Usage(
            "--demo listens on this machine only: give 127.0.0.1 or localhost with --listen".into(),
        ));
    }
    let now = SystemClock.now();
    let clock = Arc::new(FixedClock::at(now.plus_micros(-DAYS * DAY_MICROS)));
    let huiyin = args.store.open_at(Arc::clone(&clock))?;
    if !huiyin.is_unused()? {
        return Ok(());
    }
    output.note("filling the store with a sample park …");
    runtime.block_on(huiyin.fill_with_sample(&clock, now))?;
    Ok(())
}

/// Where this machine finds what it serves, unless the system chooses the port.
fn own_address(listen: &str) -> Option<String> {
    let (_, port) = listen.rsplit_once(':')?;
    (port != "0").then(|| format!("http://{listen}"))
}

/// Whether an address can be reached from this machine only.
fn listens_here(listen: &str) -> bool {
    let host = listen.rsplit_once(':').map_or(listen, |(host, _)| host);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

async fn serve(
    args: &Args,
    output: &Output,
    huiyin: Arc<Huiyin>,
    set_up: Option<Link>,
) -> Result<(), CliError> {
    let serving = Serving::bind(
        &args.listen,
        huiyin,
        WebConfig {
            secure_cookies: args.secure_cookies,
            source_url: args.source_url.clone(),
            nothing_after: NOTHING_AFTER,
        },
    )
    .await?;
    let address = serving.address()?;
    let stop = stop_signal()?;
    output.note(&format!(
        "Huiyin 回音 http://{address}/  (data: {}{})",
        args.store.data.display(),
        if args.store.database.is_some() {
            ", PostgreSQL"
        } else {
            ""
        }
    ));
    // Nobody has signed in yet: whoever reads this terminal makes the first administrator.
    let set_up = set_up.map(|link| format!("http://{address}/desk/setup/{}", link.token));
    if let Some(link) = &set_up {
        output.note(&format!(
            "Set it up (works once, for 30 minutes): {link}\n首次启用请打开上面的链接（只能用一次，30分钟内有效）"
        ));
    }
    if output.is_json() {
        output.say(
            &serde_json::json!({ "listening": address.to_string(), "set_up": set_up }),
            String::new,
        )?;
    }
    serving.until(stop).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Hears SIGTERM and the interrupt key from this call on, so that neither is missed once the
/// address was announced.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, CliError> {
    use tokio::signal::unix::{SignalKind, signal};
    let deaf = |error: std::io::Error| CliError::Refused(format!("cannot hear signals: {error}"));
    let mut interrupt = signal(SignalKind::interrupt()).map_err(deaf)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(deaf)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Hears the interrupt key.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, CliError> {
    Ok(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!("the interrupt key is not heard: {error}");
        }
    })
}

fn start_log(args: &Args) -> Result<(), CliError> {
    let filter = EnvFilter::try_new(&args.log)
        .map_err(|error| CliError::Usage(format!("--log: {error}")))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = if args.log_json {
        log.json().try_init()
    } else {
        log.with_ansi(false).try_init()
    };
    started.map_err(|error| CliError::Refused(error.to_string()))
}
