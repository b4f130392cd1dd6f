package org.viestka.relay;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.mail.RelayLogin;
import org.viestka.smtp.RelayDownException;
import org.viestka.smtp.SmtpPhase;
import org.viestka.smtp.SmtpSession;
import org.viestka.smtp.SmtpSettings;
import org.viestka.smtp.SmtpSettings.Encryption;

/** Goes as far as sending a message would, and hangs up before the first: connects, greets, encrypts, signs in. */
@ApplicationScoped
public class RelayProbe {

    /** Whoever looks does not want to wait as long as whoever sends. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final RelayFactory relays;
    private final RelayLogin login;

    RelayProbe(RelayFactory relays, RelayLogin login) {
        this.relays = relays;
        this.login = login;
    }

    /**
     * For a person who asks. Empty when the relay would take a message, or what it or the network said. Takes a minute at most.
     */
    public Optional<String> trouble() {
        var refusal = login.refusal();
        return refusal == null || login.mayTry() ? look() : Optional.of(refusal);
    }

    /** As {@link #trouble}, but a relay that has just refused several logins is left alone. */
    public Optional<String> troubleByItself() {
        var refusal = login.refusal();
        return refusal != null && login.isResting() ? Optional.of(refusal) : look();
    }

    /** Whether it is the login that the relay refuses. */
    public boolean isLoginRefused() {
        return login.refusal() != null;
    }

    private Optional<String> look() {
        var settings = relays.settings();
        var session = new SmtpSession(new SmtpSettings(settings.host(), settings.port(), settings.ownHostName(),
                settings.encryption(), settings.trustAll(), settings.trust(), settings.login(), 1,
                settings.timeouts().atMost(LONGEST)));
        try {
            session.open();
            session.close();
            login.accepted();
            return Optional.empty();
        } catch (RelayDownException e) {
            if (e.outcome().phase() == SmtpPhase.AUTH && e.outcome().code() > 0) {
                login.refused(e.outcome().reply());
            }
            return Optional.of(e.outcome().reply());
        }
    }

    public String host() {
        return relays.settings().host();
    }

    public int port() {
        return relays.settings().port();
    }

    /** Whether the first octet is one of TLS; otherwise it begins in the clear (STARTTLS, or none at all). */
    public boolean isEncryptedFromTheStart() {
        return relays.settings().encryption() == Encryption.TLS;
    }

    /** Whether no message goes out but over TLS, to a relay with a certificate that is checked. */
    public boolean isEncrypted() {
        var settings = relays.settings();
        return !settings.trustAll()
                && (settings.encryption() == Encryption.TLS || settings.encryption() == Encryption.STARTTLS);
    }
}
