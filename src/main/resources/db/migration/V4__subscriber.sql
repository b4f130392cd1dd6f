-- The wordings that readers agreed to, by name and version: evidence outlives a change of text.
CREATE TABLE consent_text (
    version        text PRIMARY KEY,
    language       text NOT NULL,
    wording        text NOT NULL,
    first_shown_at timestamptz NOT NULL
);

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
    consent_text           text CONSTRAINT subscriber_consent_text_is_kept REFERENCES consent_text,
    consent_language       text,
    subscribed_at          timestamptz NOT NULL,
    confirmed_at           timestamptz,
    confirmation_mailed_at timestamptz,
    preferences_mailed_at  timestamptz,
    updated_at             timestamptz NOT NULL,
    version                integer NOT NULL,
    -- Mail to this reader names the publication nowhere that a passer-by sees.
    discreet               boolean NOT NULL DEFAULT false,
    -- The wording of the page on which it was confirmed.
    confirmed_text         text CONSTRAINT subscriber_confirmed_text_is_kept REFERENCES consent_text,
    -- A later wish of somebody who left. It takes the place of the evidence above when it is confirmed, and not before.
    asked_source           text CONSTRAINT subscriber_asked_source_is_known CHECK (asked_source IN ('FORM', 'API')),
    asked_text             text CONSTRAINT subscriber_asked_text_is_kept REFERENCES consent_text,
    asked_language         text,
    asked_at               timestamptz,
    own_data_mailed_at     timestamptz,
    -- In which order subscribers came in: what lists are sorted and paged by. Given once, with gaps.
    place                  bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT subscriber_place_is_unique UNIQUE,
    -- When, by which relay and with which reply an address was marked as bounced: a relay's mistake is undone by these.
    bounced_at             timestamptz,
    bounced_relay          text,
    bounced_reply          text,
    -- Edition and order of a wish that is not confirmed yet: a stranger must not change what a reader chose.
    asked_edition          text,
    asked_leading_language text
);

CREATE INDEX subscriber_by_edition_and_status ON subscriber (edition, status, place);
CREATE INDEX subscriber_unconfirmed ON subscriber (status_since) WHERE status = 'PENDING';
CREATE INDEX subscriber_by_bounce ON subscriber (bounced_at) WHERE status = 'BOUNCED';

-- How many subscribers there are, by edition, status and stretch of 4,096 places; the sum of all rows that name the same. Each
-- change adds a row and touches none, so that nobody waits for anybody; now and then rows are folded into one. Totals are sums,
-- and a page far inside a list is found by skipping whole stretches.
CREATE TABLE subscriber_count (
    edition text NOT NULL,
    status  text NOT NULL,
    stretch bigint NOT NULL,
    n       bigint NOT NULL
);

-- A keyed hash of an address that must never be written to again. Outlives the subscriber.
CREATE TABLE suppression (
    hash   bytea PRIMARY KEY,
    reason text NOT NULL CONSTRAINT suppression_reason_is_known
        CHECK (reason IN ('REQUESTED', 'BOUNCED', 'COMPLAINED', 'MANUAL')),
    since  timestamptz NOT NULL
);

-- Single mails to readers (confirm, preferences link, own data), written with the change that causes them and sent after it.
CREATE TABLE outbox (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscriber_id uuid NOT NULL REFERENCES subscriber ON DELETE CASCADE,
    kind          text NOT NULL CONSTRAINT outbox_kind_is_known CHECK (kind IN ('CONFIRM', 'PREFERENCES', 'OWN_DATA')),
    created_at    timestamptz NOT NULL,
    next_at       timestamptz NOT NULL,
    attempts      integer NOT NULL DEFAULT 0
);

CREATE INDEX outbox_by_time ON outbox (next_at, id);

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

-- How many sign-ups came in an hour, by a keyed hash of the network they came from; goes after a day.
CREATE TABLE sign_up_count (
    hour    timestamptz NOT NULL,
    network bytea NOT NULL,
    used    integer NOT NULL,
    PRIMARY KEY (hour, network)
);
