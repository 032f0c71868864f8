-- Every version of every plan and roster that was ever lodged, byte for byte. Nothing in them is
-- about people who come; a roster names officials in office and holds no number and no address.
-- kind: derived
CREATE TABLE plan_version (
  authority_id {int} NOT NULL,
  plan_id {text} NOT NULL,
  version {text} NOT NULL,
  lodged_at {int} NOT NULL,
  content {text} NOT NULL,
  approved_at {int},
  approved_post_id {int},
  approved_roster {text},
  PRIMARY KEY (authority_id, plan_id, version)
) {keyed};

-- kind: derived
CREATE TABLE roster_version (
  authority_id {int} NOT NULL,
  plan_id {text} NOT NULL,
  version {text} NOT NULL,
  lodged_at {int} NOT NULL,
  content {text} NOT NULL,
  PRIMARY KEY (authority_id, plan_id, version)
) {keyed};
