//! Staff of a small authority, each with a program's token.

use super::support::{Answer, App, FIRST, multipart, request};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request};
use huiyin_app::authorise::Principal;
use huiyin_app::{Change, Order, PostDraft, RoleDraft, StaffDraft, UnitDraft};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use serde_json::{Value, json};

/// The petition office, which an empty store begins with.
pub const OFFICE: i64 = 1;

/// Units and the tokens of who works there.
pub struct House {
    /// A public unit under the office.
    pub labour: i64,
    /// A public unit beside it.
    pub housing: i64,
    /// A clerk of the office.
    pub clerk: String,
    /// A handler of the labour unit.
    pub handler: String,
    /// The head of the labour unit, who holds the approving post.
    pub head: String,
    /// A handler of the housing unit.
    pub stranger: String,
}

pub fn set(app: &App, change: Change) -> i64 {
    let order = Order {
        authority: FIRST,
        by: Actor::Operator,
        version: None,
    };
    app.huiyin.administer_here(order, change).expect("set").id
}

pub fn unit(app: &App, key: &str, name: &str) -> i64 {
    let draft = UnitDraft {
        key: key.into(),
        name: Bilingual::new(name, key),
        kind: "public".into(),
        parent: Some(OFFICE),
        ..UnitDraft::default()
    };
    set(app, Change::Unit(None, draft))
}

pub fn member(app: &App, login: &str, roles: &[(i64, &str)]) -> (i64, String) {
    let roles = roles.iter().map(|(unit, role)| RoleDraft {
        unit: *unit,
        role: (*role).into(),
    });
    let draft = StaffDraft {
        login: login.into(),
        name: format!("工作人员{login}"),
        roles: roles.collect(),
        ..StaffDraft::default()
    };
    let id = set(app, Change::Staff(None, draft));
    (id, token(app, StaffId::new(id)))
}

/// A token of a program of somebody's.
pub fn token(app: &App, staff: StaffId) -> String {
    let made = async {
        let organisation = app.huiyin.organisation(FIRST).await.expect("reads");
        let who = Principal::of(&organisation, FIRST, staff).expect("works here");
        app.huiyin.make_api_token(&who, "test", 30).await
    };
    let made = app.runtime.block_on(made).expect("makes");
    made.token.text()
}

impl House {
    /// Builds it.
    pub fn of(app: &App) -> Self {
        let labour = unit(app, "labour", "劳动监察");
        let housing = unit(app, "housing", "住房");
        let (_, clerk) = member(app, "clerk", &[(OFFICE, "clerk")]);
        let (_, handler) = member(app, "handler", &[(labour, "handler")]);
        let (head_id, head) = member(app, "head", &[(labour, "unit-head")]);
        let (_, stranger) = member(app, "stranger", &[(housing, "handler")]);
        let post = PostDraft {
            duty: "authority-head".into(),
            title: Bilingual::new("机关负责人", "Head of the authority"),
            unit: OFFICE,
            holder: Some(head_id),
            ..PostDraft::default()
        };
        set(app, Change::Post(None, post));
        Self {
            labour,
            housing,
            clerk,
            handler,
            head,
            stranger,
        }
    }
}

/// The token of an administrator.
pub fn administrator(app: &App) -> String {
    member(app, "admin", &[(OFFICE, "administrator")]).1
}

/// Headers beside the token.
pub type More<'a> = &'a [(&'static str, &'a str)];

fn with(mut request: Request<Body>, token: &str, more: More<'_>) -> Request<Body> {
    let bearer = format!("Bearer {token}");
    let own = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    for (name, value) in own.iter().chain(more) {
        let value = HeaderValue::from_str(value).expect("a value");
        let name = HeaderName::from_static(name);
        request.headers_mut().insert(name, value);
    }
    request
}

/// Asks as a program of somebody's.
pub fn get(app: &App, token: &str, path: &str) -> Answer {
    app.send(with(request(Method::GET, path, Vec::new()), token, &[]))
}

/// Posts as a program of somebody's.
pub fn post(app: &App, token: &str, path: &str, more: More<'_>, body: &Value) -> Answer {
    let request = request(Method::POST, path, body.to_string().into_bytes());
    app.send(with(request, token, more))
}

/// Sends JSON by any method as a program of somebody's.
pub fn ask(app: &App, token: &str, (method, path): (Method, &str), body: &Value) -> Answer {
    ask_with(app, token, (method, path), &[], body)
}

/// As [`ask`], with headers beside the token.
pub fn ask_with(
    app: &App,
    token: &str,
    (method, path): (Method, &str),
    more: More<'_>,
    body: &Value,
) -> Answer {
    let request = request(method, path, body.to_string().into_bytes());
    app.send(with(request, token, more))
}

/// Fields, and a file: its field, its name and its content.
pub type Form<'a> = (
    &'a [(&'a str, &'a str)],
    Option<(&'a str, &'a str, &'a [u8])>,
);

/// Uploads as a program of somebody's.
pub fn upload(
    app: &App,
    token: &str,
    path: &str,
    more: More<'_>,
    (fields, file): Form<'_>,
) -> Answer {
    let (kind, body) = multipart(fields, file);
    let request = request(Method::POST, path, body);
    let mut all = vec![("content-type", kind)];
    all.extend(more);
    app.send(with(request, token, &all))
}

/// Posts with a code only.
pub fn post_by_code(app: &App, path: &str, more: More<'_>, body: &Value) -> Answer {
    let mut request = request(Method::POST, path, body.to_string().into_bytes());
    for (name, value) in [("content-type", "application/json")].iter().chain(more) {
        let value = HeaderValue::from_str(value).expect("a value");
        request.headers_mut().insert(*name, value);
    }
    app.send(request)
}

/// Takes steps.
pub fn act(app: &App, token: &str, number: &str, body: &Value) -> Answer {
    post(app, token, &actions(number), &[], body)
}

/// Where steps are posted.
pub fn actions(number: &str) -> String {
    format!("/api/v1/petitions/{number}/actions")
}

/// A claim that came by letter, anonymous, accepted at once.
pub fn letter() -> Value {
    json!({
        "channel": "letter", "subject": "三月份的工资没有发", "body": "我在A区工地干了四个月。",
        "class": "claim", "branch": 6, "anonymous": true, "accept": true,
    })
}

/// An answer to one request.
pub fn answer() -> Value {
    json!({
        "items": [{
            "finding": "欠薪属实", "facts": "工资表和考勤", "basis": "《保障农民工工资支付条例》",
            "outcomes": ["explanation"],
        }],
        "summary": "已责令支付", "remedy_notice": "可在30日内申请复查",
    })
}

/// Registers as the clerk; the number.
pub fn registered(app: &App, house: &House, body: &Value) -> Value {
    let answer = post(app, &house.clerk, "/api/v1/desk/petitions", &[], body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(
        answer.header("etag"),
        format!("\"{}\"", answer.json()["version"])
    );
    answer.json()
}

/// A text of an answer.
pub fn text(value: &Value, name: &str) -> String {
    value[name].as_str().expect("a text").to_owned()
}
