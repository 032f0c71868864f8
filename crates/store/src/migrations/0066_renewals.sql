-- A renewed code ends at once if the code that it replaced, or the contact on file, objects within 14 days (RULES 3.3):
-- when a code was replaced, and the codes that can do nothing but object, of which the contact gets one. Codes that were
-- replaced before this was kept object to nothing.
ALTER TABLE petition_code ADD COLUMN replaced_at {int};
ALTER TABLE petition_code ADD COLUMN objecting {int} NOT NULL DEFAULT 0;
