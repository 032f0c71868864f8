//! Migrations: one set for both engines, checksummed, only ever added to.

mod list;

pub(crate) use list::MIGRATIONS;

use crate::StoreError;
use crate::statements::{MIGRATION_ADD, MIGRATIONS_APPLIED};
use crate::tx::{Engine, Tx, query_all};

/// One step of the schema.
pub(crate) struct Migration {
    pub(crate) number: i64,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

/// A table of the schema, with what `doctor` has to know of it.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// The columns of the primary key, comma separated.
    pub(crate) key: &'static str,
    pub(crate) columns: &'static str,
}

/// The declared kinds of tables (RULES 2.3).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Journal,
    Derived,
    Operational,
}

macro_rules! tables {
    ($($name:literal $kind:ident [$key:literal] $columns:literal;)+) => {
        /// Every table with its columns; a test holds it against the migrations.
        pub(crate) const TABLES: &[Table] = &[$(Table {
            name: $name, kind: Kind::$kind, key: $key, columns: $columns,
        }),+];
    };
}

tables! {
    "journal_head" Journal ["authority_id"] "authority_id, position, recorded_at";
    "journal" Journal ["authority_id, position"] "authority_id, position, kind, petition_id, recorded_at, effective_at, open, open_salt, sealed_identity, identity_salt, sealed_text, text_salt, entry, staff_id, response_id";
    "authority" Derived ["authority_id"] "authority_id, authority_key, name_zh, name_en, zone, rulebook_id, origin, verifying_key, level, contact_address_zh, contact_address_en, contact_phone, contact_hours_zh, contact_hours_en, above_authority, above_name_zh, above_name_en, emblem";
    "unit" Derived ["authority_id, unit_id"] "authority_id, unit_id, unit_key, name_zh, name_en, kind, parent_id, petition_office, closed";
    "place" Derived ["authority_id, place_id"] "authority_id, place_id, name_zh, name_en, closed";
    "loaded_data" Derived ["authority_id, kind, data_id, version"] "authority_id, kind, data_id, version, position, content";
    "number_head" Derived ["authority_id, year"] "authority_id, year, sequence";
    "petition" Derived ["authority_id, petition_id"] "authority_id, petition_id, number_year, number_sequence, state, channel, class, category, place_id, language, who, misconduct, unit_id, registered_at, recorded_at, answered_at, branch, restricted, sorted, danger, handler_id, merged_into";
    "obligation" Derived ["authority_id, obligation_id"] "authority_id, obligation_id, petition_id, rulebook_id, rulebook_version, term, duty, unit_id, state, opened_at, zone, due_date, due_at, provisional, calendar_id, calendar_version, lifted, met_at, post_id, day_set, next_at, breached_at, corrected, extended, step, suspensions, paused, waived_by, barred, restricted, sorted";
    "imported_record" Derived ["authority_id, source, external_id"] "authority_id, source, external_id, petition_id, content_check";
    "log_key" Operational ["authority_id"] "authority_id, wrapped_seed";
    "petition_key" Operational ["authority_id, petition_id"] "authority_id, petition_id, wrapped_identity_key, wrapped_text_key";
    "idempotency" Operational ["authority_id, principal, key_hash"] "authority_id, principal, key_hash, request_hash, petition_id, sealed_response, created_at";
    "organisation_head" Derived ["authority_id"] "authority_id, position";
    "post" Derived ["authority_id, post_id"] "authority_id, post_id, duty, title_zh, title_en, unit_id, holder_id, stand_ins, closed";
    "staff" Derived ["authority_id, staff_id"] "authority_id, staff_id, login, name, language, roles, has_left, away_from, away_to";
    "login" Derived ["authority_id, login"] "authority_id, login, of_authority_id, staff_id";
    "staff_key" Operational ["authority_id, staff_id"] "authority_id, staff_id, wrapped_identity_key";
    "credential" Operational ["authority_id, staff_id"] "authority_id, staff_id, password_hash, set_at";
    "sign_in_failure" Operational ["authority_id, login_hash"] "authority_id, login_hash, failures, failed_at";
    "staff_session" Operational ["authority_id, token_hash"] "authority_id, token_hash, staff_id, created_at, used_at, expires_at";
    "invitation" Operational ["authority_id, token_hash"] "authority_id, token_hash, staff_id, created_at, expires_at";
    "api_token" Operational ["authority_id, token_hash"] "authority_id, token_hash, staff_id, name, created_at, expires_at";
    "petition_bar" Derived ["authority_id, petition_id, bar"] "authority_id, petition_id, bar";
    "outbox" Operational ["authority_id, outbox_id"] "authority_id, outbox_id, petition_id, staff_id, kind, document, position, state, attempts, next_attempt_at, created_at, handed_at, failure, channel, reference, on_call_id";
    "file_content" Operational ["authority_id, file_id, chunk_number"] "authority_id, file_id, chunk_number, sealed_chunk";
    "petition_code" Operational ["authority_id, code_hash, petition_id"] "authority_id, code_hash, petition_id, acting, created_at, renewed_at, ended, representative, replaced_at, objecting";
    "plan_version" Derived ["authority_id, plan_id, version"] "authority_id, plan_id, version, lodged_at, content, approved_at, approved_post_id, approved_roster, returned_at, returned_post_id, returned_reason";
    "roster_version" Derived ["authority_id, plan_id, version"] "authority_id, plan_id, version, lodged_at, content";
    "response" Derived ["authority_id, response_id"] "authority_id, response_id, plan_id, plan_version, place, people_min, people_max, level, opened_at, ended_at, next_at, red, exercise";
    "response_duty" Derived ["authority_id, response_id, duty, subject, number"] "authority_id, response_id, duty, subject, number, step_post, holder, opened_at, due_at, met_at, breached_at, ended_at";
    "response_key" Operational ["authority_id, response_id"] "authority_id, response_id, wrapped_text_key";
    "plan_draft" Operational ["authority_id, draft_id"] "authority_id, draft_id, staff_id, template, answers, changed_at, sealed_contacts";
    "duty_change" Derived ["authority_id, change_id"] "authority_id, change_id, plan_id, post, from_at, to_at, was, holder, how, state, decided_at";
    "board_screen" Operational ["authority_id, token_hash"] "authority_id, token_hash, response_id, claimed, created_at";
    "calendar_feed" Operational ["authority_id, staff_id"] "authority_id, staff_id, token_hash, made_at";
    "draft" Operational ["authority_id, code_hash"] "authority_id, code_hash, sealed_draft, saved_at";
    "draft_file" Operational ["authority_id, code_hash, file_number, chunk_number"] "authority_id, code_hash, file_number, chunk_number, sealed_chunk";
    "rating" Operational ["authority_id, rating_hash"] "authority_id, rating_hash, side, unit_id, grade, changes, quarter";
    "announcement" Derived ["authority_id, announcement_id"] "authority_id, announcement_id, kind, title_zh, title_en, text_zh, text_en, first_day, last_day, hours, withdrawn";
    "text_version" Derived ["authority_id, subject, position"] "authority_id, subject, position, set_at, restored";
    "text_entry" Derived ["authority_id, subject, position, text_key"] "authority_id, subject, position, text_key, zh, en";
    "announced_visit" Operational ["authority_id, visit_id"] "authority_id, visit_id, code_hash, sealed_visit, until_at, response_id";
    "published_answer" Derived ["authority_id, answer_id"] "authority_id, answer_id, category, question_zh, question_en, answer_zh, answer_en, unit_id, written_by, released_by, released_on, withdrawn";
    "drill_duty" Derived ["authority_id, duty_id"] "authority_id, duty_id, plan_id, plan_version, calendar_id, calendar_version, unit_id, post_id, opened_at, zone, due_date, due_at, provisional, state, met_at, breached_at, warned, step, next_at, response_id";
    "reach_test" Derived ["authority_id, plan_id"] "authority_id, plan_id, position, plan_version, sent_at, until_at, posts, counted_at, reached, silent, no_channel, unheld";
    "reach_page" Operational ["authority_id, plan_id, post"] "authority_id, plan_id, post, page_number, holder, staff_id, ways, state, until_at, on_call_id";
    "saved_views" Operational ["authority_id, staff_id"] "authority_id, staff_id, sealed_views";
    "visit_pace" Operational ["authority_id"] "authority_id, until_at, taken";
    "presence" Operational ["authority_id, petition_id, staff_id"] "authority_id, petition_id, staff_id, seen_at";
    "upload" Operational ["authority_id, upload_hash"] "authority_id, upload_hash, holder_hash, sealed_name, length_bytes, received_bytes, parts, touched_at";
    "upload_part" Operational ["authority_id, upload_hash, part_number"] "authority_id, upload_hash, part_number, sealed_part";
    "official_seal" Derived ["authority_id"] "authority_id, keeper_id, documents, image_position, image_digest";
    "seal_waiting" Derived ["authority_id, petition_id, document"] "authority_id, petition_id, document, since";
    "refused_attempt" Operational ["authority_id, attempt_id"] "authority_id, attempt_id, staff_id, hour_at, wish, number_year, number_sequence, times, first_at, last_at, code";
    "category" Derived ["authority_id, code"] "authority_id, code, name_zh, name_en, retired, place";
    "rulebook_waiting" Derived ["authority_id, data_id, version"] "authority_id, data_id, version, from_day, content";
    "emblem" Derived ["authority_id, digest"] "authority_id, digest, content";
    "roster_person" Operational ["authority_id, on_call_id"] "authority_id, on_call_id, plan_id, person, sealed_contact, set_at";
    "unread_message" Derived ["authority_id, petition_id"] "authority_id, petition_id, since";
    "escalation_told" Derived ["authority_id, obligation_id, told"] "authority_id, obligation_id, told";
}

