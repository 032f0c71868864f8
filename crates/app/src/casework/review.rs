//! Asking the authority above for review 复查: it becomes a case of its own there, in the same
//! transaction, and the petitioner's code opens both (信访工作条例 Art 35; RULES 1.3, 5.3).
//!
//! The review sees what the petitioner brought and what was answered, sealed anew; the notes of the
//! authority before stay there.

use super::act::Acted;
use super::carry::{self, Begun, Brought};
use super::opened::Opened;
use super::petitioner::{Which, by_code, principal};
use super::views::ReviewView;
use super::{Loaded, apply, keyring, notice_wish};
use crate::Idempotency;
use crate::authorise::Principal;
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::files::{FileDraft, Filing};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use huiyin_domain::event::{Actor, Event, FilePurpose, PetitionRegistered};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{
    AnswerDraft, By, CaseRefusal, Channel, Command, Deciding, FieldProblem, PetitionText, Reach,
    RefusalCode, ReviewOf, Submission,
};
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;

/// The longest reasons of a request for review, in characters, as of a petition's own text.
const REASONS_CHARACTERS_MAX: usize = huiyin_domain::petition::BODY_CHARACTERS_MAX;

/// A request for review as it was typed.
#[derive(Clone, Debug, Default)]
pub struct ReviewDraft {
    /// Why the answer is not right.
    pub reasons: String,
    /// The requests that are to be looked at again; the first is 0. None: all of them.
    pub requests: Vec<u8>,
    /// A file with its name, if one was brought; more can be added to the review itself.
    pub file: Option<(String, Vec<u8>)>,
}

impl Huiyin {
    /// Asks the authority above for review with the code that acts, once for an Idempotency-Key. A late
    /// request is registered like any other.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] for an unknown code; [`Refusal::Fields`] for `reasons`, `requests` and
    /// `file`; [`Refusal::Case`] where there is nothing to review, or no authority above is in this
    /// installation; or a failure of the store. Then nothing is recorded.
    pub async fn ask_review(
        &self,
        (code, which): (&TrackingCode, Option<Which>),
        draft: ReviewDraft,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Acted>, AppError> {
        let hash = self.code_hash(code);
        let place = self.place_of_code(hash, which).await?;
        // Who is above may have been told on another node just now.
        self.refreshed().await?;
        let from = self.rules().authority(place.0).cloned();
        let to = from.and_then(|one| one.row.above.authority);
        let none = || Refusal::Case(CaseRefusal::of(RefusalCode::NoneAbove));
        let to = to.ok_or_else(none)?;
        if draft.reasons.chars().count() > REASONS_CHARACTERS_MAX {
            let characters_max = REASONS_CHARACTERS_MAX;
            return Err(AppError::field(
                "reasons",
                FieldProblem::TooLong { characters_max },
            ));
        }
        let job = AskReview {
            place,
            to,
            hash,
            reasons: draft.reasons,
            requests: draft.requests,
            filing: draft.file.map(filing).transpose()?,
        };
        let (principal, key) = (principal(hash), idempotency.as_ref());
        let job = OnceOnly::new(self.shared(), place.0, principal, key, job);
        self.command(job).await
    }
}

fn filing(file: (String, Vec<u8>)) -> Result<Filing, AppError> {
    filing_as(FilePurpose::Evidence, file)
}

/// A file that goes along with a request.
pub(super) fn filing_as(
    purpose: FilePurpose,
    (name, content): (String, Vec<u8>),
) -> Result<Filing, AppError> {
    Filing::of(FileDraft {
        field: "file".to_owned(),
        name,
        purpose,
        bytes: content,
    })
}

struct AskReview {
    place: (AuthorityId, PetitionId),
    to: AuthorityId,
    hash: [u8; 32],
    reasons: String,
    requests: Vec<u8>,
    filing: Option<Filing>,
}

impl Job for AskReview {
    type Outcome = Acted;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.place.0, self.to]
    }

    fn petition(&self) -> Option<PetitionId> {
        Some(self.place.1)
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Acted, AppError> {
        let (loaded, power) = by_code(transaction, shared, self.place, &self.hash)?;
        let by = By::Petitioner(power);
        asked(transaction, shared, (&loaded, by), |deciding| {
            deciding.may_ask_review()
        })?;
        let asking = Asking {
            by,
            to: self.to,
            channel: Channel::Web,
            received: None,
            late: None,
            reasons: &self.reasons,
            requests: &self.requests,
            filing: self.filing.as_ref().map(|one| (one, Actor::Public)),
        };
        asking.file(transaction, shared, &loaded, |deciding| {
            deciding.ask_review(&self.reasons, None)
        })
    }
}

