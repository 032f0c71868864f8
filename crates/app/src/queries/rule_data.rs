//! Which versions of rulebooks and calendars are loaded and in force, where each comes from, and what depends on
//! days that nothing can say yet.

use crate::authorise::{Action, Principal};
use crate::casework::envelope;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::installation::FIRST_AUTHORITY;
use crate::queries::obligation::Words;
use crate::rules::Rules;
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::deadline::{self, Request};
use huiyin_domain::event::{Actor, Event, Pinned};
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::Organisation;
use huiyin_domain::rulebook::Rulebook;
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;
use huiyin_store::reader::{Administered, Reader};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Where a version comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct DataSource {
    /// When it was loaded or lodged.
    pub at: String,
    /// Who of the staff loaded it; absent where the program or who runs it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Whether this program brings exactly this version with it.
    pub shipped: bool,
}

/// A version of a rulebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RulebookVersionView {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Where it comes from.
    pub source: DataSource,
    /// Whether new petitions run under it now; else it waits.
    pub in_force: bool,
    /// The first day on which new petitions run under it, where it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Whether the authority of whoever asks works by it.
    pub own: bool,
    /// The id of the calendar whose working days it counts.
    pub calendar: String,
    /// How many terms it has.
    pub terms: usize,
    /// The terms whose source was not checked.
    #[schema(value_type = Vec<Words>)]
    pub unverified: Vec<Bilingual>,
    /// The terms whose last day would be provisional if they began now.
    #[schema(value_type = Vec<Words>)]
    pub provisional: Vec<Bilingual>,
    /// Earlier versions, which petitions keep that began under them.
    pub before: Vec<String>,
}

/// A calendar, in the version that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarVersionView {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Where it comes from.
    pub source: DataSource,
    /// The last day that no notice can change any more; absent: none ever changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firm_through: Option<String>,
    /// The years that it knows, each with the addresses of its notices.
    pub years: Vec<CalendarYear>,
}

/// A year of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarYear {
    /// The year.
    pub year: i16,
    /// Addresses of the notices.
    pub sources: Vec<String>,
}

/// Rulebooks and calendars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleDataView {
    /// Whether whoever asks may load versions, and take back what waits.
    pub may_load: bool,
    /// The rulebooks in force, and those that wait; the authority's own first.
    pub rulebooks: Vec<RulebookVersionView>,
    /// The calendars.
    pub calendars: Vec<CalendarVersionView>,
}

/// When each version came, and by whose act.
type Came = HashMap<(&'static str, Pinned), (Instant, Actor)>;

fn came(reader: &mut Reader<'_>) -> Result<Came, AppError> {
    let mut came = Came::new();
    for (at, open) in reader.administered(Administered::RuleData)? {
        let row = envelope(&open)?;
        let (kind, pinned) = match row.event {
            Event::CalendarLoaded(loaded) => (CALENDAR, loaded.pinned),
            Event::RulebookLoaded(loaded) => (RULEBOOK, loaded.pinned),
            Event::RulebookLodged(lodged) => (RULEBOOK, lodged.pinned),
            _ => continue,
        };
        came.insert((kind, pinned), (at, row.by));
    }
    Ok(came)
}

const CALENDAR: &str = "calendar";
const RULEBOOK: &str = "rulebook";

/// What the views are made of.
struct Sources<'a> {
    rules: &'a Rules,
    came: Came,
    /// Of the authority that runs the installation, for who may know its staff.
    organisation: Option<&'a Organisation>,
    now: Instant,
    own: &'a str,
}

