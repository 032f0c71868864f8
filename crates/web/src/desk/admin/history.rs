//! Units, posts and staff with their versions: who changed what, when, from what to what; and the form that
//! brings one back.

use super::{AdminTab, Entry, Wrong, organisation, stored_fields};
use crate::desk::guard::{Signed, SignedForm, see_saved};
use crate::desk::versions::{self, About};
use crate::pages::desk::Fact;
use crate::pages::desk::versions::VersionsPage;
use crate::pages::form::FieldView;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::{Change, Entry as Administered, OrganisationAt, PostDraft, StaffDraft, UnitDraft};
use huiyin_domain::ids::{PostId, StaffId, UnitId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::organisation::{Role, UnitKind};

/// What of the organisation an address names, if it has versions.
fn administered(entry: Entry) -> Option<Administered> {
    let id = entry.id?;
    match entry.tab {
        AdminTab::Units => Some(Administered::Unit(UnitId::new(id))),
        AdminTab::Posts => Some(Administered::Post(PostId::new(id))),
        AdminTab::Staff => Some(Administered::Staff(StaffId::new(id))),
        _ => None,
    }
}

/// The page of a unit, post or member of staff that is there; nothing where the address names something else.
pub(super) async fn page(
    signed: &Signed,
    entry: Entry,
    organisation: &OrganisationAt,
    fields: Vec<FieldView>,
    problem: Option<&Problem>,
) -> Result<Option<VersionsPage>, Problem> {
    let Some(what) = administered(entry) else {
        return Ok(None);
    };
    let (huiyin, who) = (&signed.web().huiyin, signed.principal());
    let words = Words {
        organisation,
        language: signed.language(),
    };
    let about = words.about(entry, signed.principal().may(entry.action()), fields);
    let page = match what {
        Administered::Unit(id) => {
            let view = huiyin.unit_versions(who, id).await?;
            versions::page(signed, about, &view, |was| words.unit(was), problem)
        }
        Administered::Post(id) => {
            let view = huiyin.post_versions(who, id).await?;
            versions::page(signed, about, &view, |was| words.post(was), problem)
        }
        Administered::Staff(id) => {
            let view = huiyin.staff_versions(who, id).await?;
            versions::page(signed, about, &view, |was| words.person(was), problem)
        }
    };
    page.map(Some)
}

/// `POST /desk/admin/{tab}/{entry}/restore`: an earlier version becomes the newest.
pub(crate) async fn restore(
    path: Result<Path<(String, String)>, PathRejection>,
    form: SignedForm,
) -> Response {
    let signed = &form.signed;
    let restored = async {
        let entry = Entry::named(path)?;
        signed.principal().permit(entry.action())?;
        let what = administered(entry).ok_or_else(|| Problem::of(Code::NotFound))?;
        let change = Change::Restore(what, versions::wanted(&form)?);
        let huiyin = &signed.web().huiyin;
        let done = huiyin.administer(form.order(false), change, form.idempotency());
        let Some(problem) = versions::refused(done.await.map_err(Problem::from))? else {
            return Ok(see_saved(entry.tab.href()));
        };
        let organisation = organisation(signed).await?;
        let wrong = Wrong::nothing(signed.language());
        let fields = stored_fields(signed, entry, &organisation, &wrong).await?;
        let page = page(signed, entry, &organisation, fields, Some(&problem)).await?;
        let page = page.ok_or_else(|| Problem::of(Code::NotFound))?;
        Ok((problem.code().status(), signed.html(&page)).into_response())
    };
    signed.or_refused(restored.await)
}

/// Versions in words; names are those of now.
struct Words<'a> {
    organisation: &'a OrganisationAt,
    language: Language,
}

