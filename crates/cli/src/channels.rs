//! The options of the ways to call somebody: the file of gateways, and the mail server.

use crate::error::{CliError, read_file};
use crate::mail::MailOptions;
use huiyin_app::{MAIL_LINE, MAIL_PATIENCE};
use huiyin_domain::plan::Channel;
use huiyin_notify::{Line, ReportAddress, Secret, SecretSource, channels, report_addresses};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Which gateways there are.
#[derive(clap::Args)]
pub struct ChannelOptions {
    /// A file of gateways for text messages, voice and work chat (docs/users/administrator.md)
    #[arg(long, value_name = "FILE", env = "HUIYIN_CHANNELS")]
    channels: Option<PathBuf>,
}

impl ChannelOptions {
    /// The gateways of the file.
    ///
    /// # Errors
    /// When the file cannot be read or used, or a secret that it names cannot be had.
    pub fn gateways(&self) -> Result<Vec<Line>, CliError> {
        let Some(path) = &self.channels else {
            return Ok(Vec::new());
        };
        let lines = channels(&read_file(path)?, &secret)
            .map_err(|error| CliError::Refused(format!("{}: {error}", path.display())))?;
        if lines.iter().any(|line| line.name == MAIL_LINE) {
            return Err(CliError::Refused(format!(
                "channel.{MAIL_LINE}: that is the mail server of smtp_url; call this one otherwise"
            )));
        }
        Ok(lines)
    }

    /// Where situation reports go.
    ///
    /// # Errors
    /// When the file cannot be read or used.
    pub fn recipients(&self) -> Result<BTreeMap<String, ReportAddress>, CliError> {
        let Some(path) = &self.channels else {
            return Ok(BTreeMap::new());
        };
        report_addresses(&read_file(path)?)
            .map_err(|error| CliError::Refused(format!("{}: {error}", path.display())))
    }

    /// Every way to call somebody: the gateways of the file, and the mail server if there is one.
    ///
    /// # Errors
    /// As [`ChannelOptions::gateways`], or when the mail server cannot be one.
    pub fn lines(&self, mail: &MailOptions) -> Result<Vec<Line>, CliError> {
        let mut lines = self.gateways()?;
        lines.extend(mail.outgoing()?.map(|outgoing| Line {
            name: MAIL_LINE.into(),
            kind: Channel::Email,
            transport: outgoing.transport,
            patience: MAIL_PATIENCE,
            inbound: None,
        }));
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
