package org.viestka.markdown;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Scanner;

/** Takes bare addresses of the web whole, so that none of their signs is taken for emphasis or for a quotation mark. */
class AddressParser implements InlineContentParser {

    private static final List<String> BEGINNINGS = List.of("http://", "https://", "www.", "Http://", "Https://", "Www.",
            "HTTP://",
            "HTTPS://", "WWW.");
    /** More than browsers and mail programs agree on. A longer word is text, and is not read to its end from each www. in it. */
    private static final int MOST_CHARACTERS = 2_000;
    private static final Pattern ESCAPED = Pattern.compile("\\\\([!-/:-@\\[-`{-~])|&amp;");
    private static final Pattern HOST = Pattern.compile("(?i)(https?://|www\\.)[\\p{L}\\d\\[].*");
    /** Signs that belong to the sentence where they end an address. */
    private static final String OF_THE_SENTENCE = "?!.,:;*_~'’…\\";

    /** Asked for each letter that an address may begin with. */
    static class Factory implements InlineContentParserFactory {

        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of('h', 'H', 'w', 'W');
        }

        @Override
        public InlineContentParser create() {
            return new AddressParser();
        }
    }

    @Override
    public ParsedInline tryParse(InlineParserState state) {
        var scanner = state.scanner();
        var start = scanner.position();
        if (Character.isLetterOrDigit(scanner.peekPreviousCodePoint()) || !isBeginning(scanner)) {
            return ParsedInline.none();
        }
        int length = scanner.getSource(start, scanner.position()).getContent().length();
        for (; isInside(scanner.peek()); length++) {
            if (length == MOST_CHARACTERS) {
                return ParsedInline.none();
            }
            scanner.next();
        }
        var found = scanner.getSource(start, scanner.position()).getContent();
        var address = found.substring(0, end(found));
        if (!HOST.matcher(address).matches()) {
            return ParsedInline.none();
        }
        scanner.setPosition(start);
        for (int i = 0; i < address.length(); i++) {
            scanner.next();
        }
        return ParsedInline.of(new Address(
                ESCAPED.matcher(address).replaceAll(match -> match.group(1) == null ? "&" : "\\" + match.group(1))),
                scanner.position());
    }

    private static boolean isBeginning(Scanner scanner) {
        return BEGINNINGS.stream().anyMatch(scanner::next);
    }

    static boolean isInside(char c) {
        return c != Scanner.END && !Tagged.isSign(c) && !Character.isWhitespace(c) && !Character.isSpaceChar(c)
                && "<>\"`«»„“”|".indexOf(c) < 0;
    }

    /** Where an address ends: before a bracket that was opened before it, and before what ends the sentence. */
    static int end(String found) {
        int end = 0;
        int round = 0;
        int square = 0;
        while (end < found.length()) {
            char c = found.charAt(end);
            round += c == '(' ? 1 : c == ')' ? -1 : 0;
            square += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (round < 0 || square < 0) {
                break;
            }
            end++;
        }
        while (end > 0 && isOfTheSentence(found, end)) {
            end--;
        }
        return end;
    }

    /** What was opened within the address may end it. */
    private static boolean isOfTheSentence(String found, int end) {
        char last = found.charAt(end - 1);
        boolean pairs = last == '\'' || last == '_' && !found.startsWith("__", Math.max(0, end - 2));
        return OF_THE_SENTENCE.indexOf(last) >= 0
                && !(pairs && found.chars().limit(end).filter(c -> c == last).count() % 2 == 0);
    }
}
