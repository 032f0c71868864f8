//! Review 复查: the decision, and the request that is printed where the authority above is not here.

use super::build::{Writing, spoken_of};
use crate::casework::Loaded;
use crate::casework::facts::looked_into;
use crate::casework::tell::requests;
use crate::error::{AppError, Refusal};
use crate::huiyin::Shared;
use huiyin_domain::event::{Document as Served, Event};
use huiyin_domain::petition::AnswerItem;
use huiyin_letters::{ReviewDecision, ReviewLevel, ReviewRequest};
use huiyin_store::reader::Reader;

impl Writing<'_> {
    /// The decision as it was issued; before that as it is drafted.
    pub(super) fn review(
        &self,
        reader: &mut Reader<'_>,
        shared: &Shared,
    ) -> Result<ReviewDecision, AppError> {
        let case = &self.loaded.case;
        let none = || AppError::from(Refusal::NoSuchLetter);
        let of = case.review_of.ok_or_else(none)?;
        let before = Loaded::read(reader, shared, of.from, of.petition)?.ok_or_else(none)?;
        let facts = case.answer.as_ref().ok_or_else(none)?;
        let draft = self.opened.words_at(facts.draft)?.answer;
        let draft = self.worded(draft.unwrap_or_default());
        let at = self.answered_at(facts.draft)?;
        let answered = before.case.served.get(&Served::Answer);
        let answered = answered.map_or(case.registered_at, |(_, at)| *at);
        let is_it = |event: &Event| matches!(event, Event::ReviewReceived(_));
        let asked = self.opened.last_of(is_it)?.unwrap_or_default();
        let joined = |part: fn(&AnswerItem) -> String| {
            let parts = draft.items.iter().map(part);
            let parts: Vec<String> = parts.filter(|part| !part.trim().is_empty()).collect();
            parts.join("\n")
        };
        Ok(ReviewDecision {
            head: self.head(at),
            to: self.addressee()?,
            level: ReviewLevel::Review,
            subject: self.opened.petition_text()?.subject,
            before_by: before.authority.row.name.clone(),
            before_on: self.day(answered),
            requested: self.day(case.registered_at),
            request: asked.text,
            finding: joined(|item| format!("{}\n{}", item.finding, item.facts)),
            facts: spoken_of(looked_into(self.loaded, self.opened, &draft)?),
            basis: joined(|item| item.basis.clone()),
            outcome: facts.review.ok_or_else(none)?,
            words: draft.summary,
        })
    }

    /// The request to print: what is known stands there already.
    pub(super) fn review_request(&self) -> Result<ReviewRequest, AppError> {
        let case = &self.loaded.case;
        let none = || AppError::from(Refusal::NoSuchLetter);
        let window = case.review_window().ok_or_else(none)?;
        let text = self.opened.petition_text()?;
        let answered = case.served.get(&Served::Answer);
        let answered = answered.map_or(window.opened.from, |(_, at)| *at);
        Ok(ReviewRequest {
            head: self.head(answered),
            to: self.loaded.authority.row.above.name.clone(),
            level: ReviewLevel::Review,
            petitioner: self.name()?,
            answered: self.day(answered),
            until: window.opened.due_date,
            requests: requests(self.opened, &text)?,
            subject: text.subject,
        })
    }
}
