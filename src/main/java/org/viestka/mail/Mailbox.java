package org.viestka.mail;

import java.util.regex.Pattern;

import org.viestka.publication.BaseUrl;

/**
 * The address of a sender, fit for every header and every step of SMTP: ASCII, without quotes.
 *
 * @param local what stands before the {@code @}
 * @param domain in small letters
 */
public record Mailbox(String local, String domain) {

    // RFC 5322 §3.4: a name needs quotes for any of the specials.
    private static final Pattern NAMED = Pattern
            .compile("(?:[^()<>@,;:\\\\\".\\[\\]]|\\.(?!\\.))*|\\s*\"(?:[^\"\\\\]|\\\\.)*\"\\s*");
    private static final Pattern DOT_ATOM = Pattern
            .compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST = 254;

    /**
     * An address that an operator wrote, bare or as {@code Name <address>}, with blanks around it or not. The name is passed over:
     * readers see that of the publication in their language, or the discreet one. International domains become ASCII.
     *
     * @throws IllegalArgumentException when it is none; the message says what is wrong, as the end of a sentence
     */
    public static Mailbox of(String text) {
        var stripped = text.strip();
        if (stripped.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("has a line break or another control sign in it");
        }
        var address = stripped;
        if (stripped.endsWith(">")) {
            int open = stripped.lastIndexOf('<');
            if (open < 0 || !NAMED.matcher(stripped.substring(0, open)).matches()) {
                throw new IllegalArgumentException(
                        "is not one address with at most a name in front, like Name <weekly@news.example.org>;"
                                + " a name with signs such as , or @ takes quotation marks around it");
            }
            address = stripped.substring(open + 1, stripped.length() - 1).strip();
        }
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1) {
            throw new IllegalArgumentException("is no whole mail address, like weekly@news.example.org");
        }
        var local = address.substring(0, at);
        if (local.length() > LONGEST_LOCAL || !DOT_ATOM.matcher(local).matches()) {
            throw new IllegalArgumentException("is not one mail address, like weekly@news.example.org, without quotation marks"
                    + " and with Latin letters before the @");
        }
        var mailbox = new Mailbox(local, domain(address.substring(at + 1)));
        if (mailbox.address().length() > LONGEST) {
            throw new IllegalArgumentException("is longer than a mail address may be");
        }
        return mailbox;
    }

    /**
     * A domain that mail is sent from, in ASCII.
     *
     * @throws IllegalArgumentException when it is none; the message is the end of a sentence
     */
    public static String domain(String text) {
        try {
            var domain = BaseUrl.domain(text);
            // What ends in digits is an address of a network.
            if (!Character.isDigit(domain.charAt(domain.length() - 1))) {
                return domain;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has no domain that mail can come from (letters, digits, hyphens and dots)", e);
        }
        throw new IllegalArgumentException("has a number where the domain belongs");
    }

    public String address() {
        return local + "@" + domain;
    }
}
