//! `huiyin bench year`: a park lives through a year of petitions on a virtual clock, with officials of
//! every temper; afterwards a second bookkeeping says whether every duty ended as it must.

mod counter;
mod inquest;
mod park;
mod people;

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
    /// Units that it complains of.
    named: Vec<usize>,
    /// Events that were acknowledged.
    heard: BTreeMap<String, u64>,
    /// A unit that was asked, the question, and whether it is support.
    asked: Option<(usize, Position, bool)>,
    /// Whether a post above has to decide.
    waits_above: bool,
    withdrawing: bool,
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
        "ended": found.ended, "refusals": &*refusals, "differences": found.wrong,
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
        let mut come = 0;
        while arrivals
            .last()
            .is_some_and(|at| begin.plus_micros(*at) <= now)
        {
            arrivals.pop();
            come += 1;
        }
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
            progress(
                output,
                &format!(
                    "day {day}: {} petitions, {} steps",
                    year.filed.len(),
                    year.steps
                ),
            )?;
        }
    }
    look(world, &mut year, now).await?;
    Ok(year)
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
        named: Vec::new(),
        heard: BTreeMap::new(),
        asked: None,
        waits_above: false,
        withdrawing: false,
        dice,
    })
}

/// Everybody looks at what they have for today; tells which is to be looked at again.
async fn visit_all(
    world: &Arc<World>,
    year: &mut Year,
    due: Vec<usize>,
    finishing: bool,
) -> Result<Vec<(usize, bool)>, CliError> {
    let mut waiting: Vec<(usize, Filed)> = Vec::new();
    for nth in due {
        let blank = year.filed[nth].blank();
        waiting.push((nth, std::mem::replace(&mut year.filed[nth], blank)));
    }
    let mut tasks = JoinSet::new();
    let mut done = Vec::new();
    loop {
        while tasks.len() < AT_ONCE {
            let Some((nth, mut filed)) = waiting.pop() else {
                break;
            };
            let world = Arc::clone(world);
            tasks.spawn(async move {
                let again = world.visit(&mut filed, finishing).await;
                (nth, filed, again)
            });
        }
        let Some(ended) = tasks.join_next().await else {
            break;
        };
        let (nth, filed, again) = ended.map_err(failed)?;
        year.filed[nth] = filed;
        year.steps += 1;
        done.push((nth, again?));
    }
    done.sort_unstable();
    Ok(done)
}

impl Filed {
    /// Stands in its place while it is looked at.
    fn blank(&self) -> Self {
        Self {
            number: self.number,
            id: None,
            code: self.code.clone(),
            unit: 0,
            temper: self.temper,
            visits: 0,
            named: Vec::new(),
            heard: BTreeMap::new(),
            asked: None,
            waits_above: false,
            withdrawing: false,
            dice: Dice::seeded(0),
        }
    }

    fn hears(&mut self, acted: &Acted) {
        for kind in &acted.events {
            *self.heard.entry(kind.clone()).or_default() += 1;
        }
        self.withdrawing = acted.state == "withdrawing";
        if let Some(code) = acted.tracking_code.as_deref().and_then(TrackingCode::parse) {
            self.code = code;
        }
    }
}

impl World {
    /// One look at a petition: by its petitioner, and by an official. Tells whether there is more to do.
    async fn visit(&self, filed: &mut Filed, finishing: bool) -> Result<bool, CliError> {
        filed.visits += 1;
        if !finishing || filed.dice.below(3) == 0 {
            self.petitioner(filed, finishing).await?;
        }
        if let Some((unit, asked, support)) = filed.asked
            && (finishing || filed.dice.below(3) == 0)
        {
            filed.asked = None;
            let text = "情况说明".to_owned();
            let give = if support {
                Command::GiveSupport { asked, text }
            } else {
                Command::GiveStatement { asked, text }
            };
            let who = self.park.units[unit].people[1].clone();
            self.act(filed, &who, give).await?;
        }
        let Some((who, view)) = self.open(filed).await? else {
            return Ok(filed.visits < VISITS_MAX);
        };
        self.note(filed, &view);
        let temper = if finishing {
            Temper::Punctual
        } else {
            filed.temper
        };
        let desk = Desk {
            park: &self.park,
            view: &view,
            unit: filed.unit,
            named: &filed.named,
            like: self.like(&view, &mut filed.dice),
            today: self
                .huiyin
                .now()
                .date_in(&self.huiyin.authority(None)?.zone),
        };
        if let Some(command) = desk.next(temper, &mut filed.dice) {
            self.act(filed, &who, command).await?;
        }
        let owed = view
            .obligations
            .iter()
            .any(|one| one.state == "open" && one.duty != "window");
        Ok((owed || filed.visits < 4) && filed.visits < VISITS_MAX)
    }

