package org.viestka.mailing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.MapKey;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;

import org.hibernate.Timeouts;
import org.hibernate.jpa.SpecHints;
import org.viestka.publication.Week;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;

/**
 * One issue, rendered for one edition and frozen: its texts and the state of its sending. The triggers of
 * {@code R__webhook_triggers.sql} watch its rows and tell other systems.
 */
@Entity
public class Mailing extends PanacheEntityBase {

    /** Stands in {@link #refusal} for refusals of whatever words. */
    public static final String ANY_WORDS = "*";

    @Id
    public UUID id;
    public Week week;
    /** Key of the edition. */
    public String edition;
    @Enumerated(EnumType.STRING)
    public MailingState state;
    /** Why it is held, paused or cancelled, for people; null where there is nothing to say. */
    public String reason;
    public Instant assembledAt;
    /** When sending began; also the date of every message. */
    public Instant startedAt;
    /** Since when it has been going, or will be: when sending began or last went on after a pause or a wait. */
    public Instant goingSince;
    /** When the recipients were written into the ledger. */
    public Instant frozenAt;
    public Instant finishedAt;
    /** Recipients in the ledger. */
    public int total;
    public int sent;
    public int failed;
    public int skipped;
    /** The words that the refusals share which paused it; {@link #ANY_WORDS} where they share none, null while nothing did. */
    public String refusal;
    /** When a person last let it go on after refusals had paused it; null before. */
    public Instant lookedAt;
    /** Whether one message goes first and the others follow when the relay has taken it. */
    public boolean probing;
    /** Until when the relay wants nothing more of us; null when it does not say so. */
    public Instant waitsUntil;
    /** How often in a row it has waited. */
    public int waits;
    @Version
    public int version;
    /** By the language that leads and, with {@link MailingText#DISCREET} behind it, for discreet readers. */
    @OneToMany(mappedBy = "mailing", cascade = CascadeType.ALL, orphanRemoval = true, fetch = FetchType.LAZY)
    @MapKey(name = "language")
    public Map<String, MailingText> texts = new TreeMap<>();

    static Mailing create(Week week, String edition) {
        var mailing = new Mailing();
        mailing.id = UUID.randomUUID();
        mailing.week = week;
        mailing.edition = edition;
        mailing.state = MailingState.ASSEMBLED;
        return mailing;
    }

    void assemble(List<MailingText> rendered, Instant now) {
        texts.keySet().retainAll(rendered.stream().map(text -> text.language).toList());
        for (var text : rendered) {
            var present = texts.get(text.language);
            if (present == null) {
                text.mailing = this;
                texts.put(text.language, text);
            } else {
                present.subject = text.subject;
                present.html = text.html;
                present.plain = text.plain;
            }
        }
        assembledAt = now;
    }

    public void send(Instant now) {
        state = MailingState.SENDING;
        reason = null;
        goingSince = now;
        if (startedAt == null) {
            startedAt = now;
        }
    }

    public void hold(String why) {
        state = MailingState.HELD;
        reason = why;
    }

    public void pause(String why) {
        state = MailingState.PAUSED;
        reason = why;
    }

    /**
     * The relay refuses all of it: a person has to look.
     *
     * @param reply what it said
     * @param words what such refusals share
     */
    public void pauseFor(String reply, String words) {
        pause(reply);
        refusal = words;
        endWait();
    }

    /** Goes on after a pause or out of a wait; one message goes first where the relay was the reason. */
    public void resume(Instant now) {
        send(now);
        endWait();
        if (refusal != null) {
            refusal = null;
            lookedAt = now;
            probing = true;
        }
    }

    /** Whether it is under way and has neither waited nor gone on anew since then. */
    public boolean isGoingSince(Instant since) {
        return state == MailingState.SENDING && goingSince.equals(since);
    }

    /** The relay wants nothing more for now: nothing is sent until then, and then one message first. */
    public void putOff(String reply, Instant until) {
        reason = reply;
        waitsUntil = until;
        goingSince = until;
        waits++;
        probing = true;
    }

    public boolean isWaiting(Instant now) {
        return waitsUntil != null && now.isBefore(waitsUntil);
    }

    /** The message that went first has shown that the others can follow. */
    public void follow() {
        if (waits > 0) {
            reason = null;
        }
        probing = false;
        endWait();
    }

    private void endWait() {
        waitsUntil = null;
        waits = 0;
    }

    public void cancel(Instant now) {
        state = MailingState.CANCELLED;
        finishedAt = now;
    }

    /** Every recipient has reached an end: the ledger says so in the same transaction. */
    public void finish(int sent, int failed, int skipped, Instant now) {
        if (sent + failed + skipped != total) {
            throw new IllegalStateException("mailing " + id + " does not balance: " + sent + " + " + failed + " + " + skipped
                    + " of " + total);
        }
        this.sent = sent;
        this.failed = failed;
        this.skipped = skipped;
        state = MailingState.FINISHED;
        finishedAt = now;
    }

    /** Goes on with deliveries that had failed; where a person has paused it, once they let it go on. */
    public void retry(Instant now) {
        if (state == MailingState.PAUSED && refusal == null) {
            return;
        }
        resume(now);
        finishedAt = null;
        sent = 0;
        failed = 0;
        skipped = 0;
    }

    /** What had become of the rows when a cancelled mailing came to rest. */
    public void settle(int sent, int failed, int skipped) {
        this.sent = sent;
        this.failed = failed;
        this.skipped = skipped;
    }

    /** The frozen texts that a reader with this leading language gets. */
    public MailingText text(String leading) {
        return texts.get(leading);
    }

    /** What most readers see as the subject: that of the first of these languages, and none that hides what it is about. */
    String subject(List<String> languages) {
        return languages.stream().filter(texts::containsKey).findFirst().map(language -> texts.get(language).subject)
                .orElse(null);
    }

    public static Optional<Mailing> find(Week week, String edition) {
        return find("week = ?1 and edition = ?2", week, edition).firstResultOptional();
    }

    /** Locked until the end of the transaction: whoever changes the state first wins, the other sees the new state. */
    public static Optional<Mailing> findLocked(Week week, String edition) {
        return find("week = ?1 and edition = ?2", week, edition).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    public static Optional<Mailing> findLocked(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    /** One of these editions that waits for its rows, locked; none where other transactions have them all. */
    public static Optional<Mailing> findUnfrozen(List<String> editions) {
        return unlocked(
                find("state = ?1 and frozenAt is null and edition in ?2 order by startedAt", MailingState.SENDING, editions))
                .firstResultOptional();
    }

    /** Those under way that have their rows. */
    public static List<Mailing> findSending() {
        return list("state = ?1 and frozenAt is not null order by startedAt", MailingState.SENDING);
    }

    /** Cancelled ones whose rows have not all reached an end, locked, without those that other transactions have. */
    public static List<Mailing> findCancelledUnsettled() {
        return unlocked(
                find("state = ?1 and frozenAt is not null and total <> sent + failed + skipped", MailingState.CANCELLED))
                .list();
    }

    private static PanacheQuery<Mailing> unlocked(PanacheQuery<Mailing> query) {
        return query.withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI);
    }

    /** Those whose sending began in a stretch of time, the first to begin first. */
    public static List<Mailing> findStarted(Instant from, Instant until, List<String> editions) {
        return list("startedAt >= ?1 and startedAt < ?2 and edition in ?3 order by startedAt, edition", from, until, editions);
    }

    public static List<Mailing> findByWeek(Week week) {
        return list("week", week);
    }

    /** How many are being sent, on all nodes. */
    public static long countSending() {
        return count("state", MailingState.SENDING);
    }
}
