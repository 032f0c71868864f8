//! Statements about work on petitions: state, obligations, inboxes, the ticker.

use super::{Cow, Statement};

/// What a row of an inbox tells, of a duty and its petition.
macro_rules! inbox_rows {
    () => {
        "SELECT o.obligation_id, o.petition_id, o.term, o.duty, o.unit_id, o.due_date, o.due_at, o.provisional, o.post_id, o.breached_at, o.step, o.paused, o.rulebook_id, o.rulebook_version, o.opened_at, p.number_year, p.number_sequence, p.state, p.class, p.category, p.place_id, p.restricted, p.sorted, p.danger, p.handler_id, p.unit_id FROM obligation o JOIN petition p ON p.authority_id = o.authority_id AND p.petition_id = o.petition_id"
    };
}

/// What somebody may know of in a unit before a petition is looked at, by the numbers of an `InboxSight`.
macro_rules! in_sight {
    ($restricted:literal, $sorted:literal, $post:literal) => {
        concat!(
            "((o.restricted = 1 AND o.restricted <= ",
            $restricted,
            ") OR (o.restricted = 0 AND o.sorted >= ",
            $sorted,
            ") OR o.term = 'statement' OR (o.post_id = ",
            $post,
            " AND o.sorted = 1))"
        )
    };
}

/// What no post owes, or one of these: their ids with a comma before and after each; none of them: whichever post.
macro_rules! owed_by {
    ($posts:literal) => {
        concat!(
            "o.post_id IS NULL OR COALESCE(",
            $posts,
            ", ',' || CAST(o.post_id AS TEXT) || ',') LIKE '%,' || CAST(o.post_id AS TEXT) || ',%'"
        )
    };
}

/// What the filter of an inbox and the sight of whoever asks let through: of the list and of its news alike.
macro_rules! inbox_lets_through {
    () => {
        concat!(
            "o.state = 'open' AND o.duty <> 'window' AND o.due_at < $5 AND o.term = COALESCE($6, o.term) AND COALESCE(p.category, '') >= $7 AND COALESCE(p.category, '') < $8 AND p.state = COALESCE($9, p.state) AND COALESCE(p.class, '') = COALESCE($10, p.class, '') AND ",
            in_sight!("$11", "$12", "$13"),
            " AND (",
            owed_by!("$14"),
            " OR p.danger = 1)"
        )
    };
}

