//! Times that staff entered as earlier than their record, and what becomes of them when they are disputed.

use super::{Case, EarlierTime, Recorded};
use crate::event::{Actor, Dispute, Document, Event};
use crate::ids::ObligationId;
use crate::obligation::Effects;

impl Case {
    /// Keeps what was entered with an earlier time: it can be disputed.
    pub(super) fn note_earlier(&mut self, event: &Event, effects: &Effects, at: Recorded) {
        if !matches!(at.by, Actor::Staff(_)) || at.effective_at >= at.recorded_at {
            return;
        }
        let document = match event {
            Event::AcceptanceServed(_) => Some(Document::Acceptance),
            Event::DeclineServed(_) => Some(Document::Decline),
            Event::RedirectServed(_) => Some(Document::Redirect),
            Event::ExtensionNoticeServed(_) => Some(Document::ExtensionNotice),
            Event::AnswerServed(_) | Event::AnswerReceived(_) => Some(Document::Answer),
            Event::ReviewDecisionServed(_) | Event::ReviewDecisionReceived(_) => {
                Some(Document::ReviewDecision)
            }
            _ => None,
        };
        let opened = 0..effects.opened.len();
        let earlier = EarlierTime {
            recorded_at: at.recorded_at,
            effective_at: at.effective_at,
            document,
            met: effects.met.clone(),
            corrected: effects.corrected.clone(),
            opened: opened
                .map(|nth| ObligationId::opened_at(at.position, nth))
                .collect(),
        };
        self.earlier.insert(at.position, earlier);
    }

    /// A document whose time was disputed rightly counts as served when that was entered.
    pub(super) fn decided(&mut self, dispute: &Dispute) {
        self.disputes.remove(&dispute.position);
        let Some(earlier) = self
            .earlier
            .get(&dispute.position)
            .filter(|_| dispute.right)
        else {
            return;
        };
        let served = earlier
            .document
            .and_then(|document| self.served.get_mut(&document));
        if let Some((_, at)) = served.filter(|(_, at)| *at == earlier.effective_at) {
            *at = earlier.recorded_at;
        }
    }
}
