package org.viestka.smtp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the server announced in its reply to {@code EHLO} (RFC 5321 §4.1.1.1).
 *
 * @param largest octets of the largest message it takes (RFC 1870); 0 where it does not say
 */
record SmtpExtensions(boolean startTls, boolean pipelining, boolean smtpUtf8, boolean size, long largest, Set<String> auth) {

    /** A server that knows {@code HELO} only. */
    static final SmtpExtensions NONE = of("");

    static SmtpExtensions of(String text) {
        boolean startTls = false;
        boolean pipelining = false;
        boolean smtpUtf8 = false;
        boolean size = false;
        long largest = 0;
        Set<String> auth = Set.of();
        for (var line : text.lines().skip(1).toList()) {
            // Some servers of old say AUTH=LOGIN.
            var words = line.toUpperCase(Locale.ROOT).trim().split("[ =]+");
            switch (words[0]) {
                case "STARTTLS" -> startTls = true;
                case "PIPELINING" -> pipelining = true;
                case "SMTPUTF8" -> smtpUtf8 = true;
                case "SIZE" -> {
                    size = true;
                    largest = words.length > 1 && words[1].matches("[0-9]{1,18}") ? Long.parseLong(words[1]) : 0;
                }
                case "AUTH" -> auth = Arrays.stream(words).skip(1).collect(Collectors.toUnmodifiableSet());
                default -> {
                    // Not ours to use.
                }
            }
        }
        return new SmtpExtensions(startTls, pipelining, smtpUtf8, size, largest, auth);
    }
}
