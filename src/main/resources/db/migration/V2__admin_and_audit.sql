-- People who sign in.
CREATE TABLE account (
    id            uuid PRIMARY KEY,
    name          text NOT NULL CONSTRAINT account_name_is_unique UNIQUE,
    -- Null for those who come by the newsroom's OpenID provider.
    password_hash text,
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
    -- A mail server's pipe holds a token of the role BOUNCES where any program of that user can read it, so it may do nothing else.
    role         text NOT NULL CONSTRAINT api_token_role_is_known CHECK (role IN ('ADMIN', 'EDITOR', 'BOUNCES')),
    created_by   text NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz,
    -- A token is somebody's: it lets nobody in when that user is disabled, and goes with them.
    account_id   uuid CONSTRAINT api_token_belongs_to_a_user REFERENCES account ON DELETE CASCADE
);

CREATE INDEX api_token_by_account ON api_token (account_id);

-- What a person gets for password and code, for some hours. Only a hash of it is kept.
CREATE TABLE session (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT session_belongs_to_a_user REFERENCES account ON DELETE CASCADE,
    hash       bytea NOT NULL CONSTRAINT session_hash_is_unique UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX session_by_account ON session (account_id);

-- The secret that a person's telephone has too, sealed. No code of a step up to the last one is taken again.
CREATE TABLE second_factor (
    account_id   uuid PRIMARY KEY CONSTRAINT second_factor_belongs_to_a_user REFERENCES account ON DELETE CASCADE,
    secret       bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    -- Null until a first code has shown that the telephone has it: nothing is asked for before.
    confirmed_at timestamptz,
    last_step    bigint NOT NULL DEFAULT 0
);

-- In place of a lost telephone, each once. Only hashes are kept.
CREATE TABLE recovery_code (
    hash       text PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT recovery_code_belongs_to_a_factor REFERENCES second_factor ON DELETE CASCADE
);

CREATE INDEX recovery_code_by_account ON recovery_code (account_id);

-- Sign-ins that failed or are under way, by keyed hashes of a user's name or of a network, for a quarter of an hour.
CREATE TABLE failed_sign_in (
    id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key bytea NOT NULL,
    at  timestamptz NOT NULL
);

CREATE INDEX failed_sign_in_by_key ON failed_sign_in (key, at);
CREATE INDEX failed_sign_in_by_time ON failed_sign_in (at);

-- From where somebody has signed in lately, by a keyed hash of both together: strangers cannot shut that way.
CREATE TABLE known_network (
    key     bytea PRIMARY KEY,
    seen_at timestamptz NOT NULL
);

-- Who did what, when. Never an address: resources are named by id. Only ever added to: see R__audit_triggers.sql.
CREATE TABLE audit_entry (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    actor    text NOT NULL,
    role     text NOT NULL,
    method   text NOT NULL,
    resource text NOT NULL,
    status   integer NOT NULL,
    -- A name may be given again; an id is not.
    actor_id uuid,
    -- What the path of a call does not say, as the reason that an admin gives.
    note     text
);

CREATE INDEX audit_entry_by_actor ON audit_entry (actor, id);
CREATE INDEX audit_entry_by_resource ON audit_entry (resource text_pattern_ops, id);
CREATE INDEX audit_entry_by_time ON audit_entry (at);
