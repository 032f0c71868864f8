//! An obligation as interfaces show it (RULES 9), with "why this date" in words.

use crate::error::AppError;
use crate::rules::{Authority, Rules};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::deadline::{self, Request, Suspension};
use huiyin_domain::event::Pinned;
use huiyin_domain::ids::{ObligationId, PostId, UnitId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::obligation::{ObligationOpened, ObligationState, Owed};
use huiyin_domain::plan::DrillRule;
use huiyin_domain::rulebook::{Duty, Rulebook, Term};
use huiyin_domain::time::{Instant, Zone};
use huiyin_domain::wording;
use huiyin_store::rows::ObligationRow;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;

/// Wordings kept; one for each term and start day in use, so a few days' worth.
const WORDS_KEPT_MAX: usize = 4_096;

/// An obligation or window, everywhere the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ObligationView {
    /// Its id within the authority.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<i64>,
    /// What is owed: the term's id.
    pub kind: String,
    /// What is owed, in the words of the rule.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// The same in everyday words for the petitioner, where the rulebook has them: they follow "must".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(value_type = Option<Words>)]
    pub plain: Option<Bilingual>,
    /// `statutory`, `house` or `window`.
    pub duty: String,
    /// The key of the unit that owes it.
    pub owed_by: String,
    /// That unit's name.
    #[schema(value_type = Words)]
    pub owed_by_name: Bilingual,
    /// `open`, `met`, `waived` or, a window, `closed`.
    pub state: String,
    /// When its clock started, in the authority's zone.
    pub opened_at: String,
    /// The last day in time, `YYYY-MM-DD`.
    pub due: String,
    /// The same.
    pub due_date: String,
    /// The instant that ends it.
    pub due_at: String,
    /// Whether a calendar not yet announced can change the date.
    pub provisional: bool,
    /// When it was met.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub met_at: Option<String>,
    /// Whether it was met too late, or is open and late now.
    pub late: bool,
    /// The step of escalation that it reached; 0 for none.
    #[serde(default)]
    pub step: u8,
    /// Whether its extension was granted.
    #[serde(default)]
    pub extended: bool,
    /// Whether its clock stands still now.
    #[serde(default)]
    pub paused: bool,
    /// Whether its recorded breach was corrected.
    #[serde(default)]
    pub corrected: bool,
    /// The event that waived it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub waived_by: Option<String>,
    /// The id of the post that owes it, where a post does.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub post: Option<i64>,
    /// Where it comes from.
    pub rule: RuleView,
    /// Why this date, step by step, in Chinese.
    pub explanation: Vec<String>,
    /// Why this date, step by step, in English.
    pub explanation_en: Vec<String>,
}

impl ObligationView {
    /// What is owed, in the words for a petitioner: the plain ones where the rulebook has them.
    pub fn told(&self) -> &Bilingual {
        self.plain.as_ref().unwrap_or(&self.title)
    }
}

/// A text in both languages, as the API describes it.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it only describes `Bilingual` to the OpenAPI document"
)]
pub(crate) struct Words {
    /// Chinese.
    zh: String,
    /// English.
    en: String,
}

/// The rule that an obligation comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RuleView {
    /// The rulebook's id.
    pub rulebook: String,
    /// Its version.
    pub version: String,
    /// The term's id.
    pub term: String,
    /// The citation in Chinese.
    pub citation: String,
    /// The citation in English.
    pub citation_en: String,
    /// Whether the rule was checked against its source.
    pub verified: bool,
    /// The calendar that the date was counted with: id and version.
    pub calendar: String,
}

/// The facts of one obligation, whether they come from an event or from a row.
struct Facts<'a> {
    id: Option<ObligationId>,
    rulebook: (&'a str, &'a str),
    calendar: (&'a str, &'a str),
    term: &'a str,
    unit: UnitId,
    state: ObligationState,
    opened_at: Instant,
    zone: &'a str,
    due_date: Date,
    due_at: Instant,
    provisional: bool,
    lifted: bool,
    met_at: Option<Instant>,
    later: Later<'a>,
}

/// What happened to an obligation after it was opened.
#[derive(Clone, Copy, Default)]
struct Later<'a> {
    step: u8,
    extended: bool,
    paused: bool,
    corrected: bool,
    day_set: bool,
    post: Option<i64>,
    waived_by: Option<&'a str>,
    suspensions: &'a [Suspension],
}

