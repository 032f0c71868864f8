-- Whoever stepped aside from a petition is told nothing of it any more, not even by a count. So it is
-- marked like one that complains of somebody here, and counts look at it one by one.
INSERT INTO petition_bar (authority_id, petition_id, bar) SELECT DISTINCT authority_id, petition_id, 'recused' FROM journal WHERE kind = 'StaffRecused' AND petition_id IS NOT NULL;
