-- Responses to group visits. Of those who came there is a number of people and nothing else; what was
-- typed about the matter is sealed in the journal under the response's own key.

-- The response that a row belongs to.
ALTER TABLE journal ADD COLUMN response_id {int};
CREATE INDEX journal_by_response ON journal (authority_id, response_id, position) WHERE response_id IS NOT NULL;

-- How each response stands; the run itself is folded from the journal.
-- kind: derived
CREATE TABLE response (
  authority_id {int} NOT NULL,
  response_id {int} NOT NULL,
  plan_id {text} NOT NULL,
  plan_version {text} NOT NULL,
  place {text} NOT NULL,
  people_min {int},
  people_max {int},
  level {text},
  opened_at {int} NOT NULL,
  ended_at {int},
  next_at {int},
  red {int} NOT NULL,
  PRIMARY KEY (authority_id, response_id)
) {keyed};
CREATE INDEX response_by_moment ON response (authority_id, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX response_running ON response (authority_id, response_id) WHERE ended_at IS NULL;

-- What is owed in a response: to answer a page, to be there, to report. It ends when it was met, or
-- when nobody can meet it any more; a breach stays.
-- kind: derived
CREATE TABLE response_duty (
  authority_id {int} NOT NULL,
  response_id {int} NOT NULL,
  duty {text} NOT NULL,
  subject {text} NOT NULL,
  number {int} NOT NULL,
  step_post {text},
  holder {text},
  opened_at {int} NOT NULL,
  due_at {int},
  met_at {int},
  breached_at {int},
  ended_at {int},
  PRIMARY KEY (authority_id, response_id, duty, subject, number)
) {keyed};
CREATE INDEX response_duty_open ON response_duty (authority_id, due_at) WHERE ended_at IS NULL;

-- The wrapped key of what was typed in a response. Destroying it forgets that and keeps the journal
-- whole.
-- kind: operational
CREATE TABLE response_key (
  authority_id {int} NOT NULL,
  response_id {int} NOT NULL,
  wrapped_text_key {blob},
  PRIMARY KEY (authority_id, response_id)
) {keyed};
