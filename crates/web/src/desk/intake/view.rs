//! The form of intake as a page.

use super::category;
use crate::body::Form;
use crate::desk::case::{channel_words, class_words};
use crate::desk::guard::Signed;
use crate::pages::components::{Choice, FieldError};
use crate::pages::desk::Place;
use crate::pages::desk::intake::{IntakeForm, IntakePage, JustRegistered};
use crate::pages::form::{FieldView, FormTarget};
use crate::portal::track::hours;
use crate::problem::{Code, Problem};
use huiyin_app::rules::Authority;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{Channel, Class, Outcome};

/// The page, empty or with what was typed.
pub(super) fn page(
    signed: &Signed,
    typed: Option<&Form>,
    errors: Vec<FieldError>,
    error: Option<String>,
) -> Result<IntakePage, Problem> {
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let language = signed.language();
    let text = |name: &str| typed.and_then(|form| form.text(name)).unwrap_or_default();
    let choice = |value: &str, label: &str, name: &str| {
        Choice::new(value, label).chosen(text(name) == value)
    };
    let rules = signed.web().huiyin.rules();
    let rulebook = rules.rulebook(&authority.row.rulebook);
    let classed = rulebook.is_some_and(|rulebook| rulebook.classes);
    let classes = Class::ALL.iter().filter(|_| classed);
    let branches = rulebook.map(|one| one.class_rules.as_slice());
    let branches = branches.unwrap_or_default().iter();
    let branches = branches.filter(|rule| rule.branch.is_some());
    let today = signed.web().huiyin.now().date_in(&authority.zone);
    let simple = rules.rulebook(super::draft::SIMPLE).is_some();
    Ok(IntakePage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Register)),
        form: IntakeForm {
            category_asked: category_asked(typed, &errors),
            ..form(typed, &today.to_string())
        },
        notices: notices(signed, typed, &errors),
        errors,
        error,
        channels: channels(language),
        places: authority
            .open_places()
            .map(|place| choice(&place.id, place.name.in_language(language), "place"))
            .collect(),
        subjects: subjects(&authority, language),
        units: units(&authority, language),
        categories: categories(typed, &authority, language),
        classes: classes
            .map(|class| choice(class.word(), class.title().in_language(language), "class"))
            .collect(),
        branches: branches
            .map(|rule| {
                let value = rule.branch.unwrap_or_default().to_string();
                let rulebook = rulebook.map(|one| &**one);
                let label = class_words((&rule.class, rule.branch), rulebook, language);
                choice(&value, &label, "branch")
            })
            .collect(),
        accept_now: Some(accept_now(language)),
        answer_now: simple.then(|| answer_now(language)),
        outcomes: outcomes(language, &text("answer_outcome")),
        takes_scan: true,
        paper_review_href: {
            let below = signed.web().huiyin.reviews_answers_of(signed.principal());
            (!below.is_empty()).then_some(crate::desk::paper_review::PATH)
        },
        same: None,
        looked: false,
        target: FormTarget::to("/desk/new").sealed("", key(signed, typed)?),
        before: None,
    })
}

/// The fields of the tree. What was typed for the subject goes before what was chosen, here as where it is registered.
fn categories(typed: Option<&Form>, authority: &Authority, language: Language) -> Vec<Choice> {
    let tree = &authority.categories;
    let category =
        typed.and_then(|form| category::of(form, tree).or_else(|| form.text("category")));
    let roots = tree.offered_roots();
    roots
        .map(|root| {
            let below = |code: &String| code.starts_with(&root.code);
            Choice::new(&*root.code, root.name.in_language(language))
                .chosen(category.as_ref().is_some_and(below))
        })
        .collect()
}

/// The word for the subject that is asked about here, or was before.
fn category_asked(typed: Option<&Form>, errors: &[FieldError]) -> String {
    let asks = errors.iter().any(|error| error.field == "category_words");
    let name = if asks {
        "category_words"
    } else {
        "category_asked"
    };
    typed.and_then(|form| form.text(name)).unwrap_or_default()
}

/// When notices may come, where any go out: asked of whoever leaves a contact.
fn notices(signed: &Signed, typed: Option<&Form>, errors: &[FieldError]) -> Vec<FieldView> {
    let huiyin = &signed.web().huiyin;
    if !huiyin.sends_notices() {
        return Vec::new();
    }
    let chosen = typed.and_then(hours::read).unwrap_or_default();
    let mut fields = hours::fields(signed.language(), chosen, huiyin.names_authority());
    for field in &mut fields {
        let error = errors.iter().find(|error| error.field == field.name);
        field.error = error.map(|error| error.message.clone());
    }
    fields
}

