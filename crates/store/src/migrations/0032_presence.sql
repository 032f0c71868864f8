-- Who of the staff has a petition open just now, so that two people on one petition see each other whichever
-- process answers them. Never of petitioners. The ticker deletes a row three minutes after its last note; no
-- figure, list or record of work is made of it.
-- kind: operational
CREATE TABLE presence (
  authority_id {int} NOT NULL,
  petition_id {int} NOT NULL,
  staff_id {int} NOT NULL,
  seen_at {int} NOT NULL,
  PRIMARY KEY (authority_id, petition_id, staff_id)
) {keyed};
CREATE INDEX presence_by_time ON presence (authority_id, seen_at);
