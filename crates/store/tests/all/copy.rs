use huiyin_store::{StoreConfig, StoreError, back_up, restore};
use huiyin_testkit::engine::{each_engine, on_postgres};

#[test]
fn a_backup_is_restored_into_either_engine_and_never_over_anything() {
    each_engine(|place| {
        let huiyin = place.open();
        let file = place.folder().join("copy.huiyin");
        let report = back_up(huiyin.store(), &file).expect("backs up");
        assert!(report.journal_rows >= 10 && report.bytes > 0);
        assert!(matches!(
            back_up(huiyin.store(), &file),
            Err(StoreError::NotEmpty(_))
        ));
        let sqlite = StoreConfig {
            folder: place.folder().join("restored"),
            database: None,
        };
        assert_eq!(
            restore(&file, &sqlite).expect("restores").journal_rows,
            report.journal_rows
        );
        assert!(matches!(
            restore(&file, &sqlite),
            Err(StoreError::NotEmpty(_))
        ));
        on_postgres(|url| {
            let postgres = StoreConfig {
                folder: place.folder().join("restored-pg"),
                database: Some(url.to_owned()),
            };
            assert_eq!(
                restore(&file, &postgres).expect("restores").journal_rows,
                report.journal_rows
            );
            assert!(matches!(
                restore(&file, &postgres),
                Err(StoreError::NotEmpty(_))
            ));
        });
    });
}

/// Changes a backup file behind the program's back.
fn change(file: &std::path::Path, sql: &str) {
    let backup = rusqlite::Connection::open(file).expect("opens");
    backup.execute_batch(sql).expect("changes");
}

#[test]
fn a_newer_programs_backup_is_refused_before_anything_is_made() {
    each_engine(|place| {
        let huiyin = place.open();
        let file = place.folder().join("copy.huiyin");
        back_up(huiyin.store(), &file).expect("backs up");
        change(
            &file,
            "INSERT INTO migration (number, checksum) VALUES (900, 'x')",
        );
        let target = StoreConfig {
            folder: place.folder().join("restored"),
            database: None,
        };
        assert!(matches!(
            restore(&file, &target),
            Err(StoreError::TooNew { found: 900, .. })
        ));
        assert!(!target.sqlite_file().exists());
    });
}

#[test]
fn a_restore_that_fails_halfway_leaves_nothing_and_can_be_run_again() {
    each_engine(|place| {
        let huiyin = place.open();
        let file = place.folder().join("copy.huiyin");
        let report = back_up(huiyin.store(), &file).expect("backs up");
        let broken = place.folder().join("broken.huiyin");
        std::fs::copy(&file, &broken).expect("copies");
        change(&broken, "DROP TABLE idempotency");
        let sqlite = StoreConfig {
            folder: place.folder().join("restored"),
            database: None,
        };
        assert!(restore(&broken, &sqlite).is_err());
        assert_eq!(restore(&file, &sqlite).expect("restores"), report);
        on_postgres(|url| {
            let postgres = StoreConfig {
                folder: place.folder().join("restored-pg"),
                database: Some(url.to_owned()),
            };
            assert!(restore(&broken, &postgres).is_err());
            assert_eq!(restore(&file, &postgres).expect("restores"), report);
        });
    });
}

#[test]
fn a_backup_is_there_whole_or_not_at_all() {
    each_engine(|place| {
        let huiyin = place.open();
        let nowhere = place.folder().join("no-such-folder").join("copy");
        assert!(back_up(huiyin.store(), &nowhere).is_err());
        let file = place.folder().join("copy");
        std::fs::write(place.folder().join("copy.unfinished"), "an interrupted one")
            .expect("writes");
        back_up(huiyin.store(), &file).expect("backs up");
        let left: Vec<_> = std::fs::read_dir(place.folder())
            .expect("reads")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.starts_with("copy"))
            .collect();
        assert_eq!(left, ["copy"]);
    });
}
