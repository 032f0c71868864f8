-- The last test of whether those on duty can be reached, one row a plan: a new test takes its place, so
-- that no list over time can be kept. Sums only.
-- kind: derived
CREATE TABLE reach_test (
  authority_id {int} NOT NULL,
  plan_id {text} NOT NULL,
  position {int} NOT NULL,
  plan_version {text} NOT NULL,
  sent_at {int} NOT NULL,
  until_at {int} NOT NULL,
  posts {int} NOT NULL,
  counted_at {int},
  reached {int},
  silent {int},
  no_channel {int},
  unheld {int},
  PRIMARY KEY (authority_id, plan_id)
) {keyed};
-- How each post stands in that test. While it runs a row knows whom it asks; when its time is over that
-- is emptied, and what is left says of the post whether it was reached. It is deleted four weeks later,
-- or by the next test. `until_at` is when the ticker looks at it: the end of the test, then its deletion.
-- kind: operational
CREATE TABLE reach_page (
  authority_id {int} NOT NULL,
  plan_id {text} NOT NULL,
  post {text} NOT NULL,
  page_number {int} NOT NULL,
  holder {text},
  staff_id {int},
  ways {text} NOT NULL,
  state {text} NOT NULL,
  until_at {int} NOT NULL,
  PRIMARY KEY (authority_id, plan_id, post)
) {keyed};
CREATE INDEX reach_page_by_moment ON reach_page (authority_id, until_at);
