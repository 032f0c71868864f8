-- What was posted, and each change of it, is found in the journal without reading the whole of it.
CREATE INDEX journal_announcements ON journal (authority_id, position) WHERE kind = 'AnnouncementSet';
