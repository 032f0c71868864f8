//! The options of the ways to call somebody: the file of gateways, and the mail server.

use crate::error::{CliError, read_file};
use crate::mail::MailOptions;
use huiyin_domain::plan::Channel;
use huiyin_notify::{Line, Secret, SecretSource, channels};
use std::path::PathBuf;

/// What the line of the mail server is called.
pub const MAIL: &str = "mail";

/// Which gateways there are.
#[derive(clap::Args)]
pub struct ChannelOptions {
    /// A file of gateways for text messages, voice and work chat (docs/users/administrator.md)
    #[arg(long, value_name = "FILE", env = "HUIYIN_CHANNELS")]
    channels: Option<PathBuf>,
}

impl ChannelOptions {
    /// Every way to call somebody: the gateways of the file, and the mail server if there is one.
    ///
    /// # Errors
    /// When the file cannot be read or used, or a secret that it names cannot be had.
    pub fn lines(&self, mail: &MailOptions) -> Result<Vec<Line>, CliError> {
        let mut lines = match &self.channels {
            Some(path) => channels(&read_file(path)?, &secret)
                .map_err(|error| CliError::Refused(format!("{}: {error}", path.display())))?,
            None => Vec::new(),
        };
        if let Some(outgoing) = mail.outgoing()? {
            if lines.iter().any(|line| line.name == MAIL) {
                return Err(CliError::Refused(format!(
                    "channel.{MAIL}: that is the mail server of smtp_url; call this one otherwise"
                )));
            }
            lines.push(Line {
                name: MAIL.into(),
                kind: Channel::Email,
                transport: outgoing.transport,
            });
        }
        Ok(lines)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "cli reads the environment: here the secrets that the file of channels names"
)]
fn secret(source: &SecretSource) -> Result<Secret, String> {
    match source {
        SecretSource::Env(name) => match std::env::var(name) {
            Ok(text) if !text.is_empty() => Ok(Secret::new(&text)),
            _ => Err(format!("the variable {name} is not set")),
        },
        SecretSource::File(path) => std::fs::read_to_string(path)
            .map(|text| Secret::new(&text))
            .map_err(|error| format!("{}: {error}", path.display())),
    }
}
