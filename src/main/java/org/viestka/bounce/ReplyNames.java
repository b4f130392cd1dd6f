package org.viestka.bounce;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.viestka.smtp.EnvelopeNames;
import org.viestka.vault.ReturnPath;

/** Addresses and domains that a reply may name, by whose they are. */
final class ReplyNames {

    /** RFC 5321 §4.5.3.1: of both halves. */
    private static final int LONGEST_ADDRESS = 320;
    private static final Pattern RETURN_PATH = Pattern.compile(
            "(?<![a-z2-7])b\\+[a-z2-7]{" + ReturnPath.LENGTH + "}(?![a-z2-7])",
            Pattern.CASE_INSENSITIVE);
    private static final String NOUN = "\\b(?:user|mailbox|recipient|account|address|name|alias)[ :]{1,2}['\"]?";
    /** Where a name stands: before what is said of it, or behind a noun that is unknown. */
    private static final List<String> PLACES = List.of(
            "(?<=" + NOUN + ")%s(?=['\"]?\\s*(?:is|was|does|doesn't|not|unknown|could|has|no)\\b)",
            "(?<=\\b(?:unknown|invalid|no such|no|bad) " + NOUN + ")%s(?!\\w)",
            "(?<=\\b(?:named|called)[ :]{1,2}['\"]?)%s(?!\\w)",
            "(?<=^[^\\p{L}]{0,20})%s(?=['\"]?\\s?(?:[:;,-]|\\.{2,3})\\s)",
            "(?<=^[^\\p{L}]{0,20})%s(?=['\"]?\\s*(?:unknown|not known|not found|does not exist)\\b)");
    /** Where a blank was forgotten behind a full stop: no host. */
    private static final Pattern SENTENCE = Pattern
            .compile("(?<=\\p{Ll})\\.(?=\\p{Lu}\\p{Ll})|(?<=(?<![\\w.@/-])\\p{Ll}{2,20})\\."
                    + "(?!(?:com|net|org|edu|gov|mil|int|info|biz|name|pro|mobi|asia|coop|aero|example|test|invalid|local|localdomain|lan|home|corp"
                    + "|internal|arpa)\\b)(?=\\p{Ll}{3,20}(?![\\w.@-]))");

    private final Set<String> recipients;
    private final Set<String> ours;

    /**
     * @param fields of the recipient, names in lower case
     * @param ours domains of the message that is reported
     */
    ReplyNames(Map<String, String> fields, Set<String> ours) {
        recipients = recipients(fields).collect(Collectors.toSet());
        // Readers of our own domain: its hosts are theirs as well.
        this.ours = ours.stream()
                .filter(domain -> recipients.stream()
                        .noneMatch(reader -> EnvelopeNames.areRelated(EnvelopeNames.domain(reader), domain)))
                .collect(Collectors.toSet());
    }

    /** Addresses of a recipient, in lower case. */
    static Stream<String> recipients(Map<String, String> fields) {
        return Stream.of("original-recipient", "final-recipient", "x-actual-recipient").map(fields::get)
                .filter(Objects::nonNull).map(ReplyNames::address)
                .filter(address -> address.length() <= LONGEST_ADDRESS && address.indexOf('@') > 0 && !address.endsWith("@"));
    }

    private static String address(String field) {
        return field.substring(field.indexOf(';') + 1).replaceAll("[<>\\s]", "").toLowerCase(Locale.ROOT);
    }

    boolean hasRecipient(String words) {
        var lower = words.toLowerCase(Locale.ROOT);
        return recipients.stream().anyMatch(lower::contains);
    }

    /** Whole, or its local part: whatever is not found, we are. */
    boolean hasReturnPath(String words) {
        return RETURN_PATH.matcher(words).find();
    }

    /** A domain of ours, unless it stands before the recipient's address: the host that reports may be ours as well. */
    boolean blamesOurs(String words) {
        var lower = words.toLowerCase(Locale.ROOT);
        int behind = recipients.stream().mapToInt(lower::indexOf).filter(at -> at >= 0).min().orElse(0);
        return ours.stream().anyMatch(domain -> {
            var found = Pattern.compile("(\\b(?:domain|host)\\W{1,3})?(?<![\\w-])" + Pattern.quote(domain) + "(?![\\w-])")
                    .matcher(lower);
            return found.results().anyMatch(match -> match.start() >= behind || match.group(1) != null);
        });
    }

    /**
     * The words without the recipient's address and domain, and without the local part where a name stands: it may be a word
     * itself. What else is a host is told from the end of a sentence.
     */
    String without(String words) {
        for (var recipient : recipients) {
            words = replace(words, Pattern.quote(recipient));
            words = replace(words, "(?<![\\w.-])" + Pattern.quote(EnvelopeNames.domain(recipient)) + "(?![\\w-])");
            var name = recipient.substring(0, recipient.lastIndexOf('@'));
            var local = Pattern.quote(name);
            if (isNoWord(name)) {
                words = replace(words, "(?<![\\w.@+-])" + local + "(?![\\w@+-]|\\.\\w)");
            }
            for (var place : PLACES) {
                words = replace(words, place.formatted(local));
            }
        }
        return SENTENCE.matcher(words).replaceAll(". ");
    }

    /** Of letters and something else: it stands for itself wherever it stands. */
    private static boolean isNoWord(String name) {
        return name.length() > 2 && name.chars().anyMatch(Character::isLetter) && !name.chars().allMatch(Character::isLetter);
    }

    private static String replace(String words, String name) {
        return Pattern.compile(name, Pattern.CASE_INSENSITIVE).matcher(words).replaceAll("<>");
    }
}
