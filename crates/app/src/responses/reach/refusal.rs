//! Why no test is sent, or an answer to one not taken.

use crate::commands::plans::PlanRefusal;
use crate::error::AppError;
use huiyin_domain::language::Bilingual;

/// Why no test is sent, or an answer not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TestRefusal {
    /// The plan names no hours for it.
    #[error("the plan names no hours for a test")]
    NotAgreed,
    /// It is not one of the agreed hours.
    #[error("a test is sent at the agreed hours only")]
    OutsideHours {
        /// When the next one begins; nothing where none comes in four weeks.
        next: Option<Bilingual>,
    },
    /// One runs.
    #[error("a test runs")]
    Runs {
        /// Until when.
        until: Bilingual,
    },
    /// No version of the plan is in force.
    #[error("no version of the plan is in force")]
    NotInForce,
    /// The plan has no roster.
    #[error("the plan has no roster")]
    NoRoster,
    /// The plan may call nobody now.
    #[error("nobody is on duty by this plan now")]
    NobodyOnDuty,
    /// The test is over, or the page waits no more.
    #[error("the test is over")]
    Over,
}

impl TestRefusal {
    /// What to do, in both languages.
    pub fn words(&self) -> Bilingual {
        match self {
            Self::NotAgreed => Bilingual::new(
                "这份预案没有约定测试时间；在下一版里写[test] when，批准以后再测试",
                "This plan names no hours for a test; add [test] when to the next version, and test once it is approved",
            ),
            Self::OutsideHours { next: Some(next) } => Bilingual::new(
                format!("现在不在约定的测试时间；下一次可以测试：{}", next.zh),
                format!(
                    "This is not one of the agreed hours; the next begins {}",
                    next.en
                ),
            ),
            Self::OutsideHours { next: None } => Bilingual::new(
                "未来28天没有约定的测试时间；检查预案的[test] when",
                "No agreed hour comes in the next 28 days; look at [test] when of the plan",
            ),
            Self::Runs { until } => Bilingual::new(
                format!("有一次测试还在进行，到{}；等它结束再发", until.zh),
                format!(
                    "A test runs until {}; send the next one after that",
                    until.en
                ),
            ),
            Self::NotInForce => Bilingual::new(
                "这份预案还没有执行的版本；先批准一版",
                "No version of this plan is in force; approve one first",
            ),
            Self::NoRoster => Bilingual::new(
                "还没有值班表，不知道发给谁；先存入值班表",
                "There is no roster, so nobody knows whom to ask; lodge one first",
            ),
            Self::NobodyOnDuty => Bilingual::new(
                "按这份预案，现在没有要呼叫的岗位",
                "By this plan no post is called now",
            ),
            Self::Over => Bilingual::new(
                "这次测试已经结束，或者已经有回答；不用再做什么",
                "This test is over, or was answered; there is nothing left to do",
            ),
        }
    }
}

impl From<TestRefusal> for AppError {
    fn from(refusal: TestRefusal) -> Self {
        PlanRefusal::Test(refusal).into()
    }
}
