//! Two processes on one PostgreSQL: what one has under way the other must not miss.

use super::support::{FIRST, at, draft, healthy, import, obligations, register};
use huiyin_app::InboxFilter;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Park, accept};
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

/// A petition is kept folded in memory; what another process appended to it is folded on it.
#[test]
fn what_another_process_did_with_a_petition_is_seen_here() {
    each_engine(|place| {
        let (here, there) = (place.open(), place.open());
        let park = Park::build(&here);
        let filed = park.at("economy", "ecohandler");
        let elsewhere = park.on(&there);
        let state = |park: &Park<'_>| {
            let inbox = park.inbox("ecohandler", InboxFilter::default());
            let number = filed.number.to_string();
            let row = inbox.entries.into_iter().find(|one| one.number == number);
            let view = park.open("ecohandler", &filed, false).expect("opens");
            (view.state, view.version, row.map(|row| row.asked_late))
        };
        assert_eq!(state(&park), state(&elsewhere));
        elsewhere.does("ecohandler", &filed, vec![accept()]);
        assert_eq!(state(&park), state(&elsewhere));
        assert_eq!(state(&park).0, "accepted");
        let note = || Command::Note {
            text: "已电话联系".into(),
        };
        let first = park.does("ecohandler", &filed, vec![note()]).version;
        let second = elsewhere.does("ecohandler", &filed, vec![note()]).version;
        assert!(second > first, "{second} is after {first}");
        assert_eq!(state(&park), state(&elsewhere));
        healthy(&here);
    });
}
