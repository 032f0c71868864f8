-- Pages that go out by gateways: the channel of each, and by what the channel knows it, so that what it
-- tells afterwards finds its page. No channel: mail, as all notices go.
ALTER TABLE outbox ADD COLUMN channel {text};
ALTER TABLE outbox ADD COLUMN reference {text};
CREATE INDEX outbox_by_reference ON outbox (authority_id, reference) WHERE reference IS NOT NULL;
