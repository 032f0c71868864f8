//! What is possible now, by where the petition stands; who may is another question, asked in one
//! place of the application.

use super::{By, CodePower, Context, Deciding, Step, refuse};
use crate::event::Document;
use crate::petition::{Action, AnswerStage, Case, CaseRefusal, PetitionState, RefusalCode, Who};
use crate::time::{DAY_MICROS, Instant};

/// For how long a renewed code neither withdraws nor rates, and somebody can object to it (RULES 3.3), in days.
pub const RENEWED_DAYS: i64 = 14;

/// Until when a code that was renewed at an instant neither withdraws nor rates, and somebody can object to it.
pub const fn renewed_until(since: Instant) -> Instant {
    since.plus_micros(RENEWED_DAYS * DAY_MICROS)
}

/// What is possible on a petition now. A page asks for every action there is, so the petition is looked at once.
pub struct Guard<'a>(Deciding<'a>);

impl<'a> Guard<'a> {
    /// For a petition as it stands.
    pub fn new(case: &Case, context: Context<'a>) -> Self {
        Self(Deciding::new(case.clone(), context))
    }

    /// Whether an action is possible; if not, why and what to do instead.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn possible(&self, action: Action) -> Result<(), CaseRefusal> {
        self.0.guard(action)
    }
}

/// What only a code does, never a member of staff for its holder.
const fn is_by_code_alone(action: Action) -> bool {
    matches!(
        action,
        Action::Withdraw | Action::UndoWithdrawal | Action::AcceptService | Action::DisputeTime
    )
}

/// What a code does; everything else is for staff.
const fn guard_petitioner(action: Action) -> Step {
    if is_by_code_alone(action)
        || matches!(
            action,
            Action::Message
                | Action::AddFacts
                | Action::RespondFact
                | Action::Verify
                | Action::ChangeContact
        )
    {
        Ok(())
    } else {
        Err(refuse(RefusalCode::NotYours))
    }
}

