-- How each unit, post and member of staff came to be and was changed is found in an authority's journal without
-- reading the whole of it.
CREATE INDEX journal_administered ON journal (authority_id, kind, position) WHERE kind = 'StaffAdded' OR kind = 'StaffChanged' OR kind = 'UnitSet' OR kind = 'PostSet';
