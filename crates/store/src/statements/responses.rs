//! Statements about responses to group visits.

use super::{Cow, Statement};

statements! {
    RESPONSE_ADD = "INSERT INTO response (authority_id, response_id, plan_id, plan_version, place, people_min, people_max, opened_at, next_at, red, exercise) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    RESPONSE_MOMENT = "UPDATE response SET next_at = $1, red = $2 WHERE authority_id = $3 AND response_id = $4";
    RESPONSE_COUNT = "UPDATE response SET people_min = $1, people_max = $2 WHERE authority_id = $3 AND response_id = $4";
    RESPONSE_LEVEL = "UPDATE response SET level = $1 WHERE authority_id = $2 AND response_id = $3";
    RESPONSE_END = "UPDATE response SET ended_at = $1 WHERE authority_id = $2 AND response_id = $3";
    RESPONSE = "SELECT response_id, plan_id, plan_version, place, people_min, people_max, level, opened_at, ended_at, red, exercise FROM response WHERE authority_id = $1 AND response_id = $2";
    RESPONSES_RUNNING = "SELECT response_id, plan_id, plan_version, place, people_min, people_max, level, opened_at, ended_at, red, exercise FROM response WHERE authority_id = $1 AND ended_at IS NULL ORDER BY response_id LIMIT $2";
    RESPONSES_BEFORE = "SELECT response_id, plan_id, plan_version, place, people_min, people_max, level, opened_at, ended_at, red, exercise FROM response WHERE authority_id = $1 AND response_id < $2 ORDER BY response_id DESC LIMIT $3";
    RESPONSES_DUE = "SELECT response_id FROM response WHERE authority_id = $1 AND next_at <= $2 ORDER BY next_at LIMIT $3";
    RESPONSE_NEXT_MOMENT = "SELECT MIN(next_at) FROM response WHERE authority_id = $1 AND next_at IS NOT NULL";
    JOURNAL_OF_RESPONSE = "SELECT authority_id, position, kind, petition_id, recorded_at, effective_at, open, open_salt, sealed_identity, identity_salt, sealed_text, text_salt, entry, staff_id, response_id FROM journal WHERE authority_id = $1 AND response_id = $2 ORDER BY position";

    DUTY_ADD = "INSERT INTO response_duty (authority_id, response_id, duty, subject, number, step_post, holder, opened_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ANSWER_DUE = "UPDATE response_duty SET due_at = $1 WHERE authority_id = $2 AND response_id = $3 AND duty = 'ack' AND number = $4 AND ended_at IS NULL";
    ANSWER_MEET = "UPDATE response_duty SET met_at = $1, ended_at = $1 WHERE authority_id = $2 AND response_id = $3 AND duty = 'ack' AND number = $4 AND ended_at IS NULL";
    ANSWER_BREACH = "UPDATE response_duty SET breached_at = $1, ended_at = $1 WHERE authority_id = $2 AND response_id = $3 AND duty = 'ack' AND number = $4 AND ended_at IS NULL";
    ANSWER_END = "UPDATE response_duty SET ended_at = $1 WHERE authority_id = $2 AND response_id = $3 AND duty = 'ack' AND number = $4 AND ended_at IS NULL";
    ARRIVAL_HOLDER = "UPDATE response_duty SET holder = (SELECT d.holder FROM response_duty d WHERE d.authority_id = $1 AND d.response_id = $2 AND d.duty = 'ack' AND d.number = $3), step_post = (SELECT d.step_post FROM response_duty d WHERE d.authority_id = $1 AND d.response_id = $2 AND d.duty = 'ack' AND d.number = $3) WHERE authority_id = $1 AND response_id = $2 AND duty = 'arrive' AND subject = $4";
    DUTY_MEET = "UPDATE response_duty SET met_at = $1, ended_at = $1 WHERE authority_id = $2 AND response_id = $3 AND duty = $4 AND subject = $5 AND number = $6 AND ended_at IS NULL";
    DUTY_BREACH = "UPDATE response_duty SET breached_at = $1 WHERE authority_id = $2 AND response_id = $3 AND duty = $4 AND subject = $5 AND number = $6 AND ended_at IS NULL AND breached_at IS NULL";
    DUTY_END = "UPDATE response_duty SET ended_at = $1 WHERE authority_id = $2 AND response_id = $3 AND duty = $4 AND subject = $5 AND number = $6 AND ended_at IS NULL";
    DUTY_AGAIN = "UPDATE response_duty SET opened_at = $1, due_at = $2, step_post = NULL, holder = NULL, met_at = NULL, breached_at = NULL, ended_at = NULL WHERE authority_id = $3 AND response_id = $4 AND duty = $5 AND subject = $6 AND number = $7";
    DUTIES_END = "UPDATE response_duty SET ended_at = $1 WHERE authority_id = $2 AND response_id = $3 AND duty NOT IN ('review', 'improve') AND ended_at IS NULL";
    DUTIES_OPEN = "SELECT d.response_id, d.duty, d.subject, d.number, d.step_post, d.holder, d.due_at, d.breached_at, r.red FROM response_duty d JOIN response r ON r.authority_id = d.authority_id AND r.response_id = d.response_id WHERE d.authority_id = $1 AND d.ended_at IS NULL AND d.due_at IS NOT NULL ORDER BY d.due_at, d.response_id, d.duty, d.subject LIMIT $2";

    LAST_DRILL = "SELECT MAX(ended_at) FROM response WHERE authority_id = $1 AND plan_id = $2 AND exercise = 1 AND ended_at IS NOT NULL";
    RESPONSE_VERSION = "SELECT MAX(position) FROM journal WHERE authority_id = $1 AND response_id = $2";

    SCREEN_ADD = "INSERT INTO board_screen (authority_id, token_hash, response_id, claimed, created_at) VALUES ($1, $2, $3, $4, $5)";
    SCREEN = "SELECT response_id, claimed FROM board_screen WHERE authority_id = $1 AND token_hash = $2";
    SCREENS = "SELECT COUNT(*) FROM board_screen WHERE authority_id = $1 AND response_id = $2";
    SCREEN_END = "DELETE FROM board_screen WHERE authority_id = $1 AND token_hash = $2";
    ORPHAN_SCREENS = "SELECT COUNT(*) FROM board_screen k LEFT JOIN response r ON r.authority_id = k.authority_id AND r.response_id = k.response_id WHERE r.response_id IS NULL";

    RESPONSE_KEY_ADD = "INSERT INTO response_key (authority_id, response_id, wrapped_text_key) VALUES ($1, $2, $3)";
    RESPONSE_KEY = "SELECT wrapped_text_key FROM response_key WHERE authority_id = $1 AND response_id = $2";
    ORPHAN_RESPONSE_KEYS = "SELECT COUNT(*) FROM response_key k LEFT JOIN response r ON r.authority_id = k.authority_id AND r.response_id = k.response_id WHERE r.response_id IS NULL";
    RESPONSES_WITHOUT_KEY = "SELECT COUNT(*) FROM response r LEFT JOIN response_key k ON k.authority_id = r.authority_id AND k.response_id = r.response_id WHERE k.response_id IS NULL";
}
