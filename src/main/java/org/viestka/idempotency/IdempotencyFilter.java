package org.viestka.idempotency;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.viestka.publication.Words;
import org.viestka.web.BodyLimit;
import org.viestka.web.Problem;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.security.identity.SecurityIdentity;

/**
 * Lets whoever did not hear the answer ask again (the Idempotency-Key draft of the IETF): a POST with a key is done once and its
 * answer given again to whoever sends the same key with the same request. A call that was refused or failed was not done, and its
 * key stays free. Where a node falls between doing and noting the answer, nobody does it again: the key says 409 until it is
 * forgotten.
 */
class IdempotencyFilter {

    private static final Logger LOG = Logger.getLogger(IdempotencyFilter.class);
    private static final String KEY = "Idempotency-Key";
    private static final String JSON = "application/json;charset=UTF-8";
    private static final int LONGEST_KEY = 255;
    private static final String BEGUN = IdempotencyFilter.class.getName();
    private static final int UNPROCESSABLE = 422;

    /** A call that this request began. */
    private record Begun(byte[] id, Call call) {}

    private final Calls calls;
    private final ObjectMapper json;
    private final SecurityIdentity identity;

    IdempotencyFilter(Calls calls, ObjectMapper json, SecurityIdentity identity) {
        this.calls = calls;
        this.json = json;
        this.identity = identity;
    }

    @ServerRequestFilter(priority = Priorities.USER + 100)
    Response begin(ContainerRequestContext request) throws IOException, SQLException {
        var key = request.getHeaderString(KEY);
        // A visitor has no name to keep a key under; signing up is the same however often it is done.
        if (key == null || !request.getMethod().equals("POST") || identity.isAnonymous()) {
            return null;
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw Problem.invalid(KEY, words -> words.invalid_idempotency_key(LONGEST_KEY));
        }
        var call = new Call(fingerprint(request), null);
        var id = sha256(identity.getPrincipal().getName(), key).digest();
        var first = calls.begin(id, call);
        if (first.isEmpty()) {
            request.setProperty(BEGUN, new Begun(id, call));
            return null;
        }
        if (!first.get().isOf(call.fingerprint())) {
            throw Problem.of(UNPROCESSABLE, Words::problem_idempotency_other);
        }
        if (first.get().answer() == null) {
            throw Problem.of(Status.CONFLICT, Words::problem_idempotency_running);
        }
        return again(first.get().answer());
    }

    @ServerResponseFilter
    void end(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(BEGUN) instanceof Begun begun)) {
            return;
        }
        try {
            if (response.getStatus() >= 400) {
                calls.forget(begun.id);
            } else {
                calls.answered(begun.id, begun.call.answered(answer(response)));
            }
        } catch (IOException | SQLException | RuntimeException e) {
            // What was done is done, and the caller must be told so; the same key will say that the end is not known.
            LOG.errorf(e, "The answer to a call with a key could not be kept");
        }
    }

    private static Response again(Call.Answer answer) {
        var response = Response.status(answer.status()).header("Idempotency-Replayed", true);
        answer.headers().forEach((name, values) -> values.forEach(value -> response.header(name, value)));
        return response.entity(answer.body()).build();
    }

    private Call.Answer answer(ContainerResponseContext response) throws IOException {
        var headers = new HashMap<String, List<String>>();
        response.getStringHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
        // Where a resource leaves it open, the type is not chosen yet; in the API it is always this one.
        var type = response.getMediaType() == null ? JSON : response.getMediaType().toString();
        if (response.hasEntity()) {
            headers.put(HttpHeaders.CONTENT_TYPE, List.of(type));
        }
        var entity = response.getEntity();
        byte[] body = entity == null
                ? null
                : entity instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : json.writeValueAsBytes(entity);
        return new Call.Answer(response.getStatus(), headers, body);
    }

    /** Lists are read as they arrive, whatever their size: of them only the address is looked at. */
    private static byte[] fingerprint(ContainerRequestContext request) throws IOException {
        var digest = sha256(request.getMethod(), request.getUriInfo().getRequestUri().getRawPath(),
                String.valueOf(request.getUriInfo().getRequestUri().getRawQuery()));
        if (!BodyLimit.isList(request)) {
            var body = request.getEntityStream().readAllBytes();
            request.setEntityStream(new ByteArrayInputStream(body));
            digest.update(body);
        }
        return digest.digest();
    }

    private static MessageDigest sha256(String... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
