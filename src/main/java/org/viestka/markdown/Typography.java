package org.viestka.markdown;

import java.util.regex.Pattern;

import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** Sets the quotation marks, apostrophes and dashes of a language where an author typed what a keyboard has. */
public final class Typography {

    private static final Pattern DASH = Pattern.compile("(?<=\\s)-{1,3}(?=\\s)");
    /** Of the web and of mail; with a scheme, or with a host and a path. */
    private static final Pattern ADDRESS = Pattern.compile("(?i)(?:(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+://"
            + "|(?<![\\p{L}\\d.-])(?:www\\.|(?:[\\p{L}\\d-]++\\.)++(?<=\\p{L}{2,20}\\.)\\p{L}{2,20}/))[^\\s<>\"«»„“”]*"
            + "|(?<![^\\s<>\"«»„“”(),;:])[^\\s<>\"«»„“”(),;:@]++@[\\p{L}\\d-]++(?:\\.[\\p{L}\\d-]++)++");
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
            public void visit(Link link) {
                if (link.getFirstChild() instanceof Text text && text.getLiteral().equals(link.getDestination())) {
                    in(link).previous = 'x';
                } else {
                    visitChildren(link);
                }
            }

            @Override
            public void visit(CustomNode node) {
                if (node instanceof Address) {
                    in(node).previous = 'x';
                }
                visitChildren(node);
            }

            @Override
            public void visit(SoftLineBreak end) {
                in(end).previous = SPACE;
            }

            @Override
            public void visit(HardLineBreak end) {
                in(end).previous = SPACE;
            }

            /** Quotations begin anew with each paragraph and cell, and go on through emphasis and links. */
            private Typography in(Node inline) {
                var parent = inline.getParent();
                while (!(parent instanceof Block || parent instanceof TableCell)) {
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

    /** Addresses stay as they are: with another sign they lead elsewhere. */
    private String set(String text) {
        var out = new StringBuilder(text.length());
        var address = ADDRESS.matcher(text);
        int from = 0;
        while (address.find(from)) {
            int end = address.start() + Math.max(1, AddressParser.end(address.group()));
            out.append(setWords(text.substring(from, address.start()))).append(text, address.start(), end);
            previous = 'x';
            from = end;
        }
        return out.append(setWords(text.substring(from))).toString();
    }

    private String setWords(String text) {
        var dashed = DASH.matcher(text).replaceAll(english ? "–" : "—").replace("...", "…");
        var out = new StringBuilder(dashed.length());
        for (int i = 0; i < dashed.length(); i++) {
            char c = dashed.charAt(i);
            boolean letterFollows = i + 1 < dashed.length() && Character.isLetterOrDigit(dashed.charAt(i + 1));
            char right = switch (c) {
                case '"' -> depth == 0 && Character.isDigit(previous) ? c : quotation();
                case '\'' -> Character.isDigit(previous) && i + 1 < dashed.length() && Character.isDigit(dashed.charAt(i + 1))
                        ? c
                        : apostrophe(letterFollows);
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
