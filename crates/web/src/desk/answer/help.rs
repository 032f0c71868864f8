//! Templates and citations for the draft of an answer: what there is to pick from, and filling in what was
//! picked. What stands there already is never replaced.

use super::draft::{Typed, usual_remedy};
use crate::body::Form;
use crate::desk::case::Opened;
use crate::pages::components::Choice;
use crate::pages::desk::workshop::{CheckLine, Helps};
use huiyin_app::WrittenAuthority;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::texts::{TextSet, TextSubject};

/// The templates that fit the petition and hold something, the closest first.
fn templates<'a>(opened: &'a Opened<'_>) -> Vec<(TextSubject, &'a TextSet)> {
    let fitting = TextSubject::answers_about(opened.view.category.as_deref());
    let kept = fitting.into_iter().filter_map(|subject| {
        let set = opened.authority.texts_of(&subject)?;
        Some((subject, &set.texts))
    });
    kept.filter(|(_, texts)| !texts.is_empty()).collect()
}

/// The rulebook's citations with what each is cited for; the value is its place in the list.
pub(super) fn citations(opened: &Opened<'_>) -> Vec<Choice> {
    let language = opened.language;
    let rulebook = opened.rulebook.as_ref();
    let cited = rulebook.map(|rulebook| rulebook.citations());
    let cited = cited.unwrap_or_default().into_iter().enumerate();
    let choice = |(nth, (citation, about)): (usize, (&Bilingual, &Bilingual))| {
        let (citation, about) = (citation.in_language(language), about.in_language(language));
        let label = language.pick(
            format!("{citation}：{about}"),
            format!("{citation}: {about}"),
        );
        Choice::new(nth.to_string(), label)
    };
    cited.map(choice).collect()
}

/// What helps on the page; whether the draft speaks of each fact that the petitioner added.
pub(super) fn of(
    opened: &Opened<'_>,
    (missing, speaks_of_added): (&[String], bool),
    filled: Option<String>,
) -> Helps {
    let language = opened.language;
    let kept = templates(opened).into_iter().enumerate();
    let choices = kept.map(|(nth, (subject, _))| {
        Choice::new(
            subject.word(),
            subject.title(&opened.authority.categories, language),
        )
        .chosen(nth == 0)
    });
    let saved = opened.view.answer.is_some();
    Helps {
        templates: choices.collect(),
        cites: opened.rulebook.is_some(),
        checks: checks(opened, missing, speaks_of_added),
        preview_href: saved.then(|| preview_href(&opened.href(), language)),
        filled,
    }
}

/// The check-list; where the petitioner added facts, with whether the draft speaks of them, and where it is brought for
/// somebody else, with the written authority. These two stop nothing: whoever approves decides, and the matter is looked
/// into all the same.
fn checks(opened: &Opened<'_>, missing: &[String], speaks_of_added: bool) -> Vec<CheckLine> {
    let added = (!opened.view.added_facts.is_empty()).then(|| CheckLine {
        label: opened.say(
            "信访人补充的事实，答复逐条写到了",
            "The answer speaks of each fact that the petitioner added",
        ),
        done: speaks_of_added,
    });
    let paper = opened.view.written_authority.map(|stands| CheckLine {
        label: opened.say(
            "替别人反映：委托书在案",
            "Brought for another one: the written authority is on file",
        ),
        done: stands == WrittenAuthority::OnFile,
    });
    let checks = Helps::checks(opened.language, missing);
    checks.into_iter().chain(added).chain(paper).collect()
}

/// The saved draft as a document, without the name.
pub(super) fn preview_href(petition: &str, language: Language) -> String {
    format!("{petition}/letters/answer.pdf?language={}", language.tag())
}

/// Fills in what was picked; tells in words what was done.
pub(super) fn fill(opened: &Opened<'_>, typed: &mut Typed, form: &Form) -> String {
    let cited = cite(opened, typed, form);
    let picked = form.text("template");
    let template = templates(opened)
        .into_iter()
        .find(|(subject, _)| picked.as_deref() == Some(subject.word().as_str()));
    let from = template.map(|(subject, texts)| {
        let count = from_template(opened, typed, texts);
        (
            subject.title(&opened.authority.categories, opened.language),
            count,
        )
    });
    let language = opened.language;
    match (from, cited) {
        (Some((title, count)), _) if count > 0 => language.pick(
            format!("从“{title}”的模板填了{count}格；已经写的没有动，还没有保存"),
            format!("{count} fields filled from the template “{title}”; what was written stays, nothing is saved yet"),
        ),
        (_, cited) if cited > 0 => language.pick(
            format!("加上了{cited}条依据，还没有保存"),
            format!("{cited} citations added; nothing is saved yet"),
        ),
        _ => opened.say(
            "没有空着的格可以填",
            "There is no empty field to fill",
        ),
    }
}

/// Whether a citation was picked from the rulebook.
pub(super) fn picks(form: &Form) -> bool {
    let mut fields = form.fields().iter();
    fields.any(|(name, value)| name.starts_with("cite-") && !value.trim().is_empty())
}

/// Adds the picked citations to the basis of their requests; a document says them in its own language. How many.
pub(super) fn cite(opened: &Opened<'_>, typed: &mut Typed, form: &Form) -> usize {
    let Some(rulebook) = &opened.rulebook else {
        return 0;
    };
    let citations = rulebook.citations();
    let mut added = 0;
    for (nth, item) in typed.items.iter_mut().enumerate() {
        let picked = form.text(&format!("cite-{}", nth + 1));
        let picked = picked.and_then(|text| text.trim().parse::<usize>().ok());
        let Some((citation, _)) = picked.and_then(|picked| citations.get(picked)) else {
            continue;
        };
        let citation = citation.in_language(opened.language);
        if item.basis.contains(citation) {
            continue;
        }
        let before = item.basis.trim_end();
        item.basis = match before.is_empty() {
            true => citation.to_owned(),
            false => format!("{before}\n{citation}"),
        };
        added += 1;
    }
    added
}

/// Fills what is empty; how many fields.
fn from_template(opened: &Opened<'_>, typed: &mut Typed, texts: &TextSet) -> usize {
    let language = opened.language;
    // A template that is kept in one language only helps in the other all the same.
    let text = |key: &str| {
        let text = texts.get(key)?;
        let (first, second) = language.pick((&text.zh, &text.en), (&text.en, &text.zh));
        [first, second].into_iter().find(|one| !one.is_empty())
    };
    let mut count = 0;
    let mut put = |into: &mut String, key: &str| {
        if into.trim().is_empty()
            && let Some(text) = text(key)
        {
            into.clone_from(text);
            count += 1;
        }
    };
    for item in &mut typed.items {
        put(&mut item.finding, "finding");
        put(&mut item.facts, "facts");
        put(&mut item.basis, "basis");
        put(&mut item.measure, "measure");
    }
    put(&mut typed.summary, "summary");
    // The usual notice is offered, not written by anybody, so a template goes before it.
    if typed.remedy_notice == usual_remedy(opened) && text("remedy_notice").is_some() {
        typed.remedy_notice.clear();
    }
    put(&mut typed.remedy_notice, "remedy_notice");
    count
}
