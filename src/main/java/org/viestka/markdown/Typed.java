package org.viestka.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;

/**
 * Puts backslashes before signs that an author typed as such and CommonMark would take away: plus and minus before a number, a
 * source in brackets, the paths of Windows.
 */
class Typed extends AbstractVisitor {

    private static final Pattern WORTH_A_LOOK = Pattern
            .compile("(?m)\\\\|\\]:|^[ \\t>]*(?:[-+>]=?[ \\t]*\\d|#|[-=]{1,2}[ \\t]*$)");
    /** A year with a full stop begins a text. */
    private static final Pattern SIGNED = Pattern.compile("[-+][ \\t]{1,4}(?!\\d+[.)](?:\\s|$))\\d.*");
    /** A year begins a quotation. */
    private static final Pattern GREATER = Pattern
            .compile(">=?[ \\t]?(?!\\d+[.)](?:\\s|$))(?!(?:1\\d|20)\\d\\d(?!\\d|[ \\u00a0]?[\\d%‰]))\\d.*");
    private static final Pattern CLOSED_HEADING = Pattern.compile("(#+)[ \\t]+\\S.*?[ \\t](#+)[ \\t]*");
    private static final Pattern NUMBER_SIGN = Pattern.compile("#[ \\t]\\d{1,3}[ \\t]+\\p{Ll}.*");
    private static final Pattern SHORT_UNDERLINE = Pattern.compile("[ \\t]*([-=]{1,2})[ \\t]*");
    private static final Pattern PATH = Pattern.compile("(?<![^\\s\"'(\\[«“„*|\\ue002-\\ue005])"
            + "(?:[A-Za-z]:(?=\\\\)|\\\\\\\\(?=[\\p{L}\\d]))(\\S{1,250}+)|¯\\\\(?=_)");

    private final String source;
    private final TreeMap<Integer, String> insertions = new TreeMap<>();
    private final List<SourceSpan> code = new ArrayList<>();

    private Typed(String source) {
        this.source = source;
    }

    static String mend(String source) {
        return WORTH_A_LOOK.matcher(source).find() ? new Typed(source).mended() : source;
    }

    private String mended() {
        Markdown.parseTracing(source).accept(this);
        PATH.matcher(source).results().filter(path -> path.group(1) == null || isTypedAsItIs(path.group(1)))
                .filter(path -> code.stream().noneMatch(span -> holds(span, path.start())))
                .forEach(path -> keepBackslashes(path.start(), path.end()));
        var mended = new StringBuilder();
        int from = 0;
        for (var insertion : insertions.entrySet()) {
            mended.append(source, from, insertion.getKey()).append(insertion.getValue());
            from = insertion.getKey();
        }
        return mended.append(source, from, source.length()).toString();
    }

    /** Whoever doubles backslashes knows what CommonMark does with them. */
    private static boolean isTypedAsItIs(String path) {
        return path.indexOf('\\') >= 0 && !path.contains("\\\\");
    }

    private static boolean holds(SourceSpan span, int index) {
        return index >= span.getInputIndex() && index < span.getInputIndex() + span.getLength();
    }

    private void keepBackslashes(int start, int end) {
        for (int i = start; i < end; i++) {
            if (source.charAt(i) == '\\') {
                boolean escapes = i + 1 < source.length()
                        && "!#$%&'()*+,-./:;<=>?@[]^_`{|}~".indexOf(source.charAt(i + 1)) >= 0;
                insert(i, escapes ? "\\\\" : "\\");
            }
        }
    }

    @Override
    public void visit(LinkReferenceDefinition definition) {
        var spans = definition.getSourceSpans();
        if (!Destinations.isAddress(definition.getDestination())) {
            int start = spans.get(0).getInputIndex();
            insert(start, "\\");
            // What follows may be the address of another.
            var last = spans.get(spans.size() - 1);
            var line = source.substring(source.lastIndexOf('\n', start) + 1, start);
            insert(last.getInputIndex() + last.getLength(), "\n" + line.replaceAll("[^>]", " "));
        }
    }

    @Override
    public void visit(BulletList list) {
        var item = list.getFirstChild();
        if (item.getNext() == null && !(list.getParent() instanceof ListItem) && item.getFirstChild() instanceof Paragraph
                && SIGNED.matcher(line(item, 0)).matches()) {
            keepFirst(item);
        }
        visitChildren(list);
    }

    @Override
    public void visit(BlockQuote quotation) {
        long lines = quotation.getSourceSpans().stream().filter(span -> text(span).startsWith(">")).count();
        if (lines == 1 && quotation.getFirstChild() instanceof Paragraph && GREATER.matcher(line(quotation, 0)).matches()) {
            keepFirst(quotation);
        }
        visitChildren(quotation);
    }

    @Override
    public void visit(Heading heading) {
        int last = heading.getSourceSpans().size() - 1;
        var line = line(heading, last);
        int start = heading.getSourceSpans().get(last).getInputIndex();
        var closed = CLOSED_HEADING.matcher(line);
        var underline = SHORT_UNDERLINE.matcher(line);
        if (last > 0 && underline.matches()) {
            insert(start + underline.start(1), "\\");
        } else if (last == 0 && NUMBER_SIGN.matcher(line).matches()) {
            keepFirst(heading);
        } else if (last == 0 && closed.matches() && closed.group(1).length() != closed.group(2).length()) {
            insert(start + closed.start(2), "\\");
        }
        visitChildren(heading);
    }

    @Override
    public void visit(Code node) {
        code.addAll(node.getSourceSpans());
    }

    @Override
    public void visit(FencedCodeBlock node) {
        code.addAll(node.getSourceSpans());
    }

    @Override
    public void visit(IndentedCodeBlock node) {
        code.addAll(node.getSourceSpans());
    }

    /** It stays on a line of its own. */
    private void keepFirst(Node node) {
        int start = node.getSourceSpans().get(0).getInputIndex();
        insert(start, "\\");
        int end = source.lastIndexOf('\n', start);
        if (end > 0) {
            insert(end, "  ");
        }
    }

    private String line(Node node, int index) {
        return text(node.getSourceSpans().get(index));
    }

    private String text(SourceSpan span) {
        return source.substring(span.getInputIndex(), span.getInputIndex() + span.getLength());
    }

    private void insert(int at, String text) {
        insertions.merge(at, text, String::concat);
    }
}
