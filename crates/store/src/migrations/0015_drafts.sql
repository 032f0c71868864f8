-- What somebody is still writing at home and has not sent. It is on no record: nobody but the holder of
-- its code can open it, for the key is made of the code, of which a keyed hash is kept only. It is
-- forgotten 30 days after it was last saved. `sealed_draft` holds what was typed, or, once it was sent,
-- the answer that may have got lost on its way.
-- kind: operational
CREATE TABLE draft (
  authority_id {int} NOT NULL,
  code_hash {blob} NOT NULL,
  sealed_draft {blob} NOT NULL,
  saved_at {int} NOT NULL,
  PRIMARY KEY (authority_id, code_hash)
) {keyed};
CREATE INDEX draft_by_age ON draft (authority_id, saved_at);

-- The files of a draft, sealed in pieces under the same key.
-- kind: operational
CREATE TABLE draft_file (
  authority_id {int} NOT NULL,
  code_hash {blob} NOT NULL,
  file_number {int} NOT NULL,
  chunk_number {int} NOT NULL,
  sealed_chunk {blob} NOT NULL,
  PRIMARY KEY (authority_id, code_hash, file_number, chunk_number)
) {rows};
