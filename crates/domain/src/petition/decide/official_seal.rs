//! The seal 印章: a document that waits for it is issued, and reaches the petitioner once it is set or
//! somebody who works on the matter says why it goes out without. So what is served is what was sealed, and
//! nothing that was shown or served is changed afterwards.

use super::{Deciding, Step, needed, refuse};
use crate::event::{Actor, Document, Event, SealAwaited, SealSet, SealWaived};
use crate::ids::{Position, StaffId};
use crate::obligation::Effects;
use crate::petition::{Action, CaseRefusal, RefusalCode};

impl Deciding<'_> {
    /// A document was issued: it waits for the seal, or is on the tracking page at once.
    pub(super) fn published(&mut self, document: Document) -> Step {
        if !self.waits_for_the_seal(document) {
            return self.shown(document);
        }
        let effects = Effects::default();
        let event = Event::SealAwaited(SealAwaited { document, effects });
        self.push(event, self.context.now, Actor::System, None);
        Ok(())
    }

    /// Whether somebody is there to set it: a restricted matter is shown to nobody more for a seal, and
    /// whom the petition complains of is passed over (RULES 4.1, 4.2).
    fn waits_for_the_seal(&self, document: Document) -> bool {
        let organisation = self.context.organisation;
        let seal = &organisation.seal;
        if seal.image.is_none() || !seal.documents.contains(&document) || self.case.restricted {
            return false;
        }
        let post = organisation.seal_post();
        let post = post.filter(|post| !self.barred.posts.contains(&post.id));
        post.is_some_and(|post| {
            let mut acting = organisation.acting(post).into_iter();
            acting.any(|staff| self.may_set_seal(staff))
        })
    }

    fn may_set_seal(&self, staff: StaffId) -> bool {
        self.context.organisation.keeps_seal(staff)
            && !self.barred.staff.contains(&staff)
            && !self.case.recused.contains(&staff)
    }

    pub(super) fn guard_seal(&self, action: Action) -> Step {
        if !self.case.any_awaits_seal() {
            return Err(refuse(RefusalCode::NoSealAwaited));
        }
        if action == Action::SetSeal && self.context.organisation.seal.image.is_none() {
            return Err(refuse(RefusalCode::NoSeal));
        }
        Ok(())
    }

    /// What can be served, or why nothing can.
    pub(super) fn guard_service(&self) -> Step {
        if self.case.to_serve().next().is_some() || self.answer_unreceived() {
            return Ok(());
        }
        Err(refuse(match self.case.any_awaits_seal() {
            true => RefusalCode::WaitsForSeal,
            false => RefusalCode::NothingToServe,
        }))
    }

    pub(super) fn set_seal(&mut self, document: Document) -> Step {
        let issued = self.awaiting(document)?;
        let staff = self.staff()?;
        let post = self.context.organisation.seal_post();
        let kept = post.is_some_and(|post| !self.barred.posts.contains(&post.id));
        if !kept || !self.may_set_seal(staff) {
            return Err(refuse(RefusalCode::NotSealKeeper));
        }
        if !self.case.read_since_issue(staff, document) {
            return Err(CaseRefusal::on(RefusalCode::NotReadToSeal, "document"));
        }
        let image = self.context.organisation.seal.image.clone();
        let event = SealSet {
            document,
            issued,
            image: image.ok_or(refuse(RefusalCode::NoSeal))?,
            effects: Effects::default(),
        };
        self.now(Event::SealSet(event), None);
        self.shown(document)
    }

    pub(super) fn waive_seal(&mut self, document: Document, reason: &str) -> Step {
        let text = needed(reason, "reason")?;
        let event = SealWaived {
            document,
            issued: self.awaiting(document)?,
            effects: Effects::default(),
        };
        self.now(Event::SealWaived(event), Some(text));
        self.shown(document)
    }

    /// The event that issued a document which waits for the seal.
    fn awaiting(&self, document: Document) -> Result<Position, CaseRefusal> {
        let pending = self.case.pending.get(&document);
        let pending = pending.filter(|pending| pending.awaits_seal);
        let none = || CaseRefusal::on(RefusalCode::NoSealAwaited, "document");
        pending.map(|pending| pending.position).ok_or_else(none)
    }
}
