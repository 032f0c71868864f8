//! `POST /track/files`: what the petitioner brings later, one file at a time, with a word about it.

use super::acts::{self, Typed};
use crate::desk::guard::is_ours;
use crate::portal::receipt::{asked_for, followed};
use crate::portal::{frame, see, see_there};
use crate::problem::{self, Code, Problem};
use crate::state::Web;
use crate::upload::Upload;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

/// Takes the file.
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
    let Some((followed, view)) = followed(&web, &headers, which).await else {
        return see("/track");
    };
    let Some(code) = followed.code() else {
        return see("/track");
    };
    let upload = match Upload::read(form).await {
        Ok(upload) => upload,
        Err(error) => return refused(Problem::from(error).code()),
    };
    let language = crate::cookie::language(&headers);
    let about = upload
        .fields
        .iter()
        .find(|(name, value)| name == "about" && !value.trim().is_empty())
        .map(|(_, value)| value.clone());
    let about = about.unwrap_or_else(|| language.pick("补交材料", "More papers").to_owned());
    let brought = match Upload::needed(upload.file, upload.wrong, "file") {
        Ok(file) => {
            let file = (file.name, file.bytes);
            let brought = web.huiyin.bring_file((&code, which), about.clone(), file);
            brought.await.map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    match brought {
        Ok(_) => see_there(&acts::address(&view, "/track/petition", "")),
        Err(problem) => {
            let (words, status) = acts::words_of(problem, language);
            let typed = Typed::of_file(about, words);
            acts::again(&web, &headers, &view, &typed, status)
        }
    }
}
