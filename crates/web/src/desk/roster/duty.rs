//! What is done about duties on `/desk/rosters/{id}`: asking, answering, arranging, taking over.

use super::{duty_when, page};
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::roster::{ChangeRow, DutyForm, DutyPanel, FeedView};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Principal;
use huiyin_app::{
    AppError, Duty, DutyChangeView, DutyLook, DutyOrder, Huiyin, PlanRefusal, Refusal, Token,
};
use huiyin_domain::event::SwapEnd;
use huiyin_domain::ids::Position;
use huiyin_domain::plan::{Key, Plan};
use huiyin_domain::roster::Shift;
use huiyin_domain::roster::change::Wish;
use huiyin_domain::time::Instant;

/// Own shifts that can be chosen from.
const SHIFTS_SHOWN: usize = 40;

/// `POST /desk/rosters/{id}/duty`.
pub(crate) async fn take(path: Result<Path<String>, PathRejection>, form: SignedForm) -> Response {
    let signed = &form.signed;
    let taken = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        let look = huiyin.duty_look(signed.principal(), &id).await?;
        let Some(order) = order(&form, &look.plan) else {
            let words = signed
                .language()
                .pick("这一项没有填全", "Something is missing");
            return again(signed, &id, words, Code::FieldsRefused).await;
        };
        let done = huiyin.order_duty(signed.principal(), &id, order, form.idempotency());
        match done.await {
            Ok(_) => Ok(see_there(&format!("/desk/rosters/{id}"))),
            Err(AppError::Refused(Refusal::Plan(PlanRefusal::Duty(refusal)))) => {
                let words = refusal.words();
                let words = words.in_language(signed.language());
                again(signed, &id, words, Code::DutyNotChanged).await
            }
            Err(error) => Err(Problem::from(error)),
        }
    };
    signed.or_refused(taken.await)
}

/// `POST /desk/rosters/{id}/feed`: makes the address of one's own duty calendar, shown this once.
pub(crate) async fn make_feed(
    path: Result<Path<String>, PathRejection>,
    form: SignedForm,
) -> Response {
    let signed = &form.signed;
    let made = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        let token = huiyin.make_duty_feed(signed.principal()).await?;
        let address = format!("/calendar/{}.ics", token.text());
        let page = page(signed, &id, (None, Some(address)));
        Ok(signed.html(&page.await?))
    };
    signed.or_refused(made.await)
}

/// `POST /desk/rosters/{id}/feed/end`.
pub(crate) async fn end_feed(
    path: Result<Path<String>, PathRejection>,
    form: SignedForm,
) -> Response {
    let signed = &form.signed;
    let ended = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        huiyin.end_duty_feed(signed.principal()).await?;
        Ok(see_there(&format!("/desk/rosters/{id}")))
    };
    signed.or_refused(ended.await)
}

/// `GET /calendar/{file}`: whoever has the address sees one official's posts and hours, and nothing
/// else. One that has ended and one that never was look alike: gone.
pub(crate) async fn calendar(
    State(web): State<Web>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let missing = || Problem::of(Code::LinkEnded);
    let Path(file) = path.map_err(|_| missing())?;
    let token = file.strip_suffix(".ics").and_then(Token::parse);
    let text = web.huiyin.duty_feed(&token.ok_or_else(missing)?).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text.ok_or_else(missing)?).into_response())
}

/// `GET /desk/rosters/{id}/calendar.ics`: the whole roster, for those who read it signed in.
pub(crate) async fn whole(path: Result<Path<String>, PathRejection>, signed: Signed) -> Response {
    let found = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        whole_calendar(&signed.web().huiyin, signed.principal(), &id).await
    };
    signed.or_refused(found.await)
}

/// The whole roster of a plan as a file.
pub(crate) async fn whole_calendar(
    huiyin: &Huiyin,
    who: &Principal,
    plan: &str,
) -> Result<Response, Problem> {
    let look = huiyin.duty_look(who, plan).await?;
    let text = look.calendar(huiyin.now());
    let text = text.ok_or_else(|| Problem::of(Code::NotFound))?;
    let name = format!("attachment; filename=\"{}.ics\"", look.plan.id);
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/calendar; charset=utf-8".to_owned(),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, text).into_response())
}

/// The page once more, saying why nothing was changed.
async fn again(signed: &Signed, id: &str, words: &str, code: Code) -> Result<Response, Problem> {
    let page = page(signed, id, (Some(words.to_owned()), None)).await?;
    Ok((code.status(), signed.html(&page)).into_response())
}

