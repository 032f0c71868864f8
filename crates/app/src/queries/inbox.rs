//! The inbox: what do I owe, soonest first. A row tells number, subject, category, place, unit and
//! date to whoever may open the petition; whoever was asked for a statement sees what they owe alone.

mod away;
mod beside;
mod climbed;
mod counts;
mod danger;
mod days;
mod ended;
mod filter;
mod news;
mod seen;
mod units;
mod unread;

pub use away::InboxAway;
pub use climbed::InboxReported;
pub use ended::{PutOffEnded, PutOffEntry};
pub use filter::{InboxDue, InboxFilter};
pub use news::InboxNews;
pub use unread::InboxMessage;

use crate::authorise::Principal;
use crate::casework::Loaded;
use crate::drills::NextDrill;
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::official_seal::SealWaitingView;
use crate::organisation::OrganisationAt;
use crate::queries::obligation::Words;
use crate::queries::plans_waiting::PlanInInbox;
use crate::queries::subject::subject;
use crate::queries::timeline::{post_title, staff_name, unit_name};
use crate::responses::reach::views::ReachAwaited;
use crate::responses::views::ResponseDuty;
use crate::responses::visits::VisitTold;
use crate::rules::Rules;
use beside::Beside;
use danger::Dangers;
use days::Days;
use huiyin_domain::ids::{ObligationId, Position, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::Organisation;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{InboxQuery, InboxRow};
use seen::{Seen, sees};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use units::{sight, units_of};
use utoipa::ToSchema;

/// Rows of a page at most.
const PAGE_ROWS_MAX: u32 = 50;
/// A counter stops here; more is "1000 and more".
pub const COUNT_MAX: u32 = 1_000;
/// Duties that whoever asks may know of and that are looked through for one page of what units put off, or nobody
/// took; the next page goes on after them.
const LOOKED_MAX: u32 = 300;

/// A page of an inbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Inbox {
    /// What is owed in responses to group visits, in minutes: it stands before everything else. On the
    /// first page, without a filter.
    pub responses: Vec<ResponseDuty>,
    /// Announced visits that they receive: time and room, and no more. There, too.
    pub visits: Vec<VisitTold>,
    /// The next drills that their posts owe. There, too; no counter counts them.
    pub drills: Vec<NextDrill>,
    /// Test pages that wait for their answer: nobody has come. There, too; no counter counts them.
    pub tests: Vec<ReachAwaited>,
    /// Plans that wait for their approval; for whoever may lodge plans, also what became of those that were
    /// lodged. There, too; no counter counts them.
    pub plans: Vec<PlanInInbox>,
    /// Documents that wait for the seal which they keep: the longest first. There, too; no counter counts them.
    pub seals: Vec<SealWaitingView>,
    /// Petitions of which they may answer the petitioner, and that wait for it: the longest first, 50 at most. There,
    /// too; no counter counts them.
    pub messages: Vec<InboxMessage>,
    /// What is late and climbed to them, to a post of theirs or where no leader's post is held to themselves,
    /// whichever unit owes it, those late longest first: 50 at most. On the first page, without a filter.
    pub reported: Vec<InboxEntry>,
    /// A word for each of what stands above: what the news has beside these came since. There, too.
    pub beside: Vec<String>,
    /// What is owed, soonest first; where people are in danger, before everything else.
    pub entries: Vec<InboxEntry>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// How much there is.
    pub counts: InboxCounts,
    /// When this was read, in microseconds since 1970: `since` of a question for news. A time and no position of
    /// the journal, which would tell that something happened of which whoever looks may know nothing.
    pub as_of: i64,
}

/// How much is owed; each count stops at 1,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboxCounts {
    /// Everything.
    pub all: u64,
    /// Late.
    pub late: u64,
    /// Not late, and due by the end of today.
    pub today: u64,
    /// Not late, and due by the end of the seventh day after today.
    pub week: u64,
    /// On petitions that nobody works on, among the 1,000 of each unit that are due first.
    pub untaken: u64,
    /// Petitions from which people are in danger now.
    pub danger: u64,
    /// Late and reported to them. On the first page, without a filter; 0 elsewhere.
    pub reported: u64,
}

