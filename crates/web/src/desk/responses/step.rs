//! `/desk/responses/{id}/do/{step}`: what is told or decided while a response runs.

use super::{follow_up, href, improve, page as response_page, parties, told};
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::Place;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::{FollowUpDraft, ImprovementDraft, ReportDraft, ResponseStep, ResponseView};
use huiyin_domain::plan::{RunLevel, TaskKind};
use huiyin_domain::response::report::Basis;

type InPath = Result<Path<(i64, String)>, PathRejection>;

/// Lines of a text at first.
pub(super) const TEXT_ROWS: usize = 5;

fn named(path: InPath) -> Result<(i64, String), Problem> {
    let Path(named) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(named)
}

/// `GET /desk/responses/{id}/do/{step}`.
pub(crate) async fn ask(path: InPath, signed: Signed) -> Response {
    let shown = async {
        let (id, step) = named(path)?;
        let page = form_page(&signed, id, &step, &Form::of(Vec::new()), None).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/responses/{id}/do/{step}`.
pub(crate) async fn take(path: InPath, form: SignedForm) -> Response {
    let signed = &form.signed;
    let taken = async {
        let (id, word) = named(path)?;
        let step = step(&word, &form.form)?;
        let huiyin = &signed.web().huiyin;
        let done = huiyin.step_in_response(signed.principal(), id, step, form.idempotency());
        let Err(error) = done.await else {
            let at = card(&form.form).unwrap_or_else(|| landing(&word).to_owned());
            return Ok(see_there(&format!("{}{at}", href(id))));
        };
        let problem = Problem::from(error);
        let status = problem.code().status();
        let page = match problem.code() {
            Code::NotFound | Code::NotAllowed => return Err(problem),
            _ if is_typed(&word) => {
                let page = form_page(signed, id, &word, &form.form, Some(&problem)).await?;
                signed.html(&page)
            }
            _ => {
                let words = problem.words(signed.language());
                signed.html(&response_page(signed, id, Some(words)).await?)
            }
        };
        Ok((status, page).into_response())
    };
    signed.or_refused(taken.await)
}

/// The card of a post whose button was pressed.
fn card(form: &Form) -> Option<String> {
    let post = form.text("card")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    post.chars().all(plain).then(|| format!("#post-{post}"))
}

/// Where on the page one was, so that a phone does not begin at the top again.
fn landing(step: &str) -> &'static str {
    match step {
        "acknowledge" | "decline" | "arrive" | "call-again" | "reached-by-hand" => "#posts",
        "task" | "danger" => "#tasks",
        "report" | "report-received" => "#sent-reports",
        "improve" | "improved" => "#improvements",
        "follow-up" => "#own-dates",
        _ => "",
    }
}

/// Whether something is typed for it, on a page of its own.
fn is_typed(step: &str) -> bool {
    let steps = [
        "count",
        "raise",
        "concerned",
        "about",
        "file",
        "report",
        "end",
        "danger",
        "review",
        "improve",
        "improved",
        "follow-up",
    ];
    steps.contains(&step)
}

fn step(word: &str, form: &Form) -> Result<ResponseStep, Problem> {
    let text = |name: &str| form.text(name).unwrap_or_default();
    let page = || text("page").parse::<u32>().unwrap_or(0);
    Ok(match word {
        "count" => ResponseStep::Count {
            people: text("people"),
        },
        "raise" => ResponseStep::Raise {
            level: text("level"),
            reason: text("reason"),
        },
        "report" => ResponseStep::Report(ReportDraft {
            to: text("to"),
            hazards: text("hazards"),
            unwell: text("unwell"),
            done: text("done"),
            needs: text("needs"),
            basis: text("basis"),
        }),
        "concerned" | "about" | "file" => parties::step(word, form),
        "report-received" => ResponseStep::ReportReceived {
            to: text("to"),
            number: text("nth").parse().unwrap_or(0),
        },
        "end" => ResponseStep::End {
            text: text("text"),
            anyway: form.ticked("anyway"),
        },
        "task" | "danger" => ResponseStep::Task {
            kind: text("kind"),
            danger: text("danger"),
        },
        "review" => ResponseStep::Review { text: text("text") },
        "improve" => ResponseStep::Improve(ImprovementDraft {
            text: text("text"),
            post: text("post"),
            part: text("part"),
            by: text("by"),
        }),
        "follow-up" => ResponseStep::FollowUp(FollowUpDraft {
            text: text("text"),
            post: text("post"),
            by: text("by"),
        }),
        "improved" => ResponseStep::Improved {
            number: text("nth").parse().unwrap_or(0),
            text: text("text"),
        },
        "acknowledge" => ResponseStep::Acknowledge { page: page() },
        "decline" => ResponseStep::Decline { page: page() },
        "arrive" => ResponseStep::Arrive {
            posts: form.texts("there"),
        },
        "call-again" => ResponseStep::CallAgain { post: text("post") },
        "reached-by-hand" => ResponseStep::ReachedByHand { post: text("post") },
        _ => return Err(Problem::of(Code::NotFound)),
    })
}

async fn form_page(
    signed: &Signed,
    id: i64,
    step: &str,
    typed: &Form,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let view = signed.web().huiyin.response(signed.principal(), id).await?;
    let action = match step {
        "danger" => "end",
        "concerned" | "about" | "file" => "name-parties",
        "improve" => "review",
        "follow-up" => "receive",
        "improved" if view.may.contains(&"improve") => "improve",
        "improved" => "receive",
        step => step,
    };
    if !view.may.contains(&action) || !is_typed(step) {
        return Err(Problem::of(Code::NotAllowed));
    }
    let (title, consequence, submit) = words(step);
    let say = |(zh, en): (&str, &str)| language.pick(zh, en).to_owned();
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Responses)),
        exercise: view.summary.exercise,
        petition: None,
        title: say(title),
        consequences: std::iter::once(say(consequence))
            .chain(from_the_record(signed, &view, step))
            .collect(),
        clocks: Vec::new(),
        target: FormTarget::to(format!("{}/do/{step}", href(id))).sealed("", signed.form_key()?),
        fields: fields(signed, &view, step, typed, problem),
        error: problem
            .filter(|one| one.refused_fields().is_empty())
            .map(|one| one.words(language)),
        conflict: None,
        follows: Vec::new(),
        submit: say(submit),
        cancel_href: href(id),
    })
}

/// That a drill would not count if it ended now, why, and from when it does.
fn not_held(signed: &Signed, view: &ResponseView) -> Option<String> {
    let language = signed.language();
    let why: Vec<&str> = view
        .not_held
        .iter()
        .map(|why| why.in_language(language))
        .collect();
    if why.is_empty() {
        return None;
    }
    let why = why.join(language.pick("；", "; "));
    Some(match &view.counts_from {
        Some(from) => {
            let from = told(signed, from);
            language.pick(
                format!("现在结束，这次演练不算数，最早{from}结束才算：{why}。"),
                format!("Ended now, this drill would not count; it does from {from} on: {why}."),
            )
        }
        None => language.pick(
            format!("现在结束，这次演练不算数：{why}。"),
            format!("Ended now, this drill would not count: {why}."),
        ),
    })
}

/// What a report takes from the record, to be read before it is approved.
fn from_the_record(signed: &Signed, view: &ResponseView, step: &str) -> Vec<String> {
    let language = signed.language();
    if step == "end" {
        let held = not_held(signed, view);
        return held
            .into_iter()
            .chain(follow_up::told_at_the_end(signed, view))
            .collect();
    }
    if step != "report" {
        return Vec::new();
    }
    let lines = language.pick(&view.report_preview, &view.report_preview_en);
    let head = language.pick("这些由记录自动写入：", "Taken from the record by itself:");
    let whole = format!("{head} {}", lines.join(language.pick("；", "; ")));
    vec![whole]
}

pub(super) type Words = (&'static str, &'static str);

/// What a step is called, what happens, and what its button says.
fn words(step: &str) -> (Words, Words, Words) {
    match step {
        "count" => (
            ("人数变了", "More or fewer people"),
            (
                "多了只呼叫新增的岗位；少了，已经来的不让走。",
                "A rise calls the added posts only; a fall sends nobody away who came.",
            ),
            ("记下人数", "Note the headcount"),
        ),
        "raise" => (
            ("提高级别", "Set a farther level"),
            (
                "由负责人决定，理由留下记录；以后人数少了也不降到这一级以下。",
                "A decision of whoever is in charge, kept with its reason; a smaller headcount does not go below it.",
            ),
            ("提高", "Set it"),
        ),
        "report" => (
            ("情况报告", "Situation report"),
            (
                "核准后立即报送，每行都留下记录。不写来访人的姓名和联系方式，不写情绪、组织者和打算。",
                "It goes up as soon as you approve it, and stands on record as it is. No names or contacts of those who came; nothing about mood, organisers or intentions.",
            ),
            ("核准并报送", "Approve and send"),
        ),
        "danger" => (
            (
                "呼叫警察或救护、消防",
                "Police, ambulance or fire service were called",
            ),
            (
                "只因写明的生命或交通危险；写下危险的就是负责人，留下记录。",
                "Only for a danger to life or in traffic that is written down; whoever writes it is in charge, and stands on record.",
            ),
            ("记下", "Note it"),
        ),
        "review" => (
            ("复盘", "Review"),
            (
                "时间都从记录里来，改不了；可以补充，不能改写。对事不对人。",
                "The times come from the record and cannot be changed; words are added, none is rewritten. It is about what happened, not about persons.",
            ),
            ("记下", "Note it"),
        ),
        "improve" | "improved" | "follow-up" => improve::words(step),
        "concerned" | "about" | "file" => parties::words(step),
        _ => (
            ("结束响应", "End the response"),
            (
                "结束后不再呼叫任何人，链接和房间码失效。",
                "Nobody is called any more; links and the code of the room end.",
            ),
            ("结束", "End it"),
        ),
    }
}

fn fields(
    signed: &Signed,
    view: &ResponseView,
    step: &str,
    typed: &Form,
    problem: Option<&Problem>,
) -> Vec<FieldView> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let text = |name: &str| typed.text(name).unwrap_or_default();
    let wrong = |name: &str| {
        let mut fields = problem?.refused_fields().iter();
        let found = fields.find(|one| one.field == name)?;
        Some(found.problem.message(language))
    };
    let area = |name: &str, label: String| {
        FieldView::new(name, label, FieldKind::TextArea(text(name), TEXT_ROWS)).refused(wrong(name))
    };
    match step {
        "count" => vec![
            FieldView::new(
                "people",
                say("现在大约多少人？", "About how many people now?"),
                FieldKind::Short(text("people")),
            )
            .hinted(say("写30，或30-60。", "30, or 30-60."))
            .refused(wrong("people")),
        ],
        "raise" => vec![
            levels(signed, view, &text("level")).refused(wrong("level")),
            area("reason", say("为什么？", "Why?")),
        ],
        "report" => report_fields(signed, view, typed, &wrong),
        "danger" => vec![
            danger_kinds(signed, view, &text("kind")).refused(wrong("kind")),
            area("danger", say("有什么危险？", "What is the danger?")),
        ],
        "review" => vec![area(
            "text",
            say(
                "做得好的，要改进的",
                "What went well, and what is to become better",
            ),
        )],
        "concerned" | "about" | "file" => parties::fields(signed, view, step, typed, &wrong),
        "improve" => improve::fields(signed, view, typed, &wrong),
        "follow-up" => improve::dates(signed, view, typed, &wrong),
        "improved" => vec![
            improve::owed(signed, view, &text("nth")).refused(wrong("nth")),
            area("text", say("做了什么？", "What was done?")),
        ],
        _ => {
            let asked = say("结果和后续", "What came of it, and what follows");
            let anyway = end_anyway(signed, view, typed);
            std::iter::once(area("text", asked)).chain(anyway).collect()
        }
    }
}

/// Which call to police or rescue was made: rescue at any time, police where the rule has them.
fn danger_kinds(signed: &Signed, view: &ResponseView, chosen: &str) -> FieldView {
    let language = signed.language();
    let rescue = TaskKind::AmbulanceOrFire;
    let needs = view.tasks.iter().filter(|task| task.needs_danger);
    let needs = needs
        .map(|task| task.kind)
        .filter(|kind| *kind != rescue.word());
    let kinds = needs.filter_map(TaskKind::parse).chain([rescue]);
    let choices = kinds
        .map(|kind| Choice::new(kind.word(), kind.label(language)).chosen(chosen == kind.word()));
    let label = language.pick("呼叫了谁？", "Who was called?");
    FieldView::new("kind", label, FieldKind::Radios(choices.collect()))
}

/// What is open, and whether it ends all the same; nothing where nothing is.
fn end_anyway(signed: &Signed, view: &ResponseView, typed: &Form) -> Option<FieldView> {
    let language = signed.language();
    let open = view.open_ends.iter();
    let open: Vec<&str> = open.map(|end| end.title.in_language(language)).collect();
    let anyway = FieldKind::Checkbox(typed.ticked("anyway"));
    let label = language.pick("仍要结束", "End it all the same");
    let field = FieldView::new("anyway", label, anyway);
    (!open.is_empty()).then(|| field.hinted(open.join(language.pick("；", "; "))))
}

/// The farther levels of the place.
fn levels(signed: &Signed, view: &ResponseView, chosen: &str) -> FieldView {
    let language = signed.language();
    let level = |word: &String| {
        let label = RunLevel::parse(word).map_or("", |level| level.label(language));
        Choice::new(word, label).chosen(chosen == word)
    };
    let levels = view.levels_above.iter().map(level).collect();
    let label = language.pick("哪一级？", "Which level?");
    FieldView::new("level", label, FieldKind::Radios(levels))
}

/// What a person writes into a situation report.
fn report_fields(
    signed: &Signed,
    view: &ResponseView,
    typed: &Form,
    wrong: &dyn Fn(&str) -> Option<String>,
) -> Vec<FieldView> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let text = |name: &str| typed.text(name).unwrap_or_default();
    let area = |name: &str, label: String| {
        FieldView::new(name, label, FieldKind::TextArea(text(name), TEXT_ROWS)).refused(wrong(name))
    };
    vec![
        recipients(signed, view, &text("to")).refused(wrong("to")),
        area(
            "hazards",
            say("现场有什么可能伤到人？", "What could hurt somebody there?"),
        )
        .hinted(say(
            "拥挤、高温、车流、用火。没有就空着。",
            "Crowding, heat, traffic, fire. Leave it empty if nothing.",
        ))
        .optional(),
        area(
            "unwell",
            say(
                "有没有人不舒服或要帮忙？",
                "Is anyone unwell, or in need of help?",
            ),
        )
        .hinted(say("只写情况，不写是谁。", "What, never who."))
        .optional(),
        done(signed, view, typed).refused(wrong("done")),
        area(
            "needs",
            say("请上级做什么？", "What is the level above asked for?"),
        )
        .optional(),
        bases(signed, &text("basis")).refused(wrong("basis")),
    ]
}

/// What was done and decided: what the record has of it, to be changed, until something was sent.
fn done(signed: &Signed, view: &ResponseView, typed: &Form) -> FieldView {
    let language = signed.language();
    let text = match typed.fields().is_empty() {
        true => view.report_done.in_language(language).to_owned(),
        false => typed.text("done").unwrap_or_default(),
    };
    let label = language.pick("做了什么、定了什么？", "What was done and decided?");
    let hint = language.pick(
        "上次报告以来的已从记录填入，可以改、可以补。",
        "What the record has since the last report stands here; change it, add to it.",
    );
    FieldView::new("done", label, FieldKind::TextArea(text, TEXT_ROWS))
        .hinted(hint)
        .optional()
}

/// How the headcount is known.
fn bases(signed: &Signed, chosen: &str) -> FieldView {
    let language = signed.language();
    let chosen = Basis::parse(chosen).unwrap_or_default();
    let choices = Basis::ALL
        .iter()
        .map(|one| Choice::new(one.word(), one.label(language)).chosen(*one == chosen));
    let label = language.pick("人数怎么知道的？", "How is the headcount known?");
    FieldView::new("basis", label, FieldKind::Radios(choices.collect()))
}

/// To whom a report is owed.
fn recipients(signed: &Signed, view: &ResponseView, chosen: &str) -> FieldView {
    let language = signed.language();
    let owed: Vec<_> = view.reports.iter().filter(|owed| !owed.sent).collect();
    let only = owed.len() == 1;
    let choices = owed.into_iter().map(|owed| {
        let title = owed.title.in_language(language);
        Choice::new(&owed.to, title).chosen(only || chosen == owed.to)
    });
    let label = language.pick("报给谁？", "To whom?");
    FieldView::new("to", label, FieldKind::Radios(choices.collect()))
}