/// The view of an obligation that an event just opened, under a rulebook and a calendar.
pub(crate) fn opened_view(
    rules: &Rules,
    authority: &Authority,
    (rulebook, calendar): (&Pinned, &Pinned),
    opened: &ObligationOpened,
    words: &WordsCache,
) -> Result<ObligationView, AppError> {
    let facts = Facts {
        id: None,
        rulebook: (&rulebook.id, &rulebook.version),
        calendar: (&calendar.id, &calendar.version),
        term: &opened.term,
        unit: opened.unit,
        state: ObligationState::Open,
        opened_at: opened.from,
        zone: &opened.zone,
        due_date: opened.due_date,
        due_at: opened.due_at,
        provisional: opened.provisional,
        lifted: false,
        met_at: None,
        later: Later::default(),
    };
    view(rules, authority, &facts, words, opened.from)
}

/// The view of an obligation in the store.
pub(crate) fn row_view(
    rules: &Rules,
    authority: &Authority,
    row: &ObligationRow,
    words: &WordsCache,
    now: Instant,
) -> Result<ObligationView, AppError> {
    let facts = Facts {
        id: Some(row.id),
        rulebook: (&row.rulebook, &row.rulebook_version),
        calendar: (&row.calendar, &row.calendar_version),
        term: &row.term,
        unit: row.unit,
        state: row.state,
        opened_at: row.opened_at,
        zone: &row.zone,
        due_date: row.due_date,
        due_at: row.due_at,
        provisional: row.provisional,
        lifted: row.lifted,
        met_at: row.met_at,
        later: Later {
            step: row.step,
            extended: row.extended,
            paused: row.paused.is_some(),
            corrected: row.corrected,
            day_set: row.day_set,
            post: row.post.map(PostId::raw),
            waived_by: row.waived_by.as_deref(),
            suspensions: &row.suspensions,
        },
    };
    view(rules, authority, &facts, words, now)
}

/// The view of the next drill of a plan, whose rule is the plan itself.
pub(crate) fn drill_view(
    authority: &Authority,
    owed: &Owed,
    (rule, calendar): (&DrillRule, &WorkCalendar),
    now: Instant,
) -> Result<ObligationView, AppError> {
    let opened = &owed.opened;
    let facts = Facts {
        id: None,
        rulebook: (&owed.rulebook.id, &owed.rulebook.version),
        calendar: (&owed.calendar.id, &owed.calendar.version),
        term: &opened.term,
        unit: opened.unit,
        state: owed.state,
        opened_at: opened.from,
        zone: &opened.zone,
        due_date: opened.due_date,
        due_at: opened.due_at,
        provisional: opened.provisional,
        lifted: false,
        met_at: owed.ended_at,
        later: Later {
            step: owed.step,
            post: opened.post.map(PostId::raw),
            ..Later::default()
        },
    };
    let rule = (rule.rulebook(), rule.term(), calendar);
    let zone = authority.zone_named(facts.zone)?;
    // Not kept among the wordings: two authorities may call plans of their own alike.
    let why = self::words(&zone, rule, facts.opened_at, &facts.later)?;
    Ok(view_under(authority, &facts, rule, (&why, now)))
}

fn view(
    rules: &Rules,
    authority: &Authority,
    facts: &Facts<'_>,
    words: &WordsCache,
    now: Instant,
) -> Result<ObligationView, AppError> {
    let (id, version) = facts.rulebook;
    let missing = |what: &str| {
        AppError::Unreadable(format!(
            "{what} {id} {version} {} is not loaded",
            facts.term
        ))
    };
    let rulebook = rules
        .rulebook_version(id, version)
        .ok_or_else(|| missing("rulebook"))?;
    let term = rulebook.term(facts.term).ok_or_else(|| missing("term"))?;
    let calendar = rules
        .calendar_version(facts.calendar.0, facts.calendar.1)
        .ok_or_else(|| missing("calendar of"))?;
    let zone = authority.zone_named(facts.zone)?;
    let rule = (&**rulebook, term, &**calendar);
    let later = facts.later;
    let why = if later.extended || !later.suspensions.is_empty() {
        Arc::new(self::words(&zone, rule, facts.opened_at, &later)?)
    } else {
        words.get(&zone, rule, facts.opened_at)?
    };
    Ok(view_under(authority, facts, rule, (&why, now)))
}

