package org.viestka.subscriber;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.viestka.publication.Words;

import com.ibm.icu.text.IDNA;

/**
 * A mailbox that a mailing list can write to: a dot-atom before the {@code @}, a host name after it. RFC 5321 allows more
 * (quoted local parts, address literals, comments); no reader has those and every one of them is a way to smuggle.
 *
 * @param mailbox as typed, the domain in ASCII (RFC 5891) and lower case; what is mailed to
 */
public record Address(String mailbox) {

    /** Characters of the longest input looked at: RFC 5321 §4.5.3.1.3 allows 254. */
    public static final int MOST = 254;

    // RFC 5322 §3.2.3 atext, in runs between single dots. Possessive, so that it is linear.
    private static final Pattern LOCAL = Pattern
            .compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");
    /** What word processors and web pages put in place of a hyphen; in no name of a host (RFC 5892), though UTS 46 lets them be. */
    private static final Pattern HYPHENS = Pattern.compile("[\\u2010-\\u2013\\u2212\\ufe63\\uff0d]");
    private static final Pattern DASHES = Pattern.compile("[\\p{Pd}&&[^-]]");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Set<UnicodeScript> ALPHABETS = EnumSet.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC,
            UnicodeScript.GREEK);
    private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ
            | IDNA.NONTRANSITIONAL_TO_ASCII);

    /** Why an input is no address we can write to. */
    public enum Refusal {
        MISSING, TOO_LONG, MALFORMED,
        /** It would be an address without a sign in it that nobody sees. */
        INVISIBLE_SIGN,
        /** Letters outside ASCII before the {@code @}: most relays cannot carry them (RFC 6531). */
        NON_ASCII_LOCAL_PART,
        /** Letters of several alphabets in one label of the domain: misread, mistyped or meant to deceive. */
        MIXED_ALPHABETS
    }

    /** Either an address or why not; exactly one of both is there. */
    public record Parsed(Optional<Address> address, Optional<Refusal> refusal) {

        /** Why not, for whoever typed it; null where there is an address. */
        public String words(Words words) {
            return refusal.map(why -> switch (why) {
                case MISSING -> words.address_missing();
                case TOO_LONG -> words.address_too_long();
                case MALFORMED -> words.address_malformed();
                case INVISIBLE_SIGN -> words.address_invisible_sign();
                case NON_ASCII_LOCAL_PART -> words.address_non_ascii();
                case MIXED_ALPHABETS -> words.address_mixed_alphabets();
            }).orElse(null);
        }
    }

    /** Reads what a person typed or pasted. Invisible signs around it are forgiven, nothing else is. */
    public static Parsed parse(String typed) {
        var text = typed == null ? "" : InvisibleSigns.strip(typed);
        if (text.isEmpty()) {
            return refused(Refusal.MISSING);
        }
        // Length first: whatever follows costs at most so much.
        if (text.length() > 2 * MOST) {
            return refused(Refusal.TOO_LONG);
        }
        var parsed = parseVisible(text);
        var seen = parseVisible(InvisibleSigns.remove(text));
        // In a domain most of them mean nothing (UTS 46); with the others it is not the one that whoever typed it sees.
        return seen.address().isEmpty() || seen.address().equals(parsed.address()) ? parsed : refused(Refusal.INVISIBLE_SIGN);
    }

    private static Parsed parseVisible(String stripped) {
        var text = Normalizer.normalize(stripped, Normalizer.Form.NFC);
        int at = text.lastIndexOf('@');
        if (at <= 0 || at == text.length() - 1) {
            return refused(Refusal.MALFORMED);
        }
        var local = text.substring(0, at);
        if (local.length() > 64) {
            return refused(Refusal.TOO_LONG);
        }
        if (!LOCAL.matcher(local).matches()) {
            return refused(local.chars()
                    .allMatch(c -> c > 0x7f
                            ? Character.isLetterOrDigit(c)
                            : LOCAL.matcher(String.valueOf((char) c))
                                    .matches() || c == '.')
                    && local.chars().anyMatch(c -> c > 0x7f)
                            ? Refusal.NON_ASCII_LOCAL_PART
                            : Refusal.MALFORMED);
        }
        var domain = domain(text.substring(at + 1));
        if (domain == null) {
            return refused(Refusal.MALFORMED);
        }
        if (mixesAlphabets(domain)) {
            return refused(Refusal.MIXED_ALPHABETS);
        }
        var mailbox = local + "@" + domain;
        return mailbox.length() > MOST
                ? refused(Refusal.TOO_LONG)
                : new Parsed(Optional.of(new Address(mailbox)), Optional.empty());
    }

    /** An address that was parsed before, as it came out of the vault. */
    static Address ofMailbox(String mailbox) {
        return new Address(mailbox);
    }

    /** What equality is judged by: {@code A@x.by} and {@code a@X.by} are one reader. */
    public String folded() {
        return foldedMailbox(mailbox);
    }

    /** The folded form of an address as it came out of the vault. */
    public static String foldedMailbox(String mailbox) {
        return mailbox.toLowerCase(Locale.ROOT);
    }

    public String domain() {
        return mailbox.substring(mailbox.lastIndexOf('@') + 1);
    }

    /** Enough to recognise an address one knows, and no more: {@code a…@e….by}. */
    public String masked() {
        var domain = domain();
        return mailbox.charAt(0) + "…@" + domain.charAt(0) + "…" + domain.substring(domain.lastIndexOf('.'));
    }

    /** Logs and error messages get the mask: an address must never be in them by accident. */
    @Override
    public String toString() {
        return masked();
    }

    private static String domain(String typed) {
        var hyphened = HYPHENS.matcher(typed).replaceAll("-");
        if (DASHES.matcher(hyphened).find()) {
            return null;
        }
        var info = new IDNA.Info();
        var ascii = UTS46.nameToASCII(hyphened, new StringBuilder(), info).toString().toLowerCase(Locale.ROOT);
        if (info.hasErrors() || ascii.length() > 253) {
            return null;
        }
        var labels = ascii.split("\\.", -1);
        if (labels.length < 2 || DIGITS.matcher(labels[labels.length - 1]).matches()) {
            return null;
        }
        for (var label : labels) {
            if (label.length() > 63 || !LABEL.matcher(label).matches()) {
                return null;
            }
        }
        return ascii;
    }

    /** Registries give no such name away. */
    private static boolean mixesAlphabets(String domain) {
        if (!domain.contains("xn--")) {
            return false;
        }
        var shown = UTS46.nameToUnicode(domain, new StringBuilder(), new IDNA.Info());
        return Arrays.stream(shown.toString().split("\\."))
                .anyMatch(label -> label.codePoints().mapToObj(UnicodeScript::of).filter(ALPHABETS::contains).distinct()
                        .count() > 1);
    }

    private static Parsed refused(Refusal refusal) {
        return new Parsed(Optional.empty(), Optional.of(refusal));
    }
}
