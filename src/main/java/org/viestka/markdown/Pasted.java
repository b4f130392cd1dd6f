package org.viestka.markdown;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/**
 * Turns what word processors and web pages leave in a text into Markdown: HTML that Markdown has words for is said in them, the
 * rest of its tags goes. Code stays as it is.
 */
class Pasted {

    private static final Pattern WORTH_A_LOOK = Pattern
            .compile("[<\\u00a0\\u00ad\\u180e\\u200b\\u2060\\ufeff\\ufffc\\u2028\\u2029·•▪●◦○‣⁃]|&(nbsp|shy|ZeroWidthSpace|#)");
    private static final Set<String> BLOCKS = Set.of("address", "article", "aside", "blockquote", "body", "center", "dd", "div",
            "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
            "main",
            "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul");
    private static final Set<String> INLINES = Set.of("a", "abbr", "acronym", "b", "basefont", "bdi", "bdo", "big", "caption",
            "cite", "code", "col", "colgroup", "del", "dfn", "em", "font", "head", "i", "ins", "kbd", "label", "link", "mark",
            "meta",
            "q", "s", "samp", "small", "span", "strike", "strong", "style", "sub", "sup", "td", "th", "title", "tt", "u", "var",
            "wbr", "xml");
    /** More than looks: an author who writes them means the signs. */
    private static final Set<String> ACTIVE = Set.of("audio", "base", "button", "canvas", "embed", "form", "iframe", "img",
            "input", "object", "option", "script", "select", "source", "svg", "textarea", "video");
    /** The namespaces of office programs. */
    private static final Pattern OFFICE = Pattern.compile("(?:o|w|v|m|x|p|st\\d|dir):\\w+");
    private static final List<String> WITH_THEIR_CONTENT = List.of("style", "xml", "title", "head");
    private static final Pattern COMMENT = Pattern.compile("(?s)(?<!\\\\)<!--.*?-->");
    private static final Pattern INSTRUCTION = Pattern
            .compile("(?<!\\\\)(?:<!\\[(?:if|endif)[^<>]{0,200}>|<\\?[^<>]{0,200}>|<!DOCTYPE[^<>]{0,500}>)");
    private static final Pattern EMPHASIS = Pattern
            .compile("(?i)(?<!\\\\)(?<!\\]\\()<(/?)(b|strong|i|em)(?:\\s[^<>]{0,500})?>");
    private static final Pattern BETWEEN_TAGS = Pattern.compile("[\\ue002\\ue004][^\\ue002-\\ue005]++(?=[\\ue002-\\ue005])");
    private static final Pattern NEIGHBOURS = Pattern.compile("\\ue003\\ue002|\\ue005\\ue004");
    private static final Pattern LINK = Pattern
            .compile("(?i)(?<!\\\\)<a\\s[^<>]{0,500}?href\\s*=\\s*(?:\"([^\"<>\\s]{1,1000})\""
                    + "|'([^'<>\\s]{1,1000})')[^<>]{0,500}>([^<\\[\\]]{1,1000})</a\\s*>");
    private static final Pattern IMAGE = Pattern.compile("(?i)(?<!\\\\)<img\\s([^<>]{1,2000})>");
    private static final Pattern RAISED = Pattern
            .compile("(?i)(?<!\\\\)<(sup|sub)(?:\\s[^<>]{0,500})?>([0-9+=()\u2212-]{1,40})</\\1\\s*>");
    private static final String RAISABLE = "0123456789+-=()";
    private static final String SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾";
    private static final String SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎";
    private static final Pattern ATTRIBUTE = Pattern
            .compile("(?i)\\b(src|alt|on\\w+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'/]+))");
    private static final Pattern BREAK = Pattern.compile("(?im)^[ \\t]*(?:<br\\s*/?>[ \\t]*)+$");
    private static final Pattern TAG = Pattern
            .compile("[ \\t]?(?<![\\\\])(?<!\\]\\()<(/?)([A-Za-z][A-Za-z0-9]*(?::\\w+)?)(?:\\s[^<>]{0,4000})?/?>[ \\t]?");
    // What such a tag begins is begun where its text is, however many lines and tags are between them.
    private static final char BEGIN = '\ue006';
    private static final char ENDED = '\ue007';
    private static final Pattern BEGUN = Pattern.compile("\\ue006([\\s\\ue002\\ue004]*)");
    private static final Pattern EMPTY = Pattern.compile("(?:- |## |> )\\ue006\\s*\\ue007");
    private static final Pattern HEADING = Pattern.compile("(## )\\ue006([^\\ue006\\ue007]*+)(\\ue007)");
    private static final Pattern QUOTATION = Pattern.compile("(> )\\ue006([^\\ue006\\ue007]*+)\\ue007");
    private static final Pattern CONTAINER = Pattern.compile("\\s*(?:[|>]|[-+*] |\\d{1,3}[.)] )");
    private static final Pattern ENTITY = Pattern
            .compile("&(?:nbsp|#160|#[xX][aA]0);|(&(?:shy|ZeroWidthSpace|#173|#8203|#[xX][aA][dD]);)");
    static final Pattern UNSEEN = Pattern.compile("[\\u00ad\\u180e\\u200b\\u2060\\ufeff\\ufffc]");
    private static final Pattern BULLET = Pattern
            .compile("(?m)^[ \\t\\u00a0]*(?:[·•▪●◦○‣⁃][ \\t\\u00a0]*|-[ \\t]*\\u00a0[ \\t\\u00a0]*)(?=\\S)");
    private static final Pattern INNER_BULLET = Pattern
            .compile("(?m)^[ \\t\\u00a0]*o(?:\\t|\\u00a0[ \\u00a0])[ \\t\\u00a0]*(?=\\S)");
    private static final Pattern NUMBER = Pattern
            .compile("(?m)^[ \\t\\u00a0]*(\\d{1,3}[.)])(?:[ \\t]*\\u00a0|\\t)[ \\t\\u00a0]*(?=\\S)");
    private static final Pattern BLANKS = Pattern
            .compile("(?<![ \\t])[ \\t]*+\\u00a0[ \\t]*\\u00a0[ \\t\\u00a0]*|(?m:^[ \\t]*+\\u00a0[ \\t]*)");
    /** What HTML was indented by would make code of it. */
    private static final Pattern INDENT = Pattern.compile("(?m)^[ \\t]{4,}(?![-+*\\s]|\\d+[.)])");

