//! A gateway for tests: it speaks HTTP over a real socket, and misbehaves when it is told to.

use crate::listener::{Inbox, Listener};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// How the gateway behaves, for every conversation that begins from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Answers so.
    Answer {
        /// The status.
        status: u16,
        /// Further fields of the head, such as `Retry-After: 3`.
        head: Vec<&'static str>,
        /// The body.
        body: String,
    },
    /// Takes the request and never says a word.
    Hang,
    /// Says the head of an answer, and of its body never more than the beginning.
    Stall,
    /// Ends the connection at once.
    Drop,
}

impl Behaviour {
    /// An answer of nothing but its status.
    pub const fn status(status: u16) -> Self {
        Self::Answer {
            status,
            head: Vec::new(),
            body: String::new(),
        }
    }

    /// 200, with this body.
    pub fn body(body: &str) -> Self {
        Self::Answer {
            status: 200,
            head: Vec::new(),
            body: body.to_owned(),
        }
    }
}

/// A request as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The first line, such as `POST /send HTTP/1.1`.
    pub line: String,
    /// The fields of the head.
    pub head: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Request {
    /// A field of the head.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// The gateway; it ends when this is dropped.
pub struct HttpSink(Listener<Behaviour, Request>);

impl HttpSink {
    /// Listens on a free port of this machine, and says 200 to everything.
    ///
    /// # Panics
    /// When there is none.
    pub fn start() -> Self {
        Self(Listener::start(Behaviour::status(200), converse))
    }

    /// Its address, without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.0.address())
    }

    /// Behaves otherwise from the next conversation on.
    pub fn behave(&self, behaviour: Behaviour) {
        self.0.behave(behaviour);
    }

    /// Every request that arrived whole, oldest first.
    pub fn requests(&self) -> Vec<Request> {
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
    inbox: &Inbox<Behaviour, Request>,
) -> std::io::Result<()> {
    if *behaviour == Behaviour::Drop {
        return Ok(());
    }
    let mut reader = BufReader::new(stream);
    let request = request(&mut reader)?;
    inbox.put(request);
    let mut out = stream;
    match behaviour {
        Behaviour::Answer { status, head, body } => {
            let fields: String = head.iter().map(|line| format!("{line}\r\n")).collect();
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status} said\r\n{fields}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
            out.write_all(answer.as_bytes())
        }
        Behaviour::Stall => {
            out.write_all(b"HTTP/1.1 200 said\r\nContent-Length: 100\r\n\r\n{\"code\"")?;
            until_closed(&mut reader)
        }
        Behaviour::Hang | Behaviour::Drop => until_closed(&mut reader),
    }
}

/// Until the client, or the test, ends it.
fn until_closed(reader: &mut impl Read) -> std::io::Result<()> {
    let mut rest = [0_u8; 64];
    while reader.read(&mut rest)? > 0 {}
    Ok(())
}

fn request(reader: &mut impl BufRead) -> std::io::Result<Request> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut head = Vec::new();
    let mut length = 0_usize;
    loop {
        let mut field = String::new();
        if reader.read_line(&mut field)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let Some((name, value)) = field.trim_end().split_once(": ") else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().unwrap_or(0);
        }
        head.push((name.to_owned(), value.to_owned()));
    }
    let mut body = vec![0_u8; length];
    reader.read_exact(&mut body)?;
    Ok(Request {
        line: line.trim_end().to_owned(),
        head,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}
