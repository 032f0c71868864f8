-- Who lodged a version of a plan or roster, and who approved it, is found in the journal by the instant that the
-- version itself keeps, without reading the whole of it.
CREATE INDEX journal_plans ON journal (authority_id, kind, recorded_at) WHERE kind = 'PlanLodged' OR kind = 'RosterLodged' OR kind = 'PlanApproved';
