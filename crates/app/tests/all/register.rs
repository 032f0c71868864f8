//! Registration: number, code, receipt, first duty, one transaction.

use super::support::{FIRST, at, draft, event, healthy, import, journal, register, track, wait};
use huiyin_app::chance::{Chance, FixedChance, NoChance};
use huiyin_app::{AppError, Huiyin, HuiyinConfig, Idempotency, Refusal, RegisterReply};
use huiyin_domain::event::Event;
use huiyin_domain::petition::{Channel, Identity, SubmissionDraft};
use huiyin_ledger::{KeySource, SignedReceipt};
use huiyin_store::{StoreConfig, back_up, restore};
use huiyin_testkit::engine::{TestStore, each_engine, on_postgres};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

fn verified(receipt: &str, subject: &str, body: &str) -> SignedReceipt {
    let signed = SignedReceipt::parse(receipt).expect("a receipt");
    let verdict = signed
        .verify(None, Some((subject, body)))
        .expect("verifies");
    assert_eq!(verdict.key_source, KeySource::Receipt);
    signed
}

#[test]
fn a_petition_gets_the_next_position_and_number_and_a_receipt_that_verifies() {
    each_engine(|place| {
        let huiyin = place.open();
        let one = register(&huiyin, draft("一"));
        let two = register(&huiyin, draft("二"));
        assert_eq!(
            (one.number.as_str(), two.number.as_str()),
            ("2026-000001", "2026-000002")
        );
        assert_ne!(one.tracking_code, two.tracking_code);
        assert_eq!(one.registered_at, "2026-02-13T10:00:00+08:00");
        let sort = &one.obligations[0];
        assert_eq!(
            (sort.kind.as_str(), sort.due_date.as_str()),
            ("sort", "2026-02-28")
        );
        assert_eq!(sort.owed_by, "petition-office");
        let body = draft("一").body.expect("a body");
        let signed = verified(&two.receipt, "二", &body);
        assert_eq!(signed.receipt.position, 2);
        assert_eq!(signed.receipt.number, two.number);
        let authority = huiyin.authority(None).expect("an authority");
        assert_eq!(signed.receipt.origin, authority.row.origin);
        assert_eq!(signed.receipt.key.to_string(), authority.row.verifying_key);
        assert_eq!(
            track(&huiyin, &two.tracking_code)
                .receipt
                .expect("a receipt"),
            two.receipt
        );
        healthy(&huiyin);
    });
}

#[test]
fn numbers_begin_again_with_the_year_of_the_authoritys_zone() {
    each_engine(|place| {
        let huiyin = place.open();
        let mut numbers = Vec::new();
        for time in [
            "2026-12-31T23:59:59+08:00",
            "2026-12-31T15:59:59.999999Z",
            "2027-01-01T00:00:00+08:00",
            "2026-12-31T16:00:01Z",
        ] {
            place.clock.set(at(time));
            numbers.push(register(&huiyin, draft("跨年")).number);
        }
        assert_eq!(
            numbers,
            ["2026-000001", "2026-000002", "2027-000001", "2027-000002"]
        );
        healthy(&huiyin);
    });
}

#[test]
fn a_clock_that_runs_back_never_gives_an_earlier_time_or_an_earlier_year() {
    each_engine(|place| {
        let huiyin = place.open();
        place.clock.set(at("2027-01-01T00:00:00+08:00"));
        let one = register(&huiyin, draft("一"));
        place.clock.set(at("2026-12-31T10:00:00+08:00"));
        let two = register(&huiyin, draft("二"));
        assert_eq!(
            (one.number.as_str(), two.number.as_str()),
            ("2027-000001", "2027-000002")
        );
        assert_eq!(two.registered_at, one.registered_at);
        let rows = journal(&huiyin, FIRST);
        assert!(
            rows.iter()
                .all(|row| row.recorded_at == at("2027-01-01T00:00:00+08:00"))
        );
        assert!(rows.iter().all(|row| row.effective_at == row.recorded_at));
        healthy(&huiyin);
    });
}

