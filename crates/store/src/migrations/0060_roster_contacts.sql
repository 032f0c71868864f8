-- Who changed by what somebody of a roster is reached, without walking through the journal.
CREATE INDEX journal_roster_contacts ON journal (authority_id, position) WHERE kind = 'RosterContactChanged';
