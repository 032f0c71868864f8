//! `/desk/admin/texts`: what the portal says and its colour, and templates of answers by category; each a
//! set of texts with its versions.

use crate::body::Form;
use crate::desk::case::when;
use crate::desk::guard::{Signed, SignedForm, see_saved};
use crate::desk::versions::{self, About};
use crate::pages::components::Choice;
use crate::pages::desk::Fact;
use crate::pages::desk::admin::AdminTab;
use crate::pages::desk::texts::{TextsList, TextsRow, fields_of};
use crate::pages::desk::versions::VersionsPage;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{TextsDraft, VersionChange, VersionsView};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::texts::{TextForm, TextSubject};

type Named = Result<Path<String>, PathRejection>;

/// What the list shows.
pub(super) async fn of(signed: &Signed) -> Result<TextsList, Problem> {
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let language = signed.language();
    let sets = signed.web().huiyin.texts(signed.principal()).await?;
    let rows = sets.into_iter().map(|set| TextsRow {
        title: set.title.in_language(language).to_owned(),
        written: set
            .set_at
            .map(|at| when(&at, signed.dates(&authority.zone)))
            .unwrap_or_default(),
        href: href(&set.subject),
    });
    let writes = signed.principal().may(Action::SetTexts);
    // Fields and groups; a single subject seldom needs words of its own, and takes those above it.
    let tree = &authority.categories;
    let fields = tree.offered().filter(|one| writes && one.level() <= 2);
    let choices = fields.map(|one| {
        let path = tree.path(&one.code);
        let path = path.map(|path| path.in_language(language).to_owned());
        Choice::new(one.code.clone(), path.unwrap_or_default())
    });
    Ok(TextsList {
        rows: rows.collect(),
        categories: choices.collect(),
    })
}

fn href(subject: &str) -> String {
    format!("{}/{subject}", AdminTab::Texts.href())
}

fn named(path: Named) -> Result<TextSubject, Problem> {
    let Path(word) = path.map_err(|_| Problem::of(Code::NotFound))?;
    TextSubject::parse(&word).ok_or_else(|| Problem::of(Code::NotFound))
}

/// `GET /desk/admin/texts/about?category=…`: to the template of a category, written or not.
pub(crate) async fn about(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let led = async {
        signed.principal().permit(Action::SetTexts)?;
        let form = Form::parse(query.as_deref().unwrap_or_default().as_bytes())?;
        let code = form.text("category").unwrap_or_default();
        let authority = signed.authority();
        let known = authority.is_some_and(|one| one.categories.exists(&code));
        Ok(match known {
            true => see_there(&href(&TextSubject::Answer(Some(code)).word())),
            false => see_there(AdminTab::Texts.href()),
        })
    };
    signed.or_refused(led.await)
}

