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
    PRIMARY KEY (week, subscriber_id)
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

-- Issues that a relay refused because there is no such mailbox; enough of them in a row, and the address is marked.
CREATE TABLE address_failure (
    subscriber_id uuid NOT NULL REFERENCES subscriber ON DELETE CASCADE,
    week          text NOT NULL,
    at            timestamptz NOT NULL,
    PRIMARY KEY (subscriber_id, week)
);
