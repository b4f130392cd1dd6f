package org.viestka.web;

import java.util.List;
import java.util.function.Function;

import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * One page of a list.
 *
 * @param page counted from 0
 * @param size at most so many items on a page
 * @param total items on all pages
 */
public record PageOf<T>(List<T> items, int page, int size, long total) {

    public <R> PageOf<R> map(Function<T, R> view) {
        return new PageOf<>(items.stream().map(view).toList(), page, size, total);
    }

    /** With {@code Link} headers (RFC 8288) to the first, previous, next and last page. */
    public RestResponse<PageOf<T>> answer(UriInfo uri) {
        long last = total == 0 ? 0 : (total - 1) / size;
        var answer = ResponseBuilder.ok(this).links(link(uri, 0, "first"), link(uri, last, "last"));
        if (page > 0) {
            answer.links(link(uri, Math.min(page - 1, last), "prev"));
        }
        if (page < last) {
            answer.links(link(uri, page + 1, "next"));
        }
        return answer.build();
    }

    private static Link link(UriInfo uri, long page, String relation) {
        // Path and query alone: the host of the request is not to be trusted.
        var target = uri.getRequestUriBuilder().scheme(null).host(null).port(-1).replaceQueryParam("page", page).build();
        return Link.fromUri(target).rel(relation).build();
    }
}
