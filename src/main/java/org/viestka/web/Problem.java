package org.viestka.web;

import java.util.List;
import java.util.function.Function;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import org.viestka.publication.Words;

/** What went wrong with a request, told in the language of whoever asked (RFC 9457, or a page where a page was asked for). */
public class Problem extends WebApplicationException {

    private static final long serialVersionUID = 1L;
    // RFC 7617 §2.1
    private static final String CHALLENGE = "Basic realm=\"Viestka\", charset=\"UTF-8\"";

    private final transient Function<Words, String> detail;
    private final transient List<Violation> violations;

    private Problem(Response response, Function<Words, String> detail, List<Violation> violations) {
        super(response);
        this.detail = detail;
        this.violations = violations;
    }

    public static Problem of(Status status, Function<Words, String> detail) {
        return of(status.getStatusCode(), detail);
    }

    /** For a status that {@link Status} does not know. */
    public static Problem of(int status, Function<Words, String> detail) {
        return new Problem(Response.status(status).build(), detail, List.of());
    }

    /** 400 with everything that is wrong. */
    public static Problem invalid(List<Violation> violations) {
        return new Problem(Response.status(Status.BAD_REQUEST).build(), Words::problem_invalid, violations);
    }

    public static Problem invalid(String field, Function<Words, String> message) {
        return invalid(List.of(new Violation(field, message)));
    }

    /** 401: signing in takes something else, or something more. */
    public static Problem unauthorized(Function<Words, String> detail) {
        return new Problem(Response.status(Status.UNAUTHORIZED).header("WWW-Authenticate", CHALLENGE).build(), detail,
                List.of());
    }

    /** 409: the state does not allow it, and why. */
    public static Problem conflict(Function<Words, String> detail) {
        return of(Status.CONFLICT, detail);
    }

    public static Problem notFound() {
        return of(Status.NOT_FOUND, Words::problem_not_found);
    }

    /** 429. {@code seconds} until it is worth trying again. */
    public static Problem tooMany(long seconds) {
        return new Problem(Response.status(Status.TOO_MANY_REQUESTS).header("Retry-After", seconds).build(),
                Words::problem_too_many, List.of());
    }

    String detail(Words words) {
        return detail.apply(words);
    }

    public List<Violation> violations() {
        return violations;
    }
}
