//! An extension in words: that it was asked for and decided, and until when what is owed is owed then.

use super::say;
use huiyin_domain::event::Event;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::wording;
use jiff::civil::Date;

pub(super) fn words(event: &Event) -> Option<Bilingual> {
    match event {
        Event::ExtensionAsked(_) => say("申请延期", "Extension asked for"),
        Event::ExtensionRefused(_) => say("不同意延期", "Extension refused"),
        Event::ExtensionGranted(_) => match extended_to(event) {
            Some(due) => say(
                format!("同意延期，改到最迟{}", wording::day(due, Language::Zh)),
                format!(
                    "Extension granted, until {}",
                    wording::day(due, Language::En)
                ),
            ),
            None => say("同意延期", "Extension granted"),
        },
        _ => None,
    }
}

/// The last day of what an extension extends, as it is from then on.
pub(crate) fn extended_to(event: &Event) -> Option<Date> {
    let Event::ExtensionGranted(extension) = event else {
        return None;
    };
    let mut moved = extension.effects.moved.iter();
    let moved = moved.find(|moved| moved.obligation == Some(extension.obligation));
    moved?.due.map(|due| due.due_date)
}
