-- Who read figures and what was exported, without walking through the journal.
CREATE INDEX journal_readings ON journal (authority_id, position) WHERE kind = 'FiguresRead' OR kind = 'DataExported';
