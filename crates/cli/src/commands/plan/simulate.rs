//! `huiyin plan simulate`: one case as a timeline, or every case of the coming days.

use super::{instant, load};
use crate::commands::calendar;
use crate::error::CliError;
use crate::output::Output;
use huiyin_app::clock::{Clock, SystemClock};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::language::Language;
use huiyin_domain::plan::{DAYS_AHEAD, Key, Plan};
use huiyin_domain::response::{
    self, Called, Entry, Headcount, Opening, Run, Scene, Script, Sweep, WorstCase, explain, sweep,
    timeline,
};
use huiyin_domain::roster::Roster;
use huiyin_domain::time::Instant;
use std::process::ExitCode;

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    /// The name of a shipped plan, or a file
    plan: String,
    /// Where people come
    #[arg(long, value_name = "PLACE", required_unless_present = "sweep")]
    place: Option<String>,
    /// How many; a place above the own level takes none
    #[arg(long, value_name = "N")]
    people: Option<u32>,
    /// A post whose holder does not answer; may be given several times
    #[arg(long, value_name = "POST")]
    no_answer: Vec<String>,
    /// Every place × 1 to 500 people × 28 days × four hours: the worst of them
    #[arg(long, conflicts_with_all = ["place", "people"])]
    sweep: bool,
    #[command(flatten)]
    with: super::With,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let plan = load(&args.plan)?;
    let roster = args.with.roster(&plan)?;
    if let Some(roster) = roster.as_ref().filter(|roster| roster.plan != plan.id) {
        return Err(CliError::Usage(format!(
            "--roster: it belongs to the plan {}, not to {}",
            roster.plan, plan.id
        )));
    }
    for post in &args.no_answer {
        if plan.post(post).is_none() {
            let posts: Vec<&str> = plan.posts.iter().map(|post| post.id.as_str()).collect();
            return Err(CliError::Usage(format!(
                "--no-answer: the plan has no post {post:?}; it has {}",
                posts.join(", ")
            )));
        }
    }
    let silent: Vec<Key> = args.no_answer.iter().map(|post| Key::new(post)).collect();
    let calendar = calendar::shipped(&plan.calendar)?;
    let at = instant(args.with.at.as_deref(), &plan.zone)?;
    if args.sweep {
        return every_case((&plan, &calendar, roster.as_ref()), &silent, at, output);
    }
    let place = args.place.as_deref().unwrap_or_default();
    let scene = Scene {
        plan: &plan,
        calendar: &calendar,
        roster: roster.as_ref(),
        concerned: None,
    };
    let opening = opening(&scene, place, (args.people, at))?;
    let script = Script {
        silent: &silent,
        injects: &[],
    };
    let run = response::simulate(&scene, &script, (&Key::new(place), opening), at);
    let run = run.map_err(|refusal| {
        let message = refusal.message();
        CliError::Refused(format!("{} / {}", message.zh, message.en))
    })?;
    one_case(&run, &scene, output)
}

/// How the case begins; at a place above the own level its reception calls.
fn opening(
    scene: &Scene<'_>,
    place: &str,
    (people, at): (Option<u32>, Instant),
) -> Result<Opening, CliError> {
    let plan = scene.plan;
    let Some(found) = plan.place(place) else {
        let places: Vec<&str> = plan.places.iter().map(|place| place.id.as_str()).collect();
        return Err(CliError::Usage(format!(
            "--place: the plan has no place {place:?}; it has {}",
            places.join(", ")
        )));
    };
    if plan.is_foreign(found) {
        return Ok(Opening::Elsewhere(Called {
            reception: Some(found.title.zh.clone()),
            ..Called::slowest(scene, &found.id, at)
        }));
    }
    match people {
        Some(people) if people > 0 => Ok(Opening::Here(Headcount::exactly(people))),
        _ => Err(CliError::Usage(
            "--people: give the headcount, from 1, at a place of the plan's own level".to_owned(),
        )),
    }
}

