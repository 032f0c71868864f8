-- Posts held by somebody else for a while, and the requests for it. Names are the roster's ids of
-- officials in office; no reason is kept.
-- kind: derived
CREATE TABLE duty_change (
  authority_id {int} NOT NULL,
  change_id {int} NOT NULL,
  plan_id {text} NOT NULL,
  post {text} NOT NULL,
  from_at {int} NOT NULL,
  to_at {int} NOT NULL,
  was {text},
  holder {text} NOT NULL,
  how {text} NOT NULL,
  state {text} NOT NULL,
  decided_at {int},
  PRIMARY KEY (authority_id, change_id)
) {keyed};
CREATE INDEX duty_change_ahead ON duty_change (authority_id, plan_id, to_at);
