-- When a member of staff is away, both days included; why is kept nowhere.
ALTER TABLE staff ADD COLUMN away_from {text};
ALTER TABLE staff ADD COLUMN away_to {text};
