//! The sample park: its units, posts and people, all invented.

use super::Park;
use crate::commands::people::administer::Change;
use crate::commands::people::draft::{
    AboveDraft, AuthorityDraft, ContactDraft, PostDraft, RoleDraft, StaffContactDraft, StaffDraft,
    UnitDraft,
};
use huiyin_domain::ids::{StaffId, UnitId};
use huiyin_domain::language::{Bilingual, Language};

/// Places where matters of the sample are: id, and name in both languages.
pub(super) const PLACES: &[(&str, &str, &str)] = &[
    ("building-site-2", "二期工地", "Building site, phase 2"),
    ("dormitory-3", "三号宿舍楼", "Dormitory 3"),
    ("hexin-homes", "和馨小区", "Hexin housing estate"),
    ("east-gate", "厂区东门", "East gate of the works"),
];

/// The place that a story tells of, where it is one of them.
pub(super) fn place_in(body: &str) -> Option<String> {
    let found = PLACES.iter().find(|(_, zh, _)| body.contains(zh));
    found.map(|(id, ..)| (*id).to_owned())
}

pub(super) struct SampleUnit {
    pub(super) key: &'static str,
    name: (&'static str, &'static str),
    kind: &'static str,
    parent: Option<&'static str>,
    /// The unit that an empty store begins with.
    first: bool,
}

const fn unit(
    key: &'static str,
    zh: &'static str,
    en: &'static str,
    kind: &'static str,
    parent: Option<&'static str>,
) -> SampleUnit {
    SampleUnit {
        key,
        name: (zh, en),
        kind,
        parent,
        first: false,
    }
}

pub(super) const UNITS: &[SampleUnit] = &[
    unit(
        "park-office",
        "管委会办公室",
        "Committee office",
        "public",
        None,
    ),
    SampleUnit {
        first: true,
        ..unit(
            "petition-office",
            "信访办",
            "Petition office",
            "public",
            Some("park-office"),
        )
    },
    unit(
        "labour",
        "劳动监察科",
        "Labour inspection",
        "public",
        Some("park-office"),
    ),
    unit(
        "environment",
        "生态环境科",
        "Environment",
        "public",
        Some("park-office"),
    ),
    unit(
        "construction",
        "规划建设科",
        "Planning and construction",
        "public",
        Some("park-office"),
    ),
    unit(
        "supervision",
        "督查室",
        "Supervision",
        "public",
        Some("park-office"),
    ),
    unit(
        "hexin",
        "和馨社区",
        "Hexin community",
        "community",
        Some("park-office"),
    ),
    unit(
        "yunhe",
        "云禾社区",
        "Yunhe community",
        "community",
        Some("park-office"),
    ),
    unit(
        "governance-office",
        "综治办",
        "Comprehensive governance",
        "public",
        Some("park-office"),
    ),
    unit(
        "social-affairs-office",
        "社会事务办",
        "Social affairs",
        "public",
        Some("park-office"),
    ),
    unit(
        "xinda",
        "鑫达电子有限公司",
        "Xinda Electronics Ltd",
        "enterprise",
        Some("park-office"),
    ),
];

/// Somebody of the sample who can be tried by one click.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// What they sign in with.
    pub login: &'static str,
    /// What they are called.
    pub name: &'static str,
    /// What they do.
    pub what: (&'static str, &'static str),
    roles: &'static [(&'static str, &'static str)],
}

const fn person(
    login: &'static str,
    name: &'static str,
    what: (&'static str, &'static str),
    roles: &'static [(&'static str, &'static str)],
) -> Person {
    Person {
        login,
        name,
        what,
        roles,
    }
}

