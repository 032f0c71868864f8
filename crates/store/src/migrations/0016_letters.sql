-- The number of a document is its place among the events of its kind in the authority's year: the
-- journal is the register, so numbers have no gaps and cannot be given twice. This finds the place.
CREATE INDEX journal_letters ON journal (authority_id, kind, recorded_at, position) WHERE kind IN ('PetitionTransferred', 'PetitionAssigned', 'TransferObjected', 'PetitionAccepted', 'PetitionDeclined', 'PetitionRedirected', 'ExtensionGranted', 'AnswerIssued');
