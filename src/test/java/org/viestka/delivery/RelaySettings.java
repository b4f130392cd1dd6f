package org.viestka.delivery;

import java.time.Duration;
import java.util.Optional;

import org.viestka.smtp.SmtpLogin;
import org.viestka.smtp.SmtpPhase;
import org.viestka.smtp.SmtpSettings;
import org.viestka.smtp.SmtpSettings.Encryption;
import org.viestka.smtp.SmtpTimeouts;
import org.viestka.support.ScriptedSmtpServer;

import javax.net.ssl.SSLContext;

/** The way to a server of the tests. */
public final class RelaySettings {

    public static final SmtpTimeouts PATIENT = SmtpTimeouts.all(Duration.ofSeconds(20));

    private RelaySettings() {}

    public static SmtpSettings plain(ScriptedSmtpServer server) {
        return plain(server, PATIENT);
    }

    public static SmtpSettings plain(ScriptedSmtpServer server, SmtpTimeouts timeouts) {
        return of("localhost", server, Encryption.NEVER, Optional.empty(), SmtpLogin.NONE, 0, timeouts);
    }

    public static SmtpSettings limited(ScriptedSmtpServer server, int messagesPerConnection) {
        return of("localhost", server, Encryption.NEVER, Optional.empty(), SmtpLogin.NONE, messagesPerConnection, PATIENT);
    }

    public static SmtpSettings encrypted(ScriptedSmtpServer server, Encryption encryption, SSLContext trust, SmtpLogin login) {
        return of("localhost", server, encryption, Optional.of(trust), login, 0, PATIENT);
    }

    public static SmtpSettings of(String host, ScriptedSmtpServer server, Encryption encryption, Optional<SSLContext> trust,
            SmtpLogin login, int messagesPerConnection, SmtpTimeouts timeouts) {
        return new SmtpSettings(host, server.port(), "news.example.org", encryption, false, trust, login, messagesPerConnection,
                timeouts);
    }

    /** Patient in all phases but one. */
    public static SmtpTimeouts impatient(SmtpPhase phase, Duration limit) {
        var p = PATIENT;
        return switch (phase) {
            case CONNECT -> new SmtpTimeouts(limit, p.greeting(), p.command(), p.data(), p.block(), p.end(), p.quit());
            case GREETING -> new SmtpTimeouts(p.connect(), limit, p.command(), p.data(), p.block(), p.end(), p.quit());
            case EHLO, STARTTLS, AUTH, MAIL, RCPT -> new SmtpTimeouts(p.connect(), p.greeting(), limit, p.data(), p.block(),
                    p.end(), p.quit());
            case DATA -> new SmtpTimeouts(p.connect(), p.greeting(), p.command(), limit, p.block(), p.end(), p.quit());
            case BODY -> new SmtpTimeouts(p.connect(), p.greeting(), p.command(), p.data(), limit, p.end(), p.quit());
            case END -> new SmtpTimeouts(p.connect(), p.greeting(), p.command(), p.data(), p.block(), limit, p.quit());
        };
    }
}
