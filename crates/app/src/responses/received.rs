//! How a group is received, as it is told: representatives, needs, talks, everybody heard. Who the
//! representatives are stays sealed; whoever sees it stands on record first (RULES 4.3). No step here
//! can hold anybody who came along.

use super::Running;
use super::act::WORDS_CHARACTERS_MAX;
use super::open::plain_text;
use super::run::{Said, give};
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::casework::{Loaded, parse};
use crate::code::TrackingCode;
use crate::commands::register::CODE_PURPOSE;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use huiyin_domain::event::{Actor, FilePurpose};
use huiyin_domain::ids::{AuthorityId, FileId, ResponseId};
use huiyin_domain::petition::{FieldError, FieldProblem};
use huiyin_domain::plan::{Key, TaskKind};
use huiyin_domain::response::{
    Assent, Command, Event, Joining, NEED_PEOPLE_MAX, REPRESENTATIVES_MAX, Receiving, Recorded,
    RunRefusal, Telling,
};
use huiyin_domain::text::check_line;
use huiyin_domain::texts::is_refused;
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest minutes, in characters.
const MINUTES_CHARACTERS_MAX: usize = 10_000;
/// The longest name, in characters; with its contact it fits a petition's field.
const NAME_CHARACTERS_MAX: usize = 60;
/// The longest contact, in characters.
const CONTACT_CHARACTERS_MAX: usize = 100;
/// A name of fewer characters is part of too many other words to be looked for in a text.
const NAME_CHARACTERS_MIN: usize = 2;
const HOUR_MICROS: i64 = 3_600_000_000;

/// Somebody whom the group chose to speak for it. Sealed under the response's key; never on a board,
/// never in a report (RULES 10.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Representative {
    /// What they are called.
    pub name: String,
    /// A telephone or an e-mail address, only where they agree to leave it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub contact: Option<String>,
    /// Whether they agreed to leave the contact.
    #[serde(default)]
    pub agreed: bool,
}

/// What is told of how a group is received. It counts things to make ready, and never persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ReceptionStep {
    /// The group chose representatives, one to five; told again they replace those before.
    Representatives(Vec<Representative>),
    /// So many people need something; 0 takes it back.
    Need {
        /// What, by its word in a plan, such as `interpreter`.
        kind: String,
        /// For how many.
        people: u32,
    },
    /// A talk begins.
    BeginTalk {
        /// Who of the posts that are there takes part, by their ids in the plan.
        posts: Vec<String>,
        /// Where: a room of the plan; without it the place itself.
        #[serde(default)]
        room: Option<String>,
        /// `asked` or `agreed` where somebody of whom the matter complains takes part, because the
        /// representatives asked for it or agreed. There is no other way.
        #[serde(default)]
        joining: Option<String>,
        /// Then: who that is; sealed.
        #[serde(default)]
        who: String,
    },
    /// A talk ended.
    EndTalk(u32),
    /// Minutes of the talks, or a new version of them.
    Minutes {
        /// What was said; no name and no contact of a representative; sealed.
        text: String,
    },
    /// The minutes were read back. By the acting code of one representative, or by a signed paper.
    AnswerMinutes {
        /// Whether the representatives agreed.
        agreed: bool,
        /// What they see otherwise; sealed.
        #[serde(default)]
        otherwise: String,
        /// The code of the group's petition, as a representative typed it. In a drill, which registers none, left out.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        code: Option<TypedCode>,
        /// Else the scan of the signed paper: a file of the group's petition.
        #[serde(default)]
        paper: Option<i64>,
    },
    /// Everybody was heard, or has a time.
    Heard {
        /// Who is heard when, without names; may be empty; sealed.
        #[serde(default)]
        text: String,
    },
}

/// A code as somebody typed it; it opens a petition, so nothing prints it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedCode(pub String);

impl std::fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TypedCode(…)")
    }
}

