//! What the petitioner and the authority wrote to one another, in words.

use super::say;
use huiyin_domain::event::Event;
use huiyin_domain::language::Bilingual;

pub(super) fn words(event: &Event) -> Option<Bilingual> {
    match event {
        Event::MessageSent(one) if one.from_petitioner => {
            say("信访人留言", "Message from the petitioner")
        }
        Event::MessageSent(_) => say("机关留言", "Message from the authority"),
        Event::MessagesRead(_) => say(
            "机关看过了信访人的留言",
            "The authority read the petitioner's messages",
        ),
        _ => None,
    }
}
