//! Who opened a petition, for staff and for the petitioner: by name, and what they are.

use super::Loaded;
use super::opened::Opened;
use super::tell::bilingual;
use super::views::AccessView;
use crate::organisation::OrganisationAt;
use crate::queries::timeline::{post_title, staff_name, unit_name};
use huiyin_domain::event::{AccessPart, Event};
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;

/// Who opened it, the last first.
pub(crate) fn access_records(loaded: &Loaded, opened: &Opened) -> Vec<AccessView> {
    let organisation = &loaded.organisation;
    let records = opened.rows.iter().rev().filter_map(|(row, envelope)| {
        let Event::AccessRecorded(access) = &envelope.event else {
            return None;
        };
        let part = match access.part {
            AccessPart::Identity => "identity",
            AccessPart::Text => "text",
        };
        Some(AccessView {
            at: row.recorded_at.rfc3339_in(&loaded.authority.zone),
            name: staff_name(organisation, access.staff),
            of: function(organisation, access.staff),
            part: part.to_owned(),
        })
    });
    records.collect()
}

/// What somebody is: the posts that they hold, else their roles. A post that they only stand in for is not theirs,
/// and is not told as if it were.
fn function(organisation: &OrganisationAt, staff: StaffId) -> Bilingual {
    let posts = organisation.posts_of(staff).into_iter();
    let held = posts.filter(|post| post.holder == Some(staff));
    let mut of: Vec<Bilingual> = held.map(|post| post_title(organisation, post.id)).collect();
    if of.is_empty() {
        let member = organisation.staff.get(&staff);
        let roles = member.map(|member| member.roles.as_slice());
        let roles = roles.unwrap_or_default().iter().map(|(unit, role)| {
            let unit = unit_name(organisation, *unit);
            let role = bilingual(|language| role.label(language));
            Bilingual::new(
                format!("{}{}", unit.zh, role.zh),
                format!("{}, {}", role.en, unit.en),
            )
        });
        of = roles.collect();
    }
    of.dedup();
    let zh: Vec<&str> = of.iter().map(|one| one.zh.as_str()).collect();
    let en: Vec<&str> = of.iter().map(|one| one.en.as_str()).collect();
    Bilingual::new(zh.join("、"), en.join("; "))
}
