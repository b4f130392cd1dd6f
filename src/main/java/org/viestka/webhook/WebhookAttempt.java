package org.viestka.webhook;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;

/** One time that a webhook was told something, or was not. */
@Entity
public class WebhookAttempt extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;
    public UUID webhookId;
    public UUID messageId;
    public String type;
    public Instant at;
    /** Of HTTP; null where there was no answer. */
    public Integer status;
    /** A word for what went wrong; null where nothing did. */
    public String trouble;
    public int millis;
    /** Whether it was the last one, in vain. */
    public boolean givenUp;

    static WebhookAttempt of(WebhookMessage message, Answer answer, Instant at, long millis, boolean givenUp) {
        var attempt = new WebhookAttempt();
        attempt.webhookId = message.webhookId;
        attempt.messageId = message.id;
        attempt.type = message.type;
        attempt.at = at;
        attempt.status = answer.status();
        attempt.trouble = answer.trouble() == null ? null : answer.trouble().key();
        attempt.millis = (int) millis;
        attempt.givenUp = givenUp;
        return attempt;
    }

    static PanacheQuery<WebhookAttempt> findNewestFirst(UUID webhook) {
        return find("webhookId = ?1 order by id desc", webhook);
    }

    static void forget(Instant before) {
        delete("at < ?1", before);
    }
}
