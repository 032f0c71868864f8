//! Statements about what the desk keeps for staff alone: views of the inbox.

use super::{Cow, Statement};

statements! {
    SAVED_VIEWS = "SELECT sealed_views FROM saved_views WHERE authority_id = $1 AND staff_id = $2";
    SAVED_VIEWS_SET = "INSERT INTO saved_views (authority_id, staff_id, sealed_views) VALUES ($1, $2, $3) ON CONFLICT (authority_id, staff_id) DO UPDATE SET sealed_views = excluded.sealed_views";
    SAVED_VIEWS_END = "DELETE FROM saved_views WHERE authority_id = $1 AND staff_id = $2";

    ORPHAN_SAVED_VIEWS = "SELECT COUNT(*) FROM saved_views v LEFT JOIN staff s ON s.authority_id = v.authority_id AND s.staff_id = v.staff_id WHERE s.staff_id IS NULL";
}
