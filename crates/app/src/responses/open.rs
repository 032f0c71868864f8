//! A response begins: place, how many, about what, about whom, whether somebody is unwell.

use super::run::{Said, note, settle};
use super::{Running, Setting, Step, file, parties, script, visits};
use crate::authorise::Principal;
use crate::authorise::response::{ResponseAction, Standing, allows};
use crate::commands::register::Idempotency;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::queries::plans::{PLANS_MAX, plan_in_force};
use crate::record::{Belongs, Keyring, NewEvent, record};
use huiyin_domain::event::{Actor, Event as Journalled, OpeningText, Pinned, ResponseOpened};
use huiyin_domain::ids::{AuthorityId, PetitionId, ResponseId, UnitId};
use huiyin_domain::lodging::holds_contact;
use huiyin_domain::organisation::{Organisation, Role};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::plan::Key;
use huiyin_domain::response::{
    Called, Command as Wish, Event, Headcount, Opening, Recorded, Response, decide,
};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest topic, in characters.
pub(super) const TOPIC_CHARACTERS_MAX: usize = 200;
/// The most people that a headcount tells: more than any square holds.
const PEOPLE_MAX: u32 = 1_000_000;

/// What is typed to open a response. It has no field for anybody who came, and gets none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResponseDraft {
    /// The plan, by its id; without it the one that is in force and has the place.
    #[serde(default)]
    pub plan: Option<String>,
    /// The place, by its id in the plan; a script names it where this is left empty.
    #[serde(default)]
    pub place: String,
    /// How many people: `30`, or a range as `30-60`, levelled by the upper figure. Not given at a
    /// place above the own level.
    #[serde(default)]
    pub people: Option<String>,
    /// What it is about, at most 200 characters; no name and no number of anybody who came.
    #[serde(default)]
    pub topic: String,
    /// Whether somebody is unwell or needs help.
    #[serde(default)]
    pub unwell: bool,
    /// Whether it is a drill: nobody came. Every page, screen and message of it says so.
    #[serde(default)]
    pub exercise: bool,
    /// The script of a drill (TOML, `drill.schema.json`): it names plan, place and headcount, and each of
    /// its injects happens by itself at its minute.
    #[serde(default)]
    pub script: Option<String>,
    /// The units that it complains of, by id: nobody of them is called or sees it.
    #[serde(default)]
    pub respondents: Vec<i64>,
    /// The posts of the plan that it complains of, by their ids there: nobody with a turn in one is called or
    /// sees it.
    #[serde(default)]
    pub respondent_posts: Vec<String>,
    /// The public unit that owes the answer on the topic, by id.
    #[serde(default)]
    pub concerned: Option<i64>,
    /// At a place above the own level: the post of that reception that called; without it the people
    /// themselves did.
    #[serde(default)]
    pub reception: Option<String>,
    /// There: whether that reception asked for somebody in person and the people agreed.
    #[serde(default)]
    pub in_person: bool,
    /// There: the number of the petition that is heard, where it is one of ours that you may open, not
    /// restricted. Whoever is called to decide answers from its file while the response runs, once it is sorted, each
    /// opening on record, and never sees who brought it. Sealed; nothing of the petition says where it was heard. Not in a drill.
    #[serde(default)]
    pub petition: Option<String>,
    /// The announced visit that this is, by its id: what was announced is deleted when this ends. Only
    /// for whoever receives visits; not for a drill.
    #[serde(default)]
    pub visit: Option<i64>,
}

/// What was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ResponseIsOpen {
    /// The response's id within its authority.
    pub id: i64,
}

/// Reads a headcount as people type it: `30`, `30-60`, `30至60`, `30 to 60`.
///
/// # Errors
/// Nothing is guessed: what is no headcount is none.
pub fn headcount(text: &str) -> Option<Headcount> {
    let plain = text
        .trim()
        .trim_end_matches('人')
        .trim_end_matches("people")
        .trim();
    let read = |part: &str| part.trim().parse::<u32>().ok().filter(|n| *n <= PEOPLE_MAX);
    let separators = ["-", "–", "—", "~", "～", "至", "到", "to"];
    let parts = separators.iter().find_map(|one| plain.split_once(one));
    let (min, max) = match parts {
        Some((min, max)) => (read(min)?, read(max)?),
        None => (read(plain)?, read(plain)?),
    };
    (min >= 1 && max >= min).then_some(Headcount { min, max })
}

/// Checks a text that goes to the posts that come.
///
/// # Errors
/// [`Refusal::Fields`]: too long, or with a number or address of somebody in it.
pub(super) fn plain_text(
    field: &str,
    text: &str,
    characters_max: usize,
) -> Result<String, AppError> {
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().count() > characters_max {
        return Err(AppError::field(
            field,
            FieldProblem::TooLong { characters_max },
        ));
    }
    if text.lines().any(holds_contact) {
        return Err(AppError::field(field, FieldProblem::HoldsAContact));
    }
    let control = |c: char| c.is_control() && c != '\n';
    if text.chars().any(control) {
        return Err(AppError::field(field, FieldProblem::ControlCharacter));
    }
    Ok(text)
}

