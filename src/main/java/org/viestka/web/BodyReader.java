package org.viestka.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;

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
 * Reads the body of one request into memory, on its event loop. Forms are taken apart here, in memory and without their files; the
 * parser of Quarkus REST would write files to a disk.
 */
final class BodyReader {

    private static final String PARTS = "multipart/form-data";
    private static final String FIELDS = "application/x-www-form-urlencoded";
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
    private final Duration slowest;
    private final String type;
    private final boolean isMultipart;
    private final boolean isForm;
    private UniEmitter<? super InputStream> reader;
    private Buffer body = Buffer.buffer();
    private int held;
    private long alarm;
    private boolean isDone;

    /**
     * @param most octets of the body
     * @param slowest how long the whole body may take
     */
    BodyReader(RoutingContext exchange, int most, BodyMemory memory, Duration slowest) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.most = most;
        this.memory = memory;
        this.slowest = slowest;
        this.type = Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_TYPE), "");
        this.isMultipart = isOfType(PARTS);
        this.isForm = isMultipart || isOfType(FIELDS);
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
        alarm = exchange.vertx().setTimer(slowest.toMillis(),
                id -> refuse(Problem.of(Status.REQUEST_TIMEOUT, Words::problem_too_slow)));
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
        request.exceptionHandler(this::fail).handler(this::take).endHandler(end -> end())
                .setExpectMultipart(isForm && !isMultipart);
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
        if (isDone) {
            return;
        }
        var octets = body.getBytes();
        if (isMultipart) {
            readParts(octets);
        }
        // Nothing but files; or signs that mean nothing in a form.
        if (isForm && (isMultipart || octets.length > 0) && request.formAttributes().isEmpty()) {
            refuse(invalid());
        } else if (finish()) {
            body = null;
            reader.complete(new ByteArrayInputStream(octets));
        }
    }

    private void readParts(byte[] octets) {
        try {
            MultipartForm.read(type, octets, request.formAttributes());
        } catch (Problem problem) {
            refuse(problem);
        } catch (RuntimeException malformed) {
            // Whoever sent it gets an answer, whatever the parser stumbles over.
            refuse(invalid());
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

    private boolean isOfType(String wanted) {
        return type.regionMatches(true, 0, wanted, 0, wanted.length());
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
