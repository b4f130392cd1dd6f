package org.viestka.bounce;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A message as its author made it: without what programs that handed it on put in front of it, and with the line ends of RFC 5322. */
final class RawMessage {

    /** CR alone as old Macs wrote it, and CR CR LF, which comes of writing CRLF in text mode. Each run of CR is looked at once. */
    private static final Pattern LINE_END = Pattern.compile("(?<!\r)\r++\n|\r|\n");
    /** The separator of mailboxes (mbox, RFC 4155), also quoted, a byte order mark in UTF-8, and whatever is blank. */
    private static final Pattern IN_FRONT = Pattern.compile("[\\s\\x00]++|\u00ef\u00bb\u00bf|>?From (?!:)[^\r\n]*+");
    private RawMessage() {}

    static byte[] of(byte[] octets) {
        var text = LINE_END.matcher(new String(octets, StandardCharsets.ISO_8859_1)).replaceAll("\r\n");
        return MendedHead.of(text.substring(start(text))).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int start(String text) {
        var front = IN_FRONT.matcher(text);
        int start = 0;
        while (front.region(start, text.length()).lookingAt()) {
            start = front.end();
        }
        return start;
    }
}
