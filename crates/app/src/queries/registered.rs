//! What was registered on a day, by oneself or in one's office: whoever enters twenty letters finds twenty, though
//! what is for named officers is not theirs to open afterwards. Of that its number stands here, which they were told
//! when they registered it, and nothing else; of what others registered, and that they may not open, nothing at all
//! (RULES 4.2, 4.3).

use super::subject::subject;
use super::timeline::staff_name;
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::casework::{Loaded, envelope};
use crate::commands::register::local;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use huiyin_domain::event::{Actor, Event};
use huiyin_domain::organisation::Role;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Registrations of one day in the authority that are looked through, at most: the newest.
const LOOKED_MAX: u32 = 2_000;

/// Whose registrations, and of which day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegisteredAsked {
    /// The day, in the authority's zone; today where none is asked for.
    pub day: Option<Date>,
    /// All that the units registered in which whoever asks is a clerk; else what they entered themselves.
    pub office: bool,
}

/// What was registered on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisteredOnDay {
    /// The day, `YYYY-MM-DD`, in the authority's zone.
    pub day: String,
    /// Whose: `me` or `office`.
    pub of: String,
    /// The newest first, of the newest 2,000 of the authority's on that day.
    pub entries: Vec<RegisteredEntry>,
}

/// A petition that was registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisteredEntry {
    /// Its number.
    pub number: String,
    /// When it was entered.
    pub recorded_at: String,
    /// Whether it is theirs to open now. Where it is not, they entered it themselves, and what follows is left out.
    pub may_open: bool,
    /// The matter in one sentence.
    pub subject: Option<String>,
    /// How it came.
    pub channel: Option<String>,
    /// Who entered it; nobody where the petitioner did.
    pub by: Option<String>,
}

impl Huiyin {
    /// What a clerk entered on a day, or what was registered in their office, whoever entered it.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] for whoever is no clerk, or a failure of the store.
    pub async fn registered_on(
        &self,
        who: &Principal,
        asked: RegisteredAsked,
    ) -> Result<RegisteredOnDay, AppError> {
        if !who.has(Role::Clerk) {
            return Err(Refusal::NotAllowed.into());
        }
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        let read = move |reader: &mut Reader<'_>| read(reader, &shared, &who, (asked, now));
        self.store().read_short(read).await
    }
}

fn read(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    (asked, now): (RegisteredAsked, Instant),
) -> Result<RegisteredOnDay, AppError> {
    let rules = shared.rules_read(reader)?;
    let authority = rules.authority(who.authority).ok_or(Refusal::NotAllowed)?;
    let organisation = shared.organisation_read(reader, who.authority)?;
    let zone = &authority.zone;
    let day = asked.day.unwrap_or_else(|| now.date_in(zone));
    let until = |day: Date| zone.start_of(day).plus_micros(-1);
    let before = reader.position_until(who.authority, until(day))?;
    let next = day.tomorrow().unwrap_or(day);
    let last = reader.position_until(who.authority, until(next))?;
    let known = (&*rules, &organisation);
    let mut entries = Vec::new();
    for row in reader.registered_between(who.authority, (before, last), LOOKED_MAX)? {
        let first = envelope(&row.open)?;
        let own = first.by == Actor::Staff(who.staff);
        let unit = match &first.event {
            Event::PetitionRegistered(event) => event.unit,
            _ => continue,
        };
        let of_the_office = asked.office && who.roles.contains(&(unit, Role::Clerk));
        if !(own || of_the_office) {
            continue;
        }
        let loaded = Loaded::among(reader, shared, known, (who.authority, row.petition))?;
        let opens = |one: &Loaded| one.permit(who, &shared.key, Wish::Open).is_ok();
        let number_alone = RegisteredEntry {
            number: row.number.to_string(),
            recorded_at: local(authority, row.recorded_at),
            ..RegisteredEntry::default()
        };
        match loaded.filter(opens) {
            Some(loaded) => entries.push(RegisteredEntry {
                may_open: true,
                subject: subject(reader, shared, who, &loaded)?,
                channel: Some(loaded.case.channel.word().to_owned()),
                by: match first.by {
                    Actor::Staff(staff) => Some(staff_name(&organisation, staff)),
                    _ => None,
                },
                ..number_alone
            }),
            // Whoever entered it was told its number, and finds it again.
            None if own => entries.push(number_alone),
            None => {}
        }
    }
    Ok(RegisteredOnDay {
        day: day.to_string(),
        of: if asked.office { "office" } else { "me" }.to_owned(),
        entries,
    })
}
