-- Whose code of a group it is: which of those who speak for it, in the order of the registration, the first 0.
-- Each of them leaves for himself (RULES 5.9). Empty: nobody's in particular. Who it is by name stands nowhere here.
ALTER TABLE petition_code ADD COLUMN representative {int};
