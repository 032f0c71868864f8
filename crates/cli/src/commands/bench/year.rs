//! `huiyin bench year`: a park lives through a year of petitions on a virtual clock, with officials of
//! every temper; afterwards a second bookkeeping says whether every duty ended as it must.

pub(super) mod counter;
mod inquest;
mod park;
mod people;
mod visit;

use super::dice::Dice;
use super::figures::moment;
use super::scratch::Scratch;
use super::{failed, progress};
use crate::error::CliError;
use crate::output::{Output, REFUSED};
use huiyin_app::authorise::Principal;
use huiyin_app::clock::FixedClock;
use huiyin_app::code::TrackingCode;
use huiyin_app::{Acted, AppError, CaseView, Cause, Huiyin, HuiyinConfig, StaffRegistrationDraft};
use huiyin_domain::ids::{PetitionId, Position};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Channel, Class, Command, Identity, SubmissionDraft};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::StoreConfig;
use park::Park;
use people::{Desk, Temper};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::task::JoinSet;
use visit::visit_all;

/// When the year begins.
const BEGIN: &str = "2026-01-05T08:00:00+08:00";
/// How long petitions come in, in days.
const YEAR_DAYS: i64 = 365;
/// How long everybody finishes what they can, in days.
const FINISH_DAYS: i64 = 120;
/// How long the clock runs on after that, in days.
const AFTER_DAYS: i64 = 150;
/// The shortest and longest time between two looks at the clock, in minutes.
const STEP_MINUTES: (usize, usize) = (60, 900);
/// One look in so many is missed for a week.
const ASLEEP_EACH: usize = 60;
/// Commands under way at once.
const AT_ONCE: usize = 64;
/// Looks that officials take at one petition at most.
const VISITS_MAX: u32 = 80;

/// The options of `bench year`.
#[derive(clap::Args)]
pub struct Args {
    /// Petitions of the year
    #[arg(long, default_value_t = 20_000)]
    petitions: usize,
    /// The seed of chance; the same seed draws the same year
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A PostgreSQL database to use, empty; without it SQLite in a fresh folder
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Where the store is made
    #[arg(long, value_name = "DIR", env = "TMPDIR", default_value = ".")]
    scratch: PathBuf,
}

/// A petition as the simulation knows it.
pub struct Filed {
    number: PetitionNumber,
    id: Option<PetitionId>,
    code: TrackingCode,
    /// Whose hands it is in, as far as anybody told.
    unit: usize,
    temper: Temper,
    visits: u32,
    /// Units that it complains of, as each naming left them.
    namings: Vec<Vec<usize>>,
    /// Events that were acknowledged.
    heard: BTreeMap<String, u64>,
    /// A unit that was asked, the question, and whether it is support.
    asked: Option<(usize, Position, bool)>,
    /// Whether a post above has to decide.
    waits_above: bool,
    withdrawing: bool,
    /// Whether it is another authority's now, whose journal takes what its petitioner does.
    handed: bool,
    dice: Dice,
}

/// What stays the same all year.
struct World {
    huiyin: Huiyin,
    clock: Arc<FixedClock>,
    park: Park,
    /// Petitions that were looked at lately, for mergers.
    seen: Mutex<Vec<PetitionId>>,
    refusals: Mutex<BTreeMap<String, u64>>,
}

