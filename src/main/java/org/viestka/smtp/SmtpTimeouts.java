package org.viestka.smtp;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How long to wait for the server, by phase. Whoever waits less than RFC 5321 §4.5.3.2 asks, above all after the final dot,
 * sends messages twice.
 *
 * @param connect until the TCP connection stands
 * @param greeting until the server has greeted
 * @param command until a reply to anything but {@code DATA}, and for a TLS handshake
 * @param data until the reply to {@code DATA}
 * @param block until a message has been written as far as the server reads
 * @param end until the reply to the final dot
 * @param quit until the reply to {@code QUIT}, on which nothing depends
 */
public record SmtpTimeouts(Duration connect, Duration greeting, Duration command, Duration data, Duration block, Duration end,
        Duration quit) {

    /** What RFC 5321 §4.5.3.2 asks for. */
    public static final SmtpTimeouts STANDARD = new SmtpTimeouts(Duration.ofSeconds(30), Duration.ofMinutes(5),
            Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofMinutes(10),
            Duration.ofSeconds(5));

    public SmtpTimeouts {
        if (Stream.of(connect, greeting, command, data, block, end, quit)
                .anyMatch(limit -> limit.toMillis() < 1 || limit.toMillis() > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("a timeout is between 1 ms and 24 days");
        }
    }

    /** The same limit for everything; for tests and impatient operators. */
    public static SmtpTimeouts all(Duration limit) {
        return new SmtpTimeouts(limit, limit, limit, limit, limit, limit, limit);
    }

    /** The same, but none longer than this. */
    public SmtpTimeouts atMost(Duration limit) {
        return new SmtpTimeouts(shorter(connect, limit), shorter(greeting, limit), shorter(command, limit),
                shorter(data, limit),
                shorter(block, limit), shorter(end, limit), shorter(quit, limit));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** How long a reply may take, in milliseconds. */
    int millisFor(SmtpPhase phase) {
        var limit = switch (phase) {
            case CONNECT -> connect;
            case GREETING -> greeting;
            case EHLO, STARTTLS, AUTH, MAIL, RCPT -> command;
            case DATA -> data;
            case BODY -> block;
            case END -> end;
        };
        return (int) limit.toMillis();
    }

    /** In milliseconds. */
    long shortest() {
        return Stream.of(connect, greeting, command, data, block, end, quit).mapToLong(Duration::toMillis).min().orElseThrow();
    }
}