/// Brings a database to this program's schema. Running it again changes nothing.
pub(crate) fn migrate(tx: &mut dyn Tx) -> Result<(), StoreError> {
    let engine = tx.engine();
    begin(tx)?;
    let done = apply(tx, engine);
    match done {
        Ok(()) => tx.batch("COMMIT"),
        Err(error) => {
            tx.batch("ROLLBACK")?;
            Err(error)
        }
    }
}

/// Checks that a database has this program's schema, and changes nothing.
pub(crate) fn check(tx: &mut dyn Tx) -> Result<(), StoreError> {
    let applied = applied(tx)?;
    let differs =
        |migration: &&Migration| !applied.contains(&(migration.number, checksum(migration.sql)));
    MIGRATIONS.iter().find(differs).map_or(Ok(()), |migration| {
        Err(StoreError::MigrationChanged(migration.number))
    })
}

/// The migrations in a database, none of them newer than this program.
fn applied(tx: &mut dyn Tx) -> Result<Vec<(i64, String)>, StoreError> {
    let applied = query_all(tx, &MIGRATIONS_APPLIED, &[], |row| {
        Ok((row.int(0)?, row.text(1)?))
    })?;
    let known = MIGRATIONS.last().map_or(0, |last| last.number);
    match applied.iter().find(|(number, _)| *number > known) {
        Some((found, _)) => Err(StoreError::TooNew {
            found: *found,
            known,
        }),
        None => Ok(applied),
    }
}

