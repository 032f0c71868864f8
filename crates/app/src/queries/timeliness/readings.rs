//! Who read figures, which lists auditors and supervisors read, and what was exported: on record before it is given,
//! once an hour for each person and the same thing, for auditors to see.

mod lists;

use super::TimelinessQuery;
use crate::authorise::{Action, Principal};
use crate::casework::envelope;
use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::organisation::OrganisationAt;
use crate::queries::obligation::Words;
use crate::queries::timeline::staff_name;
use crate::record::{Belongs, NewEvent, record};
use crate::rules::{Authority, Rules};
use huiyin_domain::event::{Actor, Envelope, Event, FiguresForm, FiguresRead};
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_domain::wording;
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Rows of a page at most.
const PAGE_ROWS_MAX: u32 = 50;
/// Rows that are looked through for one of the same hour: among more, one may be recorded again.
const LOOKED_MAX: u32 = 200;

/// A page of the record.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FigureReadings {
    /// What was read or exported, the newest first, 50 at most.
    pub entries: Vec<FigureReading>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// Figures or a list that were read, or data that was exported.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FigureReading {
    /// When.
    pub at: String,
    /// Who; nobody's name where it was who runs the program on the machine.
    pub by: Option<String>,
    /// What, and in which form.
    #[schema(value_type = Words)]
    pub words: Bilingual,
}

struct NoteRead {
    authority: AuthorityId,
    by: Actor,
    read: Event,
}

impl Command for NoteRead {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let read = self.read.clone();
        let new = NewEvent::open(self.authority, self.by, Belongs::Nowhere, read);
        record(transaction, new, &*shared.chance).map(|_| ())
    }
}

fn read_of(query: &TimelinessQuery, form: FiguresForm) -> Event {
    Event::FiguresRead(FiguresRead {
        form,
        split: query.by.map(|by| by.word().to_owned()),
        from: query.from,
        to: query.to,
    })
}

impl Huiyin {
    /// Puts on record that somebody reads figures, unless they did so within the hour.
    pub(super) async fn note_read(
        &self,
        who: &Principal,
        query: &TimelinessQuery,
        form: FiguresForm,
    ) -> Result<(), AppError> {
        self.note_event(who, read_of(query, form)).await
    }

    /// The same of anything that is read.
    async fn note_event(&self, who: &Principal, read: Event) -> Result<(), AppError> {
        let (authority, by) = (who.authority, Actor::Staff(who.staff));
        let (wanted, since) = (read.clone(), self.now().plus_micros(-DAY_MICROS / 24));
        let known = self.store().read_short(move |reader| {
            let newest = Position::new(i64::MAX);
            let rows = envelopes(reader, authority, newest, LOOKED_MAX)?;
            let mut recent = rows.iter().filter(|row| row.recorded_at > since);
            Ok::<_, AppError>(recent.any(|row| row.by == by && row.event == wanted))
        });
        if known.await? {
            return Ok(());
        }
        let note = NoteRead {
            authority,
            by,
            read,
        };
        self.command(note).await
    }

    /// Puts on record that who runs the program on the machine reads figures.
    ///
    /// # Errors
    /// When the store fails.
    pub fn note_figures_given(
        &self,
        authority: &Authority,
        query: &TimelinessQuery,
        form: FiguresForm,
    ) -> Result<(), AppError> {
        self.command_here(NoteRead {
            authority: authority.row.id,
            by: Actor::Operator,
            read: read_of(query, form),
        })
    }

    /// Who read figures or lists and what was exported, for an auditor. `after` is [`FigureReadings::next`] of the page
    /// before.
    ///
    /// # Errors
    /// [`crate::PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn figure_readings(
        &self,
        who: &Principal,
        after: Option<String>,
    ) -> Result<FigureReadings, AppError> {
        who.permit(Action::SeeReadings)?;
        let (shared, of) = (Arc::clone(self.shared()), who.authority);
        let before = after.and_then(|after| after.parse().ok());
        let before = Position::new(before.unwrap_or(i64::MAX));
        self.store()
            .read_short(move |reader| {
                let organisation = shared.organisation_read(reader, of)?;
                let rules = shared.rules_read(reader)?;
                let mut rows = envelopes(reader, of, before, PAGE_ROWS_MAX + 1)?;
                let more = rows.len() > PAGE_ROWS_MAX as usize;
                rows.truncate(PAGE_ROWS_MAX as usize);
                let last = rows.last().map(|row| row.position.raw().to_string());
                let at = |at: Instant| match rules.authority(of) {
                    Some(authority) => at.rfc3339_in(&authority.zone),
                    None => at.to_string(),
                };
                let known = Known {
                    rules: &rules,
                    organisation: &organisation,
                    of,
                };
                let entries = rows.iter().map(|row| FigureReading {
                    at: at(row.recorded_at),
                    by: match row.by {
                        Actor::Staff(staff) => Some(staff_name(&organisation, staff)),
                        _ => None,
                    },
                    words: words(&row.event, &known),
                });
                Ok(FigureReadings {
                    entries: entries.collect(),
                    next: last.filter(|_| more),
                })
            })
            .await
    }
}

fn envelopes(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    before: Position,
    rows_max: u32,
) -> Result<Vec<Envelope>, AppError> {
    let rows = reader.readings_before(authority, before, rows_max)?;
    rows.iter().map(|open| envelope(open)).collect()
}

/// What names units, subjects and terms, and the authority whose they are.
struct Known<'a> {
    rules: &'a Rules,
    organisation: &'a OrganisationAt,
    of: AuthorityId,
}

/// Without how many petitions an export held: of some the auditor may not know.
fn words(event: &Event, known: &Known<'_>) -> Bilingual {
    let say = |language: Language| match event {
        Event::FiguresRead(read) => read_words(read, language),
        Event::ListRead(read) => lists::words(read, known, language),
        Event::DataExported(one) => language.pick(
            format!("导出信访件（{}）", one.format),
            format!("Export of petitions ({})", one.format),
        ),
        other => other.kind().to_owned(),
    };
    Bilingual::new(say(Language::Zh), say(Language::En))
}

fn read_words(read: &FiguresRead, language: Language) -> String {
    let (zh, en) = match read.form {
        FiguresForm::Page => ("按时情况", "Figures"),
        FiguresForm::List => (
            "按时情况：数字后面的件",
            "Figures: the petitions behind a number",
        ),
        FiguresForm::Csv => ("按时情况：CSV文件", "Figures as CSV"),
        FiguresForm::Xlsx => ("按时情况：XLSX文件", "Figures as XLSX"),
        FiguresForm::Json => ("按时情况：程序读取", "Figures for a program"),
        FiguresForm::Table => ("按时情况：命令行", "Figures on the command line"),
    };
    let split = match read.split.as_deref() {
        Some("unit") => language.pick("，按单位", ", by unit"),
        Some("category") => language.pick("，按类别", ", by category"),
        _ => "",
    };
    let said = |day| wording::day(day, language);
    let day = |day: Option<Date>| day.map(said).unwrap_or_default();
    let period = match (read.from, read.to) {
        (None, None) => String::new(),
        (from, to) => language.pick(
            format!("，{}至{}", day(from), day(to)),
            format!(", {} to {}", day(from), day(to)),
        ),
    };
    format!("{}{split}{period}", language.pick(zh, en))
}
