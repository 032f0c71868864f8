//! Statements about texts that an authority words itself.

use super::{Cow, Statement};

statements! {
    TEXT_VERSION_ADD = "INSERT INTO text_version (authority_id, subject, position, set_at, restored) VALUES ($1, $2, $3, $4, $5)";
    TEXT_ENTRY_ADD = "INSERT INTO text_entry (authority_id, subject, position, text_key, zh, en) VALUES ($1, $2, $3, $4, $5, $6)";
    TEXTS_NOW = "SELECT v.authority_id, v.subject, v.position, v.set_at, v.restored FROM text_version v WHERE v.position = (SELECT MAX(l.position) FROM text_version l WHERE l.authority_id = v.authority_id AND l.subject = v.subject) ORDER BY v.authority_id, v.subject";
    TEXT_ENTRIES = "SELECT text_key, zh, en FROM text_entry WHERE authority_id = $1 AND subject = $2 AND position = $3 ORDER BY text_key";
}
