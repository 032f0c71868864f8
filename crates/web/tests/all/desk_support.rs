//! A small authority with people at their desks, and its forms.

use super::desk::{PASSWORD, form_token};
use super::support::{Answer, App, Browser, FIRST, between};
use huiyin_app::{Change, Order, PostDraft, RoleDraft, StaffDraft, UnitDraft};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use std::collections::BTreeMap;

/// The petitioner of [`Park::registered`].
pub const NAME: &str = "王秀英";
/// The petitioner's telephone.
pub const PHONE: &str = "13555500188";

/// An authority with three units and a company.
pub struct Park<'a> {
    pub app: &'a App,
    /// Answers.
    pub labour: i64,
    /// Is complained of.
    pub company: i64,
    staff: BTreeMap<&'static str, i64>,
}

impl<'a> Park<'a> {
    pub fn on(app: &'a App) -> Self {
        let organisation = app.runtime.block_on(app.huiyin.organisation(FIRST));
        let office = organisation.expect("reads").registering_unit().raw();
        let unit = |key: &str, name: &str, kind: &str| {
            let draft = UnitDraft {
                key: key.to_owned(),
                name: Bilingual::new(name, key),
                kind: kind.to_owned(),
                ..UnitDraft::default()
            };
            change(app, Change::Unit(None, draft))
        };
        let labour = unit("labour", "劳动监察大队", "public");
        let environment = unit("environment", "生态环境科", "public");
        let company = unit("company", "恒远建筑公司", "enterprise");
        let mut staff = BTreeMap::new();
        for (login, role, unit) in [
            ("clerk", "clerk", office),
            ("chief", "unit-head", office),
            ("handler", "handler", labour),
            ("head", "unit-head", labour),
            ("other", "handler", environment),
            ("boss", "handler", company),
            ("admin", "administrator", office),
        ] {
            let draft = StaffDraft {
                login: login.to_owned(),
                name: format!("人{login}"),
                language: "zh".to_owned(),
                roles: vec![RoleDraft {
                    unit,
                    role: role.to_owned(),
                }],
                ..StaffDraft::default()
            };
            staff.insert(login, change(app, Change::Staff(None, draft)));
        }
        for (duty, unit, holder) in [
            ("unit-head", labour, "head"),
            ("authority-head", labour, "head"),
            ("unit-head", office, "chief"),
            ("authority-head", office, "chief"),
        ] {
            let draft = PostDraft {
                duty: duty.to_owned(),
                title: Bilingual::new("负责人", "Head"),
                unit,
                holder: Some(staff[holder]),
                ..PostDraft::default()
            };
            change(app, Change::Post(None, draft));
        }
        Self {
            app,
            labour,
            company,
            staff,
        }
    }

    /// Somebody at the desk.
    pub fn person(&self, login: &str) -> Person<'a> {
        signed_in(self.app, self.staff(login))
    }

    /// Who somebody is.
    pub fn staff(&self, login: &str) -> StaffId {
        StaffId::new(self.staff[login])
    }

    /// An administrator at the desk.
    pub fn administrator(&self) -> Person<'a> {
        self.person("admin")
    }

    /// Registers at the counter; number and code.
    pub fn registered(&self, clerk: &mut Person<'_>) -> (String, String) {
        let answer = clerk.post(
            "/desk/new",
            &[
                ("channel", "visit"),
                ("subject", "三月份的工资到现在没发"),
                ("body", "我在A区工地干了四个月。"),
                ("request", "把三月份的工资发了"),
                ("request", "补发加班费"),
                ("respondents", "恒远建筑公司"),
                ("who", "named"),
                ("name", NAME),
                ("phone", PHONE),
            ],
        );
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert_eq!(answer.header("location"), "/desk/new/receipt");
        clerk.receipt()
    }

    /// Registers, sorts and hands it to the labour unit, which accepts it.
    pub fn accepted(&self, clerk: &mut Person<'_>, handler: &mut Person<'_>) -> (String, String) {
        let (number, code) = self.registered(clerk);
        let labour = self.labour.to_string();
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        clerk.act(&number, "transfer", &[("to", &labour)]);
        handler.act(&number, "receive", &[]);
        handler.act(&number, "accept", &[]);
        (number, code)
    }
}