/// One duty that is owed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InboxEntry {
    /// The obligation's id.
    pub obligation: i64,
    /// The petition's number.
    pub number: String,
    /// Its version, for the `If-Match` of a step; for whoever may open it.
    pub version: Option<i64>,
    /// The matter in one sentence, for whoever may open it.
    pub subject: Option<String>,
    /// Whether whoever looks may open it.
    pub may_open: bool,
    /// The term's id.
    pub term: String,
    /// What is owed.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// The unit that owes it.
    #[schema(value_type = Words)]
    pub unit: Bilingual,
    /// The post that owes it.
    #[schema(value_type = Option<Words>)]
    pub post: Option<Bilingual>,
    /// Whether that is a post of whoever looks.
    pub by_own_post: bool,
    /// Where the petition stands.
    pub state: String,
    /// Where it stands, as staff call it.
    #[schema(value_type = Words)]
    pub state_words: Bilingual,
    /// Its category's code.
    pub category: Option<String>,
    /// Its place.
    #[schema(value_type = Option<Words>)]
    pub place: Option<Bilingual>,
    /// The last day in time.
    pub due_date: String,
    /// The instant that ends it.
    pub due_at: String,
    /// Whether it is late.
    pub late: bool,
    /// Whether the date can still change.
    pub provisional: bool,
    /// Whether its clock stands still.
    pub paused: bool,
    /// The step of escalation that it reached.
    pub step: u8,
    /// Which of these steps told whoever looks, by a post or without one, if one did.
    pub reported: Option<InboxReported>,
    /// Who works on the petition.
    pub handler: Option<String>,
    /// Whoever has it, where they are away today, and who stands in; for whoever may open it.
    pub away: Option<InboxAway>,
    /// Whether the access rules of a Disclosure hold.
    pub restricted: bool,
    /// Whether people are in danger from the matter.
    pub danger: bool,
    /// The question's position, where a statement or support is owed.
    pub asked: Option<i64>,
    /// Since when a message of the petitioner waits to be answered or marked read; for whoever may open it.
    pub unread_since: Option<String>,
    /// How often a unit objected to having it; 0 for whoever may not open it.
    pub objections: u8,
    /// Whether an extension was asked for only in the last 24 hours of its duty.
    pub asked_late: bool,
    /// Whether units put it off: objected to three times, or an extension asked for at the last day.
    #[serde(skip)]
    pub put_off: bool,
    /// Facts that the petitioner disputes and to which the draft of the answer says nothing yet; 0 for whoever
    /// may not open it.
    pub disputed_facts: usize,
}

impl Huiyin {
    /// What somebody owes, soonest first; that an auditor or a supervisor reads it is on record before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn inbox(&self, who: &Principal, filter: InboxFilter) -> Result<Inbox, AppError> {
        self.note_inbox(who, &filter).await?;
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        self.store()
            .read_short(move |reader| read(reader, &shared, &who, &filter, now))
            .await
    }
}

