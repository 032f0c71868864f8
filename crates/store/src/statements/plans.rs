//! Statements about plans and rosters.

use super::{Cow, Statement};

statements! {
    PLAN_ADD = "INSERT INTO plan_version (authority_id, plan_id, version, lodged_at, content) VALUES ($1, $2, $3, $4, $5)";
    PLAN_APPROVE = "UPDATE plan_version SET approved_at = $1, approved_post_id = $2, approved_roster = $3 WHERE authority_id = $4 AND plan_id = $5 AND version = $6 AND approved_at IS NULL";
    PLAN_IDS = "SELECT DISTINCT plan_id FROM plan_version WHERE authority_id = $1 AND plan_id > $2 ORDER BY plan_id LIMIT $3";
    PLAN_VERSIONS = "SELECT version, lodged_at, approved_at, approved_post_id, approved_roster FROM plan_version WHERE authority_id = $1 AND plan_id = $2 ORDER BY version DESC LIMIT $3";
    PLAN_IN_FORCE = "SELECT version, lodged_at, approved_at, approved_post_id, approved_roster FROM plan_version WHERE authority_id = $1 AND plan_id = $2 AND approved_at IS NOT NULL ORDER BY version DESC LIMIT 1";
    PLAN_VERSION = "SELECT version, lodged_at, approved_at, approved_post_id, approved_roster FROM plan_version WHERE authority_id = $1 AND plan_id = $2 AND version = $3";
    PLAN_CONTENT = "SELECT content FROM plan_version WHERE authority_id = $1 AND plan_id = $2 AND version = $3";
    ROSTER_ADD = "INSERT INTO roster_version (authority_id, plan_id, version, lodged_at, content) VALUES ($1, $2, $3, $4, $5)";
    ROSTER_VERSIONS = "SELECT version, lodged_at FROM roster_version WHERE authority_id = $1 AND plan_id = $2 ORDER BY version DESC LIMIT $3";
    ROSTER_CONTENT = "SELECT content FROM roster_version WHERE authority_id = $1 AND plan_id = $2 AND version = $3";
}
