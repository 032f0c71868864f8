//! One or several steps on a petition, as one whole: all of it is recorded, or nothing.

use super::open::find;
use super::petitioner::opened_alike;
use super::tell_staff::tell_staff;
use super::{Loaded, apply, contact, guard, keyring, review, split};
use crate::Idempotency;
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use crate::notices::queue_recorded;
use crate::once::{Once, OnceOnly};
use crate::record::Keyring;
use huiyin_domain::event::EventText;
use huiyin_domain::ids::{AuthorityId, PetitionId, Position};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Action, AnswerDraft, By, Case, CodePower, Command, Deciding, Reach};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What became of a petition by a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Acted {
    /// Its number.
    pub number: String,
    /// Where it stands now.
    pub state: String,
    /// Its version now, for the next `If-Match`.
    pub version: i64,
    /// The events that were recorded.
    pub events: Vec<String>,
    /// A code that replaces a lost one; shown here only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tracking_code: Option<String>,
    /// The number of the petition that a request of it, or the whole of it, became.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub became: Option<String>,
}

impl Acted {
    pub(crate) fn of(case: &Case, events: &[&'static str]) -> Self {
        Self {
            number: case.number.to_string(),
            state: case.state.word().to_owned(),
            version: case.seen_now().raw(),
            events: events.iter().map(|kind| (*kind).to_owned()).collect(),
            tracking_code: None,
            became: None,
        }
    }
}

impl Huiyin {
    /// Takes steps on a petition as a member of staff. `version` is the one that they saw: if somebody
    /// changed it since, nothing is done.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], [`Refusal::NotAllowed`], [`Refusal::ChangedMeanwhile`],
    /// [`Refusal::Case`], or a failure of the store; then nothing is recorded.
    pub async fn act(
        &self,
        who: &Principal,
        number: PetitionNumber,
        commands: Vec<Command>,
        version: Option<Position>,
    ) -> Result<Acted, AppError> {
        let done = self
            .act_once(who, number, (commands, version), None)
            .await?;
        Ok(done.answer)
    }

    /// As [`Huiyin::act`], where what they put on record themselves since they saw `version` is no change by
    /// somebody else: for pages that are saved and worked on.
    ///
    /// # Errors
    /// As [`Huiyin::act`].
    pub async fn act_after_own(
        &self,
        who: &Principal,
        number: PetitionNumber,
        commands: Vec<Command>,
        version: Option<Position>,
    ) -> Result<Acted, AppError> {
        let step = self.step(who, number, commands, version).await?;
        let step = Act {
            own_saves_count: false,
            ..step
        };
        let wish = step.word();
        let done = self.take(step, |step| step).await;
        self.or_on_record((who, number), wish, done).await
    }

    async fn step(
        &self,
        who: &Principal,
        number: PetitionNumber,
        commands: Vec<Command>,
        version: Option<Position>,
    ) -> Result<Act, AppError> {
        Ok(Act {
            other: self.above(who.authority, &commands).await?,
            told: self
                .told_of_renewal(who.authority, number, &commands)
                .await?,
            authority: who.authority,
            number,
            who: who.clone(),
            commands,
            version,
            own_saves_count: true,
            petition: None,
        })
    }

