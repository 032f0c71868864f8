//! The authority one level above the sample park: to it matters of the city go, and there answers are reviewed.

use super::{PEOPLE, Park};
use crate::commands::people::administer::{Change, Order};
use crate::commands::people::draft::{AboveDraft, AuthorityDraft, NewAuthorityDraft, PostDraft};
use crate::error::AppError;
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::language::Bilingual;

/// Its key.
pub(super) const KEY: &str = "qingshi-city";
/// Who administers it: the first who is there.
const ADMINISTRATOR: &str = "duan";
/// Who approves its decisions.
const HEAD: &str = "xie";

impl Park<'_> {
    /// Begins the authority above, with its administrator.
    pub(super) async fn begin_above(&mut self) -> Result<(), AppError> {
        let mut people = PEOPLE.iter();
        let administrator = people.find(|one| one.login == ADMINISTRATOR);
        let new = NewAuthorityDraft {
            key: KEY.into(),
            name: Bilingual::new("青石市信访局", "Petition Office of Qingshi City"),
            administrator: administrator.map(|one| one.draft(self)).unwrap_or_default(),
            ..NewAuthorityDraft::default()
        };
        let by = (self.authority, Actor::Operator);
        let made = self.huiyin.create_authority(by, new, None).await?;
        self.above = AuthorityId::new(made.answer.id);
        let changed = AuthorityDraft {
            level: Some("city".into()),
            above: Some(AboveDraft {
                authority: String::new(),
                name: Bilingual::new(
                    "省信访局（省城建设路2号）",
                    "Petition Office of the Province",
                ),
            }),
            ..AuthorityDraft::default()
        };
        let order = Order {
            authority: self.above,
            by: Actor::Operator,
            version: None,
        };
        self.huiyin.change_authority(order, changed, None).await?;
        Ok(())
    }

    /// Whoever works there, and the post that approves.
    pub(super) async fn staff_above(&mut self) -> Result<(), AppError> {
        let there = self.huiyin.organisation(self.above).await?;
        for person in PEOPLE.iter().filter(|one| one.above) {
            let known = there.staff.values().find(|one| one.login == person.login);
            let id = match known {
                Some(known) => known.id,
                None => StaffId::new(self.change_at(self.above, person.change(self)).await?),
            };
            self.staff.insert(person.login, (self.above, id));
        }
        let post = PostDraft {
            duty: "authority-head".into(),
            title: Bilingual::new("市信访局局长", "Head of the city petition office"),
            unit: 1,
            holder: self.staff.get(HEAD).map(|(_, staff)| staff.raw()),
            ..PostDraft::default()
        };
        self.change_at(self.above, Change::Post(None, post)).await?;
        Ok(())
    }
}
