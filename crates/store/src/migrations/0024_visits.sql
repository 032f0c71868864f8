-- Visits that a group announced itself, so that a room and what it needs are ready. They are on no
-- record: no event tells them, and a row ends with the visit, when the group takes it back, or 24 hours
-- after its time. `visit_id` is drawn by chance and is used once. `code_hash` is the keyed hash of the
-- group's code; what it wrote is sealed. `response_id` points to the response that runs for it now;
-- nothing of the response points back.
-- kind: operational
CREATE TABLE announced_visit (
  authority_id {int} NOT NULL,
  visit_id {int} NOT NULL,
  code_hash {blob} NOT NULL,
  sealed_visit {blob} NOT NULL,
  until_at {int} NOT NULL,
  response_id {int},
  PRIMARY KEY (authority_id, visit_id)
) {keyed};
CREATE UNIQUE INDEX announced_visit_by_code ON announced_visit (authority_id, code_hash);
CREATE INDEX announced_visit_by_end ON announced_visit (authority_id, until_at);
