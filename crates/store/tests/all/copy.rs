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