/// Everybody, in the order of the sign-in page.
pub const PEOPLE: &[Person] = &[
    person(
        "fang",
        "方晓",
        ("信访办接待登记员", "Reception clerk, petition office"),
        &[("petition-office", "clerk"), ("petition-office", "handler")],
    ),
    person(
        "gu",
        "顾明",
        ("信访办主任", "Head of the petition office"),
        &[
            ("petition-office", "unit-head"),
            ("petition-office", "officer"),
        ],
    ),
    person(
        "lu",
        "陆平",
        ("劳动监察科承办人", "Case handler, labour inspection"),
        &[("labour", "handler"), ("labour", "clerk")],
    ),
    person(
        "shen",
        "沈澜",
        ("劳动监察科科长", "Head of labour inspection"),
        &[("labour", "unit-head"), ("labour", "officer")],
    ),
    person(
        "he",
        "何青",
        ("生态环境科承办人", "Case handler, environment"),
        &[("environment", "handler"), ("environment", "clerk")],
    ),
    person(
        "bai",
        "白川",
        ("生态环境科科长", "Head of environment"),
        &[("environment", "unit-head")],
    ),
    person(
        "qiao",
        "乔松",
        ("规划建设科科长", "Head of planning and construction"),
        &[("construction", "unit-head"), ("construction", "handler")],
    ),
    person(
        "tang",
        "唐梅",
        ("和馨社区承办人", "Case handler, Hexin community"),
        &[
            ("hexin", "handler"),
            ("hexin", "clerk"),
            ("hexin", "unit-head"),
        ],
    ),
    person(
        "yi",
        "沈毅",
        ("综治办主任", "Head of comprehensive governance"),
        &[("governance-office", "unit-head")],
    ),
    person(
        "lin",
        "方琳",
        ("社会事务办主任", "Head of social affairs"),
        &[("social-affairs-office", "unit-head")],
    ),
    person(
        "jiang",
        "江岩",
        ("分管领导", "Leader in charge"),
        &[("park-office", "leader")],
    ),
    person(
        "song",
        "宋远",
        ("管委会主任", "Head of the authority"),
        &[("park-office", "leader")],
    ),
    person(
        "meng",
        "孟书",
        ("督查员", "Supervisor"),
        &[("supervision", "supervisor")],
    ),
    person(
        "xu",
        "许衡",
        ("审计员", "Auditor"),
        &[("supervision", "auditor")],
    ),
    person(
        "wei",
        "魏然",
        ("鑫达电子联络人", "Contact of Xinda Electronics"),
        &[("xinda", "handler")],
    ),
    person(
        "ye",
        "叶舟",
        ("系统管理员", "Administrator"),
        &[("park-office", "administrator")],
    ),
];

impl Person {
    /// What they are called; the login, spelt as a name, where the page is English.
    pub fn name_in(&self, language: Language) -> String {
        match language {
            Language::Zh => self.name.to_owned(),
            Language::En => {
                let mut letters = self.login.chars();
                let first = letters.next().map(|letter| letter.to_ascii_uppercase());
                first.into_iter().chain(letters).collect()
            }
        }
    }
}

pub(super) struct SamplePost {
    duty: &'static str,
    title: (&'static str, &'static str),
    unit: &'static str,
    holder: &'static str,
    stand_ins: &'static [&'static str],
}

const fn post(
    duty: &'static str,
    title: (&'static str, &'static str),
    unit: &'static str,
    holder: &'static str,
    stand_ins: &'static [&'static str],
) -> SamplePost {
    SamplePost {
        duty,
        title,
        unit,
        holder,
        stand_ins,
    }
}

