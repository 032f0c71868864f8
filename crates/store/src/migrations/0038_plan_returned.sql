-- A version of a plan that was sent back: when, for which post, and what is to be changed.
ALTER TABLE plan_version ADD COLUMN returned_at {int};
ALTER TABLE plan_version ADD COLUMN returned_post_id {int};
ALTER TABLE plan_version ADD COLUMN returned_reason {text};
