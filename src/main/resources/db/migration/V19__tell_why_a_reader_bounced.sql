-- When, by which relay and with which reply an address was marked as bounced: a relay's mistake is undone by these.
ALTER TABLE subscriber
    ADD COLUMN bounced_at    timestamptz,
    ADD COLUMN bounced_relay text,
    ADD COLUMN bounced_reply text;
CREATE INDEX subscriber_by_bounce ON subscriber (bounced_at) WHERE status = 'BOUNCED';
