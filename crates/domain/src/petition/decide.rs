//! Decides: petition + command + now + rules → events or a refusal (RULES 5). Pure.

mod answer;
mod clock;
mod commitment;
mod contact;
mod dispute;
mod effects;
mod fact;
mod guard;
mod ladder;
mod leave;
mod matter;
mod merge;
mod official_seal;
mod pass;
mod posts;
mod proposal;
mod rating;
mod remedy;
mod review;
mod serve;
mod sort;
mod split;
mod ticker;
mod withdraw;
mod words;

pub use effects::consequences;
pub use fact::FACT_CHARACTERS_MAX;
pub use guard::{Guard, RENEWED_DAYS, renewed_until};
pub use review::PaperTimes;
pub use split::register_split;
pub use ticker::tick;

use super::{AnswerDraft, Case, CaseRefusal, Command, Identity, Recorded, RefusalCode};
use crate::calendar::WorkCalendar;
use crate::event::{Actor, Event, EventText};
use crate::ids::{AuthorityId, PetitionId, Position, PostId, StaffId, UnitId};
use crate::number::PetitionNumber;
use crate::organisation::Organisation;
use crate::rulebook::Rulebook;
use crate::time::{Instant, Zone};
use std::collections::BTreeSet;

/// How a notice reaches the petitioner (RULES 5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nobody knows who it is: the tracking page is the service.
    Anonymous,
    /// A contact was given whose channel can accept a notice.
    Channel,
    /// A name, but no such contact: handed over, signed for, or opened.
    NoChannel,
}

/// By whose act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A member of staff.
    Staff(StaffId),
    /// Whoever holds a code of the petition.
    Petitioner(CodePower),
    /// Huiyin itself.
    System,
}

/// What a code may do (RULES 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePower {
    /// Views.
    View,
    /// Acts.
    Acting,
    /// Acts, as the nth of those who speak for a group; the first is 0. He withdraws for himself alone.
    Representative(u8),
    /// Acts, and replaced a lost one.
    Renewed {
        /// When it did.
        since: Instant,
        /// Whose it is, where several speak for a group; the first is 0.
        representative: Option<u8>,
    },
}

impl CodePower {
    /// Which of those who speak for a group acts by it, the first being 0; none where it says of nobody in
    /// particular whose it is.
    pub const fn representative(self) -> Option<u8> {
        match self {
            Self::Representative(nth) => Some(nth),
            Self::Renewed { representative, .. } => representative,
            Self::View | Self::Acting => None,
        }
    }
}

impl By {
    /// As the journal says it.
    pub const fn actor(self) -> Actor {
        match self {
            Self::Staff(staff) => Actor::Staff(staff),
            Self::Petitioner(_) => Actor::Public,
            Self::System => Actor::System,
        }
    }

    /// The member of staff, if it is one.
    pub const fn staff(self) -> Option<StaffId> {
        match self {
            Self::Staff(staff) => Some(staff),
            _ => None,
        }
    }
}

/// A unit or post that a petition complains of, before it is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarTarget {
    /// A unit, with everything under it.
    Unit(UnitId),
    /// A post, with who acts for it.
    Post(PostId),
}

/// The rules that a petition runs under.
#[derive(Clone, Copy)]
pub struct RuleSet<'a> {
    /// The rulebook, in the petition's version.
    pub rulebook: &'a Rulebook,
    /// The authority's own rules of handling.
    pub house: &'a Rulebook,
    /// The calendar of the rulebook, as loaded last.
    pub calendar: &'a WorkCalendar,
    /// The zone in which its days are counted.
    pub zone: &'a Zone,
}

/// What a decision needs to know beside the petition.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Now, as the next row will record it.
    pub now: Instant,
    /// The position that the first event gets.
    pub next: Position,
    /// By whose act.
    pub by: By,
    /// The rules.
    pub rules: RuleSet<'a>,
    /// Units, posts and staff.
    pub organisation: &'a Organisation,
    /// How a notice reaches the petitioner.
    pub reach: Reach,
    /// Turns a unit or post into the keyed hash that stands in the journal.
    pub bar: &'a dyn Fn(BarTarget) -> String,
    /// What the draft on record lacks ([`crate::petition::AnswerDraft::missing`]).
    pub draft_missing: &'a [String],
    /// The answer that a review set aside, where one is drafted anew.
    pub set_aside: Option<&'a AnswerDraft>,
    /// The other petition of a merger, or the one that is told apart.
    pub other: Option<&'a Case>,
    /// Who brought it and how they are reached, where a contact or a name is about to be changed.
    pub identity: Option<&'a Identity>,
    /// What a petition became elsewhere, for a handover or a split.
    pub became: Option<(AuthorityId, PetitionId, PetitionNumber)>,
}

/// An event that was decided, to be recorded at the next position.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// When it happened.
    pub effective_at: Instant,
    /// By whose act.
    pub by: Actor,
    /// What happened.
    pub event: Event,
    /// Its sealed words.
    pub text: Option<EventText>,
    /// Who brought it and how they are reached from now on, sealed too; only where that changed.
    pub identity: Option<Identity>,
}

