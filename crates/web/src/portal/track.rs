//! `/track`: a code is posted and kept in a sealed cookie, so that it never stands in an address.

pub(crate) mod acts;
mod answers;
pub(crate) mod calendar;
pub(crate) mod contact;
mod facts;
pub(crate) mod hours;
mod news;
pub(crate) mod rating;
pub(crate) mod replaced;
pub(crate) mod review;
pub(crate) mod say;
mod typed;

use crate::body::{self, Form};
use crate::cookie::{self, Followed};
use crate::desk::case::{day, happened, when};
use crate::desk::letters;
use crate::desk::petition::parts::{access_line, size_words};
use crate::pages::corrections::Correction;
use crate::pages::file_list::ListedFile;
use crate::pages::timeline::Entry;
use crate::pages::track::{Also, OtherWay, TrackPage};
use crate::pages::track_code::TrackCodePage;
use crate::portal::clock::clock;
use crate::portal::home::terms;
use crate::portal::kept::{self, Kept};
use crate::portal::receipt::{asked_for, followed};
use crate::portal::{frame, html, see, see_with, tell, visit};
use crate::problem::{self, Code};
use crate::state::Web;
use crate::upload::{file_response, sent_response};
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::code::TrackingCode;
use huiyin_app::{
    LetterOnOffer, ObligationView, OtherRoute, TimelineEntry, TrackElsewhere, TrackFile, TrackView,
};
use huiyin_domain::ids::FileId;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::text::shown_safely;
use huiyin_domain::wording::{Dates, included};
use typed::Typed;

/// The form that takes a code, and its field.
const CODE: &str = "code";
/// The terms that run before it is known what an answer is owed by.
const BEFORE_AN_ANSWER: [&str; 2] = ["sort", "notice"];
/// How much of what was typed as a code is kept, in characters: more is none.
const CODE_CHARACTERS_KEPT: usize = 100;

/// `GET /track`: asks for the code.
pub(crate) async fn ask(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let frame = frame(&web, &headers, "/track");
    let kept = Kept::shown(&web, &headers, query.as_deref()).await;
    let kept = kept.filter(|kept| kept.is(CODE, None));
    let typed = kept.as_ref().and_then(|kept| kept.form().text(CODE));
    html(&TrackCodePage {
        error: kept.and_then(|kept| kept.error(CODE, frame.language)),
        typed: typed.unwrap_or_default(),
        frame,
    })
}

/// `POST /track`: opens the petition behind a code.
pub(crate) async fn enter(
    State(web): State<Web>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let form = match body::whole(body).and_then(|bytes| Form::parse(&bytes)) {
        Ok(form) => form,
        Err(problem) => return problem::page(frame(&web, &headers, "/track"), problem.code()),
    };
    let typed = form.text(CODE).unwrap_or_default();
    let found = match TrackingCode::parse(&typed) {
        Some(code) => web.huiyin.track(&code).await.map(|view| view.map(|_| code)),
        None => Ok(None),
    };
    let opened = found.and_then(|code| {
        code.map(|code| Followed::opened(&code, web.huiyin.now()).set(&web, &headers))
            .transpose()
    });
    match opened {
        Ok(Some(cookie)) => kept::over(&web, &headers, see_with("/track/petition", cookie)).await,
        Ok(None) => {
            if let Some(code) = TrackingCode::parse(&typed)
                && let Ok(Some(_)) = web.huiyin.code_replaced(&code).await
                && let Ok(cookie) = Followed::opened(&code, web.huiyin.now()).set(&web, &headers)
            {
                return kept::over(&web, &headers, see_with(replaced::PAGE, cookie)).await;
            }
            // A code that was given when something was saved goes on with that.
            if let Some(code) = TrackingCode::parse(&typed)
                && let Ok(Some(response)) = tell::go_on(&web, &headers, &code).await
            {
                return response;
            }
            // So does one that was given when a visit was announced.
            if let Some(code) = TrackingCode::parse(&typed)
                && let Ok(Some(response)) = visit::go_on(&web, &headers, &code).await
            {
                return response;
            }
            let typed_in = typed.chars().take(CODE_CHARACTERS_KEPT).collect();
            let kept = Kept::of(CODE, &[(CODE.to_owned(), typed_in)]);
            let kept = kept.wrong(CODE, not_a_code(&typed));
            let seen = kept.see(&web, &headers, "/track").await;
            seen.unwrap_or_else(|problem| {
                problem::page(frame(&web, &headers, "/track"), problem.code())
            })
        }
        Err(error) => problem::page(
            frame(&web, &headers, "/track"),
            problem::Problem::from(error).code(),
        ),
    }
}

