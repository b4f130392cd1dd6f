package org.viestka.mailing;

import static java.util.Map.entry;

import java.util.Map;
import java.util.regex.Pattern;

/** Puts styles onto the elements of a body: many mail clients know no style sheet. */
final class MailHtml {

    private static final Pattern OPENING = Pattern.compile("<(p|h2|h3|h4|ul|ol|li|blockquote|a|pre|code|table|th|td)(?=[ >])");
    // Words stay whole: where a browser may break them anywhere, a column of years becomes one of three digits.
    private static final String CELL = "padding:4px 8px;border:1px solid #b9b3a6;vertical-align:top;word-break:normal";
    private static final Map<String, String> STYLES = Map.ofEntries(
            entry("p", "margin:0 0 14px"),
            entry("h2", "margin:22px 0 8px;font-size:19px;line-height:1.3"),
            entry("h3", "margin:20px 0 8px;font-size:17px;line-height:1.3"),
            entry("h4", "margin:18px 0 8px;font-size:16px;line-height:1.3"),
            entry("ul", "margin:0 0 14px;padding:0 0 0 22px"),
            // Wider, for numbers of three digits.
            entry("ol", "margin:0 0 14px;padding:0 0 0 28px"),
            entry("li", "margin:0 0 6px"),
            entry("blockquote", "margin:0 0 14px;padding:0 0 0 14px;border-left:3px solid #b9b3a6"),
            entry("pre", "white-space:pre-wrap;margin:0 0 14px"),
            entry("a", "color:#7a1f1f;word-break:break-word"),
            entry("table", "margin:0 0 14px;border-collapse:collapse;font-size:15px;line-height:1.4"),
            entry("th", CELL), entry("td", CELL));

    private MailHtml() {}

    /** @param html sanitised, so that a less-than sign is always a tag of these */
    static String styled(String html) {
        return OPENING.matcher(html).replaceAll(match -> {
            var element = match.group(1);
            var style = STYLES.get(element);
            // Headings of a body stand below the commentary's own, which is of the second level.
            var name = element.equals("h2") ? "h3" : element.equals("h3") ? "h4" : element;
            return style == null
                    ? "<" + element
                    : "<" + name + (element.equals("a") ? " class=\"link\"" : "") + " style=\"" + style + "\"";
        }).replace("</h3>", "</h4>").replace("</h2>", "</h3>");
    }
}
