package org.viestka.markdown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** Tables where there is no room for them. */
final class Tables {

    /** Columns that a telephone has room for, and signs in them, where no word is broken and each cell has its margins. */
    static final int NARROW = 4;
    private static final int NARROW_LINE = 32;
    private static final int MARGINS = 2;
    /** Signs in a line of a mail. */
    private static final int LINE = 72;
    private static final String GAP = "  ";

    private Tables() {}

    static List<TableBlock> in(Node document) {
        var tables = new ArrayList<TableBlock>();
        document.accept(new AbstractVisitor() {

            @Override
            public void visit(CustomBlock block) {
                if (block instanceof TableBlock table) {
                    tables.add(table);
                }
                visitChildren(block);
            }
        });
        return tables;
    }

    static boolean isWide(TableBlock table) {
        var rows = rows(table);
        int columns = rows.get(0).size();
        int line = 0;
        for (int column = 0; column < columns; column++) {
            int longest = 0;
            for (var row : rows) {
                longest = Math.max(longest, column < row.size() ? longestWord(row.get(column)) : 0);
            }
            line += longest + MARGINS;
        }
        return columns > NARROW || line > NARROW_LINE;
    }

    /** Addresses may be broken anywhere. */
    private static int longestWord(TableCell cell) {
        return Arrays.stream(text(cell).split("[\\s-]+")).filter(word -> !word.contains("://")).mapToInt(Tables::width).max()
                .orElse(0);
    }

    /** Browsers put heads of columns in the middle. */
    static void setHeadsLeft(TableBlock table) {
        for (var head : rows(table).get(0)) {
            if (head.getAlignment() == null) {
                head.setAlignment(TableCell.Alignment.LEFT);
            }
        }
    }

    /**
     * Puts a paragraph for each row in the place of the table: the heads of the columns, and what the row has below them. The
     * heads that have nothing below them come last.
     */
    static void unfold(TableBlock table) {
        var rows = rows(table);
        var heads = rows.get(0).stream().map(Tables::text).toList();
        var empty = IntStream.range(0, heads.size()).filter(column -> !heads.get(column).isEmpty()
                && rows.subList(1, rows.size()).stream().allMatch(row -> isEmpty(column, row))).mapToObj(heads::get).toList();
        for (var row : rows.subList(1, rows.size())) {
            var paragraph = new Paragraph();
            for (int column = 0; column < row.size(); column++) {
                append(heads.get(column), row.get(column), paragraph);
            }
            if (paragraph.getFirstChild() != null) {
                table.insertBefore(paragraph);
            }
        }
        if (!empty.isEmpty()) {
            var paragraph = new Paragraph();
            paragraph.appendChild(new Text(String.join(" · ", empty) + (empty.size() < heads.size() ? ": —" : "")));
            table.insertBefore(paragraph);
        }
        table.unlink();
    }

    private static boolean isEmpty(int column, List<TableCell> row) {
        return column >= row.size() || row.get(column).getFirstChild() == null;
    }

    private static void append(String head, TableCell cell, Paragraph paragraph) {
        if (cell.getFirstChild() == null) {
            return;
        }
        if (paragraph.getFirstChild() != null) {
            paragraph.appendChild(new HardLineBreak());
        }
        if (!head.isEmpty()) {
            var strong = new StrongEmphasis("**");
            strong.appendChild(new Text(head + ":"));
            paragraph.appendChild(strong);
            paragraph.appendChild(new Text(" "));
        }
        Nodes.move(cell, paragraph);
    }

    /** Puts lines with the cells below each other in the place of the table, or unfolds it where they would be too long. */
    static void align(TableBlock table) {
        var cells = rows(table).stream().map(row -> row.stream().map(Tables::text).toList()).toList();
        var widths = new int[cells.get(0).size()];
        int line = GAP.length() * (widths.length - 1);
        for (int column = 0; column < widths.length; column++) {
            for (var row : cells) {
                widths[column] = Math.max(widths[column], column < row.size() ? width(row.get(column)) : 0);
            }
            line += widths[column];
        }
        if (line > LINE) {
            unfold(table);
            return;
        }
        var alignments = rows(table).get(0).stream().map(TableCell::getAlignment).toList();
        var paragraph = new Paragraph();
        for (var row : cells) {
            addLine(row, widths, alignments, paragraph);
            if (paragraph.getFirstChild() == paragraph.getLastChild()) {
                addLine(rules(widths), widths, alignments, paragraph);
            }
        }
        Nodes.replace(table, paragraph);
    }

    private static List<String> rules(int[] widths) {
        var rules = new ArrayList<String>();
        for (int width : widths) {
            rules.add("-".repeat(width));
        }
        return rules;
    }

    private static void addLine(List<String> row, int[] widths, List<TableCell.Alignment> alignments, Paragraph paragraph) {
        var line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            var blanks = " ".repeat(widths[column] - width(row.get(column)));
            boolean right = alignments.get(column) == TableCell.Alignment.RIGHT;
            line.append(column == 0 ? "" : GAP).append(right ? blanks : "").append(row.get(column)).append(right ? "" : blanks);
        }
        if (paragraph.getFirstChild() != null) {
            paragraph.appendChild(new HardLineBreak());
        }
        paragraph.appendChild(new Text(line.toString().stripTrailing()));
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String text(TableCell cell) {
        var paragraph = new Paragraph();
        Nodes.move(cell, paragraph);
        var text = Markdown.text(paragraph).replace("\n", " / ");
        Nodes.move(paragraph, cell);
        return text;
    }

    /** The first is that of the heads. */
    private static List<List<TableCell>> rows(TableBlock table) {
        var rows = new ArrayList<List<TableCell>>();
        for (var part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (var row = part.getFirstChild(); row != null; row = row.getNext()) {
                var cells = new ArrayList<TableCell>();
                for (var cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                    cells.add((TableCell) cell);
                }
                rows.add(cells);
            }
        }
        return rows;
    }
}
