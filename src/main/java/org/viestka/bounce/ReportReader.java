package org.viestka.bounce;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final int MOST_OCTETS_OF_FIELDS = 64 * 1024;
    /** Of messages attached to each other, each counted anew. */
    private static final int MOST_OCTETS = 16 * 1024 * 1024;
    private static final int MOST_PARTS = 200;
    /** A message of ours has one, an alias some; hostile words about each take some tens of milliseconds. */
    private static final int MOST_RECIPIENTS = 5;
    /** Addresses, links and domains of ours: each is looked for or opened later. */
    private static final int MOST_NAMES = 20;
    /** Messages and multiparts within each other. Each level of the parser reads from the one above it, down the stack. */
    private static final int MOST_LEVELS = 20;
    private static final Set<String> TO_US = Set.of("to", "delivered-to", "x-original-to", "envelope-to", "return-path",
            "original-mail-from", "x-failed-sender", "x-postfix-sender", "x-original-from", "x-envelope-from", "x-envelope-to",
            "x-delivered-to", "x-rcpt-to", "x-real-to", "x-resent-to", "resent-to", "apparently-to", "x-apparently-to",
            "x-forwarded-to", "received", "received-spf", "authentication-results", "arc-authentication-results",
            "x-envelope-sender", "x-return-path", "x-mail-from");
    private static final Pattern RETURN_PATH = Pattern.compile(
            "(?<![a-z2-7])b\\+([a-z2-7]{" + ReturnPath.LENGTH + "})@(?:[\\w-]+(?:\\.[\\w-]+)+)?", Pattern.CASE_INSENSITIVE);
    /** A domain with a dot at least: "localhost" is everybody's. */
    private static final Pattern DOMAIN = Pattern.compile("@([\\w-]+(?:\\.[\\w-]+)+)");
    /** A name or a number of a host behind its type, and a comment perhaps (RFC 3464 §2.2.2); never an address. */
    private static final Pattern HOST = Pattern
            .compile("(?:[\\w-]+\\s*;)?\\s*(\\[[\\w.:]{2,50}]|[\\p{L}\\p{N}._-]{1,253})(?:\\s[^@]*)?");
    /** Services that look at links before their readers do put them into their own, once or more often. */
    private static final String SLASH = "(?:/|%(?:25){0,3}2[Ff])";
    private static final Pattern UNSUBSCRIBE = Pattern
            .compile(SLASH + "unsubscribe" + SLASH + "([A-Za-z0-9_-]{50})(?![A-Za-z0-9_-])");
    /** Of RFC 5965 §7.3: whatever else stands beside it. */
    private static final Pattern COMPLAINT = Pattern.compile("[^\\p{L}]*(?:abuse|fraud)(?![\\w-]).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final MimeConfig LIMITS = MimeConfig.custom().setMaxLineLen(100_000).setMaxHeaderCount(2_000)
            .setMaxHeaderLen(100_000).setMaxContentLen(4L * 1024 * 1024).setMalformedHeaderStartsBody(true).build();

    private final Set<String> returnPaths = new LinkedHashSet<>();
    private final Set<String> unsubscribeTokens = new LinkedHashSet<>();
    private final List<Map<String, String>> recipients = new ArrayList<>();
    private final Set<String> ourDomains = new HashSet<>();
    private boolean isFeedback;
    private boolean isComplaint;
    private String relay;
    private int octets;
    private int parts;
    /** Open messages and multiparts. */
    private int levels;
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

    static Report read(byte[] message) {
        var reader = new ReportReader();
        reader.readMessage(message);
        return reader.report();
    }

    private void readMessage(byte[] message) {
        octets += message.length;
        int around = levels++;
        messages++;
        head = new HashMap<>();
        var stream = new MimeTokenStream(LIMITS, DecodeMonitor.SILENT, null);
        try {
            stream.parse(new ByteArrayInputStream(RawMessage.of(message)));
            read(stream);
        } catch (MimeException | IOException | IllegalStateException e) {
            // Cut, too long, or no message: what has been read counts.
        }
        messages--;
        levels = around;
    }

    private void read(MimeTokenStream stream) throws IOException, MimeException {
        // Messages in it are read by themselves, by whatever type and in whatever encoding they come.
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
        for (var state = stream.getState(); state != EntityState.T_END_OF_STREAM && parts < MOST_PARTS; state = stream.next()) {
            switch (state) {
                case T_START_MULTIPART -> levels++;
                case T_FIELD -> {
                    var field = stream.getField();
                    note(field.getName().toLowerCase(Locale.ROOT), field.getBody());
                }
                case T_END_HEADER -> endOfFields();
                case T_BODY -> {
                    parts++;
                    readPart(String.valueOf(stream.getBodyDescriptor().getMimeType()), stream.getDecodedInputStream());
                }
                case T_END_MULTIPART -> levels--;
                default -> {
                    /* What stands between parts. */ }
            }
            if (levels >= MOST_LEVELS) {
                stream.setRecursionMode(RecursionMode.M_FLAT);
            }
        }
    }

    private void endOfFields() {
        if (head != null && feedbackLoop == 0 && FeedbackLoop.sent(head)) {
            feedbackLoop = messages;
        }
        head = null;
    }

    private void readPart(String type, InputStream body) throws IOException {
        var start = body.readNBytes(MOST_OCTETS_OF_FIELDS);
        var text = new String(start, StandardCharsets.UTF_8);
        text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        switch (PartLook.of(type, text)) {
            case MESSAGE -> {
                if (levels < MOST_LEVELS && octets < MOST_OCTETS) {
                    var message = new ByteArrayOutputStream();
                    message.write(start);
                    body.transferTo(message);
                    readMessage(message.toByteArray());
                }
            }
            case STATUS -> noteStatus(text);
            case FEEDBACK -> FieldGroups.of(text).forEach(this::noteFeedback);
            case OTHER -> {
                if (messages > 1) {
                    noteLinks(text);
                }
            }
        }
    }

    private void noteFeedback(Map<String, String> fields) {
        var type = fields.get("feedback-type");
        isFeedback |= type != null;
        // A failed check of DKIM (RFC 6591) comes in the same form, and no reader has anything to do with it.
        isComplaint |= type != null && COMPLAINT.matcher(type).matches();
        fields.forEach(this::note);
    }

    private void noteStatus(String body) {
        // What is returned may be a report itself.
        if (!recipients.isEmpty() && messages > reported) {
            return;
        }
        reported = messages;
        for (var group : FieldGroups.of(body)) {
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
            var found = RETURN_PATH.matcher(value).results().toList();
            returnedByFeedbackLoop |= isInFeedbackLoop() && !found.isEmpty();
            if (addSome(found.stream().map(match -> match.group(1).toLowerCase(Locale.ROOT)).toList(), returnPaths)) {
                found.forEach(match -> noteDomains(match.group()));
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
        if (isFeedback || recipients.isEmpty()) {
            return report(isComplaint || !isFeedback && returnedByFeedbackLoop ? Kind.COMPLAINT : Kind.NOT_A_BOUNCE, List.of());
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

    private Report report(Kind kind, List<Diagnosis> diagnoses) {
        var status = diagnoses.stream().map(Diagnosis::status).filter(code -> !code.isEmpty()).findFirst();
        var names = recipients.stream().flatMap(ReplyNames::recipients).toArray(String[]::new);
        var reply = diagnoses.stream().map(Diagnosis::reply).filter(words -> !words.isEmpty()).findFirst()
                .map(words -> ReplyText.anonymous(words, names));
        return new Report(kind, status.orElse(null), relay, reply.orElse(null), List.copyOf(returnPaths),
                List.copyOf(unsubscribeTokens));
    }
}
