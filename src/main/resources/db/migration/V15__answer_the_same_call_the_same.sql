-- Calls that their caller may repeat without fear (Idempotency-Key). The id is a hash of who called and the key; what was asked,
-- as a hash, and what was answered are sealed: an answer may hold an address or a token that is shown only once.
CREATE TABLE idempotency_key (
    id       bytea PRIMARY KEY CHECK (octet_length(id) = 32),
    began_at timestamptz NOT NULL,
    call     bytea NOT NULL
);

CREATE INDEX idempotency_key_began_at ON idempotency_key (began_at);
