//! What happened to a petition, as its page tells staff. The record itself, and the API, keep each time.

use crate::desk::case::{Opened, happened, safe};
use crate::pages::timeline::Entry;
use huiyin_app::TimelineEntry;

/// What happened, the newest first. A draft that was saved again and again, with nothing else between, is one line.
pub(super) fn of(opened: &Opened<'_>) -> Vec<Entry> {
    let newest_first: Vec<&TimelineEntry> = opened.view.timeline.iter().rev().collect();
    newest_first
        .chunk_by(|one, before| is_draft(one) && is_draft(before))
        .filter_map(|run| line(opened, run))
        .collect()
}

fn is_draft(entry: &TimelineEntry) -> bool {
    entry.event == "AnswerDrafted"
}

/// One line for what was done several times in a row: when last, and how often since when.
fn line(opened: &Opened<'_>, run: &[&TimelineEntry]) -> Option<Entry> {
    let (entry, first, language) = (run.first()?, run.last()?, opened.language);
    let recorded = entry.recorded_at.as_deref().map(|at| {
        let at = opened.when(at);
        language.pick(format!("{at}记入"), format!("recorded at {at}"))
    });
    let several =
        (run.len() > 1).then(|| Entry::several_times(language, run.len(), &opened.when(&first.at)));
    Some(Entry {
        when: match &entry.recorded_at {
            Some(recorded) => happened(&entry.at, recorded, opened.dates()),
            None => opened.when(&entry.at),
        },
        iso: entry.at.clone(),
        what: opened.dates().in_words(entry.words.in_language(language)),
        text: entry.text.as_deref().map(safe),
        aside: several.or(recorded),
    })
}
