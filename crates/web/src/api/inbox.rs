//! `GET /api/v1/inbox`: what do I owe, soonest first.

use super::admin::json;
use super::fields::Asked;
use super::petition::{Pairs, asked};
use crate::body::Form;
use crate::desk;
use crate::desk::guard::Bearer;
use crate::observe::listed;
use crate::problem::{Code, Problem};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_app::{Inbox, InboxDue, InboxFilter, InboxNews, PutOffEnded};
use huiyin_domain::ids::UnitId;
use huiyin_domain::petition::{Class, PetitionState};
use huiyin_domain::time::Instant;
use huiyin_domain::view::ViewFilter;

/// What is asked for.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "it is the published description; the fields are read one by one"
)]
pub(crate) struct InboxParams {
    /// The conditions of this saved view of yours, by its id; no other condition beside it.
    view: Option<i64>,
    /// Of this unit only, by its id.
    unit: Option<i64>,
    /// Of this term only, such as `sort` or `answer`.
    term: Option<String>,
    /// Of this category and those under it only, by its code.
    category: Option<String>,
    /// In this state only, such as `registered`.
    state: Option<String>,
    /// Of this class only: `suggestion`, `disclosure` or `claim`.
    class: Option<String>,
    /// Late only.
    late: Option<bool>,
    /// Only what is not late, and due by the end of today (`today`) or of the seventh day after it (`week`).
    due: Option<String>,
    /// Only where people are in danger, in whichever unit that you were told of it.
    danger: Option<bool>,
    /// Only what nobody works on.
    untaken: Option<bool>,
    /// Only what units put off: objected to three times, or an extension asked for in the last 24 hours. A
    /// page looks through 300 duties: it may be short, or empty, and `next` still goes on.
    put_off: Option<bool>,
    /// Also of the units under the own ones: what my units owe.
    whole: Option<bool>,
    /// Without what another post owes, unless people are in danger from the matter: what I owe.
    own: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
}

/// Shows a page of 50.
#[utoipa::path(
    get, path = "/api/v1/inbox", params(InboxParams),
    responses(
        (status = 200, description = "What is owed: where people are in danger first, then soonest first, and how much there is; no subject of what you may not open", body = Inbox),
        (status = 401, description = "No token, or none that works"),
        (status = 404, description = "You have no such view"),
        (status = 422, description = "A field of the query was not taken, each named"),
    )
)]
pub(crate) async fn show(caller: Bearer, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    if let Some(view) = query.id("view") {
        let after = query.text("after");
        query.finish()?;
        let inbox = of_view(&caller, view, after).await?;
        return Ok(listed(json(StatusCode::OK, &inbox)?));
    }
    let filter = InboxFilter {
        after: query.text("after"),
        ..filter(&mut query)
    };
    query.finish()?;
    let inbox = caller.web.huiyin.inbox(&caller.principal, filter).await?;
    Ok(listed(json(StatusCode::OK, &inbox)?))
}

/// The conditions of a query.
fn filter(query: &mut Asked) -> InboxFilter {
    let states = PetitionState::ALL.iter().map(|one| (one.word(), *one));
    let classes = Class::ALL.iter().map(|one| (one.word(), *one));
    let dues = InboxDue::ALL.iter().map(|one| (one.word(), *one));
    InboxFilter {
        unit: query.id("unit").map(UnitId::new),
        term: query.text("term"),
        category: query.text("category"),
        state: query.word("state", states),
        class: query.word("class", classes),
        late: query.flag("late"),
        due: query.word("due", dues),
        danger: query.flag("danger"),
        untaken: query.flag("untaken"),
        put_off: query.flag("put_off"),
        whole: query.flag("whole"),
        own: query.flag("own"),
        after: None,
    }
}

