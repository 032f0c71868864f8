-- Units, posts and staff of an authority, and how staff sign in. Columns are added to tables of the
-- first migration; units of before become public units, the first of each authority its petition
-- office.

-- The member of staff whose sealed part a row carries.
ALTER TABLE journal ADD COLUMN staff_id {int};
CREATE INDEX journal_by_staff ON journal (authority_id, staff_id, position) WHERE staff_id IS NOT NULL;

ALTER TABLE authority ADD COLUMN level {text};
ALTER TABLE authority ADD COLUMN contact_address_zh {text} NOT NULL DEFAULT '';
ALTER TABLE authority ADD COLUMN contact_address_en {text} NOT NULL DEFAULT '';
ALTER TABLE authority ADD COLUMN contact_phone {text} NOT NULL DEFAULT '';
ALTER TABLE authority ADD COLUMN contact_hours_zh {text} NOT NULL DEFAULT '';
ALTER TABLE authority ADD COLUMN contact_hours_en {text} NOT NULL DEFAULT '';

ALTER TABLE unit ADD COLUMN kind {text} NOT NULL DEFAULT 'public';
ALTER TABLE unit ADD COLUMN parent_id {int};
ALTER TABLE unit ADD COLUMN petition_office {int} NOT NULL DEFAULT 0;
ALTER TABLE unit ADD COLUMN closed {int} NOT NULL DEFAULT 0;
UPDATE unit SET petition_office = 1 WHERE unit_id = (SELECT MIN(u.unit_id) FROM unit u WHERE u.authority_id = unit.authority_id);

-- The position of the last event about units, posts or staff: tells caches when to read again.
-- kind: derived
CREATE TABLE organisation_head (
  authority_id {int} NOT NULL,
  position {int} NOT NULL,
  PRIMARY KEY (authority_id)
) {keyed};

-- Stand-ins are ids of staff, comma separated, in the order in which they are called.
-- kind: derived
CREATE TABLE post (
  authority_id {int} NOT NULL,
  post_id {int} NOT NULL,
  duty {text} NOT NULL,
  title_zh {text} NOT NULL,
  title_en {text} NOT NULL,
  unit_id {int} NOT NULL,
  holder_id {int},
  stand_ins {text} NOT NULL,
  closed {int} NOT NULL,
  PRIMARY KEY (authority_id, post_id)
) {keyed};

-- Roles are pairs unit:role, comma separated. The name is that of an official in office.
-- kind: derived
CREATE TABLE staff (
  authority_id {int} NOT NULL,
  staff_id {int} NOT NULL,
  login {text} NOT NULL,
  name {text} NOT NULL,
  language {text} NOT NULL,
  roles {text} NOT NULL,
  has_left {int} NOT NULL,
  PRIMARY KEY (authority_id, staff_id)
) {keyed};

-- Who signs in by a login. A login is given once in an installation, so authority_id is 0.
-- kind: derived
CREATE TABLE login (
  authority_id {int} NOT NULL,
  login {text} NOT NULL,
  of_authority_id {int} NOT NULL,
  staff_id {int} NOT NULL,
  PRIMARY KEY (authority_id, login)
) {keyed};

-- The key of a member's sealed contacts, wrapped by the installation key. Destroying it forgets
-- the contacts and keeps the journal whole.
-- kind: operational
CREATE TABLE staff_key (
  authority_id {int} NOT NULL,
  staff_id {int} NOT NULL,
  wrapped_identity_key {blob},
  PRIMARY KEY (authority_id, staff_id)
) {keyed};

-- kind: operational
CREATE TABLE credential (
  authority_id {int} NOT NULL,
  staff_id {int} NOT NULL,
  password_hash {text} NOT NULL,
  set_at {int} NOT NULL,
  PRIMARY KEY (authority_id, staff_id)
) {keyed};

-- Failed attempts by login, as a keyed hash: whether the login exists makes no difference. They
-- are the installation's: authority_id is 0.
-- kind: operational
CREATE TABLE sign_in_failure (
  authority_id {int} NOT NULL,
  login_hash {blob} NOT NULL,
  failures {int} NOT NULL,
  failed_at {int} NOT NULL,
  PRIMARY KEY (authority_id, login_hash)
) {keyed};
CREATE INDEX sign_in_failure_by_age ON sign_in_failure (authority_id, failed_at);

-- kind: operational
CREATE TABLE staff_session (
  authority_id {int} NOT NULL,
  token_hash {blob} NOT NULL,
  staff_id {int} NOT NULL,
  created_at {int} NOT NULL,
  used_at {int} NOT NULL,
  expires_at {int} NOT NULL,
  PRIMARY KEY (authority_id, token_hash)
) {keyed};
CREATE INDEX staff_session_by_staff ON staff_session (authority_id, staff_id);

-- One-time links. Without staff it sets an installation up: it makes the first administrator.
-- kind: operational
CREATE TABLE invitation (
  authority_id {int} NOT NULL,
  token_hash {blob} NOT NULL,
  staff_id {int},
  created_at {int} NOT NULL,
  expires_at {int} NOT NULL,
  PRIMARY KEY (authority_id, token_hash)
) {keyed};

-- kind: operational
CREATE TABLE api_token (
  authority_id {int} NOT NULL,
  token_hash {blob} NOT NULL,
  staff_id {int} NOT NULL,
  name {text} NOT NULL,
  created_at {int} NOT NULL,
  expires_at {int} NOT NULL,
  PRIMARY KEY (authority_id, token_hash)
) {keyed};
CREATE INDEX api_token_by_staff ON api_token (authority_id, staff_id);
