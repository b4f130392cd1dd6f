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

-- People who sign in.
CREATE TABLE account (
    id            uuid PRIMARY KEY,
    name          text NOT NULL CONSTRAINT account_name_is_unique UNIQUE,
    password_hash text NOT NULL,
    role          text NOT NULL CONSTRAINT account_role_is_known CHECK (role IN ('ADMIN', 'EDITOR')),
    disabled      boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL,
    version       integer NOT NULL
);

-- Machines that sign in. Only a hash of the token is kept.
CREATE TABLE api_token (
    id           uuid PRIMARY KEY,
    name         text NOT NULL CONSTRAINT api_token_name_is_unique UNIQUE,
    hash         bytea NOT NULL CONSTRAINT api_token_hash_is_unique UNIQUE,
    role         text NOT NULL CONSTRAINT api_token_role_is_known CHECK (role IN ('ADMIN', 'EDITOR')),
    created_by   text NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz
);

-- Who did what, when. Never an address: resources are named by id.
CREATE TABLE audit_entry (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    actor    text NOT NULL,
    role     text NOT NULL,
    method   text NOT NULL,
    resource text NOT NULL,
    status   integer NOT NULL
);
