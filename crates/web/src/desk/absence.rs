//! `/desk/absences`: who is away when, and who stands in. Everybody enters it for themselves; heads, leaders and
//! the administration also for somebody who cannot. No reason is asked.

use crate::desk::case::day;
use crate::desk::guard::{Signed, SignedForm, see_saved};
use crate::pages::desk::absences::{AbsenceRow, AbsencesPage};
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::{AbsenceDraft, AbsenceView, OrganisationAt, enters_absence};
use huiyin_domain::ids::{PostId, StaffId};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::{Away, Post};
use huiyin_domain::wording::Dates;
use jiff::civil::Date;

type Named = Result<Path<i64>, PathRejection>;

fn named(path: Named) -> Result<StaffId, Problem> {
    let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(StaffId::new(id))
}

/// The days of an absence in words.
pub(crate) fn days(away: Away, dates: Dates<'_>) -> String {
    let (from, to) = (dates.day(away.from), dates.day(away.to));
    dates
        .language
        .pick(format!("{from}到{to}"), format!("{from} to {to}"))
}

/// Who acts for a post today: title and name; where the holder is away, who stands in and until when.
pub(crate) fn acting(
    organisation: &OrganisationAt,
    post: &Post,
    today: Date,
    dates: Dates<'_>,
) -> Option<String> {
    let language = dates.language;
    let title = post.title.in_language(language);
    let holder = organisation.staff.get(&post.holder?)?;
    let name = &holder.name;
    let stands_in = organisation.stands_in(post, today);
    let stands_in = stands_in.and_then(|id| organisation.staff.get(&id));
    Some(match (stands_in, holder.away) {
        (Some(other), Some(away)) => {
            let (other, until) = (&other.name, dates.day(away.to));
            language.pick(
                format!("{title}{name}（离岗到{until}，由{other}代）"),
                format!("{name}, {title} (away until {until}; {other} stands in)"),
            )
        }
        _ => language.pick(format!("{title}{name}"), format!("{name}, {title}")),
    })
}

/// `GET /desk/absences`.
pub(crate) async fn list(signed: Signed) -> Response {
    let shown = async {
        let huiyin = &signed.web().huiyin;
        let principal = signed.principal();
        let organisation = huiyin.organisation(principal.authority).await?;
        let authority = signed.authority();
        let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
        let (language, dates) = (signed.language(), signed.dates(&authority.zone));
        let mut people: Vec<_> = organisation
            .staff
            .values()
            .filter(|one| !one.left && enters_absence(principal, &organisation, one.id))
            .collect();
        // One's own stands first, then whoever is away.
        people.sort_by_key(|one| (one.id != principal.staff, one.away.is_none()));
        let row = |one: &huiyin_domain::organisation::Staff| AbsenceRow {
            name: one.name.clone(),
            own: one.id == principal.staff,
            days: one.away.map(|away| days(away, dates)),
            posts: held(&organisation, one.id, language),
            href: format!("/desk/absences/{}", one.id),
        };
        Ok(signed.html(&AbsencesPage {
            frame: signed.frame(),
            desk: signed.desk(None),
            rows: people.into_iter().map(row).collect(),
        }))
    };
    signed.or_refused(shown.await)
}

/// The posts that somebody holds, each with who stands in.
fn held(organisation: &OrganisationAt, staff: StaffId, language: Language) -> Vec<String> {
    let posts = organisation.posts.values();
    let held = posts.filter(|post| !post.closed && post.holder == Some(staff));
    held.map(|post| {
        let title = post.title.in_language(language);
        let others = organisation.acting(post).into_iter();
        let others = others.filter(|one| *one != staff);
        let names: Vec<&str> = others
            .filter_map(|one| organisation.staff.get(&one))
            .map(|one| one.name.as_str())
            .collect();
        match names.is_empty() {
            true => language.pick(
                format!("{title}：没有替补，请管理员先指定"),
                format!("{title}: nobody stands in; ask the administration to name somebody"),
            ),
            false => {
                let stand = if names.len() == 1 { "stands" } else { "stand" };
                let names = names.join(language.pick("、", ", "));
                language.pick(
                    format!("{title}：由{names}代"),
                    format!("{title}: {names} {stand} in"),
                )
            }
        }
    })
    .collect()
}