statements! {
    // A petition's first row stands at its own id; the index holds the later ones.
    OPEN_PARTS_OF_PETITION = "SELECT position, open FROM journal WHERE authority_id = $1 AND position = $2 AND petition_id = $2 UNION ALL SELECT position, open FROM journal INDEXED BY journal_later_by_petition WHERE authority_id = $1 AND petition_id = $2 AND petition_id < position ORDER BY position";
    OPEN_PARTS_AFTER = "SELECT position, open FROM journal INDEXED BY journal_later_by_petition WHERE authority_id = $1 AND petition_id = $2 AND position > $3 AND petition_id < position ORDER BY position";
    JOURNAL_ROW = "SELECT authority_id, position, kind, petition_id, recorded_at, effective_at, open, open_salt, sealed_identity, identity_salt, sealed_text, text_salt, entry, staff_id, response_id FROM journal WHERE authority_id = $1 AND position = $2";
    // What a list shows of a petition, and no more of it.
    SEALED_TEXT = "SELECT k.wrapped_text_key, j.sealed_text FROM petition_key k JOIN journal j ON j.authority_id = k.authority_id WHERE k.authority_id = $1 AND k.petition_id = $2 AND j.position = $3";
    PETITION_SET = "UPDATE petition SET state = COALESCE($1, state), unit_id = COALESCE($2, unit_id), restricted = COALESCE($3, restricted), sorted = COALESCE($4, sorted), danger = COALESCE($5, danger), answered_at = COALESCE($6, answered_at) WHERE authority_id = $7 AND petition_id = $8";
    PETITION_CLASS_SET = "UPDATE petition SET class = $1, branch = $2, category = COALESCE($3, category), restricted = COALESCE($4, restricted) WHERE authority_id = $5 AND petition_id = $6";
    PETITION_PLACE_SET = "UPDATE petition SET place_id = $1 WHERE authority_id = $2 AND petition_id = $3";
    PETITION_ENTRY_SET = "UPDATE petition SET channel = COALESCE($1, channel), registered_at = COALESCE($2, registered_at) WHERE authority_id = $3 AND petition_id = $4";
    PETITION_WHO_SET = "UPDATE petition SET who = $1 WHERE authority_id = $2 AND petition_id = $3";
    PETITION_HANDLER_SET = "UPDATE petition SET handler_id = $1 WHERE authority_id = $2 AND petition_id = $3";
    PETITION_HANDLER_LEFT = "UPDATE petition SET handler_id = CASE WHEN handler_id = $1 THEN NULL ELSE handler_id END WHERE authority_id = $2 AND petition_id = $3";
    PETITION_MERGED_SET = "UPDATE petition SET merged_into = $1 WHERE authority_id = $2 AND petition_id = $3";
    BAR_ADD = "INSERT INTO petition_bar (authority_id, petition_id, bar) VALUES ($1, $2, $3) ON CONFLICT (authority_id, petition_id, bar) DO NOTHING";
    // What it complains of may change; who stepped aside stays aside.
    BARS_END = "DELETE FROM petition_bar WHERE authority_id = $1 AND petition_id = $2 AND bar <> 'recused'";
    // What of its petition an inbox looks at, kept with each duty; a petition's duties are found as
    // OBLIGATIONS_OF_PETITION finds them.
    OBLIGATIONS_MARK = "UPDATE obligation SET barred = CASE WHEN EXISTS (SELECT 1 FROM petition_bar b WHERE b.authority_id = $1 AND b.petition_id = $2) THEN 1 ELSE 0 END, restricted = (SELECT p.restricted FROM petition p WHERE p.authority_id = $1 AND p.petition_id = $2), sorted = (SELECT p.sorted FROM petition p WHERE p.authority_id = $1 AND p.petition_id = $2) WHERE authority_id = $1 AND obligation_id IN (SELECT obligation_id FROM obligation WHERE authority_id = $1 AND petition_id = $2 AND obligation_id >= $3 AND obligation_id < $4 UNION ALL SELECT obligation_id FROM obligation INDEXED BY obligation_later_by_petition WHERE authority_id = $1 AND petition_id = $2 AND obligation_id / 64 <> petition_id)";
    // One that was just opened; the petition's row is as the event leaves it.
    OBLIGATIONS_OF_EVENT_MARK = "UPDATE obligation SET barred = CASE WHEN EXISTS (SELECT 1 FROM petition_bar b WHERE b.authority_id = $1 AND b.petition_id = $2) THEN 1 ELSE 0 END, restricted = (SELECT p.restricted FROM petition p WHERE p.authority_id = $1 AND p.petition_id = $2), sorted = (SELECT p.sorted FROM petition p WHERE p.authority_id = $1 AND p.petition_id = $2) WHERE authority_id = $1 AND obligation_id >= $3 AND obligation_id < $4";
    FIRST_OBLIGATIONS_SORTED = "UPDATE obligation SET sorted = $1 WHERE authority_id = $2 AND petition_id = $3 AND obligation_id >= $4 AND obligation_id < $5 AND sorted <> $1";
    LATER_OBLIGATIONS_SORTED = "UPDATE obligation INDEXED BY obligation_later_by_petition SET sorted = $1 WHERE authority_id = $2 AND petition_id = $3 AND obligation_id / 64 <> petition_id AND sorted <> $1";
    OBLIGATION_WAIVE = "UPDATE obligation SET state = 'waived', met_at = $1, waived_by = $2, next_at = NULL, paused = NULL WHERE authority_id = $3 AND obligation_id = $4";
    OBLIGATION_CLOSE = "UPDATE obligation SET state = 'closed', met_at = $1, next_at = NULL, paused = NULL WHERE authority_id = $2 AND obligation_id = $3";
    OBLIGATION_RETURN = "UPDATE obligation SET state = 'open', met_at = NULL, waived_by = NULL WHERE authority_id = $1 AND obligation_id = $2";
    OBLIGATION_CORRECT = "UPDATE obligation SET corrected = 1 WHERE authority_id = $1 AND obligation_id = $2";
    OBLIGATION_RESTATE = "UPDATE obligation SET corrected = 0, met_at = COALESCE($1, met_at) WHERE authority_id = $2 AND obligation_id = $3";
    OBLIGATION_DUE_SET = "UPDATE obligation SET due_date = $1, due_at = $2, provisional = $3 WHERE authority_id = $4 AND obligation_id = $5";
    OBLIGATION_OWNER_SET = "UPDATE obligation SET unit_id = COALESCE($1, unit_id), suspensions = COALESCE($2, suspensions), extended = COALESCE($3, extended), post_id = COALESCE($4, CASE WHEN $1 IS NULL THEN post_id END) WHERE authority_id = $5 AND obligation_id = $6";
    OBLIGATION_FROM_SET = "UPDATE obligation SET opened_at = $1 WHERE authority_id = $2 AND obligation_id = $3";
    OBLIGATION_NEXT_SET = "UPDATE obligation SET next_at = $1 WHERE authority_id = $2 AND obligation_id = $3";
    OBLIGATION_BREACH = "UPDATE obligation SET breached_at = $1 WHERE authority_id = $2 AND obligation_id = $3";
    OBLIGATION_STEP = "UPDATE obligation SET step = $1 WHERE authority_id = $2 AND obligation_id = $3";
    OBLIGATION_PAUSE = "UPDATE obligation SET paused = $1 WHERE authority_id = $2 AND obligation_id = $3";
    OBLIGATION = "SELECT obligation_id, petition_id, rulebook_id, rulebook_version, term, duty, unit_id, state, opened_at, zone, due_date, due_at, provisional, calendar_id, calendar_version, lifted, met_at, post_id, day_set, next_at, breached_at, corrected, extended, step, suspensions, paused, waived_by FROM obligation WHERE authority_id = $1 AND obligation_id = $2";

    DUE_PETITIONS = "SELECT petition_id, next_at FROM obligation WHERE authority_id = $1 AND next_at <= $2 ORDER BY next_at LIMIT $3";
    LAST_RECORDED_AT = "SELECT MAX(recorded_at) FROM journal_head WHERE position > 0";
    NEXT_MOMENT = "SELECT MIN(next_at) FROM obligation WHERE authority_id = $1 AND next_at IS NOT NULL";
    INBOX_OF_UNIT = concat!(
        inbox_rows!(),
        " WHERE o.authority_id = $1 AND o.unit_id = $2 AND (o.due_at > $3 OR (o.due_at = $3 AND o.obligation_id > $4)) AND ",
        inbox_lets_through!(),
        " ORDER BY o.due_at, o.obligation_id LIMIT $15"
    );
    // An id tells the event that opened it, so what came since an event stands at the end of the key. Of several
    // units in one walk: their ids with a comma before and after each.
    INBOX_SINCE = concat!(
        inbox_rows!(),
        " WHERE o.authority_id = $1 AND $2 LIKE '%,' || CAST(o.unit_id AS TEXT) || ',%' AND o.due_at >= $3 AND o.obligation_id > $4 AND ",
        inbox_lets_through!(),
        " ORDER BY o.obligation_id LIMIT $15"
    );
    // A petition's duties are found as OBLIGATIONS_OF_PETITION finds them; SQLite joins crosswise in the order that is
    // written.
    INBOX_IN_DANGER = "WITH endangered AS (SELECT authority_id, petition_id, number_year, number_sequence, state, class, category, place_id, restricted, sorted, danger, handler_id, unit_id FROM petition INDEXED BY petition_in_danger WHERE authority_id = $1 AND danger = 1) SELECT o.obligation_id, o.petition_id, o.term, o.duty, o.unit_id, o.due_date, o.due_at, o.provisional, o.post_id, o.breached_at, o.step, o.paused, o.rulebook_id, o.rulebook_version, o.opened_at, p.number_year, p.number_sequence, p.state, p.class, p.category, p.place_id, p.restricted, p.sorted, p.danger, p.handler_id, p.unit_id FROM endangered p CROSS JOIN obligation o WHERE o.authority_id = p.authority_id AND o.obligation_id >= p.petition_id * 64 AND o.obligation_id < p.petition_id * 64 + 64 AND o.petition_id = p.petition_id AND o.obligation_id > $2 AND (o.due_at > $3 OR (o.due_at = $3 AND o.obligation_id > $4)) AND o.state = 'open' AND o.duty <> 'window' UNION ALL SELECT o.obligation_id, o.petition_id, o.term, o.duty, o.unit_id, o.due_date, o.due_at, o.provisional, o.post_id, o.breached_at, o.step, o.paused, o.rulebook_id, o.rulebook_version, o.opened_at, p.number_year, p.number_sequence, p.state, p.class, p.category, p.place_id, p.restricted, p.sorted, p.danger, p.handler_id, p.unit_id FROM endangered p CROSS JOIN obligation o INDEXED BY obligation_later_by_petition WHERE o.authority_id = p.authority_id AND o.petition_id = p.petition_id AND o.obligation_id / 64 <> o.petition_id AND o.obligation_id > $2 AND (o.due_at > $3 OR (o.due_at = $3 AND o.obligation_id > $4)) AND o.state = 'open' AND o.duty <> 'window' ORDER BY 7, 1 LIMIT $5";
    // What climbed to one of these, of whichever unit: the oldest first. Their words with a comma before and after each.
    INBOX_CLIMBED = concat!(
        inbox_rows!(),
        " WHERE o.authority_id = $1 AND o.state = 'open' AND o.step > 0 AND o.due_at < $2 AND (o.due_at > $3 OR (o.due_at = $3 AND o.obligation_id > $4)) AND EXISTS (SELECT 1 FROM escalation_told t WHERE t.authority_id = o.authority_id AND t.obligation_id = o.obligation_id AND $5 LIKE '%,' || t.told || ',%') ORDER BY o.due_at, o.obligation_id LIMIT $6"
    );
    ESCALATION_TOLD = "INSERT INTO escalation_told (authority_id, obligation_id, told) VALUES ($1, $2, $3) ON CONFLICT (authority_id, obligation_id, told) DO NOTHING";
    // Soonest first, so that one walk of so many rows tells all of them.
    OWED_COUNTS = concat!(
        "WITH counted AS (SELECT o.due_at, o.petition_id FROM obligation o WHERE o.authority_id = $1 AND o.unit_id = $2 AND o.state = 'open' AND o.duty <> 'window' AND o.barred = 0 AND ",
        in_sight!("$3", "$4", "$5"),
        " AND (",
        owed_by!("$6"),
        ") ORDER BY o.due_at, o.obligation_id LIMIT $7) SELECT COUNT(*), COALESCE(SUM(CASE WHEN due_at < $8 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN due_at < $9 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN due_at < $10 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN p.handler_id IS NULL THEN 1 ELSE 0 END), 0) FROM counted JOIN petition p ON p.authority_id = $1 AND p.petition_id = counted.petition_id"
    );
    // Who is complained of is told nothing, not even how much there is: these are looked at one by one.
    OWED_WITH_BARS = concat!(
        "SELECT o.petition_id, o.obligation_id, o.due_at FROM obligation o WHERE o.authority_id = $1 AND o.unit_id = $2 AND o.state = 'open' AND o.duty <> 'window' AND o.barred = 1 AND ",
        in_sight!("$3", "$4", "$5"),
        " AND (",
        owed_by!("$6"),
        ") AND (o.due_at > $7 OR (o.due_at = $7 AND o.obligation_id > $8)) ORDER BY o.due_at, o.obligation_id LIMIT $9"
    );
    // Each by the event that registered it, whose position is its id; newest first.
    REGISTERED_BETWEEN = "SELECT p.petition_id, p.number_year, p.number_sequence, p.recorded_at, j.open FROM petition p JOIN journal j ON j.authority_id = p.authority_id AND j.position = p.petition_id WHERE p.authority_id = $1 AND p.petition_id > $2 AND p.petition_id <= $3 ORDER BY p.petition_id DESC LIMIT $4";
    PETITION_BY_NUMBER = "SELECT petition_id FROM petition WHERE authority_id = $1 AND number_year = $2 AND number_sequence = $3";
    // Newest first, by one walk of the index; where neither or only one told a place, that rules nothing out.
    PETITIONS_OF_SUBJECT = "SELECT petition_id, place_id, registered_at, class FROM petition WHERE authority_id = $1 AND category = $2 AND registered_at >= $3 AND registered_at <= $4 AND (registered_at < $4 OR petition_id < $5) AND COALESCE(place_id, $6, '') = COALESCE($6, place_id, '') AND answered_at IS NULL AND merged_into IS NULL AND ((restricted = 1 AND restricted <= $7) OR (restricted = 0 AND sorted >= $8)) ORDER BY registered_at DESC, petition_id DESC LIMIT $9";
    PETITIONS_AT_PLACE = "SELECT petition_id, category, registered_at, class FROM petition WHERE authority_id = $1 AND place_id = $2 AND registered_at >= $3 AND registered_at <= $4 AND (registered_at < $4 OR petition_id < $5) AND COALESCE(category, $6, '') = COALESCE($6, category, '') AND answered_at IS NULL AND merged_into IS NULL AND ((restricted = 1 AND restricted <= $7) OR (restricted = 0 AND sorted >= $8)) ORDER BY registered_at DESC, petition_id DESC LIMIT $9";
    MERGED_INTO = "SELECT petition_id FROM petition WHERE authority_id = $1 AND merged_into = $2 ORDER BY petition_id";
    TRACKING_CODE_RENEW = "INSERT INTO petition_code (authority_id, code_hash, petition_id, acting, created_at, renewed_at, ended, representative) VALUES ($1, $2, $3, 1, $4, $4, 0, $5)";
    TRACKING_CODES_COPY = "INSERT INTO petition_code (authority_id, code_hash, petition_id, acting, created_at, renewed_at, ended, representative, replaced_at, objecting) SELECT $1, code_hash, $2, acting, created_at, renewed_at, ended, representative, replaced_at, objecting FROM petition_code INDEXED BY petition_code_by_petition WHERE authority_id = $3 AND petition_id = $4"
        => "INSERT INTO petition_code (authority_id, code_hash, petition_id, acting, created_at, renewed_at, ended, representative, replaced_at, objecting) SELECT $1::bigint, code_hash, $2::bigint, acting, created_at, renewed_at, ended, representative, replaced_at, objecting FROM petition_code WHERE authority_id = $3 AND petition_id = $4";
    // SQLite joins crosswise in the order that is written.
    PETITIONS_OF_SAME_CODE = "SELECT DISTINCT b.petition_id FROM petition_code a INDEXED BY petition_code_by_petition CROSS JOIN petition_code b WHERE b.authority_id = $1 AND b.code_hash = a.code_hash AND a.authority_id = $2 AND a.petition_id = $3 AND a.acting = 1 ORDER BY b.petition_id";
    TRACKING_CODE_VIEWS = "UPDATE petition_code INDEXED BY petition_code_by_petition SET acting = 0 WHERE authority_id = $1 AND petition_id = $2 AND representative = $3";
    TRACKING_CODES_END = "UPDATE petition_code INDEXED BY petition_code_by_petition SET ended = 1, replaced_at = $1 WHERE authority_id = $2 AND petition_id = $3 AND acting = 1 AND ended = 0";
    // A code of before codes said whose they are may be the lost one.
    TRACKING_CODES_END_OF = "UPDATE petition_code INDEXED BY petition_code_by_petition SET ended = 1, replaced_at = $1 WHERE authority_id = $2 AND petition_id = $3 AND acting = 1 AND ended = 0 AND (representative = $4 OR representative IS NULL)";
    // It opens nothing, and says that nobody asked for the code that was made then.
    OBJECTING_CODE_ADD = "INSERT INTO petition_code (authority_id, code_hash, petition_id, acting, created_at, ended, representative, replaced_at, objecting) VALUES ($1, $2, $3, 0, $4, 1, $5, $4, 1)";
    REPLACED_CODE = "SELECT petition_id, replaced_at, objecting FROM petition_code WHERE authority_id = $1 AND code_hash = $2 AND ended = 1 AND replaced_at > $3 ORDER BY replaced_at DESC, petition_id LIMIT 1";
    RENEWED_FOR = "SELECT representative FROM petition_code INDEXED BY petition_code_by_petition WHERE authority_id = $1 AND petition_id = $2 AND acting = 1 AND renewed_at = $3";
    // The codes that were replaced then work again; what was made then or since ends, and objects to nothing any more.
    RENEWAL_UNDO = "UPDATE petition_code INDEXED BY petition_code_by_petition SET ended = CASE WHEN replaced_at = $1 AND objecting = 0 THEN 0 ELSE 1 END, replaced_at = NULL WHERE authority_id = $2 AND petition_id = $3 AND (replaced_at >= $1 OR renewed_at >= $1) AND (representative IS NULL OR COALESCE(representative, -1) = $4)";
}
