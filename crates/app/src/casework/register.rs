//! Registration by staff: at the counter, by phone, from a letter; on the spot also classified,
//! accepted and answered, all in one command that is refused together (RULES 5.6).

use super::danger::DangerView;
use super::kept::Folded;
use super::tell_staff::tell_staff;
use super::{Loaded, apply, envelope};
use crate::authorise::Principal;
use crate::authorise::petition::{Verdict, Wish, verdict};
use crate::error::{AppError, Refusal};
use crate::files::{FileDraft, Filing};
use crate::huiyin::{Huiyin, Shared};
use crate::notices::queue_recorded;
use crate::queries::obligation::{ObligationView, opened_view};
use crate::record::{Keyring, Recorded};
use crate::rules::Rules;
use crate::{Idempotency, RegisterReply};
use huiyin_domain::event::{Actor, Event};
use huiyin_domain::ids::{AuthorityId, PetitionId, PostId, UnitId};
use huiyin_domain::organisation::Role;
use huiyin_domain::petition::{
    AnswerDraft, By, Case, CaseRefusal, Channel, Class, Command, Deciding, FieldError,
    FieldProblem, RefusalCode, SubmissionDraft, Who,
};
use huiyin_domain::rulebook::Registrar;
use huiyin_domain::time::{Instant, Zone};
use huiyin_store::transaction::Transaction;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What staff know beside the matter itself.
#[derive(Clone, Default)]
pub struct StaffRegistrationDraft {
    /// The matter.
    pub submission: SubmissionDraft,
    /// When it was received, if not now.
    pub received_at: Option<Instant>,
    /// The postmark of a letter.
    pub postmark: Option<Date>,
    /// Another rulebook than the authority's, such as `cn-simple`.
    pub rulebook: Option<String>,
    /// Class and branch, where they are decided at once.
    pub class: Option<(Class, Option<u8>)>,
    /// What the danger is, where people are in danger from the matter.
    pub danger: Option<String>,
    /// Accepts it at once 当场受理.
    pub accept: bool,
    /// Answers it at once 当场答复.
    pub answer: Option<AnswerDraft>,
    /// The scan of the letter, or what was brought; it is on record with the rest or not at all.
    pub scan: Option<FileDraft>,
}

/// A registration by staff and what followed from it.
pub type StaffRegistered = RegisterReply;

/// Where a petition stands after its registration by staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stands {
    /// The word.
    pub state: String,
    /// Its version, for `If-Match`.
    pub version: i64,
    /// What is owed then, soonest first. Whoever registers is told it once, also of a matter that only
    /// named officers may open afterwards (RULES 4.2).
    #[serde(default)]
    pub owed: Vec<ObligationView>,
    /// Who was told of a danger, where one was declared with it.
    #[serde(default)]
    pub danger: Option<DangerView>,
    /// Whether it is for named officers, and not for whoever registered it to open afterwards (RULES 4.2).
    #[serde(default)]
    pub closed: bool,
}

impl Stands {
    fn of(
        case: &Case,
        loaded: &Loaded,
        (rules, shared): (&Rules, &Shared),
    ) -> Result<Self, AppError> {
        let mut open: Vec<_> = case
            .owed
            .values()
            .filter(|one| one.is_open_duty())
            .collect();
        open.sort_by_key(|one| one.opened.due_at);
        let owed = open.into_iter().map(|one| {
            let under = (&one.rulebook, &one.calendar);
            opened_view(rules, &loaded.authority, under, &one.opened, &shared.words)
        });
        Ok(Self {
            state: case.state.word().to_owned(),
            version: case.seen_now().raw(),
            owed: owed.collect::<Result<_, _>>()?,
            danger: None,
            closed: false,
        })
    }
}

/// Staff's part of a registration, as its command carries it.
pub(crate) struct ByStaff {
    pub(crate) who: Principal,
    pub(crate) received: Option<Instant>,
    postmark: Option<Date>,
    pub(crate) rulebook: Option<String>,
    commands: Vec<Command>,
    scan: Option<Filing>,
}

