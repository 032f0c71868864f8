//! What is possible now, by where the petition stands; who may is another question, asked in one
//! place of the application.

use super::{By, CodePower, Context, Deciding, Step, refuse};
use crate::petition::{Action, AnswerStage, Case, CaseRefusal, Class, PetitionState, RefusalCode};
use crate::time::DAY_MICROS;

/// For how long a renewed code neither withdraws nor rates (RULES 3.3).
const RENEWED_DAYS: i64 = 14;

/// Whether an action is possible now; if not, why and what to do instead.
///
/// # Errors
/// [`CaseRefusal`].
pub fn possible(case: &Case, context: Context<'_>, action: Action) -> Result<(), CaseRefusal> {
    Deciding::new(case.clone(), context).guard(action)
}

impl Deciding<'_> {
    pub(super) fn guard(&self, action: Action) -> Step {
        self.guard_person(action)?;
        self.guard_state(action)
    }

    fn guard_person(&self, action: Action) -> Step {
        match self.context.by {
            By::Staff(staff) => {
                let own_part = matches!(action, Action::GiveStatement);
                if self.barred.staff.contains(&staff) && !own_part {
                    return Err(refuse(RefusalCode::RespondentPerson));
                }
                if self.case.recused.contains(&staff) {
                    return Err(refuse(RefusalCode::Recused));
                }
                if matches!(action, Action::Withdraw | Action::UndoWithdrawal) {
                    return Err(refuse(RefusalCode::CodeOnly));
                }
                Ok(())
            }
            By::Petitioner(CodePower::View) => Err(refuse(RefusalCode::ViewCode)),
            By::Petitioner(CodePower::Renewed(since)) => {
                let until = since.plus_micros(RENEWED_DAYS * DAY_MICROS);
                if action == Action::Withdraw && self.context.now < until {
                    return Err(refuse(RefusalCode::RenewedCode));
                }
                Ok(())
            }
            By::Petitioner(CodePower::Acting) | By::System => Ok(()),
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
            | A::RenewCode
            | A::CorrectBreach
            | A::EarlierTime
            | A::LowerConfidentiality
            | A::Serve
            | A::GiveStatement
            | A::GiveSupport
            | A::CarryOut
            | A::Acknowledge
            | A::ReportUrgent
            | A::LowerDanger
            | A::Fulfil
            | A::Verify => self.guard_open(action),
            A::UndoWithdrawal if case.withdrawal.is_none() => {
                Err(refuse(RefusalCode::NotWithdrawing))
            }
            A::UndoWithdrawal => Ok(()),
            A::Unmerge if case.merged_into.is_none() => Err(refuse(RefusalCode::NotMerged)),
            A::Unmerge => Ok(()),
            A::Reopen
                if !matches!(
                    case.state,
                    PetitionState::Closed
                        | PetitionState::Declined
                        | PetitionState::Redirected
                        | PetitionState::Referred
                        | PetitionState::Verified
                ) =>
            {
                Err(refuse(RefusalCode::WrongState))
            }
            A::Reopen => Ok(()),
            _ if ended => Err(refuse(RefusalCode::Ended)),
            A::DeclareDanger | A::NameRespondents | A::ListRequests => Ok(()),
            A::Withdraw | A::WithdrawOnPaper if case.withdrawal.is_some() => {
                Err(refuse(RefusalCode::WrongState))
            }
            A::Withdraw | A::WithdrawOnPaper | A::Merge | A::Split | A::Instruct => Ok(()),
            A::Close => self.guard_close(),
            A::Draft | A::Submit | A::ReturnAnswer | A::Approve | A::Issue => {
                self.guard_answer(action)
            }
            _ => self.guard_way(action),
        }
    }

    /// Steps that need something open.
    fn guard_open(&self, action: Action) -> Step {
        let case = &self.case;
        let is = |there: bool, code| if there { Ok(()) } else { Err(refuse(code)) };
        match action {
            Action::Serve => is(
                !case.pending.is_empty() || self.answer_unreceived(),
                RefusalCode::NothingToServe,
            ),
            Action::AcceptService => is(
                !case.pending.is_empty() || self.answer_unreceived(),
                RefusalCode::NothingToServe,
            ),
            Action::EarlierTime => is(
                !case.pending.is_empty() || self.answer_unreceived(),
                RefusalCode::NothingToServe,
            ),
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
                RefusalCode::NothingAsked,
            ),
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
                if !self.case.is_accepted() {
                    return Err(refuse(RefusalCode::WrongState));
                }
                self.guard_answered_class()?;
                stage.is_none_or(|stage| stage < AnswerStage::Issued)
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

    /// Only a class that runs a duty of answering gets one (信访工作条例 Art 31).
    fn guard_answered_class(&self) -> Step {
        let case = &self.case;
        let other = self.context.rules.rulebook.classes
            && match case.class {
                None | Some(Class::Suggestion) => false,
                Some(Class::Disclosure) => true,
                Some(Class::Claim) => case.branch.is_some_and(|branch| branch != 6),
            };
        if other {
            Err(refuse(RefusalCode::OtherRoute))
        } else {
            Ok(())
        }
    }

    /// Sorting, handing over and work in hand.
    fn guard_way(&self, action: Action) -> Step {
        use Action as A;
        let case = &self.case;
        let waits = case.receiver.is_some();
        let objected = case.state == PetitionState::Objected;
        let fits = match action {
            A::Classify => !case.is_answered(),
            A::Accept => {
                !case.is_accepted()
                    && !objected
                    && !case.pending.contains_key(&crate::event::Document::Decline)
            }
            A::Decline | A::Redirect => {
                (!case.is_accepted() || case.state == PetitionState::Lapsed)
                    && !objected
                    && !case.is_answered()
            }
            A::Transfer | A::Assign => !objected && !case.is_answered(),
            A::Receive => waits && !objected,
            A::Object => {
                if waits && case.open_term("objection").is_none() {
                    return Err(refuse(RefusalCode::WindowOver));
                }
                waits && !objected
            }
            A::SettleObjection => objected,
            A::Take | A::NameHandler => case.sorted,
            A::AskExtension => {
                if case.extension_asked.is_some() {
                    return Err(refuse(RefusalCode::NoExtension));
                }
                case.is_accepted() && !case.is_answered()
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
            A::AskStatement | A::AskSupport => case.sorted && !case.is_answered(),
            _ => true,
        };
        if fits {
            Ok(())
        } else {
            Err(refuse(RefusalCode::WrongState))
        }
    }
}
