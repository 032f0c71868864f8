//! The posts of a response as cards: where each call stands, whom to ring, what can be told with one tap.

use super::{at_hour, href};
use crate::desk::guard::Signed;
use crate::pages::components::Choice;
use crate::pages::desk::responses::{Arrivals, CallCard, Dial, Look, OneButton, PageRow};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::problem::Problem;
use huiyin_app::authorise::Action;
use huiyin_app::{CallState, CallView, PageView, ResponseView};
use huiyin_domain::language::Language;
use huiyin_domain::plan::By;

pub(super) fn cards(signed: &Signed, view: &ResponseView) -> Result<Vec<CallCard>, Problem> {
    let running = view.summary.ended_at.is_none();
    let card = |call: &CallView| call_card(signed, view, call, running);
    view.calls.iter().map(card).collect()
}

/// Those who are not there yet, each person once, to be ticked together; nothing where there is one at most, or
/// whoever looks tells of nobody else.
pub(super) fn arrivals(signed: &Signed, view: &ResponseView) -> Result<Option<Arrivals>, Problem> {
    let speaks = view.may.contains(&"speak-for-others") && view.summary.ended_at.is_none();
    let mut told: Vec<&String> = Vec::new();
    let mut choices = Vec::new();
    let away = |call: &&CallView| !matches!(call.state, CallState::There | CallState::NotNeeded);
    for call in view.calls.iter().filter(away) {
        if told.contains(&&call.post) {
            continue;
        }
        told.extend(&call.with);
        let names = call.pages.last().and_then(|page| page.name.clone());
        let names = names.filter(|_| matches!(call.state, CallState::Calling | CallState::Coming));
        let titles = titles(signed, view, std::iter::once(&call.post).chain(&call.with));
        choices.push(Choice::new(&call.post, &titles).hinted(names.unwrap_or_default()));
    }
    if !speaks || choices.len() < 2 {
        return Ok(None);
    }
    let label = match view.summary.by_video {
        true => signed.language().pick(
            "一起接通视频的：勾选以后按一次",
            "Who is connected by video: tick them, and press once",
        ),
        false => signed.language().pick(
            "一起到的：勾选以后按一次",
            "Who came together: tick them, and press once",
        ),
    };
    let target = FormTarget::to(format!("{}/do/arrive", href(view.summary.id)));
    Ok(Some(Arrivals {
        target: target.sealed("", signed.form_key()?),
        who: FieldView::new("there", label, FieldKind::Checks(choices)),
    }))
}

/// What posts are called, in one line.
fn titles<'a>(
    signed: &Signed,
    view: &ResponseView,
    posts: impl Iterator<Item = &'a String>,
) -> String {
    let language = signed.language();
    let title = |post: &String| {
        let mut calls = view.calls.iter();
        let call = calls.find(|call| call.post == *post)?;
        Some(call.title.in_language(language))
    };
    let titles: Vec<&str> = posts.filter_map(title).collect();
    titles.join(language.pick("、", ", "))
}

/// Where a call stands of whom is to answer by video, and that in a sentence: nobody travels (RULES 10.1).
fn video_phrase(signed: &Signed, view: &ResponseView, call: &CallView) -> (Look, String) {
    let language = signed.language();
    let hour = |at: &Option<String>| at.as_deref().map(|at| at_hour(signed, view, at));
    let due = at_hour(signed, view, &call.arrive_by);
    let last = call.pages.last();
    let who = last.and_then(|page| page.name.clone()).unwrap_or_default();
    let open = |look| if call.late { Look::Late } else { look };
    match call.state {
        CallState::There => {
            let at = hour(&call.arrived_at).unwrap_or_default();
            (
                Look::Met,
                language.pick(format!("{at}视频接通"), format!("by video since {at}")),
            )
        }
        CallState::Coming => (
            open(Look::Coming),
            match &call.reached_by_hand {
                Some(by) => language.pick(
                    format!("人工联系到了，会视频回答（{by}记下），{due}前接通"),
                    format!(
                        "reached by hand, answers by video ({by} noted it), connected by {due}"
                    ),
                ),
                None => language.pick(
                    format!("{who}会视频回答，{due}前接通"),
                    format!("{who} answers by video, connected by {due}"),
                ),
            },
        ),
        CallState::Calling => {
            let by = hour(&call.answer_by).unwrap_or_default();
            if let Some(page) = last.filter(|page| page.plays_silence) {
                return (Look::DueSoon, silence(language, page, (&who, &due)));
            }
            if call.alone && !call.late {
                return upwards(language, (&who, &by));
            }
            (
                open(Look::DueSoon),
                language.pick(
                    format!("正在呼叫{who}，{by}前应答；{due}前接通视频"),
                    format!("calling {who}, who answers the page by {by}; connected by {due}"),
                ),
            )
        }
        CallState::Exhausted => (
            Look::Late,
            language.pick(
                format!("没有人应答，须由人处理；{due}前应接通视频"),
                format!("nobody answers: see to it; was to be connected by {due}"),
            ),
        ),
        CallState::NotNeeded => not_needed(language),
    }
}

