package org.viestka.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jsoup.Jsoup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What Gmail, Outlook, Apple Mail and mail.ru make of a mail, by the data of caniemail.com. Of Yandex nobody has published any. */
public final class MailClients {

    /** What some of them do not know, or in part, and what a reader there sees instead. */
    private static final Map<String, String> BEARABLE = Map.ofEntries(
            Map.entry("html-style", "nothing but dark colours stands there; the inline ones are whole by themselves"),
            Map.entry("html-meta-color-scheme", "says that the mail has dark colours of its own; light ones are there for all"),
            Map.entry("css-at-media", "as html-style"),
            Map.entry("css-at-media-prefers-color-scheme", "as html-style"),
            Map.entry("css-important", "as html-style"),
            Map.entry("css-selector-class", "as html-style"),
            Map.entry("css-selector-grouping", "as html-style"),
            Map.entry("css-selector-type", "as html-style"),
            Map.entry("css-selector-chaining", "as html-style"),
            Map.entry("css-display-none", "the preview line, which stands above the sheet where it is shown"),
            Map.entry("css-max-height", "as css-display-none"),
            Map.entry("css-overflow", "as css-display-none"),
            Map.entry("html-body", "its colour stands on the table within as well"),
            Map.entry("css-font-size", "pixels, which all know"),
            Map.entry("css-display", "of a button; where it is lost it is a link on a ground of its own"),
            Map.entry("css-word-break", "an address that is longer than the screen makes the mail wider"),
            Map.entry("css-max-width", "Outlook on Windows takes the attribute width"),
            Map.entry("css-width", "as css-max-width"),
            Map.entry("html-width", "only percentages of odd elements are meant; ours are of tables"),
            Map.entry("html-align", "the sheet stands at the left"),
            Map.entry("html-role", "one former client of Windows reads the layout's tables aloud as tables"),
            Map.entry("html-lists", "bullets, which we do not style"),
            Map.entry("css-margin", "neither negative nor auto in ours"),
            Map.entry("css-padding", "of cells and blocks; where it is lost the text stands closer"),
            Map.entry("css-border", "a line of one or three pixels"),
            Map.entry("css-line-height", "lines stand a little closer"),
            Map.entry("css-font-weight", "bold or not, no number"),
            Map.entry("css-text-align", "left, as it would be anyway"),
            Map.entry("css-text-decoration", "titles are underlined"),
            Map.entry("css-white-space", "long lines of code break or make the mail wider"));

    /** Older than the data, and known to all. */
    private static final Set<String> PLAIN_PROPERTIES = Set.of("color", "font-family", "font-style", "mso-hide");
    private static final Set<String> PLAIN_ELEMENTS = Set.of("html", "head", "title", "meta", "a", "br", "em", "b", "i", "tr",
            "td", "th", "thead", "tbody");
    private static final Map<String, String> ELEMENTS = Map.ofEntries(Map.entry("h1", "html-h1-h6"),
            Map.entry("h2", "html-h1-h6"), Map.entry("h3", "html-h1-h6"), Map.entry("h4", "html-h1-h6"),
            Map.entry("ul", "html-lists"), Map.entry("ol", "html-lists"), Map.entry("li", "html-lists"));
    private static final Set<String> ATTRIBUTES = Set.of("align", "valign", "width", "height", "cellpadding", "cellspacing",
            "role", "lang", "dir", "background", "target");
    private static final Pattern RULE = Pattern.compile("(@media[^{]+)\\{|([^{}]+)\\{([^{}]*)\\}");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w#.-])-?\\d*\\.?\\d+([a-z]+|%)?");
    private static final Pattern FUNCTION = Pattern.compile("([a-z-]+)\\(");
    private static final Pattern DISPLAY = Pattern.compile("(block|inline-block)( *!important)?");
    private static final Pattern CLASSES = Pattern.compile("[a-z]*(\\.[a-z-]+)+");

    private final JsonNode features;