impl Words<'_> {
    fn say(&self, zh: &str, en: &str) -> String {
        self.language.pick(zh, en).to_owned()
    }

    fn about(&self, entry: Entry, writes: bool, fields: Vec<FieldView>) -> About {
        let language = self.language;
        let id = entry.id.unwrap_or_default();
        let of = self.organisation;
        let named = |name: &Bilingual| name.in_language(language).to_owned();
        let title = match entry.tab {
            AdminTab::Units => of.units.get(&UnitId::new(id)).map(|one| named(&one.name)),
            AdminTab::Posts => of.posts.get(&PostId::new(id)).map(|one| named(&one.title)),
            _ => of.staff.get(&StaffId::new(id)).map(|one| one.name.clone()),
        };
        let back = match entry.tab {
            AdminTab::Units => self.say("返回单位", "Back to the units"),
            AdminTab::Posts => self.say("返回岗位", "Back to the posts"),
            _ => self.say("返回人员", "Back to the staff"),
        };
        let consequence = match entry.tab {
            AdminTab::Units => self.say(
                "每次修改存为一版，旧的随时可以恢复；还有时限责任没办结的单位不能撤销，先把件转出去",
                "Each change is a version, and earlier ones can be brought back; a unit that still owes something is not dissolved: transfer it first",
            ),
            AdminTab::Posts => self.say(
                "每次修改存为一版，旧的随时可以恢复；还有事没做完的岗位要一直有人",
                "Each change is a version, and earlier ones can be brought back; a post that still owes something always has somebody",
            ),
            _ => self.say(
                "姓名、角色和是否离开每次修改存为一版，旧的随时可以恢复；联系方式封存，不在版本里",
                "Each change of name, roles or leaving is a version, and earlier ones can be brought back; contacts are sealed and in no version",
            ),
        };
        About {
            title: title.unwrap_or_default(),
            back: (entry.tab.href(), back),
            consequence,
            form: entry.href(),
            restore: format!("{}/restore", entry.href()),
            writes,
            fields,
        }
    }

    fn unit_name(&self, id: i64) -> String {
        let unit = self.organisation.units.get(&UnitId::new(id));
        unit.map_or_else(
            || id.to_string(),
            |unit| unit.name.in_language(self.language).to_owned(),
        )
    }

    fn staff_name(&self, id: i64) -> String {
        let staff = self.organisation.staff.get(&StaffId::new(id));
        staff.map_or_else(|| id.to_string(), |one| one.name.clone())
    }

    fn unit(&self, was: &UnitDraft) -> Vec<Fact> {
        let kind = UnitKind::parse(&was.kind);
        let kind = kind.map_or(was.kind.as_str(), |kind| kind.label(self.language));
        let registers = match was.petition_office {
            true => self.say("是", "Yes"),
            false => self.say("否", "No"),
        };
        let state = match was.closed {
            true => self.say("已撤销", "Dissolved"),
            false => self.say("在用", "At work"),
        };
        versions::facts([
            (self.say("名称", "Name in Chinese"), was.name.zh.clone()),
            (self.say("英文名称", "Name in English"), was.name.en.clone()),
            (self.say("代号", "Key"), was.key.clone()),
            (self.say("种类", "Kind"), kind.to_owned()),
            (
                self.say("上级单位", "The unit above it"),
                was.parent.map(|id| self.unit_name(id)).unwrap_or_default(),
            ),
            (self.say("信访部门", "Petition office"), registers),
            (self.say("状态", "State"), state),
        ])
    }

    fn post(&self, was: &PostDraft) -> Vec<Fact> {
        let holder = was.holder.map(|id| self.staff_name(id));
        let stand_ins: Vec<String> = was
            .stand_ins
            .iter()
            .map(|id| self.staff_name(*id))
            .collect();
        let state = match was.closed {
            true => self.say("已取消", "Abolished"),
            false => self.say("在用", "At work"),
        };
        versions::facts([
            (self.say("名称", "Title in Chinese"), was.title.zh.clone()),
            (
                self.say("英文名称", "Title in English"),
                was.title.en.clone(),
            ),
            (
                self.say("规程里的岗位", "The rulebook's post"),
                was.duty.clone(),
            ),
            (self.say("单位", "Unit"), self.unit_name(was.unit)),
            (self.say("谁在岗", "Holder"), holder.unwrap_or_default()),
            (
                self.say("谁代班", "Stand-ins"),
                stand_ins.join(self.language.pick("、", ", ")),
            ),
            (self.say("状态", "State"), state),
        ])
    }

    fn person(&self, was: &StaffDraft) -> Vec<Fact> {
        let roles = was.roles.iter().map(|held| {
            let role = Role::parse(&held.role);
            let role = role.map_or(held.role.as_str(), |role| role.label(self.language));
            let unit = self.unit_name(held.unit);
            self.language
                .pick(format!("{role}，{unit}"), format!("{role}, {unit}"))
        });
        let state = match was.left {
            true => self.say("已离开", "Has left"),
            false => self.say("在职", "Works here"),
        };
        versions::facts([
            (self.say("姓名", "Name"), was.name.clone()),
            (
                self.say("角色", "Roles"),
                roles.collect::<Vec<_>>().join("\n"),
            ),
            (self.say("状态", "State"), state),
        ])
    }
}
