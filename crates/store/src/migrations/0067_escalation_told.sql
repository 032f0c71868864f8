-- Whom a step of escalation told of a duty: a post (p and its id) or somebody without one (s and theirs). An inbox finds
-- by it what climbed to whoever looks, without asking of every late duty whether they may know of it.
-- kind: derived
CREATE TABLE escalation_told (
  authority_id {int} NOT NULL,
  obligation_id {int} NOT NULL,
  told {text} NOT NULL,
  PRIMARY KEY (authority_id, obligation_id, told)
) {keyed};
-- The journal says it of every step that was taken before.
{sqlite} INSERT INTO escalation_told SELECT DISTINCT j.authority_id, json_extract(CAST(j.open AS TEXT), '$.event.data.obligation'), 'p' || t.value FROM journal j, json_each(CAST(j.open AS TEXT), '$.event.data.told') t WHERE j.kind = 'ObligationEscalated';
{sqlite} INSERT INTO escalation_told SELECT DISTINCT j.authority_id, json_extract(CAST(j.open AS TEXT), '$.event.data.obligation'), 's' || t.value FROM journal j, json_each(CAST(j.open AS TEXT), '$.event.data.staff') t WHERE j.kind = 'ObligationEscalated';
{postgres} INSERT INTO escalation_told SELECT DISTINCT j.authority_id, (convert_from(j.open, 'UTF8')::jsonb #>> '{event,data,obligation}')::bigint, 'p' || t.value FROM journal j, jsonb_array_elements_text(convert_from(j.open, 'UTF8')::jsonb #> '{event,data,told}') AS t(value) WHERE j.kind = 'ObligationEscalated';
{postgres} INSERT INTO escalation_told SELECT DISTINCT j.authority_id, (convert_from(j.open, 'UTF8')::jsonb #>> '{event,data,obligation}')::bigint, 's' || t.value FROM journal j, jsonb_array_elements_text(convert_from(j.open, 'UTF8')::jsonb #> '{event,data,staff}') AS t(value) WHERE j.kind = 'ObligationEscalated';
-- Messages that wait are read in parts, those first that wait longest.
CREATE INDEX unread_message_longest ON unread_message (authority_id, since, petition_id);
