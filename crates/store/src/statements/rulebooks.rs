//! Statements about versions of rulebooks and calendars: which wait for their day, and how each came to be.

use super::{Cow, Statement};

statements! {
    RULEBOOK_WAITING_ADD = "INSERT INTO rulebook_waiting (authority_id, data_id, version, from_day, content) VALUES ($1, $2, $3, $4, $5)";
    RULEBOOK_WAITING_END = "DELETE FROM rulebook_waiting WHERE authority_id = $1 AND data_id = $2 AND version = $3";
    RULEBOOKS_WAITING = "SELECT data_id, version, from_day, content FROM rulebook_waiting WHERE authority_id = $1 ORDER BY from_day, data_id, version";
    // What begins is what was lodged, to the letter.
    RULEBOOK_BEGIN = "INSERT INTO loaded_data (authority_id, kind, data_id, version, position, content) SELECT authority_id, 'rulebook', data_id, version, $1, content FROM rulebook_waiting WHERE authority_id = $2 AND data_id = $3 AND version = $4"
        => "INSERT INTO loaded_data (authority_id, kind, data_id, version, position, content) SELECT authority_id, 'rulebook', data_id, version, $1::bigint, content FROM rulebook_waiting WHERE authority_id = $2 AND data_id = $3 AND version = $4";
    DATA_EVENTS = "SELECT recorded_at, open FROM journal WHERE authority_id = $1 AND kind IN ('RulebookLoaded', 'RulebookLodged', 'CalendarLoaded') ORDER BY position";
}
