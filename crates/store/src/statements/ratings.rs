//! Statements about ratings.

use super::{Cow, Statement};

statements! {
    RATING_SET = "INSERT INTO rating (authority_id, rating_hash, side, unit_id, grade, changes, quarter) VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (authority_id, rating_hash) DO UPDATE SET grade = excluded.grade, changes = rating.changes + 1";
    RATING = "SELECT grade, changes FROM rating WHERE authority_id = $1 AND rating_hash = $2";
    RATING_SUMS = "SELECT side, unit_id, grade, COUNT(*) FROM rating WHERE authority_id = $1 AND quarter >= $2 AND quarter < $3 GROUP BY side, unit_id, grade ORDER BY side, unit_id, grade";

    ORPHAN_RATINGS = "SELECT COUNT(*) FROM rating r LEFT JOIN unit u ON u.authority_id = r.authority_id AND u.unit_id = r.unit_id WHERE u.unit_id IS NULL";
}
