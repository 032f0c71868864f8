-- Answers that an authority publishes for everybody. No column leads to a petition.
-- kind: derived
CREATE TABLE published_answer (
  authority_id {int} NOT NULL,
  answer_id {int} NOT NULL,
  category {text},
  question_zh {text} NOT NULL,
  question_en {text} NOT NULL,
  answer_zh {text} NOT NULL,
  answer_en {text} NOT NULL,
  unit_id {int} NOT NULL,
  written_by {int} NOT NULL,
  released_by {int},
  released_on {text},
  withdrawn {int} NOT NULL,
  PRIMARY KEY (authority_id, answer_id)
) {rows};
