//! SMTP by `lettre`, one conversation a mail, on a thread that may block. The steps are taken one by
//! one, because what a refusal means depends on the step: a refused sender or password concerns
//! everybody, a refused recipient only this one.

mod address;

use crate::{Accepted, Message, SendError, Transport, Trouble};
use address::Server;
pub use address::SmtpError;
use lettre::address::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message as Mail};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use std::time::{Duration, SystemTime};

/// How long each step may take.
pub const STEP_SECONDS_MAX: u64 = 30;
/// How long a farewell may take.
const FAREWELL_MAX: Duration = Duration::from_secs(2);

/// A mail server.
pub struct Smtp {
    server: Server,
    from: Mailbox,
    hello: ClientId,
    tls: Option<TlsParameters>,
    step_max: Duration,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Smtp(…)")
    }
}

impl Smtp {
    /// Reads an address and a sender:
    ///
    /// - `smtps://user:password@host` speaks TLS from the first byte (port 465);
    /// - `smtp://user:password@host` begins plain and goes on by STARTTLS (port 587), or not at all;
    /// - `smtp://host?tls=none`, and `smtp://` of this machine itself, is plain (port 25).
    ///
    /// # Errors
    /// [`SmtpError`], with what to write instead. Nothing is connected yet.
    pub fn new(url: &str, from: &str) -> Result<Self, SmtpError> {
        let server = Server::parse(url)?;
        let from: Mailbox = from.parse().map_err(|_| SmtpError::Sender)?;
        let tls = server
            .protection
            .is_some()
            .then(|| TlsParameters::new(server.host.clone()))
            .transpose()
            .map_err(|_| SmtpError::Certificates)?;
        Ok(Self {
            hello: ClientId::Domain(from.email.domain().to_owned()),
            server,
            from,
            tls,
            step_max: Duration::from_secs(STEP_SECONDS_MAX),
        })
    }

    /// With another limit for each step.
    #[must_use]
    pub const fn with_step_max(mut self, step_max: Duration) -> Self {
        self.step_max = step_max;
        self
    }

    /// The domain of the sender: what message ids end on.
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }

    fn message(&self, message: &Message, to: Address) -> Result<Vec<u8>, SendError> {
        let sent_at = u64::try_from(message.sent_at.micros()).unwrap_or(0);
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let message = Mail::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(message.subject.as_str())
            .message_id(Some(format!("<{}@{}>", message.message_id, self.domain())))
            .date(SystemTime::UNIX_EPOCH + Duration::from_micros(sent_at))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(message.body.clone())
            .map_err(|_| SendError::Permanent(Trouble::NotAnAddress))?;
        Ok(message.formatted())
    }

    /// Connects, protects and signs in. Whatever fails here would fail for every mail.
    fn connection(&self) -> Result<SmtpConnection, SendError> {
        let everybody = |error: Error| SendError::Unreachable(trouble(&error));
        let at_once = self.tls.as_ref().filter(|_| self.server.is_tls_at_once());
        let mut connection = SmtpConnection::connect(
            (self.server.host.as_str(), self.server.port),
            Some(self.step_max),
            &self.hello,
            at_once,
            None,
        )
        .map_err(everybody)?;
        if let Some(tls) = self.tls.as_ref().filter(|_| !self.server.is_tls_at_once()) {
            if !connection.can_starttls() {
                connection.abort();
                return Err(SendError::Unreachable(Trouble::Unprotected));
            }
            connection.starttls(tls, &self.hello).map_err(everybody)?;
        }
        if let Some(credentials) = &self.server.credentials {
            connection
                .auth(DEFAULT_MECHANISMS, credentials)
                .map_err(everybody)?;
        }
        Ok(connection)
    }

    fn converse(
        &self,
        connection: &mut SmtpConnection,
        to: Address,
        message: &[u8],
    ) -> Result<(), SendError> {
        let from = self.from.email.clone();
        let mut parameters = Vec::new();
        if !is_ascii(&from) || !is_ascii(&to) {
            if !connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(SendError::Permanent(Trouble::AddressNotTaken));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        connection
            .command(MailFrom::new(Some(from), parameters))
            .map_err(|error| SendError::Unreachable(trouble(&error)))?;
        connection
            .command(Rcpt::new(to, Vec::new()))
            .map_err(|error| refused(&error))?;
        connection.command(Data).map_err(|error| refused(&error))?;
        connection
            .message(message)
            .map_err(|error| refused(&error))?;
        Ok(())
    }
}

impl Transport for Smtp {
    fn send(&self, message: &Message) -> Result<Accepted, SendError> {
        let not_one = |_| SendError::Permanent(Trouble::NotAnAddress);
        let to: Address = message.to.trim().parse().map_err(not_one)?;
        let message = self.message(message, to.clone())?;
        let mut connection = self.connection()?;
        let sent = self.converse(&mut connection, to, &message);
        // It was accepted, or not: what the server says to the farewell changes nothing.
        let _ = connection.set_timeout(Some(self.step_max.min(FAREWELL_MAX)));
        connection.abort();
        sent.map(|()| Accepted::default())
    }
}

fn is_ascii(address: &Address) -> bool {
    let text: &str = address.as_ref();
    text.is_ascii()
}

/// What an answer about this one mail means.
fn refused(error: &Error) -> SendError {
    let trouble = trouble(error);
    if error.is_permanent() {
        SendError::Permanent(trouble)
    } else if error.is_transient() {
        SendError::Temporary(trouble)
    } else {
        SendError::Unreachable(trouble)
    }
}

/// The kind of an error; its words may quote an address.
fn trouble(error: &Error) -> Trouble {
    if let Some(code) = error.status() {
        return Trouble::Answer(code.into());
    }
    if is_timeout(error) {
        Trouble::TimedOut
    } else if error.is_tls() {
        Trouble::Unprotected
    } else if error.is_response() || error.is_client() {
        Trouble::BrokenOff
    } else {
        Trouble::NoConnection
    }
}

/// A read that took too long says "would block" on some systems.
fn is_timeout(error: &Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            let kind = io.kind();
            return matches!(
                kind,
                std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock
            );
        }
        source = inner.source();
    }
    false
}
