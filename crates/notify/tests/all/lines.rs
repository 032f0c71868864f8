use huiyin_domain::plan::Channel;
use huiyin_domain::time::Instant;
use huiyin_notify::{
    Accepted, Health, Line, Lines, Message, Outcome, Parcel, SendError, Taken, Transport, Trouble,
    WORKERS_PER_LINE,
};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Long enough for a machine that is busy; nothing waits so long unless something is broken.
const SOON: Duration = Duration::from_secs(20);

/// A channel that answers what the test says, when the test says it.
struct Scripted {
    begun: Mutex<Sender<String>>,
    answers: Mutex<Receiver<Result<Accepted, SendError>>>,
}

impl Transport for Scripted {
    fn send(&self, message: &Message) -> Result<Accepted, SendError> {
        let lock = |begun: &Mutex<Sender<String>>| {
            let begun = begun.lock().unwrap_or_else(PoisonError::into_inner);
            begun.send(message.to.clone())
        };
        lock(&self.begun).expect("a test that listens");
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.recv().unwrap_or(Ok(Accepted::default()))
    }
}

struct Line1 {
    begun: Receiver<String>,
    answers: Sender<Result<Accepted, SendError>>,
}

fn scripted(name: &str, kind: Channel) -> (Line, Line1) {
    let (begun, heard) = channel();
    let (answers, asked) = channel();
    let transport = Scripted {
        begun: Mutex::new(begun),
        answers: Mutex::new(asked),
    };
    let line = Line {
        name: name.into(),
        kind,
        transport: Arc::new(transport),
        patience: Duration::from_millis(200),
        inbound: None,
    };
    let script = Line1 {
        begun: heard,
        answers,
    };
    (line, script)
}

fn parcel(key: u32) -> Parcel<u32> {
    Parcel {
        key,
        message: Message {
            to: key.to_string(),
            subject: String::new(),
            body: "来访".into(),
            message_id: "0123456789abcdef".into(),
            sent_at: Instant::from_micros(0),
        },
    }
}

struct Running {
    lines: Lines<u32>,
    outcomes: Receiver<Outcome<u32>>,
    seconds: Arc<AtomicI64>,
}

fn start(lines: Vec<Line>) -> Running {
    let (told, outcomes) = channel();
    let told = Mutex::new(told);
    let seconds = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&seconds);
    let now = Arc::new(move || Instant::from_micros(clock.load(Ordering::SeqCst) * 1_000_000));
    let told = Arc::new(move |outcome| {
        let told = told.lock().unwrap_or_else(PoisonError::into_inner);
        // The test may have ended.
        let _ = told.send(outcome);
    });
    Running {
        lines: Lines::start(lines, now, told).expect("threads"),
        outcomes,
        seconds,
    }
}

#[test]
fn a_line_that_hangs_holds_up_no_other_and_nobody_who_offers() {
    let (sms, sms_script) = scripted("sms", Channel::Sms);
    let (mail, mail_script) = scripted("mail", Channel::Email);
    let running = start(vec![sms, mail]);
    for key in 0..100 {
        assert_eq!(
            running.lines.offer(Channel::Sms, parcel(key)),
            Taken::Queued
        );
    }
    sms_script.begun.recv_timeout(SOON).expect("one is at work");
    assert_eq!(
        running.lines.offer(Channel::Email, parcel(200)),
        Taken::Queued
    );
    mail_script
        .answers
        .send(Ok(Accepted::default()))
        .expect("open");
    let first = running.outcomes.recv_timeout(SOON).expect("the mail");
    assert_eq!(
        (first.key, &*first.line, first.result),
        (200, "mail", Ok(Accepted::default()))
    );
    drop(sms_script);
}

#[test]
fn what_waits_behind_a_dead_line_is_told_at_once() {
    let (sms, script) = scripted("sms", Channel::Sms);
    let (mail, _mail_script) = scripted("mail", Channel::Email);
    let running = start(vec![sms, mail]);
    for key in 0..20 {
        running.lines.offer(Channel::Sms, parcel(key));
    }
    script.begun.recv_timeout(SOON).expect("one is at work");
    running.seconds.store(7, Ordering::SeqCst);
    let dead = SendError::Unreachable(Trouble::TimedOut);
    // Each of the workers may have one in hand; every other is told with the first answer.
    for _ in 0..WORKERS_PER_LINE {
        script.answers.send(Err(dead)).expect("open");
    }
    let mut keys: Vec<u32> = (0..20)
        .map(|_| {
            let outcome = running.outcomes.recv_timeout(SOON).expect("told");
            assert_eq!(outcome.result, Err(dead));
            outcome.key
        })
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, (0..20).collect::<Vec<_>>());
    let health = running.lines.health();
    assert_eq!(health[0].health, Health::Down);
    assert_eq!(health[0].since, Some(Instant::from_micros(7_000_000)));
    assert_eq!(health[0].trouble, Some(Trouble::TimedOut));
    assert_eq!(health[1].health, Health::Ok);
    let order = [Channel::Sms, Channel::Phone, Channel::Email];
    let usable = || order.map(|kind| running.lines.is_usable(kind));
    assert_eq!(usable(), [false, false, true]);
    // After a minute it is worth a try again.
    running.seconds.store(67, Ordering::SeqCst);
    assert_eq!(usable(), [true, false, true]);
}

