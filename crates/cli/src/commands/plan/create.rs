//! `huiyin plan new`: a plan and a roster of one's own, from a shipped plan; with `--ask` by answering the
//! questions that the desk's wizard asks.

use super::ask::{Asked, Talk};
use crate::error::CliError;
use crate::output::Output;
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::wizard::{Authority, Template};
use huiyin_domain::plan::{NewPlan, Plan, from_template};
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped::{self, ShippedPlan};
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    /// The shipped plan to begin from: sample-park, town-one-clerk, city-district
    #[arg(long, value_name = "NAME")]
    template: String,
    /// Ask for everything that is left to each authority: places, posts of its own, who is on duty; an empty
    /// line keeps what stands in brackets
    #[arg(long)]
    ask: bool,
    /// The new plan's id: lower-case letters, digits, dashes; its files are named after it
    #[arg(long, required_unless_present = "ask")]
    id: Option<String>,
    /// What it is called, in Chinese
    #[arg(long, value_name = "TITLE", required_unless_present = "ask")]
    title: Option<String>,
    /// What it is called, in English; the Chinese title unless given
    #[arg(long, value_name = "TITLE")]
    title_en: Option<String>,
    /// The authority that will run it
    #[arg(long, value_name = "NAME", required_unless_present = "ask")]
    authority: Option<String>,
    /// The folder to write to
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    to: PathBuf,
}

/// A plan that was made: its id and the two texts.
struct Made {
    id: String,
    plan: String,
    roster: String,
}

/// A copy of the template under another name.
fn typed(args: &Args, texts: (&str, &str)) -> Made {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let title = said(&args.title);
    let new = NewPlan {
        id: said(&args.id),
        title: Bilingual::new(&title, args.title_en.as_deref().unwrap_or(&title)),
        authority: said(&args.authority),
    };
    let (plan, roster) = from_template(texts, &new);
    Made {
        id: new.id,
        plan,
        roster,
    }
}

/// What the answers make: asked on stderr, answered on stdin.
fn asked(args: &Args, template: &str) -> Result<Made, CliError> {
    let template = Template::find(template).ok_or_else(|| {
        CliError::Usage("--template: this plan has no roster to begin from".into())
    })?;
    let mut talk = Talk {
        answers: &mut std::io::stdin().lock(),
        questions: &mut std::io::stderr(),
    };
    let mut known = |given: &Option<String>, question: &str| match given {
        Some(given) => Ok(given.clone()),
        None => talk.line(question, "").map(Option::unwrap_or_default),
    };
    let title = known(&args.title, "预案叫什么？ / What is it called in Chinese?")?;
    let title_en = known(&args.title_en, "英文名 / Its name in English")?;
    let id = known(
        &args.id,
        "代号，小写字母、数字和短横线 / Its id: lower-case letters, digits, dashes",
    )?;
    let authority = known(&args.authority, "哪个机关执行？ / Which authority runs it?")?;
    let mut asked = Asked::default();
    for (name, text) in [
        ("plan.title_zh", &title),
        ("plan.title_en", &title_en),
        ("plan.id", &id),
    ] {
        asked.answers.insert(name.to_owned(), text.clone());
    }
    talk.all(&template, &mut asked)?;
    let draft = template.draft(
        &asked.answers,
        &Authority {
            name: &authority,
            level: None,
            zone: ZONE,
            officials: &asked.officials,
            posts: &BTreeMap::new(),
        },
    );
    Ok(Made {
        id,
        plan: draft.plan,
        roster: draft.roster,
    })
}

/// The zone of a plan that is made without an authority's own.
const ZONE: &str = "Asia/Shanghai";

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let (template, roster) = template(&args.template)?;
    let made = match args.ask {
        true => asked(args, template.id)?,
        false => typed(args, (template.plan, roster)),
    };
    let Made { id, plan, roster } = made;
    // What was typed can be no id, or hold what a plan cannot say.
    let refused = |findings: Vec<huiyin_domain::plan::Finding>| {
        let list: Vec<String> = findings
            .iter()
            .map(|found| format!("{}: {} / {}", found.field, found.message, found.message_en))
            .collect();
        CliError::Refused(list.join("\n"))
    };
    Plan::parse(&plan).map_err(refused)?;
    Roster::parse(&roster).map_err(refused)?;
    let plan_file = args.to.join(format!("{id}.toml"));
    let roster_file = args.to.join(format!("{id}.roster.toml"));
    let files = [(plan_file, &plan), (roster_file, &roster)];
    write_new(&files)?;
    let [(plan_file, _), (roster_file, _)] = files;
    let (plan_name, roster_name) = (plan_file.display(), roster_file.display());
    let said = serde_json::json!({
        "plan": plan_name.to_string(), "roster": roster_name.to_string(), "template": template.id,
    });
    output.say(&said, || {
        format!(
            "{plan_name}\n{roster_name}\n改好后检查 / change them, then: huiyin plan check {plan_name} --roster {roster_name}"
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

fn template(name: &str) -> Result<(&'static ShippedPlan, &'static str), CliError> {
    let with_roster = |one: &'static ShippedPlan| one.roster.map(|roster| (one, roster));
    let mut known = shipped::plans().iter().filter_map(with_roster);
    known.find(|(one, _)| one.id == name).ok_or_else(|| {
        let all = shipped::plans().iter().filter(|one| one.roster.is_some());
        let names: Vec<&str> = all.map(|one| one.id).collect();
        CliError::Usage(format!(
            "--template: there is no {name:?}; there are {}",
            names.join(", ")
        ))
    })
}

/// Writes files, none of which may be there yet.
pub(super) fn write_new(files: &[(PathBuf, &String)]) -> Result<(), CliError> {
    if let Some((there, _)) = files.iter().find(|(file, _)| file.exists()) {
        return Err(CliError::Refused(format!(
            "{} is there already; take another id or folder",
            there.display()
        )));
    }
    files.iter().try_for_each(|(file, text)| write(file, text))
}

/// Writes a file that must not be there yet.
fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let failed = |source| CliError::File {
        path: path.display().to_string(),
        source,
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}
