package org.viestka.commentary;

import java.util.regex.Pattern;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** Sets the quotation marks, apostrophes and dashes of a language where an author typed what a keyboard has. */
public final class Typography {

    private static final Pattern DASH = Pattern.compile("(?<=\\s)-{1,3}(?=\\s)");
    private static final String AFTER_WHICH_QUOTATIONS_OPEN = "([{«„“‘—–-/";
    private static final char SPACE = ' ';

    private final boolean english;
    private char previous = SPACE;
    private int depth;

    private Typography(String language) {
        english = language.equals("en");
    }

    /** A title or a summary. */
    public static String of(String language, String text) {
        return new Typography(language).set(text);
    }

    /** A body: its texts, not its code and not where its links lead. */
    static void set(String language, Node document) {
        document.accept(new AbstractVisitor() {

            private Typography typography;
            private Node block;

            @Override
            public void visit(Text text) {
                text.setLiteral(in(text).set(text.getLiteral()));
            }

            @Override
            public void visit(Code code) {
                in(code).previous = 'x';
            }

            @Override
            public void visit(SoftLineBreak end) {
                in(end).previous = SPACE;
            }

            @Override
            public void visit(HardLineBreak end) {
                in(end).previous = SPACE;
            }

            /** Quotations begin anew with each paragraph, and go on through emphasis and links. */
            private Typography in(Node inline) {
                var parent = inline.getParent();
                while (!(parent instanceof org.commonmark.node.Block)) {
                    parent = parent.getParent();
                }
                if (parent != block) {
                    block = parent;
                    typography = new Typography(language);
                }
                return typography;
            }
        });
    }

    private String set(String text) {
        var dashed = DASH.matcher(text).replaceAll(english ? "–" : "—").replace("...", "…");
        var out = new StringBuilder(dashed.length());
        for (int i = 0; i < dashed.length(); i++) {
            char c = dashed.charAt(i);
            boolean letterFollows = i + 1 < dashed.length() && Character.isLetterOrDigit(dashed.charAt(i + 1));
            char right = switch (c) {
                case '"' -> quotation();
                case '\'' -> apostrophe(letterFollows);
                default -> c;
            };
            out.append(right);
            previous = right;
        }
        return out.toString();
    }

    private char quotation() {
        boolean opens = isStart();
        depth = Math.max(0, depth + (opens ? 1 : -1));
        boolean inner = opens ? depth > 1 : depth > 0;
        if (english) {
            return opens ? '“' : '”';
        }
        return opens ? inner ? '„' : '«' : inner ? '“' : '»';
    }

    private char apostrophe(boolean letterFollows) {
        if (Character.isLetterOrDigit(previous) && (letterFollows || english)) {
            return '’';
        }
        return !english ? '\'' : isStart() ? '‘' : '’';
    }

    private boolean isStart() {
        return Character.isWhitespace(previous) || Character.isSpaceChar(previous)
                || AFTER_WHICH_QUOTATIONS_OPEN.indexOf(previous) >= 0;
    }
}
