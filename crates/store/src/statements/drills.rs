//! Statements about the next drill of each plan.

use super::{Cow, Statement};

statements! {
    DRILL_DUTY_ADD = "INSERT INTO drill_duty (authority_id, duty_id, plan_id, plan_version, calendar_id, calendar_version, unit_id, post_id, opened_at, zone, due_date, due_at, provisional, state, warned, step, next_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    DRILL_DUTY_TAKE_OVER = "UPDATE drill_duty SET plan_version = $1, calendar_id = $2, calendar_version = $3, unit_id = $4, post_id = $5, opened_at = $6, zone = $7, due_date = $8, due_at = $9, provisional = $10, next_at = $11 WHERE authority_id = $12 AND duty_id = $13";
    DRILL_DUTY_MEET = "UPDATE drill_duty SET state = $1, met_at = $2, response_id = $3, next_at = NULL WHERE authority_id = $4 AND duty_id = $5";
    DRILL_DUTY_WARN = "UPDATE drill_duty SET warned = warned + 1, next_at = $1 WHERE authority_id = $2 AND duty_id = $3";
    DRILL_DUTY_BREACH = "UPDATE drill_duty SET breached_at = $1, next_at = $2 WHERE authority_id = $3 AND duty_id = $4";
    DRILL_DUTY_STEP = "UPDATE drill_duty SET step = $1, next_at = $2 WHERE authority_id = $3 AND duty_id = $4";
    DRILL_DUTY_OF_PLAN = "SELECT duty_id, plan_id, plan_version, calendar_id, calendar_version, unit_id, post_id, opened_at, zone, due_date, due_at, provisional, state, met_at, breached_at, warned, step, next_at FROM drill_duty WHERE authority_id = $1 AND plan_id = $2 AND state = 'open' ORDER BY duty_id DESC LIMIT 1";
    DRILL_DUTIES_OPEN = "SELECT duty_id, plan_id, plan_version, calendar_id, calendar_version, unit_id, post_id, opened_at, zone, due_date, due_at, provisional, state, met_at, breached_at, warned, step, next_at FROM drill_duty WHERE authority_id = $1 AND state = 'open' ORDER BY due_at, duty_id LIMIT $2";
    DRILL_DUTIES_DUE = "SELECT duty_id, plan_id, plan_version, calendar_id, calendar_version, unit_id, post_id, opened_at, zone, due_date, due_at, provisional, state, met_at, breached_at, warned, step, next_at FROM drill_duty WHERE authority_id = $1 AND next_at <= $2 ORDER BY next_at, duty_id LIMIT $3";
    DRILL_DUTY_NEXT_MOMENT = "SELECT MIN(next_at) FROM drill_duty WHERE authority_id = $1 AND next_at IS NOT NULL";
    PLANS_WITHOUT_DRILL_DUTY = "SELECT i.plan_id, (SELECT MAX(p.approved_at) FROM plan_version p WHERE p.authority_id = $1 AND p.plan_id = i.plan_id) FROM (SELECT DISTINCT v.plan_id FROM plan_version v WHERE v.authority_id = $2) i LEFT JOIN drill_duty d ON d.authority_id = $3 AND d.plan_id = i.plan_id WHERE d.plan_id IS NULL ORDER BY i.plan_id";
}
