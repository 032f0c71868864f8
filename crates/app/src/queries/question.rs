//! The question that a unit was asked, for whoever may answer it and sees nothing else.

use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::casework::open::find_whole;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::queries::timeline::unit_name;
use huiyin_domain::ids::ObligationId;
use huiyin_domain::petition::Action;
use std::sync::Arc;

impl Huiyin {
    /// What a unit of theirs was asked, by the petition's number and the question's position.
    ///
    /// # Errors
    /// [`crate::Refusal::NoSuchPetition`] where no unit of theirs was asked, or a failure of the store.
    pub async fn question(
        &self,
        who: &Principal,
        number: huiyin_domain::number::PetitionNumber,
        asked: huiyin_domain::ids::Position,
    ) -> Result<crate::Question, AppError> {
        let done = self.asked_of(who, number, asked).await;
        let wish = Action::GiveStatement.word();
        self.or_on_record((who, number), wish, done).await
    }

    async fn asked_of(
        &self,
        who: &Principal,
        number: huiyin_domain::number::PetitionNumber,
        asked: huiyin_domain::ids::Position,
    ) -> Result<crate::Question, AppError> {
        let (shared, who) = (Arc::clone(self.shared()), who.clone());
        self.store()
            .read_short(move |reader| {
                let (loaded, opened) = find_whole(reader, &shared, who.authority, number)?;
                let found = loaded.case.asked.get(&asked).filter(|one| {
                    let id = ObligationId::opened_at(asked, 0);
                    let owed = loaded.case.owed.get(&id);
                    let owing = owed.map_or(one.unit, |owed| owed.opened.unit);
                    who.roles.iter().any(|(unit, _)| *unit == owing)
                });
                let found = found.ok_or(crate::Refusal::NoSuchPetition)?;
                let action = if found.support {
                    Action::GiveSupport
                } else {
                    Action::GiveStatement
                };
                let permitted = loaded.permit(&who, &shared.key, Wish::Step(action));
                permitted.map_err(|_| crate::Refusal::NoSuchPetition)?;
                let answer = found
                    .given
                    .map(|given| opened.words_at(given))
                    .transpose()?;
                Ok(crate::Question {
                    asked: asked.raw(),
                    unit: unit_name(&loaded.organisation, found.unit),
                    support: found.support,
                    question: opened.words_at(asked)?.text,
                    answer: answer.map(|words| words.text),
                })
            })
            .await
    }
}
