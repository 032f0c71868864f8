-- Screens that show the board of a response: a link that the person in charge made, exchanged once for
-- the key of one screen. A row ends with its response.
-- kind: operational
CREATE TABLE board_screen (
  authority_id {int} NOT NULL,
  token_hash {blob} NOT NULL,
  response_id {int} NOT NULL,
  claimed {int} NOT NULL,
  created_at {int} NOT NULL,
  PRIMARY KEY (authority_id, token_hash)
) {keyed};
