//! `huiyin bench torture`: the server is killed under load, again and again, while petitions come in, staff
//! work and duties fall due: from life to life its clock is turned. Nothing that was acknowledged may be
//! missing, nothing may be there or fire twice, and a lost folder comes back.

mod attack;
mod books;
mod check;
mod pages;
#[cfg(test)]
mod planted;
mod recovery;
pub mod sink;
mod staff;

use super::child::{Server, serve_turned};
use super::dice::Dice;
use super::figures::moment;
use super::people::{Worker, worker};
use super::scratch::Scratch;
use super::texts::Texts;
use super::{fill, progress, runtime, turned};
use crate::error::CliError;
use crate::output::{Output, REFUSED};
use attack::{Attack, Broken, Outcome};
use books::Books;
use check::{Checked, Ledger};
use huiyin_app::clock::{Clock, FixedClock, SystemClock};
use huiyin_app::{Huiyin, HuiyinConfig};
use huiyin_domain::time::DAY_MICROS;
use huiyin_store::StoreConfig;
use serde_json::json;
use sink::Sink;
use staff::{Staff, Step};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;

/// The shortest and the longest time that a server lives, in milliseconds; the ticker looks each second.
const LIFE_MS: (usize, usize) = (300, 2_400);
/// By how much the clock is turned from life to life: less than the week after which the ticker asks a
/// person (RULES 1.6), and so that the sorting of the first lapses in the sixth.
const TURN_HOURS: u32 = 72;
/// Days before the first life on which petitions came that nobody sorted: one batch lapses in each of the
/// first lives, until those of the lives themselves do.
const BEFORE_DAYS: [i64; 5] = [15, 12, 9, 6, 3];
/// Petitions of each such day.
const BEFORE_EACH: usize = 200;
/// Connections of staff for each eight of petitioners.
const STAFF_OF: usize = 8;
/// How long the last mails may take.
const MAILS_AFTER: Duration = Duration::from_secs(20);
/// How often they are looked for.
const MAILS_EACH: Duration = Duration::from_millis(250);
/// Every how many rounds each request has an Idempotency-Key, so that the count is exact.
const ALL_KEYED_EACH: usize = 3;

/// The options of `bench torture`.
#[derive(clap::Args)]
pub struct Args {
    /// How often the server is killed
    #[arg(long, default_value_t = 10)]
    rounds: usize,
    /// Groups come, pages go out and are answered while it is killed, in place of petitions
    #[arg(long)]
    pages: bool,
    /// Connections that load it
    #[arg(long, default_value_t = 32)]
    connections: usize,
    /// Where the store is made
    #[arg(long, value_name = "DIR", env = "TMPDIR", default_value = ".")]
    scratch: PathBuf,
    /// An empty PostgreSQL database; without it SQLite
    #[arg(long, value_name = "URL")]
    database: Option<String>,
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
    worker: Arc<Worker>,
    sink: Sink,
    output: &'a Output,
}

/// What goes on from round to round.
struct State {
    dice: Dice,
    ledger: Ledger,
    /// Keyed requests whose connection broke: they are sent again.
    pending: Vec<Broken>,
    books: Books,
    /// Steps whose connection broke: they are sent again.
    cut_off: Vec<Step>,
    /// By how much the server's clock is ahead.
    ahead_hours: u32,
    passed: u64,
    violations: Vec<String>,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    if args.pages {
        return pages::run(args, output);
    }
    let torture = Torture::ready(args, output)?;
    let mut state = State::begin()?;
    for round in 1..=args.rounds {
        let (line, found) = torture.round(round, &mut state)?;
        torture.verdict(&line, found, &mut state)?;
    }
    let (line, found) = torture.end(&mut state)?;
    torture.verdict(&line, found, &mut state)?;
    let failed = args.rounds as u64 + 1 - state.passed;
    let said = json!({
        "rounds": args.rounds, "passed": state.passed, "failed": failed,
        "acknowledged": state.ledger.heard_count(), "steps": state.books.steps(),
        "moments": state.books.moments(), "mails": torture.sink.all(), "violations": state.violations,
    });
    output.say(&said, || {
        let heard = state.ledger.heard_count();
        let texts = &torture.texts.named;
        format!(
            "{heard} petitions ({texts}) and {} steps of staff were acknowledged, {} moments fired, \
             {} mails came\n{} passed, {failed} failed",
            state.books.steps(),
            state.books.moments(),
            torture.sink.all(),
            state.passed
        )
    })?;
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

impl State {
    fn begin() -> Result<Self, CliError> {
        Ok(Self {
            dice: Dice::new()?,
            ledger: Ledger::beside((BEFORE_DAYS.len() * BEFORE_EACH) as u64),
            pending: Vec::new(),
            books: Books::default(),
            cut_off: Vec::new(),
            ahead_hours: 0,
            passed: 0,
            violations: Vec::new(),
        })
    }
}

/// Registers what came in the weeks before, each batch on the clock of its day.
fn came_before(store: &StoreConfig, texts: &Arc<Texts>, output: &Output) -> Result<(), CliError> {
    let now = SystemClock.now();
    for (batch, days) in BEFORE_DAYS.into_iter().enumerate() {
        let mut config = HuiyinConfig::new(store.clone());
        config.clock = Arc::new(FixedClock::at(now.plus_micros(-days * DAY_MICROS)));
        let huiyin = Arc::new(Huiyin::open(config)?);
        let first = batch * BEFORE_EACH;
        fill::register(
            &huiyin,
            texts,
            first..first + BEFORE_EACH,
            usize::MAX,
            output,
        )?;
    }
    Ok(())
}

impl<'a> Torture<'a> {
    /// Makes an empty store with somebody who works in it.
    fn ready(args: &'a Args, output: &'a Output) -> Result<Self, CliError> {
        let scratch = Scratch::new(&args.scratch)?;
        let store = StoreConfig {
            folder: scratch.path("data"),
            database: args.database.clone(),
        };
        turned::allow(&store)?;
        let texts = Arc::new(Texts::load(args.texts.as_deref())?);
        came_before(&store, &texts, output)?;
        Ok(Self {
            worker: Arc::new(worker(&check::open(&store)?)?),
            args,
            runtime: runtime()?,
            store,
            texts,
            sink: Sink::start()?,
            scratch,
            output,
        })
    }

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