impl Huiyin {
    /// Opens a response: it is levelled and its pages are out when this answers.
    ///
    /// # Errors
    /// [`Refusal::Fields`], [`Refusal::Run`], [`Refusal::NotAllowed`], or a failure of the store.
    pub async fn open_response(
        &self,
        who: &Principal,
        draft: ResponseDraft,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<ResponseIsOpen>, AppError> {
        let by = (who.authority, Actor::Staff(who.staff));
        let command = Open {
            who: who.clone(),
            draft,
        };
        self.once(by, command, idempotency).await
    }
}

struct Open {
    who: Principal,
    draft: ResponseDraft,
}

impl Open {
    /// The version in force of the plan that has the place.
    fn plan(&self, transaction: &mut Transaction<'_>, shared: &Shared) -> Result<Pinned, AppError> {
        if self.draft.place.is_empty() {
            return Err(AppError::field("place", FieldProblem::Missing));
        }
        let of = self.who.authority;
        let mut reader = transaction.reader()?;
        let ids = match &self.draft.plan {
            Some(id) => vec![id.clone()],
            None => reader.plan_ids(of, "", PLANS_MAX)?,
        };
        for id in ids {
            let plan = plan_in_force(&mut reader, shared, of, &id)?;
            if let Some(plan) = plan.filter(|plan| plan.place(&self.draft.place).is_some()) {
                let version = plan.version.clone();
                return Ok(Pinned { id, version });
            }
        }
        Err(Refusal::NoPlanInForce.into())
    }

    fn opening(&self, setting: &Setting) -> Result<Opening, AppError> {
        let place = setting.plan.place(&self.draft.place);
        if place.is_some_and(|place| setting.plan.is_foreign(place)) {
            let reception = self.draft.reception.as_deref().map(str::trim);
            let reception = reception.filter(|text| !text.is_empty());
            // Whoever travels there was asked to by that reception, which stands on record (RULES 10.1).
            if self.draft.in_person && reception.is_none() {
                return Err(AppError::field("reception", FieldProblem::Missing));
            }
            return Ok(Opening::Elsewhere(Called {
                reception: reception.map(str::to_owned),
                in_person: self.draft.in_person,
            }));
        }
        let typed = self.draft.people.as_deref().unwrap_or_default();
        if typed.trim().is_empty() {
            return Err(AppError::field("people", FieldProblem::Missing));
        }
        let count = headcount(typed);
        let count = count.ok_or_else(|| AppError::field("people", FieldProblem::NotAHeadcount))?;
        Ok(Opening::Here(count))
    }

    fn text(&self, organisation: &Organisation) -> Result<OpeningText, AppError> {
        let wrong = |field: &str| parties::no_such_unit(organisation, field);
        let respondents = parties::units(organisation, &self.draft.respondents);
        let respondents = respondents.ok_or_else(|| wrong("respondents"))?;
        let concerned = match &self.draft.concerned {
            Some(id) => {
                let unit = parties::units(organisation, &[*id]).unwrap_or_default();
                let mut unit = unit.into_iter().filter(|unit| organisation.answers(*unit));
                Some(unit.next().ok_or_else(|| wrong("concerned"))?)
            }
            None => None,
        };
        Ok(OpeningText {
            script: self.draft.script.clone(),
            topic: plain_text("topic", &self.draft.topic, TOPIC_CHARACTERS_MAX)?,
            respondents,
            posts: self
                .draft
                .respondent_posts
                .iter()
                .map(|id| Key::new(id))
                .collect(),
            left_out: Vec::new(),
            concerned,
            petition: None,
        })
    }
}

impl Open {
    /// Whoever opens it, with what they may now.
    fn opener(&self, organisation: &Organisation) -> Result<Principal, AppError> {
        let who = Principal::of(organisation, self.who.authority, self.who.staff);
        let may = |role| allows(Standing::Role(role), ResponseAction::Open);
        // Never an enterprise's: it receives nobody for the authority (RULES 4.1).
        let may = |(unit, role): &(UnitId, Role)| organisation.answers(*unit) && may(*role);
        let who = who.filter(|who| who.roles.iter().any(may));
        who.ok_or_else(|| Refusal::NotAllowed.into())
    }

    /// The petition that is heard at a place above the own level, where it was named.
    fn petition(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        (who, opening): (&Principal, &Opening),
    ) -> Result<Option<PetitionId>, AppError> {
        let heard = matches!(opening, Opening::Elsewhere(_)) && !self.draft.exercise;
        let number = self.draft.petition.as_deref();
        let named = number.map(|number| file::at(transaction, shared, who, number, heard));
        named.transpose()
    }

