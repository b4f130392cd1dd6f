-- Whether the key file belongs to this database: one known address, sealed.
CREATE TABLE keyset_check (
    id     smallint PRIMARY KEY CHECK (id = 1),
    sealed bytea NOT NULL
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
