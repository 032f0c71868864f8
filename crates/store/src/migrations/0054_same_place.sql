-- What came from one place, by the day of receipt: a petition that has no subject yet could be the same matter as one
-- at its place. It holds place and time, and nothing of who brought it.
CREATE INDEX petition_by_place ON petition (authority_id, place_id, registered_at) WHERE place_id IS NOT NULL;