#[test]
fn the_receipt_verifies_after_a_backup_and_a_restore_on_either_engine() {
    each_engine(|place| {
        let huiyin = place.open();
        let registered = register(&huiyin, draft("路灯不亮"));
        import(place, &huiyin, &[("a", "2026-01-05T09:00:00+08:00", "")]);
        let file = place.folder().join("copy");
        back_up(huiyin.store(), &file).expect("backs up");
        let key = huiyin.installation_key().clone();
        drop(huiyin);
        let check = |database: Option<&str>| {
            let folder = tempfile::tempdir().expect("a folder");
            let store = StoreConfig {
                folder: folder.path().to_owned(),
                database: database.map(ToOwned::to_owned),
            };
            restore(&file, &store).expect("restores");
            key.write_new(&huiyin_store::seal::InstallationKey::file_in(folder.path()))
                .expect("writes");
            let mut config = HuiyinConfig::new(store);
            config.clock = place.clock.clone();
            let restored = Huiyin::open(config).expect("opens");
            let view = track(&restored, &registered.tracking_code);
            assert_eq!(view.receipt.expect("a receipt"), registered.receipt);
            verified(&registered.receipt, "路灯不亮", &view.body);
            healthy(&restored);
            assert_eq!(register(&restored, draft("后来的")).number, "2026-000003");
        };
        check(None);
        on_postgres(|url| check(Some(url)));
    });
}

fn idempotent(huiyin: &Huiyin, key: &str, subject: &str) -> Result<RegisterReply, AppError> {
    let authority = huiyin.authority(None)?;
    let idempotency = Idempotency {
        key: key.into(),
        request: subject.as_bytes().to_vec(),
    };
    wait(huiyin.register(&authority, draft(subject), Channel::Api, Some(idempotency)))
}

#[test]
fn the_same_key_and_request_are_answered_once_and_replayed_word_for_word() {
    each_engine(|place| {
        let huiyin = place.open();
        let first = idempotent(&huiyin, "k", "一").expect("registers");
        let again = idempotent(&huiyin, "k", "一").expect("replays");
        assert!(!first.replayed && again.replayed);
        assert!(first.registered == again.registered);
        assert!(matches!(
            idempotent(&huiyin, "k", "二"),
            Err(AppError::Refused(Refusal::IdempotencyKeyReused))
        ));
        assert_eq!(journal(&huiyin, FIRST).len(), 1);
        place.clock.set(at("2026-02-14T10:00:00+08:00"));
        assert!(
            idempotent(&huiyin, "k", "一").expect("replays").replayed,
            "24 hours are included"
        );
        place.clock.set(at("2026-02-14T10:00:01+08:00"));
        let later = idempotent(&huiyin, "k", "二").expect("registers");
        assert!(!later.replayed, "forgotten after 24 hours");
        healthy(&huiyin);
    });
}

#[test]
fn duplicates_that_come_at_once_through_two_processes_are_one_petition() {
    each_engine(|place| {
        let processes = [place.open(), place.open()];
        let numbers: Vec<(String, bool)> = std::thread::scope(|scope| {
            let posts: Vec<_> = (0..16)
                .map(|nth| {
                    let huiyin = &processes[nth % 2];
                    scope.spawn(move || {
                        let key = format!("key {}", nth / 8);
                        let reply = idempotent(huiyin, &key, "一").expect("is answered");
                        (reply.registered.tracking_code, reply.replayed)
                    })
                })
                .collect();
            posts
                .into_iter()
                .map(|post| post.join().expect("ends"))
                .collect()
        });
        assert_eq!(numbers.iter().filter(|(_, replayed)| !replayed).count(), 2);
        for half in numbers.chunks(8) {
            assert!(half.iter().all(|(code, _)| *code == half[0].0));
        }
        assert_eq!(journal(&processes[0], FIRST).len(), 2);
        healthy(&processes[0]);
    });
}

