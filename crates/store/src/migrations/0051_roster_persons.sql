-- How to reach somebody of a roster who has no account here: sealed, beside the journal, and deleted when the
-- newest roster of the plan names them no more, so that no number of theirs is left anywhere.
-- kind: operational
CREATE TABLE roster_person (
  authority_id {int} NOT NULL,
  on_call_id {int} NOT NULL,
  plan_id {text} NOT NULL,
  person {text} NOT NULL,
  sealed_contact {blob} NOT NULL,
  set_at {int} NOT NULL,
  PRIMARY KEY (authority_id, on_call_id)
) {keyed};
CREATE UNIQUE INDEX roster_person_named ON roster_person (authority_id, plan_id, person);
-- A page to such a person.
ALTER TABLE outbox ADD COLUMN on_call_id {int};
ALTER TABLE reach_page ADD COLUMN on_call_id {int};
-- What was typed of them while a plan is being made; it ends with the draft.
ALTER TABLE plan_draft ADD COLUMN sealed_contacts {blob};