/// What passes.
#[derive(Default)]
pub struct Year {
    filed: Vec<Filed>,
    /// When the clock was looked at.
    looks: Vec<Instant>,
    moments: u64,
    steps: u64,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    let scratch = Scratch::new(&args.scratch)?;
    let begun = moment();
    let begin = Instant::parse(BEGIN).map_err(failed)?;
    let clock = Arc::new(FixedClock::at(begin));
    let mut config = HuiyinConfig::new(StoreConfig {
        folder: scratch.path("data"),
        database: args.database.clone(),
    });
    config.clock = clock.clone();
    let huiyin = Huiyin::open(config)?;
    let park = Park::build(&huiyin, &runtime)?;
    let world = Arc::new(World {
        huiyin,
        clock,
        park,
        seen: Mutex::default(),
        refusals: Mutex::default(),
    });
    let year = runtime.block_on(live(&world, args, begin, output))?;
    let found = inquest::inquest(&world, &year)?;
    let seconds = begun.elapsed().as_secs_f64();
    let refusals = world
        .refusals
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let said = json!({
        "petitions": year.filed.len(), "seed": args.seed, "steps": year.steps,
        "moments": year.moments, "looks": year.looks.len(), "seconds": seconds,
        "stopped": found.stopped, "handed_over": found.handed, "ended": found.ended, "refusals": &*refusals, "differences": found.wrong,
    });
    output.say(&said, || found.words(&year, seconds))?;
    Ok(if found.wrong.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

/// The year, the time in which everybody finishes, and the time after.
async fn live(
    world: &Arc<World>,
    args: &Args,
    begin: Instant,
    output: &Output,
) -> Result<Year, CliError> {
    let mut dice = Dice::seeded(args.seed);
    let mut arrivals: Vec<i64> = (0..args.petitions)
        .map(|_| dice.below((YEAR_DAYS * 24 * 60) as usize) as i64 * 60_000_000)
        .collect();
    arrivals.sort_unstable_by_key(|at| Reverse(*at));
    let mut year = Year::default();
    let mut agenda: BinaryHeap<Reverse<(Instant, usize)>> = BinaryHeap::new();
    let mut now = begin;
    let last_year_day = begin.plus_micros(YEAR_DAYS * DAY_MICROS);
    let finished = last_year_day.plus_micros(FINISH_DAYS * DAY_MICROS);
    let end = finished.plus_micros(AFTER_DAYS * DAY_MICROS);
    let (mut asleep_until, mut told_day) = (begin, 0);
    while now < end {
        let minutes = STEP_MINUTES.0 + dice.below(STEP_MINUTES.1 - STEP_MINUTES.0);
        let minutes = if now > finished {
            minutes * 10
        } else {
            minutes
        };
        now = now.plus_micros(minutes as i64 * 60_000_000);
        world.clock.set(now);
        let come = arrived(&mut arrivals, begin, now);
        let first = year.filed.len();
        register(world, &mut year, come, &mut dice).await?;
        for nth in first..year.filed.len() {
            agenda.push(Reverse((rests(now, Temper::Punctual, &mut dice), nth)));
        }
        let mut due = Vec::new();
        while agenda.peek().is_some_and(|Reverse((at, _))| *at <= now) {
            due.extend(agenda.pop().map(|Reverse((_, nth))| nth));
        }
        let finishing = now > last_year_day;
        for (nth, again) in visit_all(world, &mut year, due, finishing).await? {
            let temper = if finishing {
                Temper::Punctual
            } else {
                year.filed[nth].temper
            };
            if again && now < finished {
                agenda.push(Reverse((rests(now, temper, &mut dice), nth)));
            }
        }
        if dice.below(ASLEEP_EACH) == 0 {
            asleep_until = now.plus_micros(7 * DAY_MICROS);
        }
        if now >= asleep_until {
            look(world, &mut year, now).await?;
        }
        let day = (now.micros() - begin.micros()) / DAY_MICROS;
        if day >= told_day {
            told_day = day + 30;
            let (filed, steps) = (year.filed.len(), year.steps);
            progress(
                output,
                &format!("day {day}: {filed} petitions, {steps} steps"),
            )?;
        }
    }
    look(world, &mut year, now).await?;
    Ok(year)
}

/// Takes the arrivals that are over; tells how many.
fn arrived(arrivals: &mut Vec<i64>, begin: Instant, now: Instant) -> usize {
    let before = arrivals.len();
    while arrivals
        .last()
        .is_some_and(|at| begin.plus_micros(*at) <= now)
    {
        arrivals.pop();
    }
    before - arrivals.len()
}

fn rests(now: Instant, temper: Temper, dice: &mut Dice) -> Instant {
    now.plus_micros(temper.rests(dice) as i64 * (DAY_MICROS / 10))
}

/// Looks at the clock, as the ticker does.
async fn look(world: &Arc<World>, year: &mut Year, now: Instant) -> Result<(), CliError> {
    let here = Arc::clone(world);
    let ticked = tokio::task::spawn_blocking(move || here.huiyin.tick(now));
    year.moments += ticked.await.map_err(failed)??.moments;
    year.looks.push(now);
    Ok(())
}

/// Registers what came in.
async fn register(
    world: &Arc<World>,
    year: &mut Year,
    come: usize,
    dice: &mut Dice,
) -> Result<(), CliError> {
    let mut tasks = JoinSet::new();
    for nth in 0..come {
        let (world, dice) = (Arc::clone(world), dice.split());
        tasks.spawn(async move { (nth, file(&world, dice).await) });
    }
    let mut filed = BTreeMap::new();
    while let Some(done) = tasks.join_next().await {
        let (nth, one) = done.map_err(failed)?;
        filed.insert(nth, one?);
    }
    year.filed.extend(filed.into_values());
    Ok(())
}

/// One petition, by web or at the counter.
async fn file(world: &World, mut dice: Dice) -> Result<Filed, CliError> {
    let who = dice.below(10);
    let submission = SubmissionDraft {
        subject: Some(format!("路灯不亮 {}", dice.below(100_000))),
        body: Some("从上个月起一直不亮，夜里看不清路。".into()),
        petitioner: (who > 1).then(|| Identity {
            name: Some("来信人".into()),
            phone: Some("13900000000".into()),
            ..Identity::default()
        }),
        anonymous: who <= 1,
        confidential: who == 2,
        misconduct: dice.below(25) == 0,
        requests: vec!["修好".to_owned(); dice.below(3)],
        ..SubmissionDraft::default()
    };
    let authority = world.huiyin.authority(None)?;
    let reply = if dice.below(3) == 0 && who != 2 && !submission.misconduct {
        let office = &world.park.units[0];
        let accept = dice.below(6) == 0;
        let draft = StaffRegistrationDraft {
            submission,
            class: accept.then_some((Class::Claim, Some(6))),
            accept,
            ..StaffRegistrationDraft::default()
        };
        let clerk = &office.people[0];
        world
            .huiyin
            .register_as_staff(clerk, draft, Channel::Visit, None)
            .await?
    } else {
        world
            .huiyin
            .register(&authority, submission, Channel::Web, None)
            .await?
    };
    let registered = reply.registered;
    Ok(Filed {
        number: PetitionNumber::parse(&registered.number).map_err(failed)?,
        id: None,
        code: TrackingCode::parse(&registered.tracking_code).ok_or_else(|| failed("no code"))?,
        unit: 0,
        temper: Temper::draw(&mut dice),
        visits: 0,
        namings: Vec::new(),
        heard: BTreeMap::new(),
        asked: None,
        waits_above: false,
        withdrawing: false,
        handed: false,
        dice,
    })
}