    async fn petitioner(&self, filed: &mut Filed, finishing: bool) -> Result<(), CliError> {
        if filed.dice.below(4) == 0 {
            self.huiyin.track(&filed.code).await?;
        }
        let command = people::petitioner(&mut filed.dice, filed.withdrawing);
        let Some(command) = command.filter(|_| !finishing) else {
            return Ok(());
        };
        match self.huiyin.act_by_code(&filed.code, command).await {
            Ok(acted) => filed.hears(&acted),
            Err(error) => self.refused(error)?,
        }
        Ok(())
    }

    /// Somebody who may opens it, if one of a few who try may.
    async fn open(&self, filed: &mut Filed) -> Result<Option<(Principal, CaseView)>, CliError> {
        let (park, dice) = (&self.park, &mut filed.dice);
        let here = &park.units[filed.unit];
        let mut tries: Vec<Principal> = Vec::new();
        if filed.waits_above {
            tries.extend([park.above[1 + dice.below(2)].clone(), park.above[1].clone()]);
        } else if dice.below(12) == 0 {
            tries.push(park.above[dice.below(3)].clone());
        }
        tries.push(here.people[dice.below(3)].clone());
        tries.extend(here.officer.clone());
        tries.push(park.units[dice.below(park.units.len())].people[2].clone());
        tries.push(park.above[dice.below(3)].clone());
        tries.extend(park.units[0].officer.clone());
        for who in tries {
            match self.huiyin.open_case(&who, filed.number, false).await {
                Ok(view) => return Ok(Some((who, view))),
                Err(error) => self.refused(error)?,
            }
        }
        Ok(None)
    }

    /// What a look told.
    fn note(&self, filed: &mut Filed, view: &CaseView) {
        filed.id = Some(PetitionId::new(view.id));
        let named = |name: &str| self.park.units.iter().position(|unit| unit.key == name);
        let receiver = view.receiver.as_ref().and_then(|unit| named(&unit.zh));
        let by_id = |unit: &park::UnitHere| unit.id.raw() == view.unit_id;
        filed.unit = receiver
            .or_else(|| self.park.units.iter().position(by_id))
            .unwrap_or(0);
        let open = |kind: &str| {
            let mut open = view.obligations.iter().filter(|one| one.state == "open");
            open.any(|one| one.kind == kind)
        };
        filed.waits_above = open("approve-answer") || open("decide-extension");
        let asked = view.questions.iter().filter(|one| one.answer.is_none());
        let asked = asked
            .filter_map(|one| Some((named(&one.unit.zh)?, Position::new(one.asked), one.support)));
        filed.asked = asked.last();
    }

    /// Another petition that was looked at lately.
    fn like(&self, view: &CaseView, dice: &mut Dice) -> Option<PetitionId> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let found = seen.get(dice.below(seen.len())).copied();
        seen.push(PetitionId::new(view.id));
        if seen.len() > AT_ONCE {
            seen.remove(0);
        }
        found
    }

    async fn act(
        &self,
        filed: &mut Filed,
        who: &Principal,
        command: Command,
    ) -> Result<(), CliError> {
        let named = match &command {
            Command::NameRespondents { units, .. } => {
                let places = self.park.units.iter().enumerate();
                let places = places.filter(|(_, unit)| units.contains(&unit.id));
                Some(places.map(|(nth, _)| nth).collect())
            }
            _ => None,
        };
        match self
            .huiyin
            .act(who, filed.number, vec![command], None)
            .await
        {
            Ok(acted) => {
                filed.hears(&acted);
                filed.named = named.unwrap_or_else(|| std::mem::take(&mut filed.named));
            }
            Err(error) => self.refused(error)?,
        }
        Ok(())
    }

    /// A refusal is an answer; anything else ends the year.
    fn refused(&self, error: AppError) -> Result<(), CliError> {
        if error.cause() != Cause::Refused {
            return Err(error.into());
        }
        let mut refusals = self.refusals.lock().unwrap_or_else(PoisonError::into_inner);
        *refusals.entry(error.to_string()).or_default() += 1;
        Ok(())
    }
}
