-- How far the addresses are sealed with a new key: those of all subscribers up to one, in the order of their ids.
CREATE TABLE resealing (
    key_id      bigint PRIMARY KEY,
    up_to       uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    done        bigint NOT NULL DEFAULT 0,
    -- When it began; who signs up later is sealed with the new key at once.
    total       bigint NOT NULL,
    begun_at    timestamptz NOT NULL,
    finished_at timestamptz
);
