-- What an authority changed about its tree of subjects. No subject is deleted: petitions keep theirs.
-- kind: derived
CREATE TABLE category (
  authority_id {int} NOT NULL,
  code {text} NOT NULL,
  name_zh {text} NOT NULL,
  name_en {text} NOT NULL,
  retired {int} NOT NULL,
  place {int},
  PRIMARY KEY (authority_id, code)
) {keyed};
