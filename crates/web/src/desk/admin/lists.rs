//! The lists of the administration.

use super::{colleagues, holders, settings};
use crate::body::Form;
use crate::desk::absence;
use crate::desk::guard::Signed;
use crate::pages::desk::admin::{AdminList, AdminTab, FirstStep, PostRow, StaffRow, UnitRow};
use crate::pages::form::FormTarget;
use crate::problem::Problem;
use huiyin_app::OrganisationAt;
use huiyin_app::authorise::Action;
use huiyin_domain::ids::{StaffId, UnitId};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Unit;
use std::collections::BTreeSet;

/// One list.
pub(super) async fn of(
    signed: &Signed,
    tab: AdminTab,
    organisation: &OrganisationAt,
) -> Result<AdminList, Problem> {
    Ok(match tab {
        AdminTab::Units => AdminList::Units(units(organisation, signed)),
        AdminTab::Posts => AdminList::Posts(posts(organisation, signed)),
        AdminTab::Staff => {
            let authority = signed.principal().authority;
            let known = signed.web().huiyin.staff_with_password(authority).await?;
            AdminList::Staff(staff(signed, organisation, &known))
        }
        AdminTab::Authority => AdminList::Authority(settings::of(signed, organisation)?),
        AdminTab::Places => AdminList::Places(super::place::of(signed).await?),
        AdminTab::Categories => AdminList::Categories(super::category::of(signed, None).await?),
        AdminTab::Texts => AdminList::Texts(super::texts::of(signed).await?),
        AdminTab::Rules => AdminList::Rules(super::rules::of(signed).await?),
        AdminTab::Running => AdminList::Running(super::running::of(signed).await?),
        AdminTab::Audit => AdminList::Audit(super::audit::of(signed, &Form::default()).await?),
    })
}

pub(super) fn name(organisation: &OrganisationAt, unit: UnitId, language: Language) -> String {
    let unit = organisation.units.get(&unit);
    unit.map_or_else(String::new, |unit| {
        unit.name.in_language(language).to_owned()
    })
}

pub(super) fn person(organisation: &OrganisationAt, staff: StaffId) -> String {
    let staff = organisation.staff.get(&staff).filter(|one| !one.left);
    staff.map_or_else(String::new, |one| one.name.clone())
}

/// The tree from the top, each unit under the one above it, with who leads it: its head, that of the petition
/// office, the leaders whose posts stand there.
fn units(organisation: &OrganisationAt, signed: &Signed) -> Vec<UnitRow> {
    let language = signed.language();
    let leading = settings::leading(super::rulebook(signed).as_deref());
    let mut rows = Vec::new();
    let all: Vec<&Unit> = organisation.units.values().collect();
    let mut open: Vec<(&Unit, usize)> = under(&all, None).map(|unit| (unit, 0)).collect();
    open.reverse();
    while let Some((unit, depth)) = open.pop() {
        let posts = organisation.posts.values();
        let posts = posts
            .filter(|post| post.unit == unit.id && !post.closed && leading.contains(&post.duty));
        let heads = posts.filter_map(|post| {
            let holder = person(organisation, post.holder?);
            let title = post.title.in_language(language);
            let told = language.pick(format!("{title}，{holder}"), format!("{title}, {holder}"));
            (!holder.is_empty()).then_some(told)
        });
        let heads: Vec<String> = heads.collect();
        let kind = unit.kind.label(language);
        let closed = language.pick("（已撤销）", " (dissolved)");
        rows.push(UnitRow {
            depth,
            name: unit.name.in_language(language).to_owned(),
            kind: format!("{kind}{}", if unit.closed { closed } else { "" }),
            head: heads.join(language.pick("；", "; ")),
            href: format!("{}/{}", AdminTab::Units.href(), unit.id),
        });
        let below: Vec<_> = under(&all, Some(unit.id))
            .map(|unit| (unit, depth + 1))
            .collect();
        open.extend(below.into_iter().rev());
    }
    rows
}

fn under<'a>(all: &[&'a Unit], parent: Option<UnitId>) -> impl Iterator<Item = &'a Unit> {
    all.iter()
        .copied()
        .filter(move |unit| unit.parent == parent)
}

fn posts(organisation: &OrganisationAt, signed: &Signed) -> Vec<PostRow> {
    let language = signed.language();
    let now = signed.web().huiyin.now();
    let authority = signed.authority();
    let dates = authority.as_ref().map(|one| signed.dates(&one.zone));
    // Also who is away today, or goes.
    let named = |staff: StaffId| {
        let name = person(organisation, staff);
        let away = organisation.staff.get(&staff).and_then(|one| one.away);
        let away = away.zip(dates);
        match away.filter(|(away, dates)| now.date_in(dates.zone) <= away.to) {
            Some((away, dates)) => {
                let days = absence::days(away, dates);
                language.pick(
                    format!("{name}（{days}离岗）"),
                    format!("{name} (away {days})"),
                )
            }
            None => name,
        }
    };
    let closed = language.pick("（已取消）", " (abolished)");
    let row = |post: &huiyin_domain::organisation::Post| PostRow {
        title: format!(
            "{}{}",
            post.title.in_language(language),
            if post.closed { closed } else { "" }
        ),
        duty: post.duty.clone(),
        unit: name(organisation, post.unit, language),
        holder: post.holder.map_or_else(String::new, named),
        stand_ins: post.stand_ins.iter().map(|one| named(*one)).collect(),
        href: format!("{}/{}", AdminTab::Posts.href(), post.id),
    };
    organisation.posts.values().map(row).collect()
}

