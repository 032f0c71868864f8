//! Staff at work while the server dies under them: petitions are registered at the desk, sorted, sent on,
//! accepted, answered and served, and petitioners write, each step under a key of its own.

use super::super::client::{Answer, Connection, post};
use super::super::dice::Dice;
use super::super::failed;
use super::super::people::Worker;
use super::attack::{Attacking, Heard, Outcome};
use crate::error::CliError;
use huiyin_app::{Acted, Registered};
use huiyin_domain::petition::Action;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Where staff register.
const DESK: &str = "/api/v1/desk/petitions";
/// How often a step is sent on what was read anew, where something else was recorded in between.
const READS_MAX: usize = 10;

/// How whoever brought it is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// By the tracking page alone.
    Nowhere,
    /// By hand: the service is recorded by staff.
    Hand,
    /// By mail.
    Mail,
}

/// A step that was acknowledged.
pub struct Taken {
    /// The petition's number.
    pub number: String,
    /// Its version after the step: the position of the last of these events.
    pub version: i64,
    /// The events that were recorded.
    pub events: Vec<String>,
    /// The mailbox of whoever brought it, at its registration.
    pub mailbox: Option<String>,
}

/// A request with its key, as it is sent and sent again.
pub struct Step {
    path: String,
    token: Option<String>,
    key: String,
    body: Value,
    /// The petition, once it has a number.
    pub number: Option<String>,
    mailbox: Option<String>,
    /// The version on which it rests, where it replaces something.
    read: Option<String>,
}

/// Who works.
pub struct Staff {
    /// Where to.
    pub address: String,
    /// How many connections.
    pub connections: usize,
    /// Whose token, and the unit that answers.
    pub worker: Arc<Worker>,
}

/// The answer to a registration at the desk.
#[derive(Deserialize)]
struct AtTheDesk {
    #[serde(flatten)]
    registered: Registered,
    version: i64,
}

impl Staff {
    /// Opens the connections and begins.
    ///
    /// # Errors
    /// When the server does not take them.
    pub async fn begin(&self, mut dice: Dice) -> Result<Attacking, CliError> {
        let mut attacking = Attacking::default();
        for _ in 0..self.connections {
            let connection = Connection::open(&self.address).await.map_err(failed)?;
            let worker = Arc::clone(&self.worker);
            attacking.join(tokio::spawn(work(worker, connection, dice.split())));
        }
        Ok(attacking)
    }
}

async fn work(worker: Arc<Worker>, mut connection: Connection, mut dice: Dice) -> Outcome {
    let mut outcome = Outcome::default();
    loop {
        if !course(&worker, &mut connection, &mut dice, &mut outcome).await {
            return outcome;
        }
    }
}

/// One petition's way; no when the connection broke or something was refused.
async fn course(
    worker: &Worker,
    connection: &mut Connection,
    dice: &mut Dice,
    outcome: &mut Outcome,
) -> bool {
    let reach = [Reach::Nowhere, Reach::Hand, Reach::Mail][dice.below(3)];
    let registration = registration(worker, reach, dice);
    let Some(heard) = send(connection, registration, outcome).await else {
        return false;
    };
    let (number, code) = heard;
    for (by_code, body) in steps(worker, reach, dice) {
        let step = Step {
            path: if by_code {
                format!("/api/v1/track/{code}/actions")
            } else {
                format!("/api/v1/petitions/{number}/actions")
            },
            token: (!by_code).then(|| worker.token.clone()),
            key: key(dice),
            body,
            number: Some(number.clone()),
            mailbox: None,
            read: None,
        };
        if send(connection, step, outcome).await.is_none() {
            return false;
        }
    }
    true
}

fn key(dice: &mut Dice) -> String {
    format!("staff-{:016x}{:016x}", dice.roll(), dice.roll())
}

fn registration(worker: &Worker, reach: Reach, dice: &mut Dice) -> Step {
    let mailbox = (reach == Reach::Mail).then(|| format!("p{:016x}@torture.example", dice.roll()));
    let mut body = json!({
        "channel": "letter", "subject": "三月份的工资没有发", "body": "我在A区工地干了四个月，工资一直没发。",
    });
    if reach != Reach::Nowhere {
        body["petitioner"] = json!({"name": "王芳"});
    }
    if let Some(mailbox) = &mailbox {
        body["petitioner"]["email"] = mailbox.as_str().into();
    }
    Step {
        path: DESK.to_owned(),
        token: Some(worker.token.clone()),
        key: key(dice),
        body,
        number: None,
        mailbox,
        read: None,
    }
}

