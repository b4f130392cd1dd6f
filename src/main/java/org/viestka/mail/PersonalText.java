package org.viestka.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.viestka.smtp.OctetBuffer;

/** ASCII that is the same for all readers but for gaps, in which stands what each {@link Recipient} has of their own. */
final class PersonalText {

    /** They stand in the text for what belongs there; of characters for private use, so that no text has them. */
    static final String ADDRESS = "\uE002";
    static final String MESSAGE_ID = "\uE003";
    static final String TOKEN = "\uE004";

    private static final Pattern GAP = Pattern.compile("[\uE002-\uE004]");

    private final List<byte[]> texts = new ArrayList<>();
    /** Each behind its text; one less than there are texts. */
    private final List<String> gaps = new ArrayList<>();
    private int length;

    PersonalText(String text) {
        int from = 0;
        for (var gap = GAP.matcher(text); gap.find(); from = gap.end()) {
            add(text.substring(from, gap.start()));
            gaps.add(gap.group());
        }
        add(text.substring(from));
    }

    private void add(String text) {
        texts.add(text.getBytes(US_ASCII));
        length += text.length();
    }

    /** Octets without what is in the gaps. */
    int length() {
        return length;
    }

    void append(Recipient recipient, OctetBuffer to) {
        to.append(texts.get(0));
        for (int i = 0; i < gaps.size(); i++) {
            to.appendAscii(switch (gaps.get(i)) {
                case ADDRESS -> recipient.address();
                case MESSAGE_ID -> recipient.messageId();
                default -> recipient.unsubscribeToken();
            }).append(texts.get(i + 1));
        }
    }
}
