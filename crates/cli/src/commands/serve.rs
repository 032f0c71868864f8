//! `huiyin serve`: runs everything until it is told to stop.

use crate::error::CliError;
use crate::opening::StoreOptions;
use crate::output::Output;
use clap::builder::FalseyValueParser;
use huiyin_app::Huiyin;
use huiyin_web::{Serving, WebConfig};
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

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    start_log(args)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::Refused(format!("cannot start: {error}")))?;
    let huiyin = Arc::new(args.store.open()?);
    let served = runtime.block_on(serve(args, output, Arc::clone(&huiyin)));
    // Dropping the last handle lets the writer finish its queue.
    drop(runtime);
    drop(huiyin);
    served?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(args: &Args, output: &Output, huiyin: Arc<Huiyin>) -> Result<(), CliError> {
    let serving = Serving::bind(
        &args.listen,
        huiyin,
        WebConfig {
            secure_cookies: args.secure_cookies,
        },
    )
    .await?;
    let address = serving.address()?;
    output.note(&format!(
        "Huiyin 回音 http://{address}/  (data: {}{})",
        args.store.data.display(),
        if args.store.database.is_some() {
            ", PostgreSQL"
        } else {
            ""
        }
    ));
    if output.is_json() {
        output.say(
            &serde_json::json!({ "listening": address.to_string() }),
            String::new,
        )?;
    }
    serving.until(stop_signal()).await?;
    tracing::info!("stopped");
    Ok(())
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
                return;
            }
            Err(error) => tracing::warn!("SIGTERM is not heard: {error}"),
        }
    }
    if let Err(error) = interrupt.await {
        tracing::warn!("the interrupt key is not heard: {error}");
    }
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
