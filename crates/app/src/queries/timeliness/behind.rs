//! The duties behind one number of the table of figures, for whoever may see them: as many as the number
//! says, because both ask the same of each duty.

use super::count::{Standing, TimelinessCount};
use super::sight::{Onlooker, Sight};
use super::{Looked, TimelinessBy, TimelinessQuery, counted, each};
use crate::authorise::{Action, Principal};
use crate::casework::Loaded;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::queries::obligation::Words;
use crate::queries::subject::subject;
use crate::queries::timeline::unit_name;
use crate::rules::{Authority, Rules};
use huiyin_domain::event::FiguresForm;
use huiyin_domain::ids::{ObligationId, PetitionId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_store::reader::Reader;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Rows of a page at most.
const PAGE_ROWS_MAX: usize = 50;

/// One number of the table: which row, and which column.
#[derive(Clone, Debug)]
pub struct TimelinessCell {
    /// The period and what the table is split by.
    pub query: TimelinessQuery,
    /// The row's rulebook.
    pub rulebook: String,
    /// The row's term.
    pub term: String,
    /// The row's kind of duty, `statutory` or `house`.
    pub duty: String,
    /// The row's unit or category, where the table is split so; empty for "no category".
    pub part: String,
    /// The column.
    pub count: TimelinessCount,
}

/// A page of the duties behind a number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TimelinessDuties {
    /// How many there are: the number of the table.
    pub count: u64,
    /// The duties, in the order in which they were opened, 50 at most.
    pub entries: Vec<TimelinessDuty>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// One duty behind a number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TimelinessDuty {
    /// The obligation's id.
    pub obligation: i64,
    /// The petition's number.
    pub number: String,
    /// The matter in one sentence; nothing if its key was destroyed.
    pub subject: Option<String>,
    /// The petition's category.
    pub category: Option<String>,
    /// The unit that owed it last.
    #[schema(value_type = Words)]
    pub unit: Bilingual,
    /// What was owed.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Where the petition stands.
    pub state: String,
    /// Where it stands, as staff call it.
    #[schema(value_type = Words)]
    pub state_words: Bilingual,
    /// How it is counted: `met_in_time`, `met_late`, `open_in_time`, `open_late`, `waived` or `waived_late`.
    pub counted: &'static str,
    /// The day on which it was opened, `YYYY-MM-DD`.
    pub opened_on: String,
    /// Its last day in time, `YYYY-MM-DD`.
    pub due_date: String,
    /// The day on which it was met or waived, `YYYY-MM-DD`; nothing while it is open.
    pub ended_on: Option<String>,
    /// Whether a breach of it was corrected.
    pub corrected: bool,
    /// Whether its date can still change.
    pub provisional: bool,
    /// Whether only named officers may read the petition.
    pub restricted: bool,
}

type Found = (ObligationId, PetitionId, Standing);

impl Huiyin {
    /// The duties behind a number of the figures, for a member of staff: none on a petition that they may
    /// not open, as the number counts none. `after` is [`TimelinessDuties::next`] of the page before.
    ///
    /// # Errors
    /// [`crate::PeopleRefusal::NotAllowed`], or as [`Huiyin::timeliness`].
    pub async fn timeliness_duties(
        &self,
        who: &Principal,
        cell: TimelinessCell,
        after: Option<String>,
    ) -> Result<TimelinessDuties, AppError> {
        who.permit(Action::SeeFigures)?;
        self.note_read(who, &cell.query, FiguresForm::List).await?;
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        self.store()
            .read(move |reader| {
                let rules = shared.rules_read(reader)?;
                let organisation = shared.organisation_read(reader, who.authority)?;
                let authority = rules.authority(who.authority).ok_or(Refusal::NotAllowed)?;
                let onlooker = Onlooker::new(&who, Arc::clone(&organisation));
                let looked = Looked {
                    authority,
                    rules: &rules,
                    sight: &Sight::Of(Box::new(onlooker)),
                    now,
                };
                let found = behind(reader, &shared, &looked, &cell)?;
                let known = (&*rules, &organisation);
                page(reader, &shared, known, (&who, authority), (&found, after))
            })
            .await
    }

