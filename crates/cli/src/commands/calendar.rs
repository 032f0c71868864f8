//! `huiyin calendar show|check|load`.

use crate::error::{CliError, read_file};
use crate::opening::StoreOptions;
use crate::output::Output;
use huiyin_app::CalendarLoaded;
use huiyin_domain::calendar::{DayKind, WorkCalendar};
use huiyin_domain::language::Bilingual;
use huiyin_domain::shipped as data;
use jiff::civil::{Date, Weekday, date};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to do with a calendar.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Say every day of a year that is not as its weekday says
    Show {
        /// The year
        year: i16,
        /// A shipped calendar's id, or a file
        #[arg(long, default_value = "cn")]
        calendar: String,
    },
    /// Say what is wrong with a calendar file
    Check {
        /// The file
        file: PathBuf,
    },
    /// Load a calendar into the store and recompute every open date that counted a changed day
    Load {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        store: StoreOptions,
    },
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    match action {
        Action::Show { year, calendar } => show(*year, &named(calendar)?, output),
        Action::Check { file } => check(file, output),
        Action::Load { file, store } => load(file, store, output),
    }
}

/// A calendar from a file.
///
/// # Errors
/// When it cannot be read or has errors.
pub fn load_file(file: &Path) -> Result<WorkCalendar, CliError> {
    WorkCalendar::parse(&read_file(file)?)
        .map_err(|error| CliError::Refused(format!("{}: {error}", file.display())))
}

/// A calendar that the program ships.
///
/// # Errors
/// When there is none of that id.
pub fn shipped(id: &str) -> Result<WorkCalendar, CliError> {
    let Some((_, text)) = data::calendars().iter().find(|(known, _)| *known == id) else {
        let ids: Vec<&str> = data::calendars().iter().map(|(id, _)| *id).collect();
        return Err(CliError::Usage(format!(
            "{id:?} is neither a file nor a calendar; there are {}",
            ids.join(", ")
        )));
    };
    WorkCalendar::parse(text).map_err(|error| CliError::Refused(error.to_string()))
}

fn named(name: &str) -> Result<WorkCalendar, CliError> {
    if Path::new(name).is_file() {
        load_file(Path::new(name))
    } else {
        shipped(name)
    }
}

fn show(year: i16, calendar: &WorkCalendar, output: &Output) -> Result<ExitCode, CliError> {
    if !(1..=9998).contains(&year) {
        return Err(CliError::Usage(format!("{year} is no year from 1 to 9998")));
    }
    let days: Vec<Date> = std::iter::successors(Some(date(year, 1, 1)), |day| day.tomorrow().ok())
        .take_while(|day| day.year() == year)
        .collect();
    let workdays = days.iter().filter(|day| calendar.is_workday(**day)).count();
    let firm = days.iter().all(|day| calendar.is_firm(*day));
    let special: Vec<(Date, &'static str, Bilingual)> = days
        .iter()
        .filter_map(|day| match calendar.kind_of(*day) {
            DayKind::Holiday(name) => Some((*day, "holiday", name.clone())),
            DayKind::MakeUp(name) => Some((*day, "make-up", name.clone())),
            DayKind::Workday | DayKind::RestDay => None,
        })
        .collect();
    let json: Vec<_> = special.iter().map(|(day, kind, name)| serde_json::json!({ "date": day.to_string(), "kind": kind, "name": name })).collect();
    let said = serde_json::json!({
        "calendar": calendar.id(), "version": calendar.version(), "year": year, "workdays": workdays, "firm": firm,
        "firm_through": calendar.firm_through().map(|day| day.to_string()), "days": json,
    });
    output.say(&said, || {
        let head = format!(
            "{} {} {year}: {workdays} workdays{}",
            calendar.id(),
            calendar.version(),
            if firm { "" } else { "  (暂定 / provisional)" }
        );
        let lines = special.iter().map(|(day, kind, name)| {
            format!(
                "  {day} {} {kind:<8} {} / {}",
                weekday(*day),
                name.zh,
                name.en
            )
        });
        std::iter::once(head)
            .chain(lines)
            .collect::<Vec<_>>()
            .join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

const fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

fn weekday(day: Date) -> &'static str {
    weekday_name(day.weekday())
}

fn check(file: &Path, output: &Output) -> Result<ExitCode, CliError> {
    let name = file.display().to_string();
    output.findings("calendar", &name, &WorkCalendar::check(&read_file(file)?))
}

fn load(file: &Path, store: &StoreOptions, output: &Output) -> Result<ExitCode, CliError> {
    let text = read_file(file)?;
    let report = store.open()?.load_calendar(&text)?;
    let before = report.loaded == CalendarLoaded::Before;
    let said = serde_json::json!({
        "calendar": report.pinned.id, "version": report.pinned.version, "loaded_before": before,
        "examined": report.examined, "recomputed": report.recomputed,
    });
    output.say(&said, || {
        let loaded = if before {
            "was loaded before"
        } else {
            "loaded"
        };
        format!(
            "{} {} {loaded}; {} open dates looked at, {} counted anew",
            report.pinned.id, report.pinned.version, report.examined, report.recomputed
        )
    })?;
    Ok(ExitCode::SUCCESS)
}
