package org.viestka.bounce;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.viestka.bounce.Report.Kind;

/** What the fields about one recipient mean (RFC 3464 §2.3, RFC 3463 §3). When in doubt the address is not to blame. */
final class Verdict {

    /** Bad mailbox, bad host, bad syntax, moved, null MX; and a host that DNS does not know. */
    private static final Set<String> NO_SUCH_MAILBOX = Set.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4");
    /** Behind which relays hide all sorts of reasons: the words must say it. */
    private static final Set<String> VAGUE = Set.of("", "5.0.0", "5.1.0", "5.2.0", "5.3.0",
            "5.4.1", "5.5.0");
    private static final Pattern CODE = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    private static final Pattern NOBODY = Pattern.compile("user unknown|unknown user|no such (user|mailbox|recipient|domain)"
            + "|user not exist|doesn't have a \\S+ account"
            + "|(user|mailbox|recipient|address|account)( \\S+)? (is )?(not found|not known|does not exist|doesn't exist|unknown|invalid)"
            + "|(user|recipient) not (found|known)|unknown recipient|invalid (recipient|mailbox)|recipient (name )?is not recognized"
            + "|(host|domain)( \\S+)? (not found|does not exist)|unknown (host|domain)|unrouteable address");
    /** What a reply says of the sender or of the moment, whatever else it says. */
    private static final Pattern NOT_THE_ADDRESS = Pattern
            .compile("spam|block|polic|reputation|blacklist|blocklist|dnsbl|spf|dkim"
                    + "|dmarc|quota|full|relay|greylist|try again|temporar|rate|too many|content|virus|access denied|reverse dns|name serv");

    private Verdict() {}

    /** @param fields of a recipient, names in lower case */
    static Kind of(Map<String, String> fields) {
        var action = fields.getOrDefault("action", "").strip().toLowerCase(Locale.ROOT);
        if (!action.startsWith("fail")) {
            return Kind.NOT_A_BOUNCE;
        }
        var words = fields.getOrDefault("diagnostic-code", "").toLowerCase(Locale.ROOT);
        return of(status(fields).orElse(""), words);
    }

    static Kind of(String status, String words) {
        if (status.startsWith("2.")) {
            return Kind.NOT_A_BOUNCE;
        }
        boolean excused = NOT_THE_ADDRESS.matcher(words).find();
        boolean blamed = NO_SUCH_MAILBOX.contains(status) || VAGUE.contains(status) && NOBODY.matcher(words).find();
        return blamed && !excused ? Kind.HARD : Kind.SOFT;
    }

    /** The code of the remote host where its words have one: the field of its own is often a guess of the relay's. */
    static Optional<String> status(Map<String, String> fields) {
        return code(fields.getOrDefault("diagnostic-code", "")).filter(code -> !code.endsWith(".0.0"))
                .or(() -> code(fields.getOrDefault("status", "")));
    }

    static Optional<String> code(String text) {
        var found = CODE.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
