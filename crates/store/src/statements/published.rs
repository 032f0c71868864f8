//! Statements about answers that an authority publishes.

use super::{Cow, Statement};

statements! {
    PUBLISHED_SET = "INSERT INTO published_answer (authority_id, answer_id, category, question_zh, question_en, answer_zh, answer_en, unit_id, written_by, released_by, released_on, withdrawn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (authority_id, answer_id) DO UPDATE SET category = excluded.category, question_zh = excluded.question_zh, question_en = excluded.question_en, answer_zh = excluded.answer_zh, answer_en = excluded.answer_en, unit_id = excluded.unit_id, written_by = excluded.written_by, released_by = excluded.released_by, released_on = excluded.released_on, withdrawn = excluded.withdrawn";
    PUBLISHED = "SELECT answer_id, category, question_zh, question_en, answer_zh, answer_en, unit_id, written_by, released_by, released_on, withdrawn FROM published_answer WHERE authority_id = $1 ORDER BY answer_id";
}