impl Huiyin {
    /// Registers as a member of staff.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] without the role of a clerk, [`Refusal::Fields`], [`Refusal::Case`] of
    /// a step on the spot, or a failure of the store; then nothing is on record.
    pub async fn register_as_staff(
        &self,
        who: &Principal,
        draft: StaffRegistrationDraft,
        channel: Channel,
        idempotency: Option<Idempotency>,
    ) -> Result<RegisterReply, AppError> {
        let rules = self.rules();
        let authority = rules.authority(who.authority).ok_or(Refusal::NotAllowed)?;
        if draft
            .rulebook
            .as_deref()
            .is_some_and(|id| id == super::HOUSE || rules.rulebook(id).is_none())
        {
            return Err(AppError::field(
                "rulebook",
                FieldProblem::NotOneOf {
                    allowed: Vec::new(),
                },
            ));
        }
        let staff = ByStaff {
            who: who.clone(),
            received: draft.received_at,
            postmark: draft.postmark,
            rulebook: draft.rulebook.clone(),
            commands: commands(&draft),
            scan: draft.scan.map(Filing::of).transpose()?,
        };
        let mut submission = draft.submission;
        let wrong = staff.wrong_days(self.now(), &authority.zone);
        submission.refused.extend(wrong);
        self.register_by(authority, submission, channel, idempotency, Some(staff))
            .await
    }
}

fn commands(draft: &StaffRegistrationDraft) -> Vec<Command> {
    let mut all = Vec::new();
    if let Some(text) = &draft.danger {
        all.push(Command::DeclareDanger { text: text.clone() });
    }
    if let Some((class, branch)) = draft.class {
        all.push(Command::Classify {
            class,
            branch,
            category: None,
            reason: String::new(),
        });
    }
    if draft.accept || draft.answer.is_some() {
        all.push(Command::Accept {
            notice: String::new(),
        });
    }
    if let Some(answer) = &draft.answer {
        all.extend([
            Command::Draft {
                answer: answer.clone(),
            },
            Command::Submit,
            Command::Approve,
            Command::Issue,
        ]);
    }
    all
}

impl ByStaff {
    /// Registers what was told here and now, with no step on the spot.
    pub(crate) fn plain(who: &Principal) -> Self {
        Self {
            who: who.clone(),
            received: None,
            postmark: None,
            rulebook: None,
            commands: Vec::new(),
            scan: None,
        }
    }

    /// Whom it complains of is known already: they are named with the registration, so that nobody of
    /// them is ever its owner or opens it (RULES 4.1).
    pub(crate) fn naming(
        mut self,
        units: Vec<UnitId>,
        posts: Vec<PostId>,
        words: Vec<String>,
    ) -> Self {
        if !units.is_empty() || !posts.is_empty() {
            self.commands.push(Command::NameRespondents {
                units,
                posts,
                words,
            });
        }
        self
    }

    /// It goes to another unit at once, with the same dates; not where that unit registers it.
    pub(crate) fn assigning(mut self, to: Option<UnitId>) -> Self {
        let other = |unit: &UnitId| !self.who.roles.iter().any(|(own, _)| own == unit);
        if let Some(to) = to.filter(other) {
            self.commands.push(Command::Assign {
                to,
                limit: None,
                reason: String::new(),
            });
        }
        self
    }

    /// When it was received.
    pub(crate) fn received_at(&self, now: Instant) -> Result<Instant, AppError> {
        match self.received {
            Some(at) if at > now => Err(AppError::field("received_at", FieldProblem::InTheFuture)),
            Some(at) => Ok(at),
            None => Ok(now),
        }
    }

    /// The postmark, which cannot be later than the day on which the letter came.
    pub(crate) fn postmark(
        &self,
        received: Instant,
        zone: &Zone,
    ) -> Result<Option<Date>, AppError> {
        match self.postmark {
            Some(day) if day > received.date_in(zone) => {
                Err(AppError::field("postmark", FieldProblem::AfterReceipt))
            }
            day => Ok(day),
        }
    }

    /// What is wrong with its days, so that it is told together with what is wrong with the rest.
    fn wrong_days(&self, now: Instant, zone: &Zone) -> Vec<FieldError> {
        let received = self.received_at(now);
        let postmark = self.postmark(received.as_ref().copied().unwrap_or(now), zone);
        let wrong = [received.err(), postmark.err()];
        let fields = wrong.into_iter().flatten().map(|error| match error {
            AppError::Refused(Refusal::Fields(fields)) => fields,
            _ => Vec::new(),
        });
        fields.flatten().collect()
    }

    /// The unit that registers: the one in which whoever acts is a clerk.
    pub(crate) fn registrar(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        authority: AuthorityId,
    ) -> Result<(UnitId, Registrar), AppError> {
        let organisation = shared.organisation_in(transaction, authority)?;
        let who =
            Principal::of(&organisation, authority, self.who.staff).ok_or(Refusal::NotAllowed)?;
        let mut units = who
            .roles
            .iter()
            .filter(|(_, role)| *role == Role::Clerk)
            .map(|(unit, _)| *unit);
        let unit = units
            .find(|unit| organisation.answers(*unit))
            .ok_or(Refusal::NotAllowed)?;
        let registrar = if organisation.is_petition_office(unit) {
            Registrar::PetitionOffice
        } else {
            Registrar::OtherOrgan
        };
        Ok((unit, registrar))
    }

