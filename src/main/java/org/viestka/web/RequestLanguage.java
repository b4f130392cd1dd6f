package org.viestka.web;

import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;

import org.viestka.publication.Publication;

/** In which of the publication's languages a request is answered. */
@RequestScoped
public class RequestLanguage {

    private final Publication publication;
    private final HttpHeaders headers;
    private final UriInfo uri;
    private String chosen;

    RequestLanguage(Publication publication, HttpHeaders headers, UriInfo uri) {
        this.publication = publication;
        this.headers = headers;
        this.uri = uri;
    }

    /** That of the page in the path ({@code /be/…}); else the one the form or row named; else the browser's; else the first. */
    public String current() {
        if (chosen != null) {
            return chosen;
        }
        var path = uri.getPath();
        var first = path.startsWith("/") ? path.substring(1) : path;
        var language = first.contains("/") ? first.substring(0, first.indexOf('/')) : first;
        return publication.speaks(language) ? language : preferred();
    }

    /** Fixes the language of the rest of the request, for example to the reader's own. Others than ours are ignored. */
    public void choose(String language) {
        if (language != null && publication.speaks(language)) {
            chosen = language;
        }
    }

    /** By {@code Accept-Language} (RFC 9110 §12.5.4) alone. */
    public String preferred() {
        var accepted = headers.getRequestHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (accepted == null || accepted.isEmpty()) {
            return publication.languages().get(0);
        }
        try {
            var ranges = Locale.LanguageRange.parse(String.join(",", accepted));
            var match = Locale.lookupTag(ranges, List.copyOf(publication.languages()));
            return match == null ? publication.languages().get(0) : match;
        } catch (IllegalArgumentException malformed) {
            return publication.languages().get(0);
        }
    }
}
