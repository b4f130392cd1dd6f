package org.viestka.smtp;

import java.util.Optional;

import javax.net.ssl.SSLContext;

/**
 * The way to the relay.
 *
 * @param ownHostName what we call ourselves in {@code EHLO} (RFC 5321 §4.1.1.1): a host name, or an address in brackets
 * @param trustAll whether any certificate of any host will do; for tests only
 * @param trust whose certificates to believe; those of the JDK where it is empty
 * @param messagesPerConnection after how many to hang up and connect anew; 0 for no limit
 */
public record SmtpSettings(String host, int port, String ownHostName, Encryption encryption, boolean trustAll,
        Optional<SSLContext> trust, SmtpLogin login, int messagesPerConnection, SmtpTimeouts timeouts) {

    public enum Encryption {
        NEVER,
        /** {@code STARTTLS} where the server offers it. Who sits on the line can take the offer away. */
        STARTTLS_IF_OFFERED,
        /** {@code STARTTLS}, or no mail at all (RFC 3207). */
        STARTTLS,
        /** TLS from the first octet (RFC 8314 §3). */
        TLS
    }

    public SmtpSettings {
        if (host.isBlank() || port < 1 || port > 65535 || messagesPerConnection < 0
                || !ownHostName.matches("[A-Za-z0-9._:\\[\\]-]{1,255}")) {
            throw new IllegalArgumentException("the relay needs a host, a port, a name of our own and no negative limit");
        }
    }
}
