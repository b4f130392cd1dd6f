-- Whoever comes by the newsroom's OpenID provider needs no password here.
ALTER TABLE account ALTER COLUMN password_hash DROP NOT NULL;

-- A token is somebody's: it lets nobody in when that user is disabled, and goes with them.
ALTER TABLE api_token
    ADD COLUMN account_id uuid CONSTRAINT api_token_belongs_to_a_user REFERENCES account ON DELETE CASCADE;

-- Whoever made a token is known by name: a user, or another token and so its user.
WITH RECURSIVE owner (token, account) AS (
    SELECT t.id, a.id FROM api_token t JOIN account a ON a.name = t.created_by
    UNION
    SELECT t.id, o.account FROM api_token t JOIN api_token maker ON t.created_by = 'token:' || maker.name
        JOIN owner o ON o.token = maker.id
)
UPDATE api_token SET account_id = owner.account FROM owner WHERE owner.token = api_token.id;

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

-- A name may be given again; an id is not.
ALTER TABLE audit_entry ADD COLUMN actor_id uuid;

CREATE INDEX audit_entry_by_actor ON audit_entry (actor, id);
CREATE INDEX audit_entry_by_resource ON audit_entry (resource text_pattern_ops, id);
