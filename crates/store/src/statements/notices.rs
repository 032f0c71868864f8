//! Statements about notices and files.

use super::{Cow, Statement};

statements! {
    NOTICE_ADD = "INSERT INTO outbox (authority_id, outbox_id, petition_id, staff_id, kind, document, position, state, attempts, next_attempt_at, created_at, channel, on_call_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    NOTICE_LAST_AT = "SELECT MAX(outbox_id) FROM outbox WHERE authority_id = $1 AND outbox_id >= $2 AND outbox_id < $3";
    NOTICE = "SELECT outbox_id, petition_id, staff_id, kind, document, position, state, attempts, next_attempt_at, created_at, handed_at, failure, channel, on_call_id FROM outbox WHERE authority_id = $1 AND outbox_id = $2";
    NOTICES_OF_PETITION = "SELECT outbox_id, petition_id, staff_id, kind, document, position, state, attempts, next_attempt_at, created_at, handed_at, failure, channel, on_call_id FROM outbox INDEXED BY outbox_by_petition WHERE authority_id = $1 AND petition_id = $2 ORDER BY outbox_id";
    NOTICES_DUE = "SELECT outbox_id, petition_id, staff_id, kind, document, position, state, attempts, next_attempt_at, created_at, handed_at, failure, channel, on_call_id FROM outbox WHERE authority_id = $1 AND state = 'queued' AND kind NOT IN ('page', 'page-over', 'report', 'test-page') AND next_attempt_at <= $2 ORDER BY next_attempt_at, outbox_id LIMIT $3";
    NOTICE_NEXT_AT = "SELECT MIN(next_attempt_at) FROM outbox WHERE authority_id = $1 AND state = 'queued' AND kind NOT IN ('page', 'page-over', 'report', 'test-page')";
    NOTICE_WAITS_FOR_STAFF = "SELECT outbox_id FROM outbox INDEXED BY outbox_by_staff WHERE authority_id = $1 AND staff_id = $2 AND state = 'queued' AND kind NOT IN ('page', 'page-over', 'test-page') AND (kind = 'drill') = ($3 = 'drill') LIMIT 1";
    NOTICE_COUNT = "SELECT COUNT(*) FROM outbox WHERE authority_id = $1 AND state = $2";
    NOTICES_FAILED = "SELECT outbox_id, petition_id, staff_id, kind, document, position, state, attempts, next_attempt_at, created_at, handed_at, failure, channel, on_call_id FROM outbox WHERE authority_id = $1 AND state = 'failed' AND outbox_id > $2 ORDER BY outbox_id LIMIT $3";
    NOTICE_AGAIN = "UPDATE outbox SET state = 'queued', attempts = 0, next_attempt_at = $1, created_at = $1 WHERE authority_id = $2 AND outbox_id = $3 AND state = 'failed'";
    NOTICES_OF_PETITION_AGAIN = "UPDATE outbox SET next_attempt_at = $1 WHERE authority_id = $2 AND petition_id = $3 AND state = 'queued' AND attempts = 0 AND next_attempt_at > $1";
    NOTICES_FORGET = "DELETE FROM outbox INDEXED BY outbox_by_state WHERE authority_id = $1 AND state IN ('handed', 'dropped') AND next_attempt_at < $2";
    NOTICE_ATTEMPT = "UPDATE outbox SET attempts = $1, next_attempt_at = $2, failure = $3 WHERE authority_id = $4 AND outbox_id = $5 AND state = 'queued'";
    NOTICE_END = "UPDATE outbox SET state = $1, handed_at = $2, failure = $3 WHERE authority_id = $4 AND outbox_id = $5 AND state = 'queued'";

    PAGES_DUE = "SELECT outbox_id, petition_id, staff_id, kind, document, position, state, attempts, next_attempt_at, created_at, handed_at, failure, channel, on_call_id FROM outbox WHERE authority_id = $1 AND state = 'queued' AND kind IN ('page', 'page-over', 'report', 'test-page') AND next_attempt_at <= $2 ORDER BY next_attempt_at LIMIT $3";
    PAGE_NEXT_AT = "SELECT MIN(next_attempt_at) FROM outbox WHERE authority_id = $1 AND state = 'queued' AND kind IN ('page', 'page-over', 'report', 'test-page')";
    PAGES_AGAIN = "UPDATE outbox INDEXED BY outbox_by_state SET next_attempt_at = $1 WHERE authority_id = $2 AND state = 'queued' AND kind IN ('page', 'page-over', 'report', 'test-page') AND attempts > 0";
    PAGE_KNOWN_AS = "UPDATE outbox SET reference = $1 WHERE authority_id = $2 AND outbox_id = $3";
    PAGE_BY_REFERENCE = "SELECT outbox_id, petition_id, staff_id, kind, document, position, state, attempts, next_attempt_at, created_at, handed_at, failure, channel, on_call_id FROM outbox INDEXED BY outbox_by_reference WHERE authority_id = $1 AND reference = $2 ORDER BY outbox_id DESC LIMIT 1";
    PAGES_SINCE = "SELECT outbox_id, petition_id, staff_id, kind, document, position, state, attempts, next_attempt_at, created_at, handed_at, failure, channel, on_call_id FROM outbox INDEXED BY outbox_by_state WHERE authority_id = $1 AND state IN ('queued', 'handed') AND kind IN ('page', 'test-page') AND next_attempt_at > $2 ORDER BY outbox_id DESC LIMIT $3";
    PAGES_TO = "SELECT outbox_id, petition_id, staff_id, kind, document, position, state, attempts, next_attempt_at, created_at, handed_at, failure, channel, on_call_id FROM outbox WHERE authority_id = $1 AND outbox_id >= $2 AND (staff_id = $3 OR on_call_id = $4) AND kind IN ('page', 'page-over') AND state IN ('queued', 'handed') ORDER BY outbox_id";

    FILE_CHUNK_ADD = "INSERT INTO file_content (authority_id, file_id, chunk_number, sealed_chunk) VALUES ($1, $2, $3, $4)";
    FILE_CHUNKS = "SELECT chunk_number, sealed_chunk FROM file_content WHERE authority_id = $1 AND file_id = $2 ORDER BY chunk_number";
    FILE_CHUNK = "SELECT sealed_chunk FROM file_content WHERE authority_id = $1 AND file_id = $2 AND chunk_number = $3";

    ORPHAN_NOTICES = "SELECT COUNT(*) FROM outbox o LEFT JOIN petition p ON p.authority_id = o.authority_id AND p.petition_id = o.petition_id LEFT JOIN staff s ON s.authority_id = o.authority_id AND s.staff_id = o.staff_id WHERE p.petition_id IS NULL AND s.staff_id IS NULL AND o.on_call_id IS NULL AND o.kind <> 'report'";
    ORPHAN_FILES = "SELECT COUNT(DISTINCT c.file_id) FROM file_content c LEFT JOIN journal j ON j.authority_id = c.authority_id AND j.position = c.file_id AND j.kind IN ('FileAdded', 'SealLodged', 'ResponseStepped') WHERE j.position IS NULL";
    // The image of a seal has a key that is never destroyed.
    SEALS_WITHOUT_CONTENT = "SELECT COUNT(*) FROM journal j LEFT JOIN file_content c ON c.authority_id = j.authority_id AND c.file_id = j.position AND c.chunk_number = 0 WHERE j.kind = 'SealLodged' AND c.file_id IS NULL";
    FILES_WITHOUT_CONTENT = "SELECT COUNT(*) FROM journal j JOIN petition_key k ON k.authority_id = j.authority_id AND k.petition_id = j.petition_id LEFT JOIN file_content c ON c.authority_id = j.authority_id AND c.file_id = j.position AND c.chunk_number = 0 WHERE j.kind = 'FileAdded' AND k.wrapped_text_key IS NOT NULL AND c.file_id IS NULL";
}
