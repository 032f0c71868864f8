-- The matters from which people are in danger, without walking through all.
CREATE INDEX petition_in_danger ON petition (authority_id, petition_id) WHERE danger = 1;
