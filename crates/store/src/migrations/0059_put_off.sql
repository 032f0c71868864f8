-- What units put off is found without walking through the journal, also where nothing is owed any more.
CREATE INDEX journal_put_off ON journal (authority_id, position) WHERE kind = 'TransferObjected' OR kind = 'ExtensionAsked';
