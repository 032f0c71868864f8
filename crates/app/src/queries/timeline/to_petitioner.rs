//! What the petitioner did, or what came to him, as one says it to his face.

use super::say;
use huiyin_domain::event::Event;
use huiyin_domain::language::Bilingual;

/// The words, where an event is the petitioner's own.
pub(super) fn words(event: &Event) -> Option<Bilingual> {
    match event {
        Event::AnswerReceived(_) => say("您收到了书面答复", "You received the answer"),
        Event::ReviewDecisionReceived(_) => {
            say("您收到了复查意见", "You received the review decision")
        }
        Event::RemedyVerified(one) if one.agreed => say("您说做到了", "You said that it was done"),
        Event::RemedyVerified(_) => say("您说没有做到", "You said that it was not done"),
        Event::MessageSent(one) if one.from_petitioner => say("您留了言", "You wrote to us"),
        Event::MessageSent(_) => say("我们给您留了言", "We wrote to you"),
        Event::FactStated(_) => say(
            "我们写明了一条查到的事实，请您看",
            "We put a fact that was found before you",
        ),
        Event::FactResponded(one) if one.accepted => say("您同意了一条事实", "You accepted a fact"),
        Event::FactResponded(_) => say("您说一条事实不对", "You disputed a fact"),
        Event::FactsAdded(_) => say("您补充了情况", "You told us more"),
        Event::TimeDisputed(_) => say("您说一个日期不对", "You said that a date is wrong"),
        Event::NoticesWished(_) => say("您选了什么时候收通知", "You chose when notices come"),
        _ => None,
    }
}