fn begin(tx: &mut dyn Tx) -> Result<(), StoreError> {
    match tx.engine() {
        Engine::Sqlite => tx.batch("BEGIN IMMEDIATE"),
        // Two nodes that start at once must not both create the tables.
        Engine::Postgres => tx.batch("BEGIN; SELECT pg_advisory_xact_lock(48817, 1)"),
    }
}

fn apply(tx: &mut dyn Tx, engine: Engine) -> Result<(), StoreError> {
    // kind: operational
    tx.batch(&in_dialect(
        "CREATE TABLE IF NOT EXISTS migration (number {int} NOT NULL PRIMARY KEY, checksum {text} NOT NULL) {keyed}",
        engine,
    ))?;
    let applied = applied(tx)?;
    for migration in MIGRATIONS {
        let checksum = checksum(migration.sql);
        match applied
            .iter()
            .find(|(number, _)| *number == migration.number)
        {
            Some((_, stored)) if *stored == checksum => {}
            Some(_) => return Err(StoreError::MigrationChanged(migration.number)),
            None => {
                tracing::debug!(
                    migration = migration.number,
                    "applying migration {}",
                    migration.name
                );
                tx.batch(&in_dialect(migration.sql, engine))?;
                tx.execute(&MIGRATION_ADD, &[migration.number.into(), checksum.into()])?;
            }
        }
    }
    Ok(())
}

