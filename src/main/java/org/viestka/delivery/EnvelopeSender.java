package org.viestka.delivery;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.mail.MailSettings;
import org.viestka.mail.Mailbox;
import org.viestka.publication.Week;
import org.viestka.vault.ReturnPath;

/**
 * Where bounces go: one address for each message (VERP), so that a bounce names it, and no address in it; or one fixed address
 * for a relay that takes no other.
 */
@ApplicationScoped
public class EnvelopeSender {

    private static final String VERP = "verp";

    private final MailSettings settings;
    private final ReturnPath returnPath;
    /** Null for VERP. */
    private final String fixed;
    /** Of the few that are being sent, so that a week is not read anew for each message. */
    private final Map<String, Week> weeks = new ConcurrentHashMap<>();

    EnvelopeSender(MailSettings settings, ReturnPath returnPath, DeliveryConfig config) {
        this.settings = settings;
        this.returnPath = returnPath;
        var chosen = config.returnPath().strip();
        fixed = chosen.equalsIgnoreCase(VERP) ? null : Mailbox.of(chosen).address();
    }

    String of(ClaimedDelivery claim, Instant begun) {
        if (fixed != null) {
            return fixed;
        }
        var monday = weeks.computeIfAbsent(claim.week(), Week::parse).monday();
        return settings.bounceAddress(returnPath.token(claim.subscriber(), monday, begun));
    }
}