    /// Whoever announced a visit is there, unless it is a drill: then nobody is.
    fn visit_came(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        who: &Principal,
        running: &Running,
    ) -> Result<(), AppError> {
        let Some(visit) = self.draft.visit.filter(|_| !self.draft.exercise) else {
            return Ok(());
        };
        let organisation = &running.setting.organisation;
        visits::came(
            transaction,
            shared,
            (who, organisation),
            (visit, running.id),
        )
    }
}

impl Command for Open {
    type Outcome = ResponseIsOpen;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<ResponseIsOpen, AppError> {
        let authority = self.who.authority;
        let rules = shared.rules_in(transaction)?;
        let organisation = shared.organisation_in(transaction, authority)?;
        let who = self.opener(&organisation)?;
        let script = script::read(&mut self.draft)?;
        let mut text = self.text(&organisation)?;
        let pinned = self.plan(transaction, shared)?;
        let now = transaction.now();
        let mut reader = transaction.reader()?;
        let of = (&*rules, organisation);
        let setting = Setting::read(&mut reader, shared, of, authority, (&pinned, now), &text)?;
        parties::check_posts(&setting.plan, "respondent_posts", &text.posts)?;
        text.left_out = parties::left_out(&setting, &text);
        let injects = script::injects(script.as_ref(), &setting.plan)?;
        let opening = self.opening(&setting)?;
        text.petition = self.petition(transaction, shared, (&who, &opening))?;
        let wish = Wish::Open {
            place: Key::new(&self.draft.place),
            opening,
            respondents: text.left_out.clone(),
        };
        let now = transaction.next_slot(authority)?.recorded_at;
        let mut decided = decide(&Response::default(), &wish, &setting.scene(), now)?;
        if decided.is_empty() {
            return Err(Refusal::NoPlanInForce.into());
        }
        let first = decided.remove(0);
        let keys = Keyring::fresh_of_response(&*shared.chance)?;
        let by = Actor::Staff(who.staff);
        let id = begin(
            transaction,
            shared,
            (authority, by),
            &keys,
            (&first, &pinned),
            (&text, &self.draft),
        )?;
        let mut running = Running {
            id,
            setting,
            keys,
            pinned,
            unwell: self.draft.unwell,
            exercise: self.draft.exercise,
            text,
            state: Response::default(),
            steps: Vec::new(),
            received_at: None,
            version: huiyin_domain::ids::Position::new(id.raw()),
        };
        running.take(Step {
            recorded: first,
            by,
            way: None,
            text: None,
        });
        let said = Said { by, ..Said::SYSTEM };
        note(transaction, shared, &mut running, decided, said)?;
        script::load(transaction, shared, &mut running, injects, said)?;
        self.visit_came(transaction, shared, &who, &running)?;
        settle(transaction, shared, &mut running)?;
        Ok(ResponseIsOpen { id: id.raw() })
    }
}

/// Records the opening: its open part names nobody whom the matter complains of.
fn begin(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, by): (AuthorityId, Actor),
    keys: &Keyring,
    (first, pinned): (&Recorded, &Pinned),
    (text, draft): (&OpeningText, &ResponseDraft),
) -> Result<ResponseId, AppError> {
    let mut happened = first.event.clone();
    if let Event::Opened { respondents, .. } = &mut happened {
        respondents.clear();
    }
    let sealed =
        serde_json::to_vec(text).map_err(|error| AppError::Unreadable(error.to_string()))?;
    let event = Journalled::ResponseOpened(ResponseOpened {
        plan: pinned.clone(),
        unwell: draft.unwell,
        exercise: draft.exercise,
        happened,
        next_at: None,
    });
    let new = NewEvent {
        authority,
        by,
        effective_at: None,
        belongs: Belongs::NewResponse,
        event,
        identity: None,
        text: Some(&sealed),
        keys: Some(keys),
    };
    let recorded = record(transaction, new, &*shared.chance)?;
    let id = ResponseId::new(recorded.slot.position.raw());
    keys.keep_of_response(
        transaction,
        &shared.wrapping,
        (authority, id),
        &*shared.chance,
    )?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headcount_is_read_as_people_type_it() {
        for (text, min, max) in [
            ("30", 30, 30),
            (" 30-60 ", 30, 60),
            ("30至60人", 30, 60),
            ("30 to 60", 30, 60),
            ("30～60", 30, 60),
        ] {
            assert_eq!(headcount(text), Some(Headcount { min, max }), "{text}");
        }
        for text in ["", "0", "60-30", "many", "30-", "-5", "9999999"] {
            assert_eq!(headcount(text), None, "{text}");
        }
    }
}
