//! The form of a registration with files, read part by part.

use super::Sent;
use crate::api::fields::error;
use crate::problem::{Code, Problem};
use crate::state::Web;
use crate::upload::{Part, Parts};
use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use huiyin_app::{FileDraft, content_digest};
use huiyin_domain::event::FilePurpose;
use huiyin_domain::petition::FieldProblem;
use serde_json::Value;

/// The part that holds the matter.
const PETITION: &str = "petition";

/// Reads it to its end. A file that is too large is read on and thrown away, so that the answer names it; the
/// form as a whole is bounded by the limit of its route.
///
/// # Errors
/// Where it is no whole form, or its matter is no JSON object.
pub(super) async fn read(
    web: &Web,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Sent, Problem> {
    let mut parts = Parts::of(web, form)?;
    let (mut matter, mut files, mut wrong) = (None, Vec::new(), Vec::new());
    let mut nth = 0_usize;
    while let Some(part) = parts.next().await? {
        match part {
            Part::Field(name, text) if name == PETITION && matter.is_none() => matter = Some(text),
            Part::Field(name, _) if name == PETITION => {
                wrong.push(error(name, FieldProblem::TooMany { entries_max: 1 }));
            }
            Part::Field(name, _) => wrong.push(error(name, FieldProblem::UnknownField)),
            Part::File(name, bytes) => {
                nth += 1;
                let field = format!("file.{nth}");
                match bytes {
                    Err(problem) => wrong.push(error(field, problem)),
                    Ok(bytes) => files.push(FileDraft {
                        field,
                        name,
                        purpose: FilePurpose::Evidence,
                        bytes,
                    }),
                }
            }
        }
    }
    let Some(matter) = matter else {
        wrong.push(error(PETITION, FieldProblem::Missing));
        return Err(Problem::fields(wrong));
    };
    let Ok(Value::Object(object)) = serde_json::from_str(&matter) else {
        return Err(Problem::of(Code::BadJson));
    };
    Ok(Sent {
        object,
        request: canonical(&matter, &files),
        files,
        wrong,
    })
}

/// The same bytes for the same content, whatever boundary was drawn: what an Idempotency-Key stands for.
fn canonical(matter: &str, files: &[FileDraft]) -> Bytes {
    let mut bytes = Vec::new();
    let mut put = |part: &str| {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(part.as_bytes());
    };
    put(matter);
    for file in files {
        put(&file.name);
        put(&content_digest(&file.bytes));
    }
    Bytes::from(bytes)
}
