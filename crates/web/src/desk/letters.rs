//! `/desk/petitions/{number}/letters/{letter}`: documents of a petition as PDF.

use crate::body::Form;
use crate::desk::case::{Opened, number_of};
use crate::desk::guard::Signed;
use crate::pages::file_list::ListedFile;
use crate::problem::{Code, Problem};
use crate::upload::{attachment, file_response};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use huiyin_app::{LetterAsked, LetterBundle, LetterKind, LetterOnOffer};
use huiyin_domain::language::Language;

/// `GET /desk/petitions/{number}/letters/{letter}`: that it is read is on record first; with
/// `?named=yes` also that the identity is.
pub(crate) async fn read(
    path: Result<Path<(String, String)>, PathRejection>,
    RawQuery(query): RawQuery,
    signed: Signed,
) -> Response {
    let read = async {
        let Path((number, letter)) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let number = number_of(&number)?;
        let form = Form::parse(query.as_deref().unwrap_or_default().as_bytes())?;
        let asked = LetterAsked {
            kind: kind(&letter)?,
            language: language(&form),
            named: form.text("named").as_deref() == Some("yes"),
        };
        let huiyin = &signed.web().huiyin;
        let made = huiyin.letter(signed.principal(), number, asked).await?;
        Ok(file_response(made))
    };
    signed.or_refused(read.await)
}

/// `GET /desk/petitions/{number}/letters/bundle.zip`: answer, proof of service and index.
pub(crate) async fn bundle(
    path: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    signed: Signed,
) -> Response {
    let read = async {
        let Path(number) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let number = number_of(&number)?;
        let form = Form::parse(query.as_deref().unwrap_or_default().as_bytes())?;
        let asked = (
            language(&form),
            form.text("named").as_deref() == Some("yes"),
        );
        let huiyin = &signed.web().huiyin;
        let made = huiyin.letter_bundle(signed.principal(), number, asked);
        Ok(bundle_response(made.await?))
    };
    signed.or_refused(read.await)
}

/// An archive of documents, as an attachment.
pub(crate) fn bundle_response(bundle: LetterBundle) -> Response {
    attachment(("application/zip", ".zip"), &bundle.name, bundle.bytes)
}

/// A document's word, with or without the ending of its file.
pub(crate) fn kind(word: &str) -> Result<LetterKind, Problem> {
    let word = word.strip_suffix(".pdf").unwrap_or(word);
    LetterKind::parse(word).ok_or_else(|| Problem::of(Code::NotFound))
}

/// The language of a document: Chinese, unless the English one is asked for.
pub(crate) fn language(form: &Form) -> Language {
    let asked = form.text("language");
    asked
        .and_then(|tag| Language::parse(&tag))
        .unwrap_or_default()
}

/// The documents of a petition: without the name for whoever only reads, with it where the identity
/// was revealed on the same page.
pub(crate) fn rows(opened: &Opened<'_>) -> Vec<ListedFile> {
    let letters = opened.view.letters.iter();
    let mut rows: Vec<ListedFile> = letters.map(|letter| row(opened, letter)).collect();
    let is_issued = |one: &LetterOnOffer| one.letter == "answer" && !one.draft;
    if opened.view.letters.iter().any(is_issued) {
        let holds = opened.language.pick(
            "处理意见书、送达回证、卷内目录",
            "answer, proof of service and index",
        );
        rows.push(ListedFile {
            name: opened.say("答复一套", "The answer, together"),
            about: ListedFile::about(opened.language, ["ZIP", holds]),
            href: Some(href(opened, "bundle.zip")),
            ..ListedFile::default()
        });
    }
    rows
}

/// The address of a document, in the language of the page, with the name where the identity is open.
fn href(opened: &Opened<'_>, file: &str) -> String {
    let named = match opened.view.identity {
        Some(_) => "&named=yes",
        None => "",
    };
    let (petition, tag) = (opened.href(), opened.language.tag());
    format!("{petition}/letters/{file}?language={tag}{named}")
}

fn row(opened: &Opened<'_>, letter: &LetterOnOffer) -> ListedFile {
    let language = opened.language;
    let origin = match (letter.draft, opened.view.identity.is_some()) {
        (true, _) => opened.say("草稿，未签发", "a draft, not issued"),
        (false, true) => opened.say("写有姓名", "with the name"),
        (false, false) => opened.say(
            "不写姓名；先查看身份，再打印写有姓名的",
            "without the name; reveal the identity first to print it with the name",
        ),
    };
    let kind = match letter.sealed {
        true => opened.say("PDF，已盖印章", "PDF, with the seal"),
        false => "PDF".to_owned(),
    };
    ListedFile {
        name: letter.title.in_language(language).to_owned(),
        about: ListedFile::about(language, [&kind, &origin]),
        href: Some(href(opened, &format!("{}.pdf", letter.letter))),
        ..ListedFile::default()
    }
}
