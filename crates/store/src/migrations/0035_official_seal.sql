-- The seal of an authority as it stands now: which post keeps it, the words of the documents that wait for
-- it, and the image that is set. The images themselves are sealed contents beside the files.
-- kind: derived
CREATE TABLE official_seal (
  authority_id {int} NOT NULL,
  keeper_id {int},
  documents {text} NOT NULL,
  image_position {int},
  image_digest {text},
  PRIMARY KEY (authority_id)
) {keyed};

-- Documents that wait for the seal.
-- kind: derived
CREATE TABLE seal_waiting (
  authority_id {int} NOT NULL,
  petition_id {int} NOT NULL,
  document {text} NOT NULL,
  since {int} NOT NULL,
  PRIMARY KEY (authority_id, petition_id, document)
) {keyed};
CREATE INDEX seal_waiting_by_age ON seal_waiting (authority_id, since);

-- Each use of the seal, and who named a keeper or lodged an image, without walking through the journal.
CREATE INDEX journal_seals ON journal (authority_id, kind, position) WHERE kind = 'SealSet' OR kind = 'SealKeeperNamed' OR kind = 'SealLodged' OR kind = 'SealChosen';
