//! `/track/rate`: how registration and handling were (RULES 4.4).

use super::acts::{self, address};
use super::typed::{Typed, rating_of};
use crate::body::{self, Form};
use crate::desk::guard::is_ours;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormTarget, FormView};
use crate::pages::track_acts::Rating;
use crate::portal::kept::{self, Kept};
use crate::portal::receipt::{acting, asked_for};
use crate::portal::{frame, see};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::{TrackRating, TrackView};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::{Grade, RatedSide};

/// The forms, and what was rated.
pub(super) fn of(view: &TrackView, language: Language, typed: &Typed) -> Vec<Rating> {
    let rating = |one: &TrackRating| {
        let given = one.grade.as_deref().and_then(Grade::parse);
        let said = given.map(|grade| grade.label(language));
        Rating {
            question: one.question.in_language(language).to_owned(),
            stands: said.map_or_else(String::new, |said| {
                language.pick(format!("您评的是：{said}。"), format!("You said: {said}."))
            }),
            form: one
                .may_rate
                .then(|| form(view, one, given, language, typed)),
        }
    };
    view.ratings.iter().map(rating).collect()
}

fn form(
    view: &TrackView,
    one: &TrackRating,
    given: Option<Grade>,
    language: Language,
    typed: &Typed,
) -> FormView {
    let choices = Grade::ALL.iter().map(|grade| {
        Choice::new(grade.word(), grade.label(language)).chosen(given == Some(*grade))
    });
    let name = format!("grade-{}", one.side);
    let kind = FieldKind::Radios(choices.collect());
    let label = one.question.in_language(language);
    let field = FieldView::new(name, label, kind).refused(typed.rating(&one.side));
    FormView {
        target: FormTarget::to(address(view, "/track/rate", &one.side)),
        fields: vec![field],
    }
}

/// `POST /track/rate?about={side}`.
pub(crate) async fn take(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let refused = |code| problem::page(frame(&web, &headers, "/track"), code);
    if !is_ours(&headers) {
        return refused(Code::FormNotOurs);
    }
    let which = asked_for(&web, query.as_deref());
    let Some((code, view)) = acting(&web, &headers, which).await else {
        return see("/track");
    };
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let form = body::whole(body).and_then(|bytes| Form::parse(&bytes));
    let (Ok(asked), Ok(form)) = (asked, form) else {
        return refused(Code::NotFound);
    };
    let side = asked.text("about").and_then(|word| RatedSide::parse(&word));
    let Some(side) = side else {
        return refused(Code::NotFound);
    };
    let grade = form.text(&format!("grade-{}", side.word()));
    let grade = grade.and_then(|word| Grade::parse(&word));
    let words = match grade {
        None => Bilingual::new("请选一项", "Choose one"),
        Some(grade) => match web.huiyin.rate((&code, which), (side, grade)).await {
            Ok(()) => {
                let page = address(&view, "/track/petition", "");
                return kept::taken(&web, &headers, &format!("{page}#ratings")).await;
            }
            Err(error) => kept::told(&Problem::from(error)),
        },
    };
    let kept = Kept::of(rating_of(side.word()), form.fields()).wrong("", words);
    acts::refused(&web, &headers, (&code, &view), kept).await
}
