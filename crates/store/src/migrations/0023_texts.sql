-- Texts that an authority words itself. Each writing is a version; none is ever changed, so that an earlier
-- one can be brought back. They are for everybody and hold nothing about anybody.
-- kind: derived
CREATE TABLE text_version (
  authority_id {int} NOT NULL,
  subject {text} NOT NULL,
  position {int} NOT NULL,
  set_at {int} NOT NULL,
  restored {int},
  PRIMARY KEY (authority_id, subject, position)
) {keyed};
-- kind: derived
CREATE TABLE text_entry (
  authority_id {int} NOT NULL,
  subject {text} NOT NULL,
  position {int} NOT NULL,
  text_key {text} NOT NULL,
  zh {text} NOT NULL,
  en {text} NOT NULL,
  PRIMARY KEY (authority_id, subject, position, text_key)
) {keyed};
