//! Whether something new is owed: how many duties came since a page was made, so that a page can say so
//! without moving what somebody reads.

use super::filter::InboxFilter;
use super::seen::{alerted_by, sees};
use super::{Loaded, OBJECTIONS_MANY, units_of};
use crate::authorise::Principal;
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Duties of the whole authority that are looked through, at most: the oldest of what is new.
const LOOKED_MAX: u32 = 500;
/// The count stops here: more is "100 and more".
const NEWS_MAX: u32 = 100;

/// What came since a page of an inbox was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboxNews {
    /// Duties that were opened since and that the filter lets through; the count stops at 100.
    pub new: u32,
}

impl Huiyin {
    /// How many duties somebody owes that were put on record after an instant.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn inbox_news(
        &self,
        who: &Principal,
        filter: InboxFilter,
        since: Instant,
    ) -> Result<InboxNews, AppError> {
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        let read = move |reader: &mut Reader<'_>| {
            let new = count(reader, &shared, &who, (&filter, now), since)?;
            Ok(InboxNews { new })
        };
        self.store().read_short(read).await
    }
}

fn count(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    (filter, now): (&InboxFilter, Instant),
    since: Instant,
) -> Result<u32, AppError> {
    let recorded = reader.position_until(who.authority, since)?;
    let rows = reader.inbox_since(who.authority, recorded, LOOKED_MAX)?;
    if rows.is_empty() {
        return Ok(0);
    }
    let organisation = shared.organisation_read(reader, who.authority)?;
    let rules = shared.rules_read(reader)?;
    let units = units_of(who, &organisation, filter);
    let mut new = 0;
    for row in rows.iter().filter(|row| filter.lets(row, now)) {
        let of_units = units.contains(&row.unit);
        if !of_units && !row.danger {
            continue;
        }
        let known = (&*rules, &organisation);
        let loaded = Loaded::among(reader, shared, known, (who.authority, row.petition))?;
        let Some(loaded) = loaded else { continue };
        let seen = sees(who, &loaded, shared, row.obligation);
        let put_off = loaded.case.objections >= OBJECTIONS_MANY || loaded.case.asked_late;
        // As in the list: whoever may not open it is told nothing by a filter, and without the units under
        // the own ones a duty of another post is not theirs.
        let own = filter.whole || row.post.is_none_or(|post| who.posts.contains(&post));
        let theirs = of_units || alerted_by(who, &loaded, shared);
        let told = seen.shown && (seen.may_open || !filter.tells()) && own && theirs;
        new += u32::from(told && (put_off || !filter.put_off));
        if new == NEWS_MAX {
            break;
        }
    }
    Ok(new)
}
