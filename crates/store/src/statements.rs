//! Every SQL statement of the house, each with a name. A test prepares all of them on both
//! engines; that replaces checks at compile time. A second text stands beside the first only
//! where the dialects differ.

use crate::tx::Engine;
use std::borrow::Cow;

/// One statement.
pub(crate) struct Statement {
    name: &'static str,
    text: Cow<'static, str>,
    postgres: Option<&'static str>,
}

impl Statement {
    /// A statement that is made from the list of tables: one text for both engines.
    pub(crate) const fn made(name: &'static str, text: String) -> Self {
        Self {
            name,
            text: Cow::Owned(text),
            postgres: None,
        }
    }

    /// The text for an engine. Which index is used SQLite has to be told at times, because it takes an authority for a
    /// handful of rows; PostgreSQL knows by its statistics, and knows no such words.
    pub(crate) fn text(&self, engine: Engine) -> Cow<'_, str> {
        match (engine, self.postgres) {
            (Engine::Sqlite, _) => Cow::Borrowed(&self.text),
            (Engine::Postgres, Some(text)) => Cow::Borrowed(text),
            (Engine::Postgres, None) => without_hints(&self.text),
        }
    }

    /// The name: tells statements apart.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }
}

/// A text without the indexes that SQLite is told to use.
fn without_hints(text: &str) -> Cow<'_, str> {
    const HINT: &str = " INDEXED BY ";
    let mut parts = text.split(HINT);
    let first = parts.next().unwrap_or_default();
    if first.len() == text.len() {
        return Cow::Borrowed(text);
    }
    let behind = parts.map(|part| part.trim_start_matches(|sign: char| sign != ' '));
    Cow::Owned([first].into_iter().chain(behind).collect())
}

macro_rules! statements {
    ($($name:ident = $text:expr $(=> $other:literal)?;)+) => {
        $(pub(crate) static $name: Statement = Statement {
            name: stringify!($name), text: Cow::Borrowed($text), postgres: statements!(@other $($other)?),
        };)+
        /// All of this list, for the check that prepares each on both engines.
        pub(crate) const ALL: &[&Statement] = &[$(&$name),+];
    };
    (@other) => { None };
    (@other $other:literal) => { Some($other) };
}

