-- A list is taken in whole, sealed, and then worked off a piece at a time, one list behind the other.
ALTER TABLE subscriber_import
    -- How whoever sent it says its readers agreed; the words are kept with the other wordings.
    ADD COLUMN consent text CONSTRAINT subscriber_import_consent_is_kept REFERENCES consent_text,
    -- When the whole file was here; null while it comes in.
    ADD COLUMN received_at timestamptz,
    ADD COLUMN started_at timestamptz,
    -- Whose turn it is while it runs; null when that node has stopped in good order.
    ADD COLUMN runner uuid,
    -- How often it was begun or taken over since a piece was last done: a list that nobody can work off must not hold up the others.
    ADD COLUMN attempts integer NOT NULL DEFAULT 0,
    -- Rows in the file as far as it has come in.
    ADD COLUMN total integer NOT NULL DEFAULT 0,
    ADD COLUMN duplicates integer NOT NULL DEFAULT 0,
    -- Names of columns that mean nothing to us, one a line.
    ADD COLUMN unknown_columns text;

UPDATE subscriber_import SET state = 'FAILED', detail = 'ABANDONED', finished_at = touched_at WHERE state IN ('QUEUED', 'RUNNING');
UPDATE subscriber_import SET detail = 'ABANDONED' WHERE detail = 'BROKEN';
UPDATE subscriber_import SET total = rows;

CREATE INDEX subscriber_import_to_do ON subscriber_import (received_at) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX subscriber_import_by_time ON subscriber_import (created_at);

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
DROP TABLE subscriber_import_dry;
CREATE UNLOGGED TABLE subscriber_import_seen (
    address bytea PRIMARY KEY
);
