//! Registers the petition of a group that is received: one petition for the representatives whom the
//! group chose, each with a code of their own, and one code that only views, to print and pass on. The
//! response keeps the number of this petition. Whoever came along registers as anyone else does, and
//! nothing links that to the response.

use super::{CODE_PURPOSE, Idempotency, Prepared, Register, RegisterReply, check};
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::casework::register::ByStaff;
use crate::code::TrackingCode;
use crate::commands::register::Hashed;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::queries::obligation::ObligationView;
use crate::record::Recorded;
use crate::responses::Running;
use crate::responses::received::Representative;
use crate::responses::run::{Said, give};
use huiyin_domain::event::{Actor, Event};
use huiyin_domain::ids::{AuthorityId, PetitionId, PostId, ResponseId, UnitId};
use huiyin_domain::petition::{Channel, Identity, SubmissionDraft};
use huiyin_domain::response::{Command, RunRefusal, Telling};
use huiyin_store::rows::CodeFor;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// What a group asks, as it is written down. Who the representatives are is taken from the response.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupPetitionDraft {
    /// The matter in one sentence.
    #[serde(default)]
    pub subject: String,
    /// What happened.
    #[serde(default)]
    pub body: String,
    /// What is asked for, one each.
    #[serde(default)]
    pub requests: Vec<String>,
    /// A category's code.
    #[serde(default)]
    pub category: Option<String>,
    /// Whom it complains of, one each; the units and posts that were told in the response are added.
    #[serde(default)]
    pub respondents: Vec<String>,
    /// Whether the representatives asked for confidence.
    #[serde(default)]
    pub confidential: bool,
}

/// What the group takes home.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GroupRegistered {
    /// The petition's number.
    pub number: String,
    /// When it was registered, in the authority's zone.
    pub registered_at: String,
    /// An acting code for each representative, in the order in which they were noted; shown here only.
    pub codes: Vec<String>,
    /// A code that only views, to be printed and passed on in the group.
    pub view_code: String,
    /// The receipt file, the same for each.
    pub receipt: String,
    /// What the authority owes first, by when and why.
    pub obligations: Vec<ObligationView>,
}

/// The codes of a group beside the first acting one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GroupCodes {
    /// Those of the other representatives.
    pub others: Vec<String>,
    /// The one that only views.
    pub view: Option<String>,
}

/// The group whose petition is registered.
pub(crate) struct Group {
    who: Principal,
    response: ResponseId,
    representatives: Vec<Representative>,
    view: TrackingCode,
}

impl Group {
    /// Notes the petition in the response and keeps the code that only views, or refuses.
    pub(super) fn keep(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        (authority, petition): (AuthorityId, PetitionId),
        recorded: &Recorded,
    ) -> Result<String, AppError> {
        let Event::PetitionRegistered(event) = &recorded.event else {
            return Err(AppError::Unreadable("no registration".into()));
        };
        let place = (authority, self.response);
        let running = Running::in_transaction(transaction, shared, place)?;
        let mut running = running.ok_or(Refusal::NoSuchResponse)?;
        let organisation = &running.setting.organisation;
        let who = Principal::of(organisation, authority, self.who.staff);
        running.permit(
            &who.ok_or(Refusal::NoSuchResponse)?,
            ResponseAction::RegisterPetition,
        )?;
        if running.exercise {
            return Err(RunRefusal::DrillRegistersNothing.into());
        }
        if running.representatives()? != self.representatives {
            return Err(RunRefusal::RepresentativesChanged.into());
        }
        let (command, text) = match running.state.is_elsewhere() {
            // Where it was heard stands nowhere but sealed in the response (RULES 10.1).
            true => {
                if running.text.petition.is_some() {
                    return Err(RunRefusal::PetitionRegistered.into());
                }
                running.text.petition = Some(petition);
                running.naming_file()?
            }
            false => {
                let telling = Telling::Petition(petition, event.number);
                (Command::Receive(telling), None)
            }
        };
        let said = Said {
            by: Actor::Staff(self.who.staff),
            text: text.as_deref(),
            ..Said::SYSTEM
        };
        give(transaction, shared, &mut running, &command, said)?;
        let hash = shared.key.keyed_hash(CODE_PURPOSE, self.view.as_bytes());
        transaction.keep_tracking_code(authority, hash, petition, CodeFor::Viewing);
        Ok(self.view.grouped())
    }
}

/// The representatives as a petition knows its petitioner and the others who speak for it.
fn identity(representatives: &[Representative]) -> Option<Identity> {
    let (first, others) = representatives.split_first()?;
    let email = |contact: &&String| contact.contains('@');
    let line = |one: &Representative| match &one.contact {
        Some(contact) => format!("{} {contact}", one.name),
        None => one.name.clone(),
    };
    Some(Identity {
        name: Some(first.name.clone()),
        phone: first.contact.clone().filter(|contact| !email(&contact)),
        email: first.contact.clone().filter(|contact| email(&contact)),
        representatives: others.iter().map(line).collect(),
        ..Identity::default()
    })
}

fn submission(draft: GroupPetitionDraft, identity: Identity) -> SubmissionDraft {
    SubmissionDraft {
        subject: Some(draft.subject),
        body: Some(draft.body),
        requests: draft.requests,
        category: draft.category.filter(|code| !code.is_empty()),
        respondents: draft.respondents,
        confidential: draft.confidential,
        petitioner: Some(identity),
        ..SubmissionDraft::default()
    }
}

