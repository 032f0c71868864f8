//! Who is not called and sees nothing because the matter is about their unit or their post, by what they sign in with
//! (RULES 4.1). A post is named by what it is called: its people are barred whatever else they hold.

use huiyin_domain::event::OpeningText;
use huiyin_domain::ids::UnitId;
use huiyin_domain::organisation::{Organisation, Post, Staff};
use huiyin_domain::plan::{Key, Plan};
use huiyin_domain::roster::{Official, Roster};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// All of them.
pub(super) fn all(
    organisation: &Organisation,
    (plan, roster): (&Plan, &Roster),
    text: &OpeningText,
    today: Date,
) -> BTreeSet<String> {
    let posts = meant(plan, &text.posts);
    let mut barred = logins_under(organisation, &text.respondents);
    barred.extend(with_a_turn(roster, &posts));
    barred.extend(holders(organisation, plan, &posts, today));
    barred
}

/// The posts of a plan that somebody means who names some: also every other one of the same name. A plan can have the
/// post of its approver beside one of the roster, and a reader of their names knows of one.
pub(super) fn meant(plan: &Plan, named: &[Key]) -> Vec<Key> {
    let titles = || named.iter().filter_map(|id| plan.post(id));
    let same = |id: &Key, zh: &str| named.contains(id) || titles().any(|post| post.title.zh == zh);
    let posts = plan.posts.iter();
    let posts = posts.filter(|post| same(&post.id, &post.title.zh));
    posts.map(|post| post.id.clone()).collect()
}

/// Everybody who has a role in one of these units or acts for a post there, by login.
pub(super) fn logins_under(organisation: &Organisation, units: &[UnitId]) -> BTreeSet<String> {
    let under = |unit: UnitId| {
        units
            .iter()
            .any(|whole| organisation.is_within(unit, *whole))
    };
    let belongs = |staff: &&Staff| {
        let posts = organisation.posts_of(staff.id);
        staff.roles.iter().any(|(unit, _)| under(*unit))
            || posts.iter().any(|post| under(post.unit))
    };
    let staff = organisation.staff.values().filter(belongs);
    staff.map(|one| one.login.clone()).collect()
}

/// Everybody with a turn in one of these posts, by the roster's id: it is what they sign in with.
fn with_a_turn(roster: &Roster, posts: &[Key]) -> Vec<String> {
    let turn = |one: &&Official| posts.iter().any(|post| roster.has_turn(post, &one.id));
    let those = roster.staff.iter().filter(turn);
    those.map(|one| one.id.to_string()).collect()
}

/// Whoever holds one of these posts by the organisation, or stands in for its holder today: the approver of a plan has
/// no turn in its roster. Who could stand in some other day is not whom the matter is about.
fn holders(organisation: &Organisation, plan: &Plan, posts: &[Key], today: Date) -> Vec<String> {
    let held = posts.iter().flat_map(|id| {
        let all = organisation.posts.values();
        let all: Vec<&Post> = all
            .filter(|post| !post.closed && *post.duty == **id)
            .collect();
        // Several posts of one duty, such as heads of units, are told apart by their unit; where that tells nothing,
        // all are meant: rather one too many is not called than whom it is about.
        let unit = plan.post(id).and_then(|post| post.unit.as_ref());
        let is_there = |post: &&Post| {
            let there = organisation.units.get(&post.unit);
            there.is_some_and(|there| unit.is_some_and(|unit| *unit == there.key))
        };
        let there: Vec<&Post> = all.iter().copied().filter(is_there).collect();
        if there.is_empty() { all } else { there }
    });
    let people = held.flat_map(|post| {
        post.holder
            .into_iter()
            .chain(organisation.stands_in(post, today))
    });
    let people = people.filter_map(|staff| organisation.staff.get(&staff));
    people.map(|staff| staff.login.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = include_str!("../../../../plans/sample-park.toml");

    #[test]
    fn a_name_means_every_post_that_bears_it() {
        let plan = Plan::parse(PLAN).expect("a plan");
        let named = [Key::new("leader-in-charge")];
        assert_eq!(meant(&plan, &named), named);
        let leader = plan.post("leader-in-charge").expect("there").clone();
        let mut twice = plan.clone();
        twice.posts.push(huiyin_domain::plan::Post {
            id: Key::new("authority-head"),
            ..leader
        });
        let both = meant(&twice, &[Key::new("authority-head")]);
        assert!(both.contains(&named[0]) && both.len() == 2, "{both:?}");
        assert!(meant(&twice, &[]).is_empty());
    }
}
