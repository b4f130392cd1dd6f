package org.viestka.markdown;

import java.util.regex.Pattern;

import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.Link;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.renderer.text.CoreTextContentNodeRenderer;
import org.commonmark.renderer.text.TextContentNodeRendererContext;

/** Writes a body as people write mails: quotations behind {@code >}, addresses of links in brackets, and no marks of its own. */
class PlainTextRenderer extends CoreTextContentNodeRenderer {

    /** People write addresses of mail and numbers of telephones without it. */
    private static final Pattern WITHOUT_WEB = Pattern.compile("(?i)^(mailto|tel):(?=[^?]*$)");

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
        var address = WITHOUT_WEB.matcher(link.getDestination()).replaceFirst("");
        if (!isItsOwnText(link, address)) {
            var title = link.getTitle() == null || link.getTitle().isBlank() ? "" : ", " + link.getTitle();
            context.getWriter().write(" (" + address + title + ")");
        }
    }

    private static boolean isItsOwnText(Link link, String address) {
        return link.getFirstChild() instanceof Text text && text.getNext() == null
                && (address.equals(text.getLiteral()) || link.getDestination().equals(text.getLiteral())
                        || address.equals("https://" + text.getLiteral()));
    }
}
