-- Tokens: {int} whole number of 64 bits, {text}, {blob}; {rows} ends a table of rows in order of
-- insertion, {keyed} one that lives in its primary key. Instants are UTC microseconds, days are
-- the text YYYY-MM-DD, flags are 0 or 1. authority_id leads every key: authorities are the shards.
-- The kind of each table is said above it: journal, derived (a pure function of the journal,
-- compared by `huiyin doctor --rebuild`) or operational (not compared, checked for orphans).

-- kind: journal
CREATE TABLE journal_head (
  authority_id {int} NOT NULL,
  position {int} NOT NULL,
  recorded_at {int} NOT NULL,
  PRIMARY KEY (authority_id)
) {keyed};

-- One row an event. `open` holds the bytes that are committed to, as they stand. A sealed part
-- holds its salt inside; the salt of a part that the row does not have stands beside it.
-- kind: journal
CREATE TABLE journal (
  authority_id {int} NOT NULL,
  position {int} NOT NULL,
  kind {text} NOT NULL,
  petition_id {int},
  recorded_at {int} NOT NULL,
  effective_at {int} NOT NULL,
  open {blob} NOT NULL,
  open_salt {blob} NOT NULL,
  sealed_identity {blob},
  identity_salt {blob},
  sealed_text {blob},
  text_salt {blob},
  entry {blob} NOT NULL,
  PRIMARY KEY (authority_id, position)
) {rows};
CREATE INDEX journal_by_petition ON journal (authority_id, petition_id, position) WHERE petition_id IS NOT NULL;

-- kind: derived
CREATE TABLE authority (
  authority_id {int} NOT NULL,
  authority_key {text} NOT NULL,
  name_zh {text} NOT NULL,
  name_en {text} NOT NULL,
  zone {text} NOT NULL,
  rulebook_id {text} NOT NULL,
  origin {text} NOT NULL,
  verifying_key {text} NOT NULL,
  PRIMARY KEY (authority_id)
) {keyed};

-- kind: derived
CREATE TABLE unit (
  authority_id {int} NOT NULL,
  unit_id {int} NOT NULL,
  unit_key {text} NOT NULL,
  name_zh {text} NOT NULL,
  name_en {text} NOT NULL,
  PRIMARY KEY (authority_id, unit_id)
) {keyed};

-- Where a matter can be, never where a person is.
-- kind: derived
CREATE TABLE place (
  authority_id {int} NOT NULL,
  place_id {text} NOT NULL,
  name_zh {text} NOT NULL,
  name_en {text} NOT NULL,
  PRIMARY KEY (authority_id, place_id)
) {keyed};

-- Every version of every calendar and rulebook that was ever loaded: authority_id is 0.
-- kind: derived
CREATE TABLE loaded_data (
  authority_id {int} NOT NULL,
  kind {text} NOT NULL,
  data_id {text} NOT NULL,
  version {text} NOT NULL,
  position {int} NOT NULL,
  content {text} NOT NULL,
  PRIMARY KEY (authority_id, kind, data_id, version)
) {keyed};

-- The last number given in each year.
-- kind: derived
CREATE TABLE number_head (
  authority_id {int} NOT NULL,
  year {int} NOT NULL,
  sequence {int} NOT NULL,
  PRIMARY KEY (authority_id, year)
) {keyed};

-- A matter brought, never a record about a person: no column links the petitions of one person.
-- kind: derived
CREATE TABLE petition (
  authority_id {int} NOT NULL,
  petition_id {int} NOT NULL,
  number_year {int} NOT NULL,
  number_sequence {int} NOT NULL,
  state {text} NOT NULL,
  channel {text} NOT NULL,
  class {text},
  category {text},
  place_id {text},
  language {text} NOT NULL,
  who {text} NOT NULL,
  misconduct {int} NOT NULL,
  unit_id {int} NOT NULL,
  registered_at {int} NOT NULL,
  recorded_at {int} NOT NULL,
  answered_at {int},
  PRIMARY KEY (authority_id, petition_id)
) {keyed};
CREATE UNIQUE INDEX petition_by_number ON petition (authority_id, number_year, number_sequence);

-- kind: derived
CREATE TABLE obligation (
  authority_id {int} NOT NULL,
  obligation_id {int} NOT NULL,
  petition_id {int} NOT NULL,
  rulebook_id {text} NOT NULL,
  rulebook_version {text} NOT NULL,
  term {text} NOT NULL,
  duty {text} NOT NULL,
  unit_id {int} NOT NULL,
  state {text} NOT NULL,
  opened_at {int} NOT NULL,
  zone {text} NOT NULL,
  due_date {text} NOT NULL,
  due_at {int} NOT NULL,
  provisional {int} NOT NULL,
  calendar_id {text} NOT NULL,
  calendar_version {text} NOT NULL,
  lifted {int} NOT NULL,
  met_at {int},
  PRIMARY KEY (authority_id, obligation_id)
) {keyed};
CREATE INDEX obligation_by_petition ON obligation (authority_id, petition_id);

-- kind: derived
CREATE TABLE imported_record (
  authority_id {int} NOT NULL,
  source {text} NOT NULL,
  external_id {text} NOT NULL,
  petition_id {int} NOT NULL,
  content_check {text} NOT NULL,
  PRIMARY KEY (authority_id, source, external_id)
) {keyed};

-- The seed of each authority's log key, wrapped by the installation key.
-- kind: operational
CREATE TABLE log_key (
  authority_id {int} NOT NULL,
  wrapped_seed {blob} NOT NULL,
  PRIMARY KEY (authority_id)
) {keyed};

-- The two data keys of a petition, wrapped by the installation key. Destroying one forgets what it
-- sealed and keeps the journal whole.
-- kind: operational
CREATE TABLE petition_key (
  authority_id {int} NOT NULL,
  petition_id {int} NOT NULL,
  wrapped_identity_key {blob},
  wrapped_text_key {blob},
  PRIMARY KEY (authority_id, petition_id)
) {keyed};

-- Tracking codes, as keyed hashes only.
-- kind: operational
CREATE TABLE tracking_code (
  authority_id {int} NOT NULL,
  code_hash {blob} NOT NULL,
  petition_id {int} NOT NULL,
  acting {int} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (authority_id, code_hash)
) {keyed};

-- What a POST with an Idempotency-Key was answered, for 24 hours.
-- kind: operational
CREATE TABLE idempotency (
  authority_id {int} NOT NULL,
  principal {text} NOT NULL,
  key_hash {blob} NOT NULL,
  request_hash {blob} NOT NULL,
  petition_id {int} NOT NULL,
  sealed_response {blob} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (authority_id, principal, key_hash)
) {keyed};
CREATE INDEX idempotency_by_age ON idempotency (authority_id, created_at);
