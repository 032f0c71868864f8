//! Who may open a petition now, as staff are told: units, roles and posts, and how many people; no names.

use super::Loaded;
use super::tell::bilingual;
use super::views::ReadersView;
use crate::authorise::petition::{Ground, readers};
use crate::queries::timeline::{post_title, unit_name};
use huiyin_domain::petition::Barred;

/// One line for each ground.
pub(super) fn views(loaded: &Loaded, barred: &Barred) -> Vec<ReadersView> {
    let organisation = &loaded.organisation;
    let authority = loaded.authority.row.id;
    let lines = readers(&loaded.case, barred, organisation, authority).into_iter();
    let lines = lines.map(|line| {
        let (as_whom, why) = match line.ground {
            Ground::Role(role, relation) => {
                (bilingual(|language| role.label(language)), relation.word())
            }
            Ground::Post(post) => (post_title(organisation, post), "owes"),
            Ground::Danger(post) => (post_title(organisation, post), "danger"),
        };
        ReadersView {
            unit: unit_name(organisation, line.unit),
            as_whom,
            why: why.to_owned(),
            people: line.staff.len(),
        }
    });
    lines.collect()
}
