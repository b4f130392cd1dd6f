package org.viestka.bounce;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tells old feedback loops by the look of their messages: the mail that a reader called spam is attached, without a report in the
 * form of RFC 5965. People forward mails too, so a sign of the machine is wanted: its sender or its subject.
 */
final class FeedbackLoop {

    private static final List<String> SENDERS = List.of("return-path", "from", "sender");
    private static final Pattern SENDER = Pattern.compile("(?:^|[\\s<])(?:(?:[^\\s@<>]{1,64}[-_.+])?"
            + "(?:fbl|arf|jmrpp?|scomp|abuse|complaints?|feedback|(?:fbl|arf|abuse|spam|junk|complaint|feedback)[-_.]?(?:loops?|reports?|complaints?))"
            + "(?:[-_.+=][^\\s@<>]*)?@|[^\\s@<>]{1,64}@(?:[^\\s@<>]{1,64}\\.)?(?:fbl|arf|jmrpp?|feedback|feedbackloop|complaints?)\\."
            + "|staff@hotmail\\.com)");
    private static final Pattern SUBJECT = Pattern.compile("(?:\\[[^\\[\\]]*]\\s*)?(?:"
            + "(?:spam |abuse |user |customer )?complaint (?:about|for|from|regarding) (?:an? )?(?:e-?mail|mail|messages?|ip|user|\\[?\\d)"
            + "|(?:new |automat\\w+ |e-?mail |user |customer )?(?:abuse|spam|junk|feedback|fbl|complaint)(?: (?:loop|e-?mail|mail|message))?"
            + " (?:report|notification|complaint|feedback)s?\\b|\\[?(?:fbl|feedback loop)\\b|client tos notification\\b"
            + "|(?:report of|(?:\\w+ ){0,6}reported as) (?:spam|abuse|junk)\\b).*", Pattern.DOTALL);
    private static final Pattern BY_HAND = Pattern.compile("(?:re|aw|fwd?|wg|tr|rv|i)\\s*(?:\\[\\d+])?:.*", Pattern.DOTALL);

    private FeedbackLoop() {}

    /** @param head fields of a message, names in lower case */
    static boolean sent(Map<String, String> head) {
        var subject = head.getOrDefault("subject", "").strip().toLowerCase(Locale.ROOT);
        if (BY_HAND.matcher(subject).matches() || isAutomaticReply(head)) {
            return false;
        }
        return SUBJECT.matcher(subject).matches() || SENDERS.stream()
                .anyMatch(name -> SENDER.matcher(head.getOrDefault(name, "").toLowerCase(Locale.ROOT)).find());
    }

    /** RFC 3834, and what was usual before it. */
    private static boolean isAutomaticReply(Map<String, String> head) {
        return head.getOrDefault("auto-submitted", "").strip().toLowerCase(Locale.ROOT).startsWith("auto-replied")
                || head.getOrDefault("precedence", "").strip().equalsIgnoreCase("auto_reply")
                || head.containsKey("x-autoreply") || head.containsKey("x-autorespond");
    }
}
