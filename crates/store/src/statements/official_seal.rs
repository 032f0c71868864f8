//! Statements about the seal of an authority.

use super::{Cow, Statement};

statements! {
    SEAL_KEEPER_SET = "INSERT INTO official_seal (authority_id, keeper_id, documents) VALUES ($1, $2, $3) ON CONFLICT (authority_id) DO UPDATE SET keeper_id = excluded.keeper_id, documents = excluded.documents";
    SEAL_IMAGE_SET = "INSERT INTO official_seal (authority_id, documents, image_position, image_digest) VALUES ($1, '', $2, $3) ON CONFLICT (authority_id) DO UPDATE SET image_position = excluded.image_position, image_digest = excluded.image_digest";
    SEAL_NOW = "SELECT keeper_id, documents, image_position, image_digest FROM official_seal WHERE authority_id = $1";
    SEAL_WAITING_ADD = "INSERT INTO seal_waiting (authority_id, petition_id, document, since) VALUES ($1, $2, $3, $4) ON CONFLICT (authority_id, petition_id, document) DO UPDATE SET since = excluded.since";
    SEAL_WAITING_END = "DELETE FROM seal_waiting WHERE authority_id = $1 AND petition_id = $2 AND document = $3";
    SEAL_WAITING = "SELECT petition_id, document, since FROM seal_waiting WHERE authority_id = $1 ORDER BY since, petition_id, document LIMIT $2";
    // The conditions stand as the index has them, so that it is used.
    SEAL_CHANGES = "SELECT open FROM journal INDEXED BY journal_seals WHERE authority_id = $1 AND kind IN ('SealKeeperNamed', 'SealLodged', 'SealChosen') AND (kind = 'SealSet' OR kind = 'SealKeeperNamed' OR kind = 'SealLodged' OR kind = 'SealChosen') ORDER BY position DESC LIMIT $2";
    SEALS_SET = "SELECT open FROM journal WHERE authority_id = $1 AND kind = 'SealSet' AND position < $2 ORDER BY position DESC LIMIT $3";
}
