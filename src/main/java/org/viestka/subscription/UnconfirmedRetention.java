package org.viestka.subscription;

import java.time.Clock;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.viestka.subscriber.ConfirmationCount;
import org.viestka.subscriber.SignUp;
import org.viestka.subscriber.Subscriber;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** Forgets sign-ups that nobody confirmed, once the link to confirm them is dead. */
@ApplicationScoped
class UnconfirmedRetention {

    private static final Logger LOG = Logger.getLogger(UnconfirmedRetention.class);
    /** So few at once that no lock is held for long. */
    static final int AT_ONCE = 500;

    private final SubscriptionConfig config;
    private final Clock clock;

    UnconfirmedRetention(SubscriptionConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "15m", identity = "forget-unconfirmed", concurrentExecution = ConcurrentExecution.SKIP)
    void forget() {
        var before = clock.instant().minus(config.confirmWithin());
        int all = 0;
        for (int some = AT_ONCE; some == AT_ONCE; all += some) {
            some = QuarkusTransaction.requiringNew().call(() -> Subscriber.forgetUnconfirmed(before, AT_ONCE));
        }
        QuarkusTransaction.requiringNew().run(() -> {
            Subscriber.forgetUnconfirmedWishes(before);
            SignUp.forgetFailed(before);
            ConfirmationCount.forgetSettled(clock.instant());
        });
        if (all > 0) {
            LOG.infof("Forgot %d sign-ups that nobody confirmed.", all);
        }
    }
}
