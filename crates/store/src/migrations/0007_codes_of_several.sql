-- One code may open several petitions of an authority: what a split made, and what came from another
-- authority, open with the code that the petitioner holds already (RULES 5.3).
-- kind: operational
CREATE TABLE petition_code (
  authority_id {int} NOT NULL,
  code_hash {blob} NOT NULL,
  petition_id {int} NOT NULL,
  acting {int} NOT NULL,
  created_at {int} NOT NULL,
  renewed_at {int},
  ended {int} NOT NULL,
  PRIMARY KEY (authority_id, code_hash, petition_id)
) {keyed};
INSERT INTO petition_code (authority_id, code_hash, petition_id, acting, created_at, renewed_at, ended) SELECT authority_id, code_hash, petition_id, acting, created_at, renewed_at, ended FROM tracking_code;
DROP TABLE tracking_code;