/// Records a request on paper as the petitioner's own; it is a whole of its own among the steps.
///
/// # Errors
/// [`Refusal::Case`], also where no authority above is in this installation, or a failure of the store.
pub(super) fn on_paper(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (loaded, who): (&Loaded, &Principal),
    (to, commands): (Option<AuthorityId>, &[Command]),
) -> Result<Acted, AppError> {
    let [
        step @ Command::ReviewOnPaper {
            reasons,
            received,
            postmark,
            ..
        },
    ] = commands
    else {
        let refusal = CaseRefusal::on(RefusalCode::WrongState, "commands");
        return Err(Refusal::Case(refusal).into());
    };
    let none = || Refusal::Case(CaseRefusal::of(RefusalCode::NoneAbove));
    let to = to.filter(|to| loaded.authority.row.above.authority == Some(*to));
    let to = to.ok_or_else(none)?;
    let by = By::Staff(who.staff);
    let times = asked(transaction, shared, (loaded, by), |deciding| {
        deciding.may_record_review(*received, *postmark)
    })?;
    let asking = Asking {
        by,
        to,
        channel: match postmark {
            Some(_) => Channel::Letter,
            None => Channel::Visit,
        },
        received: Some(times.received),
        late: Some(times.at),
        reasons,
        requests: &[],
        filing: None,
    };
    asking.file(transaction, shared, loaded, |deciding| deciding.run(step))
}

