//! Statements about what the desk keeps for staff alone: views of the inbox, which messages wait to be read, what was
//! put off, who has a petition open, what was refused to them.

use super::{Cow, Statement};

statements! {
    SAVED_VIEWS = "SELECT sealed_views FROM saved_views WHERE authority_id = $1 AND staff_id = $2";
    SAVED_VIEWS_SET = "INSERT INTO saved_views (authority_id, staff_id, sealed_views) VALUES ($1, $2, $3) ON CONFLICT (authority_id, staff_id) DO UPDATE SET sealed_views = excluded.sealed_views";
    SAVED_VIEWS_END = "DELETE FROM saved_views WHERE authority_id = $1 AND staff_id = $2";

    UNREAD_ADD = "INSERT INTO unread_message (authority_id, petition_id, since) VALUES ($1, $2, $3) ON CONFLICT (authority_id, petition_id) DO NOTHING";
    UNREAD_END = "DELETE FROM unread_message WHERE authority_id = $1 AND petition_id = $2";
    UNREAD = "SELECT since, petition_id FROM unread_message WHERE authority_id = $1 AND (since > $2 OR (since = $2 AND petition_id > $3)) ORDER BY since, petition_id LIMIT $4";

    // The list of kinds is that of the index, which is used only where it stands here too.
    PUT_OFF_BEFORE = "SELECT position, petition_id, recorded_at FROM journal INDEXED BY journal_put_off WHERE authority_id = $1 AND position < $2 AND (kind = 'TransferObjected' OR kind = 'ExtensionAsked') ORDER BY position DESC LIMIT $3";

    PRESENT = "SELECT staff_id, seen_at FROM presence WHERE authority_id = $1 AND petition_id = $2 AND seen_at >= $3 ORDER BY seen_at DESC, staff_id LIMIT $4";
    PRESENCE_NOTE = "INSERT INTO presence (authority_id, petition_id, staff_id, seen_at) VALUES ($1, $2, $3, $4) ON CONFLICT (authority_id, petition_id, staff_id) DO UPDATE SET seen_at = excluded.seen_at";
    PRESENCE_FIRST = "SELECT MIN(seen_at) FROM presence WHERE authority_id = $1";
    PRESENCE_FORGET = "DELETE FROM presence WHERE authority_id = $1 AND seen_at <= $2";

    REFUSED_KNOWN = "SELECT attempt_id FROM refused_attempt INDEXED BY refused_attempt_by_hour WHERE authority_id = $1 AND staff_id = $2 AND hour_at = $3 AND wish = $4 AND number_year = $5 AND number_sequence = $6 AND code = $7";
    REFUSED_IN_HOUR = "SELECT COUNT(*) FROM refused_attempt WHERE authority_id = $1 AND staff_id = $2 AND hour_at = $3";
    REFUSED_LAST = "SELECT MAX(attempt_id) FROM refused_attempt WHERE authority_id = $1";
    REFUSED_ADD = "INSERT INTO refused_attempt (authority_id, attempt_id, staff_id, hour_at, wish, number_year, number_sequence, times, first_at, last_at, code) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    REFUSED_AGAIN = "UPDATE refused_attempt SET times = times + 1, last_at = $1 WHERE authority_id = $2 AND attempt_id = $3";
    REFUSED = "SELECT attempt_id, staff_id, wish, number_year, number_sequence, times, first_at, last_at, code FROM refused_attempt WHERE authority_id = $1 AND attempt_id < $2 ORDER BY attempt_id DESC LIMIT $3";
    REFUSED_FIRST = "SELECT MIN(hour_at) FROM refused_attempt WHERE authority_id = $1";
    REFUSED_FORGET = "DELETE FROM refused_attempt WHERE authority_id = $1 AND hour_at <= $2";

    ORPHAN_REFUSED = "SELECT COUNT(*) FROM refused_attempt r LEFT JOIN staff s ON s.authority_id = r.authority_id AND s.staff_id = r.staff_id WHERE s.staff_id IS NULL";
    ORPHAN_PRESENCE = "SELECT COUNT(*) FROM presence p LEFT JOIN petition o ON o.authority_id = p.authority_id AND o.petition_id = p.petition_id WHERE o.petition_id IS NULL";
    ORPHAN_SAVED_VIEWS = "SELECT COUNT(*) FROM saved_views v LEFT JOIN staff s ON s.authority_id = v.authority_id AND s.staff_id = v.staff_id WHERE s.staff_id IS NULL";
}
