package org.viestka.markdown;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;

/** Puts the notes of a body, in the order in which it refers to them, into a numbered list at its end. */
class Notes {

    private final Map<String, Note> notes = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final boolean linked;
    private final Findings findings;

    private Notes(boolean linked, Findings findings) {
        this.linked = linked;
        this.findings = findings;
    }

    /**
     * @param linked whether a mark leads to its note. Not where several bodies stand in one document, and in mails: some programs
     *            that show them know no links within
     * @return the items of the notes, in order
     */
    static List<Node> gather(Node document, boolean linked, Findings findings) {
        var notes = new Notes(linked, findings);
        notes.take(document);
        notes.number(document);
        var items = notes.append(document);
        notes.notes.forEach((label, note) -> {
            if (!notes.numbers.containsKey(label)) {
                findings.add(Finding.UNUSED_NOTES, "[^" + note.label() + "]");
            }
        });
        return items;
    }

    /** The first note of a name counts. */
    private void take(Node document) {
        var found = new ArrayList<Note>();
        document.accept(new AbstractVisitor() {

            @Override
            public void visit(CustomBlock block) {
                if (block instanceof Note note) {
                    found.add(note);
                }
                visitChildren(block);
            }
        });
        for (var note : found) {
            if (notes.putIfAbsent(key(note.label()), note) != null) {
                findings.add(Finding.REPEATED_NOTES, "[^" + note.label() + "]");
            }
            note.unlink();
        }
    }

    private void number(Node node) {
        var marks = new ArrayList<NoteMark>();
        node.accept(new AbstractVisitor() {

            @Override
            public void visit(CustomNode inline) {
                if (inline instanceof NoteMark mark) {
                    marks.add(mark);
                }
                visitChildren(inline);
            }
        });
        for (var mark : marks) {
            Nodes.replace(mark, shown(mark));
        }
    }

    private Node shown(NoteMark mark) {
        if (!notes.containsKey(key(mark.label()))) {
            findings.add(Finding.MISSING_NOTES, "[^" + mark.label() + "]");
            return new Text("[^" + mark.label() + "]");
        }
        int number = numbers.computeIfAbsent(key(mark.label()), label -> numbers.size() + 1);
        var text = new Text("[" + number + "]");
        if (!linked || Nodes.isWithinLink(mark)) {
            return text;
        }
        var link = new Link("#note-" + number, null);
        link.appendChild(text);
        return link;
    }

    private List<Node> append(Node document) {
        var list = new OrderedList();
        list.setMarkerStartNumber(1);
        list.setMarkerDelimiter(".");
        list.setTight(true);
        var items = new ArrayList<Node>();
        // Notes may refer to further notes, which are then numbered on the way.
        for (int done = 0; done < numbers.size(); done++) {
            var note = notes.get(List.copyOf(numbers.keySet()).get(done));
            var item = new ListItem();
            number(note);
            Nodes.move(note, item);
            list.setTight(list.isTight() && item.getFirstChild() == item.getLastChild());
            list.appendChild(item);
            items.add(item);
        }
        if (!items.isEmpty()) {
            document.appendChild(new ThematicBreak());
            document.appendChild(list);
        }
        return items;
    }

    private static String key(String label) {
        return label.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
    }
}
