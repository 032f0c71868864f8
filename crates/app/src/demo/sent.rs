//! The text messages that the sample would send: they go nowhere, and whoever tries it reads them at the desk, with
//! the links that would stand on a telephone.

use super::people::{OUTSIDE, PEOPLE, invented_phone, name_of};
use crate::huiyin::Huiyin;
use crate::responses::ways::Calling;
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::Channel;
use huiyin_domain::time::Instant;
use huiyin_notify::{Kept, Line, PATIENCE, Transport};
use std::sync::Arc;

/// What the line of the sample is called.
const LINE: &str = "demo";

/// A text message that was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleMessage {
    /// Whom the number belongs to, if the sample knows.
    pub name: Option<Bilingual>,
    /// The number.
    pub to: String,
    /// What it says.
    pub text: String,
    /// When.
    pub at: Instant,
}

/// How pages go out; where the sample has no gateway for text messages, they are kept for whoever tries it.
pub(crate) fn calling(mut calling: Calling, sample: bool) -> (Calling, Option<Arc<Kept>>) {
    if !sample || calling.lines.iter().any(|line| line.kind == Channel::Sms) {
        return (calling, None);
    }
    let kept = Arc::new(Kept::default());
    let transport: Arc<dyn Transport> = Arc::<Kept>::clone(&kept);
    calling.lines.push(Line {
        name: LINE.to_owned(),
        kind: Channel::Sms,
        transport,
        patience: PATIENCE,
        inbound: None,
    });
    (calling, Some(kept))
}

impl Huiyin {
    /// Whether text messages are kept for whoever tries the sample.
    pub fn keeps_sample_messages(&self) -> bool {
        self.shared().sample_messages.is_some()
    }

    /// The text messages that the sample would have sent, the newest first; nothing where this is no sample, or
    /// where it has a gateway for them.
    pub fn sample_messages(&self) -> Option<Vec<SampleMessage>> {
        let kept = self.shared().sample_messages.as_ref()?;
        let messages = kept.messages().into_iter().map(|one| SampleMessage {
            name: whose(&one.to),
            to: one.to,
            text: one.body,
            at: one.sent_at,
        });
        Some(messages.collect())
    }
}

fn whose(number: &str) -> Option<Bilingual> {
    let people = PEOPLE.iter().map(|one| (one.login, one.name));
    let mut all = people.chain(OUTSIDE.iter().copied());
    let (login, name) = all.find(|(login, _)| invented_phone(login) == number)?;
    Some(Bilingual::new(name, name_of(login)))
}
