package org.viestka.bounce;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.viestka.smtp.EnvelopeNames;

/**
 * What a report says of one recipient: the reply of the host that refused, out of whatever gateways put around it.
 *
 * @param status by RFC 3463, of the refusing host where it gave one; empty where there is none
 * @param guessed whether the status is only what the reporting relay made of a reply without one
 * @param local whether the reporting relay itself found it out, not another host
 * @param words of the refusing host
 * @param around the whole text, with what stands around those
 */
record Diagnosis(String status, boolean guessed, boolean local, String words, String around) {

    private static final int LONGEST = 1_000;
    private static final Pattern CODE = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    /** Behind which relays hide all sorts of reasons. */
    private static final Pattern VAGUE = Pattern.compile("[245]\\.\\d\\.0|[245]\\.0\\.\\d+|5\\.4\\.1|5\\.1\\.351");
    /** The type of a diagnosis (RFC 3464 §2.3.6). */
    private static final Pattern TYPE = Pattern.compile("\\s*([\\w-]+)\\s*;");
    private static final String REPLY = "[245]\\d\\d(?![\\w.])|[245]\\.\\d{1,3}\\.\\d";
    /** What stands before the reply of another host: {@code said: 550 …}, {@code -> 550 …}, {@code <421 …}. */
    private static final Pattern QUOTING = Pattern.compile(
            "(?:->|<|\\bsmtp;|#smtp#|\\b(?:said|says|returned|responded|response|replied"
                    + "|answered|reply|error|reason|was|with)\\b:?)\\s{0,3}['\"<(]{0,3}\\s{0,3}(?=" + REPLY + ")",
            Pattern.CASE_INSENSITIVE);
    /** In quotation marks behind its code, as in {@code 550-'…'}, or together with it. */
    private static final Pattern QUOTED = Pattern
            .compile("(?<![\\w.])[245]\\d\\d[- ]{0,2}(['\"])(.+)\\1|(['\"])((?:" + REPLY + ").+)\\3");
    private static final Pattern WORD = Pattern.compile("\\p{L}{3}");
    /** The fields of RFC 3464. What stands in others is worth reading where the diagnosis says nothing, unless it is a name. */
    private static final Pattern WITHOUT_WORDS = Pattern
            .compile("action|status|will-retry-until|reporting-mta|received-from-mta|dsn-gateway"
                    + "|diagnostic-code|.*(?:recipient|sender|name|-id|date|mta|host|address)");
    private static final Set<String> LOCAL = Set.of("x-unix", "x-postfix", "x-notes", "unknown", "x-local");

    /** @param fields of a recipient, names in lower case */
    static Diagnosis of(Map<String, String> fields) {
        var own = cut(fields.getOrDefault("status", ""));
        var diagnosis = cut(fields.getOrDefault("diagnostic-code", ""));
        var type = TYPE.matcher(diagnosis);
        boolean typed = type.lookingAt();
        boolean local = typed && LOCAL.contains(type.group(1).toLowerCase(Locale.ROOT));
        var told = typed ? diagnosis.substring(type.end()) : diagnosis;
        if (!WORD.matcher(told).find()) {
            told = cut(told + " " + others(fields) + " " + (meant(own).isEmpty() ? CODE.matcher(own).replaceAll(" ") : ""));
        }
        told = EnvelopeNames.withoutNoted(told);
        var words = innermost(told).strip();
        var given = meant(words).or(() -> meant(diagnosis)).or(() -> any(words)).or(() -> any(diagnosis));
        boolean guessed = given.isEmpty() && !local && WORD.matcher(diagnosis).find();
        return new Diagnosis(given.or(() -> any(own)).orElse(""), guessed, local, words, told);
    }

    /** The words as people read them, with the status where it is not among them. */
    String reply() {
        return words.contains(status) ? words : (status + " " + words).strip();
    }

    private static String others(Map<String, String> fields) {
        return fields.entrySet().stream().filter(field -> !WITHOUT_WORDS.matcher(field.getKey()).matches())
                .map(Map.Entry::getValue).collect(Collectors.joining(" "));
    }

    private static String innermost(String told) {
        var quoting = QUOTING.matcher(told);
        int start = 0;
        while (quoting.find()) {
            start = quoting.end();
        }
        var reply = told.substring(start);
        var quoted = QUOTED.matcher(reply);
        if (quoted.find()) {
            reply = quoted.group(2) != null ? quoted.group(2) : quoted.group(4);
        }
        return WORD.matcher(reply).find() ? reply : told;
    }

    /** The last status that says something. */
    private static Optional<String> meant(String text) {
        return CODE.matcher(text).results().map(match -> match.group(1)).filter(code -> !VAGUE.matcher(code).matches())
                .reduce((one, other) -> other);
    }

    private static Optional<String> any(String text) {
        return CODE.matcher(text).results().map(match -> match.group(1)).findFirst();
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
