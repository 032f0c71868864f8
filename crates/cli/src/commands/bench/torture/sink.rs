//! A mail server for the torture: it takes every mail and counts them by mailbox.

use super::super::failed;
use crate::error::CliError;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Mails by mailbox.
type Counts = Arc<Mutex<HashMap<String, u64>>>;

/// The server; it ends with the program.
pub struct Sink {
    address: SocketAddr,
    counts: Counts,
}

impl Sink {
    /// Listens on a free port of this machine.
    ///
    /// # Errors
    /// When there is none.
    pub fn start() -> Result<Self, CliError> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let counts = Counts::default();
        let shared = Arc::clone(&counts);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let counts = Arc::clone(&shared);
                // A killed server breaks its conversation off; what it had not ended is no mail.
                std::thread::spawn(move || converse(&stream, &counts));
            }
        });
        Ok(Self { address, counts })
    }

    /// What to give as `--smtp-url`.
    pub fn url(&self) -> String {
        format!("smtp://{}?tls=none", self.address)
    }

    /// How many mails a mailbox got.
    pub fn count(&self, mailbox: &str) -> u64 {
        lock(&self.counts).get(mailbox).copied().unwrap_or(0)
    }

    /// How many mails came.
    pub fn all(&self) -> u64 {
        lock(&self.counts).values().sum()
    }
}

fn lock(counts: &Counts) -> MutexGuard<'_, HashMap<String, u64>> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Speaks as much SMTP as it takes to get mails.
fn converse(stream: &TcpStream, counts: &Counts) -> std::io::Result<()> {
    let mut say = stream;
    let mut mailbox = String::new();
    let mut in_message = false;
    say.write_all(b"220 torture ESMTP\r\n")?;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        if in_message {
            if line == "." {
                in_message = false;
                *lock(counts)
                    .entry(std::mem::take(&mut mailbox))
                    .or_default() += 1;
                say.write_all(b"250 taken\r\n")?;
            }
            continue;
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "RCPT" => {
                let to = line
                    .split_once('<')
                    .and_then(|(_, rest)| rest.split_once('>'));
                mailbox = to.map_or_else(String::new, |(to, _)| to.to_owned());
                b"250 known\r\n"
            }
            "DATA" => {
                in_message = true;
                b"354 go on\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 fine\r\n",
        };
        say.write_all(answer)?;
    }
    Ok(())
}
