//! What an administrator is told once the first steps are done: what works, which addresses to give out, what is
//! still open.

use super::lists::person;
use crate::desk::guard::Signed;
use crate::pages::desk::admin::AdminTab;
use crate::pages::desk::ready::{Ready, StillOpen};
use crate::pages::desk::workshop::CheckLine;
use huiyin_app::OrganisationAt;
use huiyin_app::authorise::Action;
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Language;
use huiyin_domain::organisation::{Role, Staff};
use std::collections::BTreeSet;

/// The card: with the authority's data always, elsewhere until the first petition is there.
pub(super) async fn of(
    signed: &Signed,
    organisation: &OrganisationAt,
    tab: AdminTab,
) -> Option<Ready> {
    if matches!(tab, AdminTab::Running | AdminTab::Audit)
        || !signed.principal().may(Action::ChangeAuthority)
    {
        return None;
    }
    let (huiyin, authority) = (&signed.web().huiyin, signed.principal().authority);
    // The list is shown all the same where this cannot be read.
    let begun = huiyin.any_petition(authority).await.unwrap_or(true);
    if begun && tab != AdminTab::Authority {
        return None;
    }
    // Where this cannot be read, nothing is said of passwords.
    let known = huiyin.staff_with_password(authority).await.ok();
    // People write to the first authority alone; a code is followed there whoever handles the matter.
    let portal = huiyin.authority(None);
    let portal = portal.is_ok_and(|first| first.row.id == authority);
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let works = |zh: &str, en: &str| CheckLine {
        label: say(zh, en),
        done: true,
    };
    let people = match portal {
        true => works(
            "群众：在网上反映、凭查询码看进展",
            "People write on the web and follow their matter with the code",
        ),
        false => works(
            "群众：凭查询码看进展",
            "People follow their matter with the code",
        ),
    };
    let to_write = portal.then(|| (say("给群众", "For people"), signed.address("/")));
    let others = [
        (
            say("查进展", "To follow a matter"),
            signed.address("/track"),
        ),
        (
            say("给同事", "For colleagues"),
            signed.address("/desk/sign-in"),
        ),
    ];
    Some(Ready {
        works: vec![
            people,
            works(
                "同事：登录后登记、办理、签批、答复，期限自动走",
                "Colleagues sign in, register, handle, approve and answer; time limits run by themselves",
            ),
        ],
        addresses: to_write.into_iter().chain(others).collect(),
        open: open(signed, organisation, known.as_ref()),
    })
}

fn open(
    signed: &Signed,
    organisation: &OrganisationAt,
    known: Option<&BTreeSet<StaffId>>,
) -> Vec<StillOpen> {
    let language = signed.language();
    let mut open = of_people(organisation, known, language);
    let mut put = |(zh, en): (&str, &str), href: &str| {
        open.push(StillOpen {
            words: language.pick(zh, en).to_owned(),
            href: href.to_owned(),
        });
    };
    let above = signed.authority();
    let above = above.map(|one| one.row.above.clone());
    if above.is_some_and(|above| above.authority.is_none() && above.name.zh.is_empty()) {
        let words = (
            "没有写复查机关，答复书上要写",
            "No reviewing authority yet; each answer names it",
        );
        put(words, "/desk/admin/authority/edit");
    }
    let huiyin = &signed.web().huiyin;
    if huiyin.public_url().is_none() {
        let words = (
            "没有写对外的网址（--public-url）：回执的二维码打不开查询页",
            "No public address (--public-url): the code on receipts opens no page",
        );
        put(words, "");
    }
    if !huiyin.sends_mail() {
        let words = (
            "邮件通知没有开（--smtp-url、--mail-from）",
            "Notices by mail are off (--smtp-url, --mail-from)",
        );
        put(words, "");
    }
    let words = (
        "每天备份（huiyin backup），密钥另放",
        "Back up daily (huiyin backup), with the key kept elsewhere",
    );
    put(words, "");
    open
}

/// Who has yet to come, which roles nobody has, which posts wait for one person alone.
fn of_people(
    organisation: &OrganisationAt,
    known: Option<&BTreeSet<StaffId>>,
    language: Language,
) -> Vec<StillOpen> {
    let there = || organisation.staff.values().filter(|one| !one.left);
    let without = |one: &&Staff| known.is_some_and(|known| !known.contains(&one.id));
    let absent = there().filter(without);
    let works = |role| there().any(|one| one.roles.iter().any(|(_, held)| *held == role));
    let needed = [Role::Clerk, Role::Handler, Role::Leader];
    let lacking = needed.into_iter().filter(|role| !works(*role));
    let alone = organisation.posts.values().filter(|post| {
        let holder = post.holder.map(|holder| person(organisation, holder));
        !post.closed && post.stand_ins.is_empty() && holder.is_some_and(|one| !one.is_empty())
    });
    // Several of one name are told once.
    let alone: BTreeSet<&str> = alone.map(|post| post.title.in_language(language)).collect();
    let all: [((&str, &str), Vec<&str>, AdminTab); 3] = [
        (
            ("还没设密码", "No password yet"),
            absent.map(|one| one.name.as_str()).collect(),
            AdminTab::Staff,
        ),
        (
            ("没有人担任的角色", "Roles that nobody has"),
            lacking.map(|role| role.label(language)).collect(),
            AdminTab::Staff,
        ),
        (
            ("没有代班的岗位", "Posts without a stand-in"),
            alone.into_iter().collect(),
            AdminTab::Posts,
        ),
    ];
    let all = all.into_iter().filter(|(_, whom, _)| !whom.is_empty());
    let told = all.map(|((zh, en), whom, tab)| {
        let whom = whom.join(language.pick("、", ", "));
        StillOpen {
            words: language.pick(format!("{zh}：{whom}"), format!("{en}: {whom}")),
            href: tab.href().to_owned(),
        }
    });
    told.collect()
}
