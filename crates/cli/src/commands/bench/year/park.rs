//! The invented park of the simulated year: units, posts, staff.

use super::super::failed;
use crate::error::CliError;
use huiyin_app::authorise::Principal;
use huiyin_app::{
    AuthorityDraft, Change, Huiyin, NewAuthorityDraft, Order, PostDraft, RoleDraft, RulebookDraft,
    StaffDraft, UnitDraft,
};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, PostId, StaffId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::Organisation;
use huiyin_domain::rulebook::EventName;
use huiyin_domain::shipped;
use tokio::runtime::Runtime;

/// Units beside the petition office, which is there from the start: key, kind, whether it stands
/// under the authority's own office.
const UNITS: &[(&str, &str, bool)] = &[
    ("authority-office", "public", false),
    ("roads", "public", true),
    ("housing", "public", true),
    ("labour", "public", true),
    ("economy", "public", true),
    ("east", "community", true),
    ("west", "community", true),
    ("plant", "enterprise", true),
];

/// The rulebook that the park's own is made from, and its id.
const SHIPPED: &str = "cn-2022";
const OWN: &str = "cn-year";
/// For what the clock of an answer stops there.
pub const CAUSES: [EventName; 3] = [
    EventName::HearingHeld,
    EventName::AppraisalOrdered,
    EventName::SurveyOrdered,
];

/// The key of the other authority.
const OTHER: &str = "upstream";

/// A unit with its people, as the simulation needs them.
#[derive(Clone)]
pub struct UnitHere {
    /// Its id.
    pub id: UnitId,
    /// Its key, which is its name too.
    pub key: String,
    /// Whether it may owe an answer.
    pub public: bool,
    /// Clerk, handler and head.
    pub people: Vec<Principal>,
    /// Its named officer.
    pub officer: Option<Principal>,
}

/// The whole park.
pub struct Park {
    /// Its units; the first is the petition office.
    pub units: Vec<UnitHere>,
    /// Leader in charge, head of the authority, supervision.
    pub above: Vec<Principal>,
    /// Posts of heads, who can owe what was promised.
    pub posts: Vec<PostId>,
    /// The key of another authority, to which petitions are handed; nobody there does anything.
    pub other: &'static str,
}

impl Park {
    /// Builds it in a fresh store.
    ///
    /// # Errors
    /// When something of it is refused.
    pub fn build(huiyin: &Huiyin, runtime: &Runtime) -> Result<Self, CliError> {
        let authority = huiyin.authority(None)?.row.id;
        let builder = Builder {
            huiyin,
            runtime,
            authority,
        };
        let mut ids = vec![("petition-office", "public", 1_i64)];
        for (key, kind, under) in UNITS {
            let draft = UnitDraft {
                key: (*key).into(),
                name: Bilingual::new(*key, ""),
                kind: (*kind).into(),
                parent: under.then(|| ids[1].2),
                ..UnitDraft::default()
            };
            ids.push((key, kind, builder.change(Change::Unit(None, draft))?));
        }
        builder.pauses()?;
        let top = ids[1].2;
        let (mut staff, mut posts) = (Vec::new(), Vec::new());
        for (key, kind, unit) in &ids {
            let (people, officer, post) = builder.people_of(key, kind, *unit)?;
            staff.push((people, officer));
            posts.push(PostId::new(post));
        }
        runtime.block_on(builder.other())?;
        let mut above = Vec::new();
        for (login, role, duty) in [
            ("leader", "leader", "leader-in-charge"),
            ("boss", "leader", "authority-head"),
            ("supervisor", "supervisor", "supervision"),
        ] {
            let member = builder.member(login, &[(top, role)])?;
            builder.post(duty, top, member)?;
            above.push(member);
        }
        builder.member("administrator", &[(top, "administrator")])?;
        builder.post("duty-post", 1, staff[0].0[0])?;
        builder.post("petition-office-head", 1, staff[0].0[2])?;
        let organisation = runtime.block_on(huiyin.organisation(authority))?;
        let who = |id: i64| principal(&organisation, authority, id);
        let units = ids
            .iter()
            .zip(staff)
            .map(|((key, kind, id), (people, officer))| {
                let people: Result<Vec<_>, _> = people.into_iter().map(who).collect();
                Ok(UnitHere {
                    id: UnitId::new(*id),
                    key: (*key).to_owned(),
                    public: *kind != "enterprise",
                    people: people?,
                    officer: officer.map(who).transpose()?,
                })
            });
        Ok(Self {
            units: units.collect::<Result<_, CliError>>()?,
            above: above.into_iter().map(who).collect::<Result<_, _>>()?,
            posts,
            other: OTHER,
        })
    }
}

