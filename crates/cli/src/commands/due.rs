//! `huiyin due`: a deadline with its explanation, without a store.

use crate::commands::calendar;
use crate::commands::rulebook;
use crate::error::CliError;
use crate::output::Output;
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::deadline::{self, Request, Suspension};
use huiyin_domain::language::Language;
use huiyin_domain::rulebook::Rulebook;
use huiyin_domain::time::{Instant, Zone};
use jiff::civil::{Date, DateTime};
use std::path::PathBuf;
use std::process::ExitCode;

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    /// A shipped rulebook's name, or a file
    #[arg(long, value_name = "NAME")]
    rulebook: String,
    /// The term's id
    #[arg(long)]
    term: String,
    /// When the clock starts: 2026-02-13T10:00:00+08:00, or a day or local time in the zone
    #[arg(long, value_name = "RFC3339")]
    from: String,
    /// What is left out: days, both included, or instants for terms in hours
    #[arg(long, value_name = "FROM..TO")]
    suspend: Vec<String>,
    /// With the extension that the rulebook allows
    #[arg(long)]
    extend: bool,
    /// The zone in which civil days are taken; the rulebook's unless given
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// A calendar file in place of the shipped one
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let rulebook = rulebook::load(&args.rulebook)?;
    let Some(term) = rulebook.term(&args.term) else {
        let terms: Vec<&str> = rulebook.terms.iter().map(|term| term.id.as_str()).collect();
        return Err(CliError::Usage(format!(
            "{} has no term {:?}; it has {}",
            rulebook.id,
            args.term,
            terms.join(", ")
        )));
    };
    let zone = zone(args, &rulebook)?;
    let calendar: WorkCalendar = match &args.calendar {
        Some(file) => calendar::load_file(file)?,
        None => calendar::shipped(&rulebook.calendar)?,
    };
    let from = instant(&args.from, &zone).ok_or_else(|| {
        let what = "not an instant such as 2026-02-13T10:00:00+08:00";
        CliError::Usage(format!("--from: {what}: {:?}", args.from))
    })?;
    let suspensions = args
        .suspend
        .iter()
        .map(|text| suspension(text))
        .collect::<Result<Vec<_>, _>>()?;
    let request = Request {
        rulebook: &rulebook,
        term,
        calendar: &calendar,
        zone: &zone,
        from,
        suspensions: &suspensions,
        extended: args.extend,
    };
    let refused = |error: deadline::DeadlineError| CliError::Refused(error.to_string());
    let found = deadline::deadline(&request).map_err(refused)?;
    let zh = deadline::explain(&request, Language::Zh).map_err(refused)?;
    let en = deadline::explain(&request, Language::En).map_err(refused)?;
    let due_at = found.due_at.rfc3339_in(&zone);
    let said = serde_json::json!({
        "due_date": found.due_date.to_string(),
        "due_at": due_at,
        "provisional": found.provisional,
        "rule": {
            "rulebook": rulebook.id, "version": rulebook.version, "term": term.id, "duty": term.duty.word(),
            "citation": term.citation.zh, "citation_en": term.citation.en, "verified": term.verified,
        },
        "explanation": zh,
        "explanation_en": en,
    });
    output.say(&said, || {
        let provisional = if found.provisional {
            "  暂定 / provisional"
        } else {
            ""
        };
        let mut lines = vec![format!("{}  ({due_at}){provisional}", found.due_date)];
        lines.extend(zh.iter().map(|step| format!("  {step}")));
        lines.push(String::new());
        lines.extend(en.iter().map(|step| format!("  {step}")));
        lines.join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The zone that was given, or the rulebook's (RULES 1.4).
fn zone(args: &Args, rulebook: &Rulebook) -> Result<Zone, CliError> {
    match &args.zone {
        Some(name) => {
            Zone::parse(name).map_err(|error| CliError::Usage(format!("--zone: {error}")))
        }
        None => Ok(rulebook.zone.clone()),
    }
}

/// An instant with an offset, or a local time or day in the zone.
pub fn instant(text: &str, zone: &Zone) -> Option<Instant> {
    if let Ok(instant) = Instant::parse(text) {
        return Some(instant);
    }
    match text.parse::<Date>() {
        Ok(day) if text.len() == "2026-02-13".len() => Some(zone.start_of(day)),
        _ => text
            .parse::<DateTime>()
            .ok()
            .map(|civil| zone.instant_of(civil)),
    }
}

fn suspension(text: &str) -> Result<Suspension, CliError> {
    let wrong = || {
        CliError::Usage(format!(
            "--suspend: not FROM..TO, such as 2026-03-01..2026-03-05: {text:?}"
        ))
    };
    let (from, to) = text.split_once("..").ok_or_else(wrong)?;
    if let (Ok(from), Ok(to)) = (Instant::parse(from), Instant::parse(to)) {
        return Ok(Suspension::Span { from, to });
    }
    Ok(Suspension::Days {
        from: from.parse().map_err(|_| wrong())?,
        to: to.parse().map_err(|_| wrong())?,
    })
}