    private final Findings findings;
    private final List<String> code = new ArrayList<>();
    private String text;

    private Pasted(String text, Findings findings) {
        this.text = text;
        this.findings = findings;
    }

    /** @param source without private-use characters, of which some are borrowed meanwhile */
    static String clean(String source, Findings findings) {
        if (!WORTH_A_LOOK.matcher(source).find()) {
            return source;
        }
        var pasted = new Pasted(source, findings);
        pasted.setCodeAside();
        pasted.takeHtmlOut();
        pasted.mendSigns();
        return pasted.withCode();
    }

    private void takeHtmlOut() {
        if (text.indexOf('<') < 0) {
            return;
        }
        for (var name : WITH_THEIR_CONTENT) {
            takeOut(Pattern.compile("(?is)(?<!\\\\)<" + name + "\\b[^<>]{0,2000}>.*?</" + name + "\\s*>"), "</" + name,
                    "<" + name + ">");
        }
        takeOut(COMMENT, "-->", "<!-- -->");
        replace(INSTRUCTION, match -> gone("<!-- -->", ""));
        replace(EMPHASIS, match -> Tagged.sign(match.group(2).toLowerCase(Locale.ROOT), match.group(1).isEmpty()));
        replace(NEIGHBOURS, match -> "");
        replace(BETWEEN_TAGS, match -> withoutLone('_', withoutLone('*', match.group())));
        replace(LINK,
                match -> "[" + match.group(3) + "](<" + (match.group(1) == null ? match.group(2) : match.group(1)) + ">)");
        replace(IMAGE, Pasted::image);
        replace(RAISED, Pasted::raised);
        replace(BREAK, match -> "");
        var whole = text;
        replace(TAG, match -> tag(match, whole));
        if (!text.equals(whole)) {
            replace(INDENT, match -> "");
            replace(EMPTY, match -> "");
            replace(HEADING, match -> match.group(1) + match.group(2).strip().replaceAll("\\s+", " ") + match.group(3));
            replace(QUOTATION, match -> match.group(1) + match.group(2).strip().replaceAll("\\n[ \\t]*", "\n> "));
            replace(BEGUN, match -> match.group(1).replaceAll("\\s", ""));
            text = text.replace(String.valueOf(ENDED), "");
        }
    }

    /** Looks no further than to the last of what ends such a piece: an end that is not there would be looked for again and again. */
    private void takeOut(Pattern piece, String end, String name) {
        int last = text.toLowerCase(Locale.ROOT).lastIndexOf(end);
        if (last >= 0) {
            int whole = text.indexOf('>', last) + 1;
            var rest = text.substring(whole == 0 ? text.length() : whole);
            text = text.substring(0, text.length() - rest.length());
            replace(piece, match -> gone(name.startsWith("<!") ? name : match.group(), ""));
            text += rest;
        }
    }

    private static String image(MatchResult match) {
        var attributes = new HashMap<String, String>();
        ATTRIBUTE.matcher(match.group(1)).results().forEach(attribute -> attributes.put(
                attribute.group(1).toLowerCase(Locale.ROOT),
                IntStream.rangeClosed(2, 4).mapToObj(attribute::group).filter(Objects::nonNull).findFirst().orElse("")));
        var source = attributes.getOrDefault("src", "");
        return source.isBlank() || attributes.keySet().stream().anyMatch(name -> name.startsWith("on"))
                ? match.group()
                : "![" + attributes.getOrDefault("alt", "").replaceAll("[\\[\\]\\s]+", " ") + "](<" + source.strip() + ">)";
    }

