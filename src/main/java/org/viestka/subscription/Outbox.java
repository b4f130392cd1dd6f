package org.viestka.subscription;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.viestka.mail.MailRefusedException;
import org.viestka.mail.Post;
import org.viestka.restore.DatabaseHome;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.OutboxRow;
import org.viestka.subscriber.Subscriber;
import org.viestka.vault.Vault;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/**
 * Takes the sign-ups that wait and sends the outbox, on every node and each row on one of them. A failed mail is put off and
 * blocks no other; one to a mailbox that does not exist ends.
 */
@ApplicationScoped
class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final int GRACE_SECONDS = 10;

    /** What one attempt is about. */
    private record Attempt(long row, int number) {}

    /** A mail and where it goes. */
    private record Letter(String id, String to, ReaderMails.Written mail) {}

    private final Clock clock;
    private final Vault vault;
    private final ReaderMails mails;
    private final Post post;
    private final SignUps signUps;
    private final DatabaseHome home;
    /** Whoever sends has the reader's side of it; the end has the other, and keeps it. */
    private final ReadWriteLock sending = new ReentrantReadWriteLock();
    private volatile boolean stopping;

    Outbox(Clock clock, Vault vault, ReaderMails mails, Post post, SignUps signUps, DatabaseHome home) {
        this.home = home;
        this.signUps = signUps;
        this.clock = clock;
        this.vault = vault;
        this.mails = mails;
        this.post = post;
    }

    /** Goes on until nothing is due. Sign-ups come first: what they come to is a mail, more often than not. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void sendDue() {
        if (!home.isHere() || !sending.readLock().tryLock()) {
            return;
        }
        try {
            boolean any = true;
            while (any && !stopping) {
                any = signUps.takeNext();
            }
            for (var attempt = claim(); attempt.isPresent(); attempt = claim()) {
                send(attempt.get());
            }
        } finally {
            sending.readLock().unlock();
        }
    }

    /** Lets the mail that is under way end: one that was sent and is not noted would be sent again. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (!sending.writeLock().tryLock(GRACE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("A single mail is under way still: it may be sent again, with the same Message-ID.");
        }
    }

    private Optional<Attempt> claim() {
        return stopping || post.isResting()
                ? Optional.empty()
                : inTransaction(() -> OutboxRow.findDueForClaim(clock.instant()).map(row -> {
                    row.claim(clock.instant());
                    return new Attempt(row.id, row.attempts);
                }));
    }

    private void send(Attempt attempt) {
        try {
            // Without a letter there is nothing left to say: the reader has acted in the meantime.
            inTransaction(() -> write(attempt)).ifPresent(letter -> post.sendAs(letter.mail().sender(), letter.id(),
                    letter.to(), letter.mail().language(), letter.mail().subject(), letter.mail().html(),
                    letter.mail().text()));
        } catch (MailRefusedException e) {
            LOG.warnf("Outbox row %d was not sent at attempt %d: %s", attempt.row(), attempt.number(), e.getMessage());
            QuarkusTransaction.requiringNew().run(() -> OutboxRow.findClaimed(attempt.row(), attempt.number())
                    .ifPresent(row -> refused(row, e)));
            return;
        } catch (RuntimeException e) {
            // Not the failure itself: the relay's reply may quote the address.
            LOG.warnf("Outbox row %d was not sent at attempt %d: %s", attempt.row(), attempt.number(), kind(e));
            QuarkusTransaction.requiringNew().run(() -> OutboxRow.findClaimed(attempt.row(), attempt.number())
                    .ifPresent(this::putOff));
            return;
        }
        QuarkusTransaction.requiringNew().run(() -> OutboxRow.findClaimed(attempt.row(), attempt.number())
                .ifPresent(OutboxRow::delete));
    }

    private Optional<Letter> write(Attempt attempt) {
        return OutboxRow.findClaimed(attempt.row(), attempt.number()).flatMap(row -> Subscriber
                .<Subscriber>findByIdOptional(row.subscriberId)
                .filter(subscriber -> ReaderMails.isWanted(row, subscriber, vault))
                .map(subscriber -> letter(row, subscriber, subscriber.address(vault))));
    }

    private Letter letter(OutboxRow row, Subscriber to, Address address) {
        return new Letter(vault.messageId("outbox-" + row.id, to.id, row.createdAt), address.mailbox(),
                mails.write(row.kind, to, address));
    }

    private void refused(OutboxRow row, MailRefusedException refusal) {
        if (refusal.isOfTheRecipient()) {
            LOG.warnf("Outbox row %d is given up: the relay says that there is no such mailbox.", row.id);
            row.delete();
        } else {
            putOff(row);
        }
    }

    private void putOff(OutboxRow row) {
        if (row.isHopeless(clock.instant())) {
            LOG.warnf("Outbox row %d was given up after %d attempts", row.id, row.attempts);
            row.delete();
        } else {
            row.defer(clock.instant());
        }
    }

    private static String kind(Throwable failure) {
        return failure.getCause() == null ? failure.getClass().getName() : kind(failure.getCause());
    }

    private static <T> T inTransaction(Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }
}
