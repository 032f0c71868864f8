//! The seal of the sample authority: drawn here, it says that it is one of a sample.

use super::Park;
use crate::casework::access::Access;
use crate::casework::act::Acted;
use crate::commands::people::administer::Change;
use crate::error::AppError;
use crate::official_seal::SealKeeperDraft;
use huiyin_domain::event::Document;
use huiyin_domain::letter::LetterKind;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::Command;

/// Who keeps it: the holder of this post.
const KEEPER: (&str, &str) = ("petition-office-head", "gu");

/// Its image, a PNG.
pub fn sample_seal() -> Vec<u8> {
    huiyin_letters::samples::seal().0
}

impl Park<'_> {
    /// The head of the petition office keeps it; answers and review decisions wait for it.
    pub(super) async fn seal(&self) -> Result<(), AppError> {
        let organisation = self.huiyin.organisation(self.authority).await?;
        let mut posts = organisation.posts.values();
        let keeper = posts.find(|post| post.duty == KEEPER.0);
        let documents = [Document::Answer, Document::ReviewDecision];
        let draft = SealKeeperDraft {
            keeper: keeper.map(|post| post.id.raw()),
            documents: documents.map(|one| one.word().to_owned()).to_vec(),
        };
        self.change(Change::SealKeeper(draft)).await?;
        let keeper = self.principal(KEEPER.1).await?;
        let lodged = self.huiyin.lodge_drawn(&keeper, sample_seal(), None);
        lodged.await.map(|_| ())
    }

    /// Sets it on an answer that was issued just now.
    pub(super) async fn sealed(
        &self,
        number: PetitionNumber,
        acted: &Acted,
    ) -> Result<(), AppError> {
        if !acted.events.iter().any(|kind| kind == "SealAwaited") {
            return Ok(());
        }
        let keeper = self.principal(KEEPER.1).await?;
        // It is sealed by nobody who did not read it.
        let read = Access::Letter(LetterKind::Served(Document::Answer));
        self.huiyin.put_on_record(&keeper, number, read).await?;
        let set = Command::SetSeal {
            document: Document::Answer,
        };
        let acted = self.huiyin.act(&keeper, number, vec![set], None);
        acted.await.map(|_| ())
    }
}
