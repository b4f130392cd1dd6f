-- Edition and order of a wish that is not confirmed yet: a stranger must not change what a reader chose.
ALTER TABLE subscriber
    ADD COLUMN asked_edition text,
    ADD COLUMN asked_leading_language text;
-- Of those who asked before, the edition was changed at once.
UPDATE subscriber SET asked_edition = edition, asked_leading_language = leading_language WHERE asked_at IS NOT NULL;

-- Those marked before it was told when.
UPDATE subscriber SET bounced_at = status_since WHERE status = 'BOUNCED' AND bounced_at IS NULL;

-- What the path of a call does not say, as the reason that an admin gives.
ALTER TABLE audit_entry ADD COLUMN note text;

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

DROP TRIGGER webhook_subscriber_changed ON subscriber;
CREATE TRIGGER webhook_subscriber_changed AFTER UPDATE ON subscriber FOR EACH ROW
    WHEN (NEW.status <> OLD.status AND (NEW.status = 'ACTIVE' AND OLD.status <> 'PAUSED'
            AND (OLD.status <> 'BOUNCED' OR NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at)
        OR NEW.status = 'UNSUBSCRIBED' AND OLD.status IN ('ACTIVE', 'PAUSED')))
    EXECUTE FUNCTION webhook_tell_of_subscriber();
