package org.viestka.bounce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** What RFC 2047 made of a field that is not in ASCII, or that a program took for such a one. */
final class EncodedWords {

    /** Found here and given to the decoder one by one: it looks for the next one through all the rest. */
    private static final Pattern WORD = Pattern.compile("=\\?[\\w*-]{1,60}\\?[BbQq]\\?[^?\\s]{1,500}\\?=");
    private static final Pattern BETWEEN = Pattern.compile("(?<=\\?=)\\s{1,10}(?==\\?)");

    private EncodedWords() {}

    static String decode(String value) {
        return value.contains("=?")
                ? WORD.matcher(BETWEEN.matcher(value).replaceAll(""))
                        .replaceAll(word -> Matcher
                                .quoteReplacement(DecoderUtil.decodeEncodedWords(word.group(), DecodeMonitor.SILENT)))
                : value;
    }
}