/// Enough of its group are there: nobody is waited for.
fn not_needed(language: Language) -> (Look, String) {
    let words = language.pick(
        "该到的人数已经够了，不用再来；收到呼叫消息的已另发消息告知，打电话叫来的请打电话说一声",
        "as many as are needed are there; nobody is waited for. Whoever got the page as a message is told by one; whom the desk rang, the desk rings",
    );
    (Look::Open, words.to_owned())
}

/// A call above its ladder: it goes on by itself, and a person sees to it meanwhile.
fn upwards(language: Language, (who, by): (&str, &str)) -> (Look, String) {
    (
        Look::Late,
        language.pick(
            format!("梯次里没有人应答，须由人处理；正在向上呼叫{who}，{by}前应答"),
            format!(
                "nobody of the ladder answers: see to it; calling {who} above, who answers by {by}"
            ),
        ),
    )
}

/// Where a call stands, and that in a sentence.
fn call_phrase(signed: &Signed, view: &ResponseView, call: &CallView) -> (Look, String) {
    if call.way == By::Video {
        return video_phrase(signed, view, call);
    }
    let language = signed.language();
    let due = at_hour(signed, view, &call.arrive_by);
    let last = call.pages.last();
    let who = last.and_then(|page| page.name.clone()).unwrap_or_default();
    match call.state {
        CallState::There => {
            let at = call
                .arrived_at
                .as_deref()
                .map(|at| at_hour(signed, view, at));
            let at = at.unwrap_or_default();
            (
                Look::Met,
                language.pick(format!("{at}到了"), format!("there since {at}")),
            )
        }
        CallState::Coming => (
            if call.late { Look::Late } else { Look::Coming },
            match &call.reached_by_hand {
                Some(by) => language.pick(
                    format!("人工联系到了，会来（{by}记下），{due}前到"),
                    format!("reached by hand and coming ({by} noted it), by {due}"),
                ),
                None => language.pick(
                    format!("{who}会来，{due}前到"),
                    format!("{who} comes, by {due}"),
                ),
            },
        ),
        CallState::Calling => {
            let by = call
                .answer_by
                .as_deref()
                .map(|at| at_hour(signed, view, at));
            let by = by.unwrap_or_default();
            if let Some(page) = last.filter(|page| page.plays_silence) {
                return (Look::DueSoon, silence(language, page, (&who, &due)));
            }
            if call.alone && !call.late {
                return upwards(language, (&who, &by));
            }
            (
                if call.late { Look::Late } else { Look::DueSoon },
                language.pick(
                    format!("正在呼叫{who}，{by}前应答；{due}前到"),
                    format!("calling {who}, who answers by {by}; to be there by {due}"),
                ),
            )
        }
        CallState::Exhausted => (
            Look::Late,
            language.pick(
                format!("没有人应答，须由人处理；{due}前应到"),
                format!("nobody answers: see to it; was to be there by {due}"),
            ),
        ),
        CallState::NotNeeded => not_needed(language),
    }
}

/// Where a call stands whose post plays silence in a drill.
fn silence(language: Language, page: &PageView, (who, due): (&str, &str)) -> String {
    match page.own {
        true => language.pick(
            "这次演练里您的角色是不应答：不用回答，也不用来，呼叫按时转给下一位".to_owned(),
            "your part in this drill is silence: do not answer and do not come; it goes on to the next in time".to_owned(),
        ),
        false => language.pick(
            format!("{who}在这次演练里扮演不应答，按时转给下一位；{due}前到"),
            format!("{who} plays silence in this drill, and it goes on to the next in time; to be there by {due}"),
        ),
    }
}

/// How a card looks, in a word or two.
fn word(look: Look, call: &CallView, language: Language) -> String {
    let (zh, en) = match (call.way, look) {
        _ if call.state == CallState::NotNeeded => ("不用再来", "Not needed"),
        (By::Video, Look::Met) => ("视频接通了", "By video"),
        (By::Video, Look::Coming) => ("会视频回答", "Answers by video"),
        (By::Video, Look::Open) => ("没有接通", "Was not connected"),
        _ => return look.word(language).to_owned(),
    };
    language.pick(zh, en).to_owned()
}

