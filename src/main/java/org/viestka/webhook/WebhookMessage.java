package org.viestka.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** Something that one webhook is to be told. Written by triggers of the database, with what happened. */
@Entity
public class WebhookMessage extends PanacheEntityBase {

    private static final Duration LONGEST_WAIT = Duration.ofHours(4);
    private static final int FAILURES_PER_MESSAGE = 500;

    @Id
    public UUID id;
    public UUID webhookId;
    public String type;
    /** When it happened. */
    public Instant at;
    /** JSON. */
    public String data;
    public int attempts;
    public Instant nextAt;
    /** When it was taken or given up. */
    public Instant doneAt;

    /** Something of no meaning; never saved. */
    static WebhookMessage ping(UUID webhook, Instant now) {
        var message = new WebhookMessage();
        message.id = UUID.randomUUID();
        message.webhookId = webhook;
        message.type = "ping";
        message.at = now;
        message.data = "{\"webhook\":\"" + webhook + "\"}";
        return message;
    }

    /** The same octets in each attempt. */
    String body() {
        return "{\"type\":\"" + type + "\",\"timestamp\":\"" + at + "\",\"data\":" + data + "}";
    }

    /** Notes an attempt. True when it was the last, in vain. */
    boolean note(Answer answer, WebhookConfig config, Instant now) {
        attempts++;
        if (answer.isGood()) {
            doneAt = now;
            return false;
        }
        var next = now.plus(waitAfter(attempts, config.retryAfter()));
        if (answer.isFinal() || next.isAfter(at.plus(config.giveUpAfter()))) {
            doneAt = now;
            return true;
        }
        nextAt = next;
        return false;
    }

    /** Each wait is three times the last one, more or less, so that what failed together does not come back together. */
    static Duration waitAfter(int attempts, Duration first) {
        double wait = Math.min(LONGEST_WAIT.toMillis(), first.toMillis() * Math.pow(3, Math.min(attempts, 20) - 1.0));
        return Duration.ofMillis((long) (wait * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }

    /** What this webhook is to be told next. */
    static Optional<WebhookMessage> findDue(UUID webhook, Instant now) {
        return find("webhookId = ?1 and doneAt is null and nextAt <= ?2 order by nextAt, at", webhook, now)
                .firstResultOptional();
    }

    /** To all webhooks together. */
    public static long countWaiting() {
        return count("doneAt is null");
    }

    static long countWaiting(UUID webhook) {
        return count("webhookId = ?1 and doneAt is null", webhook);
    }

    /** Says of what happened without a time that it happened now. */
    static void date(Instant now) {
        update("at = ?1 where at is null", now);
    }

    /** Makes messages of failed deliveries: of one mailing each, and some hundred in one. False when there are none. */
    static boolean gatherFailures(Instant now) {
        return !getEntityManager().createNativeQuery("WITH few AS (SELECT ctid FROM webhook_failure WHERE mailing_id ="
                + " (SELECT mailing_id FROM webhook_failure LIMIT 1) LIMIT " + FAILURES_PER_MESSAGE
                + " FOR UPDATE SKIP LOCKED),"
                + " taken AS (DELETE FROM webhook_failure WHERE ctid = ANY (ARRAY(SELECT ctid FROM few))"
                + " RETURNING mailing_id, subscriber_id, reason)"
                + " SELECT m.id, webhook_tell('delivery.failed', ?1, jsonb_build_object('mailing', m.id, 'week', m.week,"
                + " 'edition', m.edition, 'failures', jsonb_agg(jsonb_build_object('subscriber', subscriber_id, 'reason', taken.reason))))::text"
                + " FROM taken JOIN mailing m ON m.id = taken.mailing_id GROUP BY m.id").setParameter(1, now).getResultList()
                .isEmpty();
    }

    /** Gives up what is too old, also what was never tried because its target has been down all the time. */
    static long giveUp(Instant happenedBefore, Instant now) {
        return update("doneAt = ?1 where doneAt is null and at < ?2", now, happenedBefore);
    }

    /** Forgets what was done before a time, and what nobody wants to know any more. */
    static void forget(Instant doneBefore) {
        delete("doneAt < ?1 or webhookId not in (select id from Webhook)", doneBefore);
    }
}