/// Signs of a code that look alike in handwriting. The alphabet holds both of each, so neither is taken for the
/// other: whoever typed one is told which it could be.
const LOOK_ALIKES: [(char, char); 4] = [('5', 'S'), ('2', 'Z'), ('8', 'B'), ('6', 'G')];

/// What the signs that were typed could be, where some look like others.
fn look_alikes(typed: &str) -> Bilingual {
    let mut found: Vec<(char, char)> = Vec::new();
    for sign in typed.to_uppercase().chars() {
        for (one, other) in LOOK_ALIKES {
            let pair = match sign {
                sign if sign == one => (one, other),
                sign if sign == other => (other, one),
                _ => continue,
            };
            if !found.contains(&pair) {
                found.push(pair);
            }
        }
    }
    if found.is_empty() {
        return Bilingual::default();
    }
    let zh = found.iter().map(|(it, other)| format!("{it}也许是{other}"));
    let en = found
        .iter()
        .map(|(it, other)| format!("{it} could be {other}"));
    let (zh, en): (Vec<String>, Vec<String>) = (zh.collect(), en.collect());
    Bilingual::new(
        format!("。手写的容易看错：{}", zh.join("，")),
        format!(". In handwriting some look alike: {}", en.join(", ")),
    )
}

/// What is wrong with what was typed as a code.
fn not_a_code(typed: &str) -> Bilingual {
    let signs = typed.chars().filter(|sign| sign.is_alphanumeric()).count();
    let (zh, en) = match signs {
        0 => ("请输入查询码", "Enter your code"),
        _ if PetitionNumber::parse(typed.trim()).is_ok() => (
            "这是编号，不是查询码。查询码是16位字母和数字，和编号写在一起",
            "This is the number, not the code. The code has 16 letters and digits and stands beside the number",
        ),
        1..=15 => (
            "查询码是16位，这里少了几位，请再看一遍",
            "The code has 16 letters and digits; some are missing here",
        ),
        16 => {
            let alike = look_alikes(typed);
            return Bilingual::new(
                format!("没有这个码，请一个一个对照您记下的再看一遍{}", alike.zh),
                format!(
                    "There is no such code; compare it letter by letter with what you wrote down{}",
                    alike.en
                ),
            );
        }
        _ => (
            "查询码是16位，这里多了几位，请再看一遍",
            "The code has 16 letters and digits; there are too many here",
        ),
    };
    Bilingual::new(zh, en)
}

/// `GET /track/petition`: where the matter stands.
pub(crate) async fn show(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let which = asked_for(&web, query.as_deref());
    let Some((followed, view)) = followed(&web, &headers, which).await else {
        let given = Followed::of(&web, &headers).and_then(|given| given.code());
        return match given {
            Some(code) if matches!(web.huiyin.code_replaced(&code).await, Ok(Some(_))) => {
                see(replaced::PAGE)
            }
            _ => see("/track"),
        };
    };
    let kept = Kept::shown(&web, &headers, query.as_deref()).await;
    let code = followed.code();
    let kept = kept.filter(|kept| kept.is_of(code.as_ref()));
    let typed = Typed::of(kept, cookie::language(&headers));
    let query = Form::parse(query.unwrap_or_default().as_bytes());
    let saved = query.ok().and_then(|query| query.text("saved"));
    match page(&web, &headers, &view, &typed) {
        Ok(mut page) => {
            page.saved = saved.unwrap_or_default();
            if page.errors().is_empty() {
                page.frame.notice = typed.whole();
            }
            html(&page)
        }
        Err(problem) => problem::page(frame(&web, &headers, "/track"), problem.code()),
    }
}

/// `GET /track/files/{file}`: a document for the petitioner. Only what is marked so is given, and only
/// to the code that acts.
pub(crate) async fn file(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    path: Result<Path<i64>, PathRejection>,
) -> Response {
    let Some(code) = Followed::of(&web, &headers).and_then(|one| one.code()) else {
        return see("/track");
    };
    let Ok(Path(file)) = path else {
        return problem::page(frame(&web, &headers, "/track"), Code::NotFound);
    };
    let of = (&code, asked_for(&web, query.as_deref()));
    match web.huiyin.track_file(of, FileId::new(file)).await {
        Ok(found) => sent_response(found),
        Err(error) => {
            let code = problem::Problem::from(error).code();
            problem::page(frame(&web, &headers, "/track"), code)
        }
    }
}

