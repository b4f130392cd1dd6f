package org.viestka.bounce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.viestka.bounce.Report.Kind;
import org.viestka.smtp.ReplyText;
import org.viestka.vault.ReturnPath;

/**
 * Reads failure reports (RFC 3464), spam reports (RFC 5965) and what programs make of them. A stream with limits: nested, endless
 * or broken messages cost no more than others, and what was read before the trouble counts.
 */
final class ReportReader {

    private static final int MOST_OCTETS_OF_FIELDS = 64 * 1024;
    private static final int LONGEST_FIELD = 4 * 1024;
    private static final int MOST_PARTS = 200;
    /** A message of ours has one, an alias some; hostile words about each take some tens of milliseconds. */
    private static final int MOST_RECIPIENTS = 5;
    /** Addresses, links and domains of ours: each is looked for or opened later. */
    private static final int MOST_NAMES = 20;
    /** Messages and multiparts within each other. Each level of the parser reads from the one above it, down the stack. */
    private static final int MOST_LEVELS = 20;
    private static final Set<String> TO_US = Set.of("to", "delivered-to", "x-original-to", "envelope-to", "return-path",
            "original-mail-from", "x-failed-sender", "x-postfix-sender", "x-original-from", "x-envelope-from");
    static final Pattern RETURN_PATH = Pattern.compile(
            "(?<![a-z2-7])b\\+([a-z2-7]{" + ReturnPath.LENGTH + "})@", Pattern.CASE_INSENSITIVE);
    /** A domain with a dot at least: "localhost" is everybody's. */
    private static final Pattern DOMAIN = Pattern.compile("@([\\w-]+(?:\\.[\\w-]+)+)");
    /** A name or a number of a host behind its type, and a comment perhaps (RFC 3464 §2.2.2); never an address. */
    private static final Pattern HOST = Pattern
            .compile("(?:[\\w-]+\\s*;)?\\s*(\\[[\\w.:]{2,50}]|[\\p{L}\\p{N}._-]{1,253})(?:\\s[^@]*)?");
    private static final Pattern UNSUBSCRIBE = Pattern.compile("/unsubscribe/([A-Za-z0-9_-]{50})(?![A-Za-z0-9_-])");
    /** The first field of a delivery status, as programs write it (RFC 3464 §2.2, §2.3). */
    private static final Pattern STATUS = Pattern.compile(
            "\\s*(?:Reporting-MTA|Original-Envelope-Id|(?:Final|Original)-Recipient):",
            Pattern.CASE_INSENSITIVE);
    private static final MimeConfig LIMITS = MimeConfig.custom().setMaxLineLen(100_000).setMaxHeaderCount(2_000)
            .setMaxHeaderLen(100_000).setMaxContentLen(4L * 1024 * 1024).setMalformedHeaderStartsBody(true).build();

    private final Set<String> returnPaths = new LinkedHashSet<>();
    private final Set<String> unsubscribeTokens = new LinkedHashSet<>();
    private final List<Map<String, String>> recipients = new ArrayList<>();
    private final Set<String> ourDomains = new HashSet<>();
    private String feedback;
    private String relay;
    /** Open messages: one, and those attached to each other. */
    private int messages;
    /** The fields so far of the message whose head is being read; null elsewhere. */
    private Map<String, String> head;
    /** How many were open where the status of the delivery was found. */
    private int reported;
    /** How many messages were open where one came from a feedback loop; 0 where none did. */
    private int feedbackLoop;
    private boolean returnedByFeedbackLoop;

    private ReportReader() {}

    static Report read(byte[] message) throws IOException {
        var reader = new ReportReader();
        var stream = new MimeTokenStream(LIMITS, DecodeMonitor.SILENT, null);
        try {
            stream.parse(new ByteArrayInputStream(RawMessage.of(message)));
            reader.read(stream);
        } catch (MimeException | IllegalStateException e) {
            // Cut, or no message: what has been read counts.
        }
        return reader.report();
    }

    private void read(MimeTokenStream stream) throws IOException, MimeException {
        int parts = 0;
        int levels = 0;
        for (var state = stream.getState(); state != EntityState.T_END_OF_STREAM && parts < MOST_PARTS; state = stream.next()) {
            switch (state) {
                case T_START_MESSAGE -> {
                    levels++;
                    messages++;
                    head = new HashMap<>();
                }
                case T_START_MULTIPART -> levels++;
                case T_FIELD -> {
                    var field = stream.getField();
                    note(field.getName().toLowerCase(Locale.ROOT), field.getBody());
                }
                case T_END_HEADER -> endOfFields();
                case T_BODY -> {
                    parts++;
                    read(String.valueOf(stream.getBodyDescriptor().getMimeType()), text(stream));
                }
                case T_END_MULTIPART -> levels--;
                case T_END_MESSAGE -> {
                    levels--;
                    messages--;
                }
                default -> {
                    /* What stands between parts. */ }
            }
            stream.setRecursionMode(levels < MOST_LEVELS ? RecursionMode.M_RECURSE : RecursionMode.M_FLAT);
        }
    }

    private void endOfFields() {
        if (head != null && feedbackLoop == 0 && FeedbackLoop.sent(head)) {
            feedbackLoop = messages;
        }
        head = null;
    }

    private void read(String type, String body) {
        switch (type) {
            case "message/delivery-status", "message/global-delivery-status" -> noteStatus(body);
            case "message/feedback-report" -> groups(body).forEach(group -> {
                feedback = group.getOrDefault("feedback-type", feedback);
                group.forEach(this::note);
            });
            case "text/rfc822-headers", "message/global-headers" -> {
                messages++;
                groups(body).forEach(group -> group.forEach(this::note));
                messages--;
            }
            default -> {
                // Some programs name the part otherwise, on sending or on forwarding it.
                if (STATUS.matcher(body).lookingAt()) {
                    noteStatus(body);
                } else if (messages > 1) {
                    noteLinks(body);
                }
            }
        }
    }

