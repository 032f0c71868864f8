//! From events to state tables. The same function runs when a command is committed and when
//! `huiyin doctor --rebuild` derives the tables again, so the two cannot differ by design.

mod announcements;
mod casework;
mod drills;
mod official_seal;
mod organisation;
mod plans;
mod published;
mod reach;
mod responses;
mod rulebooks;
mod texts;

use crate::StoreError;
use crate::rows::JournalRow;
use crate::statements as sql;
use crate::transaction::Transaction;
use crate::tx::Value;
use huiyin_domain::event::{
    AnswerImported, DataLoaded, Event, ObligationRecomputed, PetitionImported, PetitionRegistered,
    Pinned,
};
use huiyin_domain::ids::{
    AuthorityId, ObligationId, PetitionId, Position, PostId, ResponseId, StaffId, UnitId,
};
use huiyin_domain::language::Language;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::obligation::{ObligationOpened, ObligationState};
use huiyin_domain::petition::{Channel, Class, PetitionState, Who};
use huiyin_domain::time::Instant;

/// What a projection knows of the row beside the event.
pub(crate) struct Meta {
    authority: AuthorityId,
    position: Position,
    recorded_at: Instant,
    effective_at: Instant,
    petition: Option<PetitionId>,
    staff: Option<StaffId>,
    response: Option<ResponseId>,
}

impl Meta {
    pub(crate) fn of(row: &JournalRow) -> Self {
        Self {
            authority: row.authority,
            position: row.position,
            recorded_at: row.recorded_at,
            effective_at: row.effective_at,
            petition: row.petition,
            staff: row.staff,
            response: row.response,
        }
    }

    fn petition(&self) -> Result<i64, StoreError> {
        self.petition
            .map(PetitionId::raw)
            .ok_or_else(|| StoreError::Inconsistent {
                table: "journal",
                row: format!("{}/{}", self.authority, self.position),
                what: "the event belongs to a petition, and the row names none".into(),
            })
    }
}

impl Meta {
    fn response(&self) -> Result<i64, StoreError> {
        let none = || StoreError::Inconsistent {
            table: "journal",
            row: format!("{}/{}", self.authority, self.position),
            what: "the event belongs to a response, and the row names none".into(),
        };
        self.response.map(ResponseId::raw).ok_or_else(none)
    }
}

/// Whether the record alone says it, and no table follows.
const fn is_silent(event: &Event) -> bool {
    matches!(
        event,
        Event::InstallationCreated(_)
            | Event::DataExported(_)
            | Event::FiguresRead(_)
            | Event::ListRead(_)
            | Event::RosterContactChanged(_)
    )
}

/// Derives the state that follows from one event.
pub(crate) fn project(
    into: &mut Transaction<'_>,
    meta: &Meta,
    event: &Event,
) -> Result<(), StoreError> {
    match event {
        silent if is_silent(silent) => Ok(()),
        Event::AnnouncementSet(set) => {
            announcements::set(into, meta, &set.announcement);
            Ok(())
        }
        Event::PublishedAnswerSet(set) => {
            published::set(into, meta, &set.answer);
            Ok(())
        }
        Event::TextsSet(set) => {
            texts::texts_set(into, meta, set);
            Ok(())
        }
        Event::SealKeeperNamed(_) | Event::SealLodged(_) | Event::SealChosen(_) => {
            official_seal::project(into, meta, event);
            Ok(())
        }
        Event::AuthorityCreated(_)
        | Event::AuthorityChanged(_)
        | Event::PlaceSet(_)
        | Event::CategorySet(_)
        | Event::UnitSet(_)
        | Event::PostSet(_)
        | Event::StaffAdded(_)
        | Event::StaffChanged(_)
        | Event::StaffIsAway(_) => organisation::project(into, meta, event),
        Event::CalendarLoaded(loaded) => loaded_data(into, meta, "calendar", loaded),
        Event::RulebookLoaded(loaded) => loaded_data(into, meta, "rulebook", loaded),
        Event::RulebookLodged(_) | Event::RulebookBegan(_) | Event::RulebookTakenBack(_) => {
            rulebooks::project(into, meta, event);
            Ok(())
        }
        Event::ResponseOpened(opened) => responses::opened(into, meta, opened),
        Event::ResponseStepped(stepped) => responses::stepped(into, meta, stepped),
        Event::PlanLodged(_)
        | Event::PlanApproved(_)
        | Event::PlanReturned(_)
        | Event::RosterLodged(_)
        | Event::DutySwapAsked(_)
        | Event::DutySwapEnded(_)
        | Event::DutyChanged(_)
        | Event::DrillOwed(_)
        | Event::DrillHeld(_)
        | Event::DrillWarned(_)
        | Event::DrillMissed(_)
        | Event::DrillEscalated(_)
        | Event::ReachabilityTested(_)
        | Event::ReachabilityCounted(_) => {
            plans::project(into, meta, event);
            Ok(())
        }
        Event::PetitionRegistered(registered) => petition_registered(into, meta, registered),
        Event::PetitionImported(imported) => petition_imported(into, meta, imported),
        Event::AnswerImported(answered) => answer_imported(into, meta, answered),
        Event::ObligationRecomputed(moved) => {
            obligation_recomputed(into, meta, moved);
            Ok(())
        }
        of_a_petition => casework::project(into, meta, of_a_petition),
    }
}