    /// Takes the steps on the spot, and keeps the scan.
    pub(crate) fn act(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        place: (AuthorityId, PetitionId),
        keys: &Keyring,
        recorded: &Recorded,
    ) -> Result<Stands, AppError> {
        let stands = self.take_steps(transaction, shared, place, keys, recorded)?;
        let Some(scan) = &self.scan else {
            return Ok(stands);
        };
        let by = Actor::Staff(self.who.staff);
        let file = scan.keep(transaction, shared, place, by, keys)?;
        Ok(Stands {
            version: file.raw(),
            ..stands
        })
    }

    /// Says whether it is closed to whoever registered it, as it stands.
    fn closing(&self, stands: Stands, case: &Case, loaded: &Loaded, shared: &Shared) -> Stands {
        let (barred, organisation) = (loaded.barred(&shared.key), &loaded.organisation);
        let found = verdict(&self.who, case, &barred, organisation, Wish::Open);
        Stands {
            closed: found != Verdict::Allowed,
            ..stands
        }
    }

    fn take_steps(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        (authority, petition): (AuthorityId, PetitionId),
        keys: &Keyring,
        recorded: &Recorded,
    ) -> Result<Stands, AppError> {
        let rules = shared.rules_in(transaction)?;
        let organisation = shared.organisation_in(transaction, authority)?;
        let row = envelope(&recorded.open)?;
        let folded = Folded::of(std::iter::once(&row));
        let folded = folded.ok_or(Refusal::Case(CaseRefusal::of(RefusalCode::WrongState)))?;
        let loaded = Loaded::of(&rules, organisation, authority, folded)?;
        if self.commands.is_empty() {
            let stands = Stands::of(&loaded.case, &loaded, (&rules, shared))?;
            return Ok(self.closing(stands, &loaded.case, &loaded, shared));
        }
        let reach = loaded.reach(&mut transaction.reader()?, shared, keys)?;
        let slot = transaction.next_slot(authority)?;
        let bar = loaded.bar(&shared.key);
        let by = By::Staff(self.who.staff);
        let context = loaded.context(by, (slot.recorded_at, slot.position), reach, &bar, &[]);
        let mut deciding = Deciding::new(loaded.case.as_ref().clone(), context);
        for command in &self.commands {
            let wish = Wish::Step(command.action());
            if !is_told_with_it(command) && loaded.permit(&self.who, &shared.key, wish).is_err() {
                return Err(Refusal::NotAllowed.into());
            }
            deciding.run(command).map_err(Refusal::Case)?;
        }
        let in_hand = loaded.case.who != Who::Anonymous && loaded.case.channel == Channel::Visit;
        if in_hand {
            hand_over_now(&mut deciding)?;
        }
        let stands = Stands::of(deciding.case(), &loaded, (&rules, shared))?;
        let stands = self.closing(stands, deciding.case(), &loaded, shared);
        let (case, events) = deciding.into_parts();
        let place = (authority, petition);
        let recorded = apply(transaction, shared, place, Some(keys), events)?;
        loaded.becomes(shared, case, &recorded);
        if !in_hand {
            queue_recorded(transaction, place, reach, &recorded)?;
        }
        tell_staff(transaction, shared, &loaded, &recorded)?;
        let danger = recorded.iter().find_map(|one| match &one.event {
            Event::DangerDeclared(danger) => {
                Some(DangerView::of(&loaded, danger, one.slot.recorded_at))
            }
            _ => None,
        });
        Ok(Stands { danger, ..stands })
    }
}

/// Class and danger are told with the matter itself, so whoever registers it says them. All else on a
/// restricted matter is its named officers' from the first instant (RULES 4.2).
const fn is_told_with_it(command: &Command) -> bool {
    matches!(
        command,
        Command::Classify { .. } | Command::DeclareDanger { .. }
    )
}

/// On the spot the notices are handed over in person, there and then, but for those that wait for the seal.
fn hand_over_now(deciding: &mut Deciding<'_>) -> Result<(), AppError> {
    let pending: Vec<_> = deciding.case().to_serve().collect();
    for document in pending {
        let serve = Command::Serve {
            document,
            way: huiyin_domain::event::ServiceWay::HandedOver,
            at: None,
            proof: None,
        };
        deciding.run(&serve).map_err(Refusal::Case)?;
    }
    Ok(())
}
