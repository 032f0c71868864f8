//! A closed loop: each connection sends its next request when the last was answered.

use super::client::Connection;
use super::dice::Dice;
use super::failed;
use super::figures::{Measured, moment};
use crate::error::CliError;
use std::sync::Arc;
use std::time::Duration;

/// How much longer than asked a load may take before the server counts as hung.
const PATIENCE: Duration = Duration::from_secs(30);

/// What to send, and how.
#[derive(Clone)]
pub struct Load {
    /// Where to.
    pub address: String,
    /// How many connections.
    pub connections: usize,
    /// For how long.
    pub seconds: f64,
    /// The requests, drawn by chance.
    pub requests: Arc<Vec<Vec<u8>>>,
    /// The status that is good.
    pub status: u16,
}

impl Load {
    /// Runs it.
    ///
    /// # Errors
    /// When a connection cannot be opened, or the server hangs.
    pub async fn run(&self) -> Result<Measured, CliError> {
        let mut dice = Dice::new()?;
        let mut connections = Vec::new();
        for _ in 0..self.connections {
            connections.push(Connection::open(&self.address).await.map_err(failed)?);
        }
        let begun = moment();
        let end = begun + Duration::from_secs_f64(self.seconds);
        let tasks: Vec<_> = connections
            .into_iter()
            .map(|connection| tokio::spawn(drive(connection, self.clone(), end, dice.split())))
            .collect();
        let mut micros = Vec::new();
        let mut errors = 0;
        for task in tasks {
            let limit = Duration::from_secs_f64(self.seconds) + PATIENCE;
            let ended = tokio::time::timeout(limit, task).await;
            let (own, failed_here) = ended
                .map_err(|_| failed("the server did not answer in time"))?
                .map_err(failed)?;
            micros.extend(own);
            errors += failed_here;
        }
        Ok(Measured::new(micros, errors, begun.elapsed()))
    }
}

async fn drive(
    mut connection: Connection,
    load: Load,
    end: std::time::Instant,
    mut dice: Dice,
) -> (Vec<u32>, u64) {
    let mut micros = Vec::new();
    let mut errors = 0;
    let mut begun = moment();
    while begun < end {
        let request = &load.requests[dice.below(load.requests.len())];
        let answered = connection.exchange(request).await;
        let now = moment();
        match answered {
            Ok(answer) if answer.status == load.status => {
                let spent = (now - begun).as_micros();
                micros.push(u32::try_from(spent).unwrap_or(u32::MAX));
            }
            Ok(_) => errors += 1,
            Err(_) => {
                errors += 1;
                match Connection::open(&load.address).await {
                    Ok(fresh) => connection = fresh,
                    Err(_) => break,
                }
            }
        }
        begun = now;
    }
    (micros, errors)
}
