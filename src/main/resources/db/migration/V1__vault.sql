-- Which key of a use is in force since when, in that order. Never a key: the proof is what it makes of a text that everybody
-- knows, by which a key file that does not belong to this database is found out.
CREATE TABLE vault_key (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    use        text NOT NULL CONSTRAINT vault_key_use_is_known
        CHECK (use IN ('addresses', 'tokens', 'suppressions', 'message_ids', 'networks')),
    id         bigint NOT NULL,
    since      timestamptz NOT NULL,
    proof      bytea NOT NULL,
    -- When nothing was left that only this key opens.
    retired_at timestamptz,
    CONSTRAINT vault_key_comes_into_force_once UNIQUE (use, id)
);

-- Which keys each node has in its file: none comes into force before all of them have it.
CREATE TABLE vault_node (
    id      uuid PRIMARY KEY,
    keys    bigint[] NOT NULL,
    seen_at timestamptz NOT NULL
);
