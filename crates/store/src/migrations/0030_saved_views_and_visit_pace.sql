-- The views of the inbox that somebody saved: names of their own for filters. What somebody looks at is
-- nobody's record: no event tells them, they are sealed under the key of that member of staff, and end when
-- they leave.
-- kind: operational
CREATE TABLE saved_views (
  authority_id {int} NOT NULL,
  staff_id {int} NOT NULL,
  sealed_views {blob} NOT NULL,
  PRIMARY KEY (authority_id, staff_id)
) {keyed};
-- How many visits were announced by pages and programs in the ten minutes that run, so that whoever floods the
-- form is held up by every process alike. It is a number and nothing else: not who asked, not from where, not
-- for which place. The ticker deletes it when its minutes are over.
-- kind: operational
CREATE TABLE visit_pace (
  authority_id {int} NOT NULL,
  until_at {int} NOT NULL,
  taken {int} NOT NULL,
  PRIMARY KEY (authority_id)
) {keyed};
