-- The same index with its condition written out: for a list behind IN, SQLite builds and drops a table of its
-- own at each row that is appended to the journal.
DROP INDEX journal_letters;
CREATE INDEX journal_letters ON journal (authority_id, kind, recorded_at, position) WHERE kind = 'PetitionTransferred' OR kind = 'PetitionAssigned' OR kind = 'TransferObjected' OR kind = 'PetitionAccepted' OR kind = 'PetitionDeclined' OR kind = 'PetitionRedirected' OR kind = 'ExtensionGranted' OR kind = 'AnswerIssued' OR kind = 'ReviewDecided';
