//! Who of those that have a duty is away, and who stands in 代班.

use crate::casework::Loaded;
use crate::huiyin::Shared;
use huiyin_domain::ids::StaffId;
use huiyin_domain::organisation::Away;
use huiyin_domain::time::Instant;
use huiyin_store::rows::InboxRow;
use serde::Serialize;
use utoipa::ToSchema;

/// Whoever has a duty and is away today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboxAway {
    /// Who: the holder of the post that owes it, else whoever works on the petition. Why is kept nowhere.
    pub name: String,
    /// Their last day away, `YYYY-MM-DD`.
    pub until: String,
    /// Who stands in for the post meanwhile. A handler has no stand-in: the head names another one.
    pub stand_in: Option<String>,
}

/// Whoever has this duty, where they are away. Nobody whom the petition complains of, and nobody who stepped
/// aside from it, is named as stand-in (RULES 4.2).
pub(super) fn away(
    loaded: &Loaded,
    shared: &Shared,
    row: &InboxRow,
    now: Instant,
) -> Option<InboxAway> {
    let organisation = &loaded.organisation;
    let today = now.date_in(&loaded.authority.zone);
    let post = row.post.and_then(|post| organisation.posts.get(&post));
    let holder = match post {
        Some(post) => post.holder,
        None => row.handler,
    }?;
    let member = organisation.staff.get(&holder)?;
    let is_on = |away: &Away| away.from <= today && today <= away.to;
    let away = member.away.filter(is_on)?;
    let barred = loaded.barred(&shared.key);
    let fits = |staff: &StaffId| {
        let there = *staff != holder && !organisation.is_away(*staff, today);
        there && !barred.staff.contains(staff) && !loaded.case.recused.contains(staff)
    };
    let stand_in = post.and_then(|post| organisation.acting_on(post, today).into_iter().find(fits));
    let stand_in = stand_in.and_then(|staff| organisation.staff.get(&staff));
    Some(InboxAway {
        name: member.name.clone(),
        until: away.to.to_string(),
        stand_in: stand_in.map(|one| one.name.clone()),
    })
}