#[test]
fn health_follows_what_happened_last_and_one_wrong_number_says_nothing() {
    let (sms, script) = scripted("sms", Channel::Sms);
    let running = start(vec![sms]);
    let answer = Trouble::Answer;
    for (second, result, health, since) in [
        (1, Ok(Accepted::default()), Health::Ok, 1),
        (2, Err(SendError::Permanent(answer(400))), Health::Ok, 1),
        (
            3,
            Err(SendError::Temporary(answer(503))),
            Health::Failing,
            3,
        ),
        (
            4,
            Err(SendError::Permanent(answer(400))),
            Health::Failing,
            3,
        ),
        (
            5,
            Err(SendError::Unreachable(Trouble::NoConnection)),
            Health::Down,
            5,
        ),
        (
            6,
            Err(SendError::Unreachable(Trouble::TimedOut)),
            Health::Down,
            5,
        ),
        (7, Ok(Accepted::default()), Health::Ok, 7),
    ] {
        running.seconds.store(second, Ordering::SeqCst);
        script.answers.send(result.clone()).expect("open");
        running.lines.offer(Channel::Sms, parcel(1));
        let outcome = running.outcomes.recv_timeout(SOON).expect("told");
        assert_eq!(outcome.result, result);
        let now = &running.lines.health()[0];
        let since = Some(Instant::from_micros(since * 1_000_000));
        assert_eq!((now.health, now.since), (health, since), "{result:?}");
        assert_eq!(now.trouble.is_some(), health != Health::Ok);
    }
}

#[test]
fn two_lines_of_a_kind_stand_in_for_each_other_and_a_full_one_says_so() {
    let (one, one_script) = scripted("one", Channel::Sms);
    let (two, two_script) = scripted("two", Channel::Sms);
    let running = start(vec![one, two]);
    let dead = Err(SendError::Unreachable(Trouble::NoConnection));
    one_script.answers.send(dead).expect("open");
    running.lines.offer(Channel::Sms, parcel(1));
    running.outcomes.recv_timeout(SOON).expect("told");
    two_script
        .answers
        .send(Ok(Accepted::default()))
        .expect("open");
    running.lines.offer(Channel::Sms, parcel(2));
    let outcome = running.outcomes.recv_timeout(SOON).expect("told");
    assert_eq!(&*outcome.line, "two");
    assert_eq!(
        running.lines.offer(Channel::Phone, parcel(3)),
        Taken::NoLine
    );
    let mut taken = 0;
    while running.lines.offer(Channel::Sms, parcel(4)) == Taken::Queued {
        taken += 1;
    }
    // Both queues, and what the workers have in hand.
    let in_hand = 2 * WORKERS_PER_LINE;
    assert!((2_048..=2_048 + in_hand).contains(&taken), "{taken}");
    drop((one_script, two_script));
}

#[test]
fn what_hangs_is_told_once_what_waits_behind_it_at_once_and_its_attempt_goes_on() {
    let (sms, script) = scripted("sms", Channel::Sms);
    let running = start(vec![sms]);
    let workers = u32::try_from(WORKERS_PER_LINE).expect("few");
    for key in 0..=workers {
        running.lines.offer(Channel::Sms, parcel(key));
    }
    for _ in 0..WORKERS_PER_LINE {
        script
            .begun
            .recv_timeout(SOON)
            .expect("each has one in hand");
    }
    let mut hanging = Vec::new();
    while hanging.len() < WORKERS_PER_LINE {
        hanging.extend(running.lines.hanging());
        std::thread::yield_now();
    }
    hanging.sort_unstable();
    assert_eq!(hanging, (0..workers).collect::<Vec<_>>());
    assert!(running.lines.hanging().is_empty(), "each once");
    // The last one was waiting behind them and goes another way.
    let stranded = running.outcomes.recv_timeout(SOON).expect("told");
    assert_eq!(
        (stranded.key, stranded.result),
        (workers, Err(SendError::Unreachable(Trouble::TimedOut)))
    );
    assert!(!running.lines.is_usable(Channel::Sms));
    assert_eq!(running.lines.health()[0].trouble, Some(Trouble::TimedOut));
    // One is taken after all: that is told like any other, and the line is well again.
    script.answers.send(Ok(Accepted::default())).expect("open");
    let late = running.outcomes.recv_timeout(SOON).expect("told");
    assert!(hanging.contains(&late.key) && late.result.is_ok());
    assert!(running.lines.is_usable(Channel::Sms));
    drop(script);
}
