//! Statements about the test of whether those on duty can be reached.

use super::{Cow, Statement};

statements! {
    REACH_TEST_SET = "INSERT INTO reach_test (authority_id, plan_id, position, plan_version, sent_at, until_at, posts) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (authority_id, plan_id) DO UPDATE SET position = excluded.position, plan_version = excluded.plan_version, sent_at = excluded.sent_at, until_at = excluded.until_at, posts = excluded.posts, counted_at = NULL, reached = NULL, silent = NULL, no_channel = NULL, unheld = NULL";
    REACH_TEST_COUNT = "UPDATE reach_test SET counted_at = $1, reached = $2, silent = $3, no_channel = $4, unheld = $5 WHERE authority_id = $6 AND plan_id = $7 AND position = $8";
    REACH_TEST = "SELECT position, plan_version, sent_at, until_at, posts, counted_at, reached, silent, no_channel, unheld FROM reach_test WHERE authority_id = $1 AND plan_id = $2";

    REACH_PAGES_FORGET = "DELETE FROM reach_page WHERE authority_id = $1 AND plan_id = $2";
    REACH_PAGE_ADD = "INSERT INTO reach_page (authority_id, plan_id, post, page_number, holder, staff_id, ways, state, until_at, on_call_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    REACH_PAGE_SET = "UPDATE reach_page SET ways = $1, state = $2 WHERE authority_id = $3 AND plan_id = $4 AND page_number = $5 AND state = 'waiting'";
    REACH_PAGES_END = "UPDATE reach_page SET holder = NULL, staff_id = NULL, on_call_id = NULL, ways = '', until_at = $1, state = CASE WHEN state = 'waiting' THEN 'silent' ELSE state END WHERE authority_id = $2 AND plan_id = $3";
    REACH_PAGES = "SELECT post, page_number, holder, staff_id, ways, state, on_call_id FROM reach_page WHERE authority_id = $1 AND plan_id = $2 ORDER BY post";
    REACH_AWAITED = "SELECT DISTINCT plan_id, until_at FROM reach_page WHERE authority_id = $1 AND staff_id = $2 AND state = 'waiting' AND until_at > $3 ORDER BY until_at, plan_id";
    REACH_PLANS_DUE = "SELECT DISTINCT plan_id FROM reach_page WHERE authority_id = $1 AND until_at <= $2 ORDER BY plan_id";
    REACH_NEXT_MOMENT = "SELECT MIN(until_at) FROM reach_page WHERE authority_id = $1";

    ORPHAN_REACH_PAGES = "SELECT COUNT(*) FROM reach_page p LEFT JOIN reach_test t ON t.authority_id = p.authority_id AND t.plan_id = p.plan_id WHERE t.plan_id IS NULL";
}