/// `GET /track/letters/{letter}`: a document for the petitioner as PDF, for the code that acts. The code
/// stands on the slip as long as this session may show it.
pub(crate) async fn letter(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let Some(followed) = Followed::of(&web, &headers) else {
        return see("/track");
    };
    let Some(code) = followed.code() else {
        return see("/track");
    };
    let made = async {
        let Path(letter) = path.map_err(|_| problem::Problem::of(Code::NotFound))?;
        let of = (&code, asked_for(&web, query.as_deref()));
        let asked = (letters::kind(&letter)?, cookie::language(&headers));
        let shown = followed.shown_code(web.huiyin.now()).is_some();
        Ok::<_, problem::Problem>(web.huiyin.track_letter(of, asked, shown).await?)
    };
    match made.await {
        Ok(found) => file_response(found),
        Err(problem) => problem::page(frame(&web, &headers, "/track"), problem.code()),
    }
}

/// The page, with what was typed in one of its forms and not taken.
fn page(
    web: &Web,
    headers: &HeaderMap,
    view: &TrackView,
    typed: &Typed,
) -> Result<TrackPage, problem::Problem> {
    let authority = web.huiyin.authority(None)?;
    let frame = frame(web, headers, "/track/petition");
    let dates = Dates::on_screen(web.huiyin.now(), &authority.zone, frame.language);
    let mut acts = acts::of(view, dates, typed);
    acts.hours = hours::of(view, frame.language, web.huiyin.names_authority());
    let frame = if acts.say_form.is_some() {
        frame.carried_by(say::FORM)
    } else {
        frame
    };
    let language = frame.language;
    let of = |one: &ObligationView| {
        let one = under_its_authority(view, one);
        clock(&web.huiyin, &authority, &one, &view.timeline, dates)
    };
    let (running, ended): (Vec<_>, Vec<_>) =
        view.obligations.iter().partition(|one| one.state == "open");
    let clocks = running.into_iter().map(of);
    let timeline = view.timeline.iter().rev();
    let opened_by = view.access_records.iter();
    Ok(TrackPage {
        number: view.number.clone(),
        subject: shown_safely(&view.subject).into_owned(),
        body: shown_safely(&view.body).into_owned(),
        corrections: view
            .corrections
            .iter()
            .map(|one| Correction::of(one, when(&one.at, dates), dates))
            .collect(),
        state_words: view.state_words.in_language(language).to_owned(),
        registered_line: registered_line(view, dates),
        news: news::of(view, dates),
        reply_line: news::reply_line(view, |one| of(one).phrase, language),
        clocks: clocks.collect(),
        terms: still_to_come(web, view, language),
        ended: ended.into_iter().map(of).collect(),
        answers: answers::answers(view, dates),
        review: review::section(view, dates),
        files: downloads(view, dates),
        timeline: timeline.map(|entry| timeline_entry(entry, dates)).collect(),
        opened_by: opened_by
            .map(|one| access_line(one, &when(&one.at, dates), language))
            .collect(),
        receipt_href: view
            .receipt
            .is_some()
            .then(|| acts::address(view, "/receipt/file", "")),
        calendar_href: acts::address(view, "/track/calendar", ""),
        other_way: view.other_route.as_ref().map(|one| other_way(one, dates)),
        also: also(view, language),
        saved: String::new(),
        acts,
        frame,
    })
}

/// The steps that an ordinary matter has still before it, until it is known by when an answer is owed: the clocks
/// alone would name the day of the next step only.
fn still_to_come(web: &Web, view: &TrackView, language: Language) -> Vec<String> {
    let open = view.obligations.iter().filter(|one| one.state == "open");
    let kinds: Vec<&str> = open.map(|one| one.kind.as_str()).collect();
    match !kinds.is_empty() && kinds.iter().all(|kind| BEFORE_AN_ANSWER.contains(kind)) {
        true => terms(&web.huiyin, language),
        false => Vec::new(),
    }
}

/// A duty with its authority before its unit where the same code shows matters of other authorities, whose units are
/// called alike.
fn under_its_authority(view: &TrackView, one: &ObligationView) -> ObligationView {
    let mut one = one.clone();
    if !view.also.is_empty() {
        let Bilingual { zh, en } = &view.authority;
        let name = &one.owed_by_name;
        let en = format!("{en}, {}", name.in_language(Language::En));
        one.owed_by_name = Bilingual::new(format!("{zh}{}", name.zh), en);
    }
    one
}

