//! Somebody of the bench: a clerk of the petition office, who is also the head of another unit and
//! holds the post that approves answers, with a program's token.

use super::failed;
use crate::error::CliError;
use huiyin_app::authorise::Principal;
use huiyin_app::rules::Authority;
use huiyin_app::{Change, Huiyin, Order, PostDraft, RoleDraft, StaffDraft, UnitDraft};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use std::sync::Arc;

/// What the unit and the member of staff are called.
const KEY: &str = "bench";
/// For how many days the token works: a measurement turns the clock by less.
const TOKEN_DAYS: u32 = 366;

/// Who acts, and the unit that answers.
pub struct Worker {
    /// The bearer token.
    pub token: String,
    /// The id of the unit.
    pub unit: i64,
}

/// Finds or makes them in an open store.
///
/// # Errors
/// When the store fails.
pub fn worker(huiyin: &Huiyin) -> Result<Worker, CliError> {
    let authority = huiyin.authority(None)?;
    let known = authority.unit_named(KEY).map(|unit| unit.id.raw());
    let unit = match known {
        Some(unit) => unit,
        None => settle(huiyin, &authority)?,
    };
    let runtime = tokio::runtime::Runtime::new().map_err(failed)?;
    let token = runtime.block_on(async {
        let organisation = huiyin.organisation(authority.row.id).await?;
        let staff = organisation.staff.values().find(|one| one.login == KEY);
        let staff = staff.map_or(StaffId::new(0), |one| one.id);
        let who = Principal::of(&organisation, authority.row.id, staff)
            .ok_or_else(|| failed("the bench's own member of staff left"))?;
        // A person may have so many tokens only, and a store that stays is measured again.
        for earlier in huiyin.api_tokens(&who).await? {
            huiyin.end_api_token(&who, &earlier.id).await?;
        }
        let made = huiyin.make_api_token(&who, KEY, TOKEN_DAYS).await?;
        Ok::<_, CliError>(made.token.text())
    })?;
    Ok(Worker { token, unit })
}

fn settle(huiyin: &Huiyin, authority: &Arc<Authority>) -> Result<i64, CliError> {
    let set = |change| {
        let order = Order {
            authority: authority.row.id,
            by: Actor::Operator,
            version: None,
        };
        Ok::<_, CliError>(huiyin.administer_here(order, change)?.id)
    };
    let office = authority.registering_unit().raw();
    let name = Bilingual::new("答复单位", "The unit that answers");
    let unit = set(Change::Unit(
        None,
        UnitDraft {
            key: KEY.into(),
            name,
            kind: "public".into(),
            parent: Some(office),
            ..UnitDraft::default()
        },
    ))?;
    let role = |unit, role: &str| RoleDraft {
        unit,
        role: role.into(),
    };
    let staff = set(Change::Staff(
        None,
        StaffDraft {
            login: KEY.into(),
            name: "测量员".into(),
            roles: vec![role(office, "clerk"), role(unit, "unit-head")],
            ..StaffDraft::default()
        },
    ))?;
    set(Change::Post(
        None,
        PostDraft {
            duty: "authority-head".into(),
            title: Bilingual::new("机关负责人", "Head of the authority"),
            unit: office,
            holder: Some(staff),
            ..PostDraft::default()
        },
    ))?;
    Ok(unit)
}
