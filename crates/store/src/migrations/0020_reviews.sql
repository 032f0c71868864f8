-- The authority above, which reviews what this one answered: 0 where it is none of this installation.
ALTER TABLE authority ADD COLUMN above_authority {int} NOT NULL DEFAULT 0;
ALTER TABLE authority ADD COLUMN above_name_zh {text} NOT NULL DEFAULT '';
ALTER TABLE authority ADD COLUMN above_name_en {text} NOT NULL DEFAULT '';

-- The decision of a review is a document with a number of its own.
DROP INDEX journal_letters;
CREATE INDEX journal_letters ON journal (authority_id, kind, recorded_at, position) WHERE kind IN ('PetitionTransferred', 'PetitionAssigned', 'TransferObjected', 'PetitionAccepted', 'PetitionDeclined', 'PetitionRedirected', 'ExtensionGranted', 'AnswerIssued', 'ReviewDecided');