/// Every category under the fields, each with its path and the everyday words for it in the page's language; it is
/// found by them, and by the pinyin of the Chinese ones on every page.
fn subjects(authority: &Authority, language: Language) -> Vec<Choice> {
    let tree = &authority.categories;
    let below = tree.offered().filter(|node| node.parent().is_some());
    below
        .filter_map(|node| {
            let path = tree.path(&node.code)?;
            let path = path.in_language(language);
            let words = node.other_words(language);
            let label = match (words.is_empty(), language) {
                (true, _) => path.to_owned(),
                (false, Language::Zh) => format!("{path}（{}）", words.join("、")),
                (false, Language::En) => format!("{path} ({})", words.join(", ")),
            };
            Some(Choice::category(node, label, language))
        })
        .collect()
}

/// What of a form stays for the next matter of the same person: who they are and how it came. It stays in
/// the open form only.
const KEPT: [&str; 10] = [
    "channel",
    "who",
    "name",
    "phone",
    "email",
    "address",
    "received_on",
    "wish",
    hours::HOURS,
    hours::UNNAMED,
];

/// The page for the next matter of the same person.
pub(super) fn next_of_the_same(
    signed: &Signed,
    typed: &Form,
    before: JustRegistered,
) -> Result<IntakePage, Problem> {
    let kept = KEPT.iter().filter_map(|name| {
        let text = typed.text(name)?;
        Some(((*name).to_owned(), text))
    });
    let kept = Form::of(kept.collect());
    Ok(IntakePage {
        before: Some(before),
        ..page(signed, Some(&kept), Vec::new(), None)?
    })
}

/// Units to be found by their names; what is complained of stays words.
fn units(authority: &Authority, language: Language) -> Vec<Choice> {
    let organisation = authority.organisation();
    let open = organisation.units.values().filter(|unit| !unit.closed);
    open.map(|unit| Choice::unit(unit, language)).collect()
}

/// The form's own key again, so that sending it twice is one registration.
fn key(signed: &Signed, typed: Option<&Form>) -> Result<String, Problem> {
    match typed.and_then(|form| form.text("idempotency_key")) {
        Some(key) => Ok(key),
        None => signed.form_key(),
    }
}

fn channels(language: Language) -> Vec<Choice> {
    let all = [
        Channel::Visit,
        Channel::Phone,
        Channel::Letter,
        Channel::Email,
    ];
    all.iter()
        .map(|channel| Choice::new(channel.word(), channel_words(channel.word(), language)))
        .collect()
}

/// A remedy promises something by a day; that is written in the workshop of answers.
fn outcomes(language: Language, chosen: &str) -> Vec<Choice> {
    let all = Outcome::ALL
        .iter()
        .filter(|outcome| **outcome != Outcome::Remedy);
    all.map(|outcome| {
        let there = chosen == outcome.word();
        Choice::new(outcome.word(), outcome.label(language)).chosen(there)
    })
    .collect()
}

fn accept_now(language: Language) -> String {
    language
        .pick(
            "要先选好性质；告知书现在就作出，当面的当场交给本人，办理期限从今天起算。",
            "Choose the class first; the notice is made now, handed over at the counter, and the answer's clock starts today.",
        )
        .to_owned()
}

fn answer_now(language: Language) -> String {
    language
        .pick(
            "简单的事、只有一条诉求：问清楚了就答，答复和回执当面交给本人。",
            "A simple matter with one request: the answer is handed over with the receipt.",
        )
        .to_owned()
}

fn form(typed: Option<&Form>, today: &str) -> IntakeForm {
    let Some(typed) = typed else {
        return IntakeForm {
            channel: Channel::Visit.word().to_owned(),
            received_on: today.to_owned(),
            ..IntakeForm::default()
        };
    };
    let text = |name: &str| typed.text(name).unwrap_or_default();
    IntakeForm {
        channel: text("channel"),
        danger: typed.ticked("danger"),
        body: text("body"),
        subject: text("subject"),
        place_text: text("place_text"),
        category_words: text("category_words"),
        category_asked: String::new(),
        requests: typed.texts("request"),
        respondents: text("respondents"),
        misconduct: typed.ticked("misconduct"),
        who: text("who"),
        name: text("name"),
        phone: text("phone"),
        email: text("email"),
        address: text("address"),
        joint: typed.ticked("joint"),
        representatives: typed.texts("representative"),
        wish: text("wish"),
        on_behalf_of: text("on_behalf_of"),
        scan_is_authority: typed.ticked("scan_is_authority"),
        received_on: text("received_on"),
        postmark_on: text("postmark_on"),
        accept_now: typed.ticked("accept_now"),
        answer_now: typed.ticked("answer_now"),
        answer_text: text("answer_text"),
        answer_finding: text("answer_finding"),
        answer_facts: text("answer_facts"),
        answer_basis: text("answer_basis"),
    }
}
