//! Who changed by what people of a roster without an account are reached: when, whose, which channel; never what it
//! was or is. For those who keep rosters, and for auditors.

use crate::authorise::{Action, Principal};
use crate::casework::envelope;
use crate::commands::people::PeopleRefusal;
use crate::error::{AppError, Refusal};
use crate::huiyin::Huiyin;
use crate::queries::obligation::Words;
use crate::queries::plans::{effective_roster, shown_plan};
use crate::queries::timeline::staff_name;
use huiyin_domain::event::{Actor, ContactChange, Event, RosterContactChanged};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::Key;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Changes that are shown at the most, of all plans of an authority together.
const ROWS_MAX: u32 = 200;

/// Something that somebody is reached by was set, changed or deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RosterContactChange {
    /// When.
    pub at: String,
    /// Who did; nobody's name where it was who runs the program on the machine.
    pub by: Option<String>,
    /// Whose, by the roster's id.
    pub person: String,
    /// Their name, while the roster has one for that id.
    pub name: Option<String>,
    /// Which channel, and what became of it.
    #[schema(value_type = Words)]
    pub words: Bilingual,
}

/// Whether somebody sees who changed what people of a roster are reached by.
pub fn sees_roster_contacts(who: &Principal) -> bool {
    who.may(Action::LodgePlan) || who.may(Action::SeeReadings)
}

impl Huiyin {
    /// Who changed by what people of a plan's roster without an account are reached, the newest first.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`], [`crate::PlanRefusal::NoSuchPlan`], or a failure of the store.
    pub async fn roster_contact_changes(
        &self,
        who: &Principal,
        plan: &str,
    ) -> Result<Vec<RosterContactChange>, AppError> {
        if !sees_roster_contacts(who) {
            return Err(Refusal::People(PeopleRefusal::NotAllowed).into());
        }
        let (shared, authority, now) = (Arc::clone(self.shared()), who.authority, self.now());
        let id = plan.to_owned();
        self.store()
            .read(move |reader| {
                let plan = shown_plan(reader, &shared, authority, &id)?;
                let roster = effective_roster(reader, &shared, authority, &id, now)?;
                let organisation = shared.organisation_read(reader, authority)?;
                let mut found = Vec::new();
                for open in reader.roster_contacts_changed(authority, ROWS_MAX)? {
                    let row = envelope(&open)?;
                    let Event::RosterContactChanged(change) = &row.event else {
                        continue;
                    };
                    if change.plan != id {
                        continue;
                    }
                    let official = roster
                        .as_ref()
                        .and_then(|(_, roster)| roster.official(&Key::new(&change.person)));
                    found.push(RosterContactChange {
                        at: row.recorded_at.rfc3339_in(&plan.zone),
                        by: match row.by {
                            Actor::Staff(staff) => Some(staff_name(&organisation, staff)),
                            _ => None,
                        },
                        person: change.person.clone(),
                        name: official.map(|one| one.name.clone()),
                        words: words(change),
                    });
                }
                Ok(found)
            })
            .await
    }
}

fn words(change: &RosterContactChanged) -> Bilingual {
    let say = |language: Language| {
        let ways = [
            (change.phone, language.pick("手机号", "telephone")),
            (change.email, language.pick("邮箱", "e-mail address")),
        ];
        let said = ways.into_iter().filter_map(|(became, what)| {
            let (zh, en) = match became {
                ContactChange::Same => return None,
                ContactChange::Set => ("存了", "set"),
                ContactChange::Changed => ("改了", "changed"),
                ContactChange::Deleted => ("删除了", "deleted"),
            };
            Some(language.pick(format!("{zh}{what}"), format!("{what} {en}")))
        });
        said.collect::<Vec<_>>().join(language.pick("，", ", "))
    };
    Bilingual::new(say(Language::Zh), say(Language::En))
}