    /** Without its place above or below the line a number would be another: 10 to the sixth would be 106. */
    private static String raised(MatchResult match) {
        var signs = match.group(1).equalsIgnoreCase("sup") ? SUPERSCRIPT : SUBSCRIPT;
        return match.group(2).replace('\u2212', '-').chars()
                .mapToObj(sign -> signs.substring(RAISABLE.indexOf(sign), RAISABLE.indexOf(sign) + 1))
                .collect(Collectors.joining());
    }

    private String tag(MatchResult match, String whole) {
        var name = match.group(2).toLowerCase(Locale.ROOT);
        boolean opens = match.group(1).isEmpty();
        if (BLOCKS.contains(name)) {
            findings.add(Finding.HTML, "<" + name + ">");
            return isInContainer(match, whole) ? " " : block(name, opens);
        }
        if (ACTIVE.contains(name)) {
            findings.add(Finding.HTML_AS_TEXT, "<" + name + ">");
            return match.group();
        }
        if (!INLINES.contains(name) && !OFFICE.matcher(name).matches()) {
            return match.group();
        }
        findings.add(Finding.HTML, "<" + name + ">");
        var around = match.group().substring(0, match.group().indexOf('<'))
                + match.group().substring(match.group().lastIndexOf('>') + 1);
        return name.equals("td") || name.equals("th") ? " " : around;
    }

    private static String block(String name, boolean opens) {
        var begun = switch (name) {
            case "li" -> "\n- ";
            case "h1", "h2", "h3", "h4", "h5", "h6" -> "\n\n## ";
            case "blockquote" -> "\n\n> ";
            default -> "";
        };
        return begun.isEmpty() ? "\n\n" : opens ? begun + BEGIN : ENDED + "\n\n";
    }

    /** Where an asterisk has no other within the same tags it may not find one beyond them. */
    private static String withoutLone(char sign, String text) {
        var runs = Pattern.compile("(?<!\\\\)[" + sign + "]+");
        return runs.matcher(text).results().count() % 2 == 0
                ? text
                : runs.matcher(text).replaceAll(run -> ("\\\\" + sign).repeat(run.group().length()));
    }

    /** A new line would leave the table, the quotation or the item that this one is in. */
    private static boolean isInContainer(MatchResult match, String whole) {
        int start = whole.lastIndexOf('\n', match.start()) + 1;
        int end = whole.indexOf('\n', match.end());
        return CONTAINER.matcher(whole.substring(start, end < 0 ? whole.length() : end)).lookingAt();
    }

    private void mendSigns() {
        replace(ENTITY, match -> match.group(1) == null ? "\u00a0" : gone("U+00AD", ""));
        text = text.replace('\u2028', '\n').replace("\u2029", "\n\n");
        replace(BULLET, match -> "- ");
        replace(INNER_BULLET, match -> "  - ");
        replace(NUMBER, match -> match.group(1) + " ");
        replace(BLANKS, match -> gone("U+00A0", " "));
        replace(UNSEEN, match -> gone("U+%04X".formatted((int) match.group().charAt(0)), ""));
    }

    private String gone(String name, String instead) {
        findings.add(name.startsWith("<") ? Finding.HTML : Finding.SIGNS, name);
        return instead;
    }

    private void replace(Pattern pattern, Function<MatchResult, String> by) {
        text = pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(by.apply(match)));
    }

    /** Puts two private-use characters with a number between them in the place of all code. */
    private void setCodeAside() {
        var spans = new ArrayList<SourceSpan>();
        Markdown.parseTracing(text).accept(new AbstractVisitor() {

            @Override
            public void visit(Code node) {
                add(node);
            }

            @Override
            public void visit(FencedCodeBlock node) {
                add(node);
            }

            @Override
            public void visit(IndentedCodeBlock node) {
                add(node);
            }

            private void add(Node node) {
                spans.addAll(node.getSourceSpans());
            }
        });
        var rest = new StringBuilder();
        int from = 0;
        for (var span : spans) {
            if (span.getInputIndex() >= from) {
                rest.append(text, from, span.getInputIndex()).append('\ue000').append(code.size()).append('\ue001');
                from = span.getInputIndex() + span.getLength();
                code.add(text.substring(span.getInputIndex(), from));
            }
        }
        text = rest.append(text, from, text.length()).toString();
    }

    private String withCode() {
        replace(Pattern.compile("\\ue000(\\d+)\\ue001"), match -> code.get(Integer.parseInt(match.group(1))));
        return text;
    }
}
