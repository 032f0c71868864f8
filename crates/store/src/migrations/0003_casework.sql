-- Work on a petition: where it stands, who works on it, what is owed of whom, and when the ticker
-- looks at it next.

ALTER TABLE petition ADD COLUMN branch {int};
-- The access rules of a Disclosure hold: named officers only.
ALTER TABLE petition ADD COLUMN restricted {int} NOT NULL DEFAULT 0;
-- It left the intake; until then only the intake's clerks see it.
ALTER TABLE petition ADD COLUMN sorted {int} NOT NULL DEFAULT 0;
-- Danger to people from the matter, never a mark about anybody.
ALTER TABLE petition ADD COLUMN danger {int} NOT NULL DEFAULT 0;
ALTER TABLE petition ADD COLUMN handler_id {int};
ALTER TABLE petition ADD COLUMN merged_into {int};
UPDATE petition SET restricted = 1 WHERE class = 'disclosure' OR who = 'confidential' OR misconduct = 1;
UPDATE petition SET sorted = 1 WHERE EXISTS (SELECT 1 FROM imported_record i WHERE i.authority_id = petition.authority_id AND i.petition_id = petition.petition_id);
CREATE INDEX petition_by_merger ON petition (authority_id, merged_into) WHERE merged_into IS NOT NULL;

ALTER TABLE obligation ADD COLUMN post_id {int};
-- Whether a person set the last day within the rule.
ALTER TABLE obligation ADD COLUMN day_set {int} NOT NULL DEFAULT 0;
ALTER TABLE obligation ADD COLUMN next_at {int};
ALTER TABLE obligation ADD COLUMN breached_at {int};
ALTER TABLE obligation ADD COLUMN corrected {int} NOT NULL DEFAULT 0;
ALTER TABLE obligation ADD COLUMN extended {int} NOT NULL DEFAULT 0;
ALTER TABLE obligation ADD COLUMN step {int} NOT NULL DEFAULT 0;
-- What is left out of its clock, as JSON; empty where nothing is.
ALTER TABLE obligation ADD COLUMN suspensions {text} NOT NULL DEFAULT '';
-- The cause for which its clock stands still now.
ALTER TABLE obligation ADD COLUMN paused {text};
-- The event that waived it.
ALTER TABLE obligation ADD COLUMN waived_by {text};
UPDATE obligation SET next_at = due_at WHERE state = 'open' AND NOT EXISTS (SELECT 1 FROM imported_record i JOIN petition p ON p.authority_id = i.authority_id AND p.petition_id = i.petition_id WHERE i.authority_id = obligation.authority_id AND i.petition_id = obligation.petition_id AND obligation.due_at <= p.recorded_at);
CREATE INDEX obligation_by_moment ON obligation (authority_id, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX obligation_by_owner ON obligation (authority_id, unit_id, due_at, obligation_id) WHERE state = 'open' AND duty <> 'window';

-- Keyed hashes of the units and posts that a petition complains of: they tell apart, and tell nothing
-- without the installation key.
-- kind: derived
CREATE TABLE petition_bar (
  authority_id {int} NOT NULL,
  petition_id {int} NOT NULL,
  bar {text} NOT NULL,
  PRIMARY KEY (authority_id, petition_id, bar)
) {keyed};

-- When a code replaced a lost one, and whether it ended.
ALTER TABLE tracking_code ADD COLUMN renewed_at {int};
ALTER TABLE tracking_code ADD COLUMN ended {int} NOT NULL DEFAULT 0;
