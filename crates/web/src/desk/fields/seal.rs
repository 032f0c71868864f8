//! What the steps about the seal ask for.

use super::table::REASON;
use super::{List, Spec, Takes, field};
use huiyin_domain::petition::Action;

const DOCUMENT: Spec = field(
    "document",
    "哪份文书？",
    "Which document?",
    Takes::One(List::AwaitingSeal),
);

pub(super) fn of(action: Action) -> Vec<Spec> {
    match action {
        Action::WaiveSeal => vec![
            DOCUMENT,
            REASON.hinted(
                "为什么不等，记录在案",
                "Why it does not wait, for the record",
            ),
        ],
        _ => vec![DOCUMENT],
    }
}
