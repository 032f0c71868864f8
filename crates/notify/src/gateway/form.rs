//! The file of channels, as an administrator writes it.

use super::answer::AnswerForm;
use super::body::Body;
use super::inbound::{INBOUND_SECRET_CHARACTERS_MIN, Inbound, InboundForm};
use super::template::{Secrets, Template, as_it_is};
use super::{Gateway, Secret, TIMEOUT_SECONDS, TIMEOUT_SECONDS_MAX, agent};
use crate::{Line, Message, PATIENCE};
use huiyin_domain::plan::Channel;
use huiyin_domain::time::Instant;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use ureq::http::{HeaderName, HeaderValue, Method};
use url::{Host, Url};

/// Where a secret is read: never in the file itself, which is copied and shown to others.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum SecretSource {
    /// A variable of the environment.
    Env(String),
    /// A file.
    File(PathBuf),
}

/// Why a file of channels cannot be used. It repeats no address and no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// Not TOML, or a field that is not there.
    #[error("{what}{}", line.map_or_else(String::new, |line| format!(" (line {line})")))]
    Form {
        /// What is wrong.
        what: String,
        /// Where, counted from 1.
        line: Option<usize>,
    },
    /// In one channel.
    #[error("channel.{channel}: {problem}")]
    In {
        /// Its name.
        channel: String,
        /// What is wrong with it.
        problem: Box<GatewayError>,
    },
    /// A kind that no gateway serves.
    #[error("kind takes phone, sms, chat or email; the duty desk is no channel of its own")]
    Kind,
    /// The address cannot be one.
    #[error("url is no address of a server; write https://HOST/PATH, its host without {{…}}")]
    Address,
    /// A plain line to another machine.
    #[error(
        "url begins with https://; where the line is protected otherwise, write http:// and plain = true"
    )]
    Plain,
    /// Not a method that carries a message.
    #[error("method takes POST, PUT or GET, and GET neither json nor form")]
    Method,
    /// Both bodies.
    #[error("json and form exclude each other")]
    TwoBodies,
    /// A brace without its other half.
    #[error("a brace is not closed; {{{{ and }}}} stand for the braces themselves")]
    Brace,
    /// A place that does not exist.
    #[error(
        "{{{name}}} does not exist; there are {{to}}, {{subject}}, {{text}}, {{number}} and {{secret:NAME}}"
    )]
    Place {
        /// What was written.
        name: String,
    },
    /// A secret without source.
    #[error("secrets has no {name}")]
    NoSecret {
        /// Its name.
        name: String,
    },
    /// A secret that cannot be read.
    #[error("the secret {name} cannot be read: {why}")]
    Secret {
        /// Its name.
        name: String,
        /// Why.
        why: String,
    },
    /// Something of the message in a header.
    #[error("the header {name} takes {{number}} and {{secret:NAME}} only, and no line ends")]
    Header {
        /// The header.
        name: String,
    },
    /// A page is for one person: a room full of people must not get the link of one.
    #[error("{{to}} stands nowhere: a message is for one person, and must not go to a whole room")]
    NobodyNamed,
    /// Nothing to read.
    #[error("{{text}} stands nowhere, so the message would be empty")]
    NoText,
    /// The rule for answers.
    #[error("answer: field and accepted belong together, and refused needs both")]
    Answer,
    /// What the other side tells cannot be read so.
    #[error("inbound needs report or reply; a report names what is delivered")]
    Inbound,
    /// A secret that could be guessed.
    #[error(
        "the secret of inbound has at least {INBOUND_SECRET_CHARACTERS_MIN} letters and digits, and nothing else: it is the end of an address"
    )]
    InboundSecret,
    /// A recipient of reports without address, or by a way that carries none.
    #[error("recipient.{id}: kind is email, sms or chat, and to is its address")]
    Recipient {
        /// Its id.
        id: String,
    },
    /// Too long, or nothing.
    #[error("timeout_seconds is from 1 to {TIMEOUT_SECONDS_MAX}")]
    Timeout,
    /// Longer than the attempt itself, or nothing.
    #[error("patience_seconds is from 1 to timeout_seconds")]
    Patience,
    /// The certificates of this machine.
    #[error("the certificates that this machine trusts cannot be read")]
    Certificates,
}

/// Where situation reports go: the recipient of a plan, by a kind of channel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportAddress {
    /// By what.
    pub kind: Channel,
    /// The address of that kind.
    pub to: String,
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    channel: BTreeMap<String, ChannelForm>,
    #[serde(default)]
    recipient: BTreeMap<String, ReportAddress>,
}

/// One channel of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChannelForm {
    kind: Channel,
    url: String,
    method: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    json: Option<serde_json::Value>,
    form: Option<BTreeMap<String, String>>,
    #[serde(default)]
    secrets: BTreeMap<String, SecretSource>,
    #[serde(default)]
    answer: AnswerForm,
    timeout_seconds: Option<u64>,
    patience_seconds: Option<u64>,
    inbound: Option<InboundForm>,
    #[serde(default)]
    plain: bool,
}

fn document(text: &str) -> Result<Document, GatewayError> {
    toml::from_str(text).map_err(|error| GatewayError::Form {
        // Without the line itself: somebody may have put a key there.
        what: error.message().to_owned(),
        line: error
            .span()
            .map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1),
    })
}

