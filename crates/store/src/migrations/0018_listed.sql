-- What an inbox looks at of a petition before it counts a duty, kept with the duty beside `barred`: a
-- thousand duties are counted from one index, and no petition is opened for it.
ALTER TABLE obligation ADD COLUMN restricted {int} NOT NULL DEFAULT 0;
ALTER TABLE obligation ADD COLUMN sorted {int} NOT NULL DEFAULT 0;
UPDATE obligation SET restricted = (SELECT p.restricted FROM petition p WHERE p.authority_id = obligation.authority_id AND p.petition_id = obligation.petition_id), sorted = (SELECT p.sorted FROM petition p WHERE p.authority_id = obligation.authority_id AND p.petition_id = obligation.petition_id) WHERE EXISTS (SELECT 1 FROM petition p WHERE p.authority_id = obligation.authority_id AND p.petition_id = obligation.petition_id);
DROP INDEX obligation_by_owner;
CREATE INDEX obligation_by_owner ON obligation (authority_id, unit_id, due_at, obligation_id, barred, restricted, sorted, term, post_id, state, duty) WHERE state = 'open' AND duty <> 'window';
