package org.viestka.web;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;

/** Turns every failure into a problem in the caller's language. No stack trace, no class name and no value leaves the house. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @Inject
    RequestLanguage language;

    @Inject
    ErrorPage page;

    @Inject
    DatabaseWatch database;

    @Inject
    AllowedMethods allowed;

    @Inject
    UriInfo uri;

    @ServerExceptionMapper
    Response problem(Problem problem) {
        return answer(problem.getResponse(), problem.detail(words()), fields(problem.violations()));
    }

    @ServerExceptionMapper
    Response http(WebApplicationException failure) {
        if (failure.getCause() instanceof JsonProcessingException json) {
            return json(json);
        }
        var status = failure.getResponse().getStatus();
        if (status < 400) {
            return failure.getResponse();
        }
        return answer(status == 405
                ? Response.fromResponse(failure.getResponse()).header(HttpHeaders.ALLOW, allowed.of(uri.getPath())).build()
                : failure.getResponse(), detail(status), List.of());
    }

    @ServerExceptionMapper
    Response notFound(NotFoundException failure) {
        // Jakarta REST takes a parameter that cannot be read for a page that is not there. That is what it is on the public site.
        if (failure.getCause() instanceof IllegalArgumentException && uri.getPath().startsWith("/api/") && pathIsReadable()) {
            return answer(Response.status(Status.BAD_REQUEST).build(), words().problem_invalid(), List.of());
        }
        return answer(Response.status(Status.NOT_FOUND).build(), words().problem_not_found(), List.of());
    }

    // Quarkus brings a mapper of its own for the second, which says nothing.
    @ServerExceptionMapper(value = {JsonProcessingException.class, MismatchedInputException.class}, priority = 1)
    Response json(JsonProcessingException failure) {
        var path = failure instanceof JsonMappingException mapping ? path(mapping) : "";
        var violations = List.of(new ProblemJson.Field(path, words().invalid_json()));
        return answer(Response.status(Status.BAD_REQUEST).build(), words().problem_invalid(), violations);
    }

    @ServerExceptionMapper
    Response parameters(ConstraintViolationException failure) {
        var violations = failure.getConstraintViolations().stream()
                .map(v -> new ProblemJson.Field(last(v.getPropertyPath()), v.getMessage()))
                // They come in no order, and the same mistake shall get the same answer.
                .sorted(Comparator.comparing(ProblemJson.Field::field).thenComparing(ProblemJson.Field::message)).toList();
        return answer(Response.status(Status.BAD_REQUEST).build(), words().problem_invalid(), violations);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthorized(SecurityException failure) {
        // Who may not even try gets a reason of its own.
        if (failure.getCause() instanceof Problem problem) {
            return problem(problem);
        }
        return problem(Problem.unauthorized(Words::problem_unauthorized));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure) {
        return answer(Response.status(Status.FORBIDDEN).build(), words().problem_forbidden(), List.of());
    }

    @ServerExceptionMapper
    Response anything(Throwable failure) {
        // The number ties what the caller saw to the log, and says nothing else.
        var number = Integer.toHexString(ThreadLocalRandom.current().nextInt() | 0x10000000);
        if (Unavailable.is(failure)) {
            if (!Unavailable.isBusy(failure)) {
                database.reconnect();
            }
            LOG.errorf("Request failed (%s): the database does not answer or takes no writes: %s", number,
                    failure.getMessage());
            return answer(Response.status(Status.SERVICE_UNAVAILABLE).header("Retry-After", 10).build(),
                    words().problem_unavailable(), List.of());
        }
        LOG.errorf(failure, "Request failed (%s)", number);
        return answer(Response.serverError().build(), words().problem_error(number), List.of());
    }

    private boolean pathIsReadable() {
        return uri.getPathParameters().getOrDefault("id", List.of()).stream().allMatch(ProblemMappers::isId);
    }

    private static boolean isId(String text) {
        try {
            UUID.fromString(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Response answer(Response from, String detail, List<ProblemJson.Field> violations) {
        var answer = Response.status(from.getStatus());
        from.getHeaders().forEach((name, values) -> values.forEach(value -> answer.header(name, value)));
        answer.header("Content-Language", language.current());
        if (page.isWanted()) {
            return answer.type("text/html;charset=UTF-8").entity(page.render(from.getStatus(), detail)).build();
        }
        // Of those that we give, Jakarta REST does not know 422.
        var title = Status.fromStatusCode(from.getStatus());
        return answer.type("application/problem+json").entity(new ProblemJson("about:blank",
                title == null ? "Unprocessable Content" : title.getReasonPhrase(), from.getStatus(), detail,
                violations))
                .build();
    }

    private List<ProblemJson.Field> fields(List<Violation> violations) {
        var words = words();
        return violations.stream().map(v -> new ProblemJson.Field(v.field(), v.message().apply(words))).toList();
    }

    private String detail(int status) {
        return switch (status) {
            case 404 -> words().problem_not_found();
            case 405 -> words().problem_method();
            case 406 -> words().problem_not_acceptable();
            case 413 -> words().problem_too_large();
            case 415 -> words().problem_media_type();
            default -> words().problem_invalid();
        };
    }

    private Words words() {
        return Publication.words(language.current());
    }

    private static String path(JsonMappingException failure) {
        var path = new StringBuilder();
        for (var step : failure.getPath()) {
            path.append(step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : (path.isEmpty() ? "" : ".") + step.getFieldName());
        }
        return path.toString();
    }

    private static String last(Path path) {
        String last = "";
        for (var node : path) {
            last = node.getName();
        }
        return last;
    }
}
