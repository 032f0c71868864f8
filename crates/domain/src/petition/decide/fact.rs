//! A fact that the authority found is put before the petitioner, who accepts it or disputes it in his own words,
//! and may change his mind. Silence is no acceptance, and nobody is asked to say anything. The answer says of
//! each disputed fact how it was looked into. *Source:* 信访工作条例 Art 31(6): facts and reasons are heard.

use super::{Deciding, Step, needed, refuse};
use crate::event::{Event, EventText, FactResponded, FactStated};
use crate::ids::Position;
use crate::obligation::Effects;
use crate::petition::{Action, AnswerDraft, AskedHow, CaseRefusal, RefusalCode};
use crate::text::check_lines;

/// The most characters of a fact, and of what is said to it.
pub const FACT_CHARACTERS_MAX: usize = 2_000;

/// Words that fit, on a field.
fn fitting(text: &str, field: &str) -> Result<EventText, CaseRefusal> {
    match check_lines(text, FACT_CHARACTERS_MAX) {
        Ok(()) => Ok(EventText::of(text)),
        Err(_) => Err(CaseRefusal::on(RefusalCode::TooLong, field)),
    }
}

impl Deciding<'_> {
    /// Whether facts are stated and spoken to now: not after the end, and not once the answer was issued. What was
    /// found stands there from then on, and against it there is the review; a word that nobody has to look into
    /// would lead nowhere.
    pub(super) fn guard_fact(&self, action: Action) -> Step {
        let case = &self.case;
        if case.state.is_ended() {
            return Err(refuse(RefusalCode::Ended));
        }
        match action {
            _ if case.is_answered() => Err(refuse(RefusalCode::FactsClosed)),
            Action::RespondFact if case.facts.is_empty() => Err(refuse(RefusalCode::NoFact)),
            _ => Ok(()),
        }
    }

    pub(super) fn state_fact(&mut self, text: &str) -> Step {
        needed(text, "text")?;
        let words = fitting(text, "text")?;
        let effects = Effects::default();
        self.now(Event::FactStated(FactStated { effects }), Some(words));
        Ok(())
    }

    /// What the petitioner says to a fact: by a code, or to staff, who say how he told them.
    pub(super) fn respond_fact(
        &mut self,
        (fact, accepted): (Position, bool),
        text: &str,
        how: Option<AskedHow>,
    ) -> Step {
        let by_staff = self.context.by.staff().is_some();
        let how = how.filter(|_| by_staff);
        if by_staff && how.is_none() {
            return Err(CaseRefusal::on(RefusalCode::ReasonNeeded, "how"));
        }
        let stated = self.case.facts.get(&fact);
        let stated = stated.ok_or(CaseRefusal::on(RefusalCode::NoFact, "fact"))?;
        let representative = self.speaker();
        let words = match (accepted, text.trim().is_empty()) {
            // Whoever disputes a fact says how it was: else nobody could look into it.
            (false, true) => return Err(CaseRefusal::on(RefusalCode::ReasonNeeded, "text")),
            (true, true) => None,
            _ => Some(fitting(text, "text")?),
        };
        let stands = stated.said.get(&representative);
        if accepted && words.is_none() && stands.is_some_and(|said| said.accepted) {
            return Ok(());
        }
        let event = FactResponded {
            fact,
            accepted,
            representative,
            how,
            effects: Effects::default(),
        };
        self.now(Event::FactResponded(event), words);
        Ok(())
    }

    /// A draft speaks of facts of this petition only.
    pub(super) fn guard_facts_of(&self, answer: &AnswerDraft) -> Step {
        let mut facts = answer.facts.iter();
        match facts.all(|one| self.case.has_fact(one.fact)) {
            true => Ok(()),
            false => Err(CaseRefusal::on(RefusalCode::NoFact, "facts")),
        }
    }

    /// The draft on record says of each disputed fact how it was looked into.
    pub(super) fn guard_disputed_facts(&self) -> Step {
        match self.case.unaddressed_facts().first() {
            None => Ok(()),
            Some(fact) => {
                let field = format!("facts.{}", fact.raw());
                Err(CaseRefusal::on(RefusalCode::FactUnaddressed, field))
            }
        }
    }
}
