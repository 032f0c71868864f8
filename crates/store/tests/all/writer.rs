use huiyin_domain::event::{DataExported, Event};
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::time::Instant;
use huiyin_store::rows::{JournalRow, Part};
use huiyin_store::transaction::Transaction;
use huiyin_store::writer::{Job, Writer};
use huiyin_store::{Store, StoreError};
use huiyin_testkit::engine::each_engine;
use std::sync::mpsc::{Sender, channel};

/// Appends some rows, and then perhaps fails as an engine would.
struct Append {
    authority: AuthorityId,
    rows: u64,
    fails: bool,
    runs: u32,
    reply: Sender<(u32, Result<(), StoreError>)>,
}

impl Job for Append {
    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn run(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StoreError> {
        self.runs += 1;
        for _ in 0..self.rows {
            let slot = transaction.next_slot(self.authority)?;
            let event = Event::DataExported(DataExported {
                what: "test".into(),
                format: "csv".into(),
                rows: 0,
            });
            let absent = || Part::Absent { salt: vec![0; 32] };
            let row = JournalRow {
                authority: self.authority,
                position: slot.position,
                kind: event.kind().into(),
                petition: None,
                staff: None,
                response: None,
                recorded_at: slot.recorded_at,
                effective_at: slot.recorded_at,
                open: b"{}".to_vec(),
                open_salt: vec![0; 32],
                identity: absent(),
                text: absent(),
                entry: vec![0; 97],
            };
            transaction.append(row, &event)?;
        }
        if self.fails {
            Err(StoreError::Engine("on purpose".into()))
        } else {
            Ok(())
        }
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let _ = self.reply.send((self.runs, outcome));
    }
}

fn start(store: &Store) -> Writer {
    Writer::start(store, || Instant::from_micros(1_000)).expect("starts")
}

fn positions(store: &Store, authority: AuthorityId) -> Vec<i64> {
    let rows = store
        .read_here(|reader| reader.journal_after(authority, Position::new(0), 10_000))
        .expect("reads");
    rows.iter().map(|row| row.position.raw()).collect()
}

#[test]
fn positions_have_no_gaps_and_each_authority_its_own_order() {
    each_engine(|place| {
        let store = Store::open(&place.config).expect("opens");
        let writer = start(&store);
        let (reply, replies) = channel();
        for nth in 0..300 {
            let authority = AuthorityId::new(1 + nth % 3);
            writer
                .submit(Box::new(Append {
                    authority,
                    rows: 2,
                    fails: false,
                    runs: 0,
                    reply: reply.clone(),
                }))
                .expect("queued");
        }
        for _ in 0..300 {
            assert!(replies.recv().expect("a reply").1.is_ok());
        }
        for authority in 1..=3 {
            assert_eq!(
                positions(&store, AuthorityId::new(authority)),
                (1..=200).collect::<Vec<_>>()
            );
        }
    });
}

#[test]
fn a_command_that_the_engine_fails_on_harms_none_of_its_neighbours() {
    each_engine(|place| {
        let store = Store::open(&place.config).expect("opens");
        let writer = start(&store);
        let authority = AuthorityId::new(1);
        let (reply, replies) = channel();
        for nth in 0..200 {
            let job = Append {
                authority,
                rows: 1,
                fails: nth % 50 == 7,
                runs: 0,
                reply: reply.clone(),
            };
            writer.submit(Box::new(job)).expect("queued");
        }
        let outcomes: Vec<(u32, Result<(), StoreError>)> =
            (0..200).map(|_| replies.recv().expect("a reply")).collect();
        assert_eq!(
            outcomes
                .iter()
                .filter(|(_, outcome)| outcome.is_err())
                .count(),
            4
        );
        assert_eq!(positions(&store, authority), (1..=196).collect::<Vec<_>>());
        drop(writer);
        let again = start(&store);
        again
            .submit(Box::new(Append {
                authority,
                rows: 1,
                fails: false,
                runs: 0,
                reply,
            }))
            .expect("queued");
        assert!(replies.recv().expect("a reply").1.is_ok());
        assert_eq!(positions(&store, authority).last(), Some(&197));
    });
}

#[test]
fn two_writers_on_one_store_share_one_order() {
    each_engine(|place| {
        let store = Store::open(&place.config).expect("opens");
        let writers = [start(&store), start(&store)];
        let authority = AuthorityId::new(1);
        let (reply, replies) = channel();
        for nth in 0..400 {
            let job = Append {
                authority,
                rows: 1,
                fails: false,
                runs: 0,
                reply: reply.clone(),
            };
            writers[nth % 2].submit(Box::new(job)).expect("queued");
        }
        for _ in 0..400 {
            assert!(replies.recv().expect("a reply").1.is_ok());
        }
        assert_eq!(positions(&store, authority), (1..=400).collect::<Vec<_>>());
    });
}

#[test]
fn a_writer_whose_clock_runs_back_never_records_earlier_than_the_row_before() {
    each_engine(|place| {
        let store = Store::open(&place.config).expect("opens");
        let authority = AuthorityId::new(1);
        for micros in [5_000, 3_000] {
            let writer =
                Writer::start(&store, move || Instant::from_micros(micros)).expect("starts");
            let (reply, replies) = channel();
            writer
                .submit(Box::new(Append {
                    authority,
                    rows: 1,
                    fails: false,
                    runs: 0,
                    reply,
                }))
                .expect("queued");
            assert!(replies.recv().expect("a reply").1.is_ok());
        }
        let rows = store
            .read_here(|reader| reader.journal_after(authority, Position::new(0), 10))
            .expect("reads");
        assert_eq!(
            rows.iter()
                .map(|row| row.recorded_at.micros())
                .collect::<Vec<_>>(),
            [5_000, 5_000]
        );
    });
}

/// Appends a row, and then does what no job should.
struct Panics(Append);

impl Job for Panics {
    fn authorities(&self) -> Vec<AuthorityId> {
        self.0.authorities()
    }

