-- Why a step was refused by the rules to whoever may know of the petition: the code of the refusal. Empty where
-- nobody is told why, whether there is such a petition or not.
ALTER TABLE refused_attempt ADD COLUMN code {text} NOT NULL DEFAULT '';