    /// As [`Huiyin::act`], once for an Idempotency-Key (RULES 2.4).
    ///
    /// # Errors
    /// As [`Huiyin::act`], or [`Refusal::IdempotencyKeyReused`].
    pub async fn act_once(
        &self,
        who: &Principal,
        number: PetitionNumber,
        (commands, version): (Vec<Command>, Option<Position>),
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Acted>, AppError> {
        let step = self.step(who, number, commands, version).await?;
        let principal = format!("staff {}", who.staff);
        let (of, key) = (who.authority, idempotency.as_ref());
        let wish = step.word();
        let done = self.take(step, |step| {
            OnceOnly::new(self.shared(), of, principal.clone(), key, step)
        });
        self.or_on_record((who, number), wish, done.await).await
    }

    /// The authorities at which a code opens a petition too that a second person may be about to renew.
    async fn told_of_renewal(
        &self,
        authority: AuthorityId,
        number: PetitionNumber,
        commands: &[Command],
    ) -> Result<Vec<AuthorityId>, AppError> {
        let decides = |one: &Command| one.action() == Action::DecideProposal;
        if !commands.iter().any(decides) {
            return Ok(Vec::new());
        }
        let (shared, ids) = (Arc::clone(self.shared()), self.authority_ids());
        let found = self.store().read(move |reader| {
            let loaded = find(reader, &shared, authority, number)?;
            opened_alike(reader, &ids, (authority, loaded.case.id))
        });
        match found.await {
            Ok(opened) => Ok(opened.into_iter().map(|(at, _)| at).collect()),
            // Whoever may not know of it hears that from the step itself.
            Err(AppError::Refused(_)) => Ok(Vec::new()),
            Err(other) => Err(other),
        }
    }

    /// Sends a step to the writer. What a review decided is told to the authority whose answer it reviews, in
    /// the same transaction; whose that is shows only there, so such a step is sent a second time with its
    /// journal.
    async fn take<C: Job>(
        &self,
        step: Act,
        sent: impl Fn(Act) -> C,
    ) -> Result<C::Outcome, AppError> {
        let again = step.may_decide_review().then(|| step.clone());
        match (self.command(sent(step)).await, again) {
            (Err(AppError::NeedsJournal(other)), Some(step)) => {
                let other = Some(other);
                self.command(sent(Act { other, ..step })).await
            }
            (done, _) => done,
        }
    }

    /// The authority above, where a request for review is recorded.
    async fn above(
        &self,
        authority: AuthorityId,
        commands: &[Command],
    ) -> Result<Option<AuthorityId>, AppError> {
        if !commands
            .iter()
            .any(|one| one.action() == Action::ReviewOnPaper)
        {
            return Ok(None);
        }
        // Who is above may have been told on another node just now.
        self.refreshed().await?;
        let own = self.rules().authority(authority).cloned();
        Ok(own.and_then(|own| own.row.above.authority))
    }
}

#[derive(Clone)]
struct Act {
    /// Another authority whose journal it writes to.
    other: Option<AuthorityId>,
    /// Authorities that are told of a code that is renewed.
    told: Vec<AuthorityId>,
    authority: AuthorityId,
    number: PetitionNumber,
    who: Principal,
    commands: Vec<Command>,
    version: Option<Position>,
    /// Whether a version that they made themselves since is another one.
    own_saves_count: bool,
    petition: Option<PetitionId>,
}

impl Act {
    /// What it is called among what was refused: its first step.
    fn word(&self) -> &'static str {
        let first = self.commands.first();
        first.map_or(Wish::Open.word(), |one| one.action().word())
    }

    /// Whether it may decide a review 复查.
    fn may_decide_review(&self) -> bool {
        self.commands
            .iter()
            .any(|one| one.action() == Action::Issue)
    }
}

impl Job for Act {
    type Outcome = Acted;

    fn authorities(&self) -> Vec<AuthorityId> {
        let told = self.told.iter().copied();
        let all = std::iter::once(self.authority).chain(self.other);
        all.chain(told).collect()
    }

    fn petition(&self) -> Option<PetitionId> {
        self.petition
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Acted, AppError> {
        let loaded = Loaded::numbered(transaction, shared, self.authority, self.number)?;
        self.petition = Some(loaded.case.id);
        let reviewed = loaded.case.review_of.filter(|_| self.may_decide_review());
        if let Some(of) = reviewed
            && !transaction.holds(of.from)
        {
            return Err(AppError::NeedsJournal(of.from));
        }
        let who = loaded.principal_now(&self.who)?;
        if self.commands.is_empty() {
            loaded.permit(&who, &shared.key, Wish::Open)?;
        }
        for command in &self.commands {
            loaded.permit(&who, &shared.key, Wish::Step(command.action()))?;
        }
        let own = (!self.own_saves_count).then_some(&who);
        match own {
            None => loaded.unchanged_since(self.version)?,
            Some(who) => loaded.unchanged_by_others(transaction, self.version, who)?,
        }
        let of_contact = |one: &Command| one.action() == Action::ChangeContact;
        if self.commands.iter().any(of_contact) {
            loaded.contact_unchanged(transaction, self.version, own)?;
        }
        guard::proven(&loaded, &self.commands)?;
        guard::placed(&loaded, &self.commands)?;
        let on_paper = |one: &Command| one.action() == Action::ReviewOnPaper;
        if self.commands.iter().any(on_paper) {
            let step = (self.other, self.commands.as_slice());
            return review::on_paper(transaction, shared, (&loaded, &who), step);
        }
        let doer = Doer::Staff(&who);
        let acted = run(transaction, shared, &loaded, doer, &self.commands)?;
        if acted.events.iter().any(|kind| kind == "ReviewDecided") {
            review::settle(transaction, shared, (self.authority, loaded.case.id))?;
        }
        Ok(acted)
    }
}

/// Whoever takes steps.
#[derive(Clone, Copy)]
pub(crate) enum Doer<'a> {
    /// A member of staff.
    Staff(&'a Principal),
    /// The petitioner, by a code.
    Petitioner(CodePower),
    /// Huiyin itself.
    System,
}

impl<'a> Doer<'a> {
    const fn by(self) -> By {
        match self {
            Self::Staff(who) => By::Staff(who.staff),
            Self::Petitioner(power) => By::Petitioner(power),
            Self::System => By::System,
        }
    }

