package org.viestka.markdown;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/**
 * Takes out what {@link Signs} does once more where a text is read: {@code &#xE000;} is a sign only then. Some of these signs
 * stand in mails for what each reader has of their own.
 */
class Spelled extends AbstractVisitor {

    private final Findings findings;

    private Spelled(Findings findings) {
        this.findings = findings;
    }

    static void clean(Node document, Findings findings) {
        document.accept(new Spelled(findings));
    }

    @Override
    public void visit(Text text) {
        text.setLiteral(line(text.getLiteral()));
    }

    @Override
    public void visit(Code code) {
        code.setLiteral(line(code.getLiteral()));
    }

    @Override
    public void visit(HtmlInline html) {
        html.setLiteral(Signs.clean(html.getLiteral(), findings));
    }

    @Override
    public void visit(HtmlBlock html) {
        html.setLiteral(Signs.clean(html.getLiteral(), findings));
    }

    @Override
    public void visit(FencedCodeBlock code) {
        code.setLiteral(Signs.clean(code.getLiteral(), findings));
    }

    @Override
    public void visit(IndentedCodeBlock code) {
        code.setLiteral(Signs.clean(code.getLiteral(), findings));
    }

    @Override
    public void visit(Link link) {
        link.setDestination(seen(link.getDestination()));
        link.setTitle(link.getTitle() == null ? null : line(link.getTitle()));
        visitChildren(link);
    }

    @Override
    public void visit(Image image) {
        image.setDestination(seen(image.getDestination()));
        image.setTitle(image.getTitle() == null ? null : line(image.getTitle()));
        visitChildren(image);
    }

    /** A line end that was spelled would leave a quotation in plain text. */
    private String line(String text) {
        return seen(text).replace('\n', ' ');
    }

    private String seen(String text) {
        return Pasted.UNSEEN.matcher(Signs.clean(text, findings)).replaceAll(match -> {
            findings.add(Finding.SIGNS, "U+%04X".formatted((int) match.group().charAt(0)));
            return "";
        });
    }
}
