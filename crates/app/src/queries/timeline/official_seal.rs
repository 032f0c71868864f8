//! What happened to a document about the seal, in words. Who set it is told to staff.

use super::{say, staff_name};
use crate::organisation::OrganisationAt;
use huiyin_domain::event::{Actor, Envelope, Event};
use huiyin_domain::language::Bilingual;

pub(super) fn words(
    organisation: &OrganisationAt,
    row: &Envelope,
    staff: bool,
) -> Option<Bilingual> {
    match &row.event {
        Event::SealAwaited(one) => {
            let title = one.document.title();
            say(
                format!("{}等待用印，盖好后放到查询页", title.zh),
                format!(
                    "{}: waits for the seal, and is on the tracking page once it is set",
                    title.en
                ),
            )
        }
        Event::SealSet(one) => {
            let title = one.document.title();
            let by = match row.by {
                Actor::Staff(by) if staff => Some(staff_name(organisation, by)),
                _ => None,
            };
            let (zh, en) = by.map_or_else(Default::default, |name| {
                (format!("（{name}）"), format!(" by {name}"))
            });
            say(
                format!("{}已盖印章{zh}", title.zh),
                format!("{}: the seal was set{en}", title.en),
            )
        }
        Event::SealWaived(one) => {
            let title = one.document.title();
            say(
                format!("{}不等用印，直接放到查询页", title.zh),
                format!("{}: sent without the seal", title.en),
            )
        }
        _ => None,
    }
}
