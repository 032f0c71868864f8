//! `/desk/admin`: units, posts, staff and the authority. Each is a list; editing is an
//! [`ActionFormPage`](super::action_form::ActionFormPage).

use super::audit::Audit;
use super::categories::CategoryList;
use super::ready::Ready;
use super::rule_data::RuleData;
use super::running::Running;
use super::texts::TextsList;
use super::{DeskFrame, Place};
use crate::pages::form::FormTarget;
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// A list of the administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminTab {
    /// 单位.
    Units,
    /// 岗位.
    Posts,
    /// 人员.
    Staff,
    /// 本单位: name, rulebook, contact.
    Authority,
    /// 地点: where matters are.
    Places,
    /// 内容分类: what petitions are about.
    Categories,
    /// 文字: texts of the portal, templates of answers.
    Texts,
    /// 规程和日历: which versions are in force.
    Rules,
    /// 运行: the clock, and notices that failed.
    Running,
    /// 审计: a petition by its number, and what was refused to staff.
    Audit,
}

impl AdminTab {
    /// Every list, in the order shown.
    pub const ALL: [Self; 10] = [
        Self::Units,
        Self::Posts,
        Self::Staff,
        Self::Authority,
        Self::Places,
        Self::Categories,
        Self::Texts,
        Self::Rules,
        Self::Running,
        Self::Audit,
    ];

    /// Its word.
    pub fn word(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Units => ("单位", "Units"),
            Self::Posts => ("岗位", "Posts"),
            Self::Staff => ("人员", "Staff"),
            Self::Authority => ("机构信息", "The authority"),
            Self::Places => ("地点", "Places"),
            Self::Categories => ("内容分类", "Categories"),
            Self::Texts => ("文字和模板", "Texts and templates"),
            Self::Rules => ("规程和日历", "Rules"),
            Self::Running => ("运行", "Running"),
            Self::Audit => ("审计", "Audit"),
        };
        language.pick(zh, en)
    }

    /// Whether it is one table, which fills its panel to the edge.
    pub const fn is_a_list(self) -> bool {
        !matches!(self, Self::Rules | Self::Running | Self::Audit)
    }

    /// Its address.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Units => "/desk/admin/units",
            Self::Posts => "/desk/admin/posts",
            Self::Staff => "/desk/admin/staff",
            Self::Authority => "/desk/admin/authority",
            Self::Places => "/desk/admin/places",
            Self::Categories => "/desk/admin/categories",
            Self::Texts => "/desk/admin/texts",
            Self::Rules => "/desk/admin/rules",
            Self::Running => "/desk/admin/running",
            Self::Audit => "/desk/admin/audit",
        }
    }
}

/// A unit, in the order of the tree.
#[derive(Clone, Debug)]
pub struct UnitRow {
    /// How far below the top it stands, from 0.
    pub depth: usize,
    /// Its name.
    pub name: String,
    /// Public unit, enterprise or community, in words.
    pub kind: String,
    /// Its head's post and holder; empty: nobody.
    pub head: String,
    /// Address of its form.
    pub href: String,
}

/// A post.
#[derive(Clone, Debug)]
pub struct PostRow {
    /// Its title.
    pub title: String,
    /// The duty that the rulebook knows it by, such as "handler"; may be empty.
    pub duty: String,
    /// Its unit.
    pub unit: String,
    /// Who holds it; empty: nobody.
    pub holder: String,
    /// Who stands in, in order.
    pub stand_ins: Vec<String>,
    /// Address of its form.
    pub href: String,
}

/// A member of staff.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// Name.
    pub name: String,
    /// Name to sign in with.
    pub login: String,
    /// Roles in units, one a line.
    pub roles: Vec<String>,
    /// Invited, active, closed: in words.
    pub state: String,
    /// Address of the form.
    pub href: String,
    /// Where a new invitation is asked for; `None`: not offered.
    pub invite: Option<FormTarget>,
}

/// A setting of the authority.
#[derive(Clone, Debug)]
pub struct Setting {
    /// What it is.
    pub label: String,
    /// What stands there; empty: nothing yet.
    pub value: String,
    /// Address of its form.
    pub href: String,
}

/// A place.
#[derive(Clone, Debug)]
pub struct PlaceLine {
    /// Its name.
    pub name: String,
    /// Its id.
    pub id: String,
    /// Whether it is offered no more.
    pub closed: bool,
    /// Address of its form.
    pub href: String,
}

/// What a list shows.
#[derive(Clone, Debug)]
pub enum AdminList {
    /// The units, as a tree.
    Units(Vec<UnitRow>),
    /// The posts.
    Posts(Vec<PostRow>),
    /// The staff.
    Staff(Vec<StaffRow>),
    /// The authority's settings.
    Authority(Vec<Setting>),
    /// The places.
    Places(Vec<PlaceLine>),
    /// One level of the tree of subjects.
    Categories(CategoryList),
    /// Texts of the portal, templates of answers.
    Texts(TextsList),
    /// Rulebooks and calendars.
    Rules(RuleData),
    /// The clock, and notices that failed.
    Running(Running),
    /// A search, and what was refused.
    Audit(Audit),
}

