//! Who stands above whom, and who acts for a post.

use huiyin_domain::ids::{PostId, StaffId, UnitId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::organisation::{Level, Organisation, Post, Role, Staff, Unit, UnitKind};

fn unit(id: i64, parent: Option<i64>, kind: UnitKind) -> Unit {
    Unit {
        id: UnitId::new(id),
        key: format!("unit-{id}"),
        name: Bilingual::new("单位", "Unit"),
        kind,
        parent: parent.map(UnitId::new),
        petition_office: id == 1,
        closed: false,
    }
}

fn post(id: i64, duty: &str, unit: i64, holder: Option<i64>, stand_ins: &[i64]) -> Post {
    Post {
        id: PostId::new(id),
        duty: duty.into(),
        title: Bilingual::new("岗位", "Post"),
        unit: UnitId::new(unit),
        holder: holder.map(StaffId::new),
        stand_ins: stand_ins.iter().copied().map(StaffId::new).collect(),
        closed: false,
    }
}

fn staff(id: i64, roles: &[(i64, Role)], left: bool) -> Staff {
    Staff {
        id: StaffId::new(id),
        login: format!("staff{id}"),
        name: "某人".into(),
        language: Language::Zh,
        roles: roles
            .iter()
            .map(|(unit, role)| (UnitId::new(*unit), *role))
            .collect(),
        left,
        away: None,
    }
}

/// 1 petition office; 2 department over 3 team; 4 enterprise.
fn organisation() -> Organisation {
    let units = [
        unit(1, None, UnitKind::Public),
        unit(2, None, UnitKind::Public),
        unit(3, Some(2), UnitKind::Community),
        unit(4, Some(2), UnitKind::Enterprise),
    ];
    let posts = [
        post(1, "unit-head", 2, Some(10), &[11, 12]),
        post(2, "unit-head", 1, Some(12), &[]),
        post(3, "authority-head", 1, None, &[10]),
        post(4, "safety-head", 4, Some(10), &[]),
    ];
    let people = [
        staff(10, &[(2, Role::UnitHead)], false),
        staff(11, &[(3, Role::Handler)], true),
        staff(12, &[(1, Role::Clerk), (2, Role::Handler)], false),
    ];
    Organisation {
        units: units.into_iter().map(|one| (one.id, one)).collect(),
        posts: posts.into_iter().map(|one| (one.id, one)).collect(),
        staff: people.into_iter().map(|one| (one.id, one)).collect(),
        ..Organisation::default()
    }
}

#[test]
fn a_unit_stands_within_those_above_it_and_a_circle_ends() {
    let mut organisation = organisation();
    let chain = organisation.chain(UnitId::new(3));
    assert_eq!(chain, [UnitId::new(3), UnitId::new(2)]);
    assert!(organisation.is_within(UnitId::new(3), UnitId::new(2)));
    assert!(!organisation.is_within(UnitId::new(2), UnitId::new(3)));
    let two = organisation.units.get_mut(&UnitId::new(2)).expect("there");
    two.parent = Some(UnitId::new(3));
    assert_eq!(organisation.chain(UnitId::new(3)).len(), 2);
}

#[test]
fn a_duty_is_found_at_the_unit_else_above_it_else_anywhere() {
    let organisation = organisation();
    let ids = |duty, unit| -> Vec<i64> {
        let posts = organisation.posts_for(duty, UnitId::new(unit));
        posts.iter().map(|post| post.id.raw()).collect()
    };
    assert_eq!(ids("unit-head", 2), [1]);
    assert_eq!(ids("unit-head", 3), [1]);
    assert_eq!(ids("unit-head", 1), [2]);
    assert_eq!(ids("authority-head", 3), [3]);
    assert!(ids("no-such-duty", 3).is_empty());
    assert_eq!(ids("safety-head", 4), [4]);
    assert!(
        ids("safety-head", 3).is_empty(),
        "an enterprise's post stands in for nobody"
    );
}

#[test]
fn the_holder_acts_then_the_stand_ins_and_nobody_who_left() {
    let organisation = organisation();
    let acting = |post| organisation.acting(&organisation.posts[&PostId::new(post)]);
    assert_eq!(acting(1), [StaffId::new(10), StaffId::new(12)]);
    assert_eq!(acting(3), [StaffId::new(10)]);
    let acts =
        |staff, unit| organisation.acts_as(StaffId::new(staff), "unit-head", UnitId::new(unit));
    assert!(acts(10, 3) && acts(12, 3) && !acts(11, 3) && !acts(10, 1));
    assert_eq!(organisation.posts_of(StaffId::new(12)).len(), 2);
    assert!(organisation.posts_of(StaffId::new(11)).is_empty());
}

#[test]
fn an_enterprise_and_a_closed_unit_never_answer() {
    let mut organisation = organisation();
    let answers = |of: &Organisation, unit| of.answers(UnitId::new(unit));
    assert!(answers(&organisation, 1) && answers(&organisation, 3));
    assert!(!answers(&organisation, 4) && !answers(&organisation, 9));
    organisation
        .units
        .get_mut(&UnitId::new(3))
        .expect("there")
        .closed = true;
    assert!(!answers(&organisation, 3));
    assert!(organisation.is_petition_office(UnitId::new(1)));
}

#[test]
fn roles_are_held_in_units_and_words_read_back() {
    let organisation = organisation();
    let clerk = &organisation.staff[&StaffId::new(12)];
    assert!(clerk.has(Role::Clerk, UnitId::new(1)) && !clerk.has(Role::Clerk, UnitId::new(2)));
    assert_eq!(
        clerk.units_as(Role::Handler).collect::<Vec<_>>(),
        [UnitId::new(2)]
    );
    assert!(
        Role::ALL
            .iter()
            .all(|role| Role::parse(role.word()) == Some(*role))
    );
    assert!(
        Level::ALL
            .iter()
            .all(|level| Level::parse(level.word()) == Some(*level))
    );
    assert_eq!(Role::parse("owner"), None);
}
