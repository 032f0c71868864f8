//! The shipped sample plan and its roster, as this park would lodge them: with its own units and with
//! names of its own people.

use super::Park;
use super::people::{OUTSIDE, invented_phone};
use crate::commands::people::draft::StaffContactDraft;
use crate::commands::plans::Lodging;
use crate::error::{AppError, Refusal};
use huiyin_domain::event::{Actor, Pinned};
use huiyin_domain::shipped;

/// The plan's id.
const ID: &str = "sample-park";
/// Its version.
const VERSION: &str = "2026.1";
/// Who keeps the numbers of those of the roster without an account.
const KEEPER: &str = "ye";
/// Who holds the post that approves it.
const APPROVER: &str = "song";

/// Words of the shipped files, and what stands there in this park.
const WORDS: &[(&str, &str)] = &[
    ("示例工业园区管理委员会", "青石经济开发区管委会"),
    ("示例工业园区", "青石经济开发区"),
    ("sample industrial park", "Qingshi Development Zone"),
    ("unit = \"park-committee\"", "unit = \"park-office\""),
    ("unit = \"community\"", "unit = \"hexin\""),
    ("周明远", "宋远"),
    ("林洁", "江岩"),
    ("秦越", "顾明"),
    ("许安", "方晓"),
    ("江涛", "唐梅"),
    // A call reaches whoever signs in with the id that the roster has.
    ("\"zhou-mingyuan\"", "\"song\""),
    ("\"lin-jie\"", "\"jiang\""),
    ("\"qin-yue\"", "\"gu\""),
    ("\"xu-an\"", "\"fang\""),
    ("\"jiang-tao\"", "\"tang\""),
    ("\"shen-yi\"", "\"yi\""),
    ("\"fang-lin\"", "\"lin\""),
];

fn here(text: &str) -> String {
    let words = WORDS.iter();
    words.fold(text.to_owned(), |text, (theirs, ours)| {
        text.replace(theirs, ours)
    })
}

impl Park<'_> {
    /// Lodges both, and has the plan approved by the head of the park.
    pub(super) async fn plan(&self) -> Result<(), AppError> {
        let shipped = shipped::plans().iter().find(|one| one.id == ID);
        let missing = || AppError::Unreadable(format!("the shipped plan {ID}"));
        let shipped = shipped.ok_or_else(missing)?;
        let roster = shipped.roster.ok_or_else(missing)?;
        let huiyin = self.huiyin;
        let by = (self.authority, Actor::Operator);
        for (what, text) in [(Lodging::Plan, shipped.plan), (Lodging::Roster, roster)] {
            huiyin.lodge(by, what, here(text), None).await?;
        }
        let approver = self.staff.get(APPROVER).ok_or(Refusal::NotAllowed)?;
        let by = (self.authority, Actor::Staff(approver.1));
        let plan = Pinned {
            id: ID.to_owned(),
            version: VERSION.to_owned(),
        };
        huiyin.approve_plan(by, plan, None).await?;
        let keeper = self.principal(KEEPER).await?;
        for (person, _) in OUTSIDE {
            let contact = StaffContactDraft {
                email: String::new(),
                phone: invented_phone(person),
            };
            huiyin
                .keep_roster_person(&keeper, (ID, person), (&contact, ""), None)
                .await?;
        }
        Ok(())
    }
}
