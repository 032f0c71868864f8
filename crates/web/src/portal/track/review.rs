//! `/track/review`: asking the authority above to look again 复查.

use super::acts::{address, safe};
use super::say;
use crate::body::Form;
use crate::desk::case::day;
use crate::desk::guard::is_ours;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormTarget, FormView};
use crate::pages::review::{AskedOf, ReviewAskPage, ReviewSection};
use crate::parts;
use crate::portal::kept::{self, Kept};
use crate::portal::receipt::{acting, asked_for, followed};
use crate::portal::switch::Switch;
use crate::portal::{frame, html, see, see_there};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use crate::upload::Upload;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::code::TrackingCode;
use huiyin_app::{ReviewDraft, TrackReview, TrackView, Which};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::letter::LetterKind;
use huiyin_domain::wording::{Dates, included};

/// What the page of the matter says of review; nothing where there is none.
pub(super) fn section(view: &TrackView, dates: Dates<'_>) -> Option<ReviewSection> {
    let language = dates.language;
    let review = view.review.as_ref()?;
    let authority = safe(review.authority.in_language(language));
    let outcome = review.outcome_words.as_ref();
    let outcome = outcome.map(|words| words.in_language(language).to_owned());
    Some(ReviewSection {
        words: words(review, &authority, dates),
        outcome: outcome.unwrap_or_default(),
        reasons: review.reasons.as_deref().map(safe).unwrap_or_default(),
        ask_href: (review.may_ask && review.here).then(|| address(view, "/track/review", "")),
        print_href: (review.may_ask && !review.here).then(|| {
            let letter = LetterKind::ReviewRequest.word();
            address(view, &format!("/track/letters/{letter}.pdf"), "")
        }),
    })
}

fn words(review: &TrackReview, authority: &str, dates: Dates<'_>) -> String {
    let language = dates.language;
    if review.reasons.is_some() {
        let number = review.number.as_deref().unwrap_or_default();
        return language.pick(
            format!("您不服{authority}（编号{number}）的处理意见，这里在重新看。"),
            format!("You do not agree with the answer of {authority} (number {number}); it is looked at again here."),
        );
    }
    if let Some(number) = &review.number {
        return language.pick(
            format!("您已请{authority}重新看，那边的编号是{number}。"),
            format!("You asked {authority} to look again; its number there is {number}."),
        );
    }
    let until = until(review, dates);
    match (review.here, authority.is_empty()) {
        (true, _) => language.pick(
            format!("对答复不服的，可以请{authority}重新看。{until}"),
            format!("If you do not agree with the answer you may ask {authority} to look again. {until}"),
        ),
        (false, false) => language.pick(
            format!("对答复不服的，可以向{authority}申请复查；它不在这个网站上，请打印申请书寄去或交去。{until}"),
            format!("If you do not agree with the answer you may ask {authority} for review. It is not on this site: print the request, and send or bring it. {until}"),
        ),
        (false, true) => language.pick(
            format!("对答复不服的，可以向上一级机关申请复查；是哪个机关，留言问我们或者打电话。{until}"),
            format!("If you do not agree with the answer you may ask the authority one level above for review; write or call us to hear which one it is. {until}"),
        ),
    }
}

/// Until when; a late request is registered all the same (RULES 1.3).
fn until(review: &TrackReview, dates: Dates<'_>) -> String {
    let Some(day) = review.until.as_deref().map(|until| day(until, dates)) else {
        return String::new();
    };
    match review.late {
        false => dates.language.pick(
            format!("{}前可以提；过了也登记，由人决定。", included(&day)),
            format!("You may until {day}, that day included; a late request is registered too, and a person decides."),
        ),
        true => dates.language.pick(
            format!("{day}已经过了；现在提也登记，写明为什么晚了，由人决定。"),
            format!("{day} has passed; it is registered all the same. Say why it is late, and a person decides."),
        ),
    }
}

/// The id of the form.
const FORM: &str = "ask-review";

/// What was typed, and what was not taken.
#[derive(Default)]
struct Typed {
    reasons: String,
    requests: Vec<u8>,
    wrong: Vec<(String, String)>,
}

impl Typed {
    /// As it was kept.
    fn of(kept: Option<Kept>, language: Language) -> Self {
        let Some(kept) = kept else {
            return Self::default();
        };
        let form = kept.form();
        Self {
            reasons: form.text("reasons").unwrap_or_default(),
            requests: requests(&form),
            wrong: kept.errors(language),
        }
    }

    fn error(&self, field: &str) -> Option<String> {
        let found = self.wrong.iter().find(|(name, _)| name == field);
        found.map(|(_, words)| words.clone())
    }
}

/// `GET /track/review`.
pub(crate) async fn show(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let which = asked_for(&web, query.as_deref());
    let Some((followed, view)) = followed(&web, &headers, which).await else {
        return see("/track");
    };
    let code = followed.code();
    let kept = Kept::shown(&web, &headers, query.as_deref()).await;
    let kept = kept.filter(|kept| kept.is(FORM, code.as_ref()));
    let typed = Typed::of(kept, crate::cookie::language(&headers));
    match page(&web, &headers, &view, &typed) {
        Some(page) => html(&page),
        None => see_there(&address(&view, "/track/petition", "")),
    }
}

