CREATE TABLE mailing (
    id           uuid PRIMARY KEY,
    week         text NOT NULL,
    edition      text NOT NULL,
    state        text NOT NULL CONSTRAINT mailing_state_is_known
        CHECK (state IN ('ASSEMBLED', 'HELD', 'SENDING', 'PAUSED', 'FINISHED', 'CANCELLED')),
    -- Why it is held, paused or cancelled, for people.
    reason       text,
    assembled_at timestamptz NOT NULL,
    started_at   timestamptz,
    frozen_at    timestamptz,
    finished_at  timestamptz,
    -- Of the ledger: its size once frozen, and what became of it once finished.
    total        integer NOT NULL DEFAULT 0,
    sent         integer NOT NULL DEFAULT 0,
    failed       integer NOT NULL DEFAULT 0,
    skipped      integer NOT NULL DEFAULT 0,
    version      integer NOT NULL,
    -- When sending began or last went on: from then on a deferred delivery has its time.
    going_since  timestamptz,
    -- The words that the refusals share which paused it, without names and numbers; '*' where they share none.
    refusal      text,
    -- When a person last let it go on after such a pause.
    looked_at    timestamptz,
    -- One message goes first; the others follow when the relay has taken it.
    probing      boolean NOT NULL DEFAULT false,
    -- Nothing is sent before; and how often in a row it has waited.
    waits_until  timestamptz,
    waits        integer NOT NULL DEFAULT 0,
    -- Hosts of the relays that have taken one of its messages.
    taken_by     text[] NOT NULL DEFAULT '{}',
    CONSTRAINT mailing_is_one_per_issue_and_edition UNIQUE (week, edition)
);

CREATE INDEX mailing_under_way ON mailing (state) WHERE state = 'SENDING';

-- The frozen texts: one for each language that can lead.
CREATE TABLE mailing_text (
    mailing_id uuid NOT NULL REFERENCES mailing ON DELETE CASCADE,
    language   text NOT NULL,
    subject    text NOT NULL,
    html       text NOT NULL,
    plain      text NOT NULL,
    PRIMARY KEY (mailing_id, language)
);

-- One row for each mailing and subscriber. The key is (issue, subscriber): a person gets one message of an issue, also when
-- they change edition in the middle. Partitioned by issue, so that old issues leave without a trace and cost nothing.
CREATE TABLE delivery (
    week          text NOT NULL,
    subscriber_id uuid NOT NULL,
    mailing_id    uuid NOT NULL,
    -- Which frozen text: fixed with the row, so that a repeat has the same octets.
    language      text NOT NULL,
    state         text NOT NULL DEFAULT 'pending' CONSTRAINT delivery_state_is_known
        CHECK (state IN ('pending', 'claimed', 'sent', 'deferred', 'failed', 'skipped', 'uncertain')),
    attempts      smallint NOT NULL DEFAULT 0,
    -- Set before a claimed row is handed out, where the operator wants no doubtful message sent again; else never.
    begun         boolean NOT NULL DEFAULT false,
    next_at       timestamptz NOT NULL,
    -- The node whose it is while it is claimed.
    claim         uuid,
    done_at       timestamptz,
    -- The relay's last reply without the address, or why it was skipped.
    reply         text,
    -- The relay that refused it; null for what no relay refused.
    relay          text,
    -- How often the link broke after the end of this reader's message: it is sent again only so often.
    uncertain_ends smallint NOT NULL DEFAULT 0,
    -- The subscriber first: within a partition all weeks are the same, and what the ledger holds of one is found in every week.
    PRIMARY KEY (subscriber_id, week)
) PARTITION BY LIST (week);

-- What can be claimed next, and what is claimed; rows that are done are in neither.
CREATE INDEX delivery_to_do ON delivery (mailing_id, next_at) WHERE state IN ('pending', 'deferred');
CREATE INDEX delivery_claimed ON delivery (claim) WHERE state = 'claimed';

-- The nodes that send, and until when they are surely alive: one row to renew instead of one for each claim.
CREATE TABLE delivery_node (
    id          uuid PRIMARY KEY,
    alive_until timestamptz NOT NULL
);

-- How much of the limits is used in the current second and hour, over all nodes.
CREATE TABLE delivery_allowance (
    span  text PRIMARY KEY CONSTRAINT delivery_allowance_span_is_known CHECK (span IN ('second', 'hour')),
    since timestamptz NOT NULL,
    used  integer NOT NULL
);
INSERT INTO delivery_allowance VALUES ('second', 'epoch', 0), ('hour', 'epoch', 0);

-- What keeps a node's deliveries back, as it last heard of the relay; no row: nothing does. Of no node that is gone.
CREATE TABLE relay_trouble (
    node  uuid PRIMARY KEY REFERENCES delivery_node ON DELETE CASCADE,
    kind  text NOT NULL,
    reply text NOT NULL
);

-- Issues that a relay refused because there is no such mailbox; enough of them in a row, and the address is marked.
CREATE TABLE address_failure (
    subscriber_id uuid NOT NULL REFERENCES subscriber ON DELETE CASCADE,
    week          text NOT NULL,
    at            timestamptz NOT NULL,
    -- Whether the relay took the message first and a report of its failure came later. A relay that takes everything reaches nobody
    -- for sure: such a failure is not forgotten when the next issue is taken.
    reported      boolean NOT NULL DEFAULT false,
    -- What the relay said, and which one: for the record of those who are marked as bounced.
    relay         text,
    reply         text,
    PRIMARY KEY (subscriber_id, week)
);

-- What a reply or a reason to skip amounts to: few words, whatever a relay says. By the subject of its status (RFC 3463 §3.1).
CREATE FUNCTION delivery_reason(state text, reply text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN state = 'skipped' THEN CASE WHEN reply IN ('pending', 'paused', 'unsubscribed', 'bounced', 'complained',
            'erased', 'suppressed', 'cancelled') THEN reply ELSE 'other' END
        WHEN state = 'uncertain' THEN 'uncertain'
        WHEN reply LIKE 'gave up:%' THEN 'gave-up'
        ELSE coalesce((ARRAY['address', 'mailbox', 'system', 'network', 'protocol', 'content', 'policy'])
            [substring(reply FROM '^\d{3} [245]\.([1-7])\.\d')::integer], 'other') END
$$;

-- Why deliveries of a mailing that is over failed or were skipped. Outlives the ledger's rows.
CREATE TABLE mailing_result (
    mailing_id uuid NOT NULL REFERENCES mailing ON DELETE CASCADE,
    state      text NOT NULL,
    reason     text NOT NULL,
    n          integer NOT NULL,
    PRIMARY KEY (mailing_id, state, reason)
);
