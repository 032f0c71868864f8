//! Statements about plans and rosters.

use super::{Cow, Statement};

statements! {
    PLAN_ADD = "INSERT INTO plan_version (authority_id, plan_id, version, lodged_at, content) VALUES ($1, $2, $3, $4, $5)";
    PLAN_APPROVE = "UPDATE plan_version SET approved_at = $1, approved_post_id = $2, approved_roster = $3 WHERE authority_id = $4 AND plan_id = $5 AND version = $6 AND approved_at IS NULL";
    PLAN_RETURN = "UPDATE plan_version SET returned_at = $1, returned_post_id = $2, returned_reason = $3 WHERE authority_id = $4 AND plan_id = $5 AND version = $6 AND approved_at IS NULL";
    PLAN_IDS = "SELECT DISTINCT plan_id FROM plan_version WHERE authority_id = $1 AND plan_id > $2 ORDER BY plan_id LIMIT $3";
    PLAN_VERSIONS = "SELECT version, lodged_at, approved_at, approved_post_id, approved_roster, returned_at, returned_post_id, returned_reason FROM plan_version WHERE authority_id = $1 AND plan_id = $2 ORDER BY version DESC LIMIT $3";
    PLAN_IN_FORCE = "SELECT version, lodged_at, approved_at, approved_post_id, approved_roster, returned_at, returned_post_id, returned_reason FROM plan_version WHERE authority_id = $1 AND plan_id = $2 AND approved_at IS NOT NULL ORDER BY version DESC LIMIT 1";
    PLAN_VERSION = "SELECT version, lodged_at, approved_at, approved_post_id, approved_roster, returned_at, returned_post_id, returned_reason FROM plan_version WHERE authority_id = $1 AND plan_id = $2 AND version = $3";
    PLAN_CONTENT = "SELECT content FROM plan_version WHERE authority_id = $1 AND plan_id = $2 AND version = $3";
    PLAN_EVENTS_AT = "SELECT open FROM journal INDEXED BY journal_plans WHERE authority_id = $1 AND kind = $2 AND (kind = 'PlanLodged' OR kind = 'RosterLodged' OR kind = 'PlanApproved') AND recorded_at = $3 ORDER BY position";
    PLAN_DRAFT_LAST = "SELECT MAX(draft_id) FROM plan_draft WHERE authority_id = $1";
    PLAN_DRAFT_ADD = "INSERT INTO plan_draft (authority_id, draft_id, staff_id, template, answers, changed_at, sealed_contacts) VALUES ($1, $2, $3, $4, $5, $6, NULL)";
    PLAN_DRAFT_KEEP = "UPDATE plan_draft SET answers = $1, changed_at = $2, sealed_contacts = $3 WHERE authority_id = $4 AND draft_id = $5";
    PLAN_DRAFT_END = "DELETE FROM plan_draft WHERE authority_id = $1 AND draft_id = $2";
    PLAN_DRAFTS = "SELECT draft_id, staff_id, template, answers, changed_at, sealed_contacts FROM plan_draft WHERE authority_id = $1 ORDER BY draft_id LIMIT $2";
    PLAN_DRAFT = "SELECT draft_id, staff_id, template, answers, changed_at, sealed_contacts FROM plan_draft WHERE authority_id = $1 AND draft_id = $2";
    ORPHAN_PLAN_DRAFTS = "SELECT COUNT(*) FROM plan_draft d LEFT JOIN staff s ON s.authority_id = d.authority_id AND s.staff_id = d.staff_id WHERE s.staff_id IS NULL";
    DUTY_CHANGE_ADD = "INSERT INTO duty_change (authority_id, change_id, plan_id, post, from_at, to_at, was, holder, how, state, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    DUTY_CHANGE_END = "UPDATE duty_change SET state = $1, decided_at = $2 WHERE authority_id = $3 AND change_id = $4 AND state = 'asked'";
    DUTY_CHANGES_AHEAD = "SELECT change_id, plan_id, post, from_at, to_at, was, holder, how, state, decided_at FROM duty_change WHERE authority_id = $1 AND plan_id = $2 AND to_at > $3 ORDER BY COALESCE(decided_at, 0) DESC, change_id DESC LIMIT $4";
    DUTY_CHANGE = "SELECT change_id, plan_id, post, from_at, to_at, was, holder, how, state, decided_at FROM duty_change WHERE authority_id = $1 AND change_id = $2";
    ROSTER_ADD = "INSERT INTO roster_version (authority_id, plan_id, version, lodged_at, content) VALUES ($1, $2, $3, $4, $5)";
    ROSTER_VERSIONS = "SELECT version, lodged_at FROM roster_version WHERE authority_id = $1 AND plan_id = $2 ORDER BY version DESC LIMIT $3";
    ROSTER_PERSON_LAST = "SELECT MAX(on_call_id) FROM roster_person WHERE authority_id = $1";
    ROSTER_PERSON_SET = "INSERT INTO roster_person (authority_id, on_call_id, plan_id, person, sealed_contact, set_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (authority_id, on_call_id) DO UPDATE SET sealed_contact = excluded.sealed_contact, set_at = excluded.set_at";
    ROSTER_PERSON_FORGET = "DELETE FROM roster_person WHERE authority_id = $1 AND on_call_id = $2";
    ROSTER_PERSONS = "SELECT on_call_id, person, sealed_contact, set_at FROM roster_person WHERE authority_id = $1 AND plan_id = $2 ORDER BY person";
    ROSTER_PERSON = "SELECT on_call_id, person, sealed_contact, set_at FROM roster_person WHERE authority_id = $1 AND on_call_id = $2";
    ORPHAN_ROSTER_PERSONS = "SELECT COUNT(*) FROM roster_person p LEFT JOIN roster_version r ON r.authority_id = p.authority_id AND r.plan_id = p.plan_id WHERE r.plan_id IS NULL";
    // The kind is that of the index, which is used only where it stands here too.
    ROSTER_CONTACTS_CHANGED = "SELECT open FROM journal WHERE authority_id = $1 AND kind = 'RosterContactChanged' ORDER BY position DESC LIMIT $2";
    ROSTER_CONTENT = "SELECT content FROM roster_version WHERE authority_id = $1 AND plan_id = $2 AND version = $3";
}
