-- Notices that wait for their channel, and sealed files.

-- One notice to one person. No contact is in it: it is opened from its sealed part when the notice
-- goes out, and dropped. `failure` says what the channel answered, never about whom.
-- kind: operational
CREATE TABLE outbox (
  authority_id {int} NOT NULL,
  outbox_id {int} NOT NULL,
  petition_id {int},
  staff_id {int},
  kind {text} NOT NULL,
  document {text},
  position {int} NOT NULL,
  state {text} NOT NULL,
  attempts {int} NOT NULL,
  next_attempt_at {int} NOT NULL,
  created_at {int} NOT NULL,
  handed_at {int},
  failure {text},
  PRIMARY KEY (authority_id, outbox_id)
) {keyed};
CREATE INDEX outbox_by_state ON outbox (authority_id, state, next_attempt_at);
CREATE INDEX outbox_by_petition ON outbox (authority_id, petition_id, outbox_id) WHERE petition_id IS NOT NULL;
CREATE INDEX outbox_by_staff ON outbox (authority_id, staff_id, state) WHERE staff_id IS NOT NULL;

-- The content of a file, sealed in pieces under its petition's text key: with the key the file goes.
-- kind: operational
CREATE TABLE file_content (
  authority_id {int} NOT NULL,
  file_id {int} NOT NULL,
  chunk_number {int} NOT NULL,
  sealed_chunk {blob} NOT NULL,
  PRIMARY KEY (authority_id, file_id, chunk_number)
) {rows};
