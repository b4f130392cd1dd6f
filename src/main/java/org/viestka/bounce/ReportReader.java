package org.viestka.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.viestka.bounce.Report.Kind;
import org.viestka.vault.ReturnPath;

/**
 * Reads failure reports (RFC 3464), spam reports (RFC 5965) and what programs make of them. A stream with limits: nested, endless
 * or broken messages cost no more than others, and what was read before the trouble counts.
 */
final class ReportReader {

    private static final int MOST_OCTETS_OF_FIELDS = 64 * 1024;
    private static final int MOST_PARTS = 200;
    private static final Set<String> TO_US = Set.of("to", "delivered-to", "x-original-to", "envelope-to", "return-path",
            "original-mail-from", "x-failed-sender");
    private static final Pattern RETURN_PATH = Pattern.compile(
            "(?<![a-z2-7])b\\+([a-z2-7]{" + ReturnPath.LENGTH + "})@", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNSUBSCRIBE = Pattern.compile("/unsubscribe/([A-Za-z0-9_-]{50})(?![A-Za-z0-9_-])");
    private static final MimeConfig LIMITS = MimeConfig.custom().setMaxLineLen(100_000).setMaxHeaderCount(2_000)
            .setMaxHeaderLen(100_000).setMaxContentLen(4L * 1024 * 1024).setMalformedHeaderStartsBody(true).build();

    private final Set<String> returnPaths = new LinkedHashSet<>();
    private final Set<String> unsubscribeTokens = new LinkedHashSet<>();
    private final List<Map<String, String>> recipients = new ArrayList<>();
    private String feedback;

    private ReportReader() {}

    static Report read(InputStream message) throws IOException {
        var reader = new ReportReader();
        var stream = new MimeTokenStream(LIMITS, DecodeMonitor.SILENT, null);
        try {
            stream.parse(message);
            reader.read(stream);
        } catch (MimeException | IllegalStateException e) {
            // Cut, nested too deep, or no message: what has been read counts.
        }
        return reader.report();
    }

    private void read(MimeTokenStream stream) throws IOException, MimeException {
        int parts = 0;
        for (var state = stream.getState(); state != EntityState.T_END_OF_STREAM && parts < MOST_PARTS; state = stream.next()) {
            if (state == EntityState.T_FIELD) {
                var field = stream.getField();
                note(field.getName().toLowerCase(Locale.ROOT), field.getBody());
            } else if (state == EntityState.T_BODY) {
                parts++;
                switch (String.valueOf(stream.getBodyDescriptor().getMimeType())) {
                    case "message/delivery-status", "message/global-delivery-status" ->
                        recipients.addAll(groups(text(stream)).stream().filter(group -> group.containsKey("action")).toList());
                    case "message/feedback-report" -> groups(text(stream)).forEach(group -> {
                        feedback = group.getOrDefault("feedback-type", feedback);
                        group.forEach(this::note);
                    });
                    case "text/rfc822-headers", "message/global-headers" ->
                        groups(text(stream)).forEach(group -> group.forEach(this::note));
                    default -> {
                        /* Words for people. */ }
                }
            }
        }
    }

    private void note(String name, String value) {
        if (value == null) {
            return;
        }
        if (TO_US.contains(name)) {
            RETURN_PATH.matcher(value).results().forEach(match -> returnPaths.add(match.group(1).toLowerCase(Locale.ROOT)));
        } else if (name.equals("list-unsubscribe")) {
            UNSUBSCRIBE.matcher(value.replaceAll("\\s", "")).results().forEach(match -> unsubscribeTokens.add(match.group(1)));
        }
    }

    private Report report() {
        if (feedback != null) {
            // A failed check of DKIM (RFC 6591) comes in the same form, and no reader has anything to do with it.
            boolean complaint = Set.of("abuse", "fraud").contains(feedback.strip().toLowerCase(Locale.ROOT));
            return new Report(complaint ? Kind.COMPLAINT : Kind.NOT_A_BOUNCE, null, List.copyOf(returnPaths),
                    List.copyOf(unsubscribeTokens));
        }
        var kind = Kind.NOT_A_BOUNCE;
        String status = null;
        for (var recipient : recipients) {
            var one = Verdict.of(recipient);
            // A message of ours has one recipient. Where a report names more, all must be to blame.
            if (one != Kind.NOT_A_BOUNCE && kind != Kind.SOFT) {
                kind = one;
                status = Verdict.status(recipient).orElse(null);
            }
        }
        return new Report(kind, status, List.copyOf(returnPaths), List.copyOf(unsubscribeTokens));
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
                group.merge(name, " " + line.strip(), String::concat);
            } else if (colon > 0) {
                name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                group.put(name, line.substring(colon + 1).strip());
            }
        }
        groups.add(group);
        return groups;
    }
}
