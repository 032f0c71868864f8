//! The doctor finds what was changed behind the program's back, and nothing in a sound store.

use super::support::{draft, found, healthy, import, register, replaced, tamper, track};
use huiyin_app::Huiyin;
use huiyin_testkit::engine::{TestStore, each_engine};

/// Three petitions, one of them with a name.
fn three(place: &TestStore) -> Huiyin {
    let huiyin = place.open();
    for subject in ["一", "二"] {
        register(&huiyin, draft(subject));
    }
    let mut named = draft("三");
    named.petitioner = Some(huiyin_domain::petition::Identity {
        name: Some("王某".into()),
        ..Default::default()
    });
    register(&huiyin, named);
    huiyin
}

/// Tampers with a store of three petitions, and tells what the doctor finds.
fn after(rebuild: bool, sql: impl Fn(&TestStore) -> String, wanted: &[&str]) {
    each_engine(|place| {
        let huiyin = three(place);
        healthy(&huiyin);
        tamper(place, &sql(place));
        assert_eq!(found(&huiyin, rebuild), wanted);
    });
}

#[test]
fn a_sound_store_gives_no_finding_and_the_report_says_what_was_checked() {
    each_engine(|place| {
        let huiyin = three(place);
        let report = healthy(&huiyin);
        assert!(report.statements > 40);
        assert_eq!(
            (report.numbers, report.sealed_parts, report.forgotten_parts),
            (3, 4, 0)
        );
        assert!(report.journal_rows > 3 && report.rebuilt_rows > 6);
        assert_eq!(huiyin.doctor(false).expect("comes").rebuilt_rows, 0);
    });
}

#[test]
fn a_changed_open_part_is_found() {
    after(
        false,
        |place| {
            let changed = replaced(place, "open", "\"web\"", "\"api\"");
            format!("UPDATE journal SET open = {changed} WHERE authority_id = 1 AND position = 2")
        },
        &["open-part-changed"],
    );
}

#[test]
fn an_open_part_that_is_no_event_is_found() {
    after(
        false,
        |_| "UPDATE journal SET open = open_salt WHERE authority_id = 1 AND position = 2".into(),
        &["open-part-changed", "open-part-unreadable"],
    );
}

#[test]
fn a_changed_sealed_part_is_found() {
    after(
        false,
        |_| "UPDATE journal SET sealed_text = open WHERE authority_id = 1 AND position = 2".into(),
        &["seal-broken"],
    );
}

#[test]
fn a_sealed_part_moved_to_another_row_is_found() {
    after(
        false,
        |_| {
            "UPDATE journal SET sealed_text = (SELECT j.sealed_text FROM journal j \
             WHERE j.authority_id = 1 AND j.position = 1) WHERE authority_id = 1 AND position = 2"
                .into()
        },
        &["seal-broken"],
    );
}

#[test]
fn an_entry_that_is_another_rows_is_found() {
    after(
        false,
        |_| {
            "UPDATE journal SET entry = (SELECT j.entry FROM journal j \
             WHERE j.authority_id = 1 AND j.position = 1) WHERE authority_id = 1 AND position = 2"
                .into()
        },
        &[
            "absent-part-changed",
            "open-part-changed",
            "sealed-part-changed",
        ],
    );
}

#[test]
fn an_entry_that_is_no_entry_is_found() {
    after(
        false,
        |_| "UPDATE journal SET entry = open_salt WHERE authority_id = 1 AND position = 2".into(),
        &["entry-damaged"],
    );
}

#[test]
fn a_deleted_journal_row_is_found() {
    after(
        false,
        |_| "DELETE FROM journal WHERE authority_id = 1 AND position = 2".into(),
        &["journal-gap"],
    );
}

#[test]
fn a_deleted_last_row_is_found() {
    after(
        false,
        |_| "DELETE FROM journal WHERE authority_id = 1 AND position = 3".into(),
        &["journal-ends-early"],
    );
}

#[test]
fn a_head_behind_its_journal_is_found() {
    after(
        false,
        |_| "UPDATE journal_head SET position = 1 WHERE authority_id = 1".into(),
        &["head-behind"],
    );
}

#[test]
fn a_journal_without_a_head_is_looked_at_all_the_same() {
    after(
        false,
        |_| {
            "DELETE FROM journal_head WHERE authority_id = 1; \
             UPDATE journal SET open = open_salt WHERE authority_id = 1 AND position = 2"
                .into()
        },
        &["head-behind", "open-part-changed", "open-part-unreadable"],
    );
}

#[test]
fn rows_after_a_gap_at_the_head_do_not_keep_the_doctor_for_ever() {
    after(
        false,
        |_| {
            "DELETE FROM journal WHERE authority_id = 1 AND position = 2; \
             UPDATE journal_head SET position = 2 WHERE authority_id = 1"
                .into()
        },
        &["head-behind", "journal-gap"],
    );
}

