//! `/desk/announcements`: the administrator posts notices and reception days, changes them and takes them
//! down.

use crate::body::Form;
use crate::desk::entry::{Entry, named};
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::Place;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::desk::announcements::{AnnouncementLine, AnnouncementsPage};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::pages::notices::Posted;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{AnnouncementDraft, Order};
use huiyin_domain::announcement::{Announcement, AnnouncementKind};
use huiyin_domain::language::{Bilingual, Language};

const LIST: &str = "/desk/announcements";

/// `GET /desk/announcements`.
pub(crate) async fn list(signed: Signed) -> Response {
    let shown = async {
        signed.principal().permit(Action::ChangeAuthority)?;
        let language = signed.language();
        let lines = all(&signed).await?.into_iter().rev().map(|one| {
            let posted = Posted::of(&one, language);
            AnnouncementLine {
                kind: one.kind.label(language).to_owned(),
                title: posted.title,
                when: posted.when,
                withdrawn: one.withdrawn,
                href: format!("{LIST}/{}", one.id),
            }
        });
        Ok(signed.html(&AnnouncementsPage {
            frame: signed.frame(),
            desk: signed.desk(Some(Place::Administration)),
            lines: lines.collect(),
            add_href: format!("{LIST}/new"),
        }))
    };
    signed.or_refused(shown.await)
}

async fn all(signed: &Signed) -> Result<Vec<Announcement>, Problem> {
    let authority = signed.principal().authority;
    Ok(signed.web().huiyin.announcements(authority).await?)
}

/// `GET /desk/announcements/{entry}`.
pub(crate) async fn edit(entry: Entry, signed: Signed) -> Response {
    let shown = async {
        signed.principal().permit(Action::ChangeAuthority)?;
        let id = named(entry)?;
        let draft = match id {
            None => AnnouncementDraft {
                kind: AnnouncementKind::Notice.word().to_owned(),
                ..AnnouncementDraft::default()
            },
            Some(id) => {
                let all = all(&signed).await?;
                let found = all.iter().find(|one| one.id == id);
                found.ok_or_else(|| Problem::of(Code::NotFound))?.into()
            }
        };
        Ok(signed.html(&form_page(&signed, id, &draft, None)))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/announcements/{entry}`.
pub(crate) async fn save(entry: Entry, form: SignedForm) -> Response {
    let signed = &form.signed;
    let saved = async {
        let id = named(entry)?;
        let draft = typed(&form.form);
        let order = Order {
            authority: signed.principal().authority,
            by: signed.actor(),
            version: None,
        };
        let posted = signed.web().huiyin.announce(order, id, draft.clone());
        let problem = match posted.await {
            Ok(_) => return Ok(see_there(LIST)),
            Err(error) => Problem::from(error),
        };
        if problem.refused_fields().is_empty() {
            return Err(problem);
        }
        let page = form_page(signed, id, &draft, Some(&problem));
        Ok((problem.code().status(), signed.html(&page)).into_response())
    };
    signed.or_refused(saved.await)
}

fn typed(form: &Form) -> AnnouncementDraft {
    let text = |name: &str| form.text(name).unwrap_or_default();
    AnnouncementDraft {
        kind: text("kind"),
        title: Bilingual::new(text("title_zh"), text("title_en")),
        text: Bilingual::new(text("text_zh"), text("text_en")),
        first_day: text("first_day"),
        last_day: text("last_day"),
        hours: text("hours"),
        withdrawn: form.ticked("withdrawn"),
    }
}

fn form_page(
    signed: &Signed,
    id: Option<i64>,
    draft: &AnnouncementDraft,
    problem: Option<&Problem>,
) -> ActionFormPage {
    let language = signed.language();
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en).to_owned();
    let entry = id.map_or_else(|| "new".to_owned(), |id| id.to_string());
    ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        petition: None,
        title: match id {
            None => say("发一条公告或者接待日", "Post a notice or a reception day"),
            Some(_) => say("修改公告或者接待日", "Change a notice or a reception day"),
        },
        consequences: vec![say(
            "首页和“公告和接待日”页上每个人都能看到；改了什么都留在记录里",
            "Everybody sees it on the home page and under “Notices and reception days”; every change stays on record",
        )],
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(format!("{LIST}/{entry}")),
        fields: fields(draft, problem, language),
        error: None,
        conflict: None,
        submit: say("保存", "Save"),
        cancel_href: LIST.to_owned(),
    }
}

fn fields(
    draft: &AnnouncementDraft,
    problem: Option<&Problem>,
    language: Language,
) -> Vec<FieldView> {
    let wrong = |name: &str| {
        let refused = problem.map(Problem::refused_fields).unwrap_or_default();
        let found = refused.iter().find(|one| one.field == name);
        found.map(|one| one.problem.message(language))
    };
    let field = |name: &str, (zh, en): (&str, &str), kind: FieldKind| {
        let view = FieldView::new(name.replace('.', "_"), language.pick(zh, en), kind);
        view.refused(wrong(name))
    };
    let kinds = AnnouncementKind::ALL.iter().map(|kind| {
        Choice::new(kind.word(), kind.label(language)).chosen(draft.kind == kind.word())
    });
    let short = |text: &str| FieldKind::Text(text.to_owned());
    let lines = |text: &str| FieldKind::TextArea(text.to_owned(), 4);
    let title = ("标题；接待日写谁接待", "Heading in Chinese; who receives");
    let text = ("内容；接待日写在哪里", "Text in Chinese; where");
    let first = ("第一天（接待日就是当天）", "First day, or the day itself");
    let hours = ("接待时间，例如9:00～11:30", "Hours, such as 9:00–11:30");
    let must = [
        field(
            "kind",
            ("是什么？", "What is it?"),
            FieldKind::Radios(kinds.collect()),
        ),
        field("title.zh", title, short(&draft.title.zh)),
        field("first_day", first, FieldKind::Date(draft.first_day.clone())),
    ];
    let may = [
        field(
            "last_day",
            ("最后一天", "Last day"),
            FieldKind::Date(draft.last_day.clone()),
        ),
        field("hours", hours, FieldKind::Short(draft.hours.clone())),
        field("text.zh", text, lines(&draft.text.zh)),
        field(
            "title.en",
            ("英文标题", "Heading in English"),
            short(&draft.title.en),
        ),
        field(
            "text.en",
            ("英文内容", "Text in English"),
            lines(&draft.text.en),
        ),
    ];
    let down = FieldKind::Checkbox(draft.withdrawn);
    let down = field("withdrawn", ("撤下，不再显示", "Take it down"), down);
    let may = may.into_iter().map(FieldView::optional);
    must.into_iter().chain(may).chain([down]).collect()
}