/// The address of what a page asks for news; the names are those of [`filter`].
pub(crate) fn news_href(filter: &InboxFilter, since: i64) -> String {
    // Terms and codes are made of letters, digits and marks that a query does not escape; what else was typed
    // is none.
    let plain = |c: &char| c.is_ascii_alphanumeric() || "-._".contains(*c);
    let text = |name: &str, value: Option<&str>| {
        let value: String = value?.chars().filter(plain).collect();
        Some(format!("&{name}={value}"))
    };
    let flag = |name: &str, set: bool| set.then(|| format!("&{name}=true"));
    let unit = filter.unit.map(|unit| unit.raw().to_string());
    let more = [
        text("unit", unit.as_deref()),
        text("term", filter.term.as_deref()),
        text("category", filter.category.as_deref()),
        text("state", filter.state.map(PetitionState::word)),
        text("class", filter.class.map(Class::word)),
        flag("late", filter.late),
        text("due", filter.due.map(InboxDue::word)),
        flag("danger", filter.danger),
        flag("untaken", filter.untaken),
        flag("put_off", filter.put_off),
        flag("whole", filter.whole),
        flag("own", filter.own),
    ];
    let more: String = more.into_iter().flatten().collect();
    format!("/api/v1/inbox/news?since={since}{more}")
}

/// What is asked for.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "it is the published description; the fields are read one by one"
)]
pub(crate) struct NewsParams {
    /// `as_of` of the inbox that was read; it looks back for seven days at most, as long as a session lives.
    since: Option<i64>,
    /// Of this unit only, by its id.
    unit: Option<i64>,
    /// Of this term only, such as `sort` or `answer`.
    term: Option<String>,
    /// Of this category and those under it only, by its code.
    category: Option<String>,
    /// In this state only, such as `registered`.
    state: Option<String>,
    /// Of this class only: `suggestion`, `disclosure` or `claim`.
    class: Option<String>,
    /// Late only.
    late: Option<bool>,
    /// Only what is not late, and due by the end of today (`today`) or of the seventh day after it (`week`).
    due: Option<String>,
    /// Only where people are in danger, in whichever unit that you were told of it.
    danger: Option<bool>,
    /// Only what nobody works on.
    untaken: Option<bool>,
    /// Only what units put off.
    put_off: Option<bool>,
    /// Also of the units under the own ones.
    whole: Option<bool>,
    /// Without what another post owes, unless people are in danger from the matter.
    own: Option<bool>,
}

/// Says how much came since an inbox was read.
#[utoipa::path(
    get, path = "/api/v1/inbox/news", params(NewsParams),
    responses(
        (status = 200, description = "How many duties were opened since, open still and let through by the conditions; the count stops at 100; and what waits beside them", body = InboxNews),
        (status = 401, description = "No token, or none that works"),
        (status = 422, description = "A field of the query was not taken, each named"),
    )
)]
pub(crate) async fn news(caller: Bearer, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    let since = query.id("since").unwrap_or_default();
    let filter = filter(&mut query);
    query.finish()?;
    let (huiyin, who) = (&caller.web.huiyin, &caller.principal);
    let news = huiyin
        .inbox_news(who, filter, Instant::from_micros(since))
        .await?;
    Ok(listed(json(StatusCode::OK, &news)?))
}

/// Shows 50 of what units put off and that ended since.
#[utoipa::path(
    get, path = "/api/v1/inbox/ended",
    params(("after" = Option<String>, Query, description = "`next` of the page before")),
    responses(
        (status = 200, description = "Petitions of your units that you may open, that were objected to three times or whose extension was asked for on the last day, and whose last duty ended within 90 days; those put off last first", body = PutOffEnded),
        (status = 401, description = "No token, or none that works"),
        (status = 422, description = "A field of the query was not taken, each named"),
    )
)]
pub(crate) async fn ended(caller: Bearer, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    let after = query.text("after");
    query.finish()?;
    let huiyin = &caller.web.huiyin;
    let found = huiyin.put_off_ended(&caller.principal, after).await?;
    Ok(listed(json(StatusCode::OK, &found)?))
}

/// What is owed by the conditions of a saved view.
async fn of_view(caller: &Bearer, view: i64, after: Option<String>) -> Result<Inbox, Problem> {
    let (web, who) = (&caller.web, &caller.principal);
    let views = web.huiyin.saved_views(who).await?;
    let view = views.into_iter().find(|one| one.id == view);
    let view = view.ok_or_else(|| Problem::of(Code::NotFound))?;
    let after = after.iter().map(|after| ("after", after.as_str()));
    let query = ViewFilter::parse(&view.query).query_with(&after.collect::<Vec<_>>());
    let asked = desk::inbox::Asked(Form::parse(query.as_bytes())?);
    asked.owed(web, who).await
}
