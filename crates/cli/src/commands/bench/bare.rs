//! The ceilings: the least that any program on this machine would have to do for a request.

use super::failed;
use crate::error::CliError;
use crate::output::Output;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use rusqlite::Connection;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Requests that wait for the row writer at most.
const QUEUE_MAX: usize = 4_096;
/// Rows of one commit at most.
const BATCH_MAX: usize = 512;

/// The options of the echo.
#[derive(clap::Args)]
pub struct EchoArgs {
    /// Bytes of an answer
    #[arg(long)]
    answer_bytes: usize,
}

/// The options of the row writer.
#[derive(clap::Args)]
pub struct RowArgs {
    /// Bytes of an answer
    #[arg(long)]
    answer_bytes: usize,
    /// The SQLite file to make
    #[arg(long)]
    file: PathBuf,
}

/// A body that waits to be durable, and who waits for it.
struct Waiting {
    body: Bytes,
    durable: oneshot::Sender<()>,
}

#[derive(Clone)]
struct Bare {
    answer: Bytes,
    rows: Option<SyncSender<Waiting>>,
}

/// Serves the echo until it is killed.
pub fn echo(args: &EchoArgs, output: &Output) -> Result<ExitCode, CliError> {
    serve(args.answer_bytes, None, output)
}

/// Serves the row writer until it is killed.
pub fn row(args: &RowArgs, output: &Output) -> Result<ExitCode, CliError> {
    let connection = Connection::open(&args.file).map_err(failed)?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB NOT NULL);",
        )
        .map_err(failed)?;
    let (rows, waiting) = sync_channel(QUEUE_MAX);
    std::thread::spawn(move || write_rows(&connection, &waiting));
    serve(args.answer_bytes, Some(rows), output)
}

fn write_rows(connection: &Connection, waiting: &Receiver<Waiting>) {
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        batch.extend(waiting.try_iter().take(BATCH_MAX - 1));
        // Without an answer the load counts an error: that is how a failure here is seen.
        if commit(connection, &batch).is_ok() {
            for one in batch {
                let _ = one.durable.send(());
            }
        }
    }
}

fn commit(connection: &Connection, batch: &[Waiting]) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let mut insert = connection.prepare_cached("INSERT INTO bare (body) VALUES (?1)")?;
    for one in batch {
        insert.execute([&one.body[..]])?;
    }
    connection.execute_batch("COMMIT")
}

fn serve(
    answer_bytes: usize,
    rows: Option<SyncSender<Waiting>>,
    output: &Output,
) -> Result<ExitCode, CliError> {
    let bare = Bare {
        answer: Bytes::from(vec![b'x'; answer_bytes]),
        rows,
    };
    let router = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/api/v1/petitions", post(take))
        .with_state(bare);
    let runtime = tokio::runtime::Runtime::new().map_err(failed)?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?.to_string();
        output.say(&serde_json::json!({ "listening": address }), || {
            address.clone()
        })?;
        let listener = listener.tap_io(|stream| {
            // A ceiling with Nagle's algorithm would only be lower.
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, router).await.map_err(failed)
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn take(State(bare): State<Bare>, body: Bytes) -> Response {
    if let Some(rows) = &bare.rows {
        let (durable, done) = oneshot::channel();
        if rows.try_send(Waiting { body, durable }).is_err() || done.await.is_err() {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    }
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (StatusCode::CREATED, kind, bare.answer).into_response()
}