/// `GET /desk/absences/{staff}`.
pub(crate) async fn show(path: Named, signed: Signed) -> Response {
    let shown = async {
        let staff = named(path)?;
        let view = signed
            .web()
            .huiyin
            .absence(signed.principal(), staff)
            .await?;
        let typed = AbsenceDraft {
            from: view.from.clone().unwrap_or_default(),
            to: view.to.clone().unwrap_or_default(),
        };
        Ok(signed.html(&page(&signed, &view, &typed, None).await?))
    };
    signed.or_refused(shown.await)
}

async fn page(
    signed: &Signed,
    view: &AbsenceView,
    typed: &AbsenceDraft,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let authority = signed.principal().authority;
    let organisation = signed.web().huiyin.organisation(authority).await?;
    let name = organisation.staff.get(&StaffId::new(view.staff));
    let name = name.map(|one| one.name.clone()).unwrap_or_default();
    let then = language.pick(
        "这几天提醒先发给替补，页面上写明由谁代。不问、不记原因。两格都空着就是不离岗",
        "On these days the stand-ins are told first, and pages say who stands in. No reason is asked or kept. With both empty nobody is away",
    );
    let alone = view.posts_without_stand_in.iter().filter_map(|post| {
        let post = organisation.posts.get(&PostId::new(*post))?;
        let title = post.title.in_language(language);
        Some(language.pick(
            format!("“{title}”没有替补：请管理员先指定，否则提醒还是发给本人"),
            format!("“{title}” has no stand-in: ask the administration to name one, else notices still go to the holder"),
        ))
    });
    let field = |name: &'static str, zh: &str, en: &str, value: &str| {
        let wrong = problem.map(Problem::refused_fields).unwrap_or_default();
        let wrong = wrong.iter().find(|error| error.field == name);
        FieldView::new(
            name,
            language.pick(zh, en),
            FieldKind::Date(value.to_owned()),
        )
        .optional()
        .refused(wrong.map(|error| error.problem.message(language)))
    };
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(None),
        exercise: false,
        petition: None,
        title: language.pick(
            format!("离岗和代班：{name}"),
            format!("Absence and stand-in: {name}"),
        ),
        consequences: std::iter::once(then.to_owned()).chain(alone).collect(),
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(format!("/desk/absences/{}", view.staff))
            .sealed(view.version.to_string(), ""),
        fields: vec![
            field("from", "从哪天", "From", &typed.from),
            field(
                "to",
                "到哪天（含当天）",
                "To (this day included)",
                &typed.to,
            ),
        ],
        error: problem
            .filter(|problem| problem.code() == Code::ChangedMeanwhile)
            .map(|_| overtaken(view, signed)),
        conflict: None,
        submit: language.pick("保存", "Save").to_owned(),
        cancel_href: "/desk/absences".to_owned(),
    })
}

/// Somebody entered other days meanwhile: which.
fn overtaken(view: &AbsenceView, signed: &Signed) -> String {
    let (language, authority) = (signed.language(), signed.authority());
    let said = |text: &String| match &authority {
        Some(authority) => day(text, signed.dates(&authority.zone)),
        None => text.clone(),
    };
    let nobody = || language.pick("不离岗", "not away").to_owned();
    let days = view.from.as_ref().zip(view.to.as_ref());
    let days = days.map_or_else(nobody, |(from, to)| {
        let (from, to) = (said(from), said(to));
        language.pick(format!("{from}至{to}"), format!("{from} to {to}"))
    });
    language.pick(
        format!("别人刚改过，现在是：{days}；您写的在下面，请看过再交"),
        format!(
            "Somebody changed it meanwhile; now it is: {days}. Yours is below: read both, then send"
        ),
    )
}

/// `POST /desk/absences/{staff}`.
pub(crate) async fn save(path: Named, form: SignedForm) -> Response {
    let signed = &form.signed;
    let saved = async {
        let staff = named(path)?;
        let text = |name: &str| form.form.text(name).unwrap_or_default();
        let draft = AbsenceDraft {
            from: text("from"),
            to: text("to"),
        };
        let huiyin = &signed.web().huiyin;
        let who = signed.principal();
        let order = (draft.clone(), Some(form.read()));
        let set = huiyin.set_absence(who, staff, order, form.idempotency());
        let again = |problem: &Problem| {
            let overtaken = problem.code() == Code::ChangedMeanwhile;
            overtaken || !problem.refused_fields().is_empty()
        };
        match set.await.map_err(Problem::from) {
            Ok(_) => Ok(see_saved("/desk/absences")),
            Err(problem) if again(&problem) => {
                let view = huiyin.absence(who, staff).await?;
                let page = page(signed, &view, &draft, Some(&problem)).await?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
            Err(problem) => Err(problem),
        }
    };
    signed.or_refused(saved.await)
}
