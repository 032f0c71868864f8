//! Slips of whoever registered a petition, as they were corrected: what stood, what it should say, why. The
//! text that holds is shown with them beneath it, to staff and to the petitioner alike; receipt and journal
//! keep what stood.

use super::Loaded;
use super::opened::Opened;
use super::tell;
use crate::error::AppError;
use crate::queries::obligation::Words;
use crate::queries::timeline::staff_name;
use huiyin_domain::event::{Actor, Event};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::{Channel, EntryPart, NO_PLACE, PetitionText};
use huiyin_domain::time::Instant;
use huiyin_domain::wording;
use serde::Serialize;
use utoipa::ToSchema;

/// A slip that was corrected.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CorrectionView {
    /// Which part: `subject`, `body`, `place`, `postmark`, `listed-place`, `channel` or `received-on`.
    pub part: String,
    /// What that is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// What stood before.
    pub before: String,
    /// What it should say.
    pub after: String,
    /// What stood before in words, where that is the word of a list or a day.
    #[schema(value_type = Option<Words>)]
    pub before_words: Option<Bilingual>,
    /// What it should say in words, where that is the word of a list or a day.
    #[schema(value_type = Option<Words>)]
    pub after_words: Option<Bilingual>,
    /// Why.
    pub reason: String,
    /// When it was corrected.
    pub at: String,
    /// By whom of the staff.
    pub by: Option<String>,
}

/// What was corrected, oldest first.
pub(crate) fn corrections(
    loaded: &Loaded,
    opened: &Opened,
) -> Result<Vec<CorrectionView>, AppError> {
    let mut text = opened.registered_text()?;
    let mut entered = Entered::of(loaded, opened);
    let mut list = Vec::new();
    for (row, envelope) in &opened.rows {
        let Event::EntryCorrected(corrected) = &envelope.event else {
            continue;
        };
        let words = opened.words(row)?;
        let after = words.lines.into_iter().next().unwrap_or_default();
        let before = match entered.of_list(corrected.part) {
            Some(stood) => stood.replace(after.clone()),
            None => replace(&mut text, corrected.part, after.clone()),
        };
        let in_words = |word: &str| in_words(loaded, corrected.part, word);
        list.push(CorrectionView {
            part: corrected.part.word().to_owned(),
            title: corrected.part.title(),
            before_words: before.as_deref().and_then(in_words),
            after_words: in_words(&after),
            before: before.unwrap_or_default(),
            after,
            reason: words.text,
            at: row.recorded_at.rfc3339_in(&loaded.authority.zone),
            by: match envelope.by {
                Actor::Staff(staff) => Some(staff_name(&loaded.organisation, staff)),
                _ => None,
            },
        });
    }
    Ok(list)
}

/// What was entered of the parts that the open part holds.
struct Entered {
    postmark: Option<String>,
    place: Option<String>,
    channel: Option<String>,
    received_on: Option<String>,
}

impl Entered {
    fn of(loaded: &Loaded, opened: &Opened) -> Self {
        let first = opened.rows.first().map(|(_, envelope)| envelope);
        let registered = first.and_then(|envelope| match &envelope.event {
            Event::PetitionRegistered(event) => Some((envelope, event)),
            _ => None,
        });
        let day = |at: Instant| at.date_in(&loaded.authority.zone).to_string();
        Self {
            postmark: tell::postmark(opened),
            place: registered.and_then(|(_, event)| event.place.clone()),
            channel: registered.map(|(_, event)| event.channel.word().to_owned()),
            received_on: registered.map(|(envelope, _)| day(envelope.effective_at)),
        }
    }

    /// What stands in such a part; none for a part that is a text.
    const fn of_list(&mut self, part: EntryPart) -> Option<&mut Option<String>> {
        match part {
            EntryPart::Postmark => Some(&mut self.postmark),
            EntryPart::ListedPlace => Some(&mut self.place),
            EntryPart::Channel => Some(&mut self.channel),
            EntryPart::ReceivedOn => Some(&mut self.received_on),
            EntryPart::Subject | EntryPart::Body | EntryPart::Place => None,
        }
    }
}

/// A word of a list, or a day, as people say it.
fn in_words(loaded: &Loaded, part: EntryPart, word: &str) -> Option<Bilingual> {
    match part {
        EntryPart::ListedPlace if word == NO_PLACE => {
            Some(Bilingual::new("不在列表里", "None of the list"))
        }
        EntryPart::ListedPlace => {
            let mut places = loaded.authority.places.iter();
            let found = places.find(|place| place.id == word);
            found.map(|place| place.name.clone())
        }
        EntryPart::Channel => {
            let mut all = Channel::TOLD_TO_STAFF.iter();
            all.find(|one| one.word() == word).map(|one| one.title())
        }
        EntryPart::Postmark | EntryPart::ReceivedOn => {
            let day = word.parse().ok()?;
            let [zh, en] = [Language::Zh, Language::En].map(|one| wording::day(day, one));
            Some(Bilingual::new(zh, en))
        }
        _ => None,
    }
}

/// The postmark as it was corrected last.
pub(super) fn postmark(corrections: &[CorrectionView]) -> Option<String> {
    let mut newest_first = corrections.iter().rev();
    let found = newest_first.find(|one| one.part == EntryPart::Postmark.word());
    found.map(|one| one.after.clone())
}

/// Puts what a part should say in place of what stood, which is given back.
pub(super) fn replace(text: &mut PetitionText, part: EntryPart, after: String) -> Option<String> {
    match part {
        EntryPart::Subject => Some(std::mem::replace(&mut text.subject, after)),
        EntryPart::Body => Some(std::mem::replace(&mut text.body, after)),
        EntryPart::Place => text.place_text.replace(after),
        // The open part has them, and they are shown from the corrections.
        EntryPart::Postmark
        | EntryPart::ListedPlace
        | EntryPart::Channel
        | EntryPart::ReceivedOn => None,
    }
}