impl Huiyin {
    /// Registers the petition of a group that is received now, with a code for each representative.
    /// Whoever registers sees no name by this.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`], [`Refusal::NotAllowed`] without the role of a clerk,
    /// [`Refusal::Fields`], [`Refusal::Run`] where there are no representatives, there is a petition
    /// already, or it is a drill, or a failure of the store; then nothing is on record.
    pub async fn register_group(
        &self,
        who: &Principal,
        id: i64,
        draft: GroupPetitionDraft,
        idempotency: Option<Idempotency>,
    ) -> Result<GroupRegistered, AppError> {
        let rules = self.rules();
        let authority = rules
            .authority(who.authority)
            .ok_or(Refusal::NoSuchResponse)?;
        let response = ResponseId::new(id);
        let (representatives, complained_of) = self.known_of_group(who, response).await?;
        let identity = identity(&representatives).ok_or(RunRefusal::NoRepresentatives)?;
        let mut submission = submission(draft, identity);
        for name in complained_of.words {
            if !submission.respondents.contains(&name) {
                submission.respondents.push(name);
            }
        }
        let words = submission.respondents.clone();
        let submission = check(authority, submission)
            .map_err(|fields| AppError::Refused(Refusal::Fields(fields)))?;
        let group = Group {
            who: who.clone(),
            response,
            view: TrackingCode::from_chance(self.chance()?),
            representatives,
        };
        let shared = self.shared();
        let reply = self.run(Register {
            authority: authority.row.id,
            prepared: Prepared::new(shared, &submission)?,
            submission,
            channel: Channel::Visit,
            idempotency: idempotency.map(|one| Hashed::new(shared, &one)),
            staff: Some(
                ByStaff::plain(who)
                    .naming(complained_of.units, complained_of.posts, words)
                    .assigning(complained_of.to),
            ),
            sending: None,
            group: Some(group),
            files: Vec::new(),
        });
        Ok(group_registered(reply.await?))
    }

    /// Whom the group chose, and whom it complains of, as that was told in the response.
    async fn known_of_group(
        &self,
        who: &Principal,
        response: ResponseId,
    ) -> Result<(Vec<Representative>, ComplainedOf), AppError> {
        let (shared, who) = (Arc::clone(self.shared()), who.clone());
        self.store()
            .read(move |reader| {
                let place = (who.authority, response);
                let running = Running::in_snapshot(reader, &shared, place)?;
                let running = running.ok_or(Refusal::NoSuchResponse)?;
                running.permit(&who, ResponseAction::RegisterPetition)?;
                Ok((running.representatives()?, ComplainedOf::told(&running)))
            })
            .await
    }
}

/// The duties of the post to which a matter goes that is heard at a reception above ours: whoever leads petition work,
/// else the head.
const LEADER_DUTIES: [&str; 2] = ["leader-in-charge", "authority-head"];

/// Whom a group complains of, as a petition names it, and where it goes.
struct ComplainedOf {
    units: Vec<UnitId>,
    /// The posts of the organisation that those hold who have a turn in a post of the plan that it complains of.
    posts: Vec<PostId>,
    /// What all of them are called.
    words: Vec<String>,
    /// The unit of the leader post, to which a matter goes that is heard at a reception above ours.
    to: Option<UnitId>,
}

impl ComplainedOf {
    fn told(running: &Running) -> Self {
        let (setting, text) = (&running.setting, &running.text);
        let organisation = &setting.organisation;
        let units = text.respondents.iter();
        let units = units.filter_map(|id| organisation.units.get(id));
        let held = organisation.posts.values().filter(|post| {
            let holder = post
                .holder
                .and_then(|holder| organisation.staff.get(&holder));
            holder.is_some_and(|holder| setting.bars(&holder.login))
        });
        let titles = text.posts.iter().filter_map(|post| setting.plan.post(post));
        let words = units.clone().map(|unit| unit.name.zh.clone());
        let about = |unit: UnitId| {
            let mut named = text.respondents.iter();
            named.any(|whole| organisation.is_within(unit, *whole))
        };
        let held: Vec<PostId> = held.map(|post| post.id).collect();
        let leads = |duty: &str| {
            let mut posts = organisation.posts.values();
            posts.find(|post| post.duty == duty && !about(post.unit) && !held.contains(&post.id))
        };
        let leader = LEADER_DUTIES.iter().find_map(|duty| leads(duty));
        Self {
            to: leader
                .filter(|_| running.state.is_elsewhere())
                .map(|post| post.unit),
            words: words
                .chain(titles.map(|post| post.title.zh.clone()))
                .collect(),
            units: units.map(|unit| unit.id).collect(),
            posts: held,
        }
    }
}

fn group_registered(reply: RegisterReply) -> GroupRegistered {
    let registered = reply.registered;
    let first = std::iter::once(registered.tracking_code);
    GroupRegistered {
        number: registered.number,
        registered_at: registered.registered_at,
        codes: first.chain(registered.representative_codes).collect(),
        view_code: reply.view_code.unwrap_or_default(),
        receipt: registered.receipt,
        obligations: registered.obligations,
    }
}