/// The steps in their order, and whether the petitioner takes it.
fn steps(worker: &Worker, reach: Reach, dice: &mut Dice) -> Vec<(bool, Value)> {
    let on = ["transfer", "assign"][dice.below(2)];
    let item = json!({
        "finding": "属实", "facts": "工资表与考勤一致", "basis": "《保障农民工工资支付条例》",
        "outcomes": ["explanation"],
    });
    let answer = json!({
        "items": [item], "summary": "已责令支付", "remedy_notice": "三十日内可以申请复查",
    });
    let mut steps = vec![
        json!({"action": "classify", "class": "claim", "branch": 6}),
        json!({"action": on, "to": worker.unit, "reason": "职责范围"}),
        json!({"action": "receive"}),
        json!({"action": "take"}),
        json!({"action": "accept", "notice": "已受理"}),
        json!({"action": "note", "text": "已联系用人单位"}),
        json!({"action": "message", "text": "请补充工资条"}),
        json!({"action": "draft", "answer": answer}),
        json!({"action": "submit"}),
        json!({"action": "approve"}),
        json!({"action": "issue"}),
    ];
    if reach == Reach::Hand {
        let serve = json!({"action": "serve", "document": "answer", "way": "handed-over"});
        steps.push(serve);
    }
    let mut steps: Vec<(bool, Value)> = steps.into_iter().map(|step| (false, step)).collect();
    steps.insert(
        7,
        (true, json!({"action": "message", "text": "工资条已寄出"})),
    );
    steps
}

/// Sends a step; number and code where it was acknowledged.
async fn send(
    connection: &mut Connection,
    mut step: Step,
    outcome: &mut Outcome,
) -> Option<(String, String)> {
    for _ in 0..READS_MAX {
        // A service by mail is recorded whenever it comes: then it is read once more.
        step.reads(connection).await.ok()?;
        match connection.exchange(&step.request()).await {
            Ok(answer) if answer.status == 412 => {}
            Ok(answer) => return step.answered(&answer, outcome),
            Err(_) => {
                outcome.cut_off.push(step);
                return None;
            }
        }
    }
    let what = &step.body["action"];
    let never = format!("{what} never rested on what stood, read {READS_MAX} times");
    outcome.unexpected.push(never);
    None
}

/// Sends steps again under their keys, each twice: the second answer is the first one.
///
/// # Errors
/// When the connection breaks.
pub async fn resend(address: &str, steps: Vec<Step>) -> Result<(Outcome, u64), CliError> {
    let mut connection = Connection::open(address).await.map_err(failed)?;
    let mut outcome = Outcome::default();
    let mut known = 0;
    for mut step in steps {
        // If it is on record already its first answer comes again, whatever was read since.
        step.reads(&mut connection).await.map_err(failed)?;
        let request = step.request();
        let first = connection.exchange(&request).await.map_err(failed)?;
        known += u64::from(first.header("idempotency-replayed") == Some("true"));
        let body = first.body.to_vec();
        step.answered(&first, &mut outcome);
        let again = connection.exchange(&request).await.map_err(failed)?;
        if again.header("idempotency-replayed") != Some("true") || again.body != body {
            let answer = String::from_utf8_lossy(again.body).into_owned();
            outcome
                .unexpected
                .push(format!("{}, sent again: {answer}", step.body["action"]));
        }
    }
    Ok((outcome, known))
}

impl Step {
    /// Reads the petition, if the step puts something in the place of what stands there.
    async fn reads(&mut self, connection: &mut Connection) -> std::io::Result<()> {
        let action = self.body["action"].as_str().and_then(Action::parse);
        let (Some(token), Some(number)) = (&self.token, &self.number) else {
            return Ok(());
        };
        if action.is_some_and(Action::replaces) {
            let request = format!(
                "GET /api/v1/petitions/{number} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n"
            );
            let answer = connection.exchange(request.as_bytes()).await?;
            self.read = answer.header("etag").map(str::to_owned);
        }
        Ok(())
    }

    fn request(&self) -> Vec<u8> {
        let token = self.token.as_ref();
        let token = token.map(|token| format!("authorization: Bearer {token}\r\n"));
        let read = self.read.as_ref();
        let read = read.map(|etag| format!("if-match: {etag}\r\n"));
        let more = format!(
            "{}{}idempotency-key: {}\r\n",
            token.unwrap_or_default(),
            read.unwrap_or_default(),
            self.key
        );
        let body = self.body.to_string();
        post(&self.path, "application/json", &more, body.as_bytes())
    }

    fn answered(&self, answer: &Answer<'_>, outcome: &mut Outcome) -> Option<(String, String)> {
        let taken = match (answer.status, &self.number) {
            (201, None) => serde_json::from_slice::<AtTheDesk>(answer.body)
                .ok()
                .map(|there| {
                    let Registered {
                        number,
                        tracking_code: code,
                        receipt,
                        ..
                    } = there.registered;
                    outcome.heard.push(Heard {
                        number: number.clone(),
                        code: code.clone(),
                        receipt,
                    });
                    let events = vec!["PetitionRegistered".to_owned()];
                    (number, code, there.version, events)
                }),
            (200, Some(_)) => serde_json::from_slice::<Acted>(answer.body)
                .ok()
                .map(|acted| (acted.number, String::new(), acted.version, acted.events)),
            _ => None,
        };
        let Some((number, code, version, events)) = taken else {
            let body = String::from_utf8_lossy(answer.body);
            let what = &self.body["action"];
            outcome
                .unexpected
                .push(format!("{what} was answered {}: {body}", answer.status));
            return None;
        };
        outcome.taken.push(Taken {
            number: number.clone(),
            version,
            events,
            mailbox: self.mailbox.clone(),
        });
        Some((number, code))
    }
}
