//! A PostgreSQL of a test's own, which it can stop and start again: the server that the others share would be
//! gone for them too.

use crate::engine::TestStore;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Starts a server, and ends it when the process that it runs ends.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/with-postgres");
/// Tells where the server is and what stops it, and waits until nobody listens any more.
const TELL: &str =
    r#"echo "$HUIYIN_TEST_DATABASE_URL"; echo "$HUIYIN_TEST_DATABASE_SWITCH"; read -r _"#;

/// How a server is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// As an administrator stops it: everybody is sent away, and what is durable is written.
    Fast,
    /// As the machine's fault stops it.
    Immediate,
}

/// The server.
pub struct OwnServer {
    process: Child,
    switch: String,
}

impl OwnServer {
    fn start_one() -> (Self, String) {
        let mut process = Command::new(SCRIPT)
            .args(["sh", "-c", TELL])
            .env_remove("HUIYIN_TEST_DATABASE_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the script starts");
        let told = process.stdout.take().expect("it tells");
        let mut lines = BufReader::new(told).lines();
        let mut line = || lines.next().expect("a line").expect("a text");
        let (url, switch) = (line(), line());
        (Self { process, switch }, url)
    }

    fn told(&self, words: &[&str]) {
        let status = Command::new(&self.switch).args(words).status();
        assert!(status.expect("runs").success(), "{words:?}");
    }

    /// Stops it; whoever is connected loses the connection.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn stop(&self, how: Stop) {
        self.told(match how {
            Stop::Fast => &["stop", "fast"],
            Stop::Immediate => &["stop", "immediate"],
        });
    }

    /// Starts it again, with everything that was durable, and answers once it takes connections.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(&self) {
        self.told(&["start"]);
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // Nobody holds the other end any more, so the script ends its server and tidies up.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Runs a test on a store of a PostgreSQL of its own.
///
/// # Panics
/// When the test does, or when no server can be started.
pub fn on_own_postgres(test: impl FnOnce(&TestStore, &OwnServer)) {
    let (server, url) = OwnServer::start_one();
    test(&TestStore::new(Some(url)), &server);
}
