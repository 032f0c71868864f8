//! A channel that carries nothing out of the house: it keeps the newest messages in memory. The demonstration
//! shows them on a page, so that whoever tries it can follow the link that would stand on a telephone.

use crate::{Accepted, Message, SendError, Transport};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Messages that are kept at the most; the oldest gives way.
pub const KEPT_MAX: usize = 50;

/// Keeps messages instead of sending them; they end with the process.
#[derive(Default)]
pub struct Kept {
    messages: Mutex<VecDeque<Message>>,
}

impl Kept {
    /// What was handed over, the newest first.
    pub fn messages(&self) -> Vec<Message> {
        self.lock().iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Message>> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Kept {
    fn send(&self, message: &Message) -> Result<Accepted, SendError> {
        let mut messages = self.lock();
        messages.truncate(KEPT_MAX - 1);
        messages.push_front(message.clone());
        Ok(Accepted::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_domain::time::Instant;

    #[test]
    fn the_newest_messages_are_kept_and_no_more() {
        let kept = Kept::default();
        for nth in 0..=KEPT_MAX {
            let message = Message {
                to: "0576-5550 0123".into(),
                subject: String::new(),
                body: nth.to_string(),
                message_id: nth.to_string(),
                sent_at: Instant::from_micros(0),
            };
            assert_eq!(kept.send(&message), Ok(Accepted::default()));
        }
        let bodies: Vec<String> = kept.messages().into_iter().map(|one| one.body).collect();
        assert_eq!(bodies.len(), KEPT_MAX);
        assert_eq!(bodies.first(), Some(&KEPT_MAX.to_string()));
        assert_eq!(bodies.last(), Some(&"1".to_owned()));
    }
}
