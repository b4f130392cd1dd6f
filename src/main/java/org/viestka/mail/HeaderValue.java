package org.viestka.mail;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Which values may stand in a header as they are. Messages name the field, never the value: it may be a reader's address. */
final class HeaderValue {

    private static final int LONGEST_ADDRESS = 254;
    /** A URL may not be folded, and a line has at most 998 octets (RFC 5322 §2.1.1): leave room for the field's name. */
    private static final int LONGEST_URL = 900;
    private static final String ATEXT_MARKS = "!#$%&'*+-/=?^_`{|}~";

    private static final Pattern LIST_ID = Pattern.compile("[A-Za-z0-9_-]++(\\.[A-Za-z0-9_-]++)++");
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9_-]++(\\.[A-Za-z0-9_-]++)*+");
    private static final Pattern FIELD_NAME = Pattern
            .compile("(?i)(?!(Return-Path|Received|Comments|Keywords|DKIM-Signature|Bcc)$)[A-Z0-9][A-Z0-9-]{0,60}");
    private static final Pattern LANGUAGES = Pattern
            .compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*+(, [A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*+)*+");

    private HeaderValue() {}

    /** A dot-atom, {@code @}, a host name: RFC 5322 §3.4.1 without quoted strings, comments and literals. */
    static String requireAddress(String field, String value) {
        int at = value.indexOf('@');
        if (at < 1 || at == value.length() - 1 || value.length() > LONGEST_ADDRESS) {
            throw refusal(field);
        }
        char before = '.';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean atom = isAlphanumeric(c) || (i < at ? ATEXT_MARKS.indexOf(c) >= 0 : c == '-');
            boolean separator = i == at || c == '.';
            if (!(atom || separator && before != '.')) {
                throw refusal(field);
            }
            before = separator ? '.' : c;
        }
        if (before == '.') {
            throw refusal(field);
        }
        return value;
    }

    static String requireToken(String value) {
        if (value.isEmpty()) {
            throw refusal("token");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isAlphanumeric(c) && c != '-' && c != '_') {
                throw refusal("token");
            }
        }
        return value;
    }

    /** Printable ASCII without space, so that it can neither end the line nor be folded. */
    static String requireUnfoldable(String field, String value) {
        if (value.isEmpty() || value.length() > LONGEST_URL
                || !value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '<' && c != '>')) {
            throw refusal(field);
        }
        return value;
    }

    static String requireUrl(String field, URI value) {
        return requireUnfoldable(field, value.toASCIIString());
    }

    /** RFC 2919 §2: a dot-atom of at least two labels, with its brackets not over 255 characters. */
    static String requireListId(String value) {
        if (value.length() > 253 || !LIST_ID.matcher(value).matches()) {
            throw refusal("listId");
        }
        return value;
    }

    static String requireDomain(String field, String value) {
        if (value.length() > 253 || !DOMAIN.matcher(value).matches()) {
            throw refusal(field);
        }
        return value;
    }

    /** RFC 6376 §5.4: names of header fields, {@code From} among them, and none that every server on the way writes anew. */
    static List<String> requireSigned(List<String> listed) {
        var names = listed.stream().map(name -> name.replaceAll("^[ \\t]+|[ \\t]+$", "")).toList();
        if (names.stream().noneMatch("From"::equalsIgnoreCase)) {
            throw new IllegalArgumentException("quarkus.mailer.dkim.signed-headers must name From");
        }
        for (var name : names) {
            if (!FIELD_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "quarkus.mailer.dkim.signed-headers: '" + name + "' is no name of a header field that can be signed");
            }
        }
        return names;
    }

    static String requireLanguages(List<String> tags) {
        var value = String.join(", ", tags);
        if (value.length() > LONGEST_URL || !LANGUAGES.matcher(value).matches()) {
            throw refusal("languages");
        }
        return value;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static IllegalArgumentException refusal(String field) {
        return new IllegalArgumentException(field + " cannot stand in a mail header");
    }
}
