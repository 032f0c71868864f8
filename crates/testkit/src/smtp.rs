//! A mail server for tests: it speaks SMTP over a real socket, and misbehaves when it is told to.

use crate::listener::{Inbox, Listener};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

/// How the server behaves, for every conversation that begins from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes every mail.
    Accept,
    /// Answers `RCPT TO` with this code.
    RefuseRecipient(u16),
    /// Answers `MAIL FROM` with this code.
    RefuseSender(u16),
    /// Answers the whole message with this code.
    RefuseMessage(u16),
    /// Takes the connection and never says a word.
    Hang,
    /// Ends the connection at once.
    Drop,
    /// Takes the whole message and ends the connection instead of saying so.
    DropAfterMessage,
}

/// A mail as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What stood in `MAIL FROM`.
    pub from: String,
    /// What stood in `RCPT TO`.
    pub to: String,
    /// Head and body, lines ended by LF.
    pub message: String,
}

impl Received {
    /// A field of the head.
    pub fn header(&self, name: &str) -> Option<&str> {
        let head = self.message.split("\n\n").next().unwrap_or_default();
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

/// The server; it ends when this is dropped.
pub struct SmtpSink(Listener<Behaviour, Received>);

impl SmtpSink {
    /// Listens on a free port of this machine.
    ///
    /// # Panics
    /// When there is none.
    pub fn start() -> Self {
        Self(Listener::start(Behaviour::Accept, converse))
    }

    /// What to give as `smtp_url`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.0.address())
    }

    /// Behaves otherwise from the next conversation on.
    pub fn behave(&self, behaviour: Behaviour) {
        self.0.behave(behaviour);
    }

    /// Every mail that arrived whole, oldest first.
    pub fn mails(&self) -> Vec<Received> {
        self.0.received()
    }

    /// How often somebody connected.
    pub fn conversations(&self) -> usize {
        self.0.conversations()
    }
}

fn converse(
    stream: &TcpStream,
    behaviour: &Behaviour,
    inbox: &Inbox<Behaviour, Received>,
) -> std::io::Result<()> {
    let behaviour = *behaviour;
    let mut lines = BufReader::new(stream).lines();
    let mut out = stream;
    match behaviour {
        Behaviour::Drop => return Ok(()),
        Behaviour::Hang => {
            // Until the client, or the test, ends it.
            while lines.next().is_some() {}
            return Ok(());
        }
        _ => out.write_all(b"220 sink ESMTP\r\n")?,
    }
    let (mut from, mut to) = (String::new(), String::new());
    while let Some(line) = lines.next() {
        let line = line?;
        let word = line.to_ascii_uppercase();
        let answer = if word.starts_with("EHLO") {
            "250-sink\r\n250 SMTPUTF8".to_owned()
        } else if word.starts_with("MAIL FROM") {
            from = line;
            match behaviour {
                Behaviour::RefuseSender(code) => format!("{code} {from}: no"),
                _ => "250 ok".to_owned(),
            }
        } else if word.starts_with("RCPT TO") {
            to = line;
            match behaviour {
                // As real servers do, it quotes the address.
                Behaviour::RefuseRecipient(code) => format!("{code} {to}: no"),
                _ => "250 ok".to_owned(),
            }
        } else if word.starts_with("DATA") {
            out.write_all(b"354 go on\r\n")?;
            let message = message(&mut lines)?;
            if let Behaviour::RefuseMessage(code) = behaviour {
                format!("{code} {to}: no")
            } else {
                inbox.put(Received {
                    from: from.clone(),
                    to: to.clone(),
                    message,
                });
                if behaviour == Behaviour::DropAfterMessage {
                    return Ok(());
                }
                "250 queued".to_owned()
            }
        } else if word.starts_with("QUIT") {
            return out.write_all(b"221 bye\r\n");
        } else {
            "502 not here".to_owned()
        };
        out.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}

fn message(lines: &mut impl Iterator<Item = std::io::Result<String>>) -> std::io::Result<String> {
    let mut message = String::new();
    for line in lines {
        let line = line?;
        if line == "." {
            break;
        }
        message.push_str(line.strip_prefix('.').unwrap_or(&line));
        message.push('\n');
    }
    Ok(message)
}
