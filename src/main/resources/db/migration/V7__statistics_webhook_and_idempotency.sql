-- What readers did, as it happens: written by the triggers of R__statistics_triggers.sql in the transaction of the change, put into days by a job.
-- Neither an erasure nor anything else that becomes of a reader later takes it back.
CREATE TABLE subscriber_movement (
    -- Null where readers were erased: whoever puts it into a day knows the time.
    at      timestamptz,
    edition text NOT NULL,
    kind    text NOT NULL CONSTRAINT subscriber_movement_kind_is_known
        CHECK (kind IN ('SIGNED_UP', 'CONFIRMED', 'ADDED', 'LEFT', 'BOUNCED', 'COMPLAINED')),
    n       integer NOT NULL
);

-- The same by day, in the publication's zone.
CREATE TABLE movement_day (
    day     date NOT NULL,
    edition text NOT NULL,
    kind    text NOT NULL,
    n       integer NOT NULL,
    PRIMARY KEY (day, edition, kind)
);

-- How many subscribers stood where at the end of a day.
CREATE TABLE subscriber_day (
    day     date NOT NULL,
    edition text NOT NULL,
    status  text NOT NULL,
    n       integer NOT NULL,
    PRIMARY KEY (day, edition, status)
);

-- Who is told of what.
CREATE TABLE webhook (
    id         uuid PRIMARY KEY,
    url        text NOT NULL,
    events     text[] NOT NULL,
    -- Sealed.
    secret     bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- Until when a node is about it, or it is left alone after a failure.
    busy_until timestamptz NOT NULL DEFAULT 'epoch',
    -- Failures in a row.
    failures   integer NOT NULL DEFAULT 0
);

-- What is to be told, written by the triggers of R__webhook_triggers.sql in the transaction of what happened: one row for each that wants to know,
-- and none where nobody does. No foreign key: whoever takes a webhook away must not make those wait who write.
CREATE TABLE webhook_message (
    -- What its receiver knows it by, in every attempt.
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    webhook_id uuid NOT NULL,
    type       text NOT NULL,
    -- When it happened; null until a node has seen it where the row that changed does not say.
    at         timestamptz,
    data       text NOT NULL,
    attempts   integer NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL DEFAULT 'epoch',
    -- When it was taken or given up.
    done_at    timestamptz
);

CREATE INDEX webhook_message_to_do ON webhook_message (webhook_id, next_at) WHERE done_at IS NULL;
CREATE INDEX webhook_message_undated ON webhook_message (webhook_id) WHERE at IS NULL;
CREATE INDEX webhook_message_done ON webhook_message (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE webhook_attempt (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    message_id uuid NOT NULL,
    type       text NOT NULL,
    at         timestamptz NOT NULL,
    -- Of HTTP; null where there was no answer.
    status     integer,
    -- A word for what went wrong; null where nothing did.
    trouble    text,
    millis     integer NOT NULL,
    -- Whether it was the last one, in vain.
    given_up   boolean NOT NULL
);

CREATE INDEX webhook_attempt_by_webhook ON webhook_attempt (webhook_id, id);

-- Failed deliveries by the piece, while there is somebody who wants to know. A job makes a message of hundreds.
CREATE TABLE webhook_failure (
    mailing_id    uuid NOT NULL,
    subscriber_id uuid NOT NULL,
    reason        text NOT NULL
);

-- Calls that their caller may repeat without fear (Idempotency-Key). The id is a hash of who called and the key; what was asked,
-- as a hash, and what was answered are sealed: an answer may hold an address or a token that is shown only once.
CREATE TABLE idempotency_key (
    id       bytea PRIMARY KEY CHECK (octet_length(id) = 32),
    began_at timestamptz NOT NULL,
    call     bytea NOT NULL
);

CREATE INDEX idempotency_key_began_at ON idempotency_key (began_at);
