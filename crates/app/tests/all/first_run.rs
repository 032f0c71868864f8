//! An empty store becomes an installation, and only its own key opens it (RULES 7).

use super::support::{draft, event, healthy, journal, register, tamper, track, wait};
use huiyin_app::{AppError, Huiyin, HuiyinConfig};
use huiyin_domain::ids::INSTALLATION;
use huiyin_store::seal::InstallationKey;
use huiyin_store::{Store, StoreConfig, StoreError};
use huiyin_testkit::engine::{TestStore, each_engine};

fn opened_with(place: &TestStore, key: Option<&str>) -> Result<Huiyin, AppError> {
    let mut config = HuiyinConfig::new(place.config.clone());
    config.clock = place.clock.clone();
    config.installation_key = key.map(ToOwned::to_owned);
    Huiyin::open(config)
}

fn refusal(opened: Result<Huiyin, AppError>) -> String {
    match opened {
        Ok(_) => panic!("it opened"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_empty_store_becomes_ready_to_register() {
    each_engine(|place| {
        let huiyin = place.open();
        let file = InstallationKey::file_in(place.folder());
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(&file).expect("a key").permissions(),
        );
        assert_eq!(mode & 0o777, 0o600, "the key is its owner's only");
        let authority = huiyin.authority(None).expect("an authority");
        assert_eq!(authority.row.key, "default");
        assert_eq!(authority.zone.name(), "Asia/Shanghai");
        assert_eq!(authority.row.rulebook, "cn-2022");
        assert_eq!(authority.organisation().units.len(), 1);
        assert!(huiyin_ledger::is_origin(&authority.row.origin));
        let rules = huiyin.rules();
        assert_eq!(rules.rulebook("cn-2022").expect("loaded").calendar, "cn");
        assert!(rules.calendar("cn").is_some());
        let kinds: Vec<_> = journal(&huiyin, INSTALLATION)
            .iter()
            .map(|row| event(row).kind())
            .collect();
        let mut wanted = vec!["InstallationCreated"];
        wanted.extend(
            huiyin_domain::shipped::rulebooks()
                .iter()
                .map(|_| "RulebookLoaded"),
        );
        wanted.extend(
            huiyin_domain::shipped::calendars()
                .iter()
                .map(|_| "CalendarLoaded"),
        );
        wanted.push("AuthorityCreated");
        assert_eq!(kinds, wanted);
        assert_eq!(register(&huiyin, draft("路灯不亮")).number, "2026-000001");
        healthy(&huiyin);
    });
}

#[test]
fn opening_again_writes_nothing() {
    each_engine(|place| {
        let rows = journal(&place.open(), INSTALLATION).len();
        let again = place.open();
        assert_eq!(journal(&again, INSTALLATION).len(), rows);
        assert_eq!(again.writer_figures().failed, 0);
    });
}

#[test]
fn two_processes_that_open_one_empty_store_at_once_create_one_installation() {
    each_engine(|place| {
        drop(Store::open(&place.config).expect("opens"));
        InstallationKey::from_bytes([5; 32])
            .write_new(&InstallationKey::file_in(place.folder()))
            .expect("writes");
        std::thread::scope(|scope| {
            let opening: Vec<_> = (0..4).map(|_| scope.spawn(|| place.open())).collect();
            for one in opening {
                let huiyin = one.join().expect("opens");
                assert_eq!(huiyin.rules().authorities().len(), 1);
            }
        });
        healthy(&place.open());
    });
}

#[test]
fn a_missing_key_is_named_with_its_place() {
    each_engine(|place| {
        drop(place.open());
        let file = InstallationKey::file_in(place.folder());
        std::fs::remove_file(&file).expect("removed");
        let said = refusal(opened_with(place, None));
        assert!(said.contains("the installation key is missing"), "{said}");
        assert!(said.contains(&file.display().to_string()), "{said}");
        assert!(!file.exists(), "no other key is put in its place");
    });
}

#[test]
fn another_installations_key_opens_nothing() {
    each_engine(|place| {
        drop(place.open());
        let said = refusal(opened_with(place, Some(&"ab".repeat(32))));
        assert!(said.contains("another installation's key"), "{said}");
        assert!(!said.contains("abab"), "a key is in no message: {said}");
        let said = refusal(opened_with(place, Some("secret")));
        assert!(said.contains("64 hexadecimal digits"), "{said}");
        assert!(!said.contains("secret"), "a key is in no message: {said}");
    });
}

#[test]
fn the_key_may_come_from_the_environment_and_is_then_in_no_file() {
    each_engine(|place| {
        let key = "0c".repeat(32);
        let huiyin = opened_with(place, Some(&key)).expect("opens");
        let code = register(&huiyin, draft("路灯不亮")).tracking_code;
        drop(huiyin);
        assert!(!InstallationKey::file_in(place.folder()).exists());
        let again = opened_with(place, Some(&key)).expect("opens again");
        assert_eq!(track(&again, &code).subject, "路灯不亮");
        refusal(opened_with(place, None));
    });
}

#[test]
fn a_newer_programs_store_is_left_alone() {
    each_engine(|place| {
        drop(place.open());
        tamper(
            place,
            "INSERT INTO migration (number, checksum) VALUES (900, 'x')",
        );
        let opened = opened_with(place, None);
        assert!(matches!(
            opened,
            Err(AppError::Store(StoreError::TooNew { found: 900, .. }))
        ));
        assert!(refusal(opened).contains("use the newer program"));
    });
}

#[test]
fn a_changed_migration_is_noticed() {
    each_engine(|place| {
        drop(place.open());
        tamper(
            place,
            "UPDATE migration SET checksum = 'other' WHERE number = 1",
        );
        assert!(matches!(
            opened_with(place, None),
            Err(AppError::Store(StoreError::MigrationChanged(1)))
        ));
    });
}

#[test]
fn a_store_can_be_opened_used_and_dropped_from_async_code() {
    each_engine(|place| {
        let huiyin = place.open();
        wait(async move {
            huiyin.ready().await.expect("ready");
            drop(huiyin);
        });
    });
}

#[test]
fn a_backup_with_another_installations_key_is_refused_before_anything_is_written() {
    each_engine(|place| {
        let huiyin = place.open();
        let file = place.folder().join("copy");
        huiyin_store::back_up(huiyin.store(), &file).expect("backs up");
        let other = InstallationKey::from_bytes([9; 32]);
        assert!(huiyin_app::check_backup_key(&file, huiyin.installation_key()).is_ok());
        let refused = huiyin_app::check_backup_key(&file, &other);
        assert!(
            refused.is_err_and(|error| error.to_string().contains("another installation's key"))
        );
        let elsewhere = StoreConfig {
            folder: place.folder().join("elsewhere"),
            database: None,
        };
        assert!(!elsewhere.sqlite_file().exists());
    });
}
