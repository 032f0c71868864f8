//! What becomes of the refusals that plans and people have of their own.

use super::{Code, Problem};
use huiyin_app::{PeopleRefusal, PlanRefusal};
use huiyin_domain::lodging::Unfit;

impl From<PlanRefusal> for Problem {
    fn from(refusal: PlanRefusal) -> Self {
        let words = refusal.to_string();
        match refusal {
            PlanRefusal::NoSuchPlan => Self::of(Code::NotFound),
            PlanRefusal::Unfit(Unfit::Form(findings)) => {
                Self::of(Code::PlanUnfit).about_plan(findings, None)
            }
            PlanRefusal::Unfit(Unfit::Contact { line }) => {
                Self::with(Code::PlanUnfit, words).about_plan(Vec::new(), Some(line))
            }
            PlanRefusal::Unfit(Unfit::Version) => Self::with(Code::PlanUnfit, words),
            PlanRefusal::NotTheApprover { .. } => Self::with(Code::NotTheApprover, words),
            PlanRefusal::OwnPlan { .. } => Self::with(Code::OwnPlan, words),
            PlanRefusal::ApprovedAlready => Self::of(Code::PlanApprovedAlready),
            PlanRefusal::SentBack => Self::of(Code::PlanSentBack),
            PlanRefusal::OlderThanInForce { .. } => Self::with(Code::VersionOlder, words),
            PlanRefusal::Duty(refusal) => {
                let words = refusal.words();
                Self::with(Code::DutyNotChanged, format!("{}。{}.", words.zh, words.en))
            }
            PlanRefusal::Test(refusal) => {
                let words = refusal.words();
                Self::with(Code::NotTested, format!("{}。{}.", words.zh, words.en))
            }
            PlanRefusal::Faulty(findings) => {
                Self::with(Code::PlanFaulty, words).about_plan(findings, None)
            }
        }
    }
}

impl From<PeopleRefusal> for Problem {
    fn from(refusal: PeopleRefusal) -> Self {
        let code = match refusal {
            PeopleRefusal::NotAllowed => Code::NotAllowed,
            PeopleRefusal::WrongLoginOrPassword => Code::WrongLoginOrPassword,
            PeopleRefusal::TooManyAttempts {
                retry_after_seconds,
            } => {
                return Self {
                    retry_after_seconds: Some(retry_after_seconds),
                    ..Self::of(Code::TooManyAttempts)
                };
            }
            PeopleRefusal::LinkEnded => Code::LinkEnded,
            PeopleRefusal::LastAdministrator => Code::LastAdministrator,
            PeopleRefusal::LastPetitionOffice => Code::LastPetitionOffice,
            PeopleRefusal::UnitUnderItself => Code::UnitUnderItself,
            PeopleRefusal::UnitOwes => Code::UnitOwes,
            PeopleRefusal::PostOwes => Code::PostOwes,
            PeopleRefusal::LastWorker => Code::LastWorker,
            PeopleRefusal::ChangedMeanwhile => Code::ChangedMeanwhile,
            PeopleRefusal::NoSuchEntry => Code::NotFound,
        };
        Self::of(code)
    }
}
