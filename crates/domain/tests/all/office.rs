//! An invented authority for the tests: petition office, two departments, a community, an enterprise,
//! the authority's own office, and a supervision organ beside it.

use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::event::{Document, Envelope, Event, EventText};
use huiyin_domain::ids::{AuthorityId, PetitionId, Position, PostId, StaffId, UnitId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::official_seal::{OfficialSeal, SealImage};
use huiyin_domain::organisation::{Organisation, Post, Role, Staff, Unit, UnitKind};
use huiyin_domain::petition::{
    BarTarget, By, Case, Context, Decided, Deciding, Reach, RuleSet, Submission, SubmissionDraft,
    tick,
};
use huiyin_domain::petition::{Channel, Identity, RegistrationContext, register, register_split};
use huiyin_domain::rulebook::{Registrar, Rulebook};
use huiyin_domain::time::Instant;

/// The units, in the order of their ids from 1.
pub const UNITS: &[(&str, UnitKind, Option<i64>)] = &[
    ("office", UnitKind::Public, Some(6)),
    ("roads", UnitKind::Public, Some(6)),
    ("housing", UnitKind::Public, Some(6)),
    ("community", UnitKind::Community, Some(6)),
    ("plant", UnitKind::Enterprise, Some(6)),
    ("authority", UnitKind::Public, None),
    ("supervision", UnitKind::Public, None),
    ("parks", UnitKind::Public, Some(6)),
    ("labour", UnitKind::Public, Some(6)),
];

/// Everybody, in the order of their ids from 1: name, unit, roles.
pub const STAFF: &[(&str, i64, &[Role])] = &[
    ("clerk", 1, &[Role::Clerk]),
    ("clerk2", 1, &[Role::Clerk]),
    ("office-head", 1, &[Role::Clerk, Role::UnitHead]),
    ("roads", 2, &[Role::Handler]),
    ("roads-head", 2, &[Role::UnitHead]),
    ("housing", 3, &[Role::Handler]),
    ("housing-head", 3, &[Role::UnitHead]),
    ("community", 4, &[Role::Handler]),
    ("community-head", 4, &[Role::UnitHead]),
    ("plant", 5, &[Role::Handler]),
    ("leader", 6, &[Role::Leader]),
    ("director", 6, &[Role::Leader]),
    ("deputy", 6, &[Role::Leader]),
    ("supervisor", 7, &[Role::Supervisor]),
    ("officer", 1, &[Role::Officer]),
    ("duty", 1, &[Role::Clerk]),
    ("parks", 8, &[Role::Handler]),
    ("labour", 9, &[Role::Handler]),
];

/// The posts, in the order of their ids from 1: name, duty, unit, holder, stand-ins.
const POSTS: &[(&str, &str, i64, &str, &[&str])] = &[
    ("office-head", "petition-office-head", 1, "office-head", &[]),
    ("office-unit-head", "unit-head", 1, "office-head", &[]),
    ("roads-head", "unit-head", 2, "roads-head", &[]),
    ("housing-head", "unit-head", 3, "housing-head", &[]),
    ("community-head", "unit-head", 4, "community-head", &[]),
    ("leader", "leader-in-charge", 6, "leader", &[]),
    ("director", "authority-head", 6, "director", &["deputy"]),
    ("duty", "duty-post", 1, "duty", &[]),
    ("supervision", "supervision", 7, "supervisor", &[]),
    ("plant-manager", "unit-head", 5, "plant", &[]),
];

/// The id of a unit by its name.
pub fn unit(name: &str) -> UnitId {
    let at = UNITS.iter().position(|unit| unit.0 == name);
    UnitId::new(at.unwrap_or_else(|| panic!("no unit {name}")) as i64 + 1)
}

/// The name of a unit.
pub fn unit_name(id: UnitId) -> &'static str {
    UNITS[id.raw() as usize - 1].0
}

/// The id of a member of staff by name.
pub fn staff(name: &str) -> StaffId {
    let at = STAFF.iter().position(|staff| staff.0 == name);
    StaffId::new(at.unwrap_or_else(|| panic!("nobody is called {name}")) as i64 + 1)
}

/// The id of a post by its name.
pub fn post(name: &str) -> PostId {
    let at = POSTS.iter().position(|post| post.0 == name);
    PostId::new(at.unwrap_or_else(|| panic!("no post {name}")) as i64 + 1)
}

/// The name of a post.
pub fn post_name(id: PostId) -> &'static str {
    POSTS[id.raw() as usize - 1].0
}

