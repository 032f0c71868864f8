//! How whoever brought it is reached from now on.

use super::{Deciding, Step, needed};
use crate::event::{ContactChanged, Event};
use crate::obligation::Effects;
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
        if let Some(decided) = self.events.last_mut() {
            decided.identity = Some(self.identity.clone());
        }
        Ok(())
    }
}
