-- What an authority posts for everybody: notices, and the days on which somebody receives in person.
-- kind: derived
CREATE TABLE announcement (
  authority_id {int} NOT NULL,
  announcement_id {int} NOT NULL,
  kind {text} NOT NULL,
  title_zh {text} NOT NULL,
  title_en {text} NOT NULL,
  text_zh {text} NOT NULL,
  text_en {text} NOT NULL,
  first_day {text} NOT NULL,
  last_day {text} NOT NULL,
  hours {text} NOT NULL,
  withdrawn {int} NOT NULL,
  PRIMARY KEY (authority_id, announcement_id)
) {rows};