    fn run(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StoreError> {
        self.0.run(transaction)?;
        panic!("on purpose");
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        Box::new(self.0).finish(outcome);
    }
}

fn append(authority: AuthorityId, reply: &Sender<(u32, Result<(), StoreError>)>) -> Append {
    Append {
        authority,
        rows: 1,
        fails: false,
        runs: 0,
        reply: reply.clone(),
    }
}

#[test]
fn a_command_that_panics_fails_alone_and_the_writer_goes_on() {
    each_engine(|place| {
        let store = Store::open(&place.config).expect("opens");
        let writer = start(&store);
        let authority = AuthorityId::new(1);
        let (reply, replies) = channel();
        for nth in 0..100 {
            let job: Box<dyn Job> = if nth % 40 == 9 {
                Box::new(Panics(append(authority, &reply)))
            } else {
                Box::new(append(authority, &reply))
            };
            writer.submit(job).expect("queued");
        }
        let outcomes: Vec<_> = (0..100).map(|_| replies.recv().expect("a reply")).collect();
        let failed = outcomes.iter().filter(|(_, outcome)| outcome.is_err());
        assert_eq!(failed.count(), 3);
        assert_eq!(positions(&store, authority), (1..=97).collect::<Vec<_>>());
        assert!(writer.is_running());
    });
}

#[test]
fn a_command_that_fails_alone_says_why() {
    each_engine(|place| {
        let store = Store::open(&place.config).expect("opens");
        let writer = start(&store);
        let (reply, replies) = channel();
        let mut job = append(AuthorityId::new(1), &reply);
        job.fails = true;
        writer.submit(Box::new(job)).expect("queued");
        let (_, outcome) = replies.recv().expect("a reply");
        assert!(outcome.is_err_and(|error| error.to_string().contains("on purpose")));
    });
}

#[test]
fn two_writers_of_a_journal_that_is_empty_still_wait_for_each_other() {
    each_engine(|place| {
        let store = Store::open(&place.config).expect("opens");
        let writers = [start(&store), start(&store)];
        for authority in (1..=20).map(AuthorityId::new) {
            let (reply, replies) = channel();
            for writer in &writers {
                writer
                    .submit(Box::new(append(authority, &reply)))
                    .expect("queued");
            }
            for _ in &writers {
                let (runs, outcome) = replies.recv().expect("a reply");
                assert!(outcome.is_ok());
                assert_eq!(runs, 1, "a command ran again: both took the same position");
            }
            assert_eq!(positions(&store, authority), [1, 2]);
        }
    });
}
