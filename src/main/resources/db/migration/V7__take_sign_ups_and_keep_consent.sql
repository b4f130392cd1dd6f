-- The wordings that readers agreed to, by name and version: evidence outlives a change of text.
CREATE TABLE consent_text (
    version        text PRIMARY KEY,
    language       text NOT NULL,
    wording        text NOT NULL,
    first_shown_at timestamptz NOT NULL
);

ALTER TABLE subscriber
    -- Mail to this reader names the publication nowhere that a passer-by sees.
    ADD COLUMN discreet boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT subscriber_consent_text_is_kept FOREIGN KEY (consent_text) REFERENCES consent_text,
    -- The wording of the page on which it was confirmed.
    ADD COLUMN confirmed_text text CONSTRAINT subscriber_confirmed_text_is_kept REFERENCES consent_text,
    -- A later wish of somebody who left. It takes the place of the evidence above when it is confirmed, and not before.
    ADD COLUMN asked_source text CONSTRAINT subscriber_asked_source_is_known CHECK (asked_source IN ('FORM', 'API')),
    ADD COLUMN asked_text text CONSTRAINT subscriber_asked_text_is_kept REFERENCES consent_text,
    ADD COLUMN asked_language text,
    ADD COLUMN asked_at timestamptz,
    ADD COLUMN own_data_mailed_at timestamptz,
    -- Counted by address below, since sign-ups that nobody confirms are forgotten.
    DROP COLUMN confirmations_mailed;

CREATE INDEX subscriber_unconfirmed ON subscriber (status_since) WHERE status = 'PENDING';

-- How many mails to confirm went to an address, by a keyed hash of it.
CREATE TABLE confirmation_count (
    hash      bytea PRIMARY KEY,
    mailed    integer NOT NULL,
    mailed_at timestamptz NOT NULL
);

-- Sign-ups as they came. A request writes one row here, whatever is known of the address; looking is done after the answer.
CREATE TABLE sign_up (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address        bytea NOT NULL,
    address_folded bytea NOT NULL,
    edition        text NOT NULL,
    language       text NOT NULL,
    discreet       boolean NOT NULL,
    source         text NOT NULL CONSTRAINT sign_up_source_is_known CHECK (source IN ('FORM', 'API')),
    consent_text   text REFERENCES consent_text,
    asked_at       timestamptz NOT NULL,
    attempts       smallint NOT NULL DEFAULT 0
);

CREATE INDEX sign_up_by_address ON sign_up (address_folded);

ALTER TABLE outbox
    DROP CONSTRAINT outbox_kind_is_known,
    ADD CONSTRAINT outbox_kind_is_known CHECK (kind IN ('CONFIRM', 'PREFERENCES', 'OWN_DATA'));