/// The page, where a review can be asked for here.
fn page(web: &Web, headers: &HeaderMap, view: &TrackView, typed: &Typed) -> Option<ReviewAskPage> {
    let review = view.review.as_ref().filter(|one| one.may_ask && one.here)?;
    let frame = frame(web, headers, &address(view, "/track/review", "")).carried_by(FORM);
    let language = frame.language;
    let here = web.huiyin.authority(None).ok()?;
    let dates = Dates::on_screen(web.huiyin.now(), &here.zone, language);
    let authority = safe(review.authority.in_language(language));
    Some(ReviewAskPage {
        of: AskedOf {
            number: view.number.clone(),
            subject: safe(&view.subject),
            back_href: address(view, "/track/petition", ""),
        },
        until: until(review, dates),
        form: FormView {
            target: FormTarget::to(address(view, "/track/review", "")).named(FORM),
            fields: fields(review, typed, language),
        },
        authority,
        frame,
    })
}

fn fields(review: &TrackReview, typed: &Typed, language: Language) -> Vec<FieldView> {
    let mut fields = Vec::new();
    if review.requests.len() > 1 {
        let choices = review.requests.iter().enumerate().map(|(nth, request)| {
            let chosen = typed.requests.iter().any(|one| usize::from(*one) == nth);
            Choice::new(nth.to_string(), safe(request)).chosen(chosen)
        });
        let label = language.pick(
            "哪几条要重新看？",
            "Which answers are to be looked at again?",
        );
        fields.push(
            FieldView::new("requests", label, FieldKind::Checks(choices.collect()))
                .hinted(language.pick("不选就是全部", "None ticked means all of them"))
                .optional()
                .refused(typed.error("requests")),
        );
    }
    let label = match review.late {
        false => language.pick("您觉得哪里不对？", "What is not right about it?"),
        true => language.pick(
            "您觉得哪里不对？为什么现在才提？",
            "What is not right about it? And why only now?",
        ),
    };
    let reasons = FieldKind::TextArea(typed.reasons.clone(), 8);
    fields.push(
        FieldView::new("reasons", label, reasons)
            .hinted(language.pick(
                "用自己的话写；您原来写的和交的材料会一起转过去",
                "In your own words; what you wrote and brought before goes along",
            ))
            .refused(typed.error("reasons")),
    );
    let label = language.pick("有新的材料吗？", "Anything new to show?");
    fields.push(
        FieldView::new("file", label, FieldKind::File)
            .hinted(language.pick(
                "一个文件，最大20MB；更多的提交以后再补",
                "One file of at most 20 MB; add more once it is sent",
            ))
            .optional()
            .refused(typed.error("file")),
    );
    fields
}

/// `POST /track/review`.
pub(crate) async fn take(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let refused = |code| problem::page(frame(&web, &headers, "/track"), code);
    if !is_ours(&headers) {
        return refused(Code::FormNotOurs);
    }
    let which = asked_for(&web, query.as_deref());
    let Some((code, view)) = acting(&web, &headers, which).await else {
        return see("/track");
    };
    let mut upload = match Upload::read(&web, form).await {
        Ok(upload) => upload,
        Err(error) => return refused(Problem::from(error).code()),
    };
    let sender = crate::portal::parts::of_petition(&web, &headers);
    let put = async { parts::put_into(&web, &sender?, &mut upload).await };
    if let Err(problem) = put.await {
        return refused(problem.code());
    }
    let page = address(&view, "/track/review", "");
    let form = Form::of(upload.fields.clone());
    let sent = Kept::of(FORM, &sent_fields(&form)).by(&code);
    let switch = Switch::of(&web, &headers, form.fields());
    if let Some(switch) = switch {
        let chosen = upload.file.is_some().then(|| kept::both(say::choose_again));
        let sent = chosen
            .into_iter()
            .fold(sent, |sent, one| sent.wrong("file", one));
        let seen = sent.see(&web, switch.headers(), &page).await;
        return match seen {
            Ok(seen) => switch.on(seen),
            Err(problem) => refused(problem.code()),
        };
    }
    match ask(&web, (&code, which), (upload, &form)).await {
        Ok(()) => {
            let petition = address(&view, "/track/petition", "");
            kept::taken(&web, &headers, &petition).await
        }
        Err((field, words)) => {
            let seen = sent.wrong(field, words).see(&web, &headers, &page).await;
            seen.unwrap_or_else(|problem| refused(problem.code()))
        }
    }
}

/// What of the form is kept where it was not taken.
fn sent_fields(form: &Form) -> Vec<(String, String)> {
    let own = |(name, _): &&(String, String)| name == "reasons" || name == "requests";
    form.fields().iter().filter(own).cloned().collect()
}

fn requests(form: &Form) -> Vec<u8> {
    let values = form.texts("requests").into_iter();
    values.filter_map(|value| value.parse().ok()).collect()
}

/// Asks, or says which field was not taken and what to do.
async fn ask(
    web: &Web,
    of: (&TrackingCode, Option<Which>),
    (upload, form): (Upload, &Form),
) -> Result<(), (&'static str, Bilingual)> {
    let reasons = form.text("reasons").unwrap_or_default();
    if reasons.is_empty() {
        let words = Bilingual::new("写一写哪里不对", "Write what is not right");
        return Err(("reasons", words));
    }
    if let Some(error) = upload.wrong.first() {
        return Err((
            "file",
            kept::both(|language| error.problem.message(language)),
        ));
    }
    let draft = ReviewDraft {
        reasons,
        requests: requests(form),
        file: upload.file.map(|file| (file.name, file.bytes)),
    };
    let asked = web.huiyin.ask_review(of, draft, None).await;
    asked.map(|_| ()).map_err(|error| {
        let problem = Problem::from(error);
        let first = problem.refused_fields().first();
        let field = match first.map(|one| one.field.as_str()) {
            Some("file") => "file",
            Some("requests") => "requests",
            _ => "reasons",
        };
        (field, kept::told(&problem))
    })
}
