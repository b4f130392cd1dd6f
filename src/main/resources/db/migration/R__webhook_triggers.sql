-- Writes webhook_message (V7__statistics_webhook_and_idempotency.sql) in the transaction of what happened.

CREATE OR REPLACE FUNCTION webhook_tell(told_type text, told_at timestamptz, told_data jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO webhook_message (webhook_id, type, at, data)
    SELECT id, told_type, told_at, told_data::text FROM webhook WHERE told_type = ANY (events)
$$;

CREATE OR REPLACE FUNCTION webhook_tell_of_subscriber() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM webhook_tell('subscriber.unsubscribed', NULL,
            jsonb_build_object('subscriber', OLD.id, 'edition', OLD.edition));
    ELSE
        PERFORM webhook_tell(CASE NEW.status WHEN 'ACTIVE' THEN 'subscriber.confirmed' ELSE 'subscriber.unsubscribed' END,
            NEW.status_since, jsonb_build_object('subscriber', NEW.id, 'edition', NEW.edition));
    END IF;
    RETURN NULL;
END $$;

-- Where no confirmation is asked for. A list that comes in confirms nobody.
CREATE OR REPLACE TRIGGER webhook_subscriber_arrived AFTER INSERT ON subscriber FOR EACH ROW
    WHEN (NEW.status = 'ACTIVE' AND NEW.consent_source IN ('FORM', 'API')) EXECUTE FUNCTION webhook_tell_of_subscriber();
CREATE OR REPLACE TRIGGER webhook_subscriber_changed AFTER UPDATE ON subscriber FOR EACH ROW
    WHEN (NEW.status <> OLD.status AND (NEW.status = 'ACTIVE' AND OLD.status <> 'PAUSED'
            AND (OLD.status <> 'BOUNCED' OR NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at)
        OR NEW.status = 'UNSUBSCRIBED' AND OLD.status IN ('ACTIVE', 'PAUSED')))
    EXECUTE FUNCTION webhook_tell_of_subscriber();
CREATE OR REPLACE TRIGGER webhook_subscriber_erased AFTER DELETE ON subscriber FOR EACH ROW
    WHEN (OLD.status IN ('ACTIVE', 'PAUSED')) EXECUTE FUNCTION webhook_tell_of_subscriber();

CREATE OR REPLACE FUNCTION webhook_tell_of_mailing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'FINISHED' THEN
        PERFORM webhook_tell('mailing.finished', NEW.finished_at, jsonb_build_object('mailing', NEW.id, 'week', NEW.week,
            'edition', NEW.edition, 'total', NEW.total, 'sent', NEW.sent, 'failed', NEW.failed, 'skipped', NEW.skipped));
    ELSE
        PERFORM webhook_tell('mailing.held', NULL, jsonb_build_object('mailing', NEW.id, 'week', NEW.week,
            'edition', NEW.edition));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER webhook_mailing_begun AFTER INSERT ON mailing FOR EACH ROW
    WHEN (NEW.state = 'HELD') EXECUTE FUNCTION webhook_tell_of_mailing();
CREATE OR REPLACE TRIGGER webhook_mailing_changed AFTER UPDATE ON mailing FOR EACH ROW
    WHEN (NEW.state <> OLD.state AND NEW.state IN ('FINISHED', 'HELD')) EXECUTE FUNCTION webhook_tell_of_mailing();

CREATE OR REPLACE FUNCTION webhook_note_failure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM webhook WHERE 'delivery.failed' = ANY (events)) THEN
        INSERT INTO webhook_failure VALUES (NEW.mailing_id, NEW.subscriber_id, delivery_reason(NEW.state, NEW.reply));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER webhook_delivery_failed AFTER UPDATE ON delivery FOR EACH ROW
    WHEN (NEW.state = 'failed' AND OLD.state <> 'failed') EXECUTE FUNCTION webhook_note_failure();
