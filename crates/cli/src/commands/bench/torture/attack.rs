//! The load that the server dies under: everything acknowledged is remembered.

use super::super::client::{Answer, Connection, post};
use super::super::dice::Dice;
use super::super::failed;
use super::super::texts::Texts;
use super::staff::{Step, Taken};
use crate::error::CliError;
use huiyin_app::Registered;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Where petitions are posted.
const PATH: &str = "/api/v1/petitions";
/// How long a connection may take to notice that its server is gone.
const PATIENCE: Duration = Duration::from_secs(20);

/// A petition that was acknowledged.
pub struct Heard {
    /// Its number.
    pub number: String,
    /// Its tracking code.
    pub code: String,
    /// Its receipt.
    pub receipt: String,
}

/// A request whose answer never came.
pub struct Broken {
    /// Its Idempotency-Key.
    pub key: Option<String>,
    body: Vec<u8>,
}

/// What a load came to.
#[derive(Default)]
pub struct Outcome {
    /// What was acknowledged.
    pub heard: Vec<Heard>,
    /// What was cut off.
    pub broken: Vec<Broken>,
    /// Steps of staff and petitioners that were acknowledged.
    pub taken: Vec<Taken>,
    /// Such steps that were cut off.
    pub cut_off: Vec<Step>,
    /// Answers that should not be.
    pub unexpected: Vec<String>,
}

/// How to load.
#[derive(Clone)]
pub struct Attack {
    /// Where to.
    pub address: String,
    /// How many connections.
    pub connections: usize,
    /// Every how many requests one has an Idempotency-Key.
    pub keyed_each: usize,
    /// What to send.
    pub texts: Arc<Texts>,
}

/// A load under way.
#[derive(Default)]
pub struct Attacking(Vec<JoinHandle<Outcome>>);

impl Attack {
    /// Opens the connections and begins.
    ///
    /// # Errors
    /// When the server does not take them.
    pub async fn begin(self, mut dice: Dice) -> Result<Attacking, CliError> {
        let mut attacking = Attacking::default();
        for _ in 0..self.connections {
            let connection = Connection::open(&self.address).await.map_err(failed)?;
            attacking.join(tokio::spawn(drive(self.clone(), connection, dice.split())));
        }
        Ok(attacking)
    }
}

impl Attacking {
    /// One more connection.
    pub fn join(&mut self, task: JoinHandle<Outcome>) {
        self.0.push(task);
    }

    /// Both at once.
    pub fn beside(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Gathers what each connection saw before it broke.
    ///
    /// # Errors
    /// When one did not notice that the server is gone.
    pub async fn end(self) -> Result<Outcome, CliError> {
        let mut whole = Outcome::default();
        for task in self.0 {
            let ended = tokio::time::timeout(PATIENCE, task).await;
            let own = ended
                .map_err(|_| failed("a connection to a dead server stayed open"))?
                .map_err(failed)?;
            whole.heard.extend(own.heard);
            whole.broken.extend(own.broken);
            whole.taken.extend(own.taken);
            whole.cut_off.extend(own.cut_off);
            whole.unexpected.extend(own.unexpected);
        }
        Ok(whole)
    }
}

async fn drive(attack: Attack, mut connection: Connection, mut dice: Dice) -> Outcome {
    let mut outcome = Outcome::default();
    loop {
        let body = attack.texts.json(dice.below(1_000_000));
        let keyed = dice.below(attack.keyed_each) == 0;
        let key = keyed.then(|| format!("torture-{:016x}{:016x}", dice.roll(), dice.roll()));
        let broken = Broken { key, body };
        match connection.exchange(&broken.request()).await {
            Ok(answer) => outcome.answered(&answer),
            Err(_) => {
                outcome.broken.push(broken);
                return outcome;
            }
        }
    }
}

/// Sends requests again under their keys; tells how many the server knew already.
///
/// # Errors
/// When the connection breaks.
pub async fn resend(address: &str, pending: Vec<Broken>) -> Result<(Outcome, u64), CliError> {
    let mut connection = Connection::open(address).await.map_err(failed)?;
    let mut outcome = Outcome::default();
    let mut replayed = 0;
    for broken in pending {
        let request = broken.request();
        let answer = connection.exchange(&request).await.map_err(failed)?;
        replayed += u64::from(answer.header("idempotency-replayed") == Some("true"));
        outcome.answered(&answer);
    }
    Ok((outcome, replayed))
}

impl Broken {
    fn request(&self) -> Vec<u8> {
        let key = self.key.as_ref();
        let key = key.map_or_else(String::new, |key| format!("idempotency-key: {key}\r\n"));
        post(PATH, "application/json", &key, &self.body)
    }
}

impl Outcome {
    fn answered(&mut self, answer: &Answer<'_>) {
        let registered = serde_json::from_slice::<Registered>(answer.body);
        match (answer.status, registered) {
            (201, Ok(registered)) => self.heard.push(Heard {
                number: registered.number,
                code: registered.tracking_code,
                receipt: registered.receipt,
            }),
            (status, _) => {
                let body = String::from_utf8_lossy(answer.body);
                self.unexpected.push(format!("answered {status}: {body}"));
            }
        }
    }
}
