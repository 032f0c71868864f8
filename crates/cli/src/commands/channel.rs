//! `huiyin channel check|test`.

use crate::channels::ChannelOptions;
use crate::error::CliError;
use crate::mail::MailOptions;
use crate::output::{Output, REFUSED};
use huiyin_app::clock::{Clock, SystemClock};
use huiyin_domain::language::Language;
use huiyin_notify::{Line, Message};
use std::process::ExitCode;

/// What to do with the ways to call somebody.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Read the file of channels and say which there are; nothing is sent
    Check {
        #[command(flatten)]
        ways: Ways,
    },
    /// Send a marked test message by one channel, and say what the other side answered
    Test {
        /// The channel's name in the file; `mail` is the mail server
        channel: String,
        /// Where to: a telephone number, an account of the chat, a mail address
        #[arg(long, value_name = "ADDRESS")]
        to: String,
        #[command(flatten)]
        ways: Ways,
    },
}

/// The ways there are.
#[derive(clap::Args)]
pub struct Ways {
    #[command(flatten)]
    channels: ChannelOptions,
    #[command(flatten)]
    mail: MailOptions,
}

impl Ways {
    fn lines(&self) -> Result<Vec<Line>, CliError> {
        self.channels.lines(&self.mail)
    }
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    match action {
        Action::Check { ways } => check(&ways.lines()?, output),
        Action::Test { channel, to, ways } => test(&ways.lines()?, channel, to, output),
    }
}

fn check(lines: &[Line], output: &Output) -> Result<ExitCode, CliError> {
    let said: Vec<_> = lines
        .iter()
        .map(|line| serde_json::json!({ "name": line.name, "kind": line.kind.word() }))
        .collect();
    output.say(&serde_json::json!({ "channels": said }), || {
        let text = |line: &Line| {
            let (zh, en) = (line.kind.label(Language::Zh), line.kind.label(Language::En));
            format!("{}: {zh} · {en}", line.name)
        };
        match lines {
            [] => "no channel is set up".into(),
            some => some.iter().map(text).collect::<Vec<_>>().join("\n"),
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

fn test(lines: &[Line], name: &str, to: &str, output: &Output) -> Result<ExitCode, CliError> {
    let Some(line) = lines.iter().find(|line| line.name == name) else {
        let names: Vec<_> = lines.iter().map(|line| line.name.as_str()).collect();
        return Err(CliError::Usage(format!(
            "there is no channel {name:?}; there are: {}",
            names.join(", ")
        )));
    };
    let now = SystemClock.now();
    let message = Message {
        to: to.into(),
        subject: "【测试】回音渠道测试 [TEST]".into(),
        body:
            "【测试】这是回音系统的渠道测试，无需处理。 [TEST] A test of this channel of Huiyin; \
               there is nothing to do."
                .into(),
        message_id: format!("channel-test-{}", now.micros()),
        sent_at: now,
    };
    let sent = line.transport.send(&message);
    let micros = SystemClock.now().micros().saturating_sub(now.micros());
    let said = serde_json::json!({
        "channel": name,
        "handed_over": sent.is_ok(),
        "reference": sent.as_ref().ok().and_then(|accepted| accepted.reference.clone()),
        "problem": sent.as_ref().err().map(ToString::to_string),
        "milliseconds": micros / 1_000,
    });
    output.say(&said, || match &sent {
        Ok(_) => format!(
            "{name}: handed over in {} ms; look whether it arrived",
            micros / 1_000
        ),
        Err(error) => {
            let words = error.trouble().words();
            format!("{name}: {error}\n    {}。{}.", words.zh, words.en)
        }
    })?;
    Ok(if sent.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}
