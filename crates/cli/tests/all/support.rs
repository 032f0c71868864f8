//! Runs the program that was built.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

/// The longest that anything here is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a run of the program left.
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// What it said on stdout.
    pub out: String,
    /// What it said on stderr.
    pub err: String,
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huiyin"));
    command.args(arguments);
    for name in [
        "HUIYIN_DATA",
        "HUIYIN_DATABASE",
        "HUIYIN_INSTALLATION_KEY",
        "HUIYIN_LISTEN",
        "HUIYIN_LOG",
    ] {
        command.env_remove(name);
    }
    command
}

/// Runs it to its end.
pub fn huiyin(arguments: &[&str]) -> Ran {
    let ran = program(arguments).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        code: ran.status.code().expect("it ends by itself"),
        out: text(ran.stdout),
        err: text(ran.stderr),
    }
}

/// Runs it to its end, with what is typed into it.
pub fn huiyin_told(arguments: &[&str], typed: &str) -> Ran {
    let mut child = program(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("stdin");
    stdin.write_all(typed.as_bytes()).expect("it listens");
    drop(stdin);
    let ran = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        code: ran.status.code().expect("it ends by itself"),
        out: text(ran.stdout),
        err: text(ran.stderr),
    }
}

/// Runs it with `--json`, and reads what it said.
pub fn json(arguments: &[&str]) -> (i32, Value) {
    let ran = huiyin(&[arguments, &["--json"]].concat());
    let said = serde_json::from_str(&ran.out);
    (
        ran.code,
        said.unwrap_or_else(|_| panic!("no JSON: {:?} {:?}", ran.out, ran.err)),
    )
}

/// A server that runs until it is stopped or dropped.
pub struct Server {
    child: Option<Child>,
    /// Where it listens.
    pub address: String,
}

impl Server {
    /// Starts it on a free port.
    pub fn start(store: &[&str]) -> Self {
        let arguments = [&["serve", "--json", "--listen", "127.0.0.1:0"], store].concat();
        let mut child = program(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let said = BufReader::new(child.stdout.take().expect("stdout"));
        let lines: String = said
            .lines()
            .map_while(Result::ok)
            .take_while(|line| line != "}")
            .collect();
        let said: Value = serde_json::from_str(&format!("{lines}}}"))
            .unwrap_or_else(|_| panic!("it did not say where it listens: {lines:?}"));
        let address = said["listening"].as_str().expect("an address").to_owned();
        Self {
            child: Some(child),
            address,
        }
    }

    /// Asks once; gives status and body.
    pub fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("connects");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("writes");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("reads");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
        (status.expect("a status"), body.to_owned())
    }

    /// Registers a petition; gives the body of the 201.
    pub fn register(&self, subject: &str) -> Value {
        let draft = serde_json::json!({ "subject": subject, "body": "内容" });
        let (status, body) = self.ask("POST", "/api/v1/petitions", Some(&draft));
        assert_eq!(status, 201, "{body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// What the code shows.
    pub fn track(&self, registered: &Value) -> Value {
        let code = registered["tracking_code"].as_str().expect("a code");
        let (status, body) = self.ask("GET", &format!("/api/v1/track/{code}"), None);
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// Tells it to stop as a service manager does, and gives its exit code.
    pub fn stop(mut self) -> i32 {
        let mut child = self.child.take().expect("it runs");
        let id = child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.is_ok_and(|status| status.success()));
        let (ended, waits) = channel();
        std::thread::spawn(move || ended.send(child.wait()));
        let status = waits.recv_timeout(PATIENCE).expect("it stops in time");
        status.expect("a status").code().expect("it ends by itself")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // A test failed; the program must not outlive it.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Runs a test on SQLite, then on PostgreSQL; it gets a folder and the options of a store in it.
pub fn each_store(test: impl Fn(&tempfile::TempDir, &[&str])) {
    let run = |database: Option<&str>| {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data").display().to_string();
        let mut options = vec!["--data", &data];
        if let Some(url) = database {
            options.extend(["--database", url]);
        }
        test(&folder, &options);
    };
    run(None);
    huiyin_testkit::engine::on_postgres(|url| run(Some(url)));
}

/// A path in a folder, as text.
pub fn path(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}
