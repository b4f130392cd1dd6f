package org.viestka.commentary;

import java.util.regex.Pattern;

import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.renderer.text.CoreTextContentNodeRenderer;
import org.commonmark.renderer.text.TextContentNodeRendererContext;

/** Writes a body as people write mails: quotations behind {@code >}, addresses of links in brackets, and no marks of its own. */
class PlainTextRenderer extends CoreTextContentNodeRenderer {

    private static final Pattern HARMLESS = Pattern.compile("(?i)(https?|mailto):.*");

    PlainTextRenderer(TextContentNodeRendererContext context) {
        super(context);
    }

    @Override
    public void visit(BlockQuote quotation) {
        var writer = context.getWriter();
        writer.writePrefix("> ");
        writer.pushPrefix("> ");
        visitChildren(quotation);
        writer.popPrefix();
        writer.block();
    }

    /** Where an author's editor broke a line says nothing; the mail breaks it where it has to. */
    @Override
    public void visit(SoftLineBreak end) {
        context.getWriter().write(' ');
    }

    @Override
    public void visit(Code code) {
        context.getWriter().write(code.getLiteral());
    }

    @Override
    public void visit(Link link) {
        visitChildren(link);
        address(link, link.getDestination());
    }

    /** There are no pictures in mails; what one says and where it is can be told. */
    @Override
    public void visit(Image image) {
        visitChildren(image);
        address(image, image.getDestination());
    }

    private void address(Node node, String destination) {
        boolean isItsOwnText = node.getFirstChild() instanceof Text text && text.getNext() == null
                && text.getLiteral().equals(destination);
        if (!isItsOwnText && HARMLESS.matcher(destination).matches()) {
            context.getWriter().write((node.getFirstChild() == null ? "" : " ") + "(" + destination + ")");
        }
    }
}