fn principal(
    organisation: &Organisation,
    authority: AuthorityId,
    id: i64,
) -> Result<Principal, CliError> {
    Principal::of(organisation, authority, StaffId::new(id))
        .ok_or_else(|| failed("somebody who was added is not there"))
}

struct Builder<'a> {
    huiyin: &'a Huiyin,
    runtime: &'a Runtime,
    authority: AuthorityId,
}

impl Builder<'_> {
    /// The park runs by a rulebook of its own, the same as the shipped one but that the clock of an answer stops for
    /// each listed cause: of the shipped terms that have one none is run here.
    fn pauses(&self) -> Result<(), CliError> {
        let shipped = shipped::rulebooks().iter().find(|(id, _)| *id == SHIPPED);
        let (_, text) = shipped.ok_or_else(|| failed("no such rulebook is shipped"))?;
        let begin = "[[term]]\nid = \"answer\"\n";
        let causes: Vec<String> = CAUSES
            .iter()
            .map(|one| format!("{:?}", one.word()))
            .collect();
        let stops = format!("{begin}suspended_by = [{}]\n", causes.join(", "));
        let own = text.replacen(
            &format!("id = \"{SHIPPED}\""),
            &format!("id = \"{OWN}\""),
            1,
        );
        let own = RulebookDraft {
            content: own.replacen(begin, &stops, 1),
            from: String::new(),
        };
        self.huiyin.lodge_rulebook_here(&own)?;
        let order = Order {
            authority: self.authority,
            by: Actor::Operator,
            version: None,
        };
        let draft = AuthorityDraft {
            rulebook: Some(OWN.to_owned()),
            ..AuthorityDraft::default()
        };
        let changed = self.huiyin.change_authority(order, draft, None);
        self.runtime.block_on(changed)?;
        self.huiyin.refresh()?;
        Ok(())
    }

    fn change(&self, change: Change) -> Result<i64, CliError> {
        let order = Order {
            authority: self.authority,
            by: Actor::Operator,
            version: None,
        };
        Ok(self.huiyin.administer_here(order, change)?.id)
    }

    fn member(&self, login: &str, roles: &[(i64, &str)]) -> Result<i64, CliError> {
        let roles = roles.iter().map(|(unit, role)| RoleDraft {
            unit: *unit,
            role: (*role).into(),
        });
        let draft = StaffDraft {
            login: login.into(),
            name: login.into(),
            roles: roles.collect(),
            ..StaffDraft::default()
        };
        self.change(Change::Staff(None, draft))
    }

    fn post(&self, duty: &str, unit: i64, holder: i64) -> Result<i64, CliError> {
        let draft = PostDraft {
            duty: duty.into(),
            title: Bilingual::new(duty, ""),
            unit,
            holder: Some(holder),
            ..PostDraft::default()
        };
        self.change(Change::Post(None, draft))
    }

    /// Another authority on the same store.
    async fn other(&self) -> Result<(), CliError> {
        let draft = NewAuthorityDraft {
            key: OTHER.into(),
            name: Bilingual::new(OTHER, OTHER),
            zone: String::new(),
            rulebook: String::new(),
            level: None,
            administrator: StaffDraft {
                login: OTHER.into(),
                name: OTHER.into(),
                ..StaffDraft::default()
            },
        };
        let by = (self.authority, Actor::Operator);
        self.huiyin.create_authority(by, draft, None).await?;
        Ok(())
    }

    /// Clerk, handler and head of a unit, their post, and its named officer where it is public.
    fn people_of(
        &self,
        key: &str,
        kind: &str,
        unit: i64,
    ) -> Result<(Vec<i64>, Option<i64>, i64), CliError> {
        let mut people = Vec::new();
        for role in ["clerk", "handler", "unit-head"] {
            people.push(self.member(&format!("{key}.{role}"), &[(unit, role)])?);
        }
        let post = self.post("unit-head", unit, people[2])?;
        let officer = (kind != "enterprise")
            .then(|| self.member(&format!("{key}.officer"), &[(unit, "officer")]));
        Ok((people, officer.transpose()?, post))
    }
}
