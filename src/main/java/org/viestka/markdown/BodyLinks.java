package org.viestka.markdown;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/** Leads the links of a body to where they lead on its page, and makes links of its pictures. */
class BodyLinks {

    private final Destinations destinations;
    private final boolean onPage;
    private final String language;
    private final Findings findings;
    private final List<Node> found = new ArrayList<>();
    /** By what links may call them. */
    private final Map<String, Heading> headings = new LinkedHashMap<>();
    private final Map<Heading, String> parts = new LinkedHashMap<>();

    private BodyLinks(Destinations destinations, boolean onPage, String language, Findings findings) {
        this.destinations = destinations;
        this.onPage = onPage;
        this.language = language;
        this.findings = findings;
    }

    /** @return the names of the headings that links of the body lead to */
    static Map<Heading, String> lead(Node document, Destinations destinations, boolean onPage, String language,
            Findings findings) {
        var links = new BodyLinks(destinations, onPage, language, findings);
        links.find(document);
        links.found.forEach(links::lead);
        return links.parts;
    }

    private void find(Node document) {
        document.accept(new AbstractVisitor() {

            @Override
            public void visit(Link link) {
                found.add(link);
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                found.add(image);
                visitChildren(image);
            }

            @Override
            public void visit(CustomNode node) {
                if (node instanceof Address) {
                    found.add(node);
                }
                visitChildren(node);
            }

            @Override
            public void visit(Heading heading) {
                headings.putIfAbsent(Slug.of(Markdown.text(heading), language), heading);
                visitChildren(heading);
            }
        });
    }

    private void lead(Node node) {
        if (node instanceof Link link) {
            lead(link, link.getDestination());
        } else if (node instanceof Image image) {
            picture(image);
        } else if (node instanceof Address address) {
            bare(address);
        }
    }

    private void lead(Link link, String written) {
        nameIfBlank(link, written);
        var part = written.startsWith("#") && written.length() > 1 ? part(written) : null;
        var destination = destinations.of(part == null ? written : part);
        if (destination.isEmpty()) {
            findings.add(Finding.LINKS, written.isBlank() ? "[" + Markdown.text(link.getFirstChild()) + "]()" : written);
            Nodes.unwrap(link);
            return;
        }
        var url = destination.get().url();
        if (destination.get().isGuessed()) {
            findings.add(Finding.GUESSED_LINKS, url);
        }
        link.setDestination(!onPage ? url : part != null ? part : hasHost(written) ? url : destinations.withoutHost(url));
    }

    /** What has no words of its own is called by its address. */
    private static void nameIfBlank(Node node, String address) {
        var first = node.getFirstChild();
        if (first == null || first == node.getLastChild() && first instanceof Text text && text.getLiteral().isBlank()) {
            node.prependChild(new Text(address));
        }
    }

    private static boolean hasHost(String written) {
        return written.contains("//");
    }

    /** Where a part of the page really is. */
    private String part(String fragment) {
        var heading = headings.get(Slug.of(decoded(fragment.substring(1)), language));
        if (heading == null) {
            findings.add(Finding.PARTS, fragment);
            return fragment;
        }
        return "#" + parts.computeIfAbsent(heading, h -> "part-" + Slug.of(Markdown.text(h), language));
    }

    private static String decoded(String fragment) {
        try {
            return URLDecoder.decode(fragment, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return fragment;
        }
    }

    /** There are no pictures; what one says, and where it is, can be told. */
    private void picture(Image image) {
        findings.add(Finding.PICTURES, image.getDestination());
        nameIfBlank(image, image.getDestination());
        if (image.getTitle() != null && !image.getTitle().isBlank()) {
            image.appendChild(new Text(" (" + Typography.of(language, image.getTitle()) + ")"));
        }
        var destination = destinations.of(image.getDestination());
        if (destination.isEmpty() || Nodes.isWithinLink(image)) {
            Nodes.unwrap(image);
            return;
        }
        var link = new Link(image.getDestination(), null);
        Nodes.move(image, link);
        Nodes.replace(image, link);
        lead(link, image.getDestination());
    }

    private static void bare(Address address) {
        var text = new Text(address.literal());
        if (Nodes.isWithinLink(address)) {
            Nodes.replace(address, text);
            return;
        }
        var link = new Link(address.destination(), null);
        link.appendChild(text);
        Nodes.replace(address, link);
    }
}
