package org.viestka.subscriber;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import org.hibernate.Timeouts;
import org.hibernate.jpa.SpecHints;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** A single mail to a reader that is still to be sent: written with the change that causes it, gone once it is sent. */
@Entity
@Table(name = "outbox")
public class OutboxRow extends PanacheEntityBase {

    /** Which mail. */
    public enum Kind {
        CONFIRM, PREFERENCES, OWN_DATA
    }

    /** After each failure in turn; the last one again and again. */
    private static final List<Duration> DELAYS = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15),
            Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(12));
    /** How long a relay may take to say that it has taken a message (RFC 5321 §4.5.3.2.6). */
    private static final Duration LATEST_ANSWER = Duration.ofMinutes(10);
    private static final Duration GIVE_UP_AFTER = Duration.ofHours(72);
    // The mailer gives up waiting after a minute; whoever claims a row has died if it is still there after five.
    private static final Duration LEASE = Duration.ofMinutes(5);

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;
    public UUID subscriberId;
    @Enumerated(EnumType.STRING)
    public Kind kind;
    public Instant createdAt;
    /** When it is tried next; while it is claimed, when the claim lapses. */
    public Instant nextAt;
    public int attempts;

    static void add(Subscriber subscriber, Kind kind, Instant now) {
        var row = new OutboxRow();
        row.subscriberId = subscriber.id;
        row.kind = kind;
        row.createdAt = now;
        row.nextAt = now;
        row.persist();
    }

    /** Makes the row ours for as long as one attempt may take. */
    public void claim(Instant now) {
        attempts++;
        nextAt = now.plus(LEASE);
    }

    /** Puts it off after a failed attempt. */
    public void defer(Instant now) {
        nextAt = now.plus(DELAYS.get(Math.min(attempts, DELAYS.size()) - 1));
    }

    /** Puts it off after an attempt that the relay has not answered, at least until no answer can come any more. */
    public void awaitAnswer(Instant now) {
        defer(now);
        var latest = now.plus(LATEST_ANSWER);
        nextAt = nextAt.isBefore(latest) ? latest : nextAt;
    }

    /** Whether it has been tried long enough. */
    public boolean isHopeless(Instant now) {
        return !now.isBefore(createdAt.plus(GIVE_UP_AFTER));
    }

    /** The next row that is due and that no other node is just claiming. */
    public static Optional<OutboxRow> findDueForClaim(Instant now) {
        return find("nextAt <= ?1 order by nextAt, id", now).withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI).firstResultOptional();
    }

    /** The row, if it is still the claimant's of this attempt. */
    public static Optional<OutboxRow> findClaimed(long id, int attempt) {
        return find("id = ?1 and attempts = ?2", id, attempt).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    public static List<OutboxRow> findOf(Subscriber subscriber) {
        return list("subscriberId = ?1 order by id", subscriber.id);
    }
}
