//! The park of the measurements of responses: the shipped sample plan in force, everybody of its roster as
//! staff, called by text message first.

use super::super::failed;
use super::super::people::worker;
use crate::error::CliError;
use huiyin_app::{
    AuthorityDraft, Change, Huiyin, Lodging, Order, PostDraft, RoleDraft, StaffContactDraft,
    StaffDraft, UnitDraft,
};
use huiyin_domain::event::{Actor, Pinned};
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped;
use tokio::runtime::Runtime;

/// The shipped plan, and its version.
const PLAN: (&str, &str) = ("sample-park", "2026.1");
/// The units that it names beside the petition office, which is there from the start.
const UNITS: [&str; 4] = [
    "park-committee",
    "governance-office",
    "social-affairs-office",
    "community",
];
/// The post that approves it.
const APPROVER: &str = "park-leader";

/// Makes the park in a fresh store; gives the token of a clerk who opens responses.
///
/// # Errors
/// When something of it is refused, or the store fails.
pub fn settle(huiyin: &Huiyin, runtime: &Runtime) -> Result<String, CliError> {
    let authority = huiyin.authority(None)?.row.id;
    let builder = Builder { huiyin, authority };
    let level = AuthorityDraft {
        level: Some("park".into()),
        ..AuthorityDraft::default()
    };
    runtime.block_on(huiyin.change_authority(builder.order(), level, None))?;
    huiyin.refresh()?;
    for key in UNITS {
        let draft = UnitDraft {
            key: key.into(),
            name: Bilingual::new(key, key),
            kind: "public".into(),
            ..UnitDraft::default()
        };
        builder.change(Change::Unit(None, draft))?;
    }
    let shipped = shipped::plans().iter().find(|one| one.id == PLAN.0);
    let missing = || failed("the shipped plan is not there");
    let shipped = shipped.ok_or_else(missing)?;
    let (plan, roster) = (
        by_text(shipped.plan),
        by_text(shipped.roster.ok_or_else(missing)?),
    );
    let named = Roster::parse(&roster).map_err(|_| missing())?;
    for (nth, official) in named.staff.iter().enumerate() {
        builder.member(official.id.as_str(), nth)?;
    }
    let leader = builder.member(APPROVER, named.staff.len())?;
    builder.change(Change::Post(
        None,
        PostDraft {
            duty: APPROVER.into(),
            title: Bilingual::new("主要领导", "Main leader"),
            unit: 1,
            holder: Some(leader),
            ..PostDraft::default()
        },
    ))?;
    let by = (authority, Actor::Operator);
    huiyin.lodge_here(by, Lodging::Plan, plan)?;
    huiyin.lodge_here(by, Lodging::Roster, roster)?;
    let (id, version) = (PLAN.0.to_owned(), PLAN.1.to_owned());
    let by = (authority, Actor::Staff(StaffId::new(leader)));
    runtime.block_on(huiyin.approve_plan(by, Pinned { id, version }, None))?;
    Ok(worker(huiyin)?.token)
}

/// Text message first, then mail, then the desk.
fn by_text(shipped: &str) -> String {
    // Everybody has an account here.
    let text = shipped.replace("account = false\n", "");
    let text = text.replace(
        "[\"phone\", \"sms\", \"desk\"]",
        "[\"sms\", \"email\", \"desk\"]",
    );
    let text = text.replace("[\"phone\", \"sms\"]", "[\"sms\", \"email\", \"desk\"]");
    text.replace("[\"phone\", \"desk\"]", "[\"sms\", \"email\", \"desk\"]")
}

struct Builder<'a> {
    huiyin: &'a Huiyin,
    authority: AuthorityId,
}

impl Builder<'_> {
    const fn order(&self) -> Order {
        Order {
            authority: self.authority,
            by: Actor::Operator,
            version: None,
        }
    }

    fn change(&self, change: Change) -> Result<i64, CliError> {
        Ok(self.huiyin.administer_here(self.order(), change)?.id)
    }

    fn member(&self, login: &str, nth: usize) -> Result<i64, CliError> {
        let draft = StaffDraft {
            login: login.into(),
            name: login.into(),
            roles: vec![RoleDraft {
                unit: 1,
                role: "handler".into(),
            }],
            contact: Some(StaffContactDraft {
                email: format!("{login}@bench.example"),
                phone: format!("0576-555{nth:04}"),
            }),
            ..StaffDraft::default()
        };
        self.change(Change::Staff(None, draft))
    }
}