fn read(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    filter: &InboxFilter,
    now: Instant,
) -> Result<Inbox, AppError> {
    let organisation = shared.organisation_read(reader, who.authority)?;
    let units = units_of(who, &organisation, filter);
    let rules = shared.rules_read(reader)?;
    let days = Days::of(&rules, who.authority, now);
    let query = filter.query(who, days);
    let query = InboxQuery {
        after: cursor(filter.after.as_deref()).max(query.after),
        rows_max: PAGE_ROWS_MAX + 1,
        ..query
    };
    let known = (&organisation, units.as_slice());
    let dangers = Dangers::read(reader, shared, who, known, now)?;
    let page = match filter.danger {
        true => Page {
            entries: dangers.let_through(filter, who, days),
            next: None,
        },
        false => page(
            reader,
            shared,
            who,
            known,
            (filter, days),
            (query, &dangers),
        )?,
    };
    let seen = (filter, now);
    let most = u64::from(COUNT_MAX);
    let waits = Beside::read(reader, (shared, who), &organisation, seen, most)?;
    let counts = counts::of(reader, (shared, who), known, (filter, days), &dangers)?;
    let beside = waits.words();
    let Beside {
        awaits,
        seals,
        messages,
        climbed,
    } = waits;
    Ok(Inbox {
        responses: awaits.responses,
        visits: awaits.visits,
        drills: awaits.drills,
        tests: awaits.tests,
        plans: awaits.plans,
        seals,
        messages,
        reported: climbed.entries,
        beside,
        entries: page.entries,
        next: page.next,
        counts: InboxCounts {
            reported: climbed.count,
            ..counts
        },
        as_of: now.micros(),
    })
}

/// A page, and where the next one begins.
#[derive(Default)]
struct Page {
    entries: Vec<InboxEntry>,
    next: Option<String>,
}

/// Fills a page. What may not be known of leaves no gap: the page goes on with what comes after it, and
/// only a row that was shown is named as where the next one begins (RULES 4).
fn page(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    (organisation, units): (&Arc<OrganisationAt>, &[UnitId]),
    (filter, days): (&InboxFilter, Days),
    (mut query, dangers): (InboxQuery, &Dangers),
) -> Result<Page, AppError> {
    let rules = shared.rules_read(reader)?;
    // A filter tells nothing of what may not be opened.
    let tells = filter.tells();
    let mut page = Page::default();
    let first = match filter.begins_with_danger() {
        true => dangers.duties(),
        false => BTreeSet::new(),
    };
    if !first.is_empty() && filter.after.is_none() {
        page.entries = dangers.let_through(filter, who, days);
    }
    let (mut seen, mut last) = (0, None);
    let (mut looked, mut known) = (0, None);
    loop {
        let rows = rows_after(reader, who, organisation, units, &query)?;
        for row in rows.iter().filter(|row| !first.contains(&row.obligation)) {
            let one = entry(
                reader,
                shared,
                (&*rules, organisation),
                who,
                (row, days.now),
            )?;
            // What they may not know of takes nobody's place.
            let Some(one) = one.filter(|one| one.may_open || !tells) else {
                continue;
            };
            looked += 1;
            if filter.looks_through() && looked > LOOKED_MAX {
                page.next = known;
                return Ok(page);
            }
            // Whoever looks may know of this one, in a list without the filter, so its place tells nothing.
            let place = format!("{}.{}", row.due_at.micros(), row.obligation.raw());
            known = Some(place.clone());
            let passed =
                (filter.put_off && !one.put_off) || (filter.untaken && row.handler.is_some());
            if passed {
                continue;
            }
            if seen == PAGE_ROWS_MAX {
                page.next = last;
                return Ok(page);
            }
            seen += 1;
            last = Some(place);
            page.entries.push(one);
        }
        match rows.last() {
            Some(row) if rows.len() > PAGE_ROWS_MAX as usize => {
                query.after = (row.due_at, row.obligation);
            }
            _ => return Ok(page),
        }
    }
}

/// What the units owe after a place in the list, a page and one more at most.
fn rows_after(
    reader: &mut Reader<'_>,
    who: &Principal,
    organisation: &Organisation,
    units: &[UnitId],
    query: &InboxQuery,
) -> Result<Vec<InboxRow>, AppError> {
    let mut rows: Vec<InboxRow> = Vec::new();
    for unit in units {
        let query = InboxQuery {
            sight: sight(who, organisation, *unit),
            ..query.clone()
        };
        rows.extend(reader.inbox_of(who.authority, *unit, &query)?);
    }
    rows.sort_by_key(|row| (row.due_at, row.obligation));
    rows.truncate(query.rows_max as usize);
    Ok(rows)
}

