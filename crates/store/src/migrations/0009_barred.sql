-- Whether the petition has a bar: such a duty is looked at one by one before it is counted. Kept with
-- the duty, so that an inbox finds the few without asking for each of a hundred thousand.
ALTER TABLE obligation ADD COLUMN barred {int} NOT NULL DEFAULT 0;
UPDATE obligation SET barred = 1 WHERE EXISTS (SELECT 1 FROM petition_bar b WHERE b.authority_id = obligation.authority_id AND b.petition_id = obligation.petition_id);
CREATE INDEX obligation_barred ON obligation (authority_id, unit_id, due_at, obligation_id) WHERE state = 'open' AND duty <> 'window' AND barred = 1;