fn staff(
    signed: &Signed,
    organisation: &OrganisationAt,
    known: &BTreeSet<StaffId>,
) -> Vec<StaffRow> {
    let language = signed.language();
    let invites = signed.principal().may(Action::Invite);
    let row = |one: &huiyin_domain::organisation::Staff| {
        let roles = one.roles.iter().map(|(unit, role)| {
            let (role, unit) = (role.label(language), name(organisation, *unit, language));
            language.pick(format!("{role}，{unit}"), format!("{role}, {unit}"))
        });
        let state = match (one.left, known.contains(&one.id)) {
            (true, _) => language.pick("已离开", "Has left"),
            (false, true) => language.pick("在用", "Active"),
            (false, false) => language.pick("还没设密码", "No password yet"),
        };
        let target = format!("{}/{}/invite", AdminTab::Staff.href(), one.id);
        StaffRow {
            name: one.name.clone(),
            login: one.login.clone(),
            roles: roles.collect(),
            state: state.to_owned(),
            href: format!("{}/{}", AdminTab::Staff.href(), one.id),
            invite: (invites && !one.left).then(|| FormTarget::to(target)),
        }
    };
    organisation.staff.values().map(row).collect()
}

/// What is left to do before the first petition; empty once all is done.
pub(super) async fn first_steps(signed: &Signed, organisation: &OrganisationAt) -> Vec<FirstStep> {
    let language = signed.language();
    let principal = signed.principal();
    // The list is shown all the same where this cannot be read.
    let known = signed.web().huiyin.staff_with_password(principal.authority);
    let known = known.await.unwrap_or_default();
    let invited = known.iter().any(|staff| *staff != principal.staff);
    let step = |zh: &str, en: &str, done: bool, href: &str| FirstStep {
        title: language.pick(zh, en).to_owned(),
        done,
        href: href.to_owned(),
    };
    let named = signed
        .authority()
        .is_some_and(|one| one.row.level.is_some());
    let reached = signed.authority().is_some_and(|one| {
        let contact = &one.row.contact;
        !contact.phone.is_empty() || !contact.address.zh.is_empty()
    });
    let steps = vec![
        step(
            "写上机构名称和层级",
            "Name the authority and its level",
            named,
            "/desk/admin/authority/edit",
        ),
        step(
            "写上地址、电话和接待时间",
            "Give address, telephone and opening hours",
            reached,
            "/desk/admin/authority/edit",
        ),
        step(
            "加上各单位",
            "Add the units",
            organisation.units.len() > 1,
            "/desk/admin/units/new",
        ),
        step(
            "邀请同事；有人设好密码就算完成",
            "Invite colleagues; done once somebody chose a password",
            invited,
            match organisation.staff.len() > 1 {
                true => "/desk/admin/staff",
                false => colleagues::PAGE,
            },
        ),
        posts_to_hold(signed, organisation),
    ];
    if steps.iter().all(|step| step.done) {
        Vec::new()
    } else {
        steps
    }
}

/// The posts that the rulebook looks for: done once somebody holds each, for answers are approved by them and what is
/// late is reported to them. Those that nobody holds are named.
fn posts_to_hold(signed: &Signed, organisation: &OrganisationAt) -> FirstStep {
    let language = signed.language();
    let rules = signed.web().huiyin.rules();
    let rulebook = signed
        .authority()
        .and_then(|one| rules.rulebook(&one.row.rulebook).cloned());
    let held = |duty: &str| {
        let mut posts = organisation.posts.values();
        posts.any(|post| post.duty == duty && !organisation.acting(post).is_empty())
    };
    let posts = rulebook.iter().flat_map(|rulebook| &rulebook.posts);
    let empty = posts.filter(|(duty, _)| !held(duty));
    let empty: Vec<&str> = empty
        .map(|(_, title)| title.in_language(language))
        .collect();
    let title = language.pick("定好各岗位由谁担任", "Say who holds which post");
    FirstStep {
        // Which are left is told once it is begun.
        title: match empty.is_empty() || organisation.posts.is_empty() {
            true => title.to_owned(),
            false => language.pick(
                format!("{title}（还空着：{}）", empty.join("、")),
                format!("{title} (nobody yet: {})", empty.join(", ")),
            ),
        },
        done: empty.is_empty(),
        href: holders::PAGE.to_owned(),
    }
}
