//! The lists of the administration.

use crate::body::Form;
use crate::desk::absence;
use crate::desk::guard::Signed;
use crate::pages::desk::admin::{
    AdminList, AdminTab, FirstStep, PostRow, Setting, StaffRow, UnitRow,
};
use crate::pages::form::FormTarget;
use crate::problem::{Code, Problem};
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
        AdminTab::Units => AdminList::Units(units(organisation, signed.language())),
        AdminTab::Posts => AdminList::Posts(posts(organisation, signed)),
        AdminTab::Staff => {
            let authority = signed.principal().authority;
            let known = signed.web().huiyin.staff_with_password(authority).await?;
            AdminList::Staff(staff(signed, organisation, &known))
        }
        AdminTab::Authority => AdminList::Authority(settings(signed)?),
        AdminTab::Places => AdminList::Places(super::place::of(signed).await?),
        AdminTab::Categories => AdminList::Categories(super::category::of(signed, None).await?),
        AdminTab::Texts => AdminList::Texts(super::texts::of(signed).await?),
        AdminTab::Rules => AdminList::Rules(super::rules::of(signed).await?),
        AdminTab::Running => AdminList::Running(super::running::of(signed).await?),
        AdminTab::Audit => AdminList::Audit(super::audit::of(signed, &Form::default()).await?),
    })
}

fn name(organisation: &OrganisationAt, unit: UnitId, language: Language) -> String {
    let unit = organisation.units.get(&unit);
    unit.map_or_else(String::new, |unit| {
        unit.name.in_language(language).to_owned()
    })
}

fn person(organisation: &OrganisationAt, staff: StaffId) -> String {
    let staff = organisation.staff.get(&staff).filter(|one| !one.left);
    staff.map_or_else(String::new, |one| one.name.clone())
}

/// The tree from the top, each unit under the one above it.
fn units(organisation: &OrganisationAt, language: Language) -> Vec<UnitRow> {
    let mut rows = Vec::new();
    let all: Vec<&Unit> = organisation.units.values().collect();
    let mut open: Vec<(&Unit, usize)> = under(&all, None).map(|unit| (unit, 0)).collect();
    open.reverse();
    while let Some((unit, depth)) = open.pop() {
        let head = organisation
            .posts
            .values()
            .find(|post| post.unit == unit.id && post.duty == "unit-head" && !post.closed);
        let head = head.map(|post| {
            let holder = post.holder.map(|holder| person(organisation, holder));
            let title = post.title.in_language(language);
            match holder.filter(|holder| !holder.is_empty()) {
                Some(holder) => {
                    language.pick(format!("{title}，{holder}"), format!("{title}, {holder}"))
                }
                None => String::new(),
            }
        });
        let kind = unit.kind.label(language);
        let closed = language.pick("（已撤销）", " (dissolved)");
        rows.push(UnitRow {
            depth,
            name: unit.name.in_language(language).to_owned(),
            kind: format!("{kind}{}", if unit.closed { closed } else { "" }),
            head: head.unwrap_or_default(),
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

fn settings(signed: &Signed) -> Result<Vec<Setting>, Problem> {
    let authority = signed
        .authority()
        .ok_or_else(|| Problem::of(Code::NotFound))?;
    let (language, row) = (signed.language(), &authority.row);
    let rules = signed.web().huiyin.rules();
    let rulebook = rules.rulebook(&row.rulebook);
    let rulebook = rulebook.map(|one| one.title.in_language(language).to_owned());
    let setting = |zh: &str, en: &str, value: &str| Setting {
        label: language.pick(zh, en).to_owned(),
        value: value.to_owned(),
        href: "/desk/admin/authority/edit".to_owned(),
    };
    let level = row.level.map_or("", |level| level.label(language));
    Ok(vec![
        setting("名称", "Name in Chinese", &row.name.zh),
        setting("英文名称", "Name in English", &row.name.en),
        setting("层级", "Level", level),
        setting(
            "规程",
            "Rulebook",
            rulebook.as_deref().unwrap_or(&row.rulebook),
        ),
        setting("来访地址", "Address in Chinese", &row.contact.address.zh),
        setting(
            "来访地址（英文）",
            "Address in English",
            &row.contact.address.en,
        ),
        setting("电话", "Telephone", &row.contact.phone),
        setting(
            "接待时间",
            "Opening hours in Chinese",
            &row.contact.hours.zh,
        ),
        setting(
            "接待时间（英文）",
            "Opening hours in English",
            &row.contact.hours.en,
        ),
        Setting {
            href: "/desk/admin/authority/emblem".to_owned(),
            ..setting(
                "标志",
                "Emblem",
                match row.emblem.is_empty() {
                    true => "",
                    false => language.pick("已设，在名称旁边", "Set, beside the name"),
                },
            )
        },
    ])
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
            "写上地址、电话和接待时间，群众在每一页的页脚看得到",
            "Give address, telephone and opening hours; they stand at the foot of every page",
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
            "邀请同事：至少一位登记员、一位承办人、一位领导；加上账号，把邀请链接交给本人，有人设好密码就算完成",
            "Invite colleagues, at least a clerk, a handler and a leader: add accounts and hand the links on; done once somebody chose a password",
            invited,
            match organisation.staff.len() > 1 {
                true => "/desk/admin/staff",
                false => "/desk/admin/staff/new",
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
    let title = language.pick("设岗位，定谁值守", "Set the posts and who holds them");
    FirstStep {
        title: match empty.is_empty() {
            true => title.to_owned(),
            false => language.pick(
                format!("{title}（还空着：{}）", empty.join("、")),
                format!("{title} (nobody yet: {})", empty.join(", ")),
            ),
        },
        done: empty.is_empty(),
        href: "/desk/admin/posts/new".to_owned(),
    }
}
