//! Statements about visits that a group announced.

use super::{Cow, Statement};

statements! {
    VISIT_ADD = "INSERT INTO announced_visit (authority_id, visit_id, code_hash, sealed_visit, until_at, response_id) VALUES ($1, $2, $3, $4, $5, NULL)";
    VISIT_SET = "UPDATE announced_visit SET sealed_visit = $1, until_at = $2 WHERE authority_id = $3 AND visit_id = $4";
    VISIT_CAME = "UPDATE announced_visit SET response_id = $1 WHERE authority_id = $2 AND visit_id = $3";
    VISIT_END = "DELETE FROM announced_visit WHERE authority_id = $1 AND visit_id = $2";
    VISITS_END = "DELETE FROM announced_visit WHERE authority_id = $1 AND response_id = $2";
    VISITS_FORGET = "DELETE FROM announced_visit WHERE authority_id = $1 AND until_at <= $2";
    VISIT = "SELECT visit_id, sealed_visit, until_at, response_id FROM announced_visit WHERE authority_id = $1 AND visit_id = $2";
    VISIT_OF_CODE = "SELECT visit_id, sealed_visit, until_at, response_id FROM announced_visit WHERE authority_id = $1 AND code_hash = $2";
    VISITS = "SELECT visit_id, sealed_visit, until_at, response_id FROM announced_visit WHERE authority_id = $1 ORDER BY until_at, visit_id LIMIT $2";
    VISIT_NEXT_END = "SELECT MIN(until_at) FROM (SELECT until_at FROM announced_visit WHERE authority_id = $1 UNION ALL SELECT until_at FROM visit_pace WHERE authority_id = $1) ends";
    VISIT_PACE = "SELECT until_at, taken FROM visit_pace WHERE authority_id = $1";
    VISIT_PACE_COUNT = "INSERT INTO visit_pace (authority_id, until_at, taken) VALUES ($1, $2, 1) ON CONFLICT (authority_id) DO UPDATE SET taken = CASE WHEN visit_pace.until_at = excluded.until_at THEN visit_pace.taken + 1 ELSE 1 END, until_at = excluded.until_at";
    VISIT_PACE_FORGET = "DELETE FROM visit_pace WHERE authority_id = $1 AND until_at <= $2";

    ORPHAN_VISITS = "SELECT COUNT(*) FROM announced_visit v LEFT JOIN response r ON r.authority_id = v.authority_id AND r.response_id = v.response_id WHERE v.response_id IS NOT NULL AND (r.response_id IS NULL OR r.ended_at IS NOT NULL)";
    ORPHAN_VISIT_PACE = "SELECT COUNT(*) FROM visit_pace p LEFT JOIN authority a ON a.authority_id = p.authority_id WHERE a.authority_id IS NULL";
}
