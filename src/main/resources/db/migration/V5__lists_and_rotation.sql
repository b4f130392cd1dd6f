-- A list is taken in whole, sealed, and then worked off a piece at a time, one list behind the other.
CREATE TABLE subscriber_import (
    id              uuid PRIMARY KEY,
    state           text NOT NULL CONSTRAINT subscriber_import_state_is_known
        CHECK (state IN ('QUEUED', 'RUNNING', 'FINISHED', 'CANCELLED', 'FAILED')),
    edition         text,
    dry_run         boolean NOT NULL,
    detail          text,
    created_at      timestamptz NOT NULL,
    -- Of its last sign of life: an import whose node died is told by it.
    touched_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    rows            integer NOT NULL DEFAULT 0,
    added           integer NOT NULL DEFAULT 0,
    changed         integer NOT NULL DEFAULT 0,
    unchanged       integer NOT NULL DEFAULT 0,
    suppressed      integer NOT NULL DEFAULT 0,
    invalid         integer NOT NULL DEFAULT 0,
    -- How whoever sent it says its readers agreed; the words are kept with the other wordings.
    consent         text CONSTRAINT subscriber_import_consent_is_kept REFERENCES consent_text,
    -- When the whole file was here; null while it comes in.
    received_at     timestamptz,
    started_at      timestamptz,
    -- Whose turn it is while it runs; null when that node has stopped in good order.
    runner          uuid,
    -- How often it was begun or taken over since a piece was last done: a list that nobody can work off must not hold up the others.
    attempts        integer NOT NULL DEFAULT 0,
    -- Rows in the file as far as it has come in.
    total           integer NOT NULL DEFAULT 0,
    duplicates      integer NOT NULL DEFAULT 0,
    -- Names of columns that mean nothing to us, one a line.
    unknown_columns text
);

CREATE INDEX subscriber_import_to_do ON subscriber_import (received_at) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX subscriber_import_by_time ON subscriber_import (created_at);

-- Refused rows: where and why. Not the row itself, which may hold an address.
CREATE TABLE subscriber_import_error (
    import_id uuid NOT NULL REFERENCES subscriber_import ON DELETE CASCADE,
    line      bigint NOT NULL,
    reason    text NOT NULL,
    PRIMARY KEY (import_id, line)
);

-- Rows that are still to be worked off, sealed like the addresses in them. Each goes in the transaction that does it.
CREATE TABLE subscriber_import_piece (
    import_id uuid NOT NULL REFERENCES subscriber_import ON DELETE CASCADE,
    seq       integer NOT NULL,
    sealed    bytea NOT NULL,
    PRIMARY KEY (import_id, seq)
);
-- What is sealed cannot be made smaller.
ALTER TABLE subscriber_import_piece ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- Which addresses the list at work has named so far, by which its duplicates are found. Should PostgreSQL crash it is empty again:
-- then a duplicate of an earlier row counts as unchanged or changed.
CREATE UNLOGGED TABLE subscriber_import_seen (
    address bytea PRIMARY KEY
);

-- How far the addresses are sealed with a new key: those of all subscribers up to one, in the order of their ids.
CREATE TABLE resealing (
    key_id      bigint PRIMARY KEY,
    up_to       uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    done        bigint NOT NULL DEFAULT 0,
    -- When it began; who signs up later is sealed with the new key at once.
    total       bigint NOT NULL,
    begun_at    timestamptz NOT NULL,
    finished_at timestamptz
);
