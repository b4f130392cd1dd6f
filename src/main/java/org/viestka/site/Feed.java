package org.viestka.site;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.commentary.Translation;
import org.viestka.publication.Publication;
import org.viestka.publication.Rubric;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Whole commentaries for feed readers (RFC 4287), so that who cannot open the site can read them all the same. */
@ApplicationScoped
class Feed {

    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";

    private final Publication publication;

    Feed(Publication publication) {
        this.publication = publication;
    }

    /** @param rubric whose commentaries these are; null for all */
    String of(String language, Rubric rubric, List<Translation> latest) {
        try {
            var text = new StringWriter();
            var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeAttribute("xml:lang", language);
            var own = publication.link(path(language, rubric) + "/feed.atom");
            var title = title(language, rubric, publication);
            element(xml, "id", id(own));
            element(xml, "title", title);
            element(xml, "updated", latest.stream().map(t -> t.commentary.updatedAt).max(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH).toString());
            link(xml, "self", "application/atom+xml", own);
            link(xml, "alternate", "text/html", publication.link(home(language, rubric)));
            xml.writeStartElement("author");
            element(xml, "name", publication.name(language));
            xml.writeEndElement();
            for (var translation : latest) {
                entry(xml, translation);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the paths of a language's feeds, or of those of one of its rubrics, begin with. */
    static String path(String language, Rubric rubric) {
        return "/" + language + (rubric == null ? "" : "/" + rubric.key());
    }

    static String home(String language, Rubric rubric) {
        return rubric == null ? "/" + language : Links.archive(language, rubric.key(), 0);
    }

    static String title(String language, Rubric rubric, Publication publication) {
        return publication.name(language) + (rubric == null ? "" : " · " + rubric.name(language));
    }

    private void entry(XMLStreamWriter xml, Translation translation) throws XMLStreamException {
        var commentary = translation.commentary;
        var block = Block.of(translation, publication);
        xml.writeStartElement("entry");
        element(xml, "id", id(translation));
        element(xml, "title", translation.title);
        element(xml, "published", commentary.publishedAt.toString());
        element(xml, "updated", commentary.updatedAt.toString());
        link(xml, "alternate", "text/html", publication.link(translation.path()));
        xml.writeEmptyElement("category");
        xml.writeAttribute("term", commentary.rubric);
        xml.writeAttribute("label", block.rubric());
        element(xml, "summary", translation.summary);
        xml.writeStartElement("content");
        xml.writeAttribute("type", "html");
        xml.writeCharacters(content(block, translation, publication));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private static void link(XMLStreamWriter xml, String relation, String type, String href) throws XMLStreamException {
        xml.writeEmptyElement("link");
        xml.writeAttribute("rel", relation);
        xml.writeAttribute("type", type);
        xml.writeAttribute("href", href);
    }

    /** Each translation is an entry of its own; neither a correction nor a new title makes it another. */
    static String id(Translation translation) {
        return id(translation.commentary.id + "/" + translation.language);
    }

    /** HTML: the verdict, then the whole text. */
    static String content(Block block, Translation translation, Publication publication) {
        return "<p><strong>" + block.sign() + " " + block.verdict() + "</strong></p>\n"
                + translation.body(publication).feed();
    }

    private static String id(String name) {
        return "urn:uuid:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
