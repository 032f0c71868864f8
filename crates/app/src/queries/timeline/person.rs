//! What changed about who brings it: the name, the contacts, the code. None of it is ever told here, only that.

use huiyin_domain::event::Event;
use huiyin_domain::language::Bilingual;

pub(super) fn words(event: &Event) -> Option<Bilingual> {
    match event {
        Event::ContactChanged(one) => Some(one.words()),
        Event::NameCorrected(one) => Some(one.words()),
        Event::CodeRenewed(one) => Some(one.words()),
        Event::RenewalObjected(one) => Some(one.words()),
        _ => None,
    }
}
