-- Versions of rulebooks that wait for the day from which new petitions run under them.
-- kind: derived
CREATE TABLE rulebook_waiting (
  authority_id {int} NOT NULL,
  data_id {text} NOT NULL,
  version {text} NOT NULL,
  from_day {text} NOT NULL,
  content {text} NOT NULL,
  PRIMARY KEY (authority_id, data_id, version)
) {keyed};

-- The emblem of an authority, known by its digest: empty is none. Earlier ones stay, so that they can be brought back.
ALTER TABLE authority ADD COLUMN emblem {text} NOT NULL DEFAULT '';
-- kind: derived
CREATE TABLE emblem (
  authority_id {int} NOT NULL,
  digest {text} NOT NULL,
  content {text} NOT NULL,
  PRIMARY KEY (authority_id, digest)
) {keyed};