pub(super) const POSTS: &[SamplePost] = &[
    post(
        "authority-head",
        ("管委会主任", "Head of the authority"),
        "park-office",
        "song",
        &["jiang"],
    ),
    // The post that the plan for group visits names as its approver.
    post(
        "park-leader",
        ("园区主要领导", "Main leader of the park"),
        "park-office",
        "song",
        &["jiang"],
    ),
    post(
        "leader-in-charge",
        ("分管信访副主任", "Deputy head in charge of petitions"),
        "park-office",
        "jiang",
        &["song"],
    ),
    post(
        "petition-office-head",
        ("信访办主任", "Head of the petition office"),
        "petition-office",
        "gu",
        &["fang"],
    ),
    post(
        "unit-head",
        ("信访办负责人", "Head of the petition office"),
        "petition-office",
        "gu",
        &[],
    ),
    post(
        "duty-post",
        ("总值班室", "Duty room"),
        "park-office",
        "jiang",
        &["gu"],
    ),
    post(
        "unit-head",
        ("劳动监察科科长", "Head of labour inspection"),
        "labour",
        "shen",
        &["lu"],
    ),
    post(
        "unit-head",
        ("生态环境科科长", "Head of environment"),
        "environment",
        "bai",
        &["he"],
    ),
    post(
        "unit-head",
        ("规划建设科科长", "Head of planning and construction"),
        "construction",
        "qiao",
        &[],
    ),
    post(
        "unit-head",
        ("和馨社区主任", "Head of Hexin community"),
        "hexin",
        "tang",
        &[],
    ),
    post(
        "supervision",
        ("督查室主任", "Head of supervision"),
        "supervision",
        "meng",
        &[],
    ),
];

fn both(pair: (&str, &str)) -> Bilingual {
    Bilingual::new(pair.0, pair.1)
}

pub(super) fn authority() -> AuthorityDraft {
    AuthorityDraft {
        name: Some(Bilingual::new(
            "青石经济开发区管委会",
            "Qingshi Development Zone",
        )),
        level: Some("park".into()),
        rulebook: None,
        contact: Some(ContactDraft {
            address: Bilingual::new(
                "青石路8号一楼接待厅",
                "Reception Hall, ground floor, 8 Qingshi Road",
            ),
            phone: "0576-5550 0123".into(),
            hours: Bilingual::new(
                "工作日8:30～12:00，14:00～17:30",
                "Working days 8:30 to 12:00 and 14:00 to 17:30",
            ),
        }),
        above: Some(AboveDraft {
            authority: String::new(),
            name: Bilingual::new(
                "青石市人民政府信访局（青石市中山路1号）",
                "Petition Office of Qingshi City, 1 Zhongshan Road, Qingshi",
            ),
        }),
    }
}

impl SampleUnit {
    pub(super) fn change(&self, park: &Park<'_>) -> Change {
        let draft = UnitDraft {
            key: self.key.into(),
            name: both(self.name),
            kind: self.kind.into(),
            parent: self.parent.map(|key| park.unit(key).raw()),
            petition_office: self.first,
            closed: false,
        };
        Change::Unit(self.first.then_some(UnitId::new(1)), draft)
    }
}

impl Person {
    pub(super) fn change(&self, park: &Park<'_>) -> Change {
        let role = |(unit, role): &(&'static str, &'static str)| RoleDraft {
            unit: park.unit(unit).raw(),
            role: (*role).into(),
        };
        let draft = StaffDraft {
            login: self.login.into(),
            name: self.name.into(),
            language: "zh".into(),
            roles: self.roles.iter().map(role).collect(),
            contact: Some(StaffContactDraft {
                email: String::new(),
                phone: invented_phone(self.login),
            }),
            left: false,
        };
        Change::Staff(None, draft)
    }
}

/// A number of nobody, the same each time.
fn invented_phone(login: &str) -> String {
    let sum: u32 = login.bytes().map(u32::from).sum();
    format!("0576-5550 {:04}", 200 + sum % 800)
}

impl SamplePost {
    pub(super) fn change(&self, park: &Park<'_>) -> Change {
        let id = |login: &&'static str| park.staff.get(login).copied().map_or(0, StaffId::raw);
        let draft = PostDraft {
            duty: self.duty.into(),
            title: both(self.title),
            unit: park.unit(self.unit).raw(),
            holder: Some(id(&self.holder)),
            stand_ins: self.stand_ins.iter().map(id).collect(),
            closed: false,
        };
        Change::Post(None, draft)
    }
}
