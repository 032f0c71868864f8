-- What petitioners think of an office and a unit. No petition is named: rating_hash is keyed and only
-- tells a first rating from its one change. No journal tells it; what is shown are sums of a quarter that
-- is over.
-- kind: operational
CREATE TABLE rating (
  authority_id {int} NOT NULL,
  rating_hash {blob} NOT NULL,
  side {text} NOT NULL,
  unit_id {int} NOT NULL,
  grade {text} NOT NULL,
  changes {int} NOT NULL,
  quarter {text} NOT NULL,
  PRIMARY KEY (authority_id, rating_hash)
) {keyed};