impl Sources<'_> {
    fn of(&self, kind: &'static str, pinned: Pinned, shipped: bool) -> DataSource {
        let found = self.came.get(&(kind, pinned));
        let by = found.and_then(|(_, by)| match by {
            Actor::Staff(staff) => self.organisation?.staff.get(staff),
            _ => None,
        });
        DataSource {
            at: found.map(|(at, _)| at.to_string()).unwrap_or_default(),
            by: by.map(|one| one.name.clone()),
            shipped,
        }
    }

    fn rulebook(&self, rulebook: &Rulebook, from: Option<String>) -> RulebookVersionView {
        let text = shipped::rulebooks().iter();
        let mut text = text.filter(|(id, _)| *id == rulebook.id);
        let own = text.next().and_then(|(_, text)| Rulebook::parse(text).ok());
        let shipped = own.is_some_and(|own| own == *rulebook);
        let unverified = rulebook.terms.iter().filter(|term| !term.verified);
        RulebookVersionView {
            id: rulebook.id.clone(),
            version: rulebook.version.clone(),
            title: rulebook.title.clone(),
            source: self.of(RULEBOOK, rulebook.pinned(), shipped),
            in_force: from.is_none(),
            own: rulebook.id == self.own,
            calendar: rulebook.calendar.clone(),
            terms: rulebook.terms.len(),
            unverified: unverified.map(|term| term.title.clone()).collect(),
            provisional: self.provisional(rulebook),
            before: match &from {
                Some(_) => Vec::new(),
                None => {
                    let before = self.rules.rulebook_versions_before(&rulebook.id);
                    before.into_iter().map(str::to_owned).collect()
                }
            },
            from,
        }
    }

    /// The terms whose last day nothing can say for certain, if they began now.
    fn provisional(&self, rulebook: &Rulebook) -> Vec<Bilingual> {
        let Some(calendar) = self.rules.calendar(&rulebook.calendar) else {
            return Vec::new();
        };
        let waits = rulebook.terms.iter().filter(|term| {
            let request = Request {
                rulebook,
                term,
                calendar,
                zone: &rulebook.zone,
                from: self.now,
                suspensions: &[],
                extended: false,
            };
            deadline::deadline(&request).is_ok_and(|counted| counted.provisional)
        });
        waits.map(|term| term.title.clone()).collect()
    }

    fn calendar(&self, calendar: &WorkCalendar) -> CalendarVersionView {
        let text = shipped::calendars().iter();
        let mut text = text.filter(|(id, _)| *id == calendar.id());
        let own = text.next();
        let own = own.and_then(|(_, text)| WorkCalendar::parse(text).ok());
        let pinned = Pinned {
            id: calendar.id().to_owned(),
            version: calendar.version().to_owned(),
        };
        let years = calendar.sources().iter().map(|one| CalendarYear {
            year: one.year,
            sources: one.sources.clone(),
        });
        CalendarVersionView {
            id: pinned.id.clone(),
            version: pinned.version.clone(),
            title: calendar.title().clone(),
            source: self.of(CALENDAR, pinned, own.is_some_and(|own| own == *calendar)),
            firm_through: calendar.firm_through().map(|day| day.to_string()),
            years: years.collect(),
        }
    }
}

impl Huiyin {
    /// The versions of rulebooks and calendars, for whoever asks.
    ///
    /// # Errors
    /// [`crate::PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn rule_data(&self, who: &Principal) -> Result<RuleDataView, AppError> {
        who.permit(Action::SeeOrganisation)?;
        self.refreshed().await?;
        let came = self.store().read(came).await?;
        let runs = who.authority == FIRST_AUTHORITY;
        let organisation = self.organisation(FIRST_AUTHORITY).await?;
        let rules = self.rules();
        let own = rules.authority(who.authority);
        let sources = Sources {
            rules: &rules,
            came,
            organisation: runs.then_some(&**organisation),
            now: self.now(),
            own: own.map_or("", |one| one.row.rulebook.as_str()),
        };
        let waiting = rules.rulebooks_waiting().iter();
        let waiting =
            waiting.map(|one| sources.rulebook(&one.rulebook, Some(one.from.to_string())));
        let ids = rules.rulebook_ids();
        let in_force = ids.into_iter().filter_map(|id| rules.rulebook(id));
        let in_force = in_force.map(|one| sources.rulebook(one, None));
        let mut rulebooks: Vec<RulebookVersionView> = in_force.chain(waiting).collect();
        rulebooks.sort_by(|a, b| (!a.own, &a.id, !a.in_force).cmp(&(!b.own, &b.id, !b.in_force)));
        let calendars = rules.calendars();
        Ok(RuleDataView {
            may_load: runs && who.may(Action::KeepRules),
            rulebooks,
            calendars: calendars.iter().map(|one| sources.calendar(one)).collect(),
        })
    }
}
