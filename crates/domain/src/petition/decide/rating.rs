//! Whether something can be rated; the rating itself is on no record of the petition (RULES 4.4).

use super::guard::renewed_until;
use super::{By, CodePower, Deciding, Step, refuse};
use crate::event::Document;
use crate::petition::{AnswerStage, RatedSide, RefusalCode};

impl Deciding<'_> {
    /// Whether the petitioner may rate one side now: the office once it told something, the unit once its
    /// answer was served. A renewed code cannot for 14 days (RULES 3.3).
    ///
    /// # Errors
    /// [`crate::petition::CaseRefusal`].
    pub fn may_rate(&self, side: RatedSide) -> Step {
        match self.context.by {
            By::Petitioner(CodePower::Acting | CodePower::Representative(_)) => {}
            By::Petitioner(CodePower::Renewed { since, .. })
                if self.context.now >= renewed_until(since) => {}
            By::Petitioner(CodePower::Renewed { .. }) => {
                return Err(refuse(RefusalCode::RenewedCode));
            }
            By::Petitioner(CodePower::View) => return Err(refuse(RefusalCode::ViewCode)),
            By::Staff(_) | By::System => return Err(refuse(RefusalCode::CodeOnly)),
        }
        let case = &self.case;
        let answered = case
            .answer
            .as_ref()
            .is_some_and(|answer| answer.stage >= AnswerStage::Served);
        let told = answered || case.served.keys().any(|one| *one != Document::Answer);
        let can = match side {
            RatedSide::Office => told,
            RatedSide::Unit => answered,
        };
        if can {
            Ok(())
        } else {
            Err(refuse(RefusalCode::NothingToRate))
        }
    }
}