/// What a form asks for; nothing where it is not whole.
fn order(form: &SignedForm, plan: &Plan) -> Option<DutyOrder> {
    let text = |name: &str| form.form.text(name).filter(|text| !text.trim().is_empty());
    let moment = |name: &str| text(name).map(|text| plan.zone.read(&text));
    let end = |how: SwapEnd| {
        let swap = text("swap")?.parse().ok()?;
        let swap = Position::new(swap);
        Some(DutyOrder::End { swap, how })
    };
    match text("what")?.as_str() {
        "ask" => {
            let shift = text("shift")?;
            let mut parts = shift.split('|');
            let post = Key::new(parts.next()?);
            let mut instant = || Some(Instant::from_micros(parts.next()?.parse().ok()?));
            let (from, to) = (instant()?, instant()?);
            let from = moment("from").unwrap_or(Some(from))?;
            let to = moment("to").unwrap_or(Some(to))?;
            Some(DutyOrder::Ask(Wish {
                post,
                from,
                to,
                holder: Key::new(&text("whom")?),
            }))
        }
        "arrange" => Some(DutyOrder::Arrange(Wish {
            post: Key::new(&text("post")?),
            from: moment("arrange-from")??,
            to: moment("arrange-to")??,
            holder: Key::new(&text("arrange-whom")?),
        })),
        "take" => Some(DutyOrder::Take {
            post: Key::new(&text("take-post")?),
        }),
        "agree" => end(SwapEnd::Agreed),
        "decline" => end(SwapEnd::Declined),
        "withdraw" => end(SwapEnd::Withdrawn),
        _ => None,
    }
}

/// The part of the page about changes of duty.
pub(super) fn panel(
    signed: &Signed,
    look: &DutyLook,
    duty: &Duty,
    (made, has_feed): (Option<String>, bool),
) -> Result<DutyPanel, Problem> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let own = signed.principal().login.as_str();
    let target = FormTarget::to(format!("/desk/rosters/{}/duty", look.plan.id));
    let stands = duty.roster.official(own).is_some();
    let mine = duty.shifts.iter().filter(|shift| &*shift.holder == own);
    let mine: Vec<&Shift> = mine.take(SHIFTS_SHOWN).collect();
    let mut forms = Vec::new();
    if !mine.is_empty() {
        forms.push(DutyForm {
            title: say("请人替班", "Ask a colleague to stand in"),
            hint: say(
                "对方同意后才换；不用说原因。",
                "Nothing changes until they agree; no reason is asked for.",
            ),
            what: "ask",
            target: target.clone().sealed("", signed.form_key()?),
            fields: ask_fields(signed, look, duty, &mine),
            submit: say("请对方同意", "Ask them"),
        });
    }
    if stands {
        forms.push(take_form(signed, look, &target)?);
    }
    if !look.arranged.is_empty() {
        forms.push(DutyForm {
            title: say("安排别人值班", "Arrange who is on duty"),
            hint: say(
                "有人病了或来不了时由负责人安排；马上生效，会通知被安排的人。不写原因。",
                "For somebody who is ill or cannot come; at once, and they are told. No reason is written.",
            ),
            what: "arrange",
            target: target.clone().sealed("", signed.form_key()?),
            fields: arrange_fields(signed, look, duty),
            submit: say("这样安排", "Arrange it"),
        });
    }
    let feed = FeedView {
        made,
        has: has_feed,
        make: FormTarget::to(format!("/desk/rosters/{}/feed", look.plan.id)),
        end: FormTarget::to(format!("/desk/rosters/{}/feed/end", look.plan.id)),
    };
    let rows = look
        .changes
        .iter()
        .map(|change| row(signed, look, duty, change, &target));
    Ok(DutyPanel {
        changes: rows.collect(),
        forms,
        feed: stands.then_some(feed),
    })
}

fn take_form(signed: &Signed, look: &DutyLook, target: &FormTarget) -> Result<DutyForm, Problem> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    Ok(DutyForm {
        title: say("现在接班", "Take a running shift over"),
        hint: say(
            "从现在起由您值到这一班结束；马上生效，记在日志里。",
            "You hold the post from now to the end of the shift; at once, and on record.",
        ),
        what: "take",
        target: target.clone().sealed("", signed.form_key()?),
        fields: vec![FieldView::new(
            "take-post",
            say("哪个岗位？", "Which post?"),
            FieldKind::Select(
                posts(signed, look, |_| true),
                say("选一个岗位", "Choose a post"),
            ),
        )],
        submit: say("现在由我值班", "I am on duty from now"),
    })
}

