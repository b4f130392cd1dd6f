package org.viestka.smtp;

/** What may stand between the angle brackets of {@code MAIL FROM:<>} and {@code RCPT TO:<>} (RFC 5321 §4.1.2). */
final class MailboxPath {

    /** RFC 5321 §4.5.3.1.3, less the brackets. */
    private static final int LONGEST = 254;

    private MailboxPath() {}

    /** Whether it has the form of an address, and no character that could end the command or mean something else. */
    static boolean isMailbox(String path) {
        int at = path.lastIndexOf('@');
        return at > 0 && at < path.length() - 1 && path.length() <= LONGEST && endOfPlain(path) == path.length();
    }

    /** Where the first character is that may not stand in a path. A loop, not a stream: it runs twice for each message. */
    private static int endOfPlain(String path) {
        int i = 0;
        while (i < path.length() && isPlain(path.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(char c) {
        return c > ' ' && (c < 0x7f || c >= 0xa0) && c != '<' && c != '>' && c != 0x2028 && c != 0x2029;
    }

    static boolean isAscii(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
    }
}
