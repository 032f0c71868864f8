//! `/desk/announcements`: the administrator posts notices and reception days, changes them and takes them
//! down. Each change is a version, and any of them can be brought back.

use crate::body::Form;
use crate::desk::case::day;
use crate::desk::entry::{Entry, named};
use crate::desk::guard::{Signed, SignedForm, see_saved};
use crate::desk::versions::{self, About};
use crate::pages::components::Choice;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::desk::announcements::{AnnouncementLine, AnnouncementsPage};
use crate::pages::desk::versions::VersionsPage;
use crate::pages::desk::{Fact, Place};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::pages::notices::Posted;
use crate::problem::{Code, Problem};
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{AnnouncementDraft, VersionChange};
use huiyin_domain::announcement::{Announcement, AnnouncementKind};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::wording::Dates;

const LIST: &str = "/desk/announcements";

/// `GET /desk/announcements`.
pub(crate) async fn list(signed: Signed) -> Response {
    let shown = async {
        signed.principal().permit(Action::ChangeAuthority)?;
        let authority = signed.authority();
        let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
        let (language, dates) = (signed.language(), signed.dates(&authority.zone));
        let lines = all(&signed).await?.into_iter().rev().map(|one| {
            let posted = Posted::of(&one, dates);
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
        page(&signed, named(entry)?, None).await
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/announcements/{entry}`.
pub(crate) async fn save(entry: Entry, form: SignedForm) -> Response {
    let signed = &form.signed;
    let saved = async {
        let id = named(entry)?;
        let draft = typed(&form.form);
        let huiyin = &signed.web().huiyin;
        let done = huiyin.announce(
            form.order(id.is_none()),
            id,
            draft.clone(),
            form.idempotency(),
        );
        let done = done.await.map_err(Problem::from);
        changed(signed, id, Some(&draft), done).await
    };
    signed.or_refused(saved.await)
}

/// `POST /desk/announcements/{entry}/restore`: an earlier version becomes the newest.
pub(crate) async fn restore(entry: Entry, form: SignedForm) -> Response {
    let signed = &form.signed;
    let restored = async {
        let id = named(entry)?.ok_or_else(|| Problem::of(Code::NotFound))?;
        let of = versions::wanted(&form)?;
        let change: VersionChange<AnnouncementDraft> = VersionChange::Restore(of);
        let huiyin = &signed.web().huiyin;
        let done = huiyin.announce(form.order(false), Some(id), change, form.idempotency());
        let done = done.await.map_err(Problem::from);
        changed(signed, Some(id), None, done).await
    };
    signed.or_refused(restored.await)
}

/// What was typed, if anything was, and why it was not taken.
type Refused<'a> = (Option<&'a AnnouncementDraft>, &'a Problem);

/// Back to the list; or the page again with why not.
async fn changed<T>(
    signed: &Signed,
    id: Option<i64>,
    draft: Option<&AnnouncementDraft>,
    done: Result<T, Problem>,
) -> Result<Response, Problem> {
    let Some(problem) = versions::refused(done)? else {
        return Ok(see_saved(LIST));
    };
    let page = page(signed, id, Some((draft, &problem))).await?;
    Ok((problem.code().status(), page).into_response())
}

/// The page of one with its versions, or of a new one.
async fn page(
    signed: &Signed,
    id: Option<i64>,
    refused: Option<Refused<'_>>,
) -> Result<Response, Problem> {
    let typed = refused.and_then(|one| one.0);
    let problem = refused.map(|one| one.1);
    let Some(id) = id else {
        let nothing = AnnouncementDraft {
            kind: AnnouncementKind::Notice.word().to_owned(),
            ..AnnouncementDraft::default()
        };
        let page = new_page(signed, typed.unwrap_or(&nothing), problem)?;
        return Ok(signed.html(&page));
    };
    let page = known(signed, id, typed, problem).await?;
    Ok(signed.html(&page))
}

/// What saving brings.
fn consequence(language: Language) -> String {
    let words = language.pick(
        "首页和“公告和接待日”页上每个人都能看到；每次修改存为一版，旧的随时可以恢复",
        "Everybody sees it on the home page and under “Notices and reception days”; each change is a version, and earlier ones can be brought back",
    );
    words.to_owned()
}

/// One that is there, with the versions that it had.
async fn known(
    signed: &Signed,
    id: i64,
    typed: Option<&AnnouncementDraft>,
    problem: Option<&Problem>,
) -> Result<VersionsPage, Problem> {
    let language = signed.language();
    let huiyin = &signed.web().huiyin;
    let view = huiyin.posted_versions(signed.principal(), id).await?;
    let now = view.now().ok_or_else(|| Problem::of(Code::NotFound))?;
    let at = format!("{LIST}/{id}");
    let back = language.pick("返回公告和接待日", "Back to notices and reception days");
    // What was to be put back has no form: what was not taken of it is told above.
    let at_fields = problem.filter(|_| typed.is_some());
    let about = About {
        title: now.title.in_language(language).to_owned(),
        back: (LIST, back.to_owned()),
        consequence: consequence(language),
        restore: format!("{at}/restore"),
        form: at,
        writes: true,
        fields: fields(typed.unwrap_or(now), at_fields, language),
    };
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let dates = signed.dates(&authority.zone);
    let facts = |was: &AnnouncementDraft| facts(was, dates);
    versions::page(signed, about, &view, facts, problem)
}

/// A version in words.
fn facts(one: &AnnouncementDraft, dates: Dates<'_>) -> Vec<Fact> {
    let language = dates.language;
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let kind = AnnouncementKind::parse(&one.kind);
    let days = match one.last_day == one.first_day || one.last_day.is_empty() {
        true => day(&one.first_day, dates),
        false => {
            let (first, last) = (day(&one.first_day, dates), day(&one.last_day, dates));
            language.pick(format!("{first}至{last}"), format!("{first} to {last}"))
        }
    };
    let state = match one.withdrawn {
        true => say("已撤下", "Taken down"),
        false => say("公布着", "Posted"),
    };
    versions::facts([
        (
            say("是什么", "Kind"),
            kind.map_or_else(String::new, |kind| kind.label(language).to_owned()),
        ),
        (say("标题", "Heading in Chinese"), one.title.zh.clone()),
        (say("英文标题", "Heading in English"), one.title.en.clone()),
        (say("内容", "Text in Chinese"), one.text.zh.clone()),
        (say("英文内容", "Text in English"), one.text.en.clone()),
        (say("日期", "Days"), days),
        (say("时间", "Hours"), one.hours.clone()),
        (say("状态", "State"), state),
    ])
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

fn new_page(
    signed: &Signed,
    draft: &AnnouncementDraft,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en).to_owned();
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        exercise: false,
        petition: None,
        title: say("发一条公告或者接待日", "Post a notice or a reception day"),
        consequences: vec![consequence(language)],
        follows: Vec::new(),
        clocks: Vec::new(),
        // Nothing is overwritten by a new one: it needs no version.
        target: FormTarget::to(format!("{LIST}/new")).sealed(String::new(), signed.form_key()?),
        fields: fields(draft, problem, language),
        error: None,
        conflict: None,
        submit: say("保存", "Save"),
        cancel_href: LIST.to_owned(),
    })
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
