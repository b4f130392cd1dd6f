package org.viestka.relay;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.Config;
import org.viestka.mail.BlockingMailer;
import org.viestka.mail.MailSettings;
import org.viestka.mail.RelayLogin;
import org.viestka.smtp.SmtpLogin;
import org.viestka.smtp.SmtpLogin.Method;
import org.viestka.smtp.SmtpLogin.Mode;
import org.viestka.smtp.SmtpSettings;
import org.viestka.smtp.SmtpSettings.Encryption;
import org.viestka.smtp.SmtpTimeouts;

/** Makes the way out from the settings of Quarkus Mailer, which both transports obey. */
@ApplicationScoped
public class RelayFactory {

    private final Config config;
    private final RelayConfig settings;
    private final MailSettings mail;
    private final BlockingMailer handOver;
    private final RelayLogin login;
    private final RelayTls certificates;

    public RelayFactory(Config config, RelayConfig settings, MailSettings mail, BlockingMailer handOver, RelayLogin login,
            RelayTls certificates) {
        this.login = login;
        this.certificates = certificates;
        this.config = config;
        this.settings = settings;
        this.mail = mail;
        this.handOver = handOver;
    }

    /** By what name a relay is on record. */
    public String host() {
        return value("host", String.class).orElse("localhost");
    }

    /** So many at once of a node. */
    public int connections() {
        return settings.connections();
    }

    public Relay relay() {
        return switch (settings.transport()) {
            case SMTP -> new SmtpRelay(settings(), login);
            case MAILER -> new MailerRelay(handOver);
        };
    }

    SmtpSettings settings() {
        boolean tls = value("tls", Boolean.class).orElse(false);
        int port = value("port", Integer.class).orElse(tls ? 465 : 25);
        var encryption = tls
                ? Encryption.TLS
                : switch (value("start-tls", String.class).orElse("REQUIRED").toUpperCase(Locale.ROOT)) {
                    case "DISABLED" -> Encryption.NEVER;
                    case "OPTIONAL" -> Encryption.STARTTLS_IF_OFFERED;
                    default -> Encryption.STARTTLS;
                };
        return new SmtpSettings(host(), port,
                value("own-host-name", String.class).orElse(mail.domain()), encryption,
                certificates.trustsAll(), certificates.trust(), login(), settings.perConnection(),
                settings.timeout().map(SmtpTimeouts.STANDARD::atMost).orElse(SmtpTimeouts.STANDARD));
    }

    private SmtpLogin login() {
        var user = value("username", String.class).orElse("");
        var password = value("password", String.class).orElse("");
        if (user.isEmpty()) {
            return SmtpLogin.NONE;
        }
        var mode = switch (value("login", String.class).orElse("NONE").toUpperCase(Locale.ROOT)) {
            case "DISABLED" -> Mode.NEVER;
            case "REQUIRED" -> Mode.REQUIRED;
            default -> Mode.IF_OFFERED;
        };
        var methods = Arrays
                .stream(value("auth-methods", String.class).orElse("PLAIN LOGIN").toUpperCase(Locale.ROOT).split("[ ,]+"))
                .filter(name -> Arrays.stream(Method.values()).anyMatch(m -> m.name().equals(name))).map(Method::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Method.class)));
        return new SmtpLogin(mode, user, password, methods, false);
    }

    private <T> Optional<T> value(String name, Class<T> type) {
        return config.getOptionalValue("quarkus.mailer." + name, type);
    }
}