/// The view of an obligation under a rule that is at hand.
fn view_under(
    authority: &Authority,
    facts: &Facts<'_>,
    rule: (&Rulebook, &Term, &WorkCalendar),
    (why, now): (&Steps, Instant),
) -> ObligationView {
    let (rulebook, term, calendar) = rule;
    let later = facts.later;
    let (explanation, explanation_en) = explained(why, facts);
    let unit = authority.unit(facts.unit);
    ObligationView {
        id: facts.id.map(ObligationId::raw),
        kind: facts.term.to_owned(),
        title: term.title.clone(),
        plain: term.plain.clone(),
        duty: term.duty.word().to_owned(),
        owed_by: unit.map_or_else(|| facts.unit.to_string(), |unit| unit.key.clone()),
        owed_by_name: authority.unit_name(facts.unit),
        state: facts.state.word().to_owned(),
        opened_at: facts.opened_at.rfc3339_in(&authority.zone),
        due: facts.due_date.to_string(),
        due_date: facts.due_date.to_string(),
        due_at: facts.due_at.rfc3339_in(&authority.zone),
        provisional: facts.provisional,
        met_at: facts.met_at.map(|at| at.rfc3339_in(&authority.zone)),
        late: term.duty != Duty::Window
            && !later.corrected
            && !in_time(term, facts.due_at, facts.met_at.unwrap_or(now)),
        step: later.step,
        extended: later.extended,
        paused: later.paused,
        corrected: later.corrected,
        waived_by: later.waived_by.map(str::to_owned),
        post: later.post,
        rule: RuleView {
            rulebook: rulebook.id.clone(),
            version: rulebook.version.clone(),
            term: facts.term.to_owned(),
            citation: term.citation.zh.clone(),
            citation_en: term.citation.en.clone(),
            verified: term.verified,
            calendar: format!("{} {}", calendar.id(), calendar.version()),
        },
        explanation,
        explanation_en,
    }
}

/// The steps of the count, and what was decided beside it.
fn explained(why: &Steps, facts: &Facts<'_>) -> (Vec<String>, Vec<String>) {
    let (mut explanation, mut explanation_en) = (why.zh.clone(), why.en.clone());
    if facts.later.day_set {
        let day = |language| wording::day(facts.due_date, language);
        explanation.push(format!(
            "在规程以内指定的最后一天：{}，含当天。",
            day(Language::Zh)
        ));
        explanation_en.push(format!(
            "Last day that was set within the rule: {}, included.",
            day(Language::En)
        ));
    }
    if facts.lifted {
        let day = |language| wording::day(facts.due_date, language);
        explanation.push(format!(
            "按新公布的放假安排重算，日期已经过去；按规定改为下一个工作日{}。",
            day(Language::Zh)
        ));
        explanation_en.push(format!(
            "Counted anew with the announced holidays the date had passed; by rule it becomes the \
             next working day, {}.",
            day(Language::En)
        ));
    }
    (explanation, explanation_en)
}

/// Whether something that happened at `at` was in time (RULES 1.4).
pub(crate) fn in_time(term: &Term, due_at: Instant, at: Instant) -> bool {
    if term.length.is_exact() {
        at <= due_at
    } else {
        at < due_at
    }
}

/// The steps of a date in both languages.
pub(crate) struct Steps {
    zh: Vec<String>,
    en: Vec<String>,
}

/// Zone, rulebook, term, calendar (each with its version) and start day.
type WordsKey = (String, String, String, String, Date);

/// Wordings of day terms, which all petitions of a day share.
#[derive(Default)]
pub(crate) struct WordsCache(Mutex<HashMap<WordsKey, Arc<Steps>>>);

impl WordsCache {
    fn get(
        &self,
        zone: &Zone,
        rule: (&Rulebook, &Term, &WorkCalendar),
        from: Instant,
    ) -> Result<Arc<Steps>, AppError> {
        let (rulebook, term, calendar) = rule;
        if term.length.is_exact() {
            return Ok(Arc::new(self::words(zone, rule, from, &Later::default())?));
        }
        let key = (
            zone.name().to_owned(),
            format!("{} {}", rulebook.id, rulebook.version),
            term.id.clone(),
            format!("{} {}", calendar.id(), calendar.version()),
            from.date_in(zone),
        );
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(words) = kept.get(&key) {
            return Ok(Arc::clone(words));
        }
        let words = Arc::new(self::words(zone, rule, from, &Later::default())?);
        if kept.len() >= WORDS_KEPT_MAX {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&words));
        Ok(words)
    }
}

fn words(
    zone: &Zone,
    rule: (&Rulebook, &Term, &WorkCalendar),
    from: Instant,
    later: &Later<'_>,
) -> Result<Steps, AppError> {
    let (rulebook, term, calendar) = rule;
    let request = Request {
        rulebook,
        term,
        calendar,
        zone,
        from,
        suspensions: later.suspensions,
        extended: later.extended,
    };
    Ok(Steps {
        zh: deadline::explain(&request, Language::Zh)?,
        en: deadline::explain(&request, Language::En)?,
    })
}
