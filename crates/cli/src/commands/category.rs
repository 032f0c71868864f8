//! `huiyin category check|show`: the subject tree.

use crate::error::{CliError, read_file};
use crate::output::Output;
use huiyin_domain::category::{self, Categories};
use std::path::PathBuf;
use std::process::ExitCode;

/// What to do with the subject tree.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Say what is wrong with a file of categories
    Check {
        /// The file
        file: PathBuf,
    },
    /// Say every code with its name
    Show,
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    match action {
        Action::Check { file } => {
            let name = file.display().to_string();
            output.findings("categories", &name, &Categories::check(&read_file(file)?))
        }
        Action::Show => show(output),
    }
}

fn show(output: &Output) -> Result<ExitCode, CliError> {
    let tree = category::shipped();
    let nodes = tree.nodes();
    let json: Vec<_> = nodes
        .iter()
        .map(|node| serde_json::json!({ "code": node.code, "name": node.name }))
        .collect();
    let said = serde_json::json!({
        "categories": tree.id(), "version": tree.version(), "nodes": json,
    });
    output.say(&said, || {
        let line = |node: &category::Category| {
            format!("{:<6} {} / {}", node.code, node.name.zh, node.name.en)
        };
        nodes.iter().map(line).collect::<Vec<_>>().join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}
