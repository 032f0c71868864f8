//! `/desk/admin/rules`: which versions of rulebooks and calendars are in force, where each comes from, and what is
//! provisional. Whoever runs the installation loads a new one, with the checks of the command line, and takes back
//! what waits.

use super::organisation;
use crate::desk::case::{safe, when};
use crate::desk::guard::{Signed, SignedForm, SignedUpload, see_saved};
use crate::desk::plans::lodge::{sent_text, wrong_lines};
use crate::desk::versions;
use crate::pages::desk::Place;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::desk::admin::{AdminList, AdminTab};
use crate::pages::desk::rule_data::{CalendarPanel, RuleData, RulebookPanel};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see;
use crate::problem::{Code, Problem};
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{
    CalendarLoaded, CalendarVersionView, DataSource, RulebookDraft, RulebookVersionView,
};
use huiyin_domain::event::Pinned;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::wording;
use jiff::civil::Date;
use std::sync::Arc;

const RULEBOOK: &str = "/desk/admin/rules/rulebook";
const CALENDAR: &str = "/desk/admin/rules/calendar";
/// Lines of a pasted file at first.
const TEXT_ROWS: usize = 16;

/// What the page shows.
pub(super) async fn of(signed: &Signed) -> Result<RuleData, Problem> {
    let view = signed.web().huiyin.rule_data(signed.principal()).await?;
    let mut rulebooks = Vec::new();
    for one in &view.rulebooks {
        let take_back = (view.may_load && !one.in_force).then(|| {
            let target = FormTarget::to("/desk/admin/rules/take-back");
            Ok::<_, Problem>(target.sealed("", signed.form_key()?))
        });
        rulebooks.push(rulebook(signed, one, take_back.transpose()?));
    }
    Ok(RuleData {
        rulebooks,
        calendars: view
            .calendars
            .iter()
            .map(|one| calendar(signed, one))
            .collect(),
        load_hrefs: view.may_load.then_some((RULEBOOK, CALENDAR)),
        done: None,
    })
}

fn source(signed: &Signed, source: &DataSource) -> String {
    let language = signed.language();
    let zone = signed.authority().map(|one| one.zone.clone());
    let at = zone.map_or_else(String::new, |zone| when(&source.at, signed.dates(&zone)));
    match (&source.by, source.shipped) {
        (Some(by), _) => language.pick(format!("{by}存入，{at}"), format!("Loaded by {by}, {at}")),
        (None, true) => language.pick(
            format!("随程序带来，{at}"),
            format!("Comes with the program, {at}"),
        ),
        (None, false) => language.pick(format!("存入于{at}"), format!("Loaded {at}")),
    }
}

fn listed(terms: &[Bilingual], language: Language) -> String {
    let names = terms.iter().map(|title| title.in_language(language));
    names.collect::<Vec<_>>().join(language.pick("、", ", "))
}

/// A day of a view in words: rules and calendars hold for more than this year, so the year is named.
fn day(text: &str, language: Language) -> String {
    text.parse::<Date>()
        .map_or_else(|_| text.to_owned(), |day| wording::day(day, language))
}

fn rulebook(
    signed: &Signed,
    one: &RulebookVersionView,
    take_back: Option<FormTarget>,
) -> RulebookPanel {
    let language = signed.language();
    let unverified = listed(&one.unverified, language);
    let terms = one.terms;
    RulebookPanel {
        title: one.title.in_language(language).to_owned(),
        version: format!("{} {}", one.id, one.version),
        id: one.id.clone(),
        number: one.version.clone(),
        state: match &one.from {
            None => language
                .pick("对新的件生效", "In force for new petitions")
                .to_owned(),
            Some(from) => {
                let from = day(from, language);
                language.pick(
                    format!("{from}起对新的件生效"),
                    format!("For new petitions from {from}"),
                )
            }
        },
        waits: !one.in_force,
        own: one.own,
        source: source(signed, &one.source),
        calendar: one.calendar.clone(),
        verified: match unverified.is_empty() {
            true => language.pick(
                format!("{terms}个期限，出处都已核对"),
                format!("{terms} terms, each source checked"),
            ),
            false => language.pick(
                format!("{terms}个期限；出处没有核对：{unverified}"),
                format!("{terms} terms; source not checked: {unverified}"),
            ),
        },
        provisional: listed(&one.provisional, language),
        before: one.before.join(language.pick("、", ", ")),
        take_back,
    }
}