    /// The petitions of the duties behind a number of the whole authority's figures, one for each duty.
    ///
    /// # Errors
    /// As [`Huiyin::timeliness`].
    pub fn timeliness_petitions(
        &self,
        authority: &Authority,
        cell: &TimelinessCell,
    ) -> Result<Vec<PetitionId>, AppError> {
        let (shared, now) = (Arc::clone(self.shared()), self.now());
        self.store().read_here(|reader| {
            let rules = shared.rules_read(reader)?;
            let looked = Looked {
                authority,
                rules: &rules,
                sight: &Sight::Whole,
                now,
            };
            let found = behind(reader, &shared, &looked, cell)?;
            Ok(found.into_iter().map(|(_, petition, _)| petition).collect())
        })
    }
}

/// Every duty behind a number, in the order of their ids, which is that in which they were opened.
fn behind(
    reader: &mut Reader<'_>,
    shared: &Shared,
    looked: &Looked<'_>,
    cell: &TimelinessCell,
) -> Result<Vec<Found>, AppError> {
    let split = matches!(
        cell.query.by,
        Some(TimelinessBy::Unit | TimelinessBy::Category)
    );
    let wanted = (
        cell.rulebook.clone(),
        cell.term.clone(),
        cell.duty.clone(),
        split.then(|| cell.part.clone()),
    );
    let mut found = Vec::new();
    each(reader, shared, looked, &cell.query, |row| {
        let (id, petition) = (row.id, row.petition);
        let (key, standing, _) = counted(row, looked, cell.query.by)?;
        if key == wanted && standing.is_in(cell.count) {
            found.push((id, petition, standing));
        }
        Ok(())
    })?;
    found.sort_unstable_by_key(|(id, ..)| *id);
    Ok(found)
}

fn page(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (rules, organisation): (&Rules, &Arc<crate::organisation::OrganisationAt>),
    (who, authority): (&Principal, &Authority),
    (found, after): (&[Found], Option<String>),
) -> Result<TimelinessDuties, AppError> {
    let after = after.and_then(|after| after.parse().ok()).unwrap_or(0);
    let first = found.partition_point(|(id, ..)| id.raw() <= after);
    let mut rest = found.iter().skip(first);
    let mut entries = Vec::new();
    for (id, petition, standing) in rest.by_ref().take(PAGE_ROWS_MAX) {
        let place = (who.authority, *petition);
        let Some(loaded) = Loaded::among(reader, shared, (rules, organisation), place)? else {
            continue;
        };
        let subject = subject(reader, shared, who, &loaded)?;
        let owed = reader.obligations_of(place.0, place.1)?;
        let Some(owed) = owed.into_iter().find(|one| one.id == *id) else {
            continue;
        };
        let term = rules
            .rulebook_version(&owed.rulebook, &owed.rulebook_version)
            .and_then(|rulebook| rulebook.term(&owed.term));
        let (case, zone) = (&loaded.case, &authority.zone);
        let words = |language| case.state.staff_words(language).to_owned();
        entries.push(TimelinessDuty {
            obligation: id.raw(),
            number: case.number.to_string(),
            subject,
            category: case.category.clone(),
            unit: unit_name(organisation, owed.unit),
            title: term.map(|term| term.title.clone()).unwrap_or_default(),
            state: case.state.word().to_owned(),
            state_words: Bilingual::new(words(Language::Zh), words(Language::En)),
            counted: standing.stands.word(),
            opened_on: owed.opened_at.date_in(zone).to_string(),
            due_date: owed.due_date.to_string(),
            ended_on: owed.met_at.map(|at| at.date_in(zone).to_string()),
            corrected: standing.corrected,
            provisional: standing.provisional,
            restricted: case.restricted,
        });
    }
    let next = entries.last().filter(|_| rest.next().is_some());
    Ok(TimelinessDuties {
        count: found.len() as u64,
        next: next.map(|last| last.obligation.to_string()),
        entries,
    })
}