    fn start(&self, state: &State) -> Result<Server, CliError> {
        let log = self.scratch.path("server.log");
        let arguments = serve_turned(&self.store, state.ahead_hours, &self.sink.url());
        self.runtime.block_on(Server::start(&arguments, &log))
    }

    /// One life of the server, and what is found after it.
    fn round(&self, round: usize, state: &mut State) -> Result<(String, Vec<String>), CliError> {
        let (mut found, resent) = self.settle(state)?;
        let server = self.start(state)?;
        let attack = Attack {
            address: server.address.clone(),
            connections: self.args.connections,
            keyed_each: if round.is_multiple_of(ALL_KEYED_EACH) {
                1
            } else {
                2
            },
            texts: Arc::clone(&self.texts),
        };
        let staff = Staff {
            address: server.address.clone(),
            connections: self.args.connections.div_ceil(STAFF_OF),
            worker: Arc::clone(&self.worker),
        };
        let (shortest, longest) = LIFE_MS;
        let life_ms = shortest + state.dice.below(longest - shortest);
        let life = Duration::from_millis(life_ms as u64);
        let (dice, staff_dice) = (state.dice.split(), state.dice.split());
        let begun = moment();
        let outcome = self.runtime.block_on(async move {
            let working = staff.begin(staff_dice).await?;
            let attacking = attack.begin(dice).await?.beside(working);
            tokio::time::sleep(life).await;
            server.kill()?;
            attacking.end().await
        })?;
        let lived_ms = begun.elapsed().as_millis();
        let (heard, steps) = (outcome.heard.len(), outcome.taken.len());
        let broken = outcome.broken.len() + outcome.cut_off.len();
        let fired = state.books.moments();
        self.take(outcome, state, &mut found);
        let checked = self.check(round, false, state)?;
        found.extend(checked.violations);
        let line = format!(
            "round {round}: killed after {lived_ms} ms, {heard} petitions and {steps} steps acknowledged, \
             {broken} cut off, {resent}, {} moments, {} in the store, {}",
            state.books.moments() - fired,
            checked.petitions,
            checked.said
        );
        Ok((line, found))
    }

    /// Looks at the store, at its registrations and at everything that was done to them.
    fn check(&self, round: usize, whole: bool, state: &mut State) -> Result<Checked, CliError> {
        let registrations = state
            .cut_off
            .iter()
            .filter(|step| step.number.is_none())
            .count();
        let pending = state.pending.len() + registrations;
        let mut checked = state
            .ledger
            .check(&self.store, round, pending as u64, whole)?;
        let huiyin = check::open(&self.store)?;
        let wrong = state.books.check(&huiyin, &state.cut_off)?;
        checked.violations.extend(wrong);
        Ok(checked)
    }

    /// A quiet life on the clock of the last one: what was cut off is sent again, while its keys are still
    /// known. Then the clock is turned.
    fn settle(&self, state: &mut State) -> Result<(Vec<String>, String), CliError> {
        let server = self.start(state)?;
        let steps = std::mem::take(&mut state.cut_off);
        let sent = steps.len();
        let resending = staff::resend(&server.address, steps);
        let (outcome, known) = self.runtime.block_on(resending)?;
        let mut found = Vec::new();
        self.take(outcome, state, &mut found);
        let (wrong, resent) = self.resend(&server, state)?;
        found.extend(wrong);
        server.stop()?;
        state.ahead_hours += TURN_HOURS;
        Ok((found, format!("{resent}, of staff {sent} ({known} known)")))
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
        state.books.hear(outcome.taken);
        state.cut_off.extend(outcome.cut_off);
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
        let (mut found, resent) = self.settle(state)?;
        self.let_mails_out(state)?;
        let checked = self.check(0, true, state)?;
        found.extend(checked.violations);
        found.extend(state.books.mails(&self.sink));
        found.extend(recovery::tampering(&state.ledger, &mut state.dice));
        // PostgreSQL has its own tools for that (docs/users/administrator.md).
        let recovered = if self.store.database.is_none() {
            let again = recovery::lose_and_restore(&self.scratch, &self.store, &state.ledger);
            found.extend(again?);
            "; backup, loss of the folder, restore"
        } else {
            ""
        };
        let line = format!(
            "end: {resent}, {} in the store, {}{recovered}",
            checked.petitions, checked.said
        );
        Ok((line, found))
    }

    /// A life in which nothing but the outbox is worked on, on a clock on which what was taken and not sent
    /// is due again, until no mail waits.
    fn let_mails_out(&self, state: &State) -> Result<(), CliError> {
        let server = self.start(state)?;
        let huiyin = check::open(&self.store)?;
        let authority = huiyin.authority(None)?.row.id;
        let until = moment() + MAILS_AFTER;
        while moment() < until {
            let next = huiyin
                .store()
                .read_here(|reader| reader.next_notice_at(authority));
            if next?.is_none() {
                break;
            }
            self.runtime
                .block_on(async { tokio::time::sleep(MAILS_EACH).await });
        }
        server.stop()
    }
}
