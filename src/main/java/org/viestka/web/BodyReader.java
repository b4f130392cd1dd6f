package org.viestka.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import org.viestka.publication.Words;

import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooLongFormFieldException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Reads the body of one request into memory, on its event loop. Forms are taken apart by Vert.x, which keeps their fields in memory
 * and drops files; the parser of Quarkus REST would write files to a disk.
 */
final class BodyReader {

    private static final String PARTS = "multipart/form-data";
    /** Milliseconds that a whole body may take. */
    private static final long SLOWEST = 60_000;
    /** Milliseconds in which a client may read a refusal while it still sends (RFC 9112 §9.6). */
    private static final long FAREWELL = 2_000;
    private static final long NO_ERROR = 0;
    /** Octets that every body may have, however many there are: what readers send fits in. */
    private static final int ALWAYS_TAKEN = 4 * 1024;
    /** Seconds until it is worth trying again where too many bodies are in memory. */
    private static final int BUSY_SECONDS = 10;

    private final RoutingContext exchange;
    private final HttpServerRequest request;
    private final int most;
    private final BodyMemory memory;
    private final boolean isMultipart;
    private final boolean isForm;
    private UniEmitter<? super InputStream> reader;
    private Buffer body = Buffer.buffer();
    private int held;
    private long alarm;
    private boolean isDone;

    BodyReader(RoutingContext exchange, int most, BodyMemory memory) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.most = most;
        this.memory = memory;
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE) == null
                ? ""
                : request.getHeader(HttpHeaders.CONTENT_TYPE).toLowerCase(Locale.ROOT);
        this.isMultipart = type.startsWith(PARTS);
        this.isForm = isMultipart || type.startsWith("application/x-www-form-urlencoded");
    }

    /** Fails with the {@link Problem} that the body has. */
    Uni<InputStream> read() {
        return Uni.createFrom().emitter(emitter -> {
            reader = emitter;
            begin();
        });
    }

    private void begin() {
        exchange.addEndHandler(end -> release());
        alarm = exchange.vertx().setTimer(SLOWEST, id -> refuse(Problem.of(Status.REQUEST_TIMEOUT, Words::problem_too_slow)));
        if (isEncoded()) {
            // Nothing is unpacked: a few kilobytes could become gigabytes.
            refuse(Problem.of(Status.UNSUPPORTED_MEDIA_TYPE, Words::problem_media_type));
        } else if (isDeclaredTooLarge()) {
            refuse(tooLarge());
        } else {
            listen();
        }
    }

    private void listen() {
        if (isMultipart) {
            // Types may be in capitals (RFC 9110 §8.3.1); the decoder knows this one in small letters alone.
            var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
            request.headers().set(HttpHeaders.CONTENT_TYPE, PARTS + type.substring(PARTS.length()));
        }
        try {
            request.exceptionHandler(this::fail).handler(this::take).endHandler(end -> end()).setExpectMultipart(isForm);
        } catch (RuntimeException malformed) {
            // Parts with an empty boundary, for example.
            refuse(invalid());
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private void take(Buffer part) {
        if (isDone) {
            return;
        }
        if (body.length() + part.length() > most) {
            refuse(tooLarge());
        } else if (!hold(body.length() + part.length() - ALWAYS_TAKEN - held)) {
            refuse(Problem.tooMany(BUSY_SECONDS));
        } else {
            body.appendBuffer(part);
        }
    }

    private boolean hold(int more) {
        if (more <= 0) {
            return true;
        }
        boolean isThere = memory.take(more);
        held += isThere ? more : 0;
        return isThere;
    }

    private void release() {
        memory.giveBack(held);
        held = 0;
    }

    private void end() {
        if (!isDone && isMultipart) {
            cutCarriageReturns();
        }
        // Parts that were cut off, or nothing but files; or signs that mean nothing in a form.
        if (!isDone && isForm && (isMultipart || body.length() > 0) && request.formAttributes().isEmpty()) {
            refuse(invalid());
        } else if (finish()) {
            var octets = body.getBytes();
            body = null;
            reader.complete(new ByteArrayInputStream(octets));
        }
    }

    /** Netty leaves one at the end of a field where the parts arrive in pieces, one of which ends in front of the line feed. */
    private void cutCarriageReturns() {
        var fields = request.formAttributes();
        for (var name : List.copyOf(fields.names())) {
            fields.set(name, fields.getAll(name).stream()
                    .map(value -> value.endsWith("\r") ? value.substring(0, value.length() - 1) : value).toList());
        }
    }

    private void fail(Throwable failure) {
        boolean isTooMuch = failure instanceof TooLongFormFieldException || failure instanceof TooManyFormFieldsException
                || failure.getCause() instanceof IOException;
        refuse(isTooMuch ? tooLarge() : invalid());
    }

    private void refuse(Problem problem) {
        if (finish()) {
            body = null;
            release();
            if (!request.isEnded()) {
                dismiss();
            }
            reader.fail(problem);
        }
    }

    /** Lets the client read the answer, though it may still be sending, and then no longer listens. */
    private void dismiss() {
        if (request.version() == HttpVersion.HTTP_2) {
            // RFC 9113 §8.1
            exchange.addBodyEndHandler(end -> exchange.vertx().runOnContext(later -> request.response().reset(NO_ERROR)));
        } else {
            request.response().putHeader("Connection", "close");
            exchange.addBodyEndHandler(end -> exchange.vertx().setTimer(FAREWELL, id -> request.connection().close()));
        }
        request.resume();
    }

    private boolean finish() {
        if (isDone) {
            return false;
        }
        isDone = true;
        exchange.vertx().cancelTimer(alarm);
        return true;
    }

    private boolean isEncoded() {
        var coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity");
    }

    private boolean isDeclaredTooLarge() {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // Longer than any length that fits is too long as well.
        return length != null && (length.length() > 18 || Long.parseLong(length) > most);
    }

    private static Problem tooLarge() {
        return Problem.of(Status.REQUEST_ENTITY_TOO_LARGE, Words::problem_too_large);
    }

    private static Problem invalid() {
        return Problem.of(Status.BAD_REQUEST, Words::problem_invalid);
    }
}