/// The migration text in an engine's dialect: with its words, and without the lines that begin with the other engine.
pub(crate) fn in_dialect(sql: &str, engine: Engine) -> String {
    let tokens: &[(&str, &str)] = match engine {
        Engine::Sqlite => &[
            ("{int}", "INTEGER"),
            ("{text}", "TEXT"),
            ("{blob}", "BLOB"),
            ("{rows}", "STRICT"),
            ("{keyed}", "STRICT, WITHOUT ROWID"),
            ("{sqlite} ", ""),
        ],
        Engine::Postgres => &[
            ("{int}", "BIGINT"),
            ("{text}", "TEXT COLLATE \"C\""),
            ("{blob}", "BYTEA"),
            ("{rows}", ""),
            ("{keyed}", ""),
            ("{postgres} ", ""),
        ],
    };
    let other = match engine {
        Engine::Sqlite => "{postgres}",
        Engine::Postgres => "{sqlite}",
    };
    let mut text: String = sql
        .lines()
        .filter(|line| !line.trim_start().starts_with("--") && !line.starts_with(other))
        .fold(String::with_capacity(sql.len()), |mut text, line| {
            text.push_str(line);
            text.push('\n');
            text
        });
    for (token, word) in tokens {
        text = text.replace(token, word);
    }
    text
}

fn checksum(sql: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, sql.as_bytes());
    digest
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_list_names_every_table_and_column_of_the_migrations() {
        let mut found = Vec::new();
        for migration in MIGRATIONS {
            let plain = in_dialect(migration.sql, Engine::Sqlite);
            for create in plain.split("CREATE TABLE ").skip(1) {
                let (name, rest) = create.split_once(" (").expect("a table has columns");
                let body = rest.split("PRIMARY KEY").next().unwrap_or_default();
                let columns: Vec<&str> = body
                    .lines()
                    .filter_map(|line| line.split_whitespace().next())
                    .collect();
                found.push((name.to_owned(), columns.join(", ")));
            }
            for alter in plain.split("ALTER TABLE ").skip(1) {
                let words: Vec<&str> = alter.split_whitespace().take(4).collect();
                let [name, "ADD", "COLUMN", column] = words[..] else {
                    panic!("a migration only adds columns: {words:?}");
                };
                let table = found.iter_mut().find(|(found, _)| found == name);
                let (_, columns) = table.expect("an earlier migration made the table");
                columns.push_str(&format!(", {column}"));
            }
            for dropped in plain.split("DROP TABLE ").skip(1) {
                let name = dropped.split(';').next().unwrap_or_default();
                let at = found.iter().position(|(found, _)| found == name);
                found.remove(at.expect("an earlier migration made the table"));
            }
        }
        let listed: Vec<(String, String)> = TABLES
            .iter()
            .map(|table| (table.name.to_owned(), table.columns.to_owned()))
            .collect();
        assert_eq!(found, listed);
    }

    #[test]
    fn the_table_list_says_the_kind_that_the_migration_says() {
        let migrations: String = MIGRATIONS.iter().map(|one| one.sql).collect();
        for table in TABLES {
            let word = match table.kind {
                Kind::Journal => "journal",
                Kind::Derived => "derived",
                Kind::Operational => "operational",
            };
            let wanted = format!("-- kind: {word}\nCREATE TABLE {} (", table.name);
            assert!(migrations.contains(&wanted), "{}", table.name);
        }
    }
}
