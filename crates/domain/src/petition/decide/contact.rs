//! How whoever brought it is reached, and what they are called, from now on.

use super::{Deciding, Step, needed};
use crate::event::{ContactChanged, Event, NameCorrected};
use crate::obligation::Effects;
use crate::petition::name::can_be_a_name;
use crate::petition::{AskedHow, CaseRefusal, ContactPart, RefusalCode, Who};

impl Deciding<'_> {
    /// Gives, changes or takes back one contact. Staff say how they were asked and how they knew who asked;
    /// whoever holds the code says nothing more. What stands already is nothing new.
    pub(super) fn change_contact(
        &mut self,
        (part, given, value): (ContactPart, bool, &str),
        (how, reason): (Option<AskedHow>, &str),
    ) -> Step {
        let by_staff = self.context.by.staff().is_some();
        let how = how.filter(|_| by_staff);
        if by_staff && how.is_none() {
            return Err(CaseRefusal::on(RefusalCode::ReasonNeeded, "how"));
        }
        let reason = by_staff.then(|| needed(reason, "reason")).transpose()?;
        let value = value.trim();
        let fits = match given {
            true => part.fits(value),
            false => value.is_empty(),
        };
        if !fits {
            return Err(CaseRefusal::on(RefusalCode::BadContact, "value"));
        }
        let next = given.then(|| value.to_owned());
        let stands = part.of_mut(&mut self.identity);
        if *stands == next {
            return Ok(());
        }
        *stands = next;
        let confidential = self.case.who == Who::Confidential;
        let event = ContactChanged {
            part,
            given,
            who: Who::of(!self.identity.is_empty(), confidential),
            how,
            effects: Effects::default(),
        };
        self.now(Event::ContactChanged(event), reason);
        self.identity_holds();
        Ok(())
    }

    /// Corrects a name that was misread; of a group it has to be said whose. Whoever left no name gets none. The same
    /// name once more is on record as any other: the answer tells nobody who may not see the name what it is.
    pub(super) fn correct_name(&mut self, whose: Option<u8>, name: &str, reason: &str) -> Step {
        let on = |code| CaseRefusal::on(code, "representative");
        let reason = needed(reason, "reason")?;
        let place = match (self.case.is_of_a_group(), whose) {
            (true, Some(nth)) => {
                let mut speak = self.case.representatives().into_iter();
                let place = speak.position(|one| one == nth);
                place.ok_or(on(RefusalCode::WhoseName))?
            }
            (true, None) => return Err(on(RefusalCode::WhoseName)),
            (false, _) => 0,
        };
        let name = name.trim();
        if !can_be_a_name(name) {
            return Err(CaseRefusal::on(RefusalCode::BadName, "name"));
        }
        let known = self.case.who != Who::Anonymous;
        let next = self.identity.renamed(place, name).filter(|_| known);
        let next = next.ok_or(CaseRefusal::on(RefusalCode::NoName, "name"))?;
        self.identity = next;
        let event = NameCorrected {
            representative: whose.filter(|_| self.case.is_of_a_group()),
            effects: Effects::default(),
        };
        self.now(Event::NameCorrected(event), Some(reason));
        self.identity_holds();
        Ok(())
    }

    /// Who brought it, as that holds from now on, goes with the event that was decided last.
    fn identity_holds(&mut self) {
        if let Some(decided) = self.events.last_mut() {
            decided.identity = Some(self.identity.clone());
        }
    }
}
