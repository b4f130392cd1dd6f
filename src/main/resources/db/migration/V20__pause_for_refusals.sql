-- A refusal that many readers get is about us: the mailing pauses, or waits where we were asked to send less.
ALTER TABLE mailing
    -- When sending began or last went on: from then on a deferred delivery has its time.
    ADD COLUMN going_since timestamptz,
    -- The words that the refusals share which paused it, without names and numbers; '*' where they share none.
    ADD COLUMN refusal     text,
    -- When a person last let it go on after such a pause.
    ADD COLUMN looked_at   timestamptz,
    -- One message goes first; the others follow when the relay has taken it.
    ADD COLUMN probing     boolean NOT NULL DEFAULT false,
    -- Nothing is sent before; and how often in a row it has waited.
    ADD COLUMN waits_until timestamptz,
    ADD COLUMN waits       integer NOT NULL DEFAULT 0,
    -- Hosts of the relays that have taken one of its messages.
    ADD COLUMN taken_by    text[] NOT NULL DEFAULT '{}';

UPDATE mailing SET going_since = started_at;

-- The relay that refused it; null for what no relay refused.
ALTER TABLE delivery ADD COLUMN relay text;

-- What the relay said, and which one: for the record of those who are marked as bounced.
ALTER TABLE address_failure
    ADD COLUMN relay text,
    ADD COLUMN reply text;