fn calendar(signed: &Signed, one: &CalendarVersionView) -> CalendarPanel {
    let language = signed.language();
    CalendarPanel {
        title: one.title.in_language(language).to_owned(),
        version: format!("{} {}", one.id, one.version),
        source: source(signed, &one.source),
        firm: match &one.firm_through {
            None => language
                .pick("没有放假安排，每一天都已定", "Every day is sure")
                .to_owned(),
            Some(through) => {
                let through = day(through, language);
                language.pick(
                    format!("到{through}的日子已定；以后的放假安排没有公布，算到那以后的日期是暂定的：查询页、回执、通知、收件箱和统计上都写明"),
                    format!("Days are sure until {through}; no notice tells later ones, and dates that count them are provisional: tracking page, receipt, notices, inbox and figures say so"),
                )
            }
        },
        years: one
            .years
            .iter()
            .map(|one| (one.year, one.sources.clone()))
            .collect(),
    }
}

/// The list again, with what was done.
async fn shown(signed: &Signed, done: String) -> Result<Response, Problem> {
    let mut data = of(signed).await?;
    data.done = Some(done);
    let organisation = organisation(signed).await?;
    let list = (AdminTab::Rules, AdminList::Rules(data));
    Ok(signed.html(&super::page(signed, &organisation, list).await))
}

