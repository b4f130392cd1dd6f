package org.viestka.markdown;

import java.util.function.BiFunction;
import java.util.function.Function;

import org.viestka.publication.Words;

/** What of a body is shown otherwise than it was written, or not at all. */
enum Finding {

    /** HTML, of which the text is left. */
    HTML(Words::warning_html),
    /** HTML that is no mere formatting. */
    HTML_AS_TEXT(Words::warning_html_as_text),
    /** Signs that nobody sees. */
    SIGNS(Words::warning_signs),
    /** Links to where no reader is led. */
    LINKS(Words::warning_links),
    /** Links without a scheme that were taken for addresses of the web or of mail. */
    GUESSED_LINKS(Words::warning_guessed_links),
    /** Links to parts of the page that are not there. */
    PARTS(Words::warning_parts), PICTURES(Words::warning_pictures),
    /** Marks of notes that are not there. */
    MISSING_NOTES(Words::warning_missing_notes),
    /** Notes that nothing refers to. */
    UNUSED_NOTES(Words::warning_unused_notes),
    /** Further notes of a name. */
    REPEATED_NOTES(Words::warning_repeated_notes),
    /** Addresses that were given a name by which no link calls them. */
    UNUSED_ADDRESSES(Words::warning_unused_addresses),
    /** Cells for which the head of their table has no column. */
    CELLS(Words::warning_cells),
    /** Words behind the marks that begin code. */
    CODE_WORDS(Words::warning_code_words);

    private final BiFunction<Words, String, String> message;

    Finding(BiFunction<Words, String, String> message) {
        this.message = message;
    }

    /** @param names what was found, for people */
    Function<Words, String> message(String names) {
        return words -> message.apply(words, names);
    }
}
