package org.viestka.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of a message's envelope that a refusal may hold. Some refuse a recipient because they do not know us, in words that do not
 * say so: "550 The domain news.example.org does not exist".
 */
public final class EnvelopeNames {

    /** Behind each name of ours, for whoever reads the reply, now or out of the ledger. */
    static final String MARK = " (the sender)";
    private static final int LONGEST = 2_000;
    private static final Pattern NAME = Pattern.compile(
            "(?<![\\w.+=@-])[\\w.+=-]{1,100}@(?:[\\w-]+\\.)+[\\w-]+>?|(?<![\\w.@-])(?:[\\w-]+\\.)+[\\w-]*\\p{L}[\\w-]*",
            Pattern.UNICODE_CHARACTER_CLASS);
    /** Of the envelope, two things at least by their names: it is noted for the log, whatever the reply is about. */
    private static final Pattern NOTED = Pattern.compile("[\\[(](?=[^\\[\\]()]{0,300}\\b(?:sender|from)\\s?[=:])"
            + "(?=[^\\[\\]()]{0,300}\\b(?:ip|to|rcpt|recipient|helo|client|host|proto|server|size|id)\\s?[=:])[^\\[\\]()]{0,600}[\\])]",
            Pattern.CASE_INSENSITIVE);
    /** Local parts that stand in refusals as words. */
    private static final Set<String> WORDS = Set.of("domain", "host", "user", "unknown", "sender", "mail", "email", "address",
            "mailbox", "account", "server", "name", "postmaster", "the", "not", "found", "from");

    private final String sender;
    private final String recipient;
    private final List<String> ours;

    /**
     * @param ownHost as in {@code EHLO}; empty where it is not known
     * @param sender of the envelope; empty for the null sender
     */
    public EnvelopeNames(String ownHost, String sender, String recipient) {
        this.sender = sender.toLowerCase(Locale.ROOT);
        this.recipient = recipient.toLowerCase(Locale.ROOT);
        // Readers of our own domain: its hosts are theirs as well.
        ours = Stream.of(ownHost.toLowerCase(Locale.ROOT), domain(this.sender))
                .filter(name -> name.indexOf('.') > 0 && !areRelated(name, domain(this.recipient))).toList();
    }

    /** The reply without what it notes of the envelope in brackets. */
    public static String withoutNoted(String reply) {
        return NOTED.matcher(reply).replaceAll(" ");
    }

    /** Whether one is the other or lies in it. */
    public static boolean areRelated(String one, String other) {
        return one.equals(other) || one.endsWith("." + other) || other.endsWith("." + one);
    }

    /** What stands behind the {@code @}. */
    public static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    String recipient() {
        return recipient;
    }

    /** The reply with our names marked as such where it names us and not the recipient. */
    String marked(String reply) {
        var cut = reply.length() > LONGEST ? reply.substring(0, LONGEST) : reply;
        var told = withoutNoted(cut).toLowerCase(Locale.ROOT);
        return namesRecipient(told) || NAME.matcher(told).results().noneMatch(name -> isOurs(name.group()))
                ? reply
                : NAME.matcher(cut)
                        .replaceAll(name -> Matcher.quoteReplacement(name.group() + (isOurs(name.group()) ? MARK : "")));
    }

    private boolean namesRecipient(String told) {
        var local = recipient.substring(0, Math.max(0, recipient.lastIndexOf('@')));
        return told.contains(recipient) || holds(told, domain(recipient))
                || local.length() > 2 && !WORDS.contains(local) && holds(told, local);
    }

    private static boolean holds(String told, String name) {
        return Pattern.compile("(?<![\\w.@+-])" + Pattern.quote(name) + "(?![\\w@+-]|\\.\\w)").matcher(told).find();
    }

    private boolean isOurs(String name) {
        var lower = name.toLowerCase(Locale.ROOT).replace(">", "");
        return lower.equals(sender) || ours.stream().anyMatch(own -> areRelated(domain(lower), own));
    }
}