/// `GET /desk/admin/rules/rulebook`.
pub(crate) async fn ask_rulebook(signed: Signed) -> Response {
    let shown = async {
        let page = rulebook_page(&signed, &RulebookDraft::default(), None).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/admin/rules/rulebook`.
pub(crate) async fn load_rulebook(sent: SignedUpload) -> Response {
    let SignedUpload { form, file, wrong } = sent;
    let signed = &form.signed;
    let loaded = async {
        may_load(signed).await?;
        let draft = RulebookDraft {
            content: sent_text(&form.form, file, wrong)?,
            from: form.form.text("from").unwrap_or_default(),
        };
        let by = (signed.principal().authority, signed.actor());
        let huiyin = &signed.web().huiyin;
        let done = huiyin.lodge_rulebook(by, draft.clone(), form.idempotency());
        let Some(problem) = versions::refused(done.await.map_err(Problem::from))? else {
            return Ok(see_saved(AdminTab::Rules.href()));
        };
        let page = rulebook_page(signed, &draft, Some(&problem)).await?;
        Ok((problem.code().status(), signed.html(&page)).into_response())
    };
    signed.or_refused(loaded.await)
}

/// `POST /desk/admin/rules/take-back`.
pub(crate) async fn take_back(form: SignedForm) -> Response {
    let signed = &form.signed;
    let taken = async {
        may_load(signed).await?;
        let pinned = Pinned {
            id: form.form.text("id").unwrap_or_default(),
            version: form.form.text("of").unwrap_or_default(),
        };
        let by = (signed.principal().authority, signed.actor());
        let huiyin = &signed.web().huiyin;
        let done = huiyin.take_back_rulebook(by, pinned, form.idempotency());
        done.await?;
        Ok(see(AdminTab::Rules.href()))
    };
    signed.or_refused(taken.await)
}

/// `GET /desk/admin/rules/calendar`.
pub(crate) async fn ask_calendar(signed: Signed) -> Response {
    let shown = async {
        let page = calendar_page(&signed, String::new(), None).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/admin/rules/calendar`: loaded, and every open date counted anew that it changes.
pub(crate) async fn load_calendar(sent: SignedUpload) -> Response {
    let SignedUpload { form, file, wrong } = sent;
    let signed = &form.signed;
    let loaded = async {
        may_load(signed).await?;
        let text = sent_text(&form.form, file, wrong)?;
        let by = (signed.principal().authority, signed.actor());
        let (huiyin, content) = (Arc::clone(&signed.web().huiyin), text.clone());
        // It may walk through every open date of the installation.
        let done =
            tokio::task::spawn_blocking(move || huiyin.load_calendar_by(by, &content, None)).await;
        let done = done.map_err(|_| Problem::of(Code::Internal))?;
        match done {
            Ok(done) => {
                let report = done.answer;
                let Pinned { id, version } = report.pinned;
                let counted = report.recomputed;
                let language = signed.language();
                shown(
                    signed,
                    match report.loaded {
                        CalendarLoaded::Before => language.pick(
                            format!("{id} {version}以前已经存过；重算了{counted}个日期"),
                            format!("{id} {version} was loaded before; {counted} dates were counted anew"),
                        ),
                        CalendarLoaded::Now => language.pick(
                            format!("已存入{id} {version}；重算了{counted}个日期"),
                            format!("{id} {version} is loaded; {counted} dates were counted anew"),
                        ),
                    },
                )
                .await
            }
            Err(error) => {
                let refused = versions::refused::<()>(Err(Problem::from(error)))?;
                let problem = refused.ok_or_else(|| Problem::of(Code::Internal))?;
                let page = calendar_page(signed, text, Some(&problem)).await?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(loaded.await)
}

/// Goes on only for who runs the installation.
async fn may_load(signed: &Signed) -> Result<(), Problem> {
    signed.principal().permit(Action::KeepRules)?;
    let view = signed.web().huiyin.rule_data(signed.principal()).await?;
    match view.may_load {
        true => Ok(()),
        false => Err(Problem::of(Code::NotAllowed)),
    }
}

/// The file, or its text where none is chosen.
fn file_fields(typed: &str, problem: Option<&Problem>, language: Language) -> [FieldView; 2] {
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let file = FieldView::new("file", say("文件", "File"), FieldKind::TextFile)
        .hinted(say(
            "以.toml结尾的文件，原样保留。",
            "The file that ends with .toml; it is kept to the letter.",
        ))
        .optional();
    let kind = FieldKind::TextArea(typed.to_owned(), TEXT_ROWS);
    let text = FieldView::new("toml", say("内容（TOML）", "Its text (TOML)"), kind)
        .hinted(say(
            "没有选文件时，把文件全文贴在这里。",
            "Where no file is chosen, paste its whole text here.",
        ))
        .optional()
        .refused(problem.and_then(|one| wrong_lines(one, language)));
    [file, text]
}

async fn rulebook_page(
    signed: &Signed,
    draft: &RulebookDraft,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    may_load(signed).await?;
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let day = problem
        .map(Problem::refused_fields)
        .unwrap_or_default()
        .iter();
    let mut day = day.filter(|one| one.field == "from");
    let day = day.next().map(|one| one.problem.message(language));
    let from = FieldKind::Date(draft.from.clone());
    let from = FieldView::new(
        "from",
        say("哪天起对新的件生效", "For new petitions from"),
        from,
    );
    let [file, text] = file_fields(&draft.content, problem, language);
    form(
        signed,
        (
            RULEBOOK,
            say("存入一版规程", "Load a version of a rulebook"),
        ),
        vec![
            say(
                "和huiyin rulebook check同样检查；有错误的不存，指出是哪一行",
                "It is checked as huiyin rulebook check does; one with errors is not kept, and each line is named",
            ),
            say(
                "只对那天起登记的件起作用；已登记的件照旧用它开始时的那一版。生效以前可以撤回，生效以后用更新的一版改",
                "It holds for what is registered from that day on; petitions keep the version that they began under. It can be taken back until then, and is changed by a newer version afterwards",
            ),
            say(
                "以后的程序可能带来同一规程的新版本：版本号排在后面的自动生效，排在前面的不生效。要一直用自己的，给它另起一个id，再到“机构信息”里选它",
                "A later program may bring a newer version of the same rulebook: one that sorts after yours is in force at once, one before it is not. To keep your own, give it an id of its own and choose it under The authority",
            ),
        ],
        vec![
            from.hinted(say("空着就是现在起", "Left empty: from now on"))
                .optional()
                .refused(day),
            file,
            text,
        ],
        problem.filter(|one| one.refused_fields().is_empty()),
    )
}

async fn calendar_page(
    signed: &Signed,
    typed: String,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    may_load(signed).await?;
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    form(
        signed,
        (
            CALENDAR,
            say("存入一版日历", "Load a version of a calendar"),
        ),
        vec![
            say(
                "和huiyin calendar load同一条命令：检查，存入，把数到改动那几天的日期重算并留痕；没有人因此变成逾期",
                "It is the command huiyin calendar load: checked, loaded, and every open date counted anew that counted a changed day, on record; nobody becomes late by it",
            ),
            say(
                "日历是事实，存入就生效，不能撤回；写错了，改好后换一个更大的版本号再存",
                "A calendar is a fact: it is in force at once and cannot be taken back; where it was wrong, correct it and load it with a later version",
            ),
        ],
        file_fields(&typed, problem, language).into(),
        problem,
    )
}

fn form(
    signed: &Signed,
    (to, title): (&str, String),
    consequences: Vec<String>,
    fields: Vec<FieldView>,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        exercise: false,
        petition: None,
        title,
        consequences,
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(to).sealed("", signed.form_key()?),
        fields,
        error: problem.map(|one| safe(&one.words(language))),
        conflict: None,
        submit: language.pick("检查并存入", "Check and load").to_owned(),
        cancel_href: AdminTab::Rules.href().to_owned(),
    })
}
