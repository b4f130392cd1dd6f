-- Writes subscriber_movement (V7__statistics_webhook_and_idempotency.sql) as subscribers come, change and go.

-- For each statement, not for each row: a list of a million comes in by statements of hundreds.
CREATE OR REPLACE FUNCTION note_arrivals() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE TRIGGER subscriber_arrived AFTER INSERT ON subscriber
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION note_arrivals();

-- Whom an admin sets active again after a bounce has confirmed nothing: they are added, and no other system is told.
CREATE OR REPLACE FUNCTION note_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO subscriber_movement (at, edition, kind, n)
    SELECT CASE WHEN OLD.status = NEW.status THEN NEW.asked_at ELSE NEW.status_since END, NEW.edition, kind, 1
    FROM (SELECT CASE
        -- Somebody who is gone wishes to come back.
        WHEN OLD.status = NEW.status THEN 'SIGNED_UP'
        WHEN NEW.status = 'ACTIVE' AND OLD.status = 'PENDING' AND NEW.consent_source = 'IMPORT' THEN 'ADDED'
        WHEN NEW.status IN ('ACTIVE', 'PAUSED') AND OLD.status = 'BOUNCED'
            AND NEW.confirmed_at IS NOT DISTINCT FROM OLD.confirmed_at THEN 'ADDED'
        WHEN NEW.status = 'ACTIVE' AND OLD.status <> 'PAUSED' THEN 'CONFIRMED'
        WHEN NEW.status = 'UNSUBSCRIBED' AND OLD.status IN ('ACTIVE', 'PAUSED') THEN 'LEFT'
        WHEN NEW.status IN ('BOUNCED', 'COMPLAINED') THEN NEW.status END AS kind) AS movement
    WHERE kind IS NOT NULL;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER subscriber_moved AFTER UPDATE ON subscriber FOR EACH ROW
    WHEN (OLD.status <> NEW.status OR OLD.asked_at IS NULL AND NEW.asked_at IS NOT NULL)
    EXECUTE FUNCTION note_movement();

CREATE OR REPLACE FUNCTION note_erasures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO subscriber_movement (edition, kind, n)
    SELECT edition, 'LEFT', count(*) FROM erased WHERE status IN ('ACTIVE', 'PAUSED') GROUP BY 1;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER subscriber_erased AFTER DELETE ON subscriber
    REFERENCING OLD TABLE AS erased FOR EACH STATEMENT EXECUTE FUNCTION note_erasures();
