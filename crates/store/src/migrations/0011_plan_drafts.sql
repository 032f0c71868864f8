-- Plans that somebody is making by answering questions: the template, and what was typed. It becomes a
-- plan only when it is lodged; until then it is nobody's record. Holds logins of officials, and nothing
-- about people who come.
-- kind: operational
CREATE TABLE plan_draft (
  authority_id {int} NOT NULL,
  draft_id {int} NOT NULL,
  staff_id {int} NOT NULL,
  template {text} NOT NULL,
  answers {text} NOT NULL,
  changed_at {int} NOT NULL,
  PRIMARY KEY (authority_id, draft_id)
) {keyed};
