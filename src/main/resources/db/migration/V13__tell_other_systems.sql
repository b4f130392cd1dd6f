-- Who is told of what.
CREATE TABLE webhook (
    id         uuid PRIMARY KEY,
    url        text NOT NULL,
    events     text[] NOT NULL,
    -- Sealed.
    secret     bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- Until when a node is about it, or it is left alone after a failure.
    busy_until timestamptz NOT NULL DEFAULT 'epoch',
    -- Failures in a row.
    failures   integer NOT NULL DEFAULT 0
);

-- What is to be told, written by the triggers below in the transaction of what happened: one row for each that wants to know,
-- and none where nobody does. No foreign key: whoever takes a webhook away must not make those wait who write.
CREATE TABLE webhook_message (
    -- What its receiver knows it by, in every attempt.
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    webhook_id uuid NOT NULL,
    type       text NOT NULL,
    -- When it happened; null until a node has seen it where the row that changed does not say.
    at         timestamptz,
    data       text NOT NULL,
    attempts   integer NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL DEFAULT 'epoch',
    -- When it was taken or given up.
    done_at    timestamptz
);

CREATE INDEX webhook_message_to_do ON webhook_message (webhook_id, next_at) WHERE done_at IS NULL;
CREATE INDEX webhook_message_undated ON webhook_message (webhook_id) WHERE at IS NULL;
CREATE INDEX webhook_message_done ON webhook_message (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE webhook_attempt (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    message_id uuid NOT NULL,
    type       text NOT NULL,
    at         timestamptz NOT NULL,
    -- Of HTTP; null where there was no answer.
    status     integer,
    -- A word for what went wrong; null where nothing did.
    trouble    text,
    millis     integer NOT NULL,
    -- Whether it was the last one, in vain.
    given_up   boolean NOT NULL
);

CREATE INDEX webhook_attempt_by_webhook ON webhook_attempt (webhook_id, id);

CREATE FUNCTION webhook_tell(told_type text, told_at timestamptz, told_data jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO webhook_message (webhook_id, type, at, data)
    SELECT id, told_type, told_at, told_data::text FROM webhook WHERE told_type = ANY (events)
$$;

CREATE FUNCTION webhook_tell_of_subscriber() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER webhook_subscriber_arrived AFTER INSERT ON subscriber FOR EACH ROW
    WHEN (NEW.status = 'ACTIVE' AND NEW.consent_source IN ('FORM', 'API')) EXECUTE FUNCTION webhook_tell_of_subscriber();
CREATE TRIGGER webhook_subscriber_changed AFTER UPDATE ON subscriber FOR EACH ROW
    WHEN (NEW.status <> OLD.status AND (NEW.status = 'ACTIVE' AND OLD.status <> 'PAUSED'
        OR NEW.status = 'UNSUBSCRIBED' AND OLD.status IN ('ACTIVE', 'PAUSED')))
    EXECUTE FUNCTION webhook_tell_of_subscriber();
CREATE TRIGGER webhook_subscriber_erased AFTER DELETE ON subscriber FOR EACH ROW
    WHEN (OLD.status IN ('ACTIVE', 'PAUSED')) EXECUTE FUNCTION webhook_tell_of_subscriber();

CREATE FUNCTION webhook_tell_of_mailing() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER webhook_mailing_begun AFTER INSERT ON mailing FOR EACH ROW
    WHEN (NEW.state = 'HELD') EXECUTE FUNCTION webhook_tell_of_mailing();
CREATE TRIGGER webhook_mailing_changed AFTER UPDATE ON mailing FOR EACH ROW
    WHEN (NEW.state <> OLD.state AND NEW.state IN ('FINISHED', 'HELD')) EXECUTE FUNCTION webhook_tell_of_mailing();

-- Failed deliveries by the piece, while there is somebody who wants to know. A job makes a message of hundreds.
CREATE TABLE webhook_failure (
    mailing_id    uuid NOT NULL,
    subscriber_id uuid NOT NULL,
    reason        text NOT NULL
);

CREATE FUNCTION webhook_note_failure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM webhook WHERE 'delivery.failed' = ANY (events)) THEN
        INSERT INTO webhook_failure VALUES (NEW.mailing_id, NEW.subscriber_id, delivery_reason(NEW.state, NEW.reply));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER webhook_delivery_failed AFTER UPDATE ON delivery FOR EACH ROW
    WHEN (NEW.state = 'failed' AND OLD.state <> 'failed') EXECUTE FUNCTION webhook_note_failure();