/// The authority.
pub fn organisation() -> Organisation {
    let mut organisation = Organisation::default();
    for (name, kind, parent) in UNITS {
        let id = unit(name);
        let one = Unit {
            id,
            key: (*name).to_owned(),
            name: Bilingual::new(*name, *name),
            kind: *kind,
            parent: parent.map(UnitId::new),
            petition_office: *name == "office",
            closed: false,
        };
        organisation.units.insert(id, one);
    }
    for (name, unit, roles) in STAFF {
        let id = staff(name);
        let one = Staff {
            id,
            login: (*name).to_owned(),
            name: (*name).to_owned(),
            language: Language::Zh,
            roles: roles
                .iter()
                .map(|role| (UnitId::new(*unit), *role))
                .collect(),
            left: false,
            away: None,
        };
        organisation.staff.insert(id, one);
    }
    for (name, duty, unit, holder, stand_ins) in POSTS {
        let id = post(name);
        let one = Post {
            id,
            duty: (*duty).to_owned(),
            title: Bilingual::new(*name, *name),
            unit: UnitId::new(*unit),
            holder: Some(staff(holder)),
            stand_ins: stand_ins.iter().map(|name| staff(name)).collect(),
            closed: false,
        };
        organisation.posts.insert(id, one);
    }
    organisation
}

/// The seal as somebody keeps it by the post of that name; every document waits for it.
pub fn seal_kept_by(keeper: &str) -> OfficialSeal {
    OfficialSeal {
        keeper: Some(post(keeper)),
        documents: Document::ALL.iter().copied().collect(),
        image: Some(SealImage {
            lodged: Position::new(7),
            digest: "sha256:0a".to_owned(),
        }),
    }
}

/// The mark of a unit or post in the journal of these tests; the real one is a keyed hash.
pub fn bar(target: BarTarget) -> String {
    match target {
        BarTarget::Unit(unit) => format!("unit {unit}"),
        BarTarget::Post(post) => format!("post {post}"),
    }
}

/// A rulebook, the house's beside it, their calendar, and the authority.
pub struct Office {
    pub rulebook: Rulebook,
    pub house: Rulebook,
    pub calendar: WorkCalendar,
    pub organisation: Organisation,
}

impl Office {
    pub fn rules(&self) -> RuleSet<'_> {
        RuleSet {
            rulebook: &self.rulebook,
            house: &self.house,
            calendar: &self.calendar,
            zone: &self.rulebook.zone,
        }
    }
}

/// A petition with its journal, on the pure domain alone.
pub struct Desk<'a> {
    pub office: &'a Office,
    pub journal: Vec<Envelope>,
    pub case: Case,
    pub reach: Reach,
    pub draft_missing: Vec<String>,
    pub other: Option<Case>,
    pub became: (AuthorityId, PetitionId, PetitionNumber),
    /// What a split made.
    pub second: Option<Box<Self>>,
}

/// How a petition comes.
pub struct Arrival<'a> {
    pub at: Instant,
    pub first: i64,
    pub unit: &'a str,
    pub who: &'a str,
    pub class: Option<&'a str>,
    pub misconduct: bool,
    pub requests: usize,
    /// How many speak for a group beside the first.
    pub representatives: usize,
    pub reach: Reach,
}

impl<'a> Desk<'a> {
    /// Registers a petition.
    pub fn open(office: &'a Office, arrival: &Arrival<'_>) -> Self {
        let named = (arrival.who != "anonymous").then(|| Identity {
            name: Some("甲".to_owned()),
            representatives: (0..arrival.representatives)
                .map(|n| format!("乙{n} 1390000000{n}"))
                .collect(),
            ..Identity::default()
        });
        let draft = SubmissionDraft {
            subject: Some("路灯不亮".to_owned()),
            body: Some("东湖路的灯坏了。".to_owned()),
            class: arrival.class.map(str::to_owned),
            anonymous: named.is_none(),
            petitioner: named,
            confidential: arrival.who == "confidential",
            misconduct: arrival.misconduct,
            requests: (0..arrival.requests).map(|n| format!("请求{n}")).collect(),
            ..SubmissionDraft::default()
        };
        let submission = submission(draft);
        let number = PetitionNumber::parse("2026-000001").expect("number");
        let registers_office = arrival.unit == "office";
        let event = register(
            &submission,
            &RegistrationContext {
                received_at: arrival.at,
                number,
                channel: Channel::Web,
                unit: unit(arrival.unit),
                registrar: if registers_office {
                    Registrar::PetitionOffice
                } else {
                    Registrar::OtherOrgan
                },
                rulebook: &office.rulebook,
                calendar: &office.calendar,
                zone: &office.rulebook.zone,
            },
        )
        .expect("registers");
        let row = Envelope {
            v: 1,
            authority: AuthorityId::new(1),
            position: Position::new(arrival.first),
            recorded_at: arrival.at,
            effective_at: arrival.at,
            by: huiyin_domain::event::Actor::Public,
            petition: Some(PetitionId::new(arrival.first)),
            staff: None,
            response: None,
            event: Event::PetitionRegistered(event),
        };
        let case = Case::fold([&row]).expect("begins");
        Self {
            office,
            journal: vec![row],
            case,
            reach: arrival.reach,
            draft_missing: Vec::new(),
            other: None,
            became: (AuthorityId::new(2), PetitionId::new(900), number),
            second: None,
        }
    }

