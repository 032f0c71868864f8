//! What the tests of the use cases share.

use huiyin_app::code::TrackingCode;
use huiyin_app::{DoctorReport, Huiyin, ImportOptions, ImportReport, Registered, TrackView};
use huiyin_domain::event::{Actor, ENVELOPE_VERSION, Envelope, Event};
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::petition::{Channel, SubmissionDraft};
use huiyin_domain::time::Instant;
use huiyin_ledger::{Entry, commit};
use huiyin_store::StoreError;
use huiyin_store::rows::{JournalRow, ObligationRow, Part};
use huiyin_store::transaction::Transaction;
use huiyin_store::writer::{Job, Writer};
use huiyin_testkit::engine::TestStore;
pub use huiyin_testkit::park::{FIRST, wait};
use std::sync::mpsc::{Sender, channel};

/// An instant in RFC 3339.
pub fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// A petition that nobody signed.
pub fn draft(subject: &str) -> SubmissionDraft {
    SubmissionDraft {
        subject: Some(subject.into()),
        body: Some("楼下施工到凌晨两点，已经一个月。".into()),
        ..SubmissionDraft::default()
    }
}

/// Registers it at the first authority.
pub fn register(huiyin: &Huiyin, draft: SubmissionDraft) -> Registered {
    let authority = huiyin.authority(None).expect("an authority");
    let reply = wait(huiyin.register(&authority, draft, Channel::Web, None));
    match reply {
        Ok(reply) => reply.registered,
        Err(error) => panic!("not registered: {error}"),
    }
}

/// What the code shows.
pub fn track(huiyin: &Huiyin, code: &str) -> TrackView {
    let code = TrackingCode::parse(code).expect("a code");
    wait(huiyin.track(&code))
        .expect("the store answers")
        .expect("the code is known")
}

/// Imports records of `id, registered_at, answered_at` under `cn-2022`, term `answer`.
pub fn import(place: &TestStore, huiyin: &Huiyin, records: &[(&str, &str, &str)]) -> ImportReport {
    let file = place.folder().join("old.csv");
    let mut text = String::from("external_id,registered_at,answered_at,subject,body\n");
    for (id, registered, answered) in records {
        text.push_str(&format!("{id},{registered},{answered},旧件,旧件内容\n"));
    }
    std::fs::write(&file, text).expect("the file is written");
    let options = ImportOptions {
        file,
        ..ImportOptions::default()
    };
    let authority = huiyin.authority(None).expect("an authority");
    let report = huiyin
        .import_petitions(&authority, &options, &mut |_| {})
        .expect("imports");
    assert_eq!(report.refused, []);
    report
}

/// Every obligation of the first authority, in order.
pub fn obligations(huiyin: &Huiyin) -> Vec<ObligationRow> {
    let petitions = journal(huiyin, FIRST);
    let mut found = Vec::new();
    for row in petitions {
        let own = row.petition.filter(|id| id.raw() == row.position.raw());
        if let Some(petition) = own {
            let rows = huiyin
                .store()
                .read_here(|reader| reader.obligations_of(FIRST, petition))
                .expect("reads");
            found.extend(rows);
        }
    }
    found
}

/// A journal from its first row on.
pub fn journal(huiyin: &Huiyin, authority: AuthorityId) -> Vec<JournalRow> {
    huiyin
        .store()
        .read_here(|reader| reader.journal_after(authority, Position::new(0), 10_000))
        .expect("reads")
}

/// The event of a row.
pub fn event(row: &JournalRow) -> Event {
    let envelope: Envelope = serde_json::from_slice(&row.open).expect("an envelope");
    envelope.event
}

/// Checks the store, state tables included, and finds nothing.
pub fn healthy(huiyin: &Huiyin) -> DoctorReport {
    let report = huiyin.doctor(true).expect("the doctor comes");
    assert_eq!(report.findings, []);
    assert!(report.healthy);
    report
}

/// The codes that the doctor finds, each once, sorted.
pub fn found(huiyin: &Huiyin, rebuild: bool) -> Vec<&'static str> {
    let report = huiyin.doctor(rebuild).expect("the doctor comes");
    assert_eq!(report.healthy, report.findings.is_empty());
    let mut codes: Vec<&'static str> = report.findings.iter().map(|one| one.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Changes the database behind the program's back.
pub fn tamper(place: &TestStore, sql: &str) {
    match &place.config.database {
        None => {
            let file = rusqlite::Connection::open(place.config.sqlite_file()).expect("opens");
            file.execute_batch(sql).expect("tampers");
        }
        Some(url) => {
            let mut client = postgres::Client::connect(url, postgres::NoTls).expect("connects");
            client.batch_execute(sql).expect("tampers");
        }
    }
}

/// SQL that is a column of bytes with one text in it replaced, in the dialect of the store.
pub fn replaced(place: &TestStore, column: &str, from: &str, to: &str) -> String {
    match place.config.database {
        None => format!("CAST(replace(CAST({column} AS TEXT), '{from}', '{to}') AS BLOB)"),
        Some(_) => {
            format!("convert_to(replace(convert_from({column}, 'UTF8'), '{from}', '{to}'), 'UTF8')")
        }
    }
}

/// Appends one event of nobody's petition as another process would that stops right after it.
pub fn append_and_stop(huiyin: &Huiyin, authority: AuthorityId, event: Event) {
    let now = huiyin.now();
    let writer = Writer::start(huiyin.store(), move || now).expect("starts");
    let (reply, replies) = channel();
    let job = AppendOne {
        authority,
        event,
        reply,
    };
    writer.submit(Box::new(job)).expect("queued");
    replies.recv().expect("a reply").expect("appended");
}

struct AppendOne {
    authority: AuthorityId,
    event: Event,
    reply: Sender<Result<(), StoreError>>,
}

impl Job for AppendOne {
    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn run(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StoreError> {
        let slot = transaction.next_slot(self.authority)?;
        let envelope = Envelope {
            v: ENVELOPE_VERSION,
            authority: self.authority,
            position: slot.position,
            recorded_at: slot.recorded_at,
            effective_at: slot.recorded_at,
            by: Actor::Operator,
            petition: None,
            staff: None,
            response: None,
            event: self.event.clone(),
        };
        let open = serde_json::to_vec(&envelope).expect("serialises");
        let salt = [7; 32];
        let entry = Entry::new(
            &commit(&salt, &open),
            &commit(&salt, b""),
            &commit(&salt, b""),
        );
        let absent = || Part::Absent {
            salt: salt.to_vec(),
        };
        let row = JournalRow {
            authority: self.authority,
            position: slot.position,
            kind: self.event.kind().into(),
            petition: None,
            staff: None,
            response: None,
            recorded_at: slot.recorded_at,
            effective_at: slot.recorded_at,
            open,
            open_salt: salt.to_vec(),
            identity: absent(),
            text: absent(),
            entry: entry.as_bytes().to_vec(),
        };
        transaction.append(row, &self.event)
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let _ = self.reply.send(outcome);
    }
}
