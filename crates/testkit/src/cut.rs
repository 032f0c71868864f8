//! A way to a server that can be cut, as when the server is started again: every connection breaks, and
//! nobody gets through until it is mended.

use huiyin_store::StoreConfig;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct State {
    is_cut: bool,
    open: Vec<TcpStream>,
}

/// The way; it ends when this is dropped.
pub struct Cut {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Cut {
    /// Leads from a free port of this machine to a server.
    ///
    /// # Panics
    /// When there is no free port.
    fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::<Mutex<State>>::default();
        let (shared, server) = (Arc::clone(&state), server.to_owned());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                lead(&stream, &server, &shared);
            }
        });
        Self { address, state }
    }

    /// Leads to the PostgreSQL of a store; gives the store behind it.
    ///
    /// # Panics
    /// When the store is on SQLite, or its address is not `postgres://user@host:port/name`.
    pub fn before(store: &StoreConfig) -> (Self, StoreConfig) {
        let url = store.database.clone().expect("a server");
        let (head, name) = url.rsplit_once('/').expect("a database");
        let (user, server) = head.rsplit_once('@').expect("a user and a server");
        let cut = Self::to(server);
        let mut behind = store.clone();
        behind.database = Some(format!("{user}@{}/{name}", cut.address()));
        (cut, behind)
    }

    /// Where it begins.
    fn address(&self) -> String {
        self.address.to_string()
    }

    /// Breaks every connection, and lets nobody through.
    pub fn cut(&self) {
        let mut state = lock(&self.state);
        state.is_cut = true;
        for stream in state.open.drain(..) {
            // It may have ended by itself.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Lets everybody through again.
    pub fn mend(&self) {
        lock(&self.state).is_cut = false;
    }
}

impl Drop for Cut {
    fn drop(&mut self) {
        self.cut();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Joins a connection with one to the server; while it is cut, the connection just ends.
fn lead(stream: &TcpStream, server: &str, state: &Arc<Mutex<State>>) {
    let mut here = lock(state);
    if here.is_cut {
        let _ = stream.shutdown(Shutdown::Both);
        return;
    }
    let Ok(other) = TcpStream::connect(server) else {
        return;
    };
    let ends = [(stream, &other), (&other, stream)];
    for (from, to) in ends {
        let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) else {
            return;
        };
        here.open.extend(from.try_clone());
        std::thread::spawn(move || pour(from, to));
    }
}

fn pour(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0_u8; 16_384];
    while let Ok(count) = from.read(&mut buffer) {
        if count == 0 || to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    // The other half may be gone already.
    let _ = to.shutdown(Shutdown::Both);
}