fn posts(signed: &Signed, look: &DutyLook, of: impl Fn(&Key) -> bool) -> Vec<Choice> {
    let posts = look.plan.posts.iter().filter(|post| of(&post.id));
    let choice = |post: &huiyin_domain::plan::Post| {
        Choice::new(
            post.id.to_string(),
            post.title.in_language(signed.language()),
        )
    };
    posts.map(choice).collect()
}

fn officials(duty: &Duty, but: &str) -> Vec<Choice> {
    let others = duty.roster.staff.iter().filter(|one| &*one.id != but);
    others
        .map(|one| Choice::new(one.id.to_string(), one.name.clone()))
        .collect()
}

fn ask_fields(signed: &Signed, look: &DutyLook, duty: &Duty, mine: &[&Shift]) -> Vec<FieldView> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let shifts = mine.iter().map(|shift| {
        let value = format!(
            "{}|{}|{}",
            shift.post,
            shift.from.micros(),
            shift.to.micros()
        );
        let title = title(signed, &look.plan, &shift.post);
        let hours = duty_when(signed, shift.from, shift.to);
        Choice::new(value, format!("{title} · {hours}"))
    });
    vec![
        FieldView::new(
            "shift",
            say("哪一班？", "Which shift?"),
            FieldKind::Select(shifts.collect(), say("选一班", "Choose a shift")),
        ),
        FieldView::new(
            "from",
            say("只换其中一段：从", "Only part of it: from"),
            FieldKind::Moment(String::new()),
        )
        .optional(),
        FieldView::new("to", say("到", "to"), FieldKind::Moment(String::new())).optional(),
        FieldView::new(
            "whom",
            say("请谁？", "Whom?"),
            FieldKind::Select(
                officials(duty, &signed.principal().login),
                say("选一个人", "Choose somebody"),
            ),
        ),
    ]
}

fn arrange_fields(signed: &Signed, look: &DutyLook, duty: &Duty) -> Vec<FieldView> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let arranged = posts(signed, look, |post| look.arranged.contains(post));
    vec![
        FieldView::new(
            "post",
            say("哪个岗位？", "Which post?"),
            FieldKind::Select(arranged, say("选一个岗位", "Choose a post")),
        ),
        FieldView::new(
            "arrange-from",
            say("从", "From"),
            FieldKind::Moment(String::new()),
        ),
        FieldView::new(
            "arrange-to",
            say("到", "To"),
            FieldKind::Moment(String::new()),
        ),
        FieldView::new(
            "arrange-whom",
            say("由谁值班？", "Who is on duty?"),
            FieldKind::Select(officials(duty, ""), say("选一个人", "Choose somebody")),
        ),
    ]
}

fn title(signed: &Signed, plan: &Plan, post: &str) -> String {
    let found = plan.post(post);
    found.map_or_else(
        || post.to_owned(),
        |post| post.title.in_language(signed.language()).to_owned(),
    )
}

fn row(
    signed: &Signed,
    look: &DutyLook,
    duty: &Duty,
    change: &DutyChangeView,
    target: &FormTarget,
) -> ChangeRow {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let name = |id: &str| {
        let official = duty.roster.official(id);
        official.map_or_else(|| id.to_owned(), |one| one.name.clone())
    };
    let own = signed.principal().login.as_str();
    let asked = change.state == "asked";
    let mut answers = Vec::new();
    if asked && change.holder == own {
        answers.push(("agree", say("同意替班", "Agree")));
        answers.push(("decline", say("不同意", "Decline")));
    }
    if asked && change.was.as_deref() == Some(own) {
        answers.push(("withdraw", say("撤回", "Take back")));
    }
    let state = match (change.state.as_str(), change.how.as_str()) {
        ("asked", _) => say("等对方同意", "Waits for consent"),
        ("declined", _) => say("没有同意", "Declined"),
        ("withdrawn", _) => say("已撤回", "Taken back"),
        (_, "arranged") => say("负责人安排", "Arranged by a head"),
        (_, "taken") => say("当场接班", "Taken over"),
        _ => say("已同意", "Agreed"),
    };
    ChangeRow {
        post: title(signed, &look.plan, &change.post),
        hours: duty_when(signed, change.from, change.to),
        who: match &change.was {
            Some(was) => format!("{} → {}", name(was), name(&change.holder)),
            None => name(&change.holder),
        },
        state,
        swap: change.id,
        target: target.clone(),
        answers,
    }
}
