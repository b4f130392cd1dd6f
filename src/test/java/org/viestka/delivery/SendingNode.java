package org.viestka.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.ConfigProvider;
import org.viestka.mail.BlockingMailer;
import org.viestka.mail.MailSettings;
import org.viestka.mail.RelayLogin;
import org.viestka.relay.RelayConfig;
import org.viestka.relay.RelayFactory;
import org.viestka.relay.RelayTls;
import org.viestka.support.ScriptedSmtpServer;

import io.quarkus.arc.Unremovable;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;

/** One node that sends to a relay of its own, with settings of its own. */
@Singleton
@Unremovable
public class SendingNode {

    @Inject
    Ledger ledger;
    @Inject
    LedgerReport report;
    @Inject
    NodeLeases leases;
    @Inject
    Allowance allowance;
    @Inject
    MailingLedger mailings;
    @Inject
    RelayTroubles troubles;
    @Inject
    Envelopes letters;
    @Inject
    DeliveryMetrics metrics;
    @Inject
    MailSettings mail;
    @Inject
    BlockingMailer handOver;
    @Inject
    TlsConfigurationRegistry certificates;
    @Inject
    Clock clock;

    /** A relay in the clear, and no other setting than those given. Not started. */
    public Dispatcher to(ScriptedSmtpServer relay, Map<String, String> settings) {
        return to(relay, settings, System::nanoTime);
    }

    /** @param nanoTime by which the rest after a refused login is counted */
    public Dispatcher to(ScriptedSmtpServer relay, Map<String, String> settings, LongSupplier nanoTime) {
        var all = new HashMap<>(Map.of("quarkus.mailer.host", "localhost", "quarkus.mailer.port", "" + relay.port(),
                "quarkus.mailer.start-tls", "DISABLED", "quarkus.mailer.from",
                ConfigProvider.getConfig().getValue("quarkus.mailer.from", String.class)));
        all.putAll(settings);
        var config = new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredConverters()
                .withMapping(DeliveryConfig.class).withMapping(RelayConfig.class)
                .withDefaultValues(all).build();
        var delivery = config.getConfigMapping(DeliveryConfig.class);
        var login = new RelayLogin(config, nanoTime);
        var relays = new RelayFactory(config, config.getConfigMapping(RelayConfig.class), mail, handOver, login,
                new RelayTls(config, certificates));
        return new Dispatcher(
                new Dispatcher.Parts(ledger, report, leases, allowance, mailings, relays, login, troubles, delivery,
                        letters, metrics),
                clock);
    }

    /** Delivers what is due now and stops again. */
    void deliver(ScriptedSmtpServer relay, Map<String, String> settings) throws InterruptedException {
        var node = to(relay, settings);
        node.start();
        try {
            if (!node.awaitIdle(Duration.ofSeconds(30))) {
                throw new AssertionError("The node has more to do than it can");
            }
        } finally {
            node.stop(Duration.ofSeconds(10));
        }
    }
}
