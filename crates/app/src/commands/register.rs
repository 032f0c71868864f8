//! Registers a petition: number, code, receipt and first duty in one transaction.

mod danger;
mod filed;
pub(crate) mod group;
mod replay;
mod send;

use crate::casework::notice_wish;
use crate::casework::register::{ByStaff, Stands};
use crate::chance::bytes;
use crate::code::TrackingCode;
use crate::drafts::Sending;
use crate::error::{AppError, Refusal};
use crate::files::Filing;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::queries::obligation::{ObligationView, opened_view};
use crate::queries::track::receipt_text;
use crate::record::{Belongs, Keyring, NewEvent, Recorded, record};
use crate::rules::{Authority, Rules};
use group::{Group, GroupCodes};
use huiyin_domain::event::{Actor, Event, PetitionRegistered};
use huiyin_domain::ids::{AuthorityId, PetitionId, UnitId};
use huiyin_domain::petition::{
    self, Channel, FieldError, RegistrationContext, Submission, SubmissionDraft,
};
use huiyin_domain::rulebook::Registrar;
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_ledger::text_check;
use huiyin_store::rows::CodeFor;
use huiyin_store::transaction::{IdempotencyKept, Transaction};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long an Idempotency-Key is remembered (RULES 2.4): 24 hours.
pub(crate) const IDEMPOTENCY_KEPT_MICROS: i64 = DAY_MICROS;
/// The principal of everybody outside.
const PUBLIC: &str = "public";
/// The purpose under which codes are hashed.
pub(crate) const CODE_PURPOSE: &str = "tracking code";

/// The Idempotency-Key of a request, and the request that it stands for.
#[derive(Clone)]
pub struct Idempotency {
    /// The key as it came.
    pub key: String,
    /// Method, path and body.
    pub request: Vec<u8>,
}

/// What the petitioner takes home: the body of the 201 (RULES 9).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Registered {
    /// The number.
    pub number: String,
    /// The acting code; nowhere else is it shown.
    pub tracking_code: String,
    /// When it was registered, in the authority's zone.
    pub registered_at: String,
    /// The receipt file.
    pub receipt: String,
    /// What is owed from now on.
    pub obligations: Vec<ObligationView>,
    /// The codes of the other representatives of a group; nowhere else are they shown.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub representative_codes: Vec<String>,
}

/// The outcome of a registration.
pub struct RegisterReply {
    /// What the petitioner takes home.
    pub registered: Registered,
    /// Whether an earlier answer to the same Idempotency-Key was given again.
    pub replayed: bool,
    /// Where it stands, if staff registered it.
    pub stands: Option<Stands>,
    /// The code that only views, of a group that was received.
    pub(crate) view_code: Option<String>,
}

/// What is kept for an Idempotency-Key.
#[derive(Serialize, Deserialize)]
struct Answer {
    #[serde(flatten)]
    registered: Registered,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    stands: Option<Stands>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    view_code: Option<String>,
}

impl Answer {
    fn reply(self, replayed: bool) -> RegisterReply {
        RegisterReply {
            registered: self.registered,
            replayed,
            stands: self.stands,
            view_code: self.view_code,
        }
    }
}

impl Huiyin {
    /// Checks a draft and registers it. The category's code is checked against the authority's tree: one that is
    /// retired is taken no more.
    ///
    /// # Errors
    /// [`Refusal::Fields`] when fields are wrong, [`Refusal::IdempotencyKeyReused`], or a failure of
    /// the store; then nothing is on record.
    pub async fn register(
        &self,
        authority: &Arc<Authority>,
        draft: SubmissionDraft,
        channel: Channel,
        idempotency: Option<Idempotency>,
    ) -> Result<RegisterReply, AppError> {
        self.register_by(authority, draft, channel, idempotency, None)
            .await
    }