fn cursor(text: Option<&str>) -> (Instant, ObligationId) {
    let parsed = text.and_then(|text| {
        let (at, id) = text.split_once('.')?;
        Some((
            Instant::from_micros(at.parse().ok()?),
            ObligationId::new(id.parse().ok()?),
        ))
    });
    parsed.unwrap_or((Instant::from_micros(i64::MIN), ObligationId::new(0)))
}

/// A row, or nothing where not even the duty is to be known.
fn entry(
    reader: &mut Reader<'_>,
    shared: &Shared,
    known: (&Rules, &Arc<OrganisationAt>),
    who: &Principal,
    (row, now): (&InboxRow, Instant),
) -> Result<Option<InboxEntry>, AppError> {
    let Some(loaded) = Loaded::among(reader, shared, known, (who.authority, row.petition))? else {
        return Ok(None);
    };
    let seen = sees(who, &loaded, shared, row.obligation);
    if !seen.shown {
        return Ok(None);
    }
    entry_of(reader, shared, known.0, who, (&loaded, row, seen), now).map(Some)
}

/// A row of a petition that was looked at.
fn entry_of(
    reader: &mut Reader<'_>,
    shared: &Shared,
    rules: &Rules,
    who: &Principal,
    (loaded, row, seen): (&Loaded, &InboxRow, Seen),
    now: Instant,
) -> Result<InboxEntry, AppError> {
    let (organisation, authority) = (&loaded.organisation, &loaded.authority);
    let (may_open, asked) = (seen.may_open, seen.asked);
    let put_off = Some(loaded.case.put_off).filter(|_| may_open);
    let put_off = put_off.unwrap_or_default();
    let subject = if may_open {
        subject(reader, shared, who, loaded)?
    } else {
        None
    };
    let term = rules
        .rulebook_version(&row.rulebook.0, &row.rulebook.1)
        .and_then(|rulebook| rulebook.term(&row.term));
    let place = row
        .place
        .as_ref()
        .and_then(|id| authority.places.iter().find(|place| place.id == *id));
    let words = |language| row.state.staff_words(language).to_owned();
    use huiyin_domain::language::Language::{En, Zh};
    Ok(InboxEntry {
        obligation: row.obligation.raw(),
        number: row.number.to_string(),
        version: may_open.then(|| loaded.case.seen_now().raw()),
        subject,
        may_open,
        term: row.term.clone(),
        title: term.map(|term| term.title.clone()).unwrap_or_default(),
        unit: unit_name(organisation, row.unit),
        post: row.post.map(|post| post_title(organisation, post)),
        by_own_post: row.post.is_some_and(|post| who.posts.contains(&post)),
        state: row.state.word().to_owned(),
        state_words: Bilingual::new(words(Zh), words(En)),
        category: row.category.clone().filter(|_| may_open),
        place: place.map(|place| place.name.clone()).filter(|_| may_open),
        due_date: row.due_date.to_string(),
        due_at: row.due_at.rfc3339_in(&authority.zone),
        late: row.due_at <= now,
        provisional: row.provisional,
        paused: row.paused.is_some(),
        step: row.step,
        reported: climbed::reported(who, loaded, shared, row.obligation),
        handler: row
            .handler
            .map(|staff| staff_name(organisation, staff))
            .filter(|_| may_open),
        away: away::away(loaded, shared, row, now).filter(|_| may_open),
        restricted: row.restricted && may_open,
        danger: row.danger && may_open,
        asked: asked.map(Position::raw),
        unread_since: unread::since(loaded).filter(|_| may_open),
        objections: put_off.objections,
        asked_late: put_off.asked_late,
        put_off: put_off.is_told(),
        disputed_facts: match may_open {
            true => loaded.case.unaddressed_facts().len(),
            false => 0,
        },
    })
}