fn checked(representatives: &[Representative]) -> Result<Vec<Representative>, AppError> {
    let mut wrong = Vec::new();
    let mut fail = |nth: usize, field: &str, problem: FieldProblem| {
        let field = format!("representatives.{nth}.{field}");
        wrong.push(FieldError { field, problem });
    };
    let mut found = Vec::new();
    for (nth, one) in representatives.iter().enumerate() {
        let name = one.name.trim();
        if let Err(problem) = check_line(name, NAME_CHARACTERS_MAX) {
            fail(nth, "name", problem.into());
        }
        let contact = one.contact.as_deref().map(str::trim);
        let contact = contact.filter(|text| !text.is_empty());
        if let Some(problem) = contact.and_then(contact_problem) {
            fail(nth, "contact", problem);
        }
        if contact.is_some() && !one.agreed {
            fail(nth, "agreed", FieldProblem::ContactWithoutConsent);
        }
        found.push(Representative {
            name: name.to_owned(),
            contact: contact.map(str::to_owned),
            agreed: contact.is_some(),
        });
    }
    if found.is_empty() {
        fail(0, "name", FieldProblem::Missing);
    }
    if found.len() > REPRESENTATIVES_MAX {
        let field = "representatives".to_owned();
        let problem = FieldProblem::TooMany {
            entries_max: REPRESENTATIVES_MAX,
        };
        wrong.push(FieldError { field, problem });
    }
    match wrong.is_empty() {
        true => Ok(found),
        false => Err(Refusal::Fields(wrong).into()),
    }
}

fn contact_problem(contact: &str) -> Option<FieldProblem> {
    if let Err(problem) = check_line(contact, CONTACT_CHARACTERS_MAX) {
        return Some(problem.into());
    }
    match contact.contains('@') {
        true => FieldProblem::of_email(contact),
        false => FieldProblem::of_phone(contact),
    }
}

/// What the run is asked, and what is sealed with it.
pub(super) fn wish(
    step: &ReceptionStep,
    running: &Running,
) -> Result<(Command, Option<String>), AppError> {
    let (telling, text) = match step {
        ReceptionStep::Representatives(list) => {
            let list = checked(list)?;
            let text = serde_json::to_string(&list);
            let text = text.map_err(|error| AppError::Unreadable(error.to_string()))?;
            (Telling::Representatives(list.len()), Some(text))
        }
        ReceptionStep::Need { kind, people } => {
            let needs = TaskKind::ALL.iter().filter(|kind| kind.is_need());
            let none = || FieldProblem::NotOneOf {
                allowed: needs.map(|one| one.word().to_owned()).collect(),
            };
            let kind = TaskKind::parse(kind).ok_or_else(|| AppError::field("kind", none()))?;
            if *people > NEED_PEOPLE_MAX {
                return Err(AppError::field("people", FieldProblem::NotAHeadcount));
            }
            (Telling::Need(kind, *people), None)
        }
        ReceptionStep::BeginTalk {
            posts,
            room,
            joining,
            who,
        } => begin_talk(running, (posts, room.as_deref()), (joining.as_deref(), who))?,
        ReceptionStep::EndTalk(talk) => (Telling::EndTalk(*talk), None),
        ReceptionStep::Minutes { text } => {
            let text = paper(running, ("text", text), MINUTES_CHARACTERS_MAX)?;
            if text.is_empty() {
                return Err(AppError::field("text", FieldProblem::Missing));
            }
            (Telling::Minutes, Some(text))
        }
        ReceptionStep::AnswerMinutes {
            agreed,
            otherwise,
            code,
            paper,
        } => {
            let text = words(running, "otherwise", otherwise)?;
            if !agreed && text.is_empty() {
                return Err(AppError::field("otherwise", FieldProblem::Missing));
            }
            let assent = match (code, paper) {
                (None, Some(paper)) => Assent::Paper(FileId::new(*paper)),
                (Some(_), _) => Assent::Code,
                // A drill registers no petition, so there is no code: it is played.
                (None, None) if running.exercise => Assent::Code,
                (None, None) => return Err(AppError::field("code", FieldProblem::Missing)),
            };
            let telling = Telling::AnswerMinutes {
                agreed: *agreed,
                assent,
            };
            (telling, Some(text).filter(|text| !text.is_empty()))
        }
        ReceptionStep::Heard { text } => {
            let text = words(running, "text", text)?;
            (Telling::Heard, Some(text).filter(|text| !text.is_empty()))
        }
    };
    Ok((Command::Receive(telling), text))
}

