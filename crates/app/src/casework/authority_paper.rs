//! Whether a petition that somebody brings for another one has its written authority 委托书. For whom it is brought
//! stays sealed; that it is brought for another one, and whether the paper is there, whoever works on it has to
//! know.

use super::opened::Opened;
use crate::error::AppError;
use huiyin_domain::event::{Event, FilePurpose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a written authority stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WrittenAuthority {
    /// It was not shown yet.
    Missing,
    /// It is on file.
    OnFile,
}

/// How it stands; nothing where whoever brought it speaks for himself.
pub(crate) fn of(opened: &Opened) -> Result<Option<WrittenAuthority>, AppError> {
    let identity = opened.identity()?.unwrap_or_default();
    if identity.on_behalf_of.is_none() {
        return Ok(None);
    }
    let mut rows = opened.rows.iter();
    let is_it = |event: &Event| matches!(event, Event::FileAdded(file) if file.purpose == FilePurpose::WrittenAuthority);
    let there = rows.any(|(_, envelope)| is_it(&envelope.event));
    Ok(Some(match there {
        true => WrittenAuthority::OnFile,
        false => WrittenAuthority::Missing,
    }))
}
