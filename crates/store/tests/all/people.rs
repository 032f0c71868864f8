//! What is kept about how staff sign in, on both engines.

use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;
use huiyin_store::writer::{Job, Writer};
use huiyin_store::{Store, StoreError};
use huiyin_testkit::engine::each_engine;
use std::sync::mpsc::{Sender, channel};

const AUTHORITY: AuthorityId = AuthorityId::new(1);
const STAFF: StaffId = StaffId::new(7);

type Work = fn(&mut Transaction<'_>) -> Result<(), StoreError>;

struct Once {
    work: Work,
    reply: Sender<Result<(), StoreError>>,
}

impl Job for Once {
    fn authorities(&self) -> Vec<AuthorityId> {
        vec![AUTHORITY]
    }

    fn run(&mut self, transaction: &mut Transaction<'_>) -> Result<(), StoreError> {
        (self.work)(transaction)
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let _ = self.reply.send(outcome);
    }
}

fn run(writer: &Writer, work: Work) {
    let (reply, replies) = channel();
    writer
        .submit(Box::new(Once { work, reply }))
        .expect("queued");
    replies.recv().expect("a reply").expect("done");
}

const fn at(seconds: i64) -> Instant {
    Instant::from_micros(seconds * 1_000_000)
}

#[test]
fn sessions_links_tokens_and_failures_read_back_and_end() {
    each_engine(|place| {
        let store = Store::open(&place.config).expect("opens");
        let writer = Writer::start(&store, || at(100)).expect("starts");
        run(&writer, |transaction| {
            transaction.set_credential(AUTHORITY, STAFF, "one")?;
            transaction.set_credential(AUTHORITY, STAFF, "two")?;
            transaction.begin_session((AUTHORITY, STAFF), &[1; 32], at(50), at(900))?;
            transaction.keep_invitation(AUTHORITY, Some(STAFF), &[2; 32], at(300))?;
            transaction.keep_invitation(AUTHORITY, Some(STAFF), &[3; 32], at(400))?;
            transaction.keep_invitation(AUTHORITY, None, &[4; 32], at(500))?;
            transaction.keep_api_token((AUTHORITY, STAFF), &[5; 32], "程序", at(600))?;
            transaction.note_sign_in_failure(&[6; 32], at(0))?;
            transaction.note_sign_in_failure(&[6; 32], at(0))
        });
        store
            .read_here(|reader| {
                assert_eq!(reader.credential(AUTHORITY, STAFF)?.as_deref(), Some("two"));
                assert_eq!(reader.staff_with_credential(AUTHORITY)?, [STAFF]);
                let session = reader.session(AUTHORITY, &[1; 32])?.expect("there");
                assert_eq!(
                    (session.staff, session.used_at, session.expires_at),
                    (STAFF, at(100), at(900))
                );
                assert!(
                    reader.invitation(AUTHORITY, &[2; 32])?.is_none(),
                    "it was replaced"
                );
                let invited = reader.invitation(AUTHORITY, &[3; 32])?.expect("there");
                assert_eq!((invited.staff, invited.expires_at), (Some(STAFF), at(400)));
                let set_up = reader.invitation(AUTHORITY, &[4; 32])?.expect("there");
                assert_eq!(set_up.staff, None);
                assert_eq!(
                    reader.api_token(AUTHORITY, &[5; 32])?,
                    Some((STAFF, at(600)))
                );
                assert_eq!(reader.sign_in_failures(&[6; 32])?.failures, 2);
                assert_eq!(reader.orphans()?.people.sessions, 1, "nobody has this id");
                assert!(reader.session(AuthorityId::new(2), &[1; 32])?.is_none());
                Ok::<_, StoreError>(())
            })
            .expect("reads");
        run(&writer, |transaction| {
            transaction.end_credential(AUTHORITY, STAFF)?;
            transaction.end_sessions(AUTHORITY, STAFF)?;
            transaction.end_invitations(AUTHORITY, Some(STAFF))?;
            transaction.end_invitations(AUTHORITY, None)?;
            transaction.end_api_tokens(AUTHORITY, STAFF)?;
            transaction.end_sign_in_failures(&[6; 32])
        });
        store
            .read_here(|reader| {
                assert_eq!(reader.credential(AUTHORITY, STAFF)?, None);
                assert!(reader.session(AUTHORITY, &[1; 32])?.is_none());
                assert!(reader.invitation(AUTHORITY, &[3; 32])?.is_none());
                assert!(reader.invitation(AUTHORITY, &[4; 32])?.is_none());
                assert!(reader.api_tokens_of(AUTHORITY, STAFF)?.is_empty());
                assert_eq!(reader.sign_in_failures(&[6; 32])?.failures, 0);
                Ok::<_, StoreError>(())
            })
            .expect("reads");
    });
}