    /// As [`Huiyin::register`], with what staff know beside it.
    pub(crate) async fn register_by(
        &self,
        authority: &Arc<Authority>,
        draft: SubmissionDraft,
        channel: Channel,
        idempotency: Option<Idempotency>,
        staff: Option<ByStaff>,
    ) -> Result<RegisterReply, AppError> {
        let submission =
            check(authority, draft).map_err(|fields| AppError::Refused(Refusal::Fields(fields)))?;
        let shared = self.shared();
        self.run(Register {
            authority: authority.row.id,
            prepared: Prepared::new(shared, &submission)?,
            submission,
            channel,
            idempotency: idempotency.map(|one| Hashed::new(shared, &one)),
            staff,
            sending: None,
            group: None,
            files: Vec::new(),
        })
        .await
    }

    async fn run(&self, command: Register) -> Result<RegisterReply, AppError> {
        let shared = Arc::clone(self.shared());
        match self.command(command).await? {
            Outcome::Replayed(answer) => Ok(answer.reply(true)),
            Outcome::Answered(answer) => Ok(answer.reply(false)),
            // Signing and wording are done here, beside the writer and not on it.
            Outcome::Recorded(done) => Ok(done.answer(&shared)?.reply(false)),
        }
    }
}

fn check(authority: &Authority, draft: SubmissionDraft) -> Result<Submission, Vec<FieldError>> {
    let places = authority.open_places().map(|place| place.id.clone());
    let places: Vec<String> = places.collect();
    Submission::parse(draft, |code| authority.categories.offers(code), &places)
}

/// What can be made before the writer: bytes of the sealed parts, keys, code.
struct Prepared {
    text: Vec<u8>,
    identity: Option<Vec<u8>>,
    keys: Keyring,
    code: TrackingCode,
    code_hash: [u8; 32],
    /// A code for each of the other representatives of a group.
    others: Vec<TrackingCode>,
}

impl Prepared {
    fn new(shared: &Shared, submission: &Submission) -> Result<Self, AppError> {
        let json = |error: serde_json::Error| AppError::Unreadable(error.to_string());
        let code = TrackingCode::from_chance(bytes(&*shared.chance)?);
        let others = (0..submission.other_representatives())
            .map(|_| Ok(TrackingCode::from_chance(bytes(&*shared.chance)?)));
        Ok(Self {
            others: others.collect::<Result<_, AppError>>()?,
            text: serde_json::to_vec(&submission.text).map_err(json)?,
            identity: submission
                .identity
                .as_ref()
                .map(serde_json::to_vec)
                .transpose()
                .map_err(json)?,
            keys: Keyring::fresh(&*shared.chance)?,
            code_hash: shared.key.keyed_hash(CODE_PURPOSE, code.as_bytes()),
            code,
        })
    }
}

/// An Idempotency-Key as the store keeps it.
pub(crate) struct Hashed {
    pub(crate) key_hash: [u8; 32],
    pub(crate) request_hash: [u8; 32],
}

impl Hashed {
    pub(crate) fn new(shared: &Shared, idempotency: &Idempotency) -> Self {
        Self {
            key_hash: shared
                .key
                .keyed_hash("idempotency key", idempotency.key.as_bytes()),
            request_hash: shared
                .key
                .keyed_hash("idempotency request", &idempotency.request),
        }
    }
}

struct Register {
    authority: AuthorityId,
    submission: Submission,
    prepared: Prepared,
    channel: Channel,
    idempotency: Option<Hashed>,
    staff: Option<ByStaff>,
    sending: Option<Sending>,
    group: Option<Group>,
    /// Files that came with it.
    files: Vec<Filing>,
}

enum Outcome {
    Recorded(Box<Done>),
    Answered(Box<Answer>),
    Replayed(Box<Answer>),
}

/// What is durable once the command returns, and all that its answer is made of.
struct Done {
    rules: Arc<Rules>,
    authority: Arc<Authority>,
    recorded: Recorded,
    code: TrackingCode,
    text_check: [u8; 32],
    stands: Option<Stands>,
    codes: GroupCodes,
}

