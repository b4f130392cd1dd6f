package org.viestka.web;

import java.util.function.UnaryOperator;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.publication.Publication;

/** Makes what the layout needs. */
@ApplicationScoped
public class Pages {

    private final Publication publication;

    Pages(Publication publication) {
        this.publication = publication;
    }

    /** A page that search engines keep out and whose language switch leads to the front pages. */
    public Page page(String language, String title) {
        return page(language, title, other -> "/" + other, false);
    }

    /**
     * @param href path of the same page in a language, from the root of the site
     */
    public Page page(String language, String title, UnaryOperator<String> href, boolean indexed) {
        var switches = publication.languages().stream()
                .map(other -> new Page.Switch(other, label(other), publication.path(href.apply(other)), other.equals(language)))
                .toList();
        return new Page(language, title, publication.name(language), switches, publication.editions(),
                publication.editionFor(language).key(), publication.base(), publication.mirrors(), indexed);
    }

    /** Readers know the Belarusian page as "by". */
    private static String label(String language) {
        return language.equals("be") ? "by" : language;
    }
}
