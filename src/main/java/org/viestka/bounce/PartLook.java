package org.viestka.bounce;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a part of a message is, by its type or by its look: programs name it otherwise on sending or on forwarding it, since they
 * do not know the types of RFC 3464, RFC 5965 and RFC 6532.
 */
enum PartLook {
    /** A message, or the head of one. */
    MESSAGE("(?:message|text|application)/(?:x-)?(?:rfc-?822|global|news)(?:-headers?)?"),
    /** What became of a delivery (RFC 3464). */
    STATUS("(?:message|text|application)/(?:x-)?(?:global-)?delivery-status"),
    /** A report of spam (RFC 5965). */
    FEEDBACK("(?:message|text|application)/(?:x-)?feedback(?:-report)?"),
    /** Something else. */
    OTHER("(?!)");

    private static final Pattern EMPTY_LINE = Pattern.compile("\\n[ \\t]*\\r?\\n");
    /** What mail programs do not quote of the head of a mail that they answer or send on. */
    private static final Set<String> MACHINES = Set.of("received", "return-path", "message-id", "mime-version",
            "dkim-signature", "delivered-to", "list-unsubscribe");
    /** Fields that no text begins with, and others that stand before those of a recipient (RFC 3464 §2.2, §2.3). */
    private static final Pattern STATUS_FIELDS = Pattern.compile(
            "\\s*(?:(?:Reporting-MTA|Original-Envelope-Id|DSN-Gateway|Received-From-MTA|(?:Final|Original)-Recipient)[ \\t]*:"
                    + "|(?:Action|Status|Diagnostic-Code|Remote-MTA|(?:Arrival|Last-Attempt)-Date|X-[\\w-]+)[ \\t]*:"
                    + "(?=[\\s\\S]*?^(?:Final|Original)-Recipient[ \\t]*:))",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private final Pattern types;

    PartLook(String types) {
        this.types = Pattern.compile(types);
    }

    /**
     * @param type in lower case
     * @param start of its text, as much as is read of fields
     */
    static PartLook of(String type, String start) {
        for (var look : values()) {
            if (look.types.matcher(type).matches()) {
                return look;
            }
        }
        var fields = FieldGroups.of(EMPTY_LINE.split(start.strip(), 2)[0]).get(0).keySet();
        if (fields.contains("from") && fields.stream().anyMatch(MACHINES::contains)) {
            return MESSAGE;
        }
        if (STATUS_FIELDS.matcher(start).lookingAt()) {
            return STATUS;
        }
        return fields.contains("feedback-type") && (fields.contains("user-agent") || fields.contains("version"))
                ? FEEDBACK
                : OTHER;
    }
}