impl Command for Register {
    type Outcome = Outcome;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Outcome, AppError> {
        if let Some(replayed) = self.replay(transaction, shared)? {
            return Ok(Outcome::Replayed(Box::new(replayed)));
        }
        let rules = shared.rules_in(transaction)?;
        let done = self.record(transaction, shared, rules)?;
        if let Some(sending) = &self.sending {
            let answer = done.answer(shared)?;
            let kept = serde_json::to_string(&answer);
            let kept = kept.map_err(|error| AppError::Unreadable(error.to_string()))?;
            sending.done(transaction, shared, kept)?;
            return Ok(Outcome::Answered(Box::new(answer)));
        }
        let Some(idempotency) = &self.idempotency else {
            return Ok(Outcome::Recorded(Box::new(done)));
        };
        let answer = done.answer(shared)?;
        let petition = PetitionId::new(done.recorded.slot.position.raw());
        let kept = IdempotencyKept {
            authority: self.authority,
            principal: &self.principal(),
            key_hash: idempotency.key_hash,
            request_hash: idempotency.request_hash,
            petition,
            sealed_response: self.seal_response(&answer, petition, shared)?,
        };
        let forget_before = transaction.now().plus_micros(-IDEMPOTENCY_KEPT_MICROS);
        transaction.keep_idempotency(kept, forget_before)?;
        Ok(Outcome::Answered(Box::new(answer)))
    }
}

impl Register {
    /// Whose Idempotency-Key it is.
    fn principal(&self) -> String {
        self.staff.as_ref().map_or_else(
            || PUBLIC.to_owned(),
            |staff| format!("staff {}", staff.who.staff),
        )
    }

    fn record(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        rules: Arc<Rules>,
    ) -> Result<Done, AppError> {
        let of = self.authority;
        let missing =
            |what: &str| AppError::Unreadable(format!("{what} of authority {of} is not loaded"));
        let authority = Arc::clone(
            rules
                .authority(self.authority)
                .ok_or_else(|| missing("the row"))?,
        );
        let staff = self.staff.as_ref();
        let chosen = staff.and_then(|staff| staff.rulebook.as_deref());
        let rulebook = rules
            .rulebook(chosen.unwrap_or(&authority.row.rulebook))
            .ok_or_else(|| missing("the rulebook"))?;
        let calendar = rules
            .calendar(&rulebook.calendar)
            .ok_or_else(|| missing("the calendar"))?;
        let now = transaction.next_slot(self.authority)?.recorded_at;
        let (unit, registrar) = self.registrar(transaction, shared)?;
        let received_at = match &self.staff {
            Some(staff) => staff.received_at(now)?,
            None => now,
        };
        let number =
            transaction.next_number(self.authority, now.date_in(&authority.zone).year())?;
        let mut event: PetitionRegistered = petition::register(
            &self.submission,
            &RegistrationContext {
                received_at,
                number,
                channel: self.channel,
                unit,
                registrar,
                rulebook,
                calendar,
                zone: &authority.zone,
            },
        )?;
        event.postmark = match staff {
            Some(staff) => staff.postmark(received_at, &authority.zone)?,
            None => None,
        };
        let recorded = self.append(transaction, shared, event, received_at)?;
        let petition = PetitionId::new(recorded.slot.position.raw());
        let (place, keys) = ((self.authority, petition), &self.prepared.keys);
        notice_wish::keep(transaction, shared, (place, keys), self.submission.notices)?;
        if staff.is_none() && self.submission.text.says_danger {
            danger::declare(transaction, shared, place)?;
        }
        for filing in &self.files {
            filing.keep(transaction, shared, place, Actor::Public, keys)?;
        }
        let stands = staff.map(|staff| staff.act(transaction, shared, place, keys, &recorded));
        let codes = self.codes(transaction, shared, place, &recorded)?;
        let text = &self.submission.text;
        Ok(Done {
            codes,
            text_check: text_check(&recorded.text_salt, &text.subject, &text.body),
            code: self.prepared.code.clone(),
            authority,
            recorded,
            rules,
            stands: stands.transpose()?,
        })
    }