/// A step of the first run.
#[derive(Clone, Debug)]
pub struct FirstStep {
    /// What to do.
    pub title: String,
    /// Whether it is done.
    pub done: bool,
    /// Where it is done.
    pub href: String,
}

/// A page of the administration.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/admin.html")]
pub struct AdminPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Which lists this person may open.
    pub tabs: Vec<AdminTab>,
    /// Which is open.
    pub tab: AdminTab,
    /// The list.
    pub list: AdminList,
    /// Address of the form that adds one; `None`: nothing to add.
    pub add_href: Option<String>,
    /// Address of the page for several at once; `None`: there is none.
    pub several_href: Option<&'static str>,
    /// What is left to do before the first petition; empty once all is done.
    pub first_steps: Vec<FirstStep>,
    /// That work can begin, and what is still open; `None`: not told here.
    pub ready: Option<Ready>,
    /// Whether notices go out by mail; told beside the steps.
    pub sends_mail: bool,
    /// Fonts that the documents lack on the server; `None`: none.
    pub fonts: Option<MissingFonts>,
}

/// Fonts that are missing on the server.
#[derive(Clone, Debug)]
pub struct MissingFonts {
    /// The styles, such as "Fangsong, Kai".
    pub styles: String,
    /// Debian's packages of which one is enough.
    pub packages: String,
    /// Whether no document can be made at all; else some characters are missing.
    pub none: bool,
}

impl AdminPage {
    fn add_label(&self) -> &str {
        match self.tab {
            AdminTab::Units => self.frame.say("加一个单位", "Add a unit"),
            AdminTab::Posts => self.frame.say("加一个岗位", "Add a post"),
            AdminTab::Places => self.frame.say("加一个地点", "Add a place"),
            AdminTab::Categories => self.frame.say("加一个分类", "Add a category"),
            AdminTab::Staff
            | AdminTab::Authority
            | AdminTab::Texts
            | AdminTab::Rules
            | AdminTab::Running
            | AdminTab::Audit => self.frame.say("加一个人", "Add a person"),
        }
    }

    /// What leads to the page for several at once.
    fn several_label(&self) -> &str {
        match self.tab {
            AdminTab::Posts => self.frame.say("各岗位由谁担任", "Who holds which post"),
            _ => self.frame.say("一次加几位", "Add several"),
        }
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let all = AdminTab::ALL.map(|tab| {
            let names = match tab {
                AdminTab::Units => ("desk-admin-units-zh", "desk-admin-units-en"),
                AdminTab::Posts => ("desk-admin-posts-zh", "desk-admin-posts-en"),
                AdminTab::Staff => ("desk-admin-staff-zh", "desk-admin-staff-en"),
                AdminTab::Authority => ("desk-admin-authority-zh", "desk-admin-authority-en"),
                AdminTab::Places => ("desk-admin-places-zh", "desk-admin-places-en"),
                AdminTab::Categories => ("desk-admin-categories-zh", "desk-admin-categories-en"),
                AdminTab::Texts => ("desk-admin-texts-zh", "desk-admin-texts-en"),
                AdminTab::Rules => ("desk-admin-rules-zh", "desk-admin-rules-en"),
                AdminTab::Running => ("desk-admin-running-zh", "desk-admin-running-en"),
                AdminTab::Audit => ("desk-admin-audit-zh", "desk-admin-audit-en"),
            };
            [
                (names.0, Self::sample(Language::Zh, tab)),
                (names.1, Self::sample(Language::En, tab)),
            ]
        });
        all.into_iter().flatten().collect()
    }

    fn sample(language: Language, tab: AdminTab) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let step = |title: String, done: bool| FirstStep {
            title,
            done,
            href: AdminTab::Units.href().to_owned(),
        };
        Self {
            frame: Frame::sample(language, tab.href()),
            desk: DeskFrame::sample(language, Some(Place::Administration)),
            tabs: AdminTab::ALL.to_vec(),
            tab,
            list: sample_list(language, tab),
            add_href: (!matches!(
                tab,
                AdminTab::Authority
                    | AdminTab::Texts
                    | AdminTab::Rules
                    | AdminTab::Running
                    | AdminTab::Audit
            ))
            .then(|| format!("{}/new", tab.href())),
            several_href: (tab == AdminTab::Staff).then_some("/desk/admin/staff/several"),
            ready: (tab == AdminTab::Authority).then(|| Ready::sample(language)),
            sends_mail: false,
            fonts: (tab == AdminTab::Units).then(|| MissingFonts {
                styles: say("仿宋、楷体", "Fangsong, Kai"),
                packages: "fonts-noto-cjk".to_owned(),
                none: true,
            }),
            first_steps: match tab {
                AdminTab::Units => vec![
                    step(
                        say(
                            "写上机构名称和联系方式",
                            "Name the authority and how to reach it",
                        ),
                        true,
                    ),
                    step(say("加上各单位", "Add the units"), false),
                    step(
                        say("设岗位，定谁值守", "Set the posts and who holds them"),
                        false,
                    ),
                    step(say("邀请同事", "Invite colleagues"), false),
                    step(say("登记第一件", "Register a first petition"), false),
                ],
                _ => Vec::new(),
            },
        }
    }
}