    const fn staff(self) -> Option<&'a Principal> {
        match self {
            Self::Staff(who) => Some(who),
            Self::Petitioner(_) | Self::System => None,
        }
    }
}

/// Decides and records steps on a loaded petition.
pub(crate) fn run(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    loaded: &Loaded,
    doer: Doer<'_>,
    commands: &[Command],
) -> Result<Acted, AppError> {
    let by = doer.by();
    let place = (loaded.authority.row.id, loaded.case.id);
    let became = split::begin(transaction, shared, loaded, by, commands)?;
    let slot = transaction.next_slot(place.0)?;
    let mut reader = transaction.reader()?;
    let keys = keyring(&mut reader, shared, place.0, place.1)?;
    let reach = if commands.iter().any(tells_the_petitioner) {
        loaded.reach(&mut reader, shared, &keys)?
    } else {
        Reach::NoChannel
    };
    let missing = draft_missing(&mut reader, loaded, &keys, commands)?;
    let set_aside = answer_set_aside(&mut reader, loaded, &keys, commands)?;
    let other = guard::other_of(&mut reader, shared, place, doer.staff(), commands)?;
    let reached = contact::before(&mut reader, loaded, &keys, commands)?;
    let bar = loaded.bar(&shared.key);
    let mut context = loaded.context(by, (slot.recorded_at, slot.position), reach, &bar, &missing);
    context.set_aside = set_aside.as_ref();
    context.identity = reached.as_ref();
    context.other = other.as_ref().map(|other| other.case.as_ref());
    context.became = became
        .as_ref()
        .map(|became| (became.place.0, became.place.1, became.number));
    let mut deciding = Deciding::new(loaded.case.as_ref().clone(), context);
    for command in commands {
        deciding.run(command).map_err(Refusal::Case)?;
    }
    if let Some(became) = &became {
        // The answer addresses those that stay.
        let requests = became.rest.clone();
        let stay = Command::ListRequests { requests };
        deciding.run(&stay).map_err(Refusal::Case)?;
    }
    let (case, decided) = deciding.into_parts();
    let kinds: Vec<&'static str> = decided.iter().map(|one| one.event.kind()).collect();
    let now_reached = contact::after(&decided);
    let recorded = apply(transaction, shared, place, Some(&keys), decided)?;
    let case = loaded.becomes(shared, case, &recorded);
    queue_recorded(transaction, place, reach, &recorded)?;
    let both = (reached.as_ref(), now_reached.as_ref());
    contact::tell(transaction, shared, place, both, &recorded)?;
    tell_staff(transaction, shared, loaded, &recorded)?;
    let code = super::wholes::after(transaction, shared, loaded, &case, &recorded)?;
    Ok(Acted {
        tracking_code: code.map(|code| code.grouped()),
        became: became.map(|became| became.number.to_string()),
        ..Acted::of(&case, &kinds)
    })
}

/// Steps of which the petitioner gets a notice.
fn tells_the_petitioner(command: &Command) -> bool {
    matches!(
        command.action(),
        Action::Message
            | Action::StateFact
            | Action::RenewCode
            | Action::DecideProposal
            | Action::Accept
            | Action::Decline
            | Action::Redirect
            | Action::DecideExtension
            | Action::Issue
            | Action::SetSeal
            | Action::WaiveSeal
            | Action::Fulfil
            | Action::CheckRemedy
            | Action::Commit
            | Action::KeepCommitment
            | Action::Split
    )
}

/// What the draft on record lacks, where a step depends on it.
fn draft_missing(
    reader: &mut huiyin_store::reader::Reader<'_>,
    loaded: &Loaded,
    keys: &Keyring,
    commands: &[Command],
) -> Result<Vec<String>, AppError> {
    let asked = commands
        .iter()
        .any(|one| matches!(one.action(), Action::Submit | Action::Approve));
    let Some(answer) = loaded.case.answer.as_ref().filter(|_| asked) else {
        return Ok(Vec::new());
    };
    let draft =
        text_at(reader, loaded.authority.row.id, answer.draft, keys)?.and_then(|text| text.answer);
    Ok(loaded.case.answer_missing(&draft.unwrap_or_default()))
}

/// The answer that a review set aside, where one is drafted anew.
fn answer_set_aside(
    reader: &mut huiyin_store::reader::Reader<'_>,
    loaded: &Loaded,
    keys: &Keyring,
    commands: &[Command],
) -> Result<Option<AnswerDraft>, AppError> {
    let drafts = commands.iter().any(|one| one.action() == Action::Draft);
    let Some(at) = loaded.case.set_aside.filter(|_| drafts) else {
        return Ok(None);
    };
    let words = text_at(reader, loaded.authority.row.id, at, keys)?;
    Ok(words.and_then(|text| text.answer))
}

/// The sealed words of an event.
pub(crate) fn text_at(
    reader: &mut huiyin_store::reader::Reader<'_>,
    authority: AuthorityId,
    position: Position,
    keys: &Keyring,
) -> Result<Option<EventText>, AppError> {
    let Some(row) = reader.journal_row(authority, position)? else {
        return Ok(None);
    };
    let opened = keys.open_text(&row)?;
    opened
        .map(|opened| super::parse(&opened.plaintext))
        .transpose()
}