/// Documents and files for the petitioner.
fn downloads(view: &TrackView, dates: Dates<'_>) -> Vec<ListedFile> {
    let letters = view.letters.iter();
    let letters = letters.map(|one| letter_line(view, one, dates.language));
    let files = view.files.iter();
    let files = files.map(|one| file_line(view, one, dates));
    letters.chain(files).collect()
}

/// The other way, with its day in words.
fn other_way(one: &OtherRoute, dates: Dates<'_>) -> OtherWay {
    let language = dates.language;
    let day = one.last_day.as_deref().map(|last| day(last, dates));
    let rule = one.rule.as_ref().zip(one.citation.as_ref());
    OtherWay {
        title: one.title.in_language(language).to_owned(),
        last_day: day.map_or_else(String::new, |day| {
            language.pick(included(&day), format!("{day}, that day included"))
        }),
        rule: rule.map_or_else(String::new, |(rule, citation)| {
            let (rule, citation) = (rule.in_language(language), citation.in_language(language));
            language.pick(
                format!("{rule}（{citation}）"),
                format!("{rule} ({citation})"),
            )
        }),
    }
}

/// What else the code opens: what a split made, and what was handed over.
fn also(view: &TrackView, language: Language) -> Vec<Also> {
    let line = |one: &TrackElsewhere| {
        let (authority, state) = (
            one.authority.in_language(language),
            one.state_words.in_language(language),
        );
        let number = &one.number;
        Also {
            words: language.pick(
                format!("{authority}，编号{number}：{state}"),
                format!("{authority}, number {number}: {state}"),
            ),
            href: Some(format!(
                "/track/petition?number={number}&at={}",
                one.authority_key
            )),
        }
    };
    view.also.iter().map(line).collect()
}

/// `POST /track/leave`: this browser forgets the code.
pub(crate) async fn leave(State(web): State<Web>, headers: HeaderMap) -> Response {
    let left = see_with("/", Followed::forget(&web, &headers));
    kept::over(&web, &headers, left).await
}

fn letter_line(view: &TrackView, letter: &LetterOnOffer, language: Language) -> ListedFile {
    ListedFile {
        href: Some(acts::address(
            view,
            &format!("/track/letters/{}.pdf", letter.letter),
            "",
        )),
        name: letter.title.in_language(language).to_owned(),
        about: "PDF".to_owned(),
        is_kept: true,
        ..ListedFile::default()
    }
}

fn file_line(view: &TrackView, file: &TrackFile, dates: Dates<'_>) -> ListedFile {
    ListedFile {
        href: Some(acts::address(
            view,
            &format!("/track/files/{}", file.id),
            "",
        )),
        name: shown_safely(&file.name).into_owned(),
        about: {
            let size = size_words(file.kind, file.bytes);
            ListedFile::about(dates.language, [&size, &when(&file.at, dates)])
        },
        is_kept: true,
        ..ListedFile::default()
    }
}

/// Both times where they differ (RULES 1.1).
fn registered_line(view: &TrackView, dates: Dates<'_>) -> String {
    let (received, recorded) = (
        happened(&view.registered_at, &view.recorded_at, dates),
        when(&view.recorded_at, dates),
    );
    match (dates.language, view.registered_at == view.recorded_at) {
        (Language::Zh, true) => format!("{received}登记"),
        (Language::En, true) => format!("Registered at {received}"),
        (Language::Zh, false) => format!("{received}收到，{recorded}登记；时间从收到那天算起"),
        (Language::En, false) => format!(
            "Received: {received}; registered at {recorded}; time counts from the day it came"
        ),
    }
}

fn timeline_entry(entry: &TimelineEntry, dates: Dates<'_>) -> Entry {
    let language = dates.language;
    let recorded = entry.recorded_at.as_deref().map(|at| when(at, dates));
    Entry {
        when: match &entry.recorded_at {
            Some(recorded) => happened(&entry.at, recorded, dates),
            None => when(&entry.at, dates),
        },
        iso: entry.at.clone(),
        what: dates.in_words(entry.words.in_language(language)),
        text: entry
            .text
            .as_deref()
            .map(|text| shown_safely(text).into_owned()),
        aside: recorded.map(|at| match language {
            Language::Zh => format!("{at}记入"),
            Language::En => format!("recorded at {at}"),
        }),
    }
}
