//! The lists that forms of actions choose from, as a petition gives them.

use super::List;
use crate::desk::case::{Opened, class_words, day, safe};
use crate::pages::components::Choice;
use huiyin_app::{ObligationView, Waiting};
use huiyin_domain::category::Category;
use huiyin_domain::event::{DeclineReason, Document, FilePurpose, Route};
use huiyin_domain::ids::UnitId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::Role;
use huiyin_domain::petition::{
    AskedHow, Channel, Class, ContactPart, EntryPart, NO_PLACE, Outcome,
};
use std::collections::BTreeSet;

/// Characters of a request that a list shows.
const WORDS_SHOWN: usize = 60;
/// The value of a class without a branch.
const NO_BRANCH: &str = "0";

/// The choices of a list.
pub(crate) fn of(opened: &Opened<'_>, list: List) -> Vec<Choice> {
    match list {
        List::Units => units(opened),
        List::AnsweringUnits => receivers(opened),
        List::Posts => posts(opened, |_| true),
        List::AnsweringPosts => posts(opened, |unit| opened.organisation.answers(unit)),
        List::Handlers => handlers(opened),
        List::Categories => categories(opened),
        List::DeclineReasons => titled(opened, &DECLINE_REASONS, DeclineReason::title),
        List::EntryParts => EntryPart::ALL
            .iter()
            .map(|part| Choice::new(part.word(), part.title().in_language(opened.language)))
            .collect(),
        List::EntryPlaces => places(opened),
        List::EntryChannels => Channel::TOLD_TO_STAFF
            .iter()
            .map(|one| Choice::new(one.word(), one.title().in_language(opened.language)))
            .collect(),
        List::Contacts => ContactPart::ALL
            .iter()
            .map(|part| Choice::new(part.word(), part.title().in_language(opened.language)))
            .collect(),
        List::AskedHow => AskedHow::ALL
            .iter()
            .map(|how| Choice::new(how.word(), how.title().in_language(opened.language)))
            .collect(),
        List::Routes => titled(opened, &ROUTES, Route::title),
        List::Documents => documents(opened),
        List::AwaitingSeal => awaiting_seal(opened),
        List::Ways => words(opened, &WAYS),
        List::Duties => duties(opened, |one| one.state == "open" && !one.paused),
        List::Stopped => duties(opened, |one| one.state == "open" && one.paused),
        List::Breached => duties(opened, |one| one.late && !one.corrected),
        List::Climbed => duties(opened, |one| one.state == "open" && one.step > 0),
        List::Causes => causes(opened),
        List::Requests => requests(opened, |_| true),
        List::Representatives => representatives(opened),
        List::Facts => facts(opened),
        List::Remedies => requests(opened, |nth| remedy_is_open(opened, nth)),
        List::Denied => requests(opened, |nth| remedy_is_denied(opened, nth)),
        List::Support => support(opened),
        List::Instructions => waiting(opened, "instruction"),
        List::Commitments => waiting(opened, "commitment"),
        List::Proposals => waiting(opened, "proposal"),
        List::Disputes => waiting(opened, "dispute"),
    }
}

fn places(opened: &Opened<'_>) -> Vec<Choice> {
    let places = opened.authority.open_places();
    let places = places.map(|place| {
        let name = place.name.in_language(opened.language);
        Choice::new(place.id.clone(), name)
    });
    let none = opened.say("不在这些里", "None of these");
    places.chain([Choice::new(NO_PLACE, none)]).collect()
}

