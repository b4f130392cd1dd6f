package org.viestka.delivery;

import java.time.Clock;
import java.time.Duration;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.viestka.mail.RelayLogin;
import org.viestka.relay.RelayFactory;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/** Begins this node's part in the deliveries when the service starts, and ends it in good order when it stops. */
@ApplicationScoped
public class DeliveryEngine {

    private final Dispatcher.Parts parts;
    private final DeliveryConfig config;
    private final Clock clock;
    private Dispatcher dispatcher;

    DeliveryEngine(Ledger ledger, LedgerReport report, NodeLeases leases, Allowance allowance,
            MailingLedger mailings,
            RelayFactory relays, RelayLogin login, RelayTroubles troubles, DeliveryConfig config,
            Envelopes letters,
            DeliveryMetrics metrics, Clock clock) {
        this.parts = new Dispatcher.Parts(ledger, report, leases, allowance, mailings, relays, login, troubles,
                config, letters,
                metrics);
        this.config = config;
        this.clock = clock;
    }

    void atStart(@Observes StartupEvent event) {
        if (config.enabled()) {
            start();
        }
    }

    void atStop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        stop();
    }

    synchronized void start() {
        if (dispatcher == null) {
            dispatcher = new Dispatcher(parts, clock);
            dispatcher.start();
        }
    }

    public synchronized void stop() {
        if (dispatcher != null) {
            dispatcher.stop(config.grace());
            dispatcher = null;
        }
    }

    /** Delivers what is due now and stops again. False when that took longer than {@code most}. */
    public boolean deliverDue(Duration most) throws InterruptedException {
        start();
        try {
            return dispatcher.awaitIdle(most);
        } finally {
            stop();
        }
    }
}