#[test]
fn petitions_through_two_processes_have_numbers_without_gap_or_double() {
    each_engine(|place| {
        let processes = [place.open(), place.open()];
        let mut numbers: Vec<String> = std::thread::scope(|scope| {
            let posts: Vec<_> = (0..4)
                .map(|nth| {
                    let huiyin = &processes[nth % 2];
                    scope.spawn(move || {
                        let all = (0..10).map(|_| register(huiyin, draft("一")).number);
                        all.collect::<Vec<_>>()
                    })
                })
                .collect();
            posts
                .into_iter()
                .flat_map(|post| post.join().expect("ends"))
                .collect()
        });
        numbers.sort();
        let wanted: Vec<String> = (1..=40).map(|nth| format!("2026-{nth:06}")).collect();
        assert_eq!(numbers, wanted);
        healthy(&processes[0]);
    });
}

/// Chance that runs out after some draws.
struct Exhaustible {
    left: AtomicU64,
    source: FixedChance,
}

impl Chance for Exhaustible {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoChance> {
        let left = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
        left.map_err(|_| NoChance)?;
        self.source.fill(buffer)
    }
}

fn with_chance(place: &TestStore, chance: &Arc<Exhaustible>) -> Huiyin {
    let mut config = HuiyinConfig::new(place.config.clone());
    config.clock = place.clock.clone();
    config.chance = chance.clone();
    Huiyin::open(config).expect("opens")
}

#[test]
fn a_registration_that_fails_halfway_leaves_nothing() {
    each_engine(|place| {
        let chance = Arc::new(Exhaustible {
            left: AtomicU64::new(u64::MAX),
            source: FixedChance::seeded(3),
        });
        let huiyin = with_chance(place, &chance);
        let mut failures = 0;
        for draws in 0..64 {
            chance.left.store(draws, Ordering::Relaxed);
            let outcome = idempotent(&huiyin, &format!("key {draws}"), "一");
            chance.left.store(u64::MAX, Ordering::Relaxed);
            if outcome.is_ok() {
                break;
            }
            failures += 1;
            assert_eq!(journal(&huiyin, FIRST).len(), 0, "after {draws} draws");
        }
        assert!(
            failures > 5,
            "a registration draws chance more than once: {failures}"
        );
        assert_eq!(journal(&huiyin, FIRST).len(), 1);
        healthy(&huiyin);
    });
}

#[test]
fn what_is_sealed_is_nowhere_in_the_clear() {
    each_engine(|place| {
        let huiyin = place.open();
        let mut one = draft("CANARY-SUBJECT");
        one.petitioner = Some(Identity {
            name: Some("CANARY-NAME".into()),
            phone: Some("13800138000".into()),
            email: Some("canary@example.org".into()),
            address: Some("CANARY-ADDRESS".into()),
            ..Identity::default()
        });
        one.respondents = vec!["CANARY-RESPONDENT".into()];
        one.place_text = Some("CANARY-PLACE".into());
        let registered = register(&huiyin, one);
        let row = &journal(&huiyin, FIRST)[0];
        let open = String::from_utf8(row.open.clone()).expect("UTF-8");
        for secret in ["CANARY", "canary", "13800138000"] {
            assert!(!open.contains(secret), "{secret} in the open part");
            assert!(
                !registered.receipt.contains(secret),
                "{secret} on the receipt"
            );
        }
        let Event::PetitionRegistered(registration) = event(row) else {
            panic!("another event");
        };
        assert_eq!(registration.number.to_string(), registered.number);
    });
}

#[test]
fn a_refused_draft_names_its_fields_and_writes_nothing() {
    each_engine(|place| {
        let huiyin = place.open();
        let authority = huiyin.authority(None).expect("an authority");
        let reply =
            wait(huiyin.register(&authority, SubmissionDraft::default(), Channel::Web, None));
        let Err(AppError::Refused(Refusal::Fields(fields))) = reply.map(|_| ()) else {
            panic!("not refused by its fields");
        };
        let names: Vec<&str> = fields.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(names, ["subject", "body"]);
        assert_eq!(journal(&huiyin, FIRST).len(), 0);
    });
}