type Words = (&'static str, &'static str, &'static str);

const DECLINE_REASONS: [(&str, DeclineReason); 3] = [
    ("in-hand", DeclineReason::InHand),
    ("finally-reviewed", DeclineReason::FinallyReviewed),
    ("not-understandable", DeclineReason::NotUnderstandable),
];
const ROUTES: [(&str, Route); 6] = [
    (Route::Reconsideration.word(), Route::Reconsideration),
    (Route::Court.word(), Route::Court),
    (Route::LabourArbitration.word(), Route::LabourArbitration),
    (Route::PartyAppeal.word(), Route::PartyAppeal),
    (Route::Discipline.word(), Route::Discipline),
    (Route::OtherOrgan.word(), Route::OtherOrgan),
];
/// What staff record; what a channel accepted, the system records by itself.
const WAYS: [Words; 2] = [
    ("handed-over", "当面交付", "Handed over in person"),
    (
        "signed-for",
        "签收（含邮寄回执，要上传回证）",
        "Signed for: a slip of registered post included (takes the proof)",
    ),
];

fn titled<T: Copy>(
    opened: &Opened<'_>,
    all: &[(&'static str, T)],
    title: impl Fn(T) -> Bilingual,
) -> Vec<Choice> {
    all.iter()
        .map(|(value, one)| Choice::new(*value, title(*one).in_language(opened.language)))
        .collect()
}

fn words(opened: &Opened<'_>, all: &[Words]) -> Vec<Choice> {
    all.iter()
        .map(|(value, zh, en)| Choice::new(*value, opened.say(zh, en)))
        .collect()
}

fn units(opened: &Opened<'_>) -> Vec<Choice> {
    let units = opened.organisation.units.values();
    units
        .filter(|unit| !unit.closed)
        .map(|unit| Choice::unit(unit, opened.language))
        .collect()
}

/// The units that can have it.
fn receivers(opened: &Opened<'_>) -> Vec<Choice> {
    let fit = opened.view.passes_to.iter().flat_map(|all| &all.units);
    let units = fit.filter_map(|unit| opened.organisation.units.get(&UnitId::new(unit.id)));
    units
        .map(|unit| Choice::unit(unit, opened.language))
        .collect()
}

fn posts(opened: &Opened<'_>, of: impl Fn(UnitId) -> bool) -> Vec<Choice> {
    let posts = opened.organisation.posts.values();
    posts
        .filter(|post| !post.closed && of(post.unit))
        .map(|post| {
            let title = post.title.in_language(opened.language);
            let unit = opened.authority.unit_name(post.unit);
            let unit = unit.in_language(opened.language);
            let label = opened
                .language
                .pick(format!("{unit}{title}"), format!("{title}, {unit}"));
            Choice::new(post.id.to_string(), label)
        })
        .collect()
}

fn handlers(opened: &Opened<'_>) -> Vec<Choice> {
    let here = UnitId::new(opened.view.unit_id);
    let works = |role: &Role| {
        matches!(
            role,
            Role::Handler | Role::Clerk | Role::UnitHead | Role::Officer
        )
    };
    let staff = opened.organisation.staff.values();
    staff
        .filter(|one| !one.left)
        .filter(|one| {
            one.roles
                .iter()
                .any(|(unit, role)| *unit == here && works(role))
        })
        .map(|one| Choice::new(one.id.to_string(), one.name.clone()))
        .collect()
}

fn categories(opened: &Opened<'_>) -> Vec<Choice> {
    let present = opened.view.category.as_deref();
    let named = |node: &Category| {
        let dashes = "　".repeat(node.level().saturating_sub(1));
        let indent = opened.language.pick(
            dashes,
            "\u{a0}\u{a0}".repeat(node.level().saturating_sub(1)),
        );
        let label = format!("{indent}{}", node.name.in_language(opened.language));
        Choice::category(node, label, opened.language).chosen(present == Some(node.code.as_str()))
    };
    let nodes = opened.authority.categories.nodes().iter();
    let offered = |code: &str| opened.authority.categories.offers(code) || present == Some(code);
    let nodes = nodes.filter(|node| offered(&node.code));
    nodes.map(named).collect()
}

/// Classes with their branches, and the way that each goes.
pub(crate) fn classes(opened: &Opened<'_>) -> Vec<Choice> {
    let language = opened.language;
    let present = opened.view.class.as_deref();
    let is_present =
        |class: &str, branch: Option<u8>| present == Some(class) && (opened.view.branch == branch);
    let rulebook = opened.rulebook.as_deref();
    let rules = rulebook.map(|rulebook| rulebook.class_rules.as_slice());
    let rules = rules.unwrap_or_default();
    if rules.is_empty() {
        let all = Class::ALL.iter();
        return all
            .map(|class| {
                let value = format!("{}.{NO_BRANCH}", class.word());
                Choice::new(value, class.title().in_language(language))
                    .chosen(is_present(class.word(), None))
            })
            .collect();
    }
    let choice = |rule: &huiyin_domain::rulebook::ClassRule| {
        let branch = rule
            .branch
            .map_or_else(|| NO_BRANCH.to_owned(), |one| one.to_string());
        let label = class_words((&rule.class, rule.branch), rulebook, language);
        Choice::new(format!("{}.{branch}", rule.class), label)
            .hinted(rule.citation.in_language(language))
            .chosen(is_present(&rule.class, rule.branch))
    };
    rules.iter().map(choice).collect()
}

/// The answer, and the decision of a review: received after they were served.
fn is_answer(document: &str) -> bool {
    [Document::Answer, Document::ReviewDecision]
        .iter()
        .any(|one| one.word() == document)
}

fn documents(opened: &Opened<'_>) -> Vec<Choice> {
    let received = opened.view.answer.as_ref();
    let unreceived = received.is_some_and(|answer| answer.stage == "served");
    let mut known = BTreeSet::new();
    let documents = opened.view.documents.iter().rev();
    documents
        .filter(|one| !one.awaits_seal)
        .filter(|one| one.served_at.is_none() || (is_answer(&one.document) && unreceived))
        .filter(|one| known.insert(one.document.as_str()))
        .map(|one| Choice::new(&one.document, one.title.in_language(opened.language)))
        .collect()
}

fn awaiting_seal(opened: &Opened<'_>) -> Vec<Choice> {
    let documents = opened.view.documents.iter();
    documents
        .filter(|one| one.awaits_seal)
        .map(|one| Choice::new(&one.document, one.title.in_language(opened.language)))
        .collect()
}

/// The files that a step can rest on: a withdrawal on a signed paper only.
pub(crate) fn scans(opened: &Opened<'_>, purpose: FilePurpose) -> Vec<Choice> {
    let fits = |one: FilePurpose| purpose != FilePurpose::SignedPaper || one == purpose;
    let files = opened.view.files.iter().filter(|file| fits(file.purpose));
    files
        .map(|file| {
            let (at, title) = (opened.when(&file.at), file.purpose.title());
            let title = title.in_language(opened.language);
            let label = opened
                .language
                .pick(format!("{title}（{at}）"), format!("{title} ({at})"));
            Choice::new(file.id.to_string(), label)
        })
        .collect()
}

fn duties(opened: &Opened<'_>, fits: impl Fn(&ObligationView) -> bool) -> Vec<Choice> {
    let duties = opened.view.obligations.iter();
    duties
        .filter(|one| one.duty != "window" && fits(one))
        .filter_map(|one| {
            let title = one.title.in_language(opened.language);
            let due = day(&one.due_date, opened.dates());
            let label = opened
                .language
                .pick(format!("{title}，最迟{due}"), format!("{title}, by {due}"));
            Some(Choice::new(one.id?.to_string(), label))
        })
        .collect()
}

fn causes(opened: &Opened<'_>) -> Vec<Choice> {
    let terms = opened.rulebook.iter().flat_map(|book| &book.terms);
    let causes: BTreeSet<_> = terms.flat_map(|term| &term.suspended_by).collect();
    causes
        .into_iter()
        .map(|cause| Choice::new(cause.word(), cause.label(opened.language)))
        .collect()
}

fn shortened(text: &str) -> String {
    let safe = safe(text);
    let mut short: String = safe.chars().take(WORDS_SHOWN).collect();
    if short.len() < safe.len() {
        short.push('…');
    }
    short
}

/// By their place in the registration: who they are stands there only for whoever may see it.
fn representatives(opened: &Opened<'_>) -> Vec<Choice> {
    let there = opened.view.representatives.iter();
    let choice = |nth: &u8| {
        let place = u16::from(*nth) + 1;
        let label = opened.language.pick(
            format!("登记时的第{place}位代表"),
            format!("Number {place} of those who were registered"),
        );
        Choice::new(nth.to_string(), label)
    };
    there.map(choice).collect()
}

fn requests(opened: &Opened<'_>, fits: impl Fn(usize) -> bool) -> Vec<Choice> {
    let requests = opened.view.requests.iter().enumerate();
    requests
        .filter(|(nth, _)| fits(*nth))
        .map(|(nth, text)| {
            let label = format!("{}. {}", nth + 1, shortened(text));
            Choice::new(nth.to_string(), label)
        })
        .collect()
}

fn facts(opened: &Opened<'_>) -> Vec<Choice> {
    let facts = opened.view.facts.iter();
    facts
        .map(|fact| {
            let label = format!("{}. {}", fact.index, shortened(&fact.text));
            Choice::new(fact.position.to_string(), label)
        })
        .collect()
}

fn remedy_is_open(opened: &Opened<'_>, nth: usize) -> bool {
    let Some(answer) = &opened.view.answer else {
        return false;
    };
    let item = answer.draft.items.get(nth);
    let promised = item.is_some_and(|item| item.outcomes.contains(&Outcome::Remedy));
    promised
        && !answer
            .fulfilled
            .iter()
            .any(|done| usize::from(*done) == nth)
}

fn remedy_is_denied(opened: &Opened<'_>, nth: usize) -> bool {
    let answer = opened.view.answer.as_ref();
    let mut denied = answer.into_iter().flat_map(|answer| &answer.denied);
    denied.any(|one| usize::from(*one) == nth)
}

fn support(opened: &Opened<'_>) -> Vec<Choice> {
    let questions = opened.view.questions.iter();
    questions
        .filter(|one| one.support && one.answer.is_none())
        .map(|one| Choice::new(one.asked.to_string(), shortened(&one.question)))
        .collect()
}

fn waiting(opened: &Opened<'_>, kind: &str) -> Vec<Choice> {
    let waiting = opened.view.waiting.iter();
    let fits = |one: &&Waiting| one.kind == kind && !(kind == "proposal" && one.own);
    waiting
        .filter(fits)
        .map(|one| {
            let what = one.what.in_language(opened.language);
            let colon = opened.language.pick("：", ": ");
            let label = if one.text.is_empty() {
                what.to_owned()
            } else {
                format!("{what}{colon}{}", shortened(&one.text))
            };
            Choice::new(one.position.to_string(), label)
        })
        .collect()
}
