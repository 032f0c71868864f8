//! Who holds which post: every post that the rulebook looks for on one page, each a choice among the staff.

use super::fields::{number, staff};
use super::{organisation, rulebook};
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm, see_saved};
use crate::pages::desk::Place;
use crate::pages::desk::action_form::{ActionFormPage, Conflict};
use crate::pages::desk::admin::AdminTab;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::problem::{Code, Problem};
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{Change, OrganisationAt, PostDraft};
use huiyin_domain::ids::{PostId, StaffId, UnitId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::organisation::{Post, Role, Staff};
use huiyin_domain::rulebook::Rulebook;

/// Where the page is.
pub(super) const PAGE: &str = "/desk/admin/posts/holders";
/// The post that each unit has one of.
const OF_EACH_UNIT: &str = "unit-head";
/// The post of who heads the petition office.
const OF_THE_OFFICE: &str = "petition-office-head";
/// The post that hears of danger at once, whatever the rulebook.
const OF_DANGER: &str = "duty-post";
/// The most rows; further ones are changed one by one.
const ROWS_MAX: usize = 60;

/// A post of the page: one that is there, or one that there is to be.
pub(super) struct Row {
    id: Option<PostId>,
    draft: PostDraft,
}

impl Row {
    fn field(&self) -> String {
        match self.id {
            Some(id) => format!("post_{id}"),
            None => format!("{}_{}", self.draft.duty.replace('-', "_"), self.draft.unit),
        }
    }

    fn there(post: &Post) -> Self {
        Self {
            id: Some(post.id),
            draft: post.into(),
        }
    }

    fn to_be(duty: &str, title: &Bilingual, unit: UnitId) -> Self {
        Self {
            id: None,
            draft: PostDraft {
                duty: duty.to_owned(),
                title: title.clone(),
                unit: unit.raw(),
                ..PostDraft::default()
            },
        }
    }

    /// Who holds it. Of one that there is to be, whose role in its unit it would be: somebody who heads that unit, a
    /// leader, a clerk.
    fn proposed(&self, organisation: &OrganisationAt, rulebook: &Rulebook) -> Option<i64> {
        // One that is there and has nobody may have been left so on purpose.
        if self.id.is_some() {
            return self.draft.holder;
        }
        let office = organisation.registering_unit();
        let unit = UnitId::new(self.draft.unit);
        let duty = self.draft.duty.as_str();
        let (role, unit) = match duty {
            OF_EACH_UNIT => (Role::UnitHead, Some(unit)),
            OF_THE_OFFICE => (Role::UnitHead, Some(office)),
            _ if rulebook.leaders.iter().any(|leader| leader == duty) => (Role::Leader, None),
            _ => (Role::Clerk, Some(office)),
        };
        let mut staff = organisation.staff.values().filter(|one| !one.left);
        let has = |one: &&Staff| {
            let mut roles = one.roles.iter();
            roles.any(|(at, held)| *held == role && unit.is_none_or(|unit| unit == *at))
        };
        staff.find(has).map(|one| one.id.raw())
    }

    /// The same with the holder that was chosen, who stands in for nobody there, nor does whoever left; nothing
    /// where nothing changes.
    fn chosen(self, form: &Form, organisation: &OrganisationAt) -> Option<Self> {
        let field = self.field();
        let asked = form.fields().iter().any(|(name, _)| *name == field);
        let holder = number(form, &field);
        if !asked || holder == self.draft.holder {
            return None;
        }
        let mut draft = PostDraft {
            holder,
            ..self.draft
        };
        let there = |one: i64| {
            let staff = organisation.staff.get(&StaffId::new(one));
            staff.is_some_and(|one| !one.left)
        };
        draft
            .stand_ins
            .retain(|one| Some(*one) != holder && there(*one));
        Some(Self { draft, ..self })
    }
}

/// The posts that the rulebook looks for, in its order: those that are there, and the missing ones. The heads of
/// units are asked for unit by unit.
pub(super) fn rows(organisation: &OrganisationAt, rulebook: &Rulebook) -> Vec<Row> {
    let mut rows = Vec::new();
    for (duty, title) in &rulebook.posts {
        let there = organisation.posts.values();
        let there: Vec<&Post> = there
            .filter(|post| post.duty == *duty && !post.closed)
            .collect();
        rows.extend(there.iter().map(|post| Row::there(post)));
        if duty == OF_EACH_UNIT {
            let units = organisation.units.values();
            let units = units.filter(|unit| {
                organisation.answers(unit.id) && there.iter().all(|post| post.unit != unit.id)
            });
            rows.extend(units.map(|unit| Row::to_be(duty, title, unit.id)));
        } else if there.is_empty() {
            let office = organisation.registering_unit();
            let top = organisation.chain(office).last().copied();
            let unit = top
                .filter(|_| rulebook.leaders.contains(duty))
                .unwrap_or(office);
            rows.push(Row::to_be(duty, title, unit));
        }
    }
    rows.truncate(ROWS_MAX);
    rows
}

/// `GET /desk/admin/posts/holders`.
pub(crate) async fn ask(signed: Signed) -> Response {
    let shown = async {
        signed.principal().permit(Action::SetPost)?;
        let page = page(&signed, None).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/admin/posts/holders`: all of them, or none.
pub(crate) async fn save(form: SignedForm) -> Response {
    let signed = &form.signed;
    let saved = async {
        signed.principal().permit(Action::SetPost)?;
        let (organisation, rulebook) = (organisation(signed).await?, rulebook(signed));
        let rulebook = rulebook.ok_or_else(|| Problem::of(Code::NotFound))?;
        let changed = rows(&organisation, &rulebook).into_iter();
        let changed = changed.filter_map(|row| row.chosen(&form.form, &organisation));
        let changed: Vec<Row> = changed.collect();
        let fields: Vec<String> = changed.iter().map(Row::field).collect();
        let posts = changed.into_iter().map(|row| (row.id, row.draft));
        let change = Change::Posts(posts.collect());
        let huiyin = &signed.web().huiyin;
        let done = huiyin.administer(form.order(false), change, form.idempotency());
        match done.await.map_err(Problem::from) {
            Ok(_) => Ok(see_saved(AdminTab::Posts.href())),
            Err(problem) => {
                let typed = Typed {
                    form: &form.form,
                    problem: &problem,
                    fields,
                };
                let page = page(signed, Some(&typed)).await?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(saved.await)
}

/// What was chosen, and why it was not taken.
struct Typed<'a> {
    form: &'a Form,
    problem: &'a Problem,
    /// The fields of the posts that were to change, in the order in which they were sent.
    fields: Vec<String>,
}

impl Typed<'_> {
    fn error(&self, field: &str, language: Language) -> Option<String> {
        let nth = self.fields.iter().position(|one| one == field)?;
        let of_post = format!("posts.{nth}.");
        let mut wrong = self.problem.refused_fields().iter();
        let found = wrong.find(|one| one.field.starts_with(&of_post))?;
        Some(found.problem.message(language))
    }
}

async fn page(signed: &Signed, typed: Option<&Typed<'_>>) -> Result<ActionFormPage, Problem> {
    let (organisation, rulebook) = (organisation(signed).await?, rulebook(signed));
    let rulebook = rulebook.ok_or_else(|| Problem::of(Code::NotFound))?;
    let language = signed.language();
    let rows = rows(&organisation, &rulebook);
    let fields = rows.iter().map(|row| {
        let needed_for = needed_for(&rulebook, &row.draft.duty, language);
        let holder = match typed {
            Some(typed) => number(typed.form, &row.field()),
            None => row.proposed(&organisation, &rulebook),
        };
        let field = field(&organisation, (row, holder), language).hinted(needed_for);
        let refused = typed.and_then(|typed| typed.error(&field.name, language));
        field.refused(refused)
    });
    let problem = typed.map(|typed| typed.problem);
    let whole = problem.filter(|one| one.refused_fields().is_empty());
    let overtaken = |one: &&Problem| one.code() == Code::ChangedMeanwhile;
    let conflict = whole.filter(overtaken).map(|one| Conflict {
        notice: one.words(language),
        theirs: Vec::new(),
    });
    let error = whole.filter(|one| !overtaken(one));
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        exercise: false,
        petition: None,
        title: say("定好各岗位由谁担任", "Who holds which post"),
        consequences: vec![say(
            "规程按岗位找人，一个人可以担任几个。还没有设的岗位，已按角色选好人，请核对",
            "The rulebook finds people by posts; one person may hold several. For posts that are not there yet somebody is chosen by their role: look through them",
        )],
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(PAGE).sealed(organisation.position.to_string(), signed.form_key()?),
        fields: fields.collect(),
        error: error.map(|one| one.words(language)),
        conflict,
        submit: say("保存", "Save"),
        cancel_href: AdminTab::Posts.href().to_owned(),
    })
}

/// What the rulebook needs a post for.
fn needed_for(rulebook: &Rulebook, duty: &str, language: Language) -> String {
    let mut terms = rulebook.terms.iter();
    let extends = terms.any(|term| {
        let extension = term.extension.as_ref();
        extension.is_some_and(|one| one.approved_by == duty)
    });
    let mut steps = rulebook.terms.iter().flat_map(|term| &term.escalate);
    let hears = steps.any(|step| step.to == duty);
    let all = [
        (
            rulebook.approver.post == duty,
            ("签批答复", "approves answers"),
        ),
        (extends, ("批准延期", "decides extensions")),
        (hears, ("逾期报到这里", "hears of what is late")),
        (
            duty == OF_DANGER,
            (
                "有人身危险时马上通知",
                "hears at once where somebody is in danger",
            ),
        ),
    ];
    let told = all.iter().filter(|(is, _)| *is);
    let told: Vec<&str> = told.map(|(_, (zh, en))| language.pick(*zh, *en)).collect();
    match told.is_empty() {
        true => String::new(),
        false => language.pick(told.join("；"), format!("It {}", told.join("; "))),
    }
}

fn field(
    organisation: &OrganisationAt,
    (row, holder): (&Row, Option<i64>),
    language: Language,
) -> FieldView {
    let title = row.draft.title.in_language(language);
    let unit = organisation.units.get(&UnitId::new(row.draft.unit));
    let label = match unit.map(|unit| unit.name.in_language(language)) {
        Some(unit) => language.pick(format!("{title}（{unit}）"), format!("{title} ({unit})")),
        None => title.to_owned(),
    };
    let nobody = language.pick("空着", "Nobody").to_owned();
    let choices = FieldKind::Select(staff(organisation, holder), nobody);
    FieldView::new(row.field(), label, choices)
}
