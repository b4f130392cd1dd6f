package org.viestka.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Base64;

import org.viestka.smtp.SmtpLogin.Method;
import org.viestka.smtp.SmtpLogin.Mode;
import org.viestka.smtp.SmtpSettings.Encryption;

/** All that comes before the first message: connect, greet, encrypt, sign in. */
final class SmtpIntroduction {

    private final SmtpSettings settings;
    private final SmtpWire wire;
    private SmtpPhase phase = SmtpPhase.CONNECT;

    SmtpIntroduction(SmtpSettings settings, SmtpWire wire) {
        this.settings = settings;
        this.wire = wire;
    }

    /**
     * Returns what the server can do.
     *
     * @throws RelayDownException when the way is barred; the wire is then dead
     */
    SmtpExtensions introduce() throws RelayDownException {
        try {
            return introduceTo();
        } catch (SocketTimeoutException e) {
            throw new RelayDownException(phase, "the relay did not answer in time");
        } catch (IOException e) {
            throw new RelayDownException(phase, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private SmtpExtensions introduceTo() throws IOException, RelayDownException {
        wire.connect();
        if (settings.encryption() == Encryption.TLS) {
            phase = SmtpPhase.STARTTLS;
            wire.encrypt();
        }
        phase = SmtpPhase.GREETING;
        require(wire.reply(phase), 220);
        var extensions = hello();
        if (mustEncrypt(extensions)) {
            phase = SmtpPhase.STARTTLS;
            require(wire.ask(phase, "STARTTLS"), 220);
            wire.encrypt();
            extensions = hello();
        }
        phase = SmtpPhase.AUTH;
        signIn(extensions);
        return extensions;
    }

    private boolean mustEncrypt(SmtpExtensions extensions) throws RelayDownException {
        return switch (settings.encryption()) {
            case NEVER, TLS -> false;
            case STARTTLS_IF_OFFERED -> extensions.startTls();
            case STARTTLS -> {
                if (!extensions.startTls()) {
                    throw new RelayDownException(SmtpPhase.STARTTLS, "the relay offers no STARTTLS, which is required");
                }
                yield true;
            }
        };
    }

    private SmtpExtensions hello() throws IOException, RelayDownException {
        phase = SmtpPhase.EHLO;
        var reply = wire.ask(phase, "EHLO " + settings.ownHostName());
        if (reply.isPositive()) {
            return SmtpExtensions.of(reply.text());
        }
        if (reply.isPermanent()) {
            // RFC 5321 §3.2: a server that does not know EHLO may know HELO.
            reply = wire.ask(phase, "HELO " + settings.ownHostName());
        }
        require(reply, 250);
        return SmtpExtensions.NONE;
    }

    private void signIn(SmtpExtensions extensions) throws IOException, RelayDownException {
        var login = settings.login();
        if (login.mode() == Mode.NEVER) {
            return;
        }
        boolean safe = wire.isEncrypted() || login.inTheClear();
        var method = Arrays.stream(Method.values())
                .filter(m -> login.methods().contains(m) && extensions.auth().contains(m.name())).findFirst();
        if (safe && method.isPresent()) {
            signIn(method.get(), login);
        } else if (login.mode() == Mode.REQUIRED) {
            throw new RelayDownException(phase, safe
                    ? "the relay offers no way to sign in that we may use"
                    : "to sign in without TLS would give the password away");
        }
    }

    private void signIn(Method method, SmtpLogin login) throws IOException, RelayDownException {
        var reply = switch (method) {
            case PLAIN -> wire.ask(phase, "AUTH PLAIN " + base64('\0' + login.user() + '\0' + login.password()));
            case XOAUTH2 -> {
                var token = "user=" + login.user() + "\1auth=Bearer " + login.password() + "\1\1";
                var answer = wire.ask(phase, "AUTH XOAUTH2 " + base64(token));
                // An error comes as a challenge, and an empty line brings the refusal itself.
                yield answer.isIntermediate() ? wire.ask(phase, "") : answer;
            }
            case LOGIN -> {
                require(wire.ask(phase, "AUTH LOGIN"), 334);
                require(wire.ask(phase, base64(login.user())), 334);
                yield wire.ask(phase, base64(login.password()));
            }
        };
        require(reply, 235);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private void require(Reply reply, int code) throws IOException, RelayDownException {
        if (reply.code() >= 400) {
            throw new RelayDownException(Outcome.ofRefusal(phase, reply, settings.login().user()));
        }
        if (reply.code() != code) {
            throw new MalformedReplyException("reply " + reply.code() + " where " + code + " was due");
        }
    }
}