    /// Keeps the codes beside the first, of the other representatives of a group, and what else came with a
    /// draft or is noted in a response.
    fn codes(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        place: (AuthorityId, PetitionId),
        recorded: &Recorded,
    ) -> Result<GroupCodes, AppError> {
        if let Some(sending) = &self.sending {
            sending.keep(transaction, shared, place, &self.prepared.keys)?;
        }
        let group = self.group.as_ref();
        let view = group.map(|group| group.keep(transaction, shared, place, recorded));
        let view = view.transpose()?;
        let others = &self.prepared.others;
        for (nth, code) in (1..).zip(others) {
            let hash = shared.key.keyed_hash(CODE_PURPOSE, code.as_bytes());
            transaction.keep_tracking_code(place.0, hash, place.1, CodeFor::Representative(nth));
        }
        Ok(GroupCodes {
            others: others.iter().map(TrackingCode::grouped).collect(),
            view,
        })
    }

    /// The unit that registers, and whether it is a petition office.
    fn registrar(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(UnitId, Registrar), AppError> {
        match &self.staff {
            Some(staff) => staff.registrar(transaction, shared, self.authority),
            None => {
                let organisation = shared.organisation_in(transaction, self.authority)?;
                Ok((organisation.registering_unit(), Registrar::PetitionOffice))
            }
        }
    }

    /// Appends the registration and keeps its keys and its code.
    fn append(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        event: PetitionRegistered,
        received_at: Instant,
    ) -> Result<Recorded, AppError> {
        let by_staff = self
            .staff
            .as_ref()
            .map(|staff| Actor::Staff(staff.who.staff));
        let whose = match event.other_representatives {
            0 => CodeFor::Petitioner,
            _ => CodeFor::Representative(0),
        };
        let new = NewEvent {
            authority: self.authority,
            by: by_staff.unwrap_or(Actor::Public),
            effective_at: Some(received_at),
            belongs: Belongs::New,
            event: Event::PetitionRegistered(event),
            identity: self.prepared.identity.as_deref(),
            text: Some(&self.prepared.text),
            keys: Some(&self.prepared.keys),
        };
        let recorded = record(transaction, new, &*shared.chance)?;
        let place = (
            self.authority,
            PetitionId::new(recorded.slot.position.raw()),
        );
        self.prepared
            .keys
            .keep(transaction, &shared.wrapping, place, &*shared.chance)?;
        transaction.keep_tracking_code(place.0, self.prepared.code_hash, place.1, whose);
        Ok(recorded)
    }
}

impl Done {
    fn answer(&self, shared: &Shared) -> Result<Answer, AppError> {
        let Event::PetitionRegistered(event) = &self.recorded.event else {
            return Err(AppError::Unreadable(
                "a registration recorded another event".into(),
            ));
        };
        let opened = event.opened.iter();
        let under = (&event.rulebook, &event.calendar);
        let views =
            opened.map(|one| opened_view(&self.rules, &self.authority, under, one, &shared.words));
        let registered = Registered {
            number: event.number.to_string(),
            tracking_code: self.code.grouped(),
            registered_at: local(&self.authority, self.recorded.slot.recorded_at),
            receipt: receipt_text(
                &self.authority,
                &self.recorded,
                event.number,
                self.text_check,
            ),
            obligations: views.collect::<Result<_, _>>()?,
            representative_codes: self.codes.others.clone(),
        };
        Ok(Answer {
            registered,
            stands: self.stands.clone(),
            view_code: self.codes.view.clone(),
        })
    }
}

/// An instant in the authority's zone.
pub(crate) fn local(authority: &Authority, instant: Instant) -> String {
    instant.rfc3339_in(&authority.zone)
}