fn one_case(run: &Run, scene: &Scene<'_>, output: &Output) -> Result<ExitCode, CliError> {
    let entries = timeline(run, scene);
    let (zh, en) = (
        explain(run, scene, Language::Zh),
        explain(run, scene, Language::En),
    );
    let said = serde_json::json!({
        "level": run.response.level, "rule": run.response.rule,
        "explanation": zh, "explanation_en": en,
        "timeline": entries, "reception_minutes": run.reception_minutes(),
    });
    output.say(&said, || {
        let mut lines = zh.clone();
        lines.extend(en.iter().cloned());
        lines.push(String::new());
        lines.extend(entries.iter().map(entry_line));
        lines.push(String::new());
        lines.push(match run.reception_minutes() {
            Some(minutes) => {
                format!("{minutes} 分钟后到齐 / everybody needed is there after {minutes} minutes")
            }
            None => "没有到齐 / not everybody needed comes".to_owned(),
        });
        lines.join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

fn entry_line(entry: &Entry) -> String {
    let holder = entry
        .holder
        .as_ref()
        .map(|holder| format!("  [{holder}]"))
        .unwrap_or_default();
    format!(
        "{:>4} min  {:<15} {}{holder}\n{:>26}{}",
        entry.minute, entry.what, entry.text, "", entry.text_en
    )
}

/// Every case, the days shared out among the processors.
fn every_case(
    (plan, calendar, roster): (&Plan, &WorkCalendar, Option<&Roster>),
    silent: &[Key],
    at: Instant,
    output: &Output,
) -> Result<ExitCode, CliError> {
    let began = SystemClock.now();
    let parts = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let parts = i64::try_from(parts).unwrap_or(1).clamp(1, DAYS_AHEAD);
    let found: Vec<Sweep> = std::thread::scope(|threads| {
        let started: Vec<_> = (0..parts)
            .map(|part| {
                let days = DAYS_AHEAD * part / parts..DAYS_AHEAD * (part + 1) / parts;
                threads.spawn(move || {
                    let scene = Scene {
                        plan,
                        calendar,
                        roster,
                        concerned: None,
                    };
                    sweep(
                        &scene,
                        &Script {
                            silent,
                            injects: &[],
                        },
                        at,
                        days,
                    )
                })
            })
            .collect();
        let ended = started.into_iter().map(std::thread::ScopedJoinHandle::join);
        ended.collect::<Result<_, _>>()
    })
    .map_err(|_| CliError::Refused("a part of the sweep failed".to_owned()))?;
    let whole = found.into_iter().fold(Sweep::default(), Sweep::and);
    let cases = whole.cases;
    let micros = SystemClock.now().micros() - began.micros();
    let seconds = micros as f64 / 1_000_000.0;
    let worst = whole.ten_worst();
    let note = "of each place and rule its worst case";
    let said = serde_json::json!({
        "cases": cases, "seconds": seconds,
        "roster": if roster.is_some() { "given" } else { "not given" },
        "worst": worst, "worst_are": note,
    });
    output.say(&said, || {
        let mut lines = vec![format!("{cases} cases in {seconds:.2} s; {note}:")];
        lines.extend(worst.iter().map(worst_line));
        if roster.is_none() {
            lines.push(
                "未提供值班表，各岗位视为有人任职 / no roster was given, every post counts as held"
                    .to_owned(),
            );
        }
        lines.join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

fn worst_line(case: &WorstCase) -> String {
    let minutes = match (case.reception_minutes, case.refused) {
        (Some(minutes), _) => format!("{minutes} min"),
        (None, Some(code)) => code.to_owned(),
        (None, None) => "never".to_owned(),
    };
    let people = case
        .people
        .map_or("-".to_owned(), |people| people.to_string());
    let rule = case.rule.as_ref().map_or("-", |rule| rule.as_str());
    format!(
        "{minutes:>12}  {:<20} {people:>4}  {}  {rule}",
        case.place.as_str(),
        case.at
    )
}