    private void noteStatus(String body) {
        // What is returned may be a report itself.
        if (!recipients.isEmpty() && messages > reported) {
            return;
        }
        reported = messages;
        for (var group : groups(body)) {
            group.forEach(this::note);
            noteRelay(group.getOrDefault("reporting-mta", ""));
            boolean isRecipient = group.containsKey("action")
                    || group.containsKey("final-recipient") && group.containsKey("status");
            if (isRecipient && recipients.size() <= MOST_RECIPIENTS) {
                recipients.add(group);
            }
        }
    }

    private void noteRelay(String field) {
        var host = HOST.matcher(field);
        if (relay == null && host.matches()) {
            relay = host.group(1);
        }
    }

    private void note(String name, String value) {
        if (value == null) {
            return;
        }
        if (head != null) {
            head.putIfAbsent(name, value);
        }
        if (TO_US.contains(name)) {
            var found = RETURN_PATH.matcher(value).results().map(match -> match.group(1).toLowerCase(Locale.ROOT)).toList();
            returnedByFeedbackLoop |= isInFeedbackLoop() && !found.isEmpty();
            if (addSome(found, returnPaths)) {
                noteDomains(value);
            }
        } else if (name.equals("list-unsubscribe")) {
            noteLinks(value.replaceAll("\\s", ""));
        } else if (name.equals("from") && !recipients.isEmpty() && messages > reported) {
            noteDomains(value);
        }
    }

    private boolean isInFeedbackLoop() {
        return feedbackLoop > 0 && messages > feedbackLoop;
    }

    private void noteLinks(String text) {
        var found = UNSUBSCRIBE.matcher(text).results().map(match -> match.group(1)).toList();
        returnedByFeedbackLoop |= isInFeedbackLoop() && !found.isEmpty();
        addSome(found, unsubscribeTokens);
    }

    private void noteDomains(String addresses) {
        addSome(DOMAIN.matcher(addresses).results().map(match -> match.group(1).toLowerCase(Locale.ROOT)).toList(), ourDomains);
    }

    private static boolean addSome(List<String> found, Set<String> names) {
        return names.addAll(found.subList(0, Math.min(found.size(), MOST_NAMES - Math.min(names.size(), MOST_NAMES))));
    }

    private Report report() {
        if (feedback != null || recipients.isEmpty()) {
            return report(isComplaint() ? Kind.COMPLAINT : Kind.NOT_A_BOUNCE, List.of());
        }
        if (recipients.size() > MOST_RECIPIENTS) {
            return report(Kind.SOFT, List.of());
        }
        var kinds = recipients.stream().map(recipient -> Verdict.of(recipient, ourDomains)).toList();
        // A message of ours has one recipient. Where a report names more, behind an alias, all must be to blame.
        var kind = Set.copyOf(kinds).size() == 1 ? kinds.get(0) : Kind.SOFT;
        return report(kind, IntStream.range(0, kinds.size()).filter(index -> kinds.get(index) != Kind.NOT_A_BOUNCE)
                .mapToObj(index -> Diagnosis.of(recipients.get(index))).toList());
    }

    private boolean isComplaint() {
        // A failed check of DKIM (RFC 6591) comes in the same form, and no reader has anything to do with it.
        return feedback == null
                ? returnedByFeedbackLoop
                : Set.of("abuse", "fraud").contains(feedback.strip().toLowerCase(Locale.ROOT));
    }

    private Report report(Kind kind, List<Diagnosis> diagnoses) {
        var status = diagnoses.stream().map(Diagnosis::status).filter(code -> !code.isEmpty()).findFirst();
        var names = recipients.stream().flatMap(ReplyNames::recipients).toArray(String[]::new);
        var reply = diagnoses.stream().map(Diagnosis::reply).filter(words -> !words.isEmpty()).findFirst()
                .map(words -> ReplyText.anonymous(words, names));
        return new Report(kind, status.orElse(null), relay, reply.orElse(null), List.copyOf(returnPaths),
                List.copyOf(unsubscribeTokens));
    }

    private static String text(MimeTokenStream stream) throws IOException {
        return new String(stream.getDecodedInputStream().readNBytes(MOST_OCTETS_OF_FIELDS), StandardCharsets.UTF_8);
    }

    /** Groups of fields between empty lines, names in lower case, folded lines joined (RFC 3464 §2.1). */
    private static List<Map<String, String>> groups(String text) {
        var groups = new ArrayList<Map<String, String>>();
        Map<String, String> group = new LinkedHashMap<>();
        String name = null;
        for (var line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (line.isBlank()) {
                groups.add(group);
                group = new LinkedHashMap<>();
                name = null;
            } else if (Character.isWhitespace(line.charAt(0)) && name != null) {
                group.merge(name, line.strip(), ReportReader::joined);
            } else if (colon > 0) {
                name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                // A program that forgets the empty line between two recipients.
                if (Set.of("action", "final-recipient").contains(name) && group.containsKey(name)) {
                    groups.add(group);
                    group = new LinkedHashMap<>();
                }
                group.merge(name, line.substring(colon + 1).strip(), ReportReader::joined);
            }
        }
        groups.add(group);
        return groups;
    }

    /** Up to a bound: to copy a field for each of its lines would cost the square of its length. */
    private static String joined(String one, String other) {
        return one.length() > LONGEST_FIELD ? one : one + " " + other;
    }
}
