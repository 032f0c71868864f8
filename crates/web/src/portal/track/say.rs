//! `POST /track/say`: what the petitioner says or brings later, in one place: words, a paper, or both.
//! Words alone are a message or, if chosen so, facts that stand below the matter's own text, because only
//! those are answered as part of it; whatever comes with a paper is facts.

use super::acts;
use crate::body::Form;
use crate::desk::guard::is_ours;
use crate::parts;
use crate::portal::kept::{self, Kept};
use crate::portal::receipt::{acting, asked_for};
use crate::portal::switch::Switch;
use crate::portal::{frame, see, see_there};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use crate::upload::Upload;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::Which;
use huiyin_app::code::TrackingCode;
use huiyin_domain::event::FilePurpose;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::Command;

/// The field of the paper.
pub(super) const PAPER: &str = "file";
/// The field of the words.
pub(super) const WORDS: &str = "words";
/// The field that says whether words are facts.
pub(super) const AS: &str = "as";
/// Its value for facts.
pub(super) const FACTS: &str = "facts";
/// Its value for a paper by which somebody lets another one bring the matter.
pub(super) const AUTHORITY: &str = "written-authority";

/// The id of the form.
pub(super) const FORM: &str = "say";

/// No page can put a file back into a form: whoever changed text size or language is told to choose it again.
pub(super) fn choose_again(language: Language) -> String {
    let words = language.pick(
        "换了字号或语言，文件请再选一次",
        "Choose the file again: it does not survive the change of text size or language",
    );
    words.to_owned()
}

/// What was written in the form, and what was not taken.
#[derive(Default)]
pub(super) struct Said {
    /// The words.
    pub(super) words: String,
    /// What they are: facts, a written authority, or empty: a message.
    pub(super) kind: String,
    /// What is wrong with the words.
    pub(super) wrong_words: Option<String>,
    /// What is wrong with the paper.
    pub(super) wrong_paper: Option<String>,
}

impl Said {
    pub(super) fn of(form: &Form) -> Self {
        Self {
            words: form.text(WORDS).unwrap_or_default(),
            kind: form.text(AS).unwrap_or_default(),
            ..Self::default()
        }
    }

    fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// Whether the words are facts; those that come with a paper always are.
    fn is_facts(&self) -> bool {
        [FACTS, AUTHORITY].contains(&self.kind.as_str())
    }

    /// What the paper is.
    fn purpose(&self) -> FilePurpose {
        match self.kind == AUTHORITY {
            true => FilePurpose::WrittenAuthority,
            false => FilePurpose::Evidence,
        }
    }

    /// What is kept of it where it was not taken.
    fn fields(&self) -> Vec<(String, String)> {
        let kind = self.is_facts().then(|| (AS.to_owned(), self.kind.clone()));
        let words = (WORDS.to_owned(), self.words.clone());
        std::iter::once(words).chain(kind).collect()
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
    let mut upload = match Upload::read(&web, form).await {
        Ok(upload) => upload,
        Err(error) => return refused(Problem::from(error).code()),
    };
    let sender = crate::portal::parts::of_petition(&web, &headers);
    let put = async { parts::put_into(&web, &sender?, &mut upload).await };
    if let Err(problem) = put.await {
        return refused(problem.code());
    }
    let page = acts::address(&view, "/track/petition", "");
    let said = Said::of(&Form::of(upload.fields.clone()));
    let sent = Kept::of(FORM, &said.fields());
    if let Some(switch) = Switch::of(&web, &headers, &upload.fields) {
        if said.is_empty() && upload.file.is_none() {
            return switch.on(see_there(&page));
        }
        let words = upload.file.is_some().then(|| kept::both(choose_again));
        let sent = words
            .into_iter()
            .fold(sent, |sent, one| sent.wrong(PAPER, one));
        let of = (&code, &view);
        let seen = acts::refused(&web, switch.headers(), of, sent).await;
        return switch.on(seen);
    }
    let language = crate::cookie::language(&headers);
    // Facts land below the matter's own words, where they count; a message where its reply appears.
    let facts = said.is_facts() || upload.file.is_some();
    let landing = if facts { "facts" } else { "messages" };
    match record(&web, (&code, which), (&said, upload), language).await {
        Ok(()) => kept::taken(&web, &headers, &acts::saved(&view, landing)).await,
        Err((field, words)) => {
            let sent = sent.wrong(field, words);
            acts::refused(&web, &headers, (&code, &view), sent).await
        }
    }
}

/// Puts it on record; else the field that is at fault and what to do.
async fn record(
    web: &Web,
    of: (&TrackingCode, Option<Which>),
    (said, upload): (&Said, Upload),
    language: Language,
) -> Result<(), (&'static str, Bilingual)> {
    let brings = upload.file.is_some() || !upload.wrong.is_empty();
    if !brings && said.kind == AUTHORITY {
        let words = Bilingual::new("选一份委托书的照片或扫描件", "Choose the written authority");
        return Err((PAPER, words));
    }
    if !brings && said.is_empty() {
        let words = Bilingual::new(
            "写一写，或者选一个文件，再按一次",
            "Write something or choose a file, then press again",
        );
        return Err((WORDS, words));
    }
    let done = if brings {
        bring(web, of, (said, upload), language).await
    } else {
        let text = said.words.clone();
        let command = if said.is_facts() {
            Command::AddFacts { text }
        } else {
            Command::Message { text }
        };
        let taken = web.huiyin.act_by_code_once(of, command, None).await;
        taken.map(|_| ()).map_err(Problem::from)
    };
    done.map_err(|problem| {
        let mut fields = problem.refused_fields().iter();
        let at_paper = fields.any(|one| one.field == PAPER);
        let field = if at_paper { PAPER } else { WORDS };
        (field, kept::told(&problem))
    })
}

async fn bring(
    web: &Web,
    of: (&TrackingCode, Option<Which>),
    (said, upload): (&Said, Upload),
    language: Language,
) -> Result<(), Problem> {
    let file = Upload::needed(upload.file, upload.wrong, PAPER)?;
    let text = match (said.is_empty(), said.purpose()) {
        (true, FilePurpose::WrittenAuthority) => language.pick("交委托书", "The written authority"),
        (true, _) => language.pick("补交材料", "More papers"),
        (false, _) => said.words.as_str(),
    };
    let paper = (said.purpose(), file.name, file.bytes);
    web.huiyin
        .bring_file(of, text.to_owned(), paper, None)
        .await?;
    Ok(())
}
