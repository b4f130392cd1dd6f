-- Makes the ledger's rows of an erased subscriber nobody's, so that the counts stay and nothing leads back to the reader. A row that
-- is just being sent keeps the id of a subscriber who is no more; it goes with its week.
CREATE OR REPLACE FUNCTION delivery_of_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE delivery SET subscriber_id = gen_random_uuid(),
        reply = CASE WHEN state IN ('pending', 'deferred') THEN 'erased' ELSE reply END,
        done_at = CASE WHEN state IN ('pending', 'deferred') THEN now() ELSE done_at END,
        state = CASE WHEN state IN ('pending', 'deferred') THEN 'skipped' ELSE state END
    WHERE subscriber_id = OLD.id AND state <> 'claimed';
    RETURN NULL;
END $$;

-- Whoever has not confirmed is in no mailing.
CREATE OR REPLACE TRIGGER delivery_subscriber_erased AFTER DELETE ON subscriber FOR EACH ROW
    WHEN (OLD.status <> 'PENDING') EXECUTE FUNCTION delivery_of_nobody();
