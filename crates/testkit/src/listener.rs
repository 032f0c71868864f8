//! A server for tests on a real socket: what it says is given by [`crate::smtp`] and [`crate::http`].

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

struct State<B, R> {
    behaviour: B,
    received: Vec<R>,
    conversations: usize,
    open: Vec<TcpStream>,
    stopping: bool,
}

/// Where a conversation puts what arrived whole.
pub(crate) struct Inbox<B, R>(Arc<Mutex<State<B, R>>>);

impl<B, R> Inbox<B, R> {
    pub(crate) fn put(&self, received: R) {
        lock(&self.0).received.push(received);
    }
}

/// How one conversation is held.
type Converse<B, R> = fn(&TcpStream, &B, &Inbox<B, R>) -> std::io::Result<()>;

/// A server that behaves as told; it ends when this is dropped.
pub(crate) struct Listener<B, R> {
    address: SocketAddr,
    state: Arc<Mutex<State<B, R>>>,
    thread: Option<JoinHandle<()>>,
}

impl<B: Clone + Send + 'static, R: Clone + Send + 'static> Listener<B, R> {
    /// Listens on a free port of this machine.
    pub(crate) fn start(behaviour: B, converse: Converse<B, R>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State {
            behaviour,
            received: Vec::new(),
            conversations: 0,
            open: Vec::new(),
            stopping: false,
        }));
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || serve(&listener, &shared, converse));
        Self {
            address,
            state,
            thread: Some(thread),
        }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Behaves otherwise from the next conversation on.
    pub(crate) fn behave(&self, behaviour: B) {
        lock(&self.state).behaviour = behaviour;
    }

    /// What arrived whole, oldest first.
    pub(crate) fn received(&self) -> Vec<R> {
        lock(&self.state).received.clone()
    }

    /// How often somebody connected.
    pub(crate) fn conversations(&self) -> usize {
        lock(&self.state).conversations
    }
}

impl<B, R> Drop for Listener<B, R> {
    fn drop(&mut self) {
        {
            let mut state = lock(&self.state);
            state.stopping = true;
            for stream in state.open.drain(..) {
                // It may have ended by itself.
                let _ = stream.shutdown(std::net::Shutdown::Both);
            }
        }
        // Wakes the listener, which then sees that it has to stop.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn lock<B, R>(state: &Mutex<State<B, R>>) -> MutexGuard<'_, State<B, R>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve<B: Clone + Send + 'static, R: Send + 'static>(
    listener: &TcpListener,
    state: &Arc<Mutex<State<B, R>>>,
    converse: Converse<B, R>,
) {
    let mut conversations = Vec::new();
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        let behaviour = {
            let mut state = lock(state);
            if state.stopping {
                break;
            }
            state.conversations += 1;
            state.open.extend(stream.try_clone());
            state.behaviour.clone()
        };
        let inbox = Inbox(Arc::clone(state));
        conversations.push(std::thread::spawn(move || {
            // A client that goes away in the middle is what some tests are about.
            let _ = converse(&stream, &behaviour, &inbox);
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }));
    }
    for conversation in conversations {
        let _ = conversation.join();
    }
}
