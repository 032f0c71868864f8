-- The codes of a petition, without walking through those of all: they are renewed, copied to what is split off, ended.
CREATE INDEX petition_code_by_petition ON petition_code (authority_id, petition_id);