fn sample_list(language: Language, tab: AdminTab) -> AdminList {
    let href = format!("{}/1", tab.href());
    match tab {
        AdminTab::Units => sample_units(language, href),
        AdminTab::Posts => sample_posts(language, href),
        AdminTab::Staff => sample_staff(language, href),
        AdminTab::Authority => sample_settings(language, href),
        AdminTab::Places => sample_places(language, &href),
        AdminTab::Categories => AdminList::Categories(CategoryList::sample(language)),
        AdminTab::Texts => AdminList::Texts(TextsList::sample(language)),
        AdminTab::Rules => AdminList::Rules(RuleData::sample(language)),
        AdminTab::Running => AdminList::Running(Running::sample(language)),
        AdminTab::Audit => AdminList::Audit(Audit::sample(language)),
    }
}

fn sample_units(language: Language, href: String) -> AdminList {
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let unit = |depth, name: String, kind: String, head: String| UnitRow {
        depth,
        name,
        kind,
        head,
        href: href.clone(),
    };
    let public = || say("公共单位", "Public unit");
    AdminList::Units(vec![
        unit(
            0,
            say(
                "青石经济开发区管委会",
                "Qingshi Development Zone Administration",
            ),
            public(),
            say("主任，何伟", "Director, He Wei"),
        ),
        unit(
            1,
            say("信访局", "Petition Office"),
            public(),
            say("局长，周宁", "Head, Zhou Ning"),
        ),
        unit(
            1,
            say("劳动监察大队", "Labour Inspection Team"),
            public(),
            String::new(),
        ),
        unit(
            1,
            say("恒远建筑公司", "Hengyuan Construction"),
            say("企业", "Enterprise"),
            String::new(),
        ),
    ])
}

fn sample_posts(language: Language, href: String) -> AdminList {
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let post = |title: String, holder: String, stand_ins: Vec<String>| PostRow {
        title,
        duty: say("登记", "intake"),
        unit: say("信访局", "Petition Office"),
        holder,
        stand_ins,
        href: href.clone(),
    };
    AdminList::Posts(vec![
        post(
            say("登记员", "Intake clerk"),
            say("刘敏", "Liu Min"),
            vec![say("吴昊", "Wu Hao"), say("孙洁", "Sun Jie")],
        ),
        post(say("值班岗位", "Duty post"), String::new(), Vec::new()),
    ])
}

fn sample_staff(language: Language, href: String) -> AdminList {
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    AdminList::Staff(vec![
        StaffRow {
            name: say("刘敏", "Liu Min"),
            login: "liumin".to_owned(),
            roles: vec![say("登记员，信访局", "Intake clerk, Petition Office")],
            state: say("在用", "Active"),
            href: href.clone(),
            invite: None,
        },
        StaffRow {
            name: say("陈立", "Chen Li"),
            login: "chenli".to_owned(),
            roles: vec![say(
                "经办人，劳动监察大队",
                "Handler, Labour Inspection Team",
            )],
            state: say("已邀请，还没设密码", "Invited, no password yet"),
            href,
            invite: Some(FormTarget::to("/desk/admin/staff/2/invite")),
        },
    ])
}

fn sample_settings(language: Language, href: String) -> AdminList {
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    AdminList::Authority(vec![
        Setting {
            label: say("名称", "Name"),
            value: say(
                "青石经济开发区信访局",
                "Petition Office of Qingshi Development Zone",
            ),
            href: href.clone(),
        },
        Setting {
            label: say("规则", "Rulebook"),
            value: say(
                "中国2022（《信访工作条例》）",
                "China 2022 (Regulations on Petition Work)",
            ),
            href: href.clone(),
        },
        Setting {
            label: say("电话", "Telephone"),
            value: "0576-5550 0123".to_owned(),
            href: href.clone(),
        },
        Setting {
            label: say("接待时间（英文）", "Opening hours (English)"),
            value: String::new(),
            href,
        },
    ])
}

fn sample_places(language: Language, href: &str) -> AdminList {
    let place = |zh: &str, en: &str, id: &str, closed: bool| PlaceLine {
        name: language.pick(zh, en).to_owned(),
        id: id.to_owned(),
        closed,
        href: href.to_owned(),
    };
    AdminList::Places(vec![
        place("A区工地", "Building site A", "site-a", false),
        place("老菜市场", "Old market", "old-market", true),
    ])
}
