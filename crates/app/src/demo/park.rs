//! The sample park: its places, units and posts, all invented.

use super::Park;
use crate::commands::people::administer::Change;
use crate::commands::people::draft::{
    AboveDraft, AuthorityDraft, ContactDraft, PostDraft, UnitDraft,
};
use huiyin_domain::ids::UnitId;
use huiyin_domain::language::Bilingual;

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
        ("信访办负责人", "Officer in charge of the petition office"),
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
            authority: super::above::KEY.to_owned(),
            name: Bilingual::new(
                "青石市人民政府信访局（青石市中山路1号）",
                "Petition Office of Qingshi City, 1 Zhongshan Road, Qingshi",
            ),
        }),
        emblem: None,
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

impl SamplePost {
    pub(super) fn change(&self, park: &Park<'_>) -> Change {
        let id = |login: &&'static str| park.staff.get(login).map_or(0, |(_, staff)| staff.raw());
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
