-- Files that are still on their way, in parts, from whoever holds a code: of a draft, or of a petition. They
-- are on no record. The key is made of that code and of the upload's own, of both of which keyed hashes are
-- kept only, so that nobody else can open a part. Forgotten a day after the last part came.
-- kind: operational
CREATE TABLE upload (
  authority_id {int} NOT NULL,
  upload_hash {blob} NOT NULL,
  holder_hash {blob} NOT NULL,
  sealed_name {blob} NOT NULL,
  length_bytes {int} NOT NULL,
  received_bytes {int} NOT NULL,
  parts {int} NOT NULL,
  touched_at {int} NOT NULL,
  PRIMARY KEY (authority_id, upload_hash)
) {keyed};
CREATE INDEX upload_by_holder ON upload (authority_id, holder_hash);
CREATE INDEX upload_by_age ON upload (authority_id, touched_at);

-- Their parts, sealed as they came.
-- kind: operational
CREATE TABLE upload_part (
  authority_id {int} NOT NULL,
  upload_hash {blob} NOT NULL,
  part_number {int} NOT NULL,
  sealed_part {blob} NOT NULL,
  PRIMARY KEY (authority_id, upload_hash, part_number)
) {rows};