    public MailClients() {
        try (var file = MailClients.class.getResourceAsStream("/caniemail.json")) {
            features = new ObjectMapper().readTree(file).get("features");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the mail uses that some client does not know, and which: empty where all is known or borne. */
    public Map<String, String> troubles(String html) {
        var troubles = new TreeMap<String, String>();
        for (var feature : used(html)) {
            var support = features.get(feature);
            if (support == null) {
                troubles.put(feature, "nothing is known of it");
            } else if (!support.isEmpty() && !BEARABLE.containsKey(feature)) {
                troubles.put(feature, support.toString());
            }
        }
        return troubles;
    }

    private static Set<String> used(String html) {
        var used = new TreeSet<String>();
        var mail = Jsoup.parse(html);
        for (var element : mail.getAllElements()) {
            var name = element.tagName();
            if (!name.startsWith("#") && !PLAIN_ELEMENTS.contains(name)) {
                used.add(ELEMENTS.getOrDefault(name, "html-" + name));
            }
            element.attributes().forEach(attribute -> {
                if (ATTRIBUTES.contains(attribute.getKey())) {
                    used.add("html-" + attribute.getKey());
                }
            });
            declarations(element.attr("style"), used);
            if (name.equals("style")) {
                sheet(element.data(), used);
            }
            if (name.equals("meta") && element.attr("name").equals("color-scheme")) {
                used.add("html-meta-color-scheme");
            }
            if (element.attr("href").startsWith("#")) {
                used.add("html-anchor-links");
            }
        }
        return used;
    }

    private static void sheet(String css, Set<String> used) {
        var rules = RULE.matcher(css);
        while (rules.find()) {
            if (rules.group(1) != null) {
                used.add("css-at-media");
                if (!rules.group(1).strip().matches("@media \\(prefers-color-scheme: (dark|light)\\)")) {
                    used.add("odd media: " + rules.group(1).strip());
                }
                used.add("css-at-media-prefers-color-scheme");
                continue;
            }
            var selectors = rules.group(2).strip().split(" *, *");
            if (selectors.length > 1) {
                used.add("css-selector-grouping");
            }
            for (var selector : selectors) {
                used.add(CLASSES.matcher(selector).matches() ? "css-selector-class" : "odd selector: " + selector);
                if (selector.matches("[a-z]+\\..*|.*\\..*\\..*")) {
                    used.add("css-selector-chaining");
                }
            }
            declarations(rules.group(3), used);
        }
        var rest = RULE.matcher(css).replaceAll("").replace("}", "").strip();
        if (!rest.isEmpty()) {
            used.add("odd style sheet: " + rest);
        }
    }

    private static void declarations(String css, Set<String> used) {
        for (var declaration : css.split(";")) {
            if (declaration.isBlank()) {
                continue;
            }
            var property = declaration.substring(0, declaration.indexOf(':')).strip();
            var value = declaration.substring(declaration.indexOf(':') + 1).strip();
            if (property.equals("display") && value.startsWith("none")) {
                used.add("css-display-none");
            } else if (property.equals("display") && !DISPLAY.matcher(value).matches()) {
                used.add("css-display-" + value);
            } else if (!PLAIN_PROPERTIES.contains(property)) {
                used.add(feature(property));
            }
            if (value.contains("!important")) {
                used.add("css-important");
            }
            FUNCTION.matcher(value).results().forEach(function -> used.add("css-function-" + function.group(1)));
            NUMBER.matcher(value).results().filter(number -> number.group(1) != null)
                    .forEach(number -> used.add("css-unit-" + (number.group(1).equals("%") ? "percent" : number.group(1))));
        }
    }

    /** Sides and parts count as the whole. */
    private static String feature(String property) {
        for (var whole : Set.of("border", "padding", "margin")) {
            if (property.startsWith(whole + "-")) {
                return "css-" + whole;
            }
        }
        return "css-" + property;
    }
}
