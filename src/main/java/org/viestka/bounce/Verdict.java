package org.viestka.bounce;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.viestka.bounce.Report.Kind;
import org.viestka.smtp.ReplyWords;
import org.viestka.smtp.ReplyWords.About;

/** What the fields about one recipient mean (RFC 3464 §2.3, RFC 3463 §3). When in doubt the address is not to blame. */
final class Verdict {

    /** Full, too large, expired, a loop, a sender that does not exist, content: whatever the words say. */
    private static final Pattern SOMETHING_ELSE = Pattern
            .compile("5\\.2\\.[23]|5\\.3\\.4|5\\.1\\.[789]|5\\.4\\.[67]|5\\.6\\.\\d+");
    private static final Set<String> NO_SUCH_DOMAIN = Set.of("5.1.2", "5.4.4");
    private static final Pattern LATER = Pattern.compile("[^\\p{L}\\d]*4\\d\\d(?![\\w.]).*", Pattern.DOTALL);
    /** Lists of senders, by the names of those who keep them: such a reply may be no more than a link. */
    private static final Pattern BLOCK_LIST = Pattern.compile(
            "spamhaus|spamcop|sorbs|barracudacentral|uceprotect|abuseat|senderscore|spamrats|openspf|dnsbl|/bl\\?|\\brbl\\b",
            Pattern.CASE_INSENSITIVE);
    /** Without saying whose: a host says that of the sender's domain more often than of its own. */
    private static final Pattern DOMAIN = Pattern.compile("\\b(?:domain|host)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern MAILBOX = Pattern.compile("\\b(?:user|mailbox|recipient|account|rcpt)s?\\b",
            Pattern.CASE_INSENSITIVE);
    /** Out of order, or not logged in: whatever is said of a recipient behind it. */
    private static final Pattern OUR_COMMANDS = Pattern.compile("[^\\p{L}\\d]*(?:50[0234]|53[0458])(?![\\w.]).*",
            Pattern.DOTALL);

    private Verdict() {}

    /**
     * @param fields of a recipient, names in lower case
     * @param ours domains of the message that is reported
     */
    static Kind of(Map<String, String> fields, Set<String> ours) {
        var diagnosis = Diagnosis.of(fields);
        var action = fields.getOrDefault("action", "failed").strip().toLowerCase(Locale.ROOT);
        if (action.startsWith("expired")) {
            return Kind.SOFT;
        }
        return action.startsWith("fail") ? of(diagnosis, new ReplyNames(fields, ours)) : Kind.NOT_A_BOUNCE;
    }

    private static Kind of(Diagnosis diagnosis, ReplyNames names) {
        var status = diagnosis.status();
        var words = diagnosis.words();
        if (status.startsWith("2.")) {
            return Kind.NOT_A_BOUNCE;
        }
        var told = names.without(words);
        boolean excused = status.startsWith("4.") || LATER.matcher(words).matches() || OUR_COMMANDS.matcher(words).matches()
                || SOMETHING_ELSE.matcher(status).matches()
                || BLOCK_LIST.matcher(told).find()
                || names.hasReturnPath(diagnosis.around()) || names.blamesOurs(words)
                || !names.hasRecipient(words) && isOfSomeDomain(diagnosis);
        if (excused) {
            return Kind.SOFT;
        }
        var meant = NO_SUCH_DOMAIN.contains(status) ? "5.1.2" : status;
        boolean gone = ReplyWords.about(diagnosis.guessed() ? "" : meant, told) == About.MAILBOX;
        return gone && !isCallback(diagnosis, names) ? Kind.HARD : Kind.SOFT;
    }

    /** Somebody asked for our sender and quotes what he was told. */
    private static boolean isCallback(Diagnosis diagnosis, ReplyNames names) {
        return ReplyWords.about("", names.without(diagnosis.around().replace(diagnosis.words(), " "))) == About.SENDER;
    }

    private static boolean isOfSomeDomain(Diagnosis diagnosis) {
        return !diagnosis.local() && !diagnosis.status().startsWith("5.1.") && !NO_SUCH_DOMAIN.contains(diagnosis.status())
                && DOMAIN.matcher(diagnosis.words()).find() && !MAILBOX.matcher(diagnosis.words()).find();
    }
}
