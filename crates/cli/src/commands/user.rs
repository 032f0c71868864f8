//! `huiyin user add`: adds a member of staff and says the one-time link with which they choose a
//! password. Who runs the program on the machine needs nobody's leave for it.

use crate::error::CliError;
use crate::opening::{AuthorityOption, StoreOptions};
use crate::output::Output;
use huiyin_app::rules::Authority;
use huiyin_app::{AppError, Change, Order, Refusal, RoleDraft, StaffContactDraft, StaffDraft};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Language;
use std::process::ExitCode;

/// What to do with staff.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Add a member of staff; prints a one-time invitation link
    Add(Add),
}

/// The options of `user add`.
#[derive(clap::Args)]
pub struct Add {
    #[command(flatten)]
    store: StoreOptions,
    #[command(flatten)]
    authority: AuthorityOption,
    /// What they sign in with: lower-case letters and digits
    #[arg(long)]
    login: String,
    /// What they are called
    #[arg(long)]
    name: String,
    /// A role in a unit, by the unit's key: petition-office:clerk; can be given again
    #[arg(long = "role", value_name = "UNIT:ROLE", required = true)]
    roles: Vec<String>,
    /// The language of their desk: zh or en
    #[arg(long, default_value = "zh")]
    language: String,
    /// An e-mail address for notices on duty; it is sealed
    #[arg(long)]
    email: Option<String>,
    /// A telephone number for notices on duty; it is sealed
    #[arg(long)]
    phone: Option<String>,
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    match action {
        Action::Add(args) => add(args, output),
    }
}

fn add(args: &Add, output: &Output) -> Result<ExitCode, CliError> {
    let huiyin = args.store.open()?;
    let authority = args.authority.find(&huiyin)?;
    let roles = args.roles.iter().map(|role| role_named(&authority, role));
    let draft = StaffDraft {
        login: args.login.clone(),
        name: args.name.clone(),
        language: args.language.clone(),
        roles: roles.collect::<Result<_, _>>()?,
        contact: Some(StaffContactDraft {
            email: args.email.clone().unwrap_or_default(),
            phone: args.phone.clone().unwrap_or_default(),
        }),
        left: false,
    };
    let order = Order {
        authority: authority.row.id,
        by: Actor::Operator,
        version: None,
    };
    let added = huiyin
        .administer_here(order, Change::Staff(None, draft))
        .map_err(named)?;
    let by = (authority.row.id, Actor::Operator);
    let link = huiyin.invite_here(by, StaffId::new(added.id))?;
    let path = format!("/desk/invitation/{}", link.token);
    let until = link.expires_at.rfc3339_in(&authority.zone);
    let said = serde_json::json!({
        "id": added.id, "login": args.login, "invitation": path, "expires_at": until,
    });
    output.say(&said, || {
        format!("added {}; give this to them by a way that you trust: <address>{path} (works once, until {until})", args.login)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Names the options that were not taken.
fn named(error: AppError) -> CliError {
    let AppError::Refused(Refusal::Fields(fields)) = error else {
        return error.into();
    };
    let said = fields.iter().map(|one| {
        let option = one.field.strip_prefix("contact.").unwrap_or(&one.field);
        let option = if option == "roles" { "role" } else { option };
        format!("--{option}: {}", one.problem.message(Language::En))
    });
    CliError::Refused(said.collect::<Vec<_>>().join("\n"))
}

fn role_named(authority: &Authority, text: &str) -> Result<RoleDraft, CliError> {
    let wrong = |what: String| CliError::Usage(format!("--role {text}: {what}"));
    let (unit, role) = text
        .split_once(':')
        .ok_or_else(|| wrong("give UNIT:ROLE, such as petition-office:clerk".into()))?;
    let unit = authority.unit_named(unit).ok_or_else(|| {
        let organisation = authority.organisation();
        let keys: Vec<&str> = organisation
            .units
            .values()
            .map(|unit| unit.key.as_str())
            .collect();
        wrong(format!(
            "there is no unit {unit:?}; there are {}",
            keys.join(", ")
        ))
    })?;
    Ok(RoleDraft {
        unit: unit.id.raw(),
        role: role.to_owned(),
    })
}
