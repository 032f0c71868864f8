//! Commitments 承诺: what was promised to a petitioner face to face is a duty of a post with a day, on
//! the tracking page like every other, until it was kept. It binds the authority alone: there is no
//! counter-promise (RULES 5.9).

use super::{Deciding, Step, needed};
use crate::event::{CommitmentEnded, CommitmentMade, Event};
use crate::ids::{FileId, Position, PostId};
use crate::obligation::Effects;
use crate::petition::{CaseRefusal, RefusalCode};
use jiff::civil::Date;

impl Deciding<'_> {
    pub(super) fn commit(&mut self, text: &str, post: PostId, limit: Date) -> Step {
        let text = needed(text, "text")?;
        self.guard_day(Some(limit))?;
        let known = self.context.organisation.posts.get(&post);
        let known = known.filter(|one| !one.closed && !self.barred.posts.contains(&post));
        let unit = known
            .ok_or(CaseRefusal::on(RefusalCode::UnknownPost, "post"))?
            .unit;
        if !self.context.organisation.answers(unit) {
            return Err(CaseRefusal::on(RefusalCode::UnitCannotAnswer, "post"));
        }
        let effects = Effects {
            opened: vec![self.open_one("commitment", unit, Some(limit), Some(post))?],
            ..Effects::default()
        };
        self.now(
            Event::CommitmentMade(CommitmentMade { post, effects }),
            Some(text),
        );
        Ok(())
    }

    pub(super) fn keep_commitment(
        &mut self,
        (made, kept): (Position, bool),
        text: &str,
        proof: Option<FileId>,
    ) -> Step {
        let text = needed(text, "text")?;
        if self.case.commitments.get(&made) != Some(&false) {
            return Err(CaseRefusal::on(RefusalCode::NothingAsked, "made"));
        }
        let met = match kept {
            true => self.opened_at(made),
            false => Vec::new(),
        };
        let ended = CommitmentEnded {
            made,
            proof,
            effects: Effects {
                met,
                ..Effects::default()
            },
        };
        let event = match kept {
            true => Event::CommitmentKept(ended),
            false => Event::CommitmentBroken(ended),
        };
        self.now(event, Some(text));
        Ok(())
    }
}
