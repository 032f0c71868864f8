//! Whatever speaks HTTP: gateways for text messages and voice, robots of a work chat. What is sent
//! where is data of the administrator ([`channels`]); each value that is filled in is escaped for its
//! place. One request a message, on a thread that may block, and never a redirect followed: a secret
//! goes to the address that the file names and nowhere else.

mod answer;
mod body;
mod form;
mod inbound;
mod template;

use crate::{Accepted, Message, SendError, Transport, Trouble};
use answer::AnswerForm;
pub use answer::{RETRY_SECONDS, RETRY_SECONDS_MAX};
use body::Body;
pub use form::{GatewayError, ReportAddress, SecretSource, channels, report_addresses};
pub use inbound::{Heard, INBOUND_SECRET_CHARACTERS_MIN, Inbound, InboundError};
use std::sync::Arc;
use std::time::Duration;
use template::{Secrets, Template, as_it_is, for_address};
use ureq::http::{Method, Request, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// How long a request may take from its first byte to the last of the answer, unless the file says
/// otherwise. A step of a ladder is minutes; what has not answered by then is tried by another way.
pub const TIMEOUT_SECONDS: u64 = 10;
/// More is not allowed.
pub const TIMEOUT_SECONDS_MAX: u64 = 60;
/// So much of an answer is read.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;

/// A key or password of a gateway. It shows nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text; the line end that files end with is none of it.
    pub fn new(text: &str) -> Self {
        Self(text.trim_end_matches(['\r', '\n']).to_owned())
    }

    fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A gateway over HTTP.
pub struct Gateway {
    method: Method,
    address: Template,
    headers: Vec<(String, Template)>,
    body: Body,
    answer: AnswerForm,
    secrets: Secrets,
    agent: ureq::Agent,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gateway(…)")
    }
}

impl Gateway {
    fn request(&self, message: &Message) -> Result<Request<String>, SendError> {
        let address = self.address.fill(message, &self.secrets, for_address);
        let mut request = Request::builder().method(&self.method).uri(address);
        for (name, value) in &self.headers {
            request = request.header(name, value.fill(message, &self.secrets, as_it_is));
        }
        let body = self.body.filled(message, &self.secrets);
        let body = if let Some((media_type, body)) = body {
            request = request.header(header::CONTENT_TYPE, media_type);
            body
        } else {
            String::new()
        };
        // What could not be filled into a head is no address of this channel.
        let not_one = |_| SendError::Permanent(Trouble::NotAnAddress);
        request.body(body).map_err(not_one)
    }
}

impl Transport for Gateway {
    fn send(&self, message: &Message) -> Result<Accepted, SendError> {
        if message.to.trim().is_empty() {
            return Err(SendError::Permanent(Trouble::NotAnAddress));
        }
        let request = self.request(message)?;
        let mut response = self.agent.run(request).map_err(|error| failed(&error))?;
        let status = response.status().as_u16();
        let later = response.headers().get(header::RETRY_AFTER);
        let later = later.and_then(|value| value.to_str().ok());
        let later = later.map(str::to_owned);
        let answer = response.body_mut().with_config().limit(ANSWER_BYTES_MAX);
        let answer = answer.read_to_vec().map_err(|error| failed(&error))?;
        self.answer.read(status, later.as_deref(), &answer)
    }
}

/// Nobody was reached, or the conversation broke off: it would for everybody.
fn failed(error: &ureq::Error) -> SendError {
    SendError::Unreachable(match error {
        ureq::Error::Timeout(_) => Trouble::TimedOut,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => Trouble::NoConnection,
        ureq::Error::Io(error) => match error.kind() {
            std::io::ErrorKind::ConnectionRefused
            | std::io::ErrorKind::HostUnreachable
            | std::io::ErrorKind::NetworkUnreachable => Trouble::NoConnection,
            std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => Trouble::TimedOut,
            _ => Trouble::BrokenOff,
        },
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::TlsRequired => {
            Trouble::Unprotected
        }
        _ => Trouble::BrokenOff,
    })
}

/// A client for one gateway. It keeps no connection: one that the other side closed meanwhile would
/// cost a page its first try.
fn agent(timeout: Duration) -> Result<ureq::Agent, GatewayError> {
    let found = rustls_native_certs::load_native_certs();
    if found.certs.is_empty() {
        return Err(GatewayError::Certificates);
    }
    let trusted = found
        .certs
        .iter()
        .map(|one| Certificate::from_der(one.as_ref()).to_owned());
    let trusted = Arc::new(trusted.collect::<Vec<_>>());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::Specific(trusted))
        .unversioned_rustls_crypto_provider(provider)
        .build();
    let config = ureq::Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(timeout))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_idle_connections(0)
        .proxy(None)
        .user_agent("huiyin")
        .build();
    Ok(config.new_agent())
}
