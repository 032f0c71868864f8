//! Statements about what is still being written.

use super::{Cow, Statement};

statements! {
    DRAFT_SET = "INSERT INTO draft (authority_id, code_hash, sealed_draft, saved_at) VALUES ($1, $2, $3, $4) ON CONFLICT (authority_id, code_hash) DO UPDATE SET sealed_draft = excluded.sealed_draft, saved_at = excluded.saved_at";
    DRAFT = "SELECT sealed_draft, saved_at FROM draft WHERE authority_id = $1 AND code_hash = $2";
    DRAFTS_OLDEST = "SELECT MIN(saved_at) FROM draft WHERE authority_id = $1";
    DRAFT_DROP = "DELETE FROM draft WHERE authority_id = $1 AND code_hash = $2";
    DRAFTS_FORGET = "DELETE FROM draft WHERE authority_id = $1 AND saved_at < $2";
    DRAFT_CHUNK_ADD = "INSERT INTO draft_file (authority_id, code_hash, file_number, chunk_number, sealed_chunk) VALUES ($1, $2, $3, $4, $5)";
    DRAFT_CHUNKS = "SELECT chunk_number, sealed_chunk FROM draft_file WHERE authority_id = $1 AND code_hash = $2 AND file_number = $3 ORDER BY chunk_number";
    DRAFT_FILE_DROP = "DELETE FROM draft_file WHERE authority_id = $1 AND code_hash = $2 AND file_number = $3";
    DRAFT_FILES_DROP = "DELETE FROM draft_file WHERE authority_id = $1 AND code_hash = $2";
    DRAFT_FILES_FORGET = "DELETE FROM draft_file WHERE authority_id = $1 AND code_hash IN (SELECT code_hash FROM draft WHERE authority_id = $1 AND saved_at < $2)";

    ORPHAN_DRAFT_FILES = "SELECT COUNT(*) FROM draft_file f LEFT JOIN draft d ON d.authority_id = f.authority_id AND d.code_hash = f.code_hash WHERE d.code_hash IS NULL";
}
