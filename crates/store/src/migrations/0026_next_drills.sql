-- The next drill of each plan: what an authority owes itself, beside what it owes petitioners, so that
-- no figure of petitions counts it. A new version of a plan goes on with the row of the earlier one.
-- kind: derived
CREATE TABLE drill_duty (
  authority_id {int} NOT NULL,
  duty_id {int} NOT NULL,
  plan_id {text} NOT NULL,
  plan_version {text} NOT NULL,
  calendar_id {text} NOT NULL,
  calendar_version {text} NOT NULL,
  unit_id {int} NOT NULL,
  post_id {int},
  opened_at {int} NOT NULL,
  zone {text} NOT NULL,
  due_date {text} NOT NULL,
  due_at {int} NOT NULL,
  provisional {int} NOT NULL,
  state {text} NOT NULL,
  met_at {int},
  breached_at {int},
  warned {int} NOT NULL,
  step {int} NOT NULL,
  next_at {int},
  response_id {int},
  PRIMARY KEY (authority_id, duty_id)
) {keyed};
CREATE INDEX drill_duty_open ON drill_duty (authority_id, plan_id) WHERE state = 'open';
CREATE INDEX drill_duty_by_moment ON drill_duty (authority_id, next_at) WHERE next_at IS NOT NULL;
