package org.viestka.bounce;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Tells old feedback loops by the look of their messages: the mail that a reader called spam is attached, without a report in the
 * form of RFC 5965. People forward mails too, so a sign of the machine is wanted: its mailbox, or its subject. A domain is none:
 * people have mailboxes there as well.
 */
final class FeedbackLoop {

    private static final List<String> SENDERS = List.of("return-path", "from", "sender");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>()\"]{1,64}@[^\\s@<>()\"]+");
    /** What stands before a name of a machine, and behind it. No dot: that is how people are named. */
    private static final String BEFORE = "(?:[^\\s@.]{1,64}[-_])?";
    private static final String BEHIND = "(?:[-_+=][^\\s@]*)?@";
    private static final String HOST = "(?:[^\\s@]{1,64}\\.)?(?:fbl|arf|jmrpp?|feedback|feedback-?loops?|complaints?|signal-spam)\\..*";
    /** Nobody writes by hand from there, whatever the subject looks like. */
    private static final Pattern MACHINE = Pattern.compile(BEFORE
            + "(?:fbl|jmrpp?|scomp|(?:fbl|arf|abuse|spam|junk|complaints?|feedback)[-_.]?loops?)" + BEHIND
            + ".*|staff@hotmail\\.com|"
            + BEFORE + "(?:arf|abuse|complaints?|feedback|spam|junk|reports?|no-?reply|do-?not-?reply|postmaster|mailer-daemon)"
            + BEHIND + HOST);
    private static final Pattern DESK = Pattern.compile(BEFORE + "(?:arf|abuse|complaints?|feedback"
            + "|(?:arf|abuse|spam|junk|complaints?|feedback)[-_.]?(?:reports?|complaints?)|reports?[-_.]?(?:abuse|spam|junk))"
            + BEHIND + ".*");
    private static final Pattern NAME = Pattern
            .compile("[^<]*\\b(?:fbl|feedback|complaints?|abuse|anti-?spam|spam)\\b[^<]*<[^@<>]*@"
                    + HOST, Pattern.DOTALL);
    private static final Pattern SUBJECT = Pattern.compile("(?:\\[[^\\[\\]]*]\\s*)?(?:"
            + "(?:spam |abuse |user |customer )?complaint (?:about|for|from|regarding) (?:an? )?(?:e-?mail|mail|messages?|ip|user|\\[?\\d)"
            + "|(?:new |automat\\w+ |e-?mail |user |customer )?(?:abuse|spam|junk|feedback|fbl|complaint)(?: (?:loop|e-?mail|mail|message))?"
            + " (?:report|notification|complaint|feedback)s?\\b|\\[?(?:fbl|feedback loop)\\b|client tos notification\\b"
            + "|(?:report of|(?:\\w+ ){0,6}(?:reported|marked|flagged) as) (?:spam|abuse|junk)\\b"
            + "|(?:a |the |your )?(?:users?|customers?|recipients?|subscribers?|members?) (?:has |have )?(?:reported|marked|flagged)(?: \\w+){0,4} (?:as )?(?:spam|abuse|junk)\\b"
            + "|жалоб[аы] (?:пользовател[яей]+ )?на (?:спам|письмо|рассылку|сообщение)|скарг[аі] на (?:спам|ліст|лист|рассылку|розсилку)).*"
            + "|\\[(?:spam|abuse|junk|fbl|feedback)\\W?(?:complaint|report|notification|loop)s?\\b.*", Pattern.DOTALL);
    /** An answer, something sent on, or a question. */
    private static final Pattern BY_HAND = Pattern.compile("(?:re|aw|fwd?|wg|tr|rv|i)\\s*(?:\\[\\d+])?:.*|.*\\?",
            Pattern.DOTALL);

    private FeedbackLoop() {}

    /** @param head fields of a message, names in lower case */
    static boolean sent(Map<String, String> head) {
        if (isAutomaticReply(head)) {
            return false;
        }
        var senders = SENDERS.stream().map(name -> address(head.getOrDefault(name, ""))).toList();
        if (senders.stream().anyMatch(sender -> MACHINE.matcher(sender).matches())
                || NAME.matcher(words(head, "from")).matches()) {
            return true;
        }
        var subject = words(head, "subject");
        return !BY_HAND.matcher(subject).matches() && (SUBJECT.matcher(subject).matches()
                || senders.stream().anyMatch(sender -> DESK.matcher(sender).matches()));
    }

    private static String words(Map<String, String> head, String name) {
        return EncodedWords.decode(head.getOrDefault(name, "")).strip().toLowerCase(Locale.ROOT);
    }

    /** The last one: what stands before it may be a name in the form of one. */
    private static String address(String field) {
        return ADDRESS.matcher(field.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).reduce("",
                (one, other) -> other);
    }

    /** RFC 3834, and what was usual before it. */
    private static boolean isAutomaticReply(Map<String, String> head) {
        return head.getOrDefault("auto-submitted", "").strip().toLowerCase(Locale.ROOT).startsWith("auto-replied")
                || head.getOrDefault("precedence", "").strip().equalsIgnoreCase("auto_reply")
                || head.containsKey("x-autoreply") || head.containsKey("x-autorespond");
    }
}
