//! The `huiyin` program: arguments in, one use case, output and exit code out.

mod channels;
mod commands;
mod error;
mod file;
mod mail;
mod opening;
mod output;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use output::Output;
use std::process::ExitCode;

/// Many small pieces live as long as one request: the C library's allocator took a fifth of a step's time
/// (docs/performance.md). SQLite's go by it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 回音: every petition gets an answer.
#[derive(Parser)]
#[command(name = "huiyin", version, about, disable_help_subcommand = true)]
struct Arguments {
    /// Machine-readable output on stdout; messages go to stderr
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run everything: portal, API, health
    Serve(commands::serve::Args),
    /// Say a deadline and why
    Due(commands::due::Args),
    /// Check or show a rulebook
    #[command(subcommand)]
    Rulebook(commands::rulebook::Action),
    /// Show, check or load a work calendar
    #[command(subcommand)]
    Calendar(commands::calendar::Action),
    /// Check or show the subject tree
    #[command(subcommand)]
    Category(commands::category::Action),
    /// Check, try out, compare, show or begin a plan for group visits
    #[command(subcommand)]
    Plan(commands::plan::Action),
    /// Look at who holds which post when, and test whether they can be reached
    #[command(subcommand)]
    Roster(commands::roster::Action),
    /// Check or try the ways to call somebody: gateways and the mail server
    #[command(subcommand)]
    Channel(commands::channel::Action),
    /// Fonts and samples of the documents
    #[command(subcommand)]
    Letter(commands::letter::Action),
    /// Take data over
    #[command(subcommand)]
    Import(commands::import::Action),
    /// Give data out
    #[command(subcommand)]
    Export(commands::export::Action),
    /// Say figures
    #[command(subcommand)]
    Report(commands::report::Action),
    /// Check receipts
    #[command(subcommand)]
    Receipt(commands::receipt::Action),
    /// Add staff
    #[command(subcommand)]
    User(commands::user::Action),
    /// Copy the whole store and its key, while it is in use
    Backup(commands::backup::Args),
    /// Fill an empty store from a backup
    Restore(commands::restore::Args),
    /// Check the store
    Doctor(commands::doctor::Args),
    /// Measure this machine
    #[command(subcommand)]
    Bench(commands::bench::Action),
}

fn main() -> ExitCode {
    let settings = match file::settings() {
        Ok(settings) => settings,
        Err(error) => return Output::new(false).fail(&error),
    };
    let command = file::with_defaults(Arguments::command(), &settings);
    let parsed = command
        .try_get_matches()
        .and_then(|found| Arguments::from_arg_matches(&found));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return output::usage(&error),
    };
    let output = Output::new(arguments.json);
    let outcome = match arguments.command {
        Command::Serve(args) => commands::serve::run(&args, &output),
        Command::Due(args) => commands::due::run(&args, &output),
        Command::Rulebook(action) => commands::rulebook::run(&action, &output),
        Command::Calendar(action) => commands::calendar::run(&action, &output),
        Command::Category(action) => commands::category::run(&action, &output),
        Command::Plan(action) => commands::plan::run(&action, &output),
        Command::Roster(action) => commands::roster::run(&action, &output),
        Command::Channel(action) => commands::channel::run(&action, &output),
        Command::Letter(action) => commands::letter::run(&action, &output),
        Command::Import(action) => commands::import::run(&action, &output),
        Command::Export(action) => commands::export::run(&action, &output),
        Command::Report(action) => commands::report::run(&action, &output),
        Command::Receipt(action) => commands::receipt::run(&action, &output),
        Command::User(action) => commands::user::run(&action, &output),
        Command::Backup(args) => commands::backup::run(&args, &output),
        Command::Restore(args) => commands::restore::run(&args, &output),
        Command::Doctor(args) => commands::doctor::run(&args, &output),
        Command::Bench(action) => commands::bench::run(&action, &output),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => output.fail(&error),
    }
}
