//! A gateway for measurements: it takes as long for each message as it is told, and counts what came by
//! the number that a message has on every channel and each time.

use super::super::failed;
use crate::error::CliError;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Messages by their number.
type Counts = Arc<Mutex<HashMap<String, u64>>>;

/// The gateway; it ends with the program.
pub struct Gateway {
    address: SocketAddr,
    counts: Counts,
}

impl Gateway {
    /// Listens on a free port of this machine.
    ///
    /// # Errors
    /// When there is none.
    pub fn start(takes: Duration) -> Result<Self, CliError> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let counts = Counts::default();
        let shared = Arc::clone(&counts);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let counts = Arc::clone(&shared);
                // A killed server breaks its request off; what it had not ended is no message.
                std::thread::spawn(move || converse(&stream, takes, &counts));
            }
        });
        Ok(Self { address, counts })
    }

    /// The file of channels that leads here.
    pub fn file(&self) -> String {
        format!(
            "[channel.sms]\nkind = \"sms\"\nurl = \"http://{}/send\"\n\
             json = {{ to = \"{{to}}\", text = \"{{text}}\" }}\nheaders = {{ X-Number = \"{{number}}\" }}\n",
            self.address
        )
    }

    /// How often a message came.
    pub fn count(&self, number: &str) -> u64 {
        lock(&self.counts).get(number).copied().unwrap_or(0)
    }

    /// How many messages came, and how many of these were there before.
    pub fn all(&self) -> (u64, u64) {
        let counts = lock(&self.counts);
        let all: u64 = counts.values().sum();
        (all, all - counts.len() as u64)
    }
}

fn lock(counts: &Counts) -> MutexGuard<'_, HashMap<String, u64>> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes one request: what came whole counts, whether its answer is heard or not.
#[expect(
    clippy::disallowed_methods,
    reason = "the gateway of a measurement takes as long for a message as it is told"
)]
fn converse(stream: &TcpStream, takes: Duration, counts: &Counts) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut number, mut length) = (String::new(), 0_usize);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let Some((name, value)) = line.trim_end().split_once(':') else {
            if line.trim_end().is_empty() {
                break;
            }
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "x-number" => value.trim().clone_into(&mut number),
            "content-length" => length = value.trim().parse().unwrap_or(0),
            _ => {}
        }
    }
    let mut body = vec![0_u8; length];
    reader.read_exact(&mut body)?;
    *lock(counts).entry(number).or_default() += 1;
    std::thread::sleep(takes);
    let mut say = stream;
    say.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}