/// `GET /desk/admin/texts/{subject}`.
pub(crate) async fn show(path: Named, signed: Signed) -> Response {
    let shown = async {
        let subject = named(path)?;
        let view = view(&signed, &subject).await?;
        let page = page(&signed, &subject, &view, None, None)?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

async fn view(signed: &Signed, subject: &TextSubject) -> Result<VersionsView<TextsDraft>, Problem> {
    let huiyin = &signed.web().huiyin;
    let word = subject.word();
    let view = huiyin.text_versions(signed.principal(), &word);
    Ok(view.await?)
}

/// The page: with what stands there, or with what was typed and why it was not taken.
fn page(
    signed: &Signed,
    subject: &TextSubject,
    view: &VersionsView<TextsDraft>,
    typed: Option<&TextsDraft>,
    problem: Option<&Problem>,
) -> Result<VersionsPage, Problem> {
    let language = signed.language();
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let shown = typed.or(view.now());
    let stands = |key: &str| {
        let text = shown.and_then(|draft| draft.texts.get(key));
        text.cloned().unwrap_or_default()
    };
    let wrong = |name: &str| {
        let fields = problem.map(Problem::refused_fields).unwrap_or_default();
        let found = fields.iter().find(|error| error.field == name);
        found.map(|error| error.problem.message(language))
    };
    let at = href(&subject.word());
    let about = About {
        title: subject.title(&authority.categories, language),
        back: (
            AdminTab::Texts.href(),
            language.pick("返回文字", "Back to the texts").to_owned(),
        ),
        consequence: consequence(subject, language).to_owned(),
        restore: format!("{at}/restore"),
        form: at,
        writes: signed.principal().may(Action::SetTexts),
        fields: fields_of(language, subject, stands, wrong),
    };
    let facts = |was: &TextsDraft| facts(language, subject, was);
    versions::page(signed, about, view, facts, problem)
}

/// What saving brings.
fn consequence(subject: &TextSubject, language: Language) -> &'static str {
    match subject {
        TextSubject::Portal => language.pick(
            "保存为新版本，群众马上看到；空着的用系统自带的话，以前的版本都在，可以恢复",
            "It is saved as a new version and seen at once; an empty text leaves what is shipped, and earlier versions can be brought back",
        ),
        TextSubject::Answer(_) => language.pick(
            "保存为新版本，起草答复时马上可以选用；以前的版本都在，可以恢复",
            "It is saved as a new version and can be picked for answers at once; earlier ones stay and can be brought back",
        ),
    }
}

/// The texts of a version, in their order.
fn facts(language: Language, subject: &TextSubject, was: &TextsDraft) -> Vec<Fact> {
    let there = subject.fields().iter().flat_map(|field| {
        let mut text = was.texts.get(field.key).cloned().unwrap_or_default();
        if let TextForm::OneOf(words) = field.form {
            let word = words.iter().find(|(word, ..)| *word == text.zh);
            let title = word.map(|(_, zh, en)| language.pick(*zh, *en));
            text = Bilingual::new(title.unwrap_or_default(), "");
        }
        let label = field.label(language);
        let english = language.pick(format!("{label}（英文）"), format!("{label}, in English"));
        [(label.to_owned(), text.zh), (english, text.en)]
    });
    versions::facts(there)
}

fn typed(form: &Form, subject: &TextSubject) -> TextsDraft {
    let text = |key: &str, tag: &str| form.text(&format!("{key}_{tag}")).unwrap_or_default();
    let fields = subject.fields().iter();
    let texts = fields.map(|field| {
        let both = Bilingual::new(text(field.key, "zh"), text(field.key, "en"));
        (field.key.to_owned(), both)
    });
    TextsDraft {
        texts: texts.collect(),
    }
}

/// `POST /desk/admin/texts/{subject}`: a new version.
pub(crate) async fn save(path: Named, form: SignedForm) -> Response {
    let signed = &form.signed;
    let saved = async {
        let subject = named(path)?;
        signed.principal().permit(Action::SetTexts)?;
        let draft = typed(&form.form, &subject);
        let huiyin = &signed.web().huiyin;
        let word = subject.word();
        let done = huiyin.set_texts(form.order(false), &word, draft.clone(), form.idempotency());
        let Some(problem) = versions::refused(done.await.map_err(Problem::from))? else {
            return Ok(see_saved(&href(&word)));
        };
        let view = view(signed, &subject).await?;
        let page = page(signed, &subject, &view, Some(&draft), Some(&problem))?;
        Ok((problem.code().status(), signed.html(&page)).into_response())
    };
    signed.or_refused(saved.await)
}

/// `POST /desk/admin/texts/{subject}/restore`: an earlier version becomes the newest.
pub(crate) async fn restore(path: Named, form: SignedForm) -> Response {
    let signed = &form.signed;
    let restored = async {
        let subject = named(path)?;
        signed.principal().permit(Action::SetTexts)?;
        let change: VersionChange<TextsDraft> = VersionChange::Restore(versions::wanted(&form)?);
        let huiyin = &signed.web().huiyin;
        let word = subject.word();
        let done = huiyin.set_texts(form.order(false), &word, change, form.idempotency());
        done.await?;
        Ok(see_saved(&href(&subject.word())))
    };
    signed.or_refused(restored.await)
}
