//! Statements about how what is administered came to be and was changed: the events themselves, the oldest first.

use super::{Cow, Statement};

statements! {
    // The journal of the installation is short.
    AUTHORITY_EVENTS = "SELECT recorded_at, open FROM journal WHERE authority_id = $1 AND kind IN ('AuthorityCreated', 'AuthorityChanged') ORDER BY position";
    PLACE_EVENTS = "SELECT recorded_at, open FROM journal WHERE authority_id = $1 AND kind IN ('AuthorityCreated', 'PlaceSet') ORDER BY position";
    CATEGORY_EVENTS = "SELECT recorded_at, open FROM journal WHERE authority_id = $1 AND kind = 'CategorySet' ORDER BY position";
    TEXT_EVENTS = "SELECT j.recorded_at, j.open FROM text_version v JOIN journal j ON j.authority_id = $1 AND j.position = v.position WHERE v.authority_id = $2 AND v.subject = $3 ORDER BY v.position";
    CREATION_EVENTS = "SELECT recorded_at, open FROM journal WHERE authority_id = $1 AND kind = 'AuthorityCreated' ORDER BY position";
    // That of an authority is not: the conditions stand as its indexes have them, so that they are used.
    ANNOUNCEMENT_EVENTS = "SELECT recorded_at, open FROM journal WHERE authority_id = $1 AND kind = 'AnnouncementSet' ORDER BY position";
    UNIT_EVENTS = "SELECT recorded_at, open FROM journal WHERE authority_id = $1 AND kind = 'UnitSet' ORDER BY position";
    POST_EVENTS = "SELECT recorded_at, open FROM journal WHERE authority_id = $1 AND kind = 'PostSet' ORDER BY position";
    STAFF_EVENTS = "SELECT recorded_at, open FROM journal INDEXED BY journal_administered WHERE authority_id = $1 AND kind IN ('StaffAdded', 'StaffChanged') AND (kind = 'StaffAdded' OR kind = 'StaffChanged' OR kind = 'UnitSet' OR kind = 'PostSet') ORDER BY position";

    CATEGORY_SET = "INSERT INTO category (authority_id, code, name_zh, name_en, retired, place) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (authority_id, code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, retired = excluded.retired, place = excluded.place";
    CATEGORIES = "SELECT authority_id, code, name_zh, name_en, retired, place FROM category ORDER BY authority_id, code";

    // What a unit or post owes, whoever may see it: a drill too.
    UNIT_OWES = "SELECT obligation_id FROM obligation WHERE authority_id = $1 AND unit_id = $2 AND state = 'open' AND duty <> 'window' UNION ALL SELECT duty_id FROM drill_duty WHERE authority_id = $1 AND unit_id = $2 AND state = 'open' LIMIT 1";
    POST_OWES = "SELECT obligation_id FROM obligation WHERE authority_id = $1 AND post_id = $2 AND state = 'open' AND duty <> 'window' UNION ALL SELECT duty_id FROM drill_duty WHERE authority_id = $1 AND post_id = $2 AND state = 'open' LIMIT 1";
}
