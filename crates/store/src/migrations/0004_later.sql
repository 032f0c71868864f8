-- A petition's first event stands at the position that is the petition's id, and what that event
-- opened has ids made of that position (times 64). So both are found by their primary keys, and only
-- what comes later needs an index: a registration writes to two trees less.
DROP INDEX journal_by_petition;
CREATE INDEX journal_later_by_petition ON journal (authority_id, petition_id, position) WHERE petition_id < position;

DROP INDEX obligation_by_petition;
CREATE INDEX obligation_later_by_petition ON obligation (authority_id, petition_id) WHERE obligation_id / 64 <> petition_id;
