//! Statements about files that come in parts.

use super::{Cow, Statement};

statements! {
    UPLOAD_ADD = "INSERT INTO upload (authority_id, upload_hash, holder_hash, sealed_name, length_bytes, received_bytes, parts, touched_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPLOAD = "SELECT holder_hash, sealed_name, length_bytes, received_bytes, parts, touched_at FROM upload WHERE authority_id = $1 AND upload_hash = $2";
    UPLOADS_OF_HOLDER = "SELECT length_bytes FROM upload WHERE authority_id = $1 AND holder_hash = $2";
    UPLOAD_CAME = "UPDATE upload SET received_bytes = $1, parts = $2, touched_at = $3 WHERE authority_id = $4 AND upload_hash = $5";
    UPLOADS_OLDEST = "SELECT MIN(touched_at) FROM upload WHERE authority_id = $1";
    UPLOAD_DROP = "DELETE FROM upload WHERE authority_id = $1 AND upload_hash = $2";
    UPLOADS_FORGET = "DELETE FROM upload WHERE authority_id = $1 AND touched_at < $2";
    UPLOAD_PART_ADD = "INSERT INTO upload_part (authority_id, upload_hash, part_number, sealed_part) VALUES ($1, $2, $3, $4)";
    UPLOAD_PARTS = "SELECT part_number, sealed_part FROM upload_part WHERE authority_id = $1 AND upload_hash = $2 ORDER BY part_number";
    UPLOAD_PARTS_DROP = "DELETE FROM upload_part WHERE authority_id = $1 AND upload_hash = $2";
    UPLOAD_PARTS_FORGET = "DELETE FROM upload_part WHERE authority_id = $1 AND upload_hash IN (SELECT upload_hash FROM upload WHERE authority_id = $1 AND touched_at < $2)";

    ORPHAN_UPLOAD_PARTS = "SELECT COUNT(*) FROM upload_part f LEFT JOIN upload u ON u.authority_id = f.authority_id AND u.upload_hash = f.upload_hash WHERE u.upload_hash IS NULL";
}
