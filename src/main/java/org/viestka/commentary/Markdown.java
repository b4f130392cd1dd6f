package org.viestka.commentary;

import java.util.regex.Pattern;

import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** Renders bodies. Whatever an author or a stolen account wrote, only harmless HTML comes out. */
public final class Markdown {

    private static final Parser PARSER = Parser.builder().build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();
    private static final TextContentRenderer TEXT = TextContentRenderer.builder()
            .lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS).nodeRendererFactory(PlainTextRenderer::new).build();
    // No images: a picture loaded from elsewhere tells that it was read. Links are direct and say nothing of where from.
    private static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "em", "strong", "code", "pre", "br", "hr",
                    "a")
            .allowElements((element, attributes) -> "h2", "h1")
            .allowAttributes("href").onElements("a")
            .allowUrlProtocols("https", "http", "mailto")
            // It implies noopener. The order of two would differ from one start of the JVM to the next.
            .requireRelsOnLinks("noreferrer")
            .toFactory();
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Co}\\p{Cs}\\uFFFE\\uFFFF&&[^\\n\\t]]");

    private Markdown() {}

    /** A fragment of safe HTML with the quotation marks, apostrophes and dashes of a language; headings begin at level two. */
    public static String html(String body, String language) {
        return POLICY.sanitize(HTML.render(set(body, language))).strip();
    }

    /** The same for people who read plain text: paragraphs apart, links in full; lines are not wrapped. */
    public static String text(String body, String language) {
        return TEXT.render(set(body, language)).strip();
    }

    private static Node set(String body, String language) {
        var document = PARSER.parse(clean(body));
        Typography.set(language, document);
        return document;
    }

    /** Without control and private-use characters and what XML cannot carry, and with LF line ends. */
    static String clean(String text) {
        return CONTROL.matcher(text.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
    }
}
