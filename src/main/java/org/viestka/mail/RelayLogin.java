package org.viestka.mail;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.viestka.smtp.ReplyText;

/**
 * Whether the relay lets this node sign in, whoever of it tries: mailings, single mails and those who only look. After a few
 * refusals it rests, each time longer, so that the relay does not lock the account or the address.
 */
@ApplicationScoped
public class RelayLogin {

    private static final Logger LOG = Logger.getLogger(RelayLogin.class);

    /** So many may be a slip of the relay's. */
    private static final int TRIES = 3;
    private static final long FIRST_REST = Duration.ofMinutes(1).toNanos();
    private static final long LONGEST_REST = Duration.ofMinutes(15).toNanos();
    /** However often people ask, no more are refused within {@link #SPAN}. */
    private static final int MOST = 10;
    private static final long SPAN = Duration.ofMinutes(5).toNanos();

    private final Config config;
    private final LongSupplier nanoTime;
    private final Deque<Long> refusals = new ArrayDeque<>();
    private int inARow;
    private long restUntil;
    private int settings;
    private volatile String refusal;

    @Inject
    RelayLogin(Config config) {
        this(config, System::nanoTime);
    }

    public RelayLogin(Config config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /** Whether nobody should try of themselves now. */
    public boolean isResting() {
        return refusal != null && left() > 0;
    }

    /** Whether a person who asks may have it tried. */
    public synchronized boolean mayTry() {
        forget();
        return refusals.size() < MOST;
    }

    /** With what the relay refused the last login; null when it did not. */
    public String refusal() {
        return refusal;
    }

    /** @param said by the relay */
    public synchronized void refused(String said) {
        forget();
        var reply = ReplyText.anonymous(said, value("username").orElse(""));
        long now = nanoTime.getAsLong();
        refusals.add(now);
        inARow++;
        long rest = inARow < TRIES ? 0 : Math.min(LONGEST_REST, FIRST_REST << Math.min(10, inARow - TRIES));
        restUntil = now + rest;
        if (inARow == TRIES) {
            LOG.errorf("The relay refuses to let us sign in (%s): mail waits, and it is tried ever more rarely. Mend"
                    + " quarkus.mailer.username or .password and start again.", reply);
        }
        refusal = reply;
    }

    public void accepted() {
        if (refusal != null) {
            synchronized (this) {
                if (inARow >= TRIES) {
                    LOG.info("The relay lets us sign in again.");
                }
                inARow = 0;
                refusals.clear();
                restUntil = nanoTime.getAsLong();
                refusal = null;
            }
        }
    }

    /** Somebody has acted: the next try is now, unless there were too many. */
    public synchronized void tryNow() {
        if (mayTry()) {
            restUntil = nanoTime.getAsLong();
        }
    }

    private synchronized long left() {
        forget();
        return refusal == null ? 0 : restUntil - nanoTime.getAsLong();
    }

    /** What is too long ago to count, and what was about other settings. */
    private void forget() {
        long now = nanoTime.getAsLong();
        while (!refusals.isEmpty() && now - refusals.peek() > SPAN) {
            refusals.poll();
        }
        int current = Objects.hash(value("host"), value("port"), value("username"), value("password"));
        if (current != settings) {
            settings = current;
            refusals.clear();
            inARow = 0;
            refusal = null;
        }
    }

    private Optional<String> value(String name) {
        return config.getOptionalValue("quarkus.mailer." + name, String.class);
    }
}
