//! Statements about units, posts, staff, and how staff sign in.

use super::{Cow, Statement};

statements! {
    AUTHORITY_CHANGE = "UPDATE authority SET name_zh = COALESCE($1, name_zh), name_en = COALESCE($2, name_en), level = COALESCE($3, level), rulebook_id = COALESCE($4, rulebook_id), contact_address_zh = COALESCE($5, contact_address_zh), contact_address_en = COALESCE($6, contact_address_en), contact_phone = COALESCE($7, contact_phone), contact_hours_zh = COALESCE($8, contact_hours_zh), contact_hours_en = COALESCE($9, contact_hours_en), above_authority = COALESCE($10, above_authority), above_name_zh = COALESCE($11, above_name_zh), above_name_en = COALESCE($12, above_name_en), emblem = COALESCE($13, emblem) WHERE authority_id = $14";
    EMBLEM_KEEP = "INSERT INTO emblem (authority_id, digest, content) VALUES ($1, $2, $3) ON CONFLICT (authority_id, digest) DO NOTHING";
    EMBLEM = "SELECT content FROM emblem WHERE authority_id = $1 AND digest = $2";
    ORGANISATION_HEAD = "SELECT position FROM organisation_head WHERE authority_id = $1";
    ORGANISATION_HEAD_SET = "INSERT INTO organisation_head (authority_id, position) VALUES ($1, $2) ON CONFLICT (authority_id) DO UPDATE SET position = excluded.position";
    UNIT_SET = "INSERT INTO unit (authority_id, unit_id, unit_key, name_zh, name_en, kind, parent_id, petition_office, closed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (authority_id, unit_id) DO UPDATE SET unit_key = excluded.unit_key, name_zh = excluded.name_zh, name_en = excluded.name_en, kind = excluded.kind, parent_id = excluded.parent_id, petition_office = excluded.petition_office, closed = excluded.closed";
    UNITS_OF = "SELECT unit_id, unit_key, name_zh, name_en, kind, parent_id, petition_office, closed FROM unit WHERE authority_id = $1 ORDER BY unit_id";
    POST_SET = "INSERT INTO post (authority_id, post_id, duty, title_zh, title_en, unit_id, holder_id, stand_ins, closed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (authority_id, post_id) DO UPDATE SET duty = excluded.duty, title_zh = excluded.title_zh, title_en = excluded.title_en, unit_id = excluded.unit_id, holder_id = excluded.holder_id, stand_ins = excluded.stand_ins, closed = excluded.closed";
    POSTS_OF = "SELECT post_id, duty, title_zh, title_en, unit_id, holder_id, stand_ins, closed FROM post WHERE authority_id = $1 ORDER BY post_id";
    STAFF_ADD = "INSERT INTO staff (authority_id, staff_id, login, name, language, roles, has_left) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    STAFF_CHANGE = "UPDATE staff SET name = $1, language = $2, roles = $3, has_left = $4 WHERE authority_id = $5 AND staff_id = $6";
    STAFF_AWAY = "UPDATE staff SET away_from = $1, away_to = $2 WHERE authority_id = $3 AND staff_id = $4";
    STAFF_OF = "SELECT staff_id, login, name, language, roles, has_left, away_from, away_to FROM staff WHERE authority_id = $1 ORDER BY staff_id";
    LOGIN_ADD = "INSERT INTO login (authority_id, login, of_authority_id, staff_id) VALUES ($1, $2, $3, $4)";
    LOGIN = "SELECT of_authority_id, staff_id FROM login WHERE authority_id = $1 AND login = $2";
    LOGIN_ANY = "SELECT staff_id FROM login WHERE authority_id = $1 ORDER BY login LIMIT 1";

    STAFF_KEY_ADD = "INSERT INTO staff_key (authority_id, staff_id, wrapped_identity_key) VALUES ($1, $2, $3)";
    STAFF_KEY = "SELECT wrapped_identity_key FROM staff_key WHERE authority_id = $1 AND staff_id = $2";
    STAFF_PARTS = "SELECT authority_id, position, kind, petition_id, recorded_at, effective_at, open, open_salt, sealed_identity, identity_salt, sealed_text, text_salt, entry, staff_id, response_id FROM journal WHERE authority_id = $1 AND staff_id = $2 ORDER BY position";
    CREDENTIAL = "SELECT password_hash FROM credential WHERE authority_id = $1 AND staff_id = $2";
    CREDENTIAL_SET = "INSERT INTO credential (authority_id, staff_id, password_hash, set_at) VALUES ($1, $2, $3, $4) ON CONFLICT (authority_id, staff_id) DO UPDATE SET password_hash = excluded.password_hash, set_at = excluded.set_at";
    CREDENTIAL_END = "DELETE FROM credential WHERE authority_id = $1 AND staff_id = $2";
    CREDENTIALS_OF = "SELECT staff_id FROM credential WHERE authority_id = $1 ORDER BY staff_id";
    FAILURES = "SELECT failures, failed_at FROM sign_in_failure WHERE authority_id = $1 AND login_hash = $2";
    FAILURE_NOTE = "INSERT INTO sign_in_failure (authority_id, login_hash, failures, failed_at) VALUES ($1, $2, 1, $3) ON CONFLICT (authority_id, login_hash) DO UPDATE SET failures = sign_in_failure.failures + 1, failed_at = excluded.failed_at";
    FAILURES_END = "DELETE FROM sign_in_failure WHERE authority_id = $1 AND login_hash = $2";
    FAILURES_FORGET = "DELETE FROM sign_in_failure WHERE authority_id = $1 AND failed_at < $2";
    SESSION_ADD = "INSERT INTO staff_session (authority_id, token_hash, staff_id, created_at, used_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    SESSION = "SELECT staff_id, used_at, expires_at FROM staff_session WHERE authority_id = $1 AND token_hash = $2";
    SESSION_USE = "UPDATE staff_session SET used_at = $1 WHERE authority_id = $2 AND token_hash = $3";
    SESSION_END = "DELETE FROM staff_session WHERE authority_id = $1 AND token_hash = $2";
    SESSIONS_END = "DELETE FROM staff_session WHERE authority_id = $1 AND staff_id = $2";
    SESSIONS_FORGET = "DELETE FROM staff_session WHERE authority_id = $1 AND staff_id = $2 AND (used_at < $3 OR expires_at < $4)";
    INVITATION_ADD = "INSERT INTO invitation (authority_id, token_hash, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    INVITATION = "SELECT staff_id, expires_at FROM invitation WHERE authority_id = $1 AND token_hash = $2";
    INVITATIONS_END = "DELETE FROM invitation WHERE authority_id = $1 AND staff_id = $2";
    SET_UPS_END = "DELETE FROM invitation WHERE authority_id = $1 AND staff_id IS NULL";
    API_TOKEN_ADD = "INSERT INTO api_token (authority_id, token_hash, staff_id, name, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    API_TOKEN = "SELECT staff_id, expires_at FROM api_token WHERE authority_id = $1 AND token_hash = $2";
    API_TOKENS_OF = "SELECT token_hash, name, created_at, expires_at FROM api_token WHERE authority_id = $1 AND staff_id = $2 ORDER BY created_at, token_hash";
    API_TOKEN_END = "DELETE FROM api_token WHERE authority_id = $1 AND token_hash = $2";
    API_TOKENS_END = "DELETE FROM api_token WHERE authority_id = $1 AND staff_id = $2";

    STAFF_WITHOUT_KEY = "SELECT COUNT(*) FROM staff s LEFT JOIN staff_key k ON k.authority_id = s.authority_id AND k.staff_id = s.staff_id WHERE k.staff_id IS NULL";
    ORPHAN_STAFF_KEYS = "SELECT COUNT(*) FROM staff_key k LEFT JOIN staff s ON s.authority_id = k.authority_id AND s.staff_id = k.staff_id WHERE s.staff_id IS NULL";
    ORPHAN_CREDENTIALS = "SELECT COUNT(*) FROM credential k LEFT JOIN staff s ON s.authority_id = k.authority_id AND s.staff_id = k.staff_id WHERE s.staff_id IS NULL";
    ORPHAN_SESSIONS = "SELECT COUNT(*) FROM staff_session k LEFT JOIN staff s ON s.authority_id = k.authority_id AND s.staff_id = k.staff_id WHERE s.staff_id IS NULL";
    ORPHAN_INVITATIONS = "SELECT COUNT(*) FROM invitation k LEFT JOIN staff s ON s.authority_id = k.authority_id AND s.staff_id = k.staff_id WHERE s.staff_id IS NULL AND k.staff_id IS NOT NULL";
    CALENDAR_FEED_ADD = "INSERT INTO calendar_feed (authority_id, staff_id, token_hash, made_at) VALUES ($1, $2, $3, $4)";
    CALENDAR_FEED_END = "DELETE FROM calendar_feed WHERE authority_id = $1 AND staff_id = $2";
    CALENDAR_FEED = "SELECT staff_id FROM calendar_feed WHERE authority_id = $1 AND token_hash = $2";
    CALENDAR_FEED_SINCE = "SELECT made_at FROM calendar_feed WHERE authority_id = $1 AND staff_id = $2";
    ORPHAN_CALENDAR_FEEDS = "SELECT COUNT(*) FROM calendar_feed f LEFT JOIN staff s ON s.authority_id = f.authority_id AND s.staff_id = f.staff_id WHERE s.staff_id IS NULL";
    ORPHAN_API_TOKENS = "SELECT COUNT(*) FROM api_token k LEFT JOIN staff s ON s.authority_id = k.authority_id AND s.staff_id = k.staff_id WHERE s.staff_id IS NULL";
}
