package org.viestka.markdown;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.commonmark.node.Node;
import org.viestka.web.Violation;

/** The body of a translation, in the forms that readers see. */
public final class Body {

    private static final Pattern WIDE_TABLE = Pattern.compile("(?s)<table class=\"wide\">(.*?)</table>");

    private final String source;
    private final String language;
    private final Destinations destinations;

    private Body(String source, String language, Destinations destinations) {
        this.source = source;
        this.language = language;
        this.destinations = destinations;
    }

    /**
     * @param link makes an absolute address of a path
     * @param path of the page
     */
    public static Body of(String source, String language, UnaryOperator<String> link, String path) {
        return new Body(source, language, new Destinations(link, path));
    }

    /** HTML for its page, which may be reached under other names too: links to the site have no host. */
    public String page() {
        var reading = read(true);
        for (var table : Tables.in(reading.document())) {
            if (Tables.isWide(table)) {
                reading.attributes().put(table, Map.of("class", "wide"));
            }
        }
        var html = Markdown.html(reading.document(), reading.attributes()).replaceAll(" align=\"(?:(center|right)|left)\"",
                " class=\"$1\"").replace(" class=\"\"", "");
        // Whoever has no mouse scrolls it with the keyboard.
        return WIDE_TABLE.matcher(html).replaceAll("<div class=\"wide\" tabindex=\"0\"><table>$1</table></div>");
    }

    /** HTML to be shown elsewhere. */
    public String feed() {
        return html(read(false));
    }

    /** HTML without wide tables; nothing in it has a name, so that several can stand in one mail. */
    public String mail() {
        var reading = read(false);
        for (var table : Tables.in(reading.document())) {
            if (Tables.isWide(table)) {
                Tables.unfold(table);
            } else {
                Tables.setHeadsLeft(table);
            }
        }
        return html(reading);
    }

    /** For people who read plain text; lines are not wrapped. */
    public String text() {
        var document = read(false).document();
        new StruckOut().mark(document);
        Tables.in(document).forEach(Tables::align);
        return Markdown.text(document);
    }

    /** What is shown otherwise than it was written, or not at all. */
    public List<Violation> warnings(String field) {
        var findings = read(true).findings();
        Unseen.tell(prepared(new Findings()), findings);
        return findings.in(field);
    }

    private static String html(Reading reading) {
        return Markdown.html(reading.document(), reading.attributes());
    }

    private String prepared(Findings findings) {
        return Typed.mend(Pasted.clean(Signs.clean(source, findings), findings));
    }

    /** @param attributes that the HTML has besides the usual ones */
    private record Reading(Node document, Map<Node, Map<String, String>> attributes, Findings findings) {}

    private Reading read(boolean onPage) {
        var findings = new Findings();
        var document = Markdown.parse(prepared(findings));
        Spelled.clean(document, findings);
        new Lines().mend(document);
        new Multiplication().mend(document);
        TaggedEmphasis.mend(document, findings);
        Typography.set(language, document);
        var attributes = new HashMap<Node, Map<String, String>>();
        var parts = BodyLinks.lead(document, destinations, onPage, language, findings);
        var notes = Notes.gather(document, onPage, findings);
        if (onPage) {
            parts.forEach((heading, name) -> attributes.put(heading, Map.of("id", name)));
            notes.forEach(note -> attributes.put(note, Map.of("id", "note-" + (notes.indexOf(note) + 1))));
        }
        return new Reading(document, attributes, findings);
    }
}
