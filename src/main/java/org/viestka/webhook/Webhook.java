package org.viestka.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;

import org.viestka.vault.SigningSecret;
import org.viestka.vault.Vault;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;

/** Another system that is told of what happens here. */
@Entity
public class Webhook extends PanacheEntityBase {

    /** What can be told of. */
    static final List<String> EVENTS = List.of("subscriber.confirmed", "subscriber.unsubscribed", "mailing.finished",
            "mailing.held", "delivery.failed");
    /** Each change of a reader looks at all of them. */
    static final int MOST = 20;

    private static final Duration FIRST_REST = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    @Id
    public UUID id;
    public String url;
    public List<String> events;
    /** Sealed. */
    public byte[] secret;
    public Instant createdAt;
    /** Until when a node is about it, or it is left alone after a failure. */
    public Instant busyUntil;
    /** Failures in a row. */
    public int failures;

    /** A new one, not yet saved. */
    static Webhook create(String url, List<String> events, SigningSecret secret, Vault vault, Instant now) {
        var webhook = new Webhook();
        webhook.id = UUID.randomUUID();
        webhook.url = url;
        webhook.events = events;
        webhook.secret = vault.seal(secret);
        webhook.createdAt = now;
        webhook.busyUntil = Instant.EPOCH;
        return webhook;
    }

    /** Takes it for this node, or for longer. */
    void take(Instant until) {
        busyUntil = until;
    }

    /** Whoever wants it next may have it, but not so soon after a failure: a target that is down is asked once a minute. */
    void release(Instant now) {
        long rest = failures == 0
                ? 0
                : Math.min(LONGEST_REST.toMillis(), FIRST_REST.toMillis() << Math.min(failures - 1, 10));
        busyUntil = now.plusMillis(rest);
    }

    /** One that nobody is about and that has something to be told, locked; those that others look at are passed over. */
    static Optional<Webhook> findDueForClaim(Instant now) {
        // FOR UPDATE would pass over those that an attempt is being written for.
        return getSession()
                .createNativeQuery(
                        "SELECT w.* FROM webhook w WHERE busy_until <= :now AND EXISTS (SELECT FROM webhook_message m"
                                + " WHERE m.webhook_id = w.id AND m.done_at IS NULL AND m.next_at <= :now) ORDER BY busy_until"
                                + " LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED",
                        Webhook.class)
                .setParameter("now", now).uniqueResultOptional();
    }

    static Optional<Webhook> findForChange(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    static PanacheQuery<Webhook> findInOrder() {
        return find("order by createdAt, id");
    }

    /** Until the end of the transaction nobody else adds one. */
    static void lockList() {
        getEntityManager().createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtext('webhook'))").getSingleResult();
    }

    static boolean isThereAny() {
        return (Boolean) getEntityManager().createNativeQuery("SELECT EXISTS (SELECT FROM webhook)").getSingleResult();
    }
}
