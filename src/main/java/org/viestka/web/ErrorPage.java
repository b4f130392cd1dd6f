package org.viestka.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.viestka.publication.Publication;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** What a reader sees when something is wrong. */
@RequestScoped
class ErrorPage {

    @CheckedTemplate(basePath = "web")
    static class Templates {
        static native TemplateInstance error(Page page, int status, String detail);

        static native TemplateInstance framedError(Page page, String detail);
    }

    private final HttpHeaders headers;
    private final UriInfo uri;
    private final RequestLanguage language;
    private final Pages pages;

    ErrorPage(HttpHeaders headers, UriInfo uri, RequestLanguage language, Pages pages) {
        this.headers = headers;
        this.uri = uri;
        this.language = language;
        this.pages = pages;
    }

    /** The API answers in JSON whatever is asked for; elsewhere a page unless only JSON is accepted. */
    boolean isWanted() {
        return !uri.getPath().startsWith("/api") && headers.getAcceptableMediaTypes().stream()
                .anyMatch(type -> type.isCompatible(MediaType.TEXT_HTML_TYPE));
    }

    String render(int status, String detail) {
        var words = Publication.words(language.current());
        var title = switch (status) {
            case 404 -> words.page_not_found();
            case 503 -> words.page_unavailable();
            default -> words.page_error();
        };
        var page = pages.page(language.current(), title);
        // The rest of the site may not be framed, so that a frame gets no links to it.
        var template = status != 404 && uri.getPath().startsWith("/embed")
                ? Templates.framedError(page, detail)
                : Templates.error(page, status, detail);
        return template.setLocale(language.current()).render();
    }
}
