//! A form of a session that may bring a file.

use super::{FORM_TOKEN, Signed, SignedForm, is_ours};
use crate::body::{self, Form};
use crate::problem::{Code, Problem};
use crate::server::BODY_BYTES_MAX;
use crate::state::Web;
use crate::upload::{Upload, UploadedFile};
use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::response::Response;
use huiyin_domain::petition::FieldError;

/// A form with a file, if one was chosen; as every form, from a page of the own session only.
pub(crate) struct SignedUpload {
    pub(crate) form: SignedForm,
    /// The file that came with it.
    pub(crate) file: Option<UploadedFile>,
    /// Why a file was not taken.
    pub(crate) wrong: Vec<FieldError>,
}

impl FromRequest<Web> for SignedUpload {
    type Rejection = Response;

    async fn from_request(mut request: Request, web: &Web) -> Result<Self, Response> {
        if !body::has_type(request.headers(), "multipart/form-data") {
            DefaultBodyLimit::max(BODY_BYTES_MAX).apply(&mut request);
            return Ok(Self {
                form: SignedForm::from_request(request, web).await?,
                file: None,
                wrong: Vec::new(),
            });
        }
        let signed: Signed = request.extract_parts_with_state(web).await?;
        if !is_ours(request.headers()) {
            return Err(signed.refuse(&Problem::of(Code::FormNotOurs)));
        }
        let read = Upload::read(web, Multipart::from_request(request, web).await).await;
        let upload = read.map_err(|error| signed.refuse(&error.into()))?;
        let bytes = Bytes::from(upload.canonical());
        let form = Form::of(upload.fields);
        let token = form.text(FORM_TOKEN).unwrap_or_default();
        if !signed.has_form_token(&token) {
            return Err(signed.refuse(&Problem::of(Code::FormNotOurs)));
        }
        Ok(Self {
            form: SignedForm {
                signed,
                form,
                bytes,
            },
            file: upload.file,
            wrong: upload.wrong,
        })
    }
}