/// Reads from a file of channels where situation reports go, by the recipient's id in the plan.
///
/// # Errors
/// [`GatewayError`], where it cannot be read, or a recipient is to be reached by a way that carries none.
pub fn report_addresses(text: &str) -> Result<BTreeMap<String, ReportAddress>, GatewayError> {
    let recipients = document(text)?.recipient;
    for (id, one) in &recipients {
        let carried = matches!(one.kind, Channel::Sms | Channel::Chat | Channel::Email);
        if !carried || one.to.trim().is_empty() {
            return Err(GatewayError::Recipient { id: id.clone() });
        }
    }
    Ok(recipients)
}

/// Reads a file of channels. Its secrets are fetched by `secret_of`, which says why one cannot be had.
/// Nothing is connected yet.
///
/// # Errors
/// [`GatewayError`], with the channel and what to write instead.
pub fn channels(
    text: &str,
    secret_of: &dyn Fn(&SecretSource) -> Result<Secret, String>,
) -> Result<Vec<Line>, GatewayError> {
    let document = document(text)?;
    let lines = document.channel.into_iter().map(|(name, form)| {
        let kind = form.kind;
        let patience = patience(&form).map_err(|problem| GatewayError::In {
            channel: name.clone(),
            problem: Box::new(problem),
        })?;
        let (gateway, inbound) = gateway(form, secret_of).map_err(|problem| GatewayError::In {
            channel: name.clone(),
            problem: Box::new(problem),
        })?;
        Ok(Line {
            name,
            kind,
            transport: Arc::new(gateway),
            patience,
            inbound: inbound.map(Arc::new),
        })
    });
    lines.collect()
}

/// For how long a channel is waited for before the next way is taken.
fn patience(form: &ChannelForm) -> Result<Duration, GatewayError> {
    let timeout = form.timeout_seconds.unwrap_or(TIMEOUT_SECONDS);
    match form.patience_seconds {
        None => Ok(PATIENCE.min(Duration::from_secs(timeout))),
        Some(seconds) if (1..=timeout).contains(&seconds) => Ok(Duration::from_secs(seconds)),
        Some(_) => Err(GatewayError::Patience),
    }
}

fn gateway(
    form: ChannelForm,
    secret_of: &dyn Fn(&SecretSource) -> Result<Secret, String>,
) -> Result<(Gateway, Option<Inbound>), GatewayError> {
    if form.kind == Channel::Desk {
        return Err(GatewayError::Kind);
    }
    let mut secrets = Secrets::new();
    for (name, source) in &form.secrets {
        let secret = secret_of(source).map_err(|why| GatewayError::Secret {
            name: name.clone(),
            why,
        })?;
        secrets.insert(name.clone(), secret);
    }
    let address = Template::parse(&form.url, &secrets)?;
    check_address(&address, form.plain)?;
    let headers = form.headers.iter().map(|(name, value)| {
        let template = Template::parse(value, &secrets)?;
        Ok((name.clone(), template))
    });
    let headers = headers.collect::<Result<Vec<_>, GatewayError>>()?;
    check_headers(&headers, &secrets)?;
    let body = Body::parse(form.json, form.form, &secrets)?;
    let method = method(form.method.as_deref(), &body)?;
    let mut written = body.templates();
    written.push(&address);
    if !written.iter().any(|one| one.names_recipient()) {
        return Err(GatewayError::NobodyNamed);
    }
    if !written.iter().any(|one| one.holds_text()) {
        return Err(GatewayError::NoText);
    }
    if !form.answer.is_whole() {
        return Err(GatewayError::Answer);
    }
    let seconds = form.timeout_seconds.unwrap_or(TIMEOUT_SECONDS);
    if !(1..=TIMEOUT_SECONDS_MAX).contains(&seconds) {
        return Err(GatewayError::Timeout);
    }
    let inbound = form.inbound.map(|form| form.with(&secrets)).transpose()?;
    let gateway = Gateway {
        agent: agent(Duration::from_secs(seconds))?,
        method,
        address,
        headers,
        body,
        answer: form.answer,
        secrets,
    };
    Ok((gateway, inbound))
}

/// The host stands before the first place, so that nothing that is filled in can change it.
fn check_address(address: &Template, plain: bool) -> Result<(), GatewayError> {
    let beginning = address.beginning();
    let after_scheme = beginning.split_once("://").map_or("", |(_, rest)| rest);
    if !after_scheme.contains('/') {
        return Err(GatewayError::Address);
    }
    let url = Url::parse(beginning).map_err(|_| GatewayError::Address)?;
    let here = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => return Err(GatewayError::Address),
    };
    match url.scheme() {
        "https" => Ok(()),
        "http" if plain || here => Ok(()),
        "http" => Err(GatewayError::Plain),
        _ => Err(GatewayError::Address),
    }
}

/// A header holds nothing of a message, and can be sent.
fn check_headers(headers: &[(String, Template)], secrets: &Secrets) -> Result<(), GatewayError> {
    let nothing = Message {
        to: String::new(),
        subject: String::new(),
        body: String::new(),
        message_id: String::new(),
        sent_at: Instant::from_micros(0),
    };
    for (name, value) in headers {
        let filled = value.fill(&nothing, secrets, as_it_is);
        let can_be_sent =
            HeaderName::try_from(name).is_ok() && HeaderValue::try_from(filled).is_ok();
        if !value.is_ours() || !can_be_sent {
            return Err(GatewayError::Header { name: name.clone() });
        }
    }
    Ok(())
}

fn method(text: Option<&str>, body: &Body) -> Result<Method, GatewayError> {
    match (text.unwrap_or("POST"), body) {
        ("POST", _) => Ok(Method::POST),
        ("PUT", _) => Ok(Method::PUT),
        ("GET", Body::None) => Ok(Method::GET),
        _ => Err(GatewayError::Method),
    }
}
