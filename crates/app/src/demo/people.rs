//! The people of the sample, all invented: those of the park, and those of the authority above.

use super::Park;
use crate::commands::people::administer::Change;
use crate::commands::people::draft::{RoleDraft, StaffContactDraft, StaffDraft};
use huiyin_domain::language::Language;

/// Somebody of the sample who can be tried by one click.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// What they sign in with.
    pub login: &'static str,
    /// What they are called.
    pub name: &'static str,
    /// What they do.
    pub what: (&'static str, &'static str),
    /// Whether they work at the authority above.
    pub(super) above: bool,
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
        above: false,
        roles,
    }
}

/// Somebody of the authority above, in its petition office.
const fn above(
    login: &'static str,
    name: &'static str,
    what: (&'static str, &'static str),
    roles: &'static [(&'static str, &'static str)],
) -> Person {
    Person {
        above: true,
        ..person(login, name, what, roles)
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
    above(
        "qin",
        "秦岚",
        ("市信访局复查承办人", "Reviewer, city petition office"),
        &[("", "clerk"), ("", "handler")],
    ),
    above(
        "xie",
        "谢衡",
        ("市信访局局长", "Head of the city petition office"),
        &[("", "leader"), ("", "unit-head")],
    ),
    above(
        "duan",
        "段清",
        ("市信访局管理员", "Administrator, city petition office"),
        &[("", "administrator")],
    ),
];

impl Person {
    /// What they are called; the login, spelt as a name, where the page is English.
    pub fn name_in(&self, language: Language) -> String {
        match language {
            Language::Zh => self.name.to_owned(),
            Language::En => name_of(self.login),
        }
    }
}

impl Person {
    pub(super) fn change(&self, park: &Park<'_>) -> Change {
        Change::Staff(None, self.draft(park))
    }

    /// A unit that the park does not have is the first one of their own authority.
    pub(super) fn draft(&self, park: &Park<'_>) -> StaffDraft {
        let role = |(unit, role): &(&'static str, &'static str)| RoleDraft {
            unit: park.unit(unit).raw(),
            role: (*role).into(),
        };
        StaffDraft {
            login: self.login.into(),
            name: self.name.into(),
            language: "zh".into(),
            roles: self.roles.iter().map(role).collect(),
            contact: Some(StaffContactDraft {
                email: String::new(),
                phone: invented_phone(self.login),
            }),
            left: false,
        }
    }
}

/// Those of the sample's roster who have no account: the id there, and the name.
pub(super) const OUTSIDE: &[(&str, &str)] = &[
    ("he-weiguo", "何卫国"),
    ("tang-rui", "唐睿"),
    ("pan-xiaolan", "潘晓岚"),
    ("deng-bo", "邓博"),
];

/// A login or id, spelt as a name.
pub(super) fn name_of(id: &str) -> String {
    let spelt = id.split('-').map(|part| {
        let mut letters = part.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    spelt.collect::<Vec<_>>().join(" ")
}

/// A number of nobody, the same each time.
pub(super) fn invented_phone(id: &str) -> String {
    let sum = id
        .bytes()
        .fold(0_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 8_000);
    format!("0576-5550 {:04}", 200 + sum)
}
