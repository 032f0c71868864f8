//! How far the service of a document is, and what becomes of the notices: one that is held back for the hours that
//! the petitioner wishes says until when, so that nobody takes it for lost.

use crate::desk::case::{Opened, day};
use huiyin_app::{DocumentOnRecord, NoticeView};

/// When a document was made, when it was sealed, and when it was served or what its service waits for.
pub(super) fn origin(opened: &Opened<'_>, document: &DocumentOnRecord) -> String {
    let language = opened.language;
    let sealed = document.sealed_at.as_deref().map(|at| opened.when(at));
    let sealed = sealed.map(|at| language.pick(format!("；{at}用印"), format!("; sealed {at}")));
    way(opened, document) + &sealed.unwrap_or_default()
}

fn way(opened: &Opened<'_>, document: &DocumentOnRecord) -> String {
    let language = opened.language;
    let at = opened.when(&document.at);
    if document.awaits_seal {
        return language.pick(
            format!("{at}作出，等待用印"),
            format!("made {at}, waits for the seal"),
        );
    }
    if let Some(served) = &document.served_at {
        let served = opened.when(served);
        return language.pick(
            format!("{at}作出，{served}送达"),
            format!("made {at}, served {served}"),
        );
    }
    let mut newest_first = opened.view.notices.iter().rev();
    let notice = newest_first.find(|one| one.document.as_deref() == Some(&document.document));
    let notice = notice.and_then(|notice| words(opened, notice));
    let notice = notice.map(|words| format!("{}{words}", language.pick("；", "; ")));
    language.pick(
        format!("{at}作出，还没送达"),
        format!("made {at}, not served yet"),
    ) + &notice.unwrap_or_default()
}

/// What a notice that has not gone out waits for.
fn words(opened: &Opened<'_>, notice: &NoticeView) -> Option<String> {
    let language = opened.language;
    if let Some(until) = &notice.held_until {
        let until = opened.when(until);
        return Some(language.pick(
            format!("通知等到{until}再发，信访人希望那时收到"),
            format!("the notice waits until {until}, when the petitioner wishes to hear"),
        ));
    }
    match notice.state.as_str() {
        "queued" => Some(opened.say("通知就要发出", "the notice is about to go out")),
        "failed" => Some(opened.say(
            "通知没有发出去，请当面交付或者寄送",
            "the notice did not go out: hand it over, or send it by post",
        )),
        "dropped" => Some(opened.say(
            "没有能收通知的联系方式，请当面交付或者寄送",
            "there is no contact for a notice: hand it over, or send it by post",
        )),
        _ => None,
    }
}

/// What others have to do first: set the seal, decide on an extension. Whoever works on it waits, and for whom.
pub(super) fn waits_for_others(opened: &Opened<'_>) -> Vec<String> {
    let language = opened.language;
    let post = opened.organisation.seal_post();
    let keeper = post.and_then(|post| opened.acting(post));
    let keeper = keeper.unwrap_or_else(|| opened.say("保管岗位", "its keeper"));
    let sealing = opened.view.documents.iter().filter(|one| one.awaits_seal);
    let sealing = sealing.map(|one| {
        let (title, at) = (one.title.in_language(language), opened.when(&one.at));
        language.pick(
            format!("{title}等{keeper}用印（{at}起），盖好才告知信访人"),
            format!("{title}: waits for the seal since {at} ({keeper}); the petitioner is told once it is set"),
        )
    });
    let asked = opened.duty(&["decide-extension"]);
    let asked = asked.filter(|_| !opened.decides_extension());
    let extension = asked.map(|duty| {
        let who = opened.owing(duty).and_then(|post| opened.acting(post));
        let who =
            who.unwrap_or_else(|| opened.say("规程写明的岗位", "the post that the rulebook names"));
        let day = day(&duty.due_date, opened.dates());
        language.pick(
            format!("已申请延期，等{who}决定，最迟{day}"),
            format!("An extension was asked for: {who} decides by {day}"),
        )
    });
    sealing.chain(extension).collect()
}

/// That there is news, where its notice is held back.
pub(super) fn held(opened: &Opened<'_>) -> Option<String> {
    let news = opened
        .view
        .notices
        .iter()
        .filter(|one| one.document.is_none());
    let until = news.filter_map(|one| one.held_until.as_deref()).min()?;
    let until = opened.when(until);
    Some(opened.language.pick(
        format!("有新消息的通知等到{until}再发，信访人希望那时收到；凭查询码现在就能看到。"),
        format!("The notice that there is news waits until {until}, when the petitioner wishes to hear; with the code it can be read now."),
    ))
}