/// Signs somebody in by an invitation.
pub fn signed_in(app: &App, staff: StaffId) -> Person<'_> {
    let link = app.huiyin.invite((FIRST, Actor::Operator), staff, None);
    let link = app.runtime.block_on(link).expect("a link").answer;
    let path = format!("/desk/invitation/{}", link.token);
    let mut browser = app.browser();
    let fields = [("password", PASSWORD), ("again", PASSWORD)];
    let answer = browser.post(&path, &fields);
    assert_eq!(answer.status, 303, "{}", answer.text());
    Person {
        token: form_token(&mut browser),
        browser,
    }
}

pub fn change(app: &App, change: Change) -> i64 {
    let order = Order {
        authority: FIRST,
        by: Actor::Operator,
        version: None,
    };
    let changed = app.huiyin.administer(order, change, None);
    app.runtime.block_on(changed).expect("changes").answer.id
}

/// Somebody who has signed in.
pub struct Person<'a> {
    pub browser: Browser<'a>,
    token: String,
}

impl Person<'_> {
    pub fn get(&mut self, path: &str) -> Answer {
        self.browser.get(path)
    }

    /// Number and code of what was just registered.
    pub fn receipt(&mut self) -> (String, String) {
        let page = self.browser.get("/desk/new/receipt");
        let code = between(page.text(), "class=\"code\" translate=\"no\">", "<");
        let number = between(page.text(), "<dd class=\"number\" translate=\"no\">", "<");
        (
            number.expect("a number").to_owned(),
            code.expect("a code").to_owned(),
        )
    }

    /// Posts a form of this session.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token.clone();
        let mut all = vec![("form_token", token.as_str())];
        all.extend(fields);
        self.browser.post(path, &all)
    }

    /// Posts a form of this session with a file in it.
    pub fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        let token = self.token.clone();
        let mut all = vec![("form_token", token.as_str())];
        all.extend(fields);
        self.browser.upload(path, &all, file)
    }

    /// The version that the petition's page shows.
    pub fn version(&mut self, number: &str) -> String {
        let page = self.get(&petition(number));
        assert_eq!(page.status, 200, "{}", page.text());
        let version = between(page.text(), "name=\"version\" value=\"", "\"");
        version.expect("a version").to_owned()
    }

    /// Posts a form with the version that a page shows.
    pub fn post_read(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page);
        assert_eq!(shown.status, 200, "{}", shown.text());
        let version = between(shown.text(), "name=\"version\" value=\"", "\"");
        let mut all = vec![("version", version.expect("a version"))];
        all.extend(fields);
        self.post(path, &all)
    }

    /// Posts a form with the version that the petition's page shows.
    pub fn post_seen(&mut self, number: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_read(&petition(number), path, fields)
    }

    /// Takes a step by its form, and comes back to the petition.
    pub fn act(&mut self, number: &str, action: &str, fields: &[(&str, &str)]) {
        let path = format!("{}/do/{action}", petition(number));
        let answer = self.post_seen(number, &path, fields);
        assert_eq!(answer.status, 303, "{action}: {}", answer.text());
        assert_eq!(
            answer.header("location"),
            format!("{}?done={action}", petition(number))
        );
    }
}

/// The address of a petition.
pub fn petition(number: &str) -> String {
    format!("/desk/petitions/{number}")
}

/// A complete answer to both requests.
pub fn answer_fields() -> Vec<(&'static str, &'static str)> {
    vec![
        ("requests", "2"),
        ("finding-1", "属实"),
        ("facts-1", "考勤表"),
        ("basis-1", "条例第30条"),
        ("outcome-1", "remedy"),
        ("measure-1", "发到本人卡上"),
        ("measure_by-1", "2099-12-20"),
        ("finding-2", "不属实"),
        ("facts-2", "没有加班记录"),
        ("basis-2", "条例第31条"),
        ("outcome-2", "explanation"),
        ("summary", "工资发到本人卡上，没有加班费。"),
        ("remedy_notice", "可以申请复查。"),
    ]
}
