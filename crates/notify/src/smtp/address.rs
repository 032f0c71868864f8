//! The address of a mail server, as an administrator writes it.

use lettre::transport::smtp::authentication::Credentials;
use std::net::IpAddr;
use url::{Host, Url};

/// Why mail cannot be set up so. The address holds a password, so it is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpError {
    /// Not an address.
    #[error("smtp_url is no address; write smtps://USER:PASSWORD@HOST or smtp://HOST")]
    Address,
    /// Neither of the two schemes.
    #[error("smtp_url begins with smtps:// (TLS at once) or smtp:// (STARTTLS)")]
    Scheme,
    /// No host in it.
    #[error("smtp_url names no host")]
    Host,
    /// Something after the host.
    #[error("after its host smtp_url takes nothing but ?tls=required or ?tls=none")]
    Rest,
    /// A password over a plain line.
    #[error(
        "a password is not sent without TLS to another machine; use smtps:// or leave ?tls=none out"
    )]
    PlainPassword,
    /// The sender cannot be one.
    #[error("mail_from is no address; write name@example.org, or Words <name@example.org>")]
    Sender,
    /// The certificates of this machine.
    #[error("the certificates that this machine trusts cannot be read")]
    Certificates,
}

/// How a connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protection {
    /// TLS from the first byte.
    AtOnce,
    /// STARTTLS, or nothing is sent.
    StartTls,
}

/// A server and how it is spoken to.
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) protection: Option<Protection>,
    pub(super) credentials: Option<Credentials>,
}

impl Server {
    pub(super) fn parse(text: &str) -> Result<Self, SmtpError> {
        let url = Url::parse(text).map_err(|_| SmtpError::Address)?;
        let host = match url.host().ok_or(SmtpError::Host)? {
            Host::Domain(name) => decoded(name)?,
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        if host.is_empty() {
            return Err(SmtpError::Host);
        }
        let address: Option<IpAddr> = host.parse().ok();
        let here = address.map_or(host == "localhost", |address| address.is_loopback());
        let protection = protection(&url, here)?;
        let credentials = credentials(&url)?;
        if credentials.is_some() && protection.is_none() && !here {
            return Err(SmtpError::PlainPassword);
        }
        let port = match protection {
            Some(Protection::AtOnce) => 465,
            Some(Protection::StartTls) => 587,
            None => 25,
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            protection,
            credentials,
        })
    }

    pub(super) fn is_tls_at_once(&self) -> bool {
        self.protection == Some(Protection::AtOnce)
    }
}

fn protection(url: &Url, here: bool) -> Result<Option<Protection>, SmtpError> {
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(SmtpError::Rest);
    }
    match (url.scheme(), url.query()) {
        ("smtps", None) => Ok(Some(Protection::AtOnce)),
        ("smtp", Some("tls=none")) => Ok(None),
        ("smtp", None) if here => Ok(None),
        ("smtp", None | Some("tls=required")) => Ok(Some(Protection::StartTls)),
        ("smtp" | "smtps", _) => Err(SmtpError::Rest),
        _ => Err(SmtpError::Scheme),
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, SmtpError> {
    if url.username().is_empty() {
        return Ok(None);
    }
    let user = decoded(url.username())?;
    let password = decoded(url.password().unwrap_or_default())?;
    Ok(Some(Credentials::new(user, password)))
}

/// What stands behind `%40` and its like.
fn decoded(text: &str) -> Result<String, SmtpError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digit = |at: usize| char::from(*tail.get(at)?).to_digit(16);
        let escaped = digit(0).zip(digit(1)).filter(|_| *first == b'%');
        match escaped.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).map_err(|_| SmtpError::Address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (String, u16, Option<Protection>, bool) {
        let server = Server::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let signs_in = server.credentials.is_some();
        (server.host, server.port, server.protection, signs_in)
    }

    #[test]
    fn another_machine_is_spoken_to_by_tls_unless_told_otherwise() {
        let (at_once, start) = (Some(Protection::AtOnce), Some(Protection::StartTls));
        let mail = || "mail.example.org".to_owned();
        assert_eq!(
            parsed("smtps://mail.example.org"),
            (mail(), 465, at_once, false)
        );
        assert_eq!(
            parsed("smtps://u:p@mail.example.org:99"),
            (mail(), 99, at_once, true)
        );
        assert_eq!(
            parsed("smtp://u@mail.example.org"),
            (mail(), 587, start, true)
        );
        assert_eq!(
            parsed("smtp://mail.example.org/?tls=required"),
            (mail(), 587, start, false)
        );
        assert_eq!(
            parsed("smtp://mail.example.org?tls=none"),
            (mail(), 25, None, false)
        );
        for here in ["127.0.0.1", "localhost"] {
            assert_eq!(
                parsed(&format!("smtp://{here}")),
                (here.to_owned(), 25, None, false)
            );
        }
        assert_eq!(
            parsed("smtp://[::1]:2525"),
            ("::1".to_owned(), 2525, None, false)
        );
    }

    #[test]
    fn a_password_may_hold_any_character() {
        assert_eq!(decoded("a%40b%3A%E4%BF%A1%2"), Ok("a@b:信%2".to_owned()));
        assert_eq!(decoded("%ff"), Err(SmtpError::Address));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_without_repeating_it() {
        for (text, error) in [
            ("mail.example.org", SmtpError::Address),
            ("smtp://", SmtpError::Host),
            ("http://mail.example.org", SmtpError::Scheme),
            ("smtp://mail.example.org/inbox", SmtpError::Rest),
            ("smtps://mail.example.org?tls=none", SmtpError::Rest),
            (
                "smtp://u:secret@mail.example.org?tls=none",
                SmtpError::PlainPassword,
            ),
        ] {
            let found = Server::parse(text).err();
            assert_eq!(found, Some(error), "{text}");
            assert!(!error.to_string().contains("secret"));
        }
    }
}
