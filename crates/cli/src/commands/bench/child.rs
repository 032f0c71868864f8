//! The server under measurement, as a process of its own.

use super::client::{Connection, get};
use super::failed;
use super::figures::moment;
use crate::error::CliError;
use huiyin_store::StoreConfig;
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

/// What a shell that starts the measurement may have set, and the measured store must not take.
const NOT_HANDED_ON: [&str; 9] = [
    "HUIYIN_CHANNELS",
    "HUIYIN_DATA",
    "HUIYIN_DATABASE",
    "HUIYIN_INSTALLATION_KEY",
    "HUIYIN_LISTEN",
    "HUIYIN_LOG",
    "HUIYIN_LOG_JSON",
    "HUIYIN_SECURE_COOKIES",
    "HUIYIN_TEST_DATABASE_URL",
];

/// Who the notices of a measurement are from.
const MAIL_FROM: &str = "huiyin@bench.example";

/// A server that runs; it is killed when this is dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// From its start to its first answer, in milliseconds.
    pub start_ms: f64,
}

/// What the kernel says of a process's memory, in MiB.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    /// Resident now.
    pub now_mib: f64,
    /// The most that was ever resident.
    pub peak_mib: f64,
}

/// This program again, with other arguments.
pub fn own(arguments: &[OsString]) -> Result<Command, CliError> {
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command.args(arguments).stdin(Stdio::null());
    for name in NOT_HANDED_ON {
        command.env_remove(name);
    }
    Ok(command)
}

/// The arguments of the real server on a store.
pub fn serve(data: &Path, database: Option<&str>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = ["--json", "serve", "--listen", "127.0.0.1:0"]
        .map(OsString::from)
        .into();
    arguments.extend(["--log", "warn", "--data"].map(OsString::from));
    arguments.push(data.into());
    if let Some(url) = database {
        arguments.extend(["--database".into(), url.into()]);
    }
    arguments
}

/// The arguments of the same server on a store that a measurement made, with its clock turned ahead and
/// its notices going to a mail server.
pub fn serve_turned(store: &StoreConfig, ahead_hours: u32, smtp_url: &str) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = ["--json", "bench", "serve-turned", "--ahead-hours"]
        .map(OsString::from)
        .into();
    arguments.push(ahead_hours.to_string().into());
    arguments.extend(["--smtp-url", smtp_url, "--mail-from", MAIL_FROM].map(OsString::from));
    let mut plain = serve(&store.folder, store.database.as_deref()).into_iter();
    arguments.extend(plain.by_ref().skip_while(|one| one != "serve").skip(1));
    arguments
}

impl Server {
    /// Starts it and waits until it answers. What it logs goes to a file.
    ///
    /// # Errors
    /// When it ends before it listens.
    pub async fn start(arguments: &[OsString], log: &Path) -> Result<Self, CliError> {
        let log_file = File::options().create(true).append(true).open(log);
        let log_file = log_file.map_err(|source| CliError::File {
            path: log.display().to_string(),
            source,
        })?;
        let begun = moment();
        let mut command = own(arguments)?;
        command.stdout(Stdio::piped()).stderr(log_file);
        let mut child = command.spawn().map_err(failed)?;
        let address = listening(&mut child);
        let mut server = Self {
            child,
            address: address.unwrap_or_default(),
            start_ms: 0.0,
        };
        if server.address.is_empty() {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            let last = said.lines().last().unwrap_or("it said nothing").to_owned();
            return Err(failed(format!("the server did not start: {last}")));
        }
        let mut connection = Connection::open(&server.address).await.map_err(failed)?;
        let alive = connection.exchange(&get("/healthz", None)).await;
        alive.map_err(failed)?;
        server.start_ms = begun.elapsed().as_secs_f64() * 1_000.0;
        Ok(server)
    }

    /// What the kernel says of its memory; zeros where there is no `/proc`.
    pub fn memory(&self) -> Memory {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let mib = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|rest| rest.trim().strip_suffix(" kB"));
            kib.and_then(|kib| kib.trim().parse::<f64>().ok())
                .map_or(0.0, |kib| kib / 1_024.0)
        };
        Memory {
            now_mib: mib("VmRSS:"),
            peak_mib: mib("VmHWM:"),
        }
    }

    /// Kills it at once, as a power cut would: SIGKILL.
    ///
    /// # Errors
    /// When the system cannot.
    pub fn kill(mut self) -> Result<(), CliError> {
        self.child.kill().map_err(failed)?;
        self.child.wait().map_err(failed)?;
        Ok(())
    }

    /// Tells it to stop and waits until it has: SIGTERM.
    ///
    /// # Errors
    /// When it ends badly.
    pub fn stop(mut self) -> Result<(), CliError> {
        let told = Command::new("sh")
            .args([
                "-c",
                "kill -TERM \"$1\"",
                "sh",
                &self.child.id().to_string(),
            ])
            .status();
        told.map_err(failed)?;
        let ended: ExitStatus = self.child.wait().map_err(failed)?;
        if ended.success() {
            Ok(())
        } else {
            Err(failed(format!("the server ended badly: {ended}")))
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads `{"listening": …}` from its stdout; `None` when it ends without.
fn listening(child: &mut Child) -> Option<String> {
    let mut said = String::new();
    let mut lines = BufReader::new(child.stdout.take()?);
    while lines.read_line(&mut said).ok()? > 0 {
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(&said) {
            return value["listening"].as_str().map(ToOwned::to_owned);
        }
    }
    None
}
