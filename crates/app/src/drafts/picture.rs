//! Pictures of a draft, shown small to whoever writes it: a name alone does not say which photograph it was.

use super::{DraftAt, DraftFile};
use crate::code::TrackingCode;
use crate::error::AppError;
use crate::files::FileContent;
use crate::huiyin::Huiyin;
use huiyin_domain::event::{FileKind, FilePurpose};
use huiyin_domain::ids::AuthorityId;
use huiyin_store::reader::Reader;
use std::sync::Arc;

/// The largest picture that is shown again, in bytes: a bad network carried it once already.
const PICTURE_BYTES_MAX: u64 = 5 * 1_024 * 1_024;

impl DraftFile {
    /// Whether it is shown as a picture.
    pub const fn is_picture(&self) -> bool {
        matches!(self.kind, FileKind::Png | FileKind::Jpeg) && self.bytes <= PICTURE_BYTES_MAX
    }
}

impl Huiyin {
    /// A picture of a draft, to be shown small to whoever writes it; nothing for another kind, or for a large one.
    ///
    /// # Errors
    /// A failure of the store.
    pub async fn draft_picture(
        &self,
        authority: AuthorityId,
        code: &TrackingCode,
        number: i64,
    ) -> Result<Option<FileContent>, AppError> {
        let shared = Arc::clone(self.shared());
        let at = DraftAt::of(&shared, authority, code);
        let read = move |reader: &mut Reader<'_>| {
            let draft = at.read(reader, &shared)?.filter(|draft| !draft.is_sent());
            let files = draft.map(|draft| draft.files).unwrap_or_default();
            let mut files = files.into_iter();
            let file = files.find(|file| file.number == number && file.is_picture());
            let picture = file.map(|file| {
                Ok(FileContent {
                    bytes: at.file(reader, &file)?,
                    name: file.name,
                    kind: file.kind,
                    purpose: FilePurpose::Evidence,
                })
            });
            picture.transpose()
        };
        self.store().read(read).await
    }
}
