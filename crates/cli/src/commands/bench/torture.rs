//! `huiyin bench torture`: the server is killed under load, again and again. Nothing that was
//! acknowledged may be missing, nothing may be there twice, and a lost folder comes back.

mod attack;
mod check;
mod recovery;

use super::child::{Server, serve};
use super::dice::Dice;
use super::figures::moment;
use super::scratch::Scratch;
use super::texts::Texts;
use super::{progress, runtime};
use crate::error::CliError;
use crate::output::{Output, REFUSED};
use attack::{Attack, Broken, Outcome};
use check::Ledger;
use huiyin_store::StoreConfig;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;

/// The shortest and the longest time that a server lives, in milliseconds.
const LIFE_MS: (usize, usize) = (300, 1_500);
/// Every how many rounds each request has an Idempotency-Key, so that the count is exact.
const ALL_KEYED_EACH: usize = 3;

/// The options of `bench torture`.
#[derive(clap::Args)]
pub struct Args {
    /// How often the server is killed
    #[arg(long, default_value_t = 10)]
    rounds: usize,
    /// Connections that load it
    #[arg(long, default_value_t = 32)]
    connections: usize,
    /// Where the store is made
    #[arg(long, value_name = "DIR", env = "TMPDIR", default_value = ".")]
    scratch: PathBuf,
    /// Petitions to send: JSON lines with subject and body
    #[arg(long, value_name = "FILE")]
    texts: Option<PathBuf>,
}

/// What stays the same from round to round.
struct Torture<'a> {
    args: &'a Args,
    runtime: Runtime,
    scratch: Scratch,
    store: StoreConfig,
    texts: Arc<Texts>,
    output: &'a Output,
}

/// What goes on from round to round.
struct State {
    dice: Dice,
    ledger: Ledger,
    /// Keyed requests whose connection broke: they are sent again.
    pending: Vec<Broken>,
    passed: u64,
    violations: Vec<String>,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let scratch = Scratch::new(&args.scratch)?;
    let torture = Torture {
        args,
        runtime: runtime()?,
        store: StoreConfig {
            folder: scratch.path("data"),
            database: None,
        },
        texts: Arc::new(Texts::load(args.texts.as_deref())?),
        scratch,
        output,
    };
    let mut state = State {
        dice: Dice::new()?,
        ledger: Ledger::default(),
        pending: Vec::new(),
        passed: 0,
        violations: Vec::new(),
    };
    for round in 1..=args.rounds {
        let (line, found) = torture.round(round, &mut state)?;
        torture.verdict(&line, found, &mut state)?;
    }
    let (line, found) = torture.end(&mut state)?;
    torture.verdict(&line, found, &mut state)?;
    let failed = args.rounds as u64 + 1 - state.passed;
    let said = json!({
        "rounds": args.rounds, "passed": state.passed, "failed": failed,
        "acknowledged": state.ledger.heard_count(), "violations": state.violations,
    });
    output.say(&said, || {
        let heard = state.ledger.heard_count();
        let texts = &torture.texts.named;
        format!(
            "{heard} petitions were acknowledged ({texts})\n{} passed, {failed} failed",
            state.passed
        )
    })?;
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

impl Torture<'_> {
    /// Says how a round ended.
    fn verdict(&self, line: &str, found: Vec<String>, state: &mut State) -> Result<(), CliError> {
        if found.is_empty() {
            state.passed += 1;
            return progress(self.output, &format!("{line}: passed"));
        }
        progress(self.output, &format!("{line}: FAILED"))?;
        for violation in &found {
            progress(self.output, &format!("  {violation}"))?;
        }
        state.violations.extend(found);
        Ok(())
    }

    fn start(&self) -> Result<Server, CliError> {
        let log = self.scratch.path("server.log");
        let arguments = serve(&self.store.folder, None);
        self.runtime.block_on(Server::start(&arguments, &log))
    }

    /// One life of the server, and what is found after it.
    fn round(&self, round: usize, state: &mut State) -> Result<(String, Vec<String>), CliError> {
        let server = self.start()?;
        let (mut found, resent) = self.resend(&server, state)?;
        let keyed_each = if round.is_multiple_of(ALL_KEYED_EACH) {
            1
        } else {
            2
        };
        let attack = Attack {
            address: server.address.clone(),
            connections: self.args.connections,
            keyed_each,
            texts: Arc::clone(&self.texts),
        };
        let (shortest, longest) = LIFE_MS;
        let life_ms = shortest + state.dice.below(longest - shortest);
        let life = Duration::from_millis(life_ms as u64);
        let dice = state.dice.split();
        let begun = moment();
        let outcome = self.runtime.block_on(async move {
            let attacking = attack.begin(dice).await?;
            tokio::time::sleep(life).await;
            server.kill()?;
            attacking.end().await
        })?;
        let lived_ms = begun.elapsed().as_millis();
        let (heard, broken) = (outcome.heard.len(), outcome.broken.len());
        self.take(outcome, state, &mut found);
        let pending = state.pending.len() as u64;
        let checked = state.ledger.check(&self.store, round, pending, false)?;
        found.extend(checked.violations);
        let line = format!(
            "round {round}: killed after {lived_ms} ms, {heard} acknowledged, {broken} cut off, \
             {resent}, {} in the store, {}",
            checked.petitions, checked.said
        );
        Ok((line, found))
    }

    /// Keeps what a load came to.
    fn take(&self, outcome: Outcome, state: &mut State, found: &mut Vec<String>) {
        found.extend(outcome.unexpected);
        for broken in outcome.broken {
            if broken.key.is_some() {
                state.pending.push(broken);
            } else {
                state.ledger.maybe_unheard(1);
            }
        }
        state.ledger.hear(outcome.heard);
    }

    /// Sends again what was cut off and had a key: each gives exactly one petition.
    fn resend(
        &self,
        server: &Server,
        state: &mut State,
    ) -> Result<(Vec<String>, String), CliError> {
        let pending = std::mem::take(&mut state.pending);
        let before = check::petitions(&self.store)?;
        let sent = pending.len() as u64;
        let resending = attack::resend(&server.address, pending);
        let (outcome, replayed) = self.runtime.block_on(resending)?;
        let mut found = Vec::new();
        let fresh = outcome.heard.len() as u64;
        self.take(outcome, state, &mut found);
        let after = check::petitions(&self.store)?;
        if fresh != sent {
            found.push(format!("{sent} were sent again, {fresh} were answered"));
        }
        if after - before + replayed != sent {
            found.push(format!(
                "{sent} were sent again and {replayed} were known, but {} are new",
                after - before
            ));
        }
        found.extend(state.ledger.settle(after));
        Ok((found, format!("{sent} sent again ({replayed} known)")))
    }

    /// After the last round: everything again, then backup, loss, restore.
    fn end(&self, state: &mut State) -> Result<(String, Vec<String>), CliError> {
        let server = self.start()?;
        let (mut found, resent) = self.resend(&server, state)?;
        server.stop()?;
        let checked = state.ledger.check(&self.store, 0, 0, true)?;
        found.extend(checked.violations);
        found.extend(recovery::lose_and_restore(
            &self.scratch,
            &self.store,
            &state.ledger,
            &mut state.dice,
        )?);
        let line = format!(
            "end: {resent}, {} in the store, {}; backup, loss of the folder, restore",
            checked.petitions, checked.said
        );
        Ok((line, found))
    }
}