impl Deciding<'_> {
    pub(super) fn guard(&self, action: Action) -> Step {
        self.guard_person(action)?;
        self.guard_state(action)
    }

    pub(super) fn guard_person(&self, action: Action) -> Step {
        match self.context.by {
            By::Staff(staff) => {
                let own_part = matches!(action, Action::GiveStatement);
                if self.barred.staff.contains(&staff) && !own_part {
                    return Err(refuse(RefusalCode::RespondentPerson));
                }
                if self.case.recused.contains(&staff) {
                    return Err(refuse(RefusalCode::Recused));
                }
                if is_by_code_alone(action) {
                    return Err(refuse(RefusalCode::CodeOnly));
                }
                Ok(())
            }
            By::Petitioner(power) => self.guard_code(power, action),
            By::System
                if matches!(
                    action,
                    Action::Withdraw
                        | Action::WithdrawOnPaper
                        | Action::ReviewOnPaper
                        | Action::UndoWithdrawal
                ) =>
            {
                Err(refuse(RefusalCode::CodeOnly))
            }
            By::System => Ok(()),
        }
    }

    fn guard_state(&self, action: Action) -> Step {
        use Action as A;
        let case = &self.case;
        let ended = case.state.is_ended();
        match action {
            // Words and people: at any time.
            A::Message
            | A::AddFacts
            | A::Note
            | A::Recuse
            | A::AcceptService
            | A::DisputeTime
            | A::DecideDispute
            | A::DecideProposal
            | A::ChangeContact
            | A::RenewCode
            | A::CorrectBreach
            | A::EarlierTime
            | A::LowerConfidentiality
            | A::Serve
            | A::SetSeal
            | A::WaiveSeal
            | A::GiveStatement
            | A::GiveSupport
            | A::CarryOut
            | A::KeepCommitment
            | A::Acknowledge
            | A::ReportUrgent
            | A::LowerDanger
            | A::Fulfil
            | A::Verify
            | A::MarkRead
            | A::CheckRemedy => self.guard_open(action),
            A::CorrectName => self.guard_name(),
            A::UndoWithdrawal if self.own_leaving().is_some() => Ok(()),
            A::UndoWithdrawal if case.withdrawal.is_none() => {
                Err(refuse(RefusalCode::NotWithdrawing))
            }
            A::UndoWithdrawal => Ok(()),
            A::Unmerge if case.merged_into.is_none() => Err(refuse(RefusalCode::NotMerged)),
            A::Unmerge => Ok(()),
            A::Reopen => self.guard_reopen(),
            A::StateFact | A::RespondFact => self.guard_fact(action),
            A::DeclareDanger => Ok(()),
            // Its answer may be served, or the file be closed.
            A::ReviewOnPaper => self.guard_review(),
            // In a group each leaves only for himself; nobody withdraws for the others (RULES 5.9).
            A::Withdraw if case.is_of_a_group() || self.own_leaving().is_some() => {
                self.guard_leaving()
            }
            A::WithdrawOnPaper if case.is_of_a_group() => self.guard_group_goes_on(),
            // Whoever was merged leaves for himself, like everybody else.
            A::Withdraw | A::WithdrawOnPaper if case.state == PetitionState::Merged => Ok(()),
            _ if ended => Err(refuse(RefusalCode::Ended)),
            A::CorrectEntry if case.typed.is_none() => Err(refuse(RefusalCode::PetitionersWords)),
            A::CorrectEntry | A::TellApart | A::NameRespondents | A::ListRequests => Ok(()),
            A::Merge | A::Split if case.review_of.is_some() => Err(refuse(RefusalCode::WrongState)),
            A::Withdraw | A::WithdrawOnPaper | A::Merge if case.withdrawal.is_some() => {
                Err(refuse(RefusalCode::WrongState))
            }
            A::Withdraw | A::WithdrawOnPaper | A::Merge | A::Instruct | A::Commit => Ok(()),
            A::Split => self.guard_split(),
            A::Close => self.guard_close(),
            A::Draft | A::Submit | A::ReturnAnswer | A::Approve | A::Issue => {
                self.guard_answer(action)
            }
            _ => self.guard_way(action),
        }
    }

    fn guard_code(&self, power: CodePower, action: Action) -> Step {
        let left = |nth: u8| self.case.group.left.contains(&nth);
        match power {
            CodePower::View => Err(refuse(RefusalCode::ViewCode)),
            // Whoever left speaks for the group no more, and may see what becomes of it.
            _ if power.representative().is_some_and(left) => Err(refuse(RefusalCode::ViewCode)),
            CodePower::Renewed { since, .. }
                if action == Action::Withdraw && self.context.now < renewed_until(since) =>
            {
                Err(refuse(RefusalCode::RenewedCode))
            }
            _ => guard_petitioner(action),
        }
    }

    /// Nobody gets a name who left none, and what the petitioner typed is nobody's to correct (Art 19(1)).
    fn guard_name(&self) -> Step {
        match self.case.who {
            Who::Anonymous => Err(refuse(RefusalCode::NoName)),
            _ if self.case.typed.is_none() => Err(refuse(RefusalCode::PetitionersWords)),
            _ => Ok(()),
        }
    }

    /// What ended by mistake, or too early.
    fn guard_reopen(&self) -> Step {
        match self.case.state {
            PetitionState::Closed
            | PetitionState::Declined
            | PetitionState::Redirected
            | PetitionState::Referred
            | PetitionState::Verified => Ok(()),
            _ => Err(refuse(RefusalCode::WrongState)),
        }
    }

    /// Steps that need something open.
    fn guard_open(&self, action: Action) -> Step {
        let case = &self.case;
        let is = |there: bool, code| if there { Ok(()) } else { Err(refuse(code)) };
        match action {
            Action::Serve | Action::AcceptService | Action::EarlierTime => self.guard_service(),
            Action::SetSeal | Action::WaiveSeal => self.guard_seal(action),
            Action::DecideProposal => is(!case.proposals.is_empty(), RefusalCode::NoProposal),
            Action::DecideDispute => is(!case.disputes.is_empty(), RefusalCode::NoDispute),
            Action::GiveStatement | Action::GiveSupport => {
                let support = action == Action::GiveSupport;
                let open = case
                    .asked
                    .values()
                    .any(|asked| asked.support == support && asked.given.is_none());
                is(open, RefusalCode::NothingAsked)
            }
            Action::CarryOut => is(
                case.instructions.values().any(|done| !done),
                RefusalCode::NoInstruction,
            ),
            Action::KeepCommitment => is(
                case.commitments.values().any(|done| !done),
                RefusalCode::NoCommitment,
            ),
            Action::MarkRead => is(case.unread_since.is_some(), RefusalCode::NoMessage),
            Action::Acknowledge => is(
                case.owed
                    .values()
                    .any(|owed| owed.is_open() && owed.step > 0),
                RefusalCode::NotADuty,
            ),
            Action::ReportUrgent => is(
                case.open_term("urgent-report").is_some(),
                RefusalCode::NoDanger,
            ),
            Action::LowerDanger => is(case.danger, RefusalCode::NoDanger),
            Action::Fulfil => is(case.open_term("remedy").is_some(), RefusalCode::NoRemedy),
            Action::Verify => is(
                case.answer
                    .as_ref()
                    .is_some_and(|answer| !answer.fulfilled.is_empty()),
                RefusalCode::NoRemedy,
            ),
            Action::CheckRemedy => is(
                case.open_term("check-remedy").is_some(),
                RefusalCode::NoRemedy,
            ),
            Action::CorrectBreach => is(
                case.owed
                    .values()
                    .any(|owed| owed.breached_at.is_some() && !owed.corrected),
                RefusalCode::NotADuty,
            ),
            Action::LowerConfidentiality => is(case.restricted, RefusalCode::WrongState),
            _ => Ok(()),
        }
    }

    pub(super) fn answer_unreceived(&self) -> bool {
        self.case
            .answer
            .as_ref()
            .is_some_and(|answer| answer.stage == AnswerStage::Served)
    }

    fn guard_close(&self) -> Step {
        if self.case.is_answered() && self.case.open_duties().is_empty() {
            return Ok(());
        }
        let code = if self.case.is_answered() {
            RefusalCode::StillOwed
        } else {
            RefusalCode::WrongState
        };
        Err(refuse(code))
    }

    fn guard_answer(&self, action: Action) -> Step {
        let stage = self.case.answer.as_ref().map(|answer| answer.stage);
        let fits = match action {
            Action::Draft => {
                let owed = self.case.is_accepted() || self.owes_an_answer();
                let owed = owed || self.case.review_of.is_some();
                if !owed || self.case.is_objected() {
                    return Err(refuse(RefusalCode::WrongState));
                }
                if !self.class_is_answered() {
                    return Err(refuse(RefusalCode::OtherRoute));
                }
                // What waits for approval is returned first.
                stage
                    .is_none_or(|stage| matches!(stage, AnswerStage::Draft | AnswerStage::Approved))
            }
            Action::Submit => stage == Some(AnswerStage::Draft),
            Action::ReturnAnswer => {
                matches!(stage, Some(AnswerStage::Submitted | AnswerStage::Approved))
            }
            Action::Approve => stage == Some(AnswerStage::Submitted),
            Action::Issue => stage == Some(AnswerStage::Approved),
            _ => true,
        };
        if fits {
            Ok(())
        } else {
            Err(refuse(RefusalCode::NoDraft))
        }
    }

    /// Sorting, handing over and work in hand.
    fn guard_way(&self, action: Action) -> Step {
        use Action as A;
        let case = &self.case;
        let waits = case.receiver.is_some();
        let objected = case.is_objected();
        let notice = |document| case.pending.contains_key(&document);
        // A review is decided where it came to, and its class is that of the answer.
        let reviews = case.review_of.is_some();
        let redirected = notice(Document::Decline) || notice(Document::Redirect);
        let fits = match action {
            A::Classify => !case.is_answered() && !reviews && !case.answers_again(),
            A::Accept => {
                // After a lapse the notice is owed still.
                let told =
                    notice(Document::Acceptance) || case.served.contains_key(&Document::Acceptance);
                let late = case.lapsed && !told && !case.is_answered();
                (!case.is_accepted() || late) && !objected && !redirected && !reviews
            }
            A::Decline | A::Redirect => {
                (!case.is_accepted() || case.lapsed || !self.class_is_answered())
                    && !objected
                    && !case.is_answered()
                    && !reviews
                    && !case.answers_again()
            }
            A::Transfer | A::Assign => !objected && !case.is_answered() && !reviews,
            A::Receive => waits && !objected,
            A::Recall => waits && !objected && !case.is_accepted(),
            A::Object => {
                if waits && case.open_term("objection").is_none() {
                    return Err(refuse(RefusalCode::WindowOver));
                }
                waits && !objected
            }
            A::SettleObjection => objected,
            A::Take | A::NameHandler => {
                (case.sorted || !self.context.rules.rulebook.classes) && !objected
            }
            A::AskExtension => {
                let owes = self.owes_an_answer() && !case.is_answered();
                if owes {
                    self.extendable()?;
                }
                owes
            }
            A::DecideExtension => case.extension_asked.is_some(),
            A::Suspend => case
                .owed
                .values()
                .any(|owed| owed.is_open_duty() && owed.paused.is_none()),
            A::Resume => {
                if !case.owed.values().any(|owed| owed.paused.is_some()) {
                    return Err(refuse(RefusalCode::NotSuspended));
                }
                true
            }
            A::AskStatement | A::AskSupport => {
                (case.sorted || !self.context.rules.rulebook.classes) && !case.is_answered()
            }
            _ => true,
        };
        if fits {
            Ok(())
        } else {
            Err(refuse(RefusalCode::WrongState))
        }
    }
}