fn loaded_data(
    into: &mut Transaction<'_>,
    meta: &Meta,
    kind: &str,
    loaded: &DataLoaded,
) -> Result<(), StoreError> {
    into.insert(
        &sql::LOADED_DATA_ADD,
        [
            meta.authority.raw().into(),
            kind.into(),
            loaded.pinned.id.as_str().into(),
            loaded.pinned.version.as_str().into(),
            meta.position.raw().into(),
            loaded.content.as_str().into(),
        ],
    );
    Ok(())
}

/// What a new row of `petition` takes from its event.
struct NewPetition<'a> {
    number: PetitionNumber,
    channel: Channel,
    class: Option<Class>,
    category: &'a Option<String>,
    place: &'a Option<String>,
    language: Language,
    who: Who,
    misconduct: bool,
    unit: UnitId,
    sorted: bool,
}

impl NewPetition<'_> {
    /// What an inbox looks at of it.
    fn listed(&self) -> Listed {
        Listed {
            restricted: self.misconduct
                || self.who == Who::Confidential
                || self.class == Some(Class::Disclosure),
            sorted: self.sorted,
        }
    }
}

/// What an inbox looks at of a petition before it counts a duty: kept with the duty, so that counting
/// a thousand of them opens no petition.
#[derive(Clone, Copy, Default)]
struct Listed {
    /// Whether the access rules of a Disclosure hold (RULES 4.2).
    restricted: bool,
    /// Whether it is sorted: until then its intake clerks alone see it (RULES 4.2).
    sorted: bool,
}

fn petition_registered(
    into: &mut Transaction<'_>,
    meta: &Meta,
    event: &PetitionRegistered,
) -> Result<(), StoreError> {
    let new = NewPetition {
        number: event.number,
        channel: event.channel,
        class: event.class,
        category: &event.category,
        place: &event.place,
        language: event.language,
        who: event.who,
        misconduct: event.misconduct,
        unit: event.unit,
        sorted: false,
    };
    petition(into, meta, &new)?;
    obligations(
        into,
        meta,
        (&event.rulebook, &event.calendar),
        &event.opened,
        (true, new.listed()),
    )
}

fn petition_imported(
    into: &mut Transaction<'_>,
    meta: &Meta,
    event: &PetitionImported,
) -> Result<(), StoreError> {
    let new = NewPetition {
        number: event.number,
        channel: event.channel,
        class: event.class,
        category: &event.category,
        place: &event.place,
        language: Language::Zh,
        who: event.who,
        misconduct: false,
        unit: event.unit,
        sorted: true,
    };
    petition(into, meta, &new)?;
    into.insert(
        &sql::IMPORTED_RECORD_ADD,
        [
            meta.authority.raw().into(),
            event.source.as_str().into(),
            event.external_id.as_str().into(),
            meta.petition()?.into(),
            event.content_check.as_str().into(),
        ],
    );
    obligations(
        into,
        meta,
        (&event.rulebook, &event.calendar),
        &event.opened,
        (false, new.listed()),
    )
}