    /// Registers the petition that a split made, as the application does.
    pub fn split_off(&mut self, first: &Case, now: Instant) {
        let rules = self.office.rules();
        let number = PetitionNumber::parse("2026-000002").expect("number");
        let event = register_split(first, number, (Language::Zh, None), &rules);
        let row = Envelope {
            v: 1,
            authority: AuthorityId::new(1),
            position: Position::new(900),
            recorded_at: now,
            effective_at: first.registered_at,
            by: huiyin_domain::event::Actor::System,
            petition: Some(PetitionId::new(900)),
            staff: None,
            response: None,
            event: Event::PetitionRegistered(event),
        };
        let mut second = Self {
            office: self.office,
            case: Case::fold([&row]).expect("begins"),
            journal: vec![row],
            reach: self.reach,
            draft_missing: Vec::new(),
            other: None,
            became: self.became,
            second: None,
        };
        let mut deciding = Deciding::new(second.case.clone(), second.context(now, By::System));
        // The marks of these tests are the same for each petition.
        let bars = first.bars.iter().cloned().collect();
        let kept = deciding.split_from(first, (bars, EventText::default()));
        kept.expect("every date is one that was counted before");
        let events = deciding.into_events();
        second.record(now, &events);
        self.second = Some(Box::new(second));
    }

    /// What a decision at an instant knows.
    pub fn context(&self, now: Instant, by: By) -> Context<'_> {
        Context {
            now,
            next: Position::new(self.case.last.raw() + 1),
            by,
            rules: self.office.rules(),
            organisation: &self.office.organisation,
            reach: self.reach,
            bar: &bar,
            draft_missing: &self.draft_missing,
            set_aside: None,
            other: self.other.as_ref(),
            identity: None,
            became: Some(self.became),
        }
    }

    /// Lets time pass until an instant.
    pub fn tick(&mut self, up_to: Instant) -> Vec<Decided> {
        let events = tick(self.case.clone(), self.context(up_to, By::System), up_to);
        let events = events.expect("every moment can be counted");
        self.record(up_to, &events);
        if let Some(second) = &mut self.second {
            second.tick(up_to);
        }
        events
    }

    /// Writes events into the journal, as bytes, and reads the petition from it again.
    pub fn record(&mut self, now: Instant, events: &[Decided]) {
        for decided in events {
            let row = Envelope {
                v: 1,
                authority: AuthorityId::new(1),
                position: Position::new(self.case.last.raw() + 1),
                recorded_at: now,
                effective_at: decided.effective_at,
                by: decided.by,
                petition: Some(self.case.id),
                staff: None,
                response: None,
                event: decided.event.clone(),
            };
            let bytes = serde_json::to_string(&row).expect("serialises");
            let row: Envelope = serde_json::from_str(&bytes).expect("loads");
            self.case.apply(&row);
            if let (Event::AnswerDrafted(_), Some(text)) = (&decided.event, &decided.text) {
                let answer = text.answer.as_ref();
                self.draft_missing =
                    answer.map_or_else(Vec::new, |answer| self.case.answer_missing(answer));
            }
            self.journal.push(row);
        }
        let folded = Case::fold(&self.journal).expect("begins");
        assert_eq!(folded, self.case, "the journal tells the same petition");
    }
}

fn submission(draft: SubmissionDraft) -> Submission {
    let Ok(submission) = Submission::parse(draft, |_| true, &[]) else {
        panic!("the submission is not taken");
    };
    submission
}