/// Where a call stood at the end.
fn ended_phrase(signed: &Signed, view: &ResponseView, call: &CallView) -> (Look, String) {
    let say = |zh: &str, en: &str| signed.language().pick(zh, en).to_owned();
    let open = if call.late { Look::Late } else { Look::Open };
    match call.state {
        CallState::There | CallState::NotNeeded => call_phrase(signed, view, call),
        CallState::Coming if call.way == By::Video => (
            open,
            say(
                "答应了视频回答，结束时还没接通",
                "was to answer by video; not connected at the end",
            ),
        ),
        CallState::Coming => (
            open,
            say(
                "答应了来，结束时还没到",
                "was coming; not there yet at the end",
            ),
        ),
        CallState::Calling | CallState::Exhausted => (
            open,
            say("结束时还没有人应答", "nobody had answered at the end"),
        ),
    }
}

fn call_card(
    signed: &Signed,
    view: &ResponseView,
    call: &CallView,
    running: bool,
) -> Result<CallCard, Problem> {
    let language = signed.language();
    let (look, phrase) = match running {
        true => call_phrase(signed, view, call),
        false => ended_phrase(signed, view, call),
    };
    let speaks = view.may.contains(&"speak-for-others");
    let mut buttons = Vec::new();
    if running && (call.own || speaks) {
        buttons = buttons_of(signed, view, call)?;
    }
    if running && speaks {
        buttons.extend(by_hand(signed, view.summary.id, call)?);
    }
    Ok(CallCard {
        title: call.title.in_language(language).to_owned(),
        by: call.by.in_language(language).to_owned(),
        look,
        word: word(look, call, language),
        late: call.late,
        phrase,
        own: call.own && running,
        id: call.post.clone(),
        dial: (running && speaks)
            .then(|| dial(signed, view, call))
            .flatten(),
        pages: call
            .pages
            .iter()
            .map(|page| page_row(signed, view, page))
            .collect(),
        passed_on: call
            .passed_on
            .iter()
            .map(|one| {
                let at = at_hour(signed, view, &one.at);
                format!("{at} {}", one.words.in_language(language))
            })
            .collect(),
        buttons,
    })
}

/// Whom the desk rings for a post: whoever is called for it or comes, with the number that is on file. Where the
/// desk alone calls them and there is none, that is said, so that nobody waits for a call that nobody makes.
fn dial(signed: &Signed, view: &ResponseView, call: &CallView) -> Option<Dial> {
    let page = call.pages.last().filter(|page| !page.own)?;
    let awaits = matches!(page.state, "waiting" | "acknowledged") && call.state != CallState::There;
    let rings = page.phone.is_some() || page.desk_rings && awaits;
    let may_keep = signed.principal().may(Action::LodgePlan);
    rings.then(|| Dial {
        name: page.name.clone().unwrap_or_default(),
        phone: page.phone.clone(),
        keep_href: match may_keep {
            true => format!("/desk/rosters/{}#outside", view.plan),
            false => String::new(),
        },
    })
}

/// What a person does for a post that nobody of its ladder comes for: ring by hand and note that somebody
/// comes, or have the ladder called again.
fn by_hand(signed: &Signed, id: i64, call: &CallView) -> Result<Vec<OneButton>, Problem> {
    let again = ("call-again", "重新呼叫", "Call again");
    let reached = match call.way {
        By::Video => (
            "reached-by-hand",
            "电话叫到了，会视频回答",
            "Reached by phone: answers by video",
        ),
        By::InPerson => (
            "reached-by-hand",
            "电话叫到了，会来",
            "Reached by phone: comes",
        ),
    };
    let steps: &[_] = match call.state {
        CallState::Exhausted => &[reached, again],
        CallState::Calling if call.alone => &[reached],
        CallState::Coming if call.reached_by_hand.is_some() => &[again],
        _ => &[],
    };
    let buttons = steps
        .iter()
        .map(|(step, zh, en)| button(signed, id, step, ("post", call.post.clone()), (zh, en)));
    buttons.collect()
}

/// A button that tells one thing.
fn button(
    signed: &Signed,
    id: i64,
    step: &str,
    (name, value): (&str, String),
    (zh, en): (&str, &str),
) -> Result<OneButton, Problem> {
    Ok(OneButton {
        target: FormTarget::to(format!("{}/do/{step}", href(id))).sealed("", signed.form_key()?),
        name: name.to_owned(),
        value,
        label: signed.language().pick(zh, en).to_owned(),
    })
}

