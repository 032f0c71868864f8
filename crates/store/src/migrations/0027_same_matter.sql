-- What came about one subject, by the day of receipt: to hint at petitions that could be the same matter. It
-- holds subject, time and place, and nothing of who brought it.
CREATE INDEX petition_by_subject ON petition (authority_id, category, registered_at, place_id) WHERE category IS NOT NULL;
