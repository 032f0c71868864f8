//! Statements about what an authority posts for everybody.

use super::{Cow, Statement};

statements! {
    ANNOUNCEMENT_SET = "INSERT INTO announcement (authority_id, announcement_id, kind, title_zh, title_en, text_zh, text_en, first_day, last_day, hours, withdrawn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (authority_id, announcement_id) DO UPDATE SET kind = excluded.kind, title_zh = excluded.title_zh, title_en = excluded.title_en, text_zh = excluded.text_zh, text_en = excluded.text_en, first_day = excluded.first_day, last_day = excluded.last_day, hours = excluded.hours, withdrawn = excluded.withdrawn";
    ANNOUNCEMENTS = "SELECT announcement_id, kind, title_zh, title_en, text_zh, text_en, first_day, last_day, hours, withdrawn FROM announcement WHERE authority_id = $1 ORDER BY first_day, announcement_id";
}