fn begin_talk(
    running: &Running,
    (posts, room): (&[String], Option<&str>),
    (joining, who): (Option<&str>, &str),
) -> Result<(Telling, Option<String>), AppError> {
    let none = || FieldProblem::NotOneOf {
        allowed: Joining::ALL.map(|one| one.word().to_owned()).to_vec(),
    };
    let given = joining.filter(|word| !word.is_empty());
    let joining = given.map(|word| {
        let found = Joining::parse(word);
        found.ok_or_else(|| AppError::field("joining", none()))
    });
    let joining = joining.transpose()?;
    let who = words(running, "who", who)?;
    if joining.is_some() && who.is_empty() {
        return Err(AppError::field("who", FieldProblem::Missing));
    }
    let place = running.state.place.as_ref();
    let place = place.map(|place| place.as_str()).unwrap_or_default();
    let room = room.filter(|room| !room.is_empty()).unwrap_or(place);
    let telling = Telling::BeginTalk {
        posts: posts.iter().map(|post| Key::new(post)).collect(),
        room: Key::new(room),
        joining,
    };
    Ok((telling, joining.map(|_| who)))
}

/// Checks words that everybody reads who sees the response: no contact, and no representative's name
/// (RULES 10.2).
///
/// # Errors
/// [`Refusal::Fields`].
pub(super) fn words(running: &Running, field: &str, text: &str) -> Result<String, AppError> {
    long_words(running, (field, text), WORDS_CHARACTERS_MAX)
}

/// As [`words`], of another length.
///
/// # Errors
/// [`Refusal::Fields`].
pub(super) fn long_words(
    running: &Running,
    (field, text): (&str, &str),
    characters_max: usize,
) -> Result<String, AppError> {
    let text = plain_text(field, text, characters_max)?;
    let named = running.representatives()?.into_iter().any(|one| {
        let long = one.name.chars().count() >= NAME_CHARACTERS_MIN;
        long && text.contains(&one.name)
    });
    match named {
        true => Err(AppError::field(field, FieldProblem::NamesARepresentative)),
        false => Ok(text),
    }
}

/// The same of a paper that goes out, which holds none of the words that no paper holds (RULES 5.9, 10.4).
///
/// # Errors
/// [`Refusal::Fields`].
pub(super) fn paper(
    running: &Running,
    (field, text): (&str, &str),
    characters_max: usize,
) -> Result<String, AppError> {
    let text = long_words(running, (field, text), characters_max)?;
    match is_refused(&text) {
        true => Err(AppError::field(field, FieldProblem::Coercive)),
        false => Ok(text),
    }
}