#[test]
fn a_changed_time_beside_the_open_part_is_found() {
    after(
        false,
        |_| {
            "UPDATE journal SET recorded_at = recorded_at + 1 WHERE authority_id = 1 AND position = 2".into()
        },
        &["columns-differ", "time-runs-back"],
    );
}

#[test]
fn a_changed_date_is_found_by_the_rebuild_only() {
    each_engine(|place| {
        let huiyin = three(place);
        tamper(
            place,
            "UPDATE obligation SET due_date = '2030-01-01' WHERE authority_id = 1 AND petition_id = 2",
        );
        assert_eq!(found(&huiyin, false), [""; 0]);
        let report = huiyin.doctor(true).expect("comes");
        assert_eq!(report.findings.len(), 1);
        assert!(report.findings[0].message.starts_with("obligation "));
        assert_eq!(report.findings[0].code, "state-differs");
    });
}

#[test]
fn a_deleted_petition_row_is_found() {
    after(
        true,
        |_| "DELETE FROM petition WHERE authority_id = 1 AND petition_id = 2".into(),
        &["number-gap", "orphan-codes", "orphan-keys", "state-differs"],
    );
}

#[test]
fn a_petition_row_that_follows_from_no_event_is_found() {
    after(
        true,
        |_| {
            "INSERT INTO petition (authority_id, petition_id, number_year, number_sequence, state, \
             channel, language, who, misconduct, unit_id, registered_at, recorded_at) \
             VALUES (1, 99, 2026, 4, 'registered', 'web', 'zh', 'anonymous', 0, 1, 0, 0)"
                .into()
        },
        &["petitions-without-key", "state-differs"],
    );
}

#[test]
fn a_gap_in_the_numbers_is_found() {
    after(
        false,
        |_| {
            "UPDATE petition SET number_sequence = 7 WHERE authority_id = 1 AND petition_id = 3"
                .into()
        },
        &["number-gap"],
    );
}

#[test]
fn a_key_of_no_petition_is_found() {
    after(
        false,
        |_| "INSERT INTO petition_key (authority_id, petition_id) VALUES (1, 99)".into(),
        &["orphan-keys"],
    );
}

#[test]
fn a_code_of_no_petition_is_found() {
    after(
        false,
        |_| {
            "INSERT INTO petition_code (authority_id, code_hash, petition_id, acting, created_at, ended) \
             SELECT 1, open_salt, 99, 1, 0, 0 FROM journal WHERE authority_id = 1 AND position = 1"
                .into()
        },
        &["orphan-codes"],
    );
}

#[test]
fn a_row_of_keys_that_is_gone_is_found() {
    after(
        false,
        |_| "DELETE FROM petition_key WHERE authority_id = 1 AND petition_id = 2".into(),
        &["key-missing", "petitions-without-key"],
    );
}

#[test]
fn a_wrapped_key_that_was_changed_is_a_finding_and_stops_nothing() {
    after(
        true,
        |_| {
            "UPDATE petition_key SET wrapped_text_key = (SELECT k.wrapped_text_key FROM petition_key k \
             WHERE k.authority_id = 1 AND k.petition_id = 1) WHERE authority_id = 1 AND petition_id = 2"
            .into()
        },
        &["key-damaged"],
    );
}

#[test]
fn a_destroyed_key_is_reported_as_forgotten_and_is_healthy() {
    each_engine(|place| {
        let huiyin = three(place);
        let code = register(&huiyin, draft("要忘记的")).tracking_code;
        tamper(
            place,
            "UPDATE petition_key SET wrapped_identity_key = NULL, wrapped_text_key = NULL \
             WHERE authority_id = 1 AND petition_id >= 3",
        );
        let report = healthy(&huiyin);
        assert_eq!((report.sealed_parts, report.forgotten_parts), (2, 3));
        let view = track(&huiyin, &code);
        assert_eq!(
            (view.number.as_str(), view.subject.as_str()),
            ("2026-000004", "")
        );
        assert!(view.receipt.is_none());
    });
}

#[test]
fn a_journal_from_which_no_state_can_be_derived_is_a_finding_and_no_failure() {
    each_engine(|place| {
        let huiyin = place.open();
        import(
            place,
            &huiyin,
            &[(
                "a",
                "2026-01-05T09:00:00+08:00",
                "2026-01-06T09:00:00+08:00",
            )],
        );
        tamper(
            place,
            "DELETE FROM journal WHERE authority_id = 1 AND position = 1",
        );
        assert_eq!(found(&huiyin, true), ["journal-gap", "state-underivable"]);
    });
}

#[test]
fn petitions_that_come_in_while_the_doctor_looks_are_no_finding() {
    each_engine(|place| {
        let huiyin = three(place);
        let other = place.open();
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    register(&other, draft("同时来的"));
                }
            });
            let looks: Vec<_> = (0..5).map(|_| huiyin.doctor(true)).collect();
            done.store(true, std::sync::atomic::Ordering::Relaxed);
            for look in looks {
                assert_eq!(look.expect("the doctor comes").findings, []);
            }
        });
    });
}
