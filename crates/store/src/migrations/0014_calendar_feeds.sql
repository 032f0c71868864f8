-- The address of somebody's own duty calendar: a hash of its token, one for each member of staff. It shows
-- their posts and hours and opens nothing else.
-- kind: operational
CREATE TABLE calendar_feed (
  authority_id {int} NOT NULL,
  staff_id {int} NOT NULL,
  token_hash {blob} NOT NULL,
  made_at {int} NOT NULL,
  PRIMARY KEY (authority_id, staff_id)
) {keyed};
CREATE UNIQUE INDEX calendar_feed_by_token ON calendar_feed (authority_id, token_hash);
