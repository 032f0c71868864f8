-- What is late and was reported to somebody above is found without walking what every unit owes.
CREATE INDEX obligation_climbed ON obligation (authority_id, due_at, obligation_id) WHERE state = 'open' AND step > 0;
