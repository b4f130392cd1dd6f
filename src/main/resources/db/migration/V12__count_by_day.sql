-- What readers did, as it happens: written by the triggers below in the transaction of the change, put into days by a job.
-- Neither an erasure nor anything else that becomes of a reader later takes it back.
CREATE TABLE subscriber_movement (
    -- Null where readers were erased: whoever puts it into a day knows the time.
    at      timestamptz,
    edition text NOT NULL,
    kind    text NOT NULL CONSTRAINT subscriber_movement_kind_is_known
        CHECK (kind IN ('SIGNED_UP', 'CONFIRMED', 'ADDED', 'LEFT', 'BOUNCED', 'COMPLAINED')),
    n       integer NOT NULL
);

-- The same by day, in the publication's zone.
CREATE TABLE movement_day (
    day     date NOT NULL,
    edition text NOT NULL,
    kind    text NOT NULL,
    n       integer NOT NULL,
    PRIMARY KEY (day, edition, kind)
);

-- How many subscribers stood where at the end of a day.
CREATE TABLE subscriber_day (
    day     date NOT NULL,
    edition text NOT NULL,
    status  text NOT NULL,
    n       integer NOT NULL,
    PRIMARY KEY (day, edition, status)
);

-- For each statement, not for each row: a list of a million comes in by statements of hundreds.
CREATE FUNCTION note_arrivals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO subscriber_movement (at, edition, kind, n)
    SELECT updated_at, edition, kind, count(*) FROM (
        SELECT updated_at, edition, 'SIGNED_UP' AS kind FROM arrived WHERE consent_source IN ('FORM', 'API')
        UNION ALL
        -- Where no confirmation is asked for.
        SELECT updated_at, edition, 'CONFIRMED' FROM arrived WHERE consent_source IN ('FORM', 'API') AND status = 'ACTIVE'
        UNION ALL
        SELECT updated_at, edition, 'ADDED' FROM arrived
        WHERE consent_source IN ('IMPORT', 'ADMIN') AND status IN ('ACTIVE', 'PAUSED')) AS movements
    GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;

CREATE TRIGGER subscriber_arrived AFTER INSERT ON subscriber
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION note_arrivals();

CREATE FUNCTION note_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO subscriber_movement (at, edition, kind, n)
    SELECT CASE WHEN OLD.status = NEW.status THEN NEW.asked_at ELSE NEW.status_since END, NEW.edition, kind, 1
    FROM (SELECT CASE
        -- Somebody who left wishes to come back.
        WHEN OLD.status = NEW.status THEN 'SIGNED_UP'
        WHEN NEW.status = 'ACTIVE' AND OLD.status = 'PENDING' AND NEW.consent_source = 'IMPORT' THEN 'ADDED'
        WHEN NEW.status = 'ACTIVE' AND OLD.status <> 'PAUSED' THEN 'CONFIRMED'
        WHEN NEW.status = 'UNSUBSCRIBED' AND OLD.status IN ('ACTIVE', 'PAUSED') THEN 'LEFT'
        WHEN NEW.status IN ('BOUNCED', 'COMPLAINED') THEN NEW.status END AS kind) AS movement
    WHERE kind IS NOT NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER subscriber_moved AFTER UPDATE ON subscriber FOR EACH ROW
    WHEN (OLD.status <> NEW.status OR OLD.asked_at IS NULL AND NEW.asked_at IS NOT NULL)
    EXECUTE FUNCTION note_movement();

CREATE FUNCTION note_erasures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO subscriber_movement (edition, kind, n)
    SELECT edition, 'LEFT', count(*) FROM erased WHERE status IN ('ACTIVE', 'PAUSED') GROUP BY 1;
    RETURN NULL;
END $$;

CREATE TRIGGER subscriber_erased AFTER DELETE ON subscriber
    REFERENCING OLD TABLE AS erased FOR EACH STATEMENT EXECUTE FUNCTION note_erasures();

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

-- Of those that were over before this was kept.
INSERT INTO mailing_result
SELECT d.mailing_id, d.state, delivery_reason(d.state, d.reply), count(*) FROM delivery d JOIN mailing m ON m.id = d.mailing_id
WHERE m.state IN ('FINISHED', 'CANCELLED') AND d.state IN ('failed', 'skipped', 'uncertain') GROUP BY 1, 2, 3;
