-- What was refused to staff about a petition: who, which step, which number they gave, when and how often, for the
-- auditor. One row for all of one hour; of one person and hour at most 100, and then one more for each step, whatever
-- number was given and whether there is such a petition or not; nothing of a petition, nothing of petitioners. The
-- ticker deletes a row 90 days after its hour. Year and sequence 0: further numbers of that hour.
-- kind: operational
CREATE TABLE refused_attempt (
  authority_id {int} NOT NULL,
  attempt_id {int} NOT NULL,
  staff_id {int} NOT NULL,
  hour_at {int} NOT NULL,
  wish {text} NOT NULL,
  number_year {int} NOT NULL,
  number_sequence {int} NOT NULL,
  times {int} NOT NULL,
  first_at {int} NOT NULL,
  last_at {int} NOT NULL,
  PRIMARY KEY (authority_id, attempt_id)
) {keyed};
CREATE INDEX refused_attempt_by_hour ON refused_attempt (authority_id, staff_id, hour_at);
CREATE INDEX refused_attempt_by_time ON refused_attempt (authority_id, hour_at);