type Said = (&'static str, &'static str);

/// What the buttons of a card say. One's own card speaks in the first person; by video nobody comes.
struct Answers {
    comes: Said,
    cannot: Said,
    cannot_after_all: Said,
    there: Said,
}

impl Answers {
    const fn of(call: &CallView) -> Self {
        match (call.own, call.way) {
            (true, By::InPerson) => Self {
                comes: ("我会来", "I come"),
                cannot: ("我来不了", "I cannot come"),
                cannot_after_all: ("我来不了了", "I cannot come after all"),
                there: ("我到了", "I am there"),
            },
            (false, By::InPerson) => Self {
                comes: ("会来", "Comes"),
                cannot: ("来不了", "Cannot come"),
                cannot_after_all: ("来不了了", "Cannot come after all"),
                there: ("到了", "Is there"),
            },
            (true, By::Video) => Self {
                comes: ("我能视频回答", "I answer by video"),
                cannot: ("我不能", "I cannot"),
                cannot_after_all: ("我又不能了", "I cannot after all"),
                there: ("我接通视频了", "I am connected"),
            },
            (false, By::Video) => Self {
                comes: ("会视频回答", "Answers by video"),
                cannot: ("不能", "Cannot"),
                cannot_after_all: ("又不能了", "Cannot after all"),
                there: ("视频接通了", "Is connected"),
            },
        }
    }
}

/// What can be told of a post with one tap: that its holder comes, does not, or is there.
fn buttons_of(
    signed: &Signed,
    view: &ResponseView,
    call: &CallView,
) -> Result<Vec<OneButton>, Problem> {
    let button = |step: &str, hidden: (&str, String), zh: &str, en: &str| {
        button(signed, view.summary.id, step, hidden, (zh, en))
    };
    let words = Answers::of(call);
    let mut buttons = Vec::new();
    let mut pages = call.pages.iter().rev();
    let out = pages.find(|page| matches!(page.state, "waiting" | "acknowledged"));
    let silent = out.is_some_and(|page| page.plays_silence);
    if silent && call.own {
        return Ok(buttons);
    }
    let out = out.filter(|_| !silent);
    if let Some(page) = out.filter(|_| call.state != CallState::There) {
        let number = || ("page", page.number.to_string());
        let cannot = match page.state {
            "waiting" => {
                let (zh, en) = words.comes;
                buttons.push(button("acknowledge", number(), zh, en)?);
                words.cannot
            }
            _ => words.cannot_after_all,
        };
        buttons.push(button("decline", number(), cannot.0, cannot.1)?);
    }
    if call.state != CallState::There {
        let post = ("there", call.post.clone());
        let (zh, en) = words.there;
        // One person, one tick: for every post that the page names.
        let others = titles(signed, view, call.with.iter());
        let (zh, en) = match others.is_empty() {
            true => (zh.to_owned(), en.to_owned()),
            false => (
                format!("{zh}（也是{others}）"),
                format!("{en} (also for {others})"),
            ),
        };
        buttons.push(button("arrive", post, &zh, &en)?);
    }
    Ok(buttons)
}

fn page_row(signed: &Signed, view: &ResponseView, page: &PageView) -> PageRow {
    let language = signed.language();
    let (zh, en) = match page.state {
        "acknowledged" => ("会来", "comes"),
        "declined" => ("来不了", "cannot come"),
        "unanswered" => ("没有应答", "no answer"),
        "waiting" if page.handed_at.is_none() => ("还没有送出", "not handed over yet"),
        "waiting" => ("等应答", "waiting"),
        _ => ("已转下一位", "went on"),
    };
    // Called, handed over, arrived, answered: each with its time, as far as it got.
    let stations = [
        (Some(&page.paged_at), "呼叫", "called"),
        (page.handed_at.as_ref(), "交给渠道", "handed over"),
        (page.delivered_at.as_ref(), "送达", "arrived"),
        (page.answered_at.as_ref(), zh, en),
    ];
    let stations = stations.iter().filter_map(|(at, zh, en)| {
        let at = at_hour(signed, view, at.as_ref()?);
        Some(format!("{at} {}", language.pick(*zh, *en)))
    });
    let mut stations: Vec<String> = stations.collect();
    if page.answered_at.is_none() {
        stations.push(language.pick(zh, en).to_owned());
    }
    PageRow {
        number: page.number,
        post: page.post.in_language(language).to_owned(),
        name: page.name.clone().unwrap_or_default(),
        channel: page.channel.in_language(language).to_owned(),
        stations: stations.join(language.pick("；", "; ")),
    }
}