/// Every statement of every list, for the check that each fits the schema.
pub(crate) fn all() -> impl Iterator<Item = &'static Statement> {
    [
        ALL,
        administered::ALL,
        announcements::ALL,
        published::ALL,
        people::ALL,
        casework::ALL,
        desk::ALL,
        drafts::ALL,
        drills::ALL,
        notices::ALL,
        official_seal::ALL,
        plans::ALL,
        ratings::ALL,
        reach::ALL,
        responses::ALL,
        rulebooks::ALL,
        texts::ALL,
        uploads::ALL,
        visits::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

pub(crate) mod administered;
pub(crate) mod announcements;
pub(crate) mod casework;
pub(crate) mod desk;
pub(crate) mod drafts;
pub(crate) mod drills;
pub(crate) mod notices;
pub(crate) mod official_seal;
pub(crate) mod people;
pub(crate) mod plans;
pub(crate) mod published;
pub(crate) mod ratings;
pub(crate) mod reach;
pub(crate) mod responses;
pub(crate) mod rulebooks;
pub(crate) mod texts;
pub(crate) mod uploads;
pub(crate) mod visits;

statements! {
    ANY_JOURNAL_ROW = "SELECT position FROM journal LIMIT 1";
    JOURNAL_ROWS = "SELECT COUNT(*) FROM journal";

    MIGRATIONS_APPLIED = "SELECT number, checksum FROM migration ORDER BY number";
    MIGRATION_ADD = "INSERT INTO migration (number, checksum) VALUES ($1, $2)";

    // SQLite's writer holds the whole database, so a plain read is a lock there.
    HEAD_LOCK = "SELECT position, recorded_at FROM journal_head WHERE authority_id = $1"
        => "SELECT position, recorded_at FROM journal_head WHERE authority_id = $1 FOR UPDATE";
    HEAD_BEGIN = "INSERT INTO journal_head (authority_id, position, recorded_at) VALUES ($1, 0, $2) ON CONFLICT (authority_id) DO NOTHING";
    HEAD_POSITION = "SELECT position FROM journal_head WHERE authority_id = $1";
    RECORDED_AT = "SELECT recorded_at FROM journal WHERE authority_id = $1 AND position = $2";
    HEAD_SET = "INSERT INTO journal_head (authority_id, position, recorded_at) VALUES ($1, $2, $3) ON CONFLICT (authority_id) DO UPDATE SET position = excluded.position, recorded_at = excluded.recorded_at";
    HEADS = "SELECT authority_id, position FROM journal_head ORDER BY authority_id";
    JOURNAL_ENDS = "SELECT authority_id, MAX(position) FROM journal GROUP BY authority_id ORDER BY authority_id";

    JOURNAL_ADD = "INSERT INTO journal (authority_id, position, kind, petition_id, recorded_at, effective_at, open, open_salt, sealed_identity, identity_salt, sealed_text, text_salt, entry, staff_id, response_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    JOURNAL_AFTER = "SELECT authority_id, position, kind, petition_id, recorded_at, effective_at, open, open_salt, sealed_identity, identity_salt, sealed_text, text_salt, entry, staff_id, response_id FROM journal WHERE authority_id = $1 AND position > $2 ORDER BY position LIMIT $3";
    // A petition's first row stands at its own id; the index holds the later ones.
    JOURNAL_OF_PETITION = "SELECT authority_id, position, kind, petition_id, recorded_at, effective_at, open, open_salt, sealed_identity, identity_salt, sealed_text, text_salt, entry, staff_id, response_id FROM journal WHERE authority_id = $1 AND position = $2 AND petition_id = $2 UNION ALL SELECT authority_id, position, kind, petition_id, recorded_at, effective_at, open, open_salt, sealed_identity, identity_salt, sealed_text, text_salt, entry, staff_id, response_id FROM journal INDEXED BY journal_later_by_petition WHERE authority_id = $1 AND petition_id = $2 AND petition_id < position ORDER BY position";

    // The list of kinds is that of the index, which is used only where it stands here too.
    LETTERS_UNTIL = "SELECT COUNT(*) FROM journal WHERE authority_id = $1 AND kind = $2 AND recorded_at >= $3 AND position <= $4 AND (kind = 'PetitionTransferred' OR kind = 'PetitionAssigned' OR kind = 'TransferObjected' OR kind = 'PetitionAccepted' OR kind = 'PetitionDeclined' OR kind = 'PetitionRedirected' OR kind = 'ExtensionGranted' OR kind = 'AnswerIssued' OR kind = 'ReviewDecided')";

    AUTHORITY_ADD = "INSERT INTO authority (authority_id, authority_key, name_zh, name_en, zone, rulebook_id, origin, verifying_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    AUTHORITIES = "SELECT authority_id, authority_key, name_zh, name_en, zone, rulebook_id, origin, verifying_key, level, contact_address_zh, contact_address_en, contact_phone, contact_hours_zh, contact_hours_en, above_authority, above_name_zh, above_name_en, emblem FROM authority ORDER BY authority_id";
    PLACE_SET = "INSERT INTO place (authority_id, place_id, name_zh, name_en, closed) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (authority_id, place_id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, closed = excluded.closed";
    PLACES = "SELECT authority_id, place_id, name_zh, name_en, closed FROM place ORDER BY authority_id, place_id";
    LOADED_DATA_ADD = "INSERT INTO loaded_data (authority_id, kind, data_id, version, position, content) VALUES ($1, $2, $3, $4, $5, $6)";
    LOADED_DATA = "SELECT kind, data_id, version, content FROM loaded_data WHERE authority_id = 0 ORDER BY position";

    NUMBER_HEAD = "SELECT sequence FROM number_head WHERE authority_id = $1 AND year = $2";
    NUMBER_HEAD_SET = "INSERT INTO number_head (authority_id, year, sequence) VALUES ($1, $2, $3) ON CONFLICT (authority_id, year) DO UPDATE SET sequence = excluded.sequence";

    PETITION_ADD = "INSERT INTO petition (authority_id, petition_id, number_year, number_sequence, state, channel, class, category, place_id, language, who, misconduct, unit_id, registered_at, recorded_at, answered_at, restricted, sorted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    PETITION_ANSWER = "UPDATE petition SET state = 'answered', answered_at = $1 WHERE authority_id = $2 AND petition_id = $3";
    PETITION = "SELECT petition_id, number_year, number_sequence, state, channel, class, category, place_id, language, who, misconduct, unit_id, registered_at, recorded_at, answered_at, branch, restricted, sorted, danger, handler_id, merged_into FROM petition WHERE authority_id = $1 AND petition_id = $2";
    PETITIONS_AFTER = "SELECT petition_id, number_year, number_sequence, state, channel, class, category, place_id, language, who, misconduct, unit_id, registered_at, recorded_at, answered_at, branch, restricted, sorted, danger, handler_id, merged_into FROM petition WHERE authority_id = $1 AND petition_id > $2 ORDER BY petition_id LIMIT $3";
    PETITION_COUNT = "SELECT COUNT(*) FROM petition WHERE authority_id = $1";
    NUMBERS_OF_YEARS = "SELECT number_year, COUNT(*), MIN(number_sequence), MAX(number_sequence) FROM petition WHERE authority_id = $1 GROUP BY number_year ORDER BY number_year";

    OBLIGATION_ADD = "INSERT INTO obligation (authority_id, obligation_id, petition_id, rulebook_id, rulebook_version, term, duty, unit_id, state, opened_at, zone, due_date, due_at, provisional, calendar_id, calendar_version, lifted, met_at, post_id, day_set, next_at, restricted, sorted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)";
    OBLIGATION_MEET = "UPDATE obligation SET state = 'met', met_at = $1, next_at = NULL, paused = NULL WHERE authority_id = $2 AND obligation_id = $3";
    OBLIGATION_MOVE = "UPDATE obligation SET due_date = $1, due_at = $2, provisional = $3, calendar_id = $4, calendar_version = $5, lifted = $6, next_at = CASE WHEN next_at IS NULL THEN next_at ELSE $7 END WHERE authority_id = $8 AND obligation_id = $9";
    // What a petition's first event opened has ids of that event ($3 and below $4); the index holds
    // what was opened later. Without its name SQLite walks all obligations of the authority by their
    // key: 170 ms at a million of them, instead of 0.02 ms.
    OBLIGATIONS_OF_PETITION = "SELECT obligation_id, petition_id, rulebook_id, rulebook_version, term, duty, unit_id, state, opened_at, zone, due_date, due_at, provisional, calendar_id, calendar_version, lifted, met_at, post_id, day_set, next_at, breached_at, corrected, extended, step, suspensions, paused, waived_by FROM obligation WHERE authority_id = $1 AND petition_id = $2 AND obligation_id >= $3 AND obligation_id < $4 UNION ALL SELECT obligation_id, petition_id, rulebook_id, rulebook_version, term, duty, unit_id, state, opened_at, zone, due_date, due_at, provisional, calendar_id, calendar_version, lifted, met_at, post_id, day_set, next_at, breached_at, corrected, extended, step, suspensions, paused, waived_by FROM obligation INDEXED BY obligation_later_by_petition WHERE authority_id = $1 AND petition_id = $2 AND obligation_id / 64 <> petition_id ORDER BY obligation_id";
    OBLIGATIONS_OF_PETITIONS = "SELECT obligation_id, petition_id, rulebook_id, rulebook_version, term, duty, unit_id, state, opened_at, zone, due_date, due_at, provisional, calendar_id, calendar_version, lifted, met_at, post_id, day_set, next_at, breached_at, corrected, extended, step, suspensions, paused, waived_by FROM obligation WHERE authority_id = $1 AND petition_id > $2 AND petition_id <= $3 AND obligation_id >= $4 AND obligation_id < $5 AND obligation_id / 64 = petition_id UNION ALL SELECT obligation_id, petition_id, rulebook_id, rulebook_version, term, duty, unit_id, state, opened_at, zone, due_date, due_at, provisional, calendar_id, calendar_version, lifted, met_at, post_id, day_set, next_at, breached_at, corrected, extended, step, suspensions, paused, waived_by FROM obligation INDEXED BY obligation_later_by_petition WHERE authority_id = $1 AND petition_id > $2 AND petition_id <= $3 AND obligation_id / 64 <> petition_id ORDER BY petition_id, obligation_id";
    OBLIGATIONS_COUNTED_WITH = "SELECT obligation_id, petition_id, rulebook_id, rulebook_version, term, duty, unit_id, state, opened_at, zone, due_date, due_at, provisional, calendar_id, calendar_version, lifted, met_at, post_id, day_set, next_at, breached_at, corrected, extended, step, suspensions, paused, waived_by FROM obligation WHERE authority_id = $1 AND calendar_id = $2 AND calendar_version = $3 AND state = 'open' AND obligation_id > $4 ORDER BY obligation_id LIMIT $5";
    VERSIONS_COUNTED_WITH = "SELECT DISTINCT calendar_version FROM obligation WHERE authority_id = $1 AND calendar_id = $2 AND state = 'open'";
    TIMELINESS = "SELECT o.rulebook_id, o.rulebook_version, o.term, o.duty, o.unit_id, p.category, o.state, o.opened_at, o.due_at, o.met_at, o.provisional, o.breached_at, o.corrected, o.waived_by, o.petition_id, o.obligation_id, o.barred, p.unit_id, p.restricted, p.sorted FROM obligation o JOIN petition p ON p.authority_id = o.authority_id AND p.petition_id = o.petition_id WHERE o.authority_id = $1 AND o.duty <> 'window' AND o.opened_at >= $2 AND o.opened_at < $3";
    // The list of kinds is that of the index, which is used only where it stands here too.
    READINGS_BEFORE = "SELECT open FROM journal WHERE authority_id = $1 AND position < $2 AND (kind = 'FiguresRead' OR kind = 'DataExported' OR kind = 'ListRead') ORDER BY position DESC LIMIT $3";

    IMPORTED_RECORD_ADD = "INSERT INTO imported_record (authority_id, source, external_id, petition_id, content_check) VALUES ($1, $2, $3, $4, $5)";
    IMPORTED_RECORD = "SELECT petition_id, content_check FROM imported_record WHERE authority_id = $1 AND source = $2 AND external_id = $3";

    LOG_KEY_ADD = "INSERT INTO log_key (authority_id, wrapped_seed) VALUES ($1, $2)";
    LOG_KEY = "SELECT wrapped_seed FROM log_key WHERE authority_id = $1";
    PETITION_KEY_ADD = "INSERT INTO petition_key (authority_id, petition_id, wrapped_identity_key, wrapped_text_key) VALUES ($1, $2, $3, $4)";
    PETITION_KEY = "SELECT wrapped_identity_key, wrapped_text_key FROM petition_key WHERE authority_id = $1 AND petition_id = $2";
    TRACKING_CODE_ADD = "INSERT INTO petition_code (authority_id, code_hash, petition_id, acting, created_at, ended, representative) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    TRACKING_CODE = "SELECT petition_id, acting, renewed_at, representative FROM petition_code WHERE authority_id = $1 AND code_hash = $2 AND ended = 0 ORDER BY petition_id";
    IDEMPOTENCY = "SELECT request_hash, petition_id, sealed_response, created_at FROM idempotency WHERE authority_id = $1 AND principal = $2 AND key_hash = $3";
    IDEMPOTENCY_SET = "INSERT INTO idempotency (authority_id, principal, key_hash, request_hash, petition_id, sealed_response, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (authority_id, principal, key_hash) DO UPDATE SET request_hash = excluded.request_hash, petition_id = excluded.petition_id, sealed_response = excluded.sealed_response, created_at = excluded.created_at";
    IDEMPOTENCY_FORGET = "DELETE FROM idempotency WHERE authority_id = $1 AND created_at < $2";

    ORPHAN_KEYS = "SELECT COUNT(*) FROM petition_key k LEFT JOIN petition p ON p.authority_id = k.authority_id AND p.petition_id = k.petition_id WHERE p.petition_id IS NULL";
    ORPHAN_CODES = "SELECT COUNT(*) FROM petition_code c LEFT JOIN petition p ON p.authority_id = c.authority_id AND p.petition_id = c.petition_id WHERE p.petition_id IS NULL";
    ORPHAN_IDEMPOTENCY = "SELECT COUNT(*) FROM idempotency i LEFT JOIN petition p ON p.authority_id = i.authority_id AND p.petition_id = i.petition_id WHERE p.petition_id IS NULL AND i.petition_id <> 0";
    PETITIONS_WITHOUT_KEY = "SELECT COUNT(*) FROM petition p LEFT JOIN petition_key k ON k.authority_id = p.authority_id AND k.petition_id = p.petition_id WHERE k.petition_id IS NULL";
    AUTHORITIES_WITHOUT_LOG_KEY = "SELECT COUNT(*) FROM authority a LEFT JOIN log_key k ON k.authority_id = a.authority_id WHERE k.authority_id IS NULL";
}

#[cfg(test)]
mod tests {
    use super::all;

    /// SQLite takes `$3` for a name and binds by the order in which names first appear.
    #[test]
    fn parameters_appear_in_their_order() {
        for statement in all() {
            let mut last = 0;
            for after in statement.text(crate::tx::Engine::Sqlite).split('$').skip(1) {
                let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
                let number: usize = digits.parse().expect("a number");
                assert!(
                    number <= last + 1,
                    "{}: ${number} before ${}",
                    statement.name(),
                    last + 1
                );
                last = last.max(number);
            }
        }
    }

    #[test]
    fn no_two_statements_share_a_name() {
        let mut names: Vec<&str> = all().map(|one| one.name()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
