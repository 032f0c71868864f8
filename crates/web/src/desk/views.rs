//! Saved views of the inbox: a name of one's own for a filter, in every browser. The address of each can be
//! kept as a bookmark as well.

use crate::body::Form;
use crate::desk::guard::SignedForm;
use crate::desk::inbox::{self, Asked};
use crate::pages::desk::inbox::{SaveView, ViewLink};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::Response;
use huiyin_app::{SavedView, SavedViewDraft, ViewsChange};
use huiyin_domain::language::Language;

/// What was typed for a view and not taken, to be shown again.
#[derive(Default)]
pub(crate) struct Typed {
    /// The view that was to be changed; `None`: a new one.
    view: Option<i64>,
    name: String,
    opens: bool,
    error: Option<String>,
}

/// The views as the inbox shows them; `query` is the filter that is looked at now.
pub(crate) fn shown(views: &[SavedView], query: &str, typed: &Typed) -> Vec<ViewLink> {
    let link = |view: &SavedView| {
        let again = Some(view.id) == typed.view;
        ViewLink {
            id: view.id,
            name: view.name.clone(),
            href: inbox::address(&view.query),
            current: view.query == query,
            opens: if again { typed.opens } else { view.opens },
            typed: if again { &typed.name } else { &view.name }.clone(),
            error: typed.error.clone().filter(|_| again),
        }
    };
    views.iter().map(link).collect()
}

/// The form that saves the filter that is looked at under a name.
pub(crate) fn new_form(query: String, typed: &Typed) -> SaveView {
    let own = typed.view.is_none();
    SaveView {
        query,
        name: if own {
            typed.name.clone()
        } else {
            String::new()
        },
        opens: own && typed.opens,
        error: typed.error.clone().filter(|_| own),
    }
}

/// `POST /desk/views`: keeps the filter that is looked at under a name.
pub(crate) async fn keep(sent: SignedForm) -> Response {
    let query = sent.form.text("query").unwrap_or_default();
    order(&sent, query, None).await
}

/// `POST /desk/views/{view}`: gives it another name, lets the inbox open with it or not, or removes it
/// (`do=drop`); its filter stays in the address then, to be saved again.
pub(crate) async fn change(path: Result<Path<i64>, PathRejection>, sent: SignedForm) -> Response {
    let found = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let (web, who) = (sent.signed.web(), sent.signed.principal());
        let views = web.huiyin.saved_views(who).await?;
        let found = views.into_iter().find(|view| view.id == id);
        found.ok_or_else(|| Problem::of(Code::NotFound))
    };
    match found.await {
        Ok(view) => order(&sent, view.query, Some(view.id)).await,
        Err(problem) => sent.signed.refuse(&problem),
    }
}

async fn order(sent: &SignedForm, query: String, view: Option<i64>) -> Response {
    let (signed, form) = (&sent.signed, &sent.form);
    let typed = Typed {
        view,
        name: form.text("name").unwrap_or_default(),
        opens: form.text("opens").as_deref() == Some("yes"),
        error: None,
    };
    let draft = SavedViewDraft {
        name: typed.name.clone(),
        query: query.clone(),
        opens: typed.opens,
    };
    let change = match view {
        Some(id) if form.text("do").as_deref() == Some("drop") => ViewsChange::Remove(id),
        Some(id) => ViewsChange::Change(id, draft),
        None => ViewsChange::Save(draft),
    };
    let huiyin = &signed.web().huiyin;
    match huiyin.change_views(signed.principal(), change, None).await {
        Ok(done) => see_there(&inbox::address(&done.answer.query)),
        Err(error) => {
            let problem = Problem::from(error);
            let Some(words) = words(&problem, signed.language()) else {
                return signed.refuse(&problem);
            };
            let typed = Typed {
                error: Some(words),
                ..typed
            };
            let asked = Form::parse(query.as_bytes()).map(Asked);
            match asked {
                Ok(asked) => inbox::again(signed, &asked, &typed, problem.code().status()).await,
                Err(problem) => signed.refuse(&problem),
            }
        }
    }
}

/// What is wrong with a view: of its name, else of its filter.
fn words(problem: &Problem, language: Language) -> Option<String> {
    let fields = problem.refused_fields();
    let name = fields.iter().find(|error| error.field == "name");
    let wrong = name.or_else(|| fields.first())?;
    Some(wrong.problem.message(language))
}
