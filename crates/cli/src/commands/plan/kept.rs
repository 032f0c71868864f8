//! `huiyin plan check --data`, `huiyin plan lodge`: plans with the store of an authority.

use crate::error::CliError;
use crate::opening::{AuthorityOption, StoreOptions};
use crate::output::Output;
use huiyin_app::rules::Authority;
use huiyin_app::{Huiyin, Lodging};
use huiyin_domain::event::Actor;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// A store that is looked into only if it is named here: the check of a file needs none, so neither
/// the environment nor huiyin.toml gives it one.
#[derive(clap::Args)]
pub struct StoreOption {
    /// Check with the roster, units, posts and level of the authority in this data folder
    #[arg(
        id = "store_data",
        long = "data",
        value_name = "DIR",
        conflicts_with = "roster"
    )]
    data: Option<PathBuf>,
    /// The same in this database, postgres://… ; the installation key is read in the data folder
    #[arg(
        id = "store_database",
        long = "database",
        value_name = "URL",
        conflicts_with = "roster"
    )]
    database: Option<String>,
    #[arg(
        id = "store_installation_key",
        long = "installation-key",
        value_name = "HEX",
        env = "HUIYIN_INSTALLATION_KEY",
        hide = true,
        hide_env_values = true
    )]
    installation_key: Option<String>,
    #[command(flatten)]
    authority: AuthorityOption,
}

impl StoreOption {
    /// The store and the authority, if one was named.
    pub fn open(&self) -> Result<Option<(Huiyin, Arc<Authority>)>, CliError> {
        if self.data.is_none() && self.database.is_none() {
            return Ok(None);
        }
        let options = StoreOptions {
            data: self.data.clone().unwrap_or_else(|| "./huiyin-data".into()),
            database: self.database.clone(),
            installation_key: self.installation_key.clone(),
        };
        let huiyin = options.open_existing()?;
        let authority = self.authority.find(&huiyin)?;
        Ok(Some((huiyin, authority)))
    }
}

/// What is lodged, and where.
#[derive(clap::Args)]
pub struct Args {
    /// The name of a shipped plan, or a file
    plan: String,
    /// Its roster: the name of a shipped plan, or a file
    #[arg(long, value_name = "FILE")]
    roster: Option<String>,
    #[command(flatten)]
    authority: AuthorityOption,
    #[command(flatten)]
    store: StoreOptions,
}

/// Lodges a plan, and its roster where one is given. Approval is left to who holds the post.
pub fn lodge(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let plan = super::text(&args.plan)?;
    let roster = args.roster.as_deref().map(super::roster_text).transpose()?;
    let huiyin = args.store.open_existing()?;
    let by = (args.authority.find(&huiyin)?.row.id, Actor::Operator);
    let mut lodged = vec![("plan", huiyin.lodge_here(by, Lodging::Plan, plan)?)];
    if let Some(roster) = roster {
        lodged.push(("roster", huiyin.lodge_here(by, Lodging::Roster, roster)?));
    }
    let said: serde_json::Map<String, serde_json::Value> = lodged
        .iter()
        .map(|(what, one)| ((*what).to_owned(), serde_json::json!(one)))
        .collect();
    output.say(&said, || {
        let line = |(what, one): &(&str, huiyin_app::Lodged)| {
            let (zh, en) = match one.new {
                true => ("已存入", "lodged"),
                false => ("原已存入，没有变化", "was lodged before, nothing changed"),
            };
            format!("{what} {} {}: {zh} / {en}", one.id, one.version)
        };
        lodged.iter().map(line).collect::<Vec<_>>().join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}
