CREATE TABLE subscriber (
    id                     uuid PRIMARY KEY,
    -- Sealed as typed, to be mailed to; and sealed as folded, to be found and to be unique.
    address                bytea NOT NULL,
    address_folded         bytea NOT NULL CONSTRAINT subscriber_address_is_unique UNIQUE,
    edition                text NOT NULL,
    -- Of pages and single mails to this reader.
    language               text NOT NULL,
    -- Which language of the edition comes first; null for the edition's own order.
    leading_language       text,
    status                 text NOT NULL CONSTRAINT subscriber_status_is_known
        CHECK (status IN ('PENDING', 'ACTIVE', 'PAUSED', 'UNSUBSCRIBED', 'BOUNCED', 'COMPLAINED')),
    status_since           timestamptz NOT NULL,
    -- The evidence of consent: how it came, which text was shown in which language, when asked, when confirmed.
    consent_source         text NOT NULL CONSTRAINT subscriber_consent_source_is_known
        CHECK (consent_source IN ('FORM', 'API', 'IMPORT', 'ADMIN')),
    consent_text           text,
    consent_language       text,
    subscribed_at          timestamptz NOT NULL,
    confirmed_at           timestamptz,
    confirmations_mailed   integer NOT NULL DEFAULT 0,
    confirmation_mailed_at timestamptz,
    preferences_mailed_at  timestamptz,
    updated_at             timestamptz NOT NULL,
    version                integer NOT NULL
);

CREATE INDEX subscriber_by_edition_and_status ON subscriber (edition, status);
CREATE INDEX subscriber_by_time ON subscriber (subscribed_at, id);

-- A keyed hash of an address that must never be written to again. Outlives the subscriber.
CREATE TABLE suppression (
    hash   bytea PRIMARY KEY,
    reason text NOT NULL CONSTRAINT suppression_reason_is_known
        CHECK (reason IN ('REQUESTED', 'BOUNCED', 'COMPLAINED', 'MANUAL')),
    since  timestamptz NOT NULL
);

-- Single mails to readers (confirm, preferences link), written with the change that causes them and sent after it.
CREATE TABLE outbox (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscriber_id uuid NOT NULL REFERENCES subscriber ON DELETE CASCADE,
    kind          text NOT NULL CONSTRAINT outbox_kind_is_known CHECK (kind IN ('CONFIRM', 'PREFERENCES')),
    created_at    timestamptz NOT NULL,
    next_at       timestamptz NOT NULL,
    attempts      integer NOT NULL DEFAULT 0
);

CREATE INDEX outbox_by_time ON outbox (next_at, id);

CREATE TABLE subscriber_import (
    id          uuid PRIMARY KEY,
    state       text NOT NULL CONSTRAINT subscriber_import_state_is_known
        CHECK (state IN ('QUEUED', 'RUNNING', 'FINISHED', 'CANCELLED', 'FAILED')),
    edition     text,
    dry_run     boolean NOT NULL,
    detail      text,
    created_at  timestamptz NOT NULL,
    -- Of its last sign of life: an import whose node died is told by it.
    touched_at  timestamptz NOT NULL,
    finished_at timestamptz,
    rows        integer NOT NULL DEFAULT 0,
    added       integer NOT NULL DEFAULT 0,
    changed     integer NOT NULL DEFAULT 0,
    unchanged   integer NOT NULL DEFAULT 0,
    suppressed  integer NOT NULL DEFAULT 0,
    invalid     integer NOT NULL DEFAULT 0
);

-- Refused rows: where and why. Not the row itself, which may hold an address.
CREATE TABLE subscriber_import_error (
    import_id uuid NOT NULL REFERENCES subscriber_import ON DELETE CASCADE,
    line      bigint NOT NULL,
    reason    text NOT NULL,
    PRIMARY KEY (import_id, line)
);

-- What a dry run would have done so far, so that a row meets the rows before it as it would in earnest. Gone when it ends.
CREATE UNLOGGED TABLE subscriber_import_dry (
    import_id      uuid NOT NULL,
    address_folded bytea NOT NULL,
    edition        text NOT NULL,
    language       text NOT NULL,
    status         text NOT NULL,
    PRIMARY KEY (import_id, address_folded)
);

-- How many sign-ups came in an hour, by a keyed hash of the network they came from; goes after a day.
CREATE TABLE sign_up_count (
    hour    timestamptz NOT NULL,
    network bytea NOT NULL,
    used    integer NOT NULL,
    PRIMARY KEY (hour, network)
);