/// Who must not have anything to do with a petition because it complains of them (RULES 4.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Barred {
    /// Units, with all under them.
    pub units: BTreeSet<UnitId>,
    /// Posts.
    pub posts: BTreeSet<PostId>,
    /// Members of staff.
    pub staff: BTreeSet<StaffId>,
}

impl Barred {
    /// Works it out from the petition's bars.
    pub fn of(case: &Case, organisation: &Organisation, bar: &dyn Fn(BarTarget) -> String) -> Self {
        let mut barred = Self::default();
        if case.bars.is_empty() {
            return barred;
        }
        let named: BTreeSet<UnitId> = organisation
            .units
            .keys()
            .copied()
            .filter(|unit| case.bars.contains(&bar(BarTarget::Unit(*unit))))
            .collect();
        for unit in organisation.units.keys() {
            if organisation
                .chain(*unit)
                .iter()
                .any(|one| named.contains(one))
            {
                barred.units.insert(*unit);
            }
        }
        for post in organisation.posts.values() {
            if barred.units.contains(&post.unit)
                || case.bars.contains(&bar(BarTarget::Post(post.id)))
            {
                barred.posts.insert(post.id);
                barred.staff.extend(post.holder);
            }
        }
        for staff in organisation.staff.values() {
            if staff
                .roles
                .iter()
                .any(|(unit, _)| barred.units.contains(unit))
            {
                barred.staff.insert(staff.id);
            }
        }
        barred
    }
}

/// A decision under way: the petition as it is after the events so far.
pub struct Deciding<'a> {
    case: Case,
    context: Context<'a>,
    barred: Barred,
    next: Position,
    events: Vec<Decided>,
    /// What the last draft lacks; the draft's words are sealed, so whoever decides is told.
    draft_missing: Vec<String>,
    /// How whoever brought it is reached after the events so far.
    identity: Identity,
}

type Step = Result<(), CaseRefusal>;

/// Decides one command.
///
/// # Errors
/// [`CaseRefusal`], which says why and what to do instead; nothing has happened.
pub fn decide(
    case: Case,
    context: Context<'_>,
    command: &Command,
) -> Result<Vec<Decided>, CaseRefusal> {
    let mut deciding = Deciding::new(case, context);
    deciding.run(command)?;
    Ok(deciding.events)
}

impl<'a> Deciding<'a> {
    /// Begins with a petition.
    pub fn new(case: Case, context: Context<'a>) -> Self {
        let barred = Barred::of(&case, context.organisation, context.bar);
        Self {
            next: context.next,
            draft_missing: context.draft_missing.to_vec(),
            identity: context.identity.cloned().unwrap_or_default(),
            case,
            context,
            barred,
            events: Vec::new(),
        }
    }

    /// Decides one more command; several make one whole, refused together (RULES 5.6).
    ///
    /// # Errors
    /// As [`decide`].
    pub fn run(&mut self, command: &Command) -> Step {
        self.guard(command.action())?;
        self.guard_words(command)?;
        match command {
            Command::Classify {
                class,
                branch,
                category,
                reason,
            } => self.classify(*class, *branch, category.clone(), reason),
            Command::NameRespondents {
                units,
                posts,
                words,
            } => self.name_respondents(units, posts, words),
            Command::ListRequests { requests } => self.list_requests(requests),
            Command::Accept { notice } => self.accept(notice),
            Command::Decline { reason, notice } => self.decline(*reason, notice),
            Command::Redirect {
                route,
                limit,
                notice,
            } => self.redirect(*route, *limit, notice),
            Command::Transfer { to, reason } => self.pass(*to, None, reason, false),
            Command::Assign { to, limit, reason } => self.pass(*to, *limit, reason, true),
            Command::Receive => self.receive(),
            Command::Recall { reason } => self.recall(reason),
            Command::Object { reason } => self.object(reason),
            Command::SettleObjection { uphold, reason } => self.settle(*uphold, reason),
            Command::Take => self.take(),
            Command::NameHandler { staff } => self.name_handler(*staff),
            _ => self.run_work(command),
        }
    }