/// That an answer to the minutes is a representative's: their code opens the group's petition and acts,
/// or the paper is one of its files. Nothing is opened by this.
///
/// # Errors
/// [`Refusal::Run`].
pub(super) fn check_assent(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    step: &ReceptionStep,
) -> Result<(), AppError> {
    let ReceptionStep::AnswerMinutes { code, paper, .. } = step else {
        return Ok(());
    };
    let petition = running.state.reception.petition.map(|(id, _)| id);
    let petition = petition.or(running.text.petition);
    let place = petition.map(|id| (running.setting.authority.row.id, id));
    if let Some(TypedCode(code)) = code {
        let (place, code) = place
            .zip(TrackingCode::parse(code))
            .ok_or(RunRefusal::NotARepresentative)?;
        let hash = shared.key.keyed_hash(CODE_PURPOSE, code.as_bytes());
        let codes = transaction.reader()?.petitions_of_code(place.0, &hash)?;
        let acts = codes
            .iter()
            .any(|one| one.petition == place.1 && one.acting);
        return match acts {
            true => Ok(()),
            false => Err(RunRefusal::NotARepresentative.into()),
        };
    }
    if let Some(paper) = paper {
        let place = place.ok_or(RunRefusal::NoSuchPaper)?;
        let loaded = Loaded::known(transaction, shared, place)?;
        let purpose = loaded.files.get(&FileId::new(*paper));
        if purpose != Some(&FilePurpose::SignedPaper) {
            return Err(RunRefusal::NoSuchPaper.into());
        }
    }
    Ok(())
}

impl Running {
    /// What was typed with the newest event of a kind; nothing where there is none.
    pub(super) fn typed_with(&self, fits: impl Fn(&Receiving) -> bool) -> Option<&str> {
        let mut steps = self.steps.iter().rev();
        let step = steps
            .find(|step| matches!(&step.recorded.event, Event::Reception(event) if fits(event)))?;
        step.text.as_deref()
    }

    /// Who speaks for the group now; nobody where the response's key was destroyed.
    pub(crate) fn representatives(&self) -> Result<Vec<Representative>, AppError> {
        let chosen = |event: &Receiving| matches!(event, Receiving::RepresentativesChosen { .. });
        let text = self.typed_with(chosen);
        text.map_or_else(|| Ok(Vec::new()), |text| parse(text.as_bytes()))
    }

    /// Whether somebody told this in this hour already: a look is on record once an hour.
    pub(super) fn told_this_hour(
        &self,
        (by, now): (Actor, Instant),
        what: impl Fn(&Receiving) -> bool,
    ) -> bool {
        let hour = |at: Instant| at.micros().div_euclid(HOUR_MICROS);
        let told = |one: &Recorded| {
            let what = matches!(&one.event, Event::Reception(event) if what(event));
            what && hour(one.at) == hour(now)
        };
        let mut steps = self.steps.iter();
        steps.any(|step| step.by == by && told(&step.recorded))
    }
}

impl Huiyin {
    /// Who speaks for the group, for the reception desk and whoever is in charge, while the response
    /// runs. That they look is on record before this answers.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`], [`Refusal::NotAllowed`], [`Refusal::Run`] where there are none or
    /// the response ended, or a failure of the store.
    pub async fn representatives(
        &self,
        who: &Principal,
        id: i64,
    ) -> Result<Vec<Representative>, AppError> {
        let job = OpenRepresentatives {
            who: who.clone(),
            id: ResponseId::new(id),
        };
        self.command(job).await
    }
}

struct OpenRepresentatives {
    who: Principal,
    id: ResponseId,
}

impl Job for OpenRepresentatives {
    type Outcome = Vec<Representative>;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Vec<Representative>, AppError> {
        let place = (self.who.authority, self.id);
        let running = Running::in_transaction(transaction, shared, place)?;
        let mut running = running.ok_or(Refusal::NoSuchResponse)?;
        let organisation = &running.setting.organisation;
        let who = Principal::of(organisation, self.who.authority, self.who.staff);
        let who = who.ok_or(Refusal::NoSuchResponse)?;
        running.permit(&who, ResponseAction::SeeRepresentatives)?;
        let by = Actor::Staff(who.staff);
        let now = transaction.next_slot(self.who.authority)?.recorded_at;
        let ended = running.state.ended_at.is_some();
        let opened = |event: &Receiving| matches!(event, Receiving::RepresentativesOpened {});
        if ended || !running.told_this_hour((by, now), opened) {
            let command = Command::Receive(Telling::OpenRepresentatives);
            let said = Said { by, ..Said::SYSTEM };
            give(transaction, shared, &mut running, &command, said)?;
        }
        running.representatives()
    }
}
