//! What a petitioner is told of review 复查: whether it can be asked for, of whom, until when, and what was
//! decided.

use super::{Found, TrackReview};
use crate::casework::petitioner::power;
use crate::casework::tell as told;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::rules::Rules;
use huiyin_domain::event::Event;
use huiyin_domain::ids::Position;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::{By, Deciding, Reach, ReviewOf, ReviewOutcome};
use huiyin_domain::time::Instant;

pub(super) fn view(
    found: &Found,
    rules: &Rules,
    shared: &Shared,
    now: Instant,
) -> Result<Option<TrackReview>, AppError> {
    let case = &found.loaded.case;
    if let Some(of) = case.review_of {
        return decides(found, rules, of).map(Some);
    }
    let Some(window) = case.review_window() else {
        return Ok(None);
    };
    let above = &found.loaded.authority.row.above;
    let named = above.authority.and_then(|id| rules.authority(id));
    let bar = found.loaded.bar(&shared.key);
    let by = By::Petitioner(power(found.code));
    let next = Position::new(case.last.raw() + 1);
    let context = found
        .loaded
        .context(by, (now, next), Reach::NoChannel, &bar, &[]);
    let may_ask = Deciding::new(case.as_ref().clone(), context)
        .may_ask_review()
        .is_ok();
    let text = found.opened.petition_text()?;
    let outcome = case.review.and_then(|review| review.outcome);
    Ok(Some(TrackReview {
        may_ask,
        late: case.is_review_late(now),
        until: Some(window.opened.due_date.to_string()),
        authority: named.map_or_else(|| above.name.clone(), |one| one.row.name.clone()),
        here: named.is_some(),
        requests: told::requests(&found.opened, &text)?,
        number: case.review.map(|review| review.number.to_string()),
        reasons: None,
        outcome: outcome.map(|one| one.word().to_owned()),
        outcome_words: outcome.map(ReviewOutcome::title),
    }))
}

/// From the side of the review.
fn decides(found: &Found, rules: &Rules, of: ReviewOf) -> Result<TrackReview, AppError> {
    let case = &found.loaded.case;
    let before = rules.authority(of.from);
    let text = found.opened.petition_text()?;
    let asked = found
        .opened
        .last_of(|event| matches!(event, Event::ReviewReceived(_)))?;
    let decided = case.answer.as_ref().filter(|_| case.is_answered());
    let outcome = decided.and_then(|answer| answer.review);
    let name = |one: &std::sync::Arc<crate::rules::Authority>| one.row.name.clone();
    Ok(TrackReview {
        may_ask: false,
        late: of.late,
        until: None,
        authority: before.map_or_else(Bilingual::default, name),
        here: true,
        requests: told::requests(&found.opened, &text)?,
        number: Some(of.number.to_string()),
        reasons: asked.map(|words| words.text),
        outcome: outcome.map(|one| one.word().to_owned()),
        outcome_words: outcome.map(ReviewOutcome::title),
    })
}