    fn run_work(&mut self, command: &Command) -> Step {
        match command {
            Command::AskExtension { reason } => self.ask_extension(reason),
            Command::DecideExtension { grant, reason } => self.decide_extension(*grant, reason),
            Command::Suspend {
                obligation,
                cause,
                from,
                reason,
            } => self.suspend(*obligation, *cause, *from, reason),
            Command::Resume { obligation, to } => self.resume(*obligation, *to),
            Command::AskStatement { unit, question } => self.ask_unit(*unit, question, None, false),
            Command::AskSupport {
                unit,
                question,
                limit,
            } => self.ask_unit(*unit, question, *limit, true),
            Command::GiveStatement { asked, text } => self.give(*asked, text, false),
            Command::GiveSupport { asked, text } => self.give(*asked, text, true),
            Command::Instruct { text, limit } => self.instruct(text, *limit),
            Command::CarryOut { given, text } => self.carry_out(*given, text),
            Command::Commit { text, post, limit } => self.commit(text, *post, *limit),
            Command::KeepCommitment {
                made,
                kept,
                text,
                proof,
            } => self.keep_commitment((*made, *kept), text, *proof),
            Command::Draft { answer } => self.draft(answer),
            Command::Submit => self.submit(),
            Command::ReturnAnswer { reason } => self.return_answer(reason),
            Command::Approve => self.approve(),
            Command::Issue => self.issue(),
            Command::Serve {
                document,
                way,
                at,
                proof,
            } => self.serve_by_staff(*document, *way, *at, *proof),
            Command::AcceptService { document } => self.accept_service(*document),
            Command::SetSeal { document } => self.set_seal(*document),
            Command::WaiveSeal { document, reason } => self.waive_seal(*document, reason),
            Command::Fulfil { request, text } => self.fulfil(*request, text),
            Command::Verify {
                request,
                agreed,
                text,
            } => self.verify(*request, *agreed, text),
            Command::CheckRemedy {
                request,
                done,
                text,
            } => self.check_remedy(*request, *done, text),
            Command::Close => self.close(),
            Command::Reopen { reason } => self.reopen(reason),
            Command::CorrectEntry { part, text, reason } => self.correct_entry(*part, text, reason),
            _ => self.run_rest(command),
        }
    }

    fn run_rest(&mut self, command: &Command) -> Step {
        match command {
            Command::Withdraw => self.withdraw_by_code(),
            Command::WithdrawOnPaper {
                paper,
                representative,
            } => self.withdraw_on_paper(*paper, *representative),
            Command::UndoWithdrawal => self.undo_withdrawal(),
            Command::ReviewOnPaper {
                reasons,
                received,
                postmark,
                paper,
            } => {
                let times = self.paper_times(*received, *postmark)?;
                self.ask_review(reasons, Some((times, Some(*paper))))
            }
            Command::Merge { into, reason } => self.merge(*into, reason),
            Command::Unmerge { reason } => self.unmerge(reason),
            Command::TellApart { other, reason } => self.tell_apart(*other, reason),
            Command::Split { request, reason } => self.split(*request, reason),
            Command::DeclareDanger { text } => self.declare_danger(text),
            Command::LowerDanger { reason } => self.lower_danger(reason),
            Command::ReportUrgent { text } => self.report_urgent(text),
            Command::Message { text } => self.message(text),
            Command::MarkRead => self.mark_read(),
            Command::AddFacts { text } => self.add_facts(text),
            Command::StateFact { text } => self.state_fact(text),
            Command::RespondFact {
                fact,
                accepted,
                text,
                how,
            } => self.respond_fact((*fact, *accepted), text, *how),
            Command::Note { text } => self.note(text),
            Command::Recuse { reason } => self.recuse(reason),
            Command::ChangeContact {
                part,
                given,
                value,
                how,
                reason,
            } => self.change_contact((*part, *given, value), (*how, reason)),
            Command::CorrectName {
                representative,
                name,
                reason,
            } => self.correct_name(*representative, name, reason),
            Command::Acknowledge { obligation } => self.acknowledge(*obligation),
            Command::DisputeTime { position, text } => self.dispute(*position, text),
            Command::DecideDispute {
                position,
                right,
                reason,
            } => self.decide_dispute(*position, *right, reason),
            other => self.propose_or_decide(other),
        }
    }

    /// The petition as it is now.
    pub const fn case(&self) -> &Case {
        &self.case
    }

    /// The petition as it is now, and what was decided so far.
    pub fn into_parts(self) -> (Case, Vec<Decided>) {
        (self.case, self.events)
    }

    /// What was decided so far.
    pub fn into_events(self) -> Vec<Decided> {
        self.events
    }

    /// Adds an event and applies it.
    fn push(&mut self, event: Event, effective_at: Instant, by: Actor, text: Option<EventText>) {
        let at = Recorded {
            position: self.next,
            recorded_at: self.context.now,
            effective_at,
            by,
        };
        self.case.evolve(&event, at);
        self.next = Position::new(self.next.raw() + 1);
        self.events.push(Decided {
            effective_at,
            by,
            event,
            text: text.filter(|text| !text.is_empty()),
            identity: None,
        });
    }

    /// Adds an event that happens now, by whoever acts.
    fn now(&mut self, event: Event, text: Option<EventText>) {
        self.push(event, self.context.now, self.context.by.actor(), text);
    }

    fn staff(&self) -> Result<StaffId, CaseRefusal> {
        self.context.by.staff().ok_or(refuse(RefusalCode::NotYours))
    }
}

const fn refuse(code: RefusalCode) -> CaseRefusal {
    CaseRefusal::of(code)
}

/// A text that has to say something.
fn needed(text: &str, field: &str) -> Result<EventText, CaseRefusal> {
    if text.trim().is_empty() {
        return Err(CaseRefusal::on(RefusalCode::ReasonNeeded, field));
    }
    Ok(EventText::of(text))
}
