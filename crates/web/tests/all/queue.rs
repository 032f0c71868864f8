//! More than the queue holds: some hear "try again", and what was acknowledged is on record.

use super::support::{App, json_request, petition};
use huiyin_testkit::engine::on_sqlite;
use huiyin_testkit::store::writer::QUEUE_MAX;
use std::time::Duration;

/// Commands that the writer took out of the queue before it began to wait, at most.
const TAKEN_MAX: usize = 1_024;
/// How many more than fit are sent.
const OVER: usize = 200;

#[test]
fn a_full_queue_answers_503_with_retry_after_and_loses_nothing() {
    on_sqlite(|place| {
        let app = App::on(place);
        // Somebody else holds the database's write lock, so the writer waits.
        let other = rusqlite::Connection::open(place.config.sqlite_file()).expect("opens");
        other.busy_timeout(Duration::from_secs(10)).expect("is set");
        other.execute_batch("BEGIN IMMEDIATE").expect("locks");
        let count = QUEUE_MAX + TAKEN_MAX + OVER;
        let requests = (0..count)
            .map(|_| json_request(&petition(), None))
            .collect();
        // The lock is let go as soon as somebody was refused.
        let (huiyin, runtime) = (
            std::sync::Arc::clone(&app.huiyin),
            app.runtime.handle().clone(),
        );
        let freed = std::thread::spawn(move || {
            runtime
                .block_on(async {
                    let full = async {
                        let mut look = tokio::time::interval(Duration::from_millis(5));
                        while huiyin.writer_figures().queue_full == 0 {
                            look.tick().await;
                        }
                    };
                    tokio::time::timeout(Duration::from_secs(15), full).await
                })
                .expect("the queue was full within 15 seconds");
            other.execute_batch("ROLLBACK").expect("unlocks");
        });
        let answers = app.send_all(requests);
        freed.join().expect("freed");
        let registered = answers.iter().filter(|one| one.status == 201).count();
        let refused: Vec<_> = answers.iter().filter(|one| one.status != 201).collect();
        assert!(!refused.is_empty());
        for answer in &refused {
            answer.refused(503, "queue_full");
            assert_eq!(answer.header("retry-after"), "1");
        }
        assert_eq!(app.petition_count(), registered as u64);
        assert!(registered >= QUEUE_MAX);
        let figures = app.get("/metrics");
        let figure = format!("huiyin_writer_queue_full {}", refused.len());
        assert!(figures.text().contains(&figure), "{}", figures.text());
    });
}
