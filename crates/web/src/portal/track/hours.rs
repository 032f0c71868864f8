//! `/track/notices`: when notices may come, and whether they name the authority.

use super::acts::{self, address};
use super::typed::NOTICES;
use crate::body::{self, Form};
use crate::desk::guard::is_ours;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormTarget, FormView};
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
use huiyin_app::TrackView;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{NoticeHours, NoticeWish};

/// The field of the hours.
pub(crate) const HOURS: &str = "notice_hours";
/// The fold of the page that they stand in.
const FOLD: &str = "hours";
/// The field of the name.
pub(crate) const UNNAMED: &str = "notice_unnamed";

/// The fields that ask, as the first telling and the tracking page show them; the name only where the
/// installation puts it into notices.
pub(crate) fn fields(language: Language, chosen: NoticeWish, names: bool) -> Vec<FieldView> {
    let choices = NoticeHours::ALL.iter().map(|hours| {
        Choice::new(hours.word(), hours.label(language)).chosen(*hours == chosen.hours)
    });
    let label = language.pick("什么时候通知您？", "When shall notices come?");
    let hint = language.pick(
        "通知里不写事情的内容。等到那时会误了期限的，马上就发",
        "Notices never say what the matter is. One that would come too late for a time limit goes at once",
    );
    let hours = FieldView::new(HOURS, label, FieldKind::Radios(choices.collect())).hinted(hint);
    let label = language.pick(
        "通知里不写机关名称",
        "Leave the authority's name out of notices",
    );
    let unnamed =
        FieldView::new(UNNAMED, label, FieldKind::Checkbox(chosen.unnamed)).hinted(language.pick(
            "别人看到您的手机，也不知道您找过哪个机关",
            "Whoever sees your telephone does not learn which authority you wrote to",
        ));
    let mut fields = vec![hours];
    fields.extend(names.then_some(unnamed));
    fields
}

/// What stands in a form, if it is a choice.
pub(crate) fn read(form: &Form) -> Option<NoticeWish> {
    let hours = NoticeHours::parse(&form.text(HOURS)?)?;
    let unnamed = form.ticked(UNNAMED);
    Some(NoticeWish { hours, unnamed })
}

/// The form of the page, where notices go out.
pub(super) fn of(view: &TrackView, language: Language, names: bool) -> Option<FormView> {
    let stands = view.notices.as_ref()?;
    let chosen = NoticeWish {
        hours: NoticeHours::parse(&stands.hours)?,
        unnamed: stands.unnamed,
    };
    Some(FormView {
        target: FormTarget::to(address(view, "/track/notices", "")),
        fields: fields(language, chosen, names),
    })
}

/// `POST /track/notices`.
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
    let form = body::whole(body).and_then(|bytes| Form::parse(&bytes));
    let Some(mut wish) = form.ok().as_ref().and_then(read) else {
        return refused(Code::NotFound);
    };
    if !web.huiyin.names_authority() {
        // Not asked: what was wished before stands.
        wish.unnamed = view.notices.as_ref().is_some_and(|stands| stands.unnamed);
    }
    match web.huiyin.wish_notices((&code, which), wish, None).await {
        Ok(_) => kept::taken(&web, &headers, &acts::saved(&view, FOLD)).await,
        Err(error) => {
            let kept = Kept::of(NOTICES, &[]).wrong("", kept::told(&Problem::from(error)));
            acts::refused(&web, &headers, (&code, &view), kept).await
        }
    }
}