/// Asks the domain something about a petition as it stands.
pub(super) fn asked<T>(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (loaded, by): (&Loaded, By),
    question: impl FnOnce(&Deciding<'_>) -> Result<T, CaseRefusal>,
) -> Result<T, AppError> {
    let slot = transaction.next_slot(loaded.authority.row.id)?;
    let bar = loaded.bar(&shared.key);
    let at = (slot.recorded_at, slot.position);
    let context = loaded.context(by, at, Reach::NoChannel, &bar, &[]);
    let deciding = Deciding::new(loaded.case.as_ref().clone(), context);
    Ok(question(&deciding).map_err(Refusal::Case)?)
}

/// A request for review, by code or on paper.
pub(super) struct Asking<'a> {
    pub by: By,
    /// The authority above.
    pub to: AuthorityId,
    pub channel: Channel,
    /// When it came, where that was earlier: its clock starts there.
    pub received: Option<Instant>,
    /// When it was made, where that was earlier: whether it is late goes by that.
    pub late: Option<Instant>,
    pub reasons: &'a str,
    pub requests: &'a [u8],
    /// A file that goes to the case above, and by whose act.
    pub filing: Option<(&'a Filing, Actor)>,
}

impl Asking<'_> {
    /// Registers it above, and records it on the petition that was answered.
    pub(super) fn file(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        loaded: &Loaded,
        decide: impl FnOnce(&mut Deciding<'_>) -> Result<(), CaseRefusal>,
    ) -> Result<Acted, AppError> {
        let place = (loaded.authority.row.id, loaded.case.id);
        let (petition, number) = self.register(transaction, shared, loaded)?;
        let (case, events) = {
            let slot = transaction.next_slot(place.0)?;
            let bar = loaded.bar(&shared.key);
            let at = (slot.recorded_at, slot.position);
            let mut context = loaded.context(self.by, at, Reach::NoChannel, &bar, &[]);
            context.became = Some((self.to, petition, number));
            let mut deciding = Deciding::new(loaded.case.as_ref().clone(), context);
            decide(&mut deciding).map_err(Refusal::Case)?;
            deciding.into_parts()
        };
        let kinds: Vec<&'static str> = events.iter().map(|one| one.event.kind()).collect();
        let keys = keyring(&mut transaction.reader()?, shared, place.0, place.1)?;
        apply(transaction, shared, place, Some(&keys), events)?;
        transaction.copy_tracking_codes(place, (self.to, petition))?;
        Ok(Acted {
            became: Some(number.to_string()),
            ..Acted::of(&case, &kinds)
        })
    }

    /// The case at the authority above: own number, own keys, its clock from when the request came.
    fn register(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        loaded: &Loaded,
    ) -> Result<(PetitionId, PetitionNumber), AppError> {
        let old = (loaded.authority.row.id, loaded.case.id);
        let opened = Opened::read(&mut transaction.reader()?, shared, old.0, old.1)?;
        let answer = match &loaded.case.answer {
            Some(facts) => opened.words_at(facts.draft)?.answer.unwrap_or_default(),
            None => AnswerDraft::default(),
        };
        let brought = Brought::of(&opened)?;
        let submission = submission(loaded, brought, self.requests)?;
        let registered =
            carry::registration(transaction, shared, self.to, self.channel, &submission)?;
        let number = registered.number;
        let event = PetitionRegistered {
            // What is owed is the review alone: it opens with the reasons.
            opened: Vec::new(),
            ..registered
        };
        let words = (&submission.text, submission.identity.as_ref());
        // Never later than its own row.
        let now = transaction.next_slot(self.to)?.recorded_at;
        let came = self.received.filter(|at| *at < now);
        let begun = (self.to, came);
        let Begun { petition, keys, .. } = carry::begin(transaction, shared, begun, event, words)?;
        let place = (self.to, petition);
        let case = Loaded::known(transaction, shared, place)?;
        let slot = transaction.next_slot(self.to)?;
        let of = ReviewOf {
            from: old.0,
            petition: old.1,
            number: loaded.case.number,
            late: loaded.case.is_review_late(self.late.unwrap_or(now)),
        };
        let events = {
            let bar = case.bar(&shared.key);
            let context = case.context(
                By::System,
                (slot.recorded_at, slot.position),
                Reach::NoChannel,
                &bar,
                &[],
            );
            let mut deciding = Deciding::new(case.case.as_ref().clone(), context);
            let received = deciding.receive_review(
                (of, came.unwrap_or(slot.recorded_at)),
                self.reasons,
                &answer,
            );
            received.map_err(Refusal::Case)?;
            deciding.into_events()
        };
        apply(transaction, shared, place, Some(&keys), events)?;
        notice_wish::keep(transaction, shared, (place, &keys), submission.notices)?;
        carry::follow(transaction, shared, (old, &opened), (place, &keys))?;
        if let Some((filing, by)) = self.filing {
            filing.keep(transaction, shared, place, by, &keys)?;
        }
        Ok((petition, number))
    }
}

/// As it was brought, with the requests that are to be looked at again.
fn submission(loaded: &Loaded, brought: Brought, wanted: &[u8]) -> Result<Submission, AppError> {
    let case = &loaded.case;
    let all = brought.requests;
    let unknown = |nth: &u8| usize::from(*nth) >= all.len();
    if wanted.iter().any(unknown) {
        let allowed = (0..all.len()).map(|nth| nth.to_string()).collect();
        return Err(AppError::field(
            "requests",
            FieldProblem::NotOneOf { allowed },
        ));
    }
    let is_wanted =
        |nth: usize| wanted.is_empty() || wanted.iter().any(|one| usize::from(*one) == nth);
    let requests = all.into_iter().enumerate();
    let requests = requests.filter(|(nth, _)| is_wanted(*nth));
    Ok(Submission {
        class: case.class,
        category: case.category.clone(),
        place: None,
        language: brought.language,
        who: case.who,
        misconduct: case.restricted,
        identity: brought.identity,
        text: PetitionText {
            requests: requests.map(|(_, text)| text).collect(),
            ..brought.text
        },
        notices: brought.notices,
    })
}

/// Records on the petition that was answered what the review decided about it.
pub(super) fn settle(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    place: (AuthorityId, PetitionId),
) -> Result<(), AppError> {
    let decided = Loaded::known(transaction, shared, place)?.case;
    let outcome = decided.answer.as_ref().and_then(|answer| answer.review);
    let (Some(of), Some(outcome)) = (decided.review_of, outcome) else {
        return Ok(());
    };
    let before = Loaded::known(transaction, shared, (of.from, of.petition))?;
    let slot = transaction.next_slot(of.from)?;
    let events = {
        let bar = before.bar(&shared.key);
        let at = (slot.recorded_at, slot.position);
        let context = before.context(By::System, at, Reach::NoChannel, &bar, &[]);
        let mut deciding = Deciding::new(before.case.as_ref().clone(), context);
        let settled = deciding.review_settled(decided.number, outcome);
        settled.map_err(Refusal::Case)?;
        deciding.into_events()
    };
    apply(transaction, shared, (of.from, of.petition), None, events)?;
    Ok(())
}

/// What a case reviews, for staff of the authority that decides.
pub(super) fn view(
    shared: &Shared,
    loaded: &Loaded,
    opened: &Opened,
) -> Result<Option<ReviewView>, AppError> {
    let Some(of) = loaded.case.review_of else {
        return Ok(None);
    };
    let is_it = |event: &Event| matches!(event, Event::ReviewReceived(_));
    let words = opened.last_of(is_it)?.unwrap_or_default();
    let rules = shared.rules();
    let before = rules.authority(of.from);
    Ok(Some(ReviewView {
        authority: before.map_or_else(Bilingual::default, |one| one.row.name.clone()),
        number: of.number.to_string(),
        late: of.late,
        reasons: words.text,
        answer: words.answer.unwrap_or_default(),
    }))
}
