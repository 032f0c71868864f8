-- Lists that auditors and supervisors read stand beside the figures that were read and what was exported.
DROP INDEX journal_readings;
CREATE INDEX journal_readings ON journal (authority_id, position) WHERE kind = 'FiguresRead' OR kind = 'DataExported' OR kind = 'ListRead';
