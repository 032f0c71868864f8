//! The options of outgoing mail.

use crate::error::CliError;
use clap::builder::FalseyValueParser;
use huiyin_app::Outgoing;
use huiyin_notify::Smtp;
use std::sync::Arc;

/// How notices go out.
#[derive(clap::Args)]
pub struct MailOptions {
    /// The mail server for notices: smtps://USER:PASSWORD@HOST (TLS), smtp://… (STARTTLS), or
    /// smtp://HOST?tls=none; without it no mail is sent
    #[arg(
        long,
        value_name = "URL",
        env = "HUIYIN_SMTP_URL",
        hide_env_values = true
    )]
    smtp_url: Option<String>,
    /// Who the notices are from, such as "回音 <notice@example.org>"
    #[arg(long, value_name = "ADDRESS", env = "HUIYIN_MAIL_FROM")]
    mail_from: Option<String>,
    /// Name the authority in notices; whoever else reads the mailbox then learns who was petitioned
    #[arg(long, env = "HUIYIN_MAIL_NAMES_AUTHORITY", value_parser = FalseyValueParser::new())]
    mail_names_authority: bool,
    /// The address at which staff reach this installation, such as `https://petition.example.org`; a
    /// page of a response then carries the link that answers it without sign-in
    #[arg(long, value_name = "URL", env = "HUIYIN_PUBLIC_URL")]
    public_url: Option<String>,
}

impl MailOptions {
    /// Where the installation is reached from outside, if that was said.
    pub fn public_url(&self) -> Option<String> {
        given(&self.public_url).map(str::to_owned)
    }

    /// The channel, if one was set up.
    ///
    /// # Errors
    /// When it cannot be one, or only half of it was given.
    pub fn outgoing(&self) -> Result<Option<Outgoing>, CliError> {
        match (given(&self.smtp_url), given(&self.mail_from)) {
            (None, None) => Ok(None),
            (Some(url), Some(from)) => {
                let smtp =
                    Smtp::new(url, from).map_err(|error| CliError::Usage(error.to_string()))?;
                Ok(Some(Outgoing {
                    transport: Arc::new(smtp),
                    names_authority: self.mail_names_authority,
                }))
            }
            _ => Err(CliError::Usage(
                "smtp_url and mail_from belong together; give both, or neither".into(),
            )),
        }
    }
}

/// What an unset variable of a container says is as good as nothing.
fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.trim().is_empty())
}
