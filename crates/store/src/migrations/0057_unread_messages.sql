-- Messages of petitioners that nobody answered or marked read yet: since when. What was written before this was
-- kept says nothing of it, so there is nothing to fill in.
-- kind: derived
CREATE TABLE unread_message (
  authority_id {int} NOT NULL,
  petition_id {int} NOT NULL,
  since {int} NOT NULL,
  PRIMARY KEY (authority_id, petition_id)
) {keyed};
