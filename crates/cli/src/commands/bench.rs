//! `huiyin bench`: measures this machine with the real server, over HTTP, from a second process.

mod bare;
mod child;
mod client;
mod dice;
mod figures;
mod fill;
mod letters;
mod lifecycle;
mod load;
mod people;
mod register;
mod respond;
mod scratch;
mod texts;
mod ticker;
mod torture;
mod track;
mod turned;
mod year;

use crate::error::CliError;
use crate::output::Output;
use std::process::ExitCode;

/// What to measure.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Registrations a second, beside the bare ceiling of this machine
    Register(register::Args),
    /// The track page and its API with many petitions in store
    Track(track::Args),
    /// Registered, assigned, answered, read: whole lifecycles a second, and the inbox
    Lifecycle(lifecycle::Args),
    /// How long a document takes to make, first and once warm
    Letters(letters::Args),
    /// Many groups come at once: from the headcount to the first page taken by its channel
    Respond(respond::Args),
    /// Due moments that become events, a second
    Ticker(ticker::Args),
    /// Kill the server under load, again and again, and check that nothing is lost
    Torture(torture::Args),
    /// A year of petitions on a virtual clock, and a second bookkeeping of every duty
    Year(year::Args),
    /// The ceiling without a store: takes a body, answers as many bytes as it is told
    #[command(hide = true)]
    ServeEcho(bare::EchoArgs),
    /// The ceiling with a store: one durable row a request, commits shared
    #[command(hide = true)]
    ServeRow(bare::RowArgs),
    /// The real server on a clock that is turned ahead, for a store that a measurement made
    #[command(hide = true)]
    ServeTurned(turned::Args),
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    match action {
        Action::Register(args) => register::run(args, output),
        Action::Track(args) => track::run(args, output),
        Action::Lifecycle(args) => lifecycle::run(args, output),
        Action::Letters(args) => letters::run(args, output),
        Action::Respond(args) => respond::run(args, output),
        Action::Ticker(args) => ticker::run(args, output),
        Action::Torture(args) => torture::run(args, output),
        Action::Year(args) => year::run(args, output),
        Action::ServeEcho(args) => bare::echo(args, output),
        Action::ServeRow(args) => bare::row(args, output),
        Action::ServeTurned(args) => turned::run(args, output),
    }
}

/// Something that went wrong around a measurement.
fn failed(what: impl std::fmt::Display) -> CliError {
    CliError::Refused(what.to_string())
}

/// The runtime that drives the load: one thread, so that the server has the rest of the machine.
fn runtime() -> Result<tokio::runtime::Runtime, CliError> {
    let built = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    built.map_err(failed)
}

/// Says how far a long measurement is: on stdout where a person reads, beside the JSON otherwise.
fn progress(output: &Output, line: &str) -> Result<(), CliError> {
    if output.is_json() {
        output.note(line);
        return Ok(());
    }
    output.say(&(), || line.to_owned())
}
