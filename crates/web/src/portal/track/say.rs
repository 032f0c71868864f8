//! `POST /track/say`: what the petitioner says or brings later, in one place: words, a paper, or both.
//! Words alone are a message or, if chosen so, facts that stand below the matter's own text, because only
//! those are answered as part of it; whatever comes with a paper is facts.

use super::acts::{self, Typed};
use crate::desk::guard::is_ours;
use crate::parts;
use crate::portal::receipt::{acting, asked_for};
use crate::portal::switch::Switch;
use crate::portal::{frame, see, see_there};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use crate::upload::Upload;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use huiyin_app::Which;
use huiyin_app::code::TrackingCode;
use huiyin_domain::language::Language;
use huiyin_domain::petition::Command;

/// The field of the paper.
pub(super) const PAPER: &str = "file";
/// The field of the words.
pub(super) const WORDS: &str = "words";
/// The field that says whether words are facts.
pub(super) const AS: &str = "as";
/// Its value for facts.
pub(super) const FACTS: &str = "facts";

/// The id of the form.
pub(super) const FORM: &str = "say";

/// No page can put a file back into a form: whoever changed text size or language is told to choose it again.
pub(super) const fn choose_again(language: Language) -> &'static str {
    match language {
        Language::Zh => "换了字号或语言，文件请再选一次",
        Language::En => {
            "Choose the file again: it does not survive the change of text size or language"
        }
    }
}

/// What was written in the form, and what was not taken.
#[derive(Default)]
pub(super) struct Said {
    /// The words.
    pub(super) words: String,
    /// Whether they are facts.
    pub(super) facts: bool,
    /// What is wrong with the words.
    pub(super) wrong_words: Option<String>,
    /// What is wrong with the paper.
    pub(super) wrong_paper: Option<String>,
}

impl Said {
    fn of(upload: &Upload) -> Self {
        let field = |name: &str| {
            let mut fields = upload.fields.iter();
            fields
                .find(|(field, _)| field == name)
                .map(|(_, text)| text)
        };
        Self {
            words: field(WORDS).cloned().unwrap_or_default(),
            facts: field(AS).is_some_and(|value| value == FACTS),
            ..Self::default()
        }
    }

    fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
    }
}

/// Takes it.
pub(crate) async fn take(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let refused = |code| problem::page(frame(&web, &headers, "/track"), code);
    if !is_ours(&headers) {
        return refused(Code::FormNotOurs);
    }
    let which = asked_for(&web, query.as_deref());
    let Some((code, view)) = acting(&web, &headers, which).await else {
        return see("/track");
    };
    let mut upload = match Upload::read(form).await {
        Ok(upload) => upload,
        Err(error) => return refused(Problem::from(error).code()),
    };
    let sender = crate::portal::parts::of_petition(&web, &headers);
    let put = async { parts::put_into(&web, &sender?, &mut upload).await };
    if let Err(problem) = put.await {
        return refused(problem.code());
    }
    let mut said = Said::of(&upload);
    if let Some(switch) = Switch::of(&web, &headers, &upload.fields) {
        if said.is_empty() && upload.file.is_none() {
            return switch.on(see_there(&acts::address(&view, "/track/petition", "")));
        }
        let words = choose_again(crate::cookie::language(switch.headers()));
        said.wrong_paper = upload.file.is_some().then(|| words.to_owned());
        let typed = Typed::said(said);
        let page = acts::again(&web, switch.headers(), &view, &typed, StatusCode::OK);
        return switch.on(page);
    }
    let language = crate::cookie::language(&headers);
    match record(&web, (&code, which), (&said, upload), language).await {
        Ok(()) => {
            let page = acts::address(&view, "/track/petition", "");
            see_there(&format!("{page}#messages"))
        }
        Err((at_paper, words, status)) => {
            let wrong = if at_paper {
                &mut said.wrong_paper
            } else {
                &mut said.wrong_words
            };
            *wrong = Some(words);
            acts::again(&web, &headers, &view, &Typed::said(said), status)
        }
    }
}

/// Puts it on record; else whether the paper is at fault, what to do, and the status.
async fn record(
    web: &Web,
    of: (&TrackingCode, Option<Which>),
    (said, upload): (&Said, Upload),
    language: Language,
) -> Result<(), (bool, String, StatusCode)> {
    let brings = upload.file.is_some() || !upload.wrong.is_empty();
    if !brings && said.is_empty() {
        let words = language.pick(
            "写一写，或者选一个文件，再按一次",
            "Write something or choose a file, then press again",
        );
        return Err((false, words.to_owned(), StatusCode::UNPROCESSABLE_ENTITY));
    }
    let done = if brings {
        bring(web, of, (said, upload), language).await
    } else {
        let text = said.words.clone();
        let command = if said.facts {
            Command::AddFacts { text }
        } else {
            Command::Message { text }
        };
        let taken = web.huiyin.act_by_code_once(of, command, None).await;
        taken.map(|_| ()).map_err(Problem::from)
    };
    done.map_err(|problem| {
        let at_paper = problem
            .refused_fields()
            .iter()
            .any(|one| one.field == PAPER);
        let (words, status) = acts::words_of(problem, language);
        (at_paper, words, status)
    })
}

async fn bring(
    web: &Web,
    of: (&TrackingCode, Option<Which>),
    (said, upload): (&Said, Upload),
    language: Language,
) -> Result<(), Problem> {
    let file = Upload::needed(upload.file, upload.wrong, PAPER)?;
    let text = if said.is_empty() {
        language.pick("补交材料", "More papers").to_owned()
    } else {
        said.words.clone()
    };
    web.huiyin
        .bring_file(of, text, (file.name, file.bytes), None)
        .await?;
    Ok(())
}
