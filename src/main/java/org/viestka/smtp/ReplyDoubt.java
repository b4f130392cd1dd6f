package org.viestka.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells whether a refusal that sounds like an unknown mailbox has another reason. It has none only where it is made of the words
 * of which such refusals are made, and of nothing else: reasons are countless, and when in doubt the address is not to blame.
 */
final class ReplyDoubt {

    /** As servers write around the verdict: where they looked, what they were asked, and what they said. */
    private static final Pattern FORMULA = Pattern.compile("(?<!\\w)(?:"
            + "in (?:the )?(?:\\w+ )?(?:local|virtual|relay|alias|recipient|mailbox|user)(?: \\w+)? (?:tables?|maps?|domains?|list)"
            + "|(?:by|in) smtp address lookup|user lookup success but|(?:on|at|with) (?:this|our|the|your) (?:\\w+ )?(?:server|system|host|domain|site|service|company|location)"
            + "|(?:on|at|in|for|within) (?:this|the|our) (?:organi[sz]ation|domain)|requested (?:mail )?action (?:was )?(?:not taken|aborted)"
            + "|\\(?in reply to (?:the )?(?:end of )?(?:rcpt to|rcpt|data) command\\)?|(?:end of )?rcpt to|rcpt"
            + "|(?:that |which )?you(?: have|'re| are|'ve)? (?:tried|trying|entered|specified|wrote|are looking)(?: writing)?(?: to(?: (?:reach|contact|e?-?mail|send(?: mail)? to))?)?"
            + "|your (?:message|mail|e-?mail|address book|list)|(?:the|your) (?:company|organi[sz]ation)|in our directory|(?:unknown |recipient |destination )?address error|for one or more recipients|one or more recipients|permanent (?:failure|error|fatal error)s?|delivery (?:error|failure|status|failed)"
            + "|message (?:was |has been )?(?:not accepted|rejected|refused|returned)|(?:e-?)?mail (?:was |has been )?(?:refused|rejected|returned)"
            + "|name service error(?: for)?|type ?= ?\\w+|(?:host|remote|server|smtp)(?: \\S+)? (?:said|replied|says)|said|says|replied|there is no|i am|i'm|we're|sorry"
            + "|no mailbox (?:here )?by that name|user'?s? lookup|(?:user )?record|chk-?user|resolver ?adr ?\\w*|in \\w+_maps|(?:no longer )?on (?:this |the )?server"
            + "|(?:relay|client|host|mx|mta|id|sid|session id)(?=\\s*[=:])|(?:mx|mta|smtp|mail|relay)(?=\\.\\s)|by that name"
            + "|local[- ]part(?: \\S+(?= in))?|after the [@\\w]+ sign|any ?more|dear sender|^\\W*error(?=:)|the mail server could not deliver mail to)(?!\\w)");
    /** Advice and explanations say nothing of the reason. */
    private static final Pattern ADVICE = Pattern.compile(
            "^[^\\p{L}]*(?:please|pls|kindly|check|double-?check|verify|try|see|visit|go|contact|refer|learn|read|update"
                    + "|remove|correct|make|for (?:more|further|additional|help|assistance|explanation|details)|more (?:info\\w*|details)|if you|you (?:may|should|can|might)(?! not|not)|temporary addresses|closing|bye|goodbye|it (?:may|might)|perhaps|maybe|bitte|veuillez|por favor"
                    + "|пожалуйста|проверьте|калі ласка|праверце|будь ласка|перевірте)(?!\\p{L})");
    /** What became of the message says nothing where the rest says that nobody is there. */
    private static final Pattern ACCOUNT = Pattern.compile(
            "^[^\\p{L}]*(?:(?:the |this )?(?:sender|message|e-?mail|mail) (?:should|must|has been|was|will)(?! (?:deleted|removed))|message rejected)(?!\\p{L})");
    /** A way of saying that nobody is there. */
    private static final Pattern NOBODY = Pattern
            .compile("(?<!\\w)(?:no-?such-?user|null ?mx|does(?:n't| not) (?:accept|receive) (?:any )?(?:e-?)?mail)(?!\\w)");
    /** What another server said counts, not what this one did. */
    private static final Pattern PASSED_ON = Pattern.compile("^.*(?:->|said|was|reply|response):?\\s*(?=5\\d\\d[ -])");
    private static final Pattern LATER = Pattern.compile(
            "(?<!\\w)(?:later|retry|retries|again|minutes?|hours?|days?|tomorrow|temporar\\w+|while|soon|позже|позднее|пазней|später|plus tard)(?!\\w)");
    private static final Pattern MENDED = Pattern.compile(
            "(?<!\\w)(?:check|correct)(?!\\w)[^.;:!?]{0,60}(?<!\\w)(?:address|recipient|spelling)(?!\\w)");
    private static final Pattern SENTENCES = Pattern
            .compile("(?<=[.;!?:])\\s+|\\s+-+\\s+|,\\s+(?=please|contact|closing|try|check)|\\n|\\bplease\\b(?<=\\w please)");
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{M}\\d'’-]+|(?<!\\p{L})['’-]+|['’-]+(?!\\p{L})");
    private static final Pattern WITH_DIGIT = Pattern.compile("[\\w.#-]*\\d[\\w.#-]*");

    private static final Properties VOCABULARY = vocabulary();
    private static final Set<String> PERSON = words("person");
    private static final Set<String> THING = words("thing");
    private static final Set<String> DOMAIN = words("domain");
    private static final Set<String> UNKNOWN = words("unknown");
    private static final Set<String> KNOWN = words("known");
    private static final Set<String> WEAK = words("weak");
    private static final Set<String> DENIAL = words("denial");
    private static final Set<String> SMALL = words("small");
    /** Of mail that is delivered, they say nothing of a mailbox. */
    private static final Set<String> GONE = Set.of("deleted", "removed", "terminated", "cancelled", "canceled");
    private static final Set<String> MAIL = Set.of("mail", "message");

    private ReplyDoubt() {}

    private static Properties vocabulary() {
        try (var in = new InputStreamReader(ReplyDoubt.class.getResourceAsStream("/reply-vocabulary.properties"), UTF_8)) {
            var read = new Properties();
            read.load(in);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> words(String kind) {
        return Set.of(VOCABULARY.getProperty(kind).split(" +"));
    }

    /** The words without advice, which holds words of any kind. */
    static String reason(String words) {
        return sentences(words).collect(Collectors.joining(" "));
    }

    private static Stream<String> sentences(String words) {
        return SENTENCES.splitAsStream(words)
                .filter(sentence -> !ADVICE.matcher(sentence).find() && !ACCOUNT.matcher(sentence).find()
                        || LATER.matcher(sentence).find() && !MENDED.matcher(sentence).find());
    }

    /**
     * @param words in lower case, without names
     * @param said whether they say themselves that nobody is there, not the code alone
     */
    static boolean isIn(String words, boolean said) {
        var found = in(words);
        if (!said && SENTENCES.splitAsStream(words).anyMatch(sentence -> ACCOUNT.matcher(sentence).find())) {
            return true;
        }
        if (said || found.isEmpty()) {
            return !isOfNobody(found);
        }
        boolean weak = found.stream().noneMatch(word -> UNKNOWN.contains(word) || KNOWN.contains(word));
        return !isOfNobody(found) || found.stream().noneMatch(ReplyDoubt::isVerdict)
                || weak && found.stream().anyMatch(MAIL::contains);
    }

    /** Whether they say in any language, as a whole, that nobody is there. */
    static boolean saysNobody(String words) {
        var found = in(words);
        boolean denied = found.stream().anyMatch(DENIAL::contains);
        return isOfNobody(found) && found.stream().anyMatch(PERSON::contains)
                && found.stream().anyMatch(word -> UNKNOWN.contains(word) || denied && KNOWN.contains(word));
    }

    private static List<String> in(String words) {
        var verdict = NOBODY.matcher(PASSED_ON.matcher(reason(words)).replaceFirst("")).replaceAll(" unknown ");
        var rest = WITH_DIGIT.matcher(FORMULA.matcher(verdict).replaceAll(" ")).replaceAll(" ");
        return SEPARATORS.splitAsStream(rest).filter(word -> !word.isEmpty()).toList();
    }

    /** Whether no word speaks of anything else, nor do the words together. */
    private static boolean isOfNobody(List<String> words) {
        boolean known = words.stream().allMatch(
                word -> PERSON.contains(word) || THING.contains(word) || isVerdict(word) || SMALL.contains(word));
        boolean host = words.contains("host")
                && words.stream().anyMatch(Set.of("mail", "message", "mailbox", "recipient's")::contains);
        boolean mail = words.stream().anyMatch(GONE::contains) && words.stream().anyMatch(MAIL::contains);
        boolean named = words.stream().noneMatch(THING::contains)
                || words.stream().anyMatch(word -> PERSON.contains(word) || DOMAIN.contains(word));
        return known && named && !host && !mail;
    }

    private static boolean isVerdict(String word) {
        return UNKNOWN.contains(word) || KNOWN.contains(word) || WEAK.contains(word);
    }
}
