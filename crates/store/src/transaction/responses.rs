//! What a transaction keeps about responses beside the journal. All of it is operational.

use super::Transaction;
use crate::rows::TokenHash;
use crate::statements::responses as sql;
use huiyin_domain::ids::{AuthorityId, ResponseId};

impl Transaction<'_> {
    /// Keeps the wrapped key of what is typed in a response.
    pub fn keep_response_key(
        &mut self,
        authority: AuthorityId,
        response: ResponseId,
        wrapped: Vec<u8>,
    ) {
        self.insert(
            &sql::RESPONSE_KEY_ADD,
            [
                authority.raw().into(),
                response.raw().into(),
                wrapped.into(),
            ],
        );
    }

    /// Keeps a link for a screen, or the key of one that was let in.
    pub fn keep_screen(
        &mut self,
        authority: AuthorityId,
        response: ResponseId,
        token_hash: &TokenHash,
        claimed: bool,
    ) {
        let now = self.now.micros();
        self.insert(
            &sql::SCREEN_ADD,
            [
                authority.raw().into(),
                token_hash.as_slice().into(),
                response.raw().into(),
                claimed.into(),
                now.into(),
            ],
        );
    }

    /// Ends a link or a screen.
    pub fn end_screen(&mut self, authority: AuthorityId, token_hash: &TokenHash) {
        let values = vec![authority.raw().into(), token_hash.as_slice().into()];
        self.update(&sql::SCREEN_END, values);
    }
}
