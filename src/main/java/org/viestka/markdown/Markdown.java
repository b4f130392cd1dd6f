package org.viestka.markdown;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Reads and writes bodies: CommonMark with tables, notes and struck-out text. Whatever an author or a stolen account wrote, only
 * harmless HTML comes out.
 */
final class Markdown {

    /** Quotations within quotations, emphasis within emphasis. What lies deeper is read as text: trees are walked by recursion. */
    private static final int DEEPEST = 60;
    // A single tilde means "about".
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(),
            StrikethroughExtension.builder().requireTwoTildes(true).build());
    // Lists are left to Lists. The order is that in which the parser asks what a line begins.
    private static final Set<Class<? extends Block>> BLOCKS = new LinkedHashSet<>(List.of(BlockQuote.class, Heading.class,
            FencedCodeBlock.class, HtmlBlock.class, ThematicBreak.class, IndentedCodeBlock.class));
    private static final Parser PARSER = parser(IncludeSourceSpans.NONE);
    private static final Parser TRACING = parser(IncludeSourceSpans.BLOCKS_AND_INLINES);
    private static final TextContentRenderer TEXT = TextContentRenderer.builder()
            .lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS).nodeRendererFactory(PlainTextRenderer::new).build();
    // No images: a picture loaded from elsewhere tells that it was read. Links are direct and say nothing of where from.
    private static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "em", "strong", "del", "code", "pre", "br",
                    "hr",
                    "a", "table", "thead", "tbody", "tr", "th", "td")
            .allowElements((element, attributes) -> "h2", "h1")
            .allowElements((element, attributes) -> "h4", "h5", "h6")
            .allowAttributes("href", "title").onElements("a")
            .allowAttributes("start").matching(Pattern.compile("\\d{1,9}")).onElements("ol")
            .allowAttributes("align").matching(Pattern.compile("left|center|right")).onElements("th", "td")
            .allowAttributes("class").matching(Pattern.compile("wide|center|right")).onElements("table", "th", "td")
            .allowAttributes("id").matching(Pattern.compile("(note|part)-[a-z0-9-]+"))
            .onElements("li", "h1", "h2", "h3", "h4", "h5", "h6")
            .allowUrlProtocols("https", "http", "mailto", "tel")
            // It implies noopener. The order of two would differ from one start of the JVM to the next.
            .requireRelsOnLinks("noreferrer")
            .toFactory();

    private Markdown() {}

    static Node parse(String source) {
        return PARSER.parse(source);
    }

    /** Each node knows where it stands in the source. */
    static Node parseTracing(String source) {
        return TRACING.parse(source);
    }

    /**
     * A fragment of safe HTML; headings begin at level two.
     *
     * @param attributes that nodes get besides those they have
     */
    static String html(Node document, Map<Node, Map<String, String>> attributes) {
        var renderer = HtmlRenderer.builder().escapeHtml(true).extensions(EXTENSIONS)
                .attributeProviderFactory(
                        context -> (node, tag, given) -> given.putAll(attributes.getOrDefault(node, Map.of())))
                .build();
        return POLICY.sanitize(renderer.render(document)).strip();
    }

    /** For people who read plain text: paragraphs apart, links in full; lines are not wrapped. */
    static String text(Node node) {
        return TEXT.render(node).strip();
    }

    private static Parser parser(IncludeSourceSpans spans) {
        return Parser.builder().extensions(EXTENSIONS).enabledBlockTypes(BLOCKS)
                .customBlockParserFactory(new NoteParser.Factory())
                .customBlockParserFactory(new Lists()).linkProcessor(new NoteParser.Marks())
                .customInlineContentParserFactory(new AddressParser.Factory())
                .customInlineContentParserFactory(new Tagged.Factory()).includeSourceSpans(spans)
                .maxOpenBlockParsers(DEEPEST).maxInlineNesting(DEEPEST).build();
    }
}