fn petition(
    into: &mut Transaction<'_>,
    meta: &Meta,
    new: &NewPetition<'_>,
) -> Result<(), StoreError> {
    let listed = new.listed();
    into.insert(
        &sql::PETITION_ADD,
        [
            meta.authority.raw().into(),
            meta.petition()?.into(),
            i64::from(new.number.year()).into(),
            i64::from(new.number.sequence()).into(),
            PetitionState::Registered.word().into(),
            new.channel.word().into(),
            new.class.map(Class::word).into(),
            new.category.as_deref().into(),
            new.place.as_deref().into(),
            new.language.tag().into(),
            new.who.word().into(),
            new.misconduct.into(),
            new.unit.raw().into(),
            meta.effective_at.micros().into(),
            meta.recorded_at.micros().into(),
            Value::Null,
            listed.restricted.into(),
            listed.sorted.into(),
        ],
    );
    into.number_given(meta.authority, new.number);
    Ok(())
}

/// The obligations that a first event opened. Nothing older than an import fires (RULES 8).
fn obligations(
    into: &mut Transaction<'_>,
    meta: &Meta,
    rules: (&Pinned, &Pinned),
    opened: &[ObligationOpened],
    (fires, listed): (bool, Listed),
) -> Result<(), StoreError> {
    for (nth, one) in opened.iter().enumerate() {
        let first = one.first_moment();
        let next = (fires || first > meta.recorded_at).then_some(first);
        obligation(into, meta, nth, rules, (one, next, listed))?;
    }
    Ok(())
}

fn obligation(
    into: &mut Transaction<'_>,
    meta: &Meta,
    nth: usize,
    (rulebook, calendar): (&Pinned, &Pinned),
    (one, next, listed): (&ObligationOpened, Option<Instant>, Listed),
) -> Result<(), StoreError> {
    into.insert(
        &sql::OBLIGATION_ADD,
        [
            meta.authority.raw().into(),
            ObligationId::opened_at(meta.position, nth).raw().into(),
            meta.petition()?.into(),
            rulebook.id.as_str().into(),
            rulebook.version.as_str().into(),
            one.term.as_str().into(),
            one.duty.word().into(),
            one.unit.raw().into(),
            ObligationState::Open.word().into(),
            one.from.micros().into(),
            one.zone.as_str().into(),
            one.due_date.to_string().into(),
            one.due_at.micros().into(),
            one.provisional.into(),
            calendar.id.as_str().into(),
            calendar.version.as_str().into(),
            false.into(),
            Value::Null,
            one.post.map(PostId::raw).into(),
            one.set.into(),
            next.map(Instant::micros).into(),
            listed.restricted.into(),
            listed.sorted.into(),
        ],
    );
    Ok(())
}

fn answer_imported(
    into: &mut Transaction<'_>,
    meta: &Meta,
    event: &AnswerImported,
) -> Result<(), StoreError> {
    let (authority, at) = (meta.authority.raw(), meta.effective_at.micros());
    into.update(
        &sql::PETITION_ANSWER,
        vec![at.into(), authority.into(), meta.petition()?.into()],
    );
    for met in &event.met {
        into.update(
            &sql::OBLIGATION_MEET,
            vec![at.into(), authority.into(), met.raw().into()],
        );
    }
    Ok(())
}

fn obligation_recomputed(into: &mut Transaction<'_>, meta: &Meta, moved: &ObligationRecomputed) {
    into.update(
        &sql::OBLIGATION_MOVE,
        vec![
            moved.due_date.to_string().into(),
            moved.due_at.micros().into(),
            moved.provisional.into(),
            moved.calendar.id.as_str().into(),
            moved.calendar.version.as_str().into(),
            moved.lifted.into(),
            moved.next_at.unwrap_or(moved.due_at).micros().into(),
            meta.authority.raw().into(),
            moved.obligation.raw().into(),
        ],
    );
}
