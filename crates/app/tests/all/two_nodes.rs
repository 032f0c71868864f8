//! Two processes on one PostgreSQL: what one has under way the other must not miss.

use super::support::{FIRST, at, draft, healthy, import, obligations, register};
use huiyin_testkit::engine::each_engine;
use std::time::Duration;

#[test]
fn loading_a_calendar_waits_for_a_registration_that_another_process_has_under_way() {
    each_engine(|place| {
        let Some(url) = place.config.database.clone() else {
            return; // SQLite has one writer at a time: there is nothing under way.
        };
        place.clock.set(at("2026-11-25T10:00:00+08:00"));
        let huiyin = place.open();
        import(place, &huiyin, &[("a", "2026-11-25T09:00:00+08:00", "")]);
        let mut other = postgres::Client::connect(&url, postgres::NoTls).expect("connects");
        let hide = "UPDATE obligation SET state = 'met' WHERE authority_id = 1";
        other.batch_execute(hide).expect("hides");
        // What a registration under way looks like: the head is held, its row not yet visible.
        let under_way = "BEGIN; SELECT position FROM journal_head WHERE authority_id = 1 FOR UPDATE; \
                         UPDATE obligation SET state = 'open' WHERE authority_id = 1";
        other.batch_execute(under_way).expect("is under way");
        let text = super::calendar::calendar_of_2027("2027.1");
        let recomputed = std::thread::scope(|scope| {
            let (done, waits) = std::sync::mpsc::channel();
            let (huiyin, text) = (&huiyin, &text);
            let loading = scope.spawn(move || {
                let report = huiyin.load_calendar(text);
                let _ = done.send(());
                report
            });
            let early = waits.recv_timeout(Duration::from_secs(1)).is_ok();
            other.batch_execute("COMMIT").expect("commits");
            assert!(!early, "it did not wait");
            loading.join().expect("ends").expect("loads").recomputed
        });
        assert_eq!(recomputed, 1);
        assert_eq!(obligations(&huiyin)[0].calendar_version, "2027.1");
        assert_eq!(obligations(&huiyin).len(), 1);
        healthy(&huiyin);
        register(&huiyin, draft("后来的"));
        let rows = super::support::journal(&huiyin, FIRST);
        assert_eq!(rows.len(), 3);
    });
}
