package org.viestka.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Event;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.stream.RecursionMode;
import org.viestka.publication.Words;

import io.vertx.core.MultiMap;

/**
 * The fields of one form in parts (RFC 7578). It is read as a mail program writes it (RFC 2046): Vert.x understands neither folded
 * fields nor blanks behind a boundary, and never answers where it cannot make out the name of a charset. Files are dropped.
 */
final class MultipartForm {

    /** As many as Vert.x takes of other forms. */
    private static final int MOST_PARTS = 256;
    // Lines are as long as the body at most, which is limited by whoever read it.
    private static final MimeConfig LIMITS = MimeConfig.custom().setMaxLineLen(-1).setMaxHeaderLen(8 * 1024)
            .setMaxHeaderCount(50)
            .build();

    private final MultiMap fields;
    private RawBody disposition;
    private Charset charset;
    private int parts;

    private MultipartForm(MultiMap fields) {
        this.fields = fields;
    }

    /**
     * Adds the fields of a form.
     *
     * @param type the value of the request's {@code Content-Type}
     * @throws Problem with status 400 when the body is no form or is cut off, and 413 when it has too many parts
     */
    static void read(String type, byte[] body, MultiMap fields) {
        try {
            new MultipartForm(fields).read(type, body);
        } catch (MimeException | IOException malformed) {
            throw Problem.of(Status.BAD_REQUEST, Words::problem_invalid);
        }
    }

    private void read(String type, byte[] body) throws IOException, MimeException {
        var usual = charset(parsed(HttpHeaders.CONTENT_TYPE, type), StandardCharsets.UTF_8);
        var stream = new MimeTokenStream(LIMITS, new Cut(), null);
        stream.parseHeadless(new ByteArrayInputStream(body), type);
        for (var state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            switch (state) {
                case T_START_BODYPART -> begin(usual);
                case T_FIELD -> note(stream.getField().getName(), stream.getField().getBody());
                case T_BODY -> add(stream);
                default -> {
                    /* What stands between parts. */ }
            }
            // A part is a value, whatever it consists of.
            stream.setRecursionMode(RecursionMode.M_FLAT);
        }
    }

    private void begin(Charset usual) {
        parts++;
        if (parts > MOST_PARTS) {
            throw Problem.of(Status.REQUEST_ENTITY_TOO_LARGE, Words::problem_too_large);
        }
        disposition = null;
        charset = usual;
    }

    private void note(String name, String value) {
        if (name.equalsIgnoreCase(HttpHeaders.CONTENT_DISPOSITION)) {
            disposition = parsed(name, value);
        } else if (name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
            charset = charset(parsed(name, value), charset);
        }
    }

    private void add(MimeTokenStream stream) throws IOException {
        var name = disposition == null ? null : parameter(disposition, "name");
        if (name != null && parameter(disposition, "filename") == null) {
            fields.add(name, new String(stream.getDecodedInputStream().readAllBytes(), charset));
        }
    }

    private static RawBody parsed(String name, String value) {
        return RawFieldParser.DEFAULT.parseRawBody(new RawField(name, value));
    }

    private static Charset charset(RawBody type, Charset usual) {
        var name = parameter(type, "charset");
        try {
            return name == null ? usual : Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            return usual;
        }
    }

    private static String parameter(RawBody field, String name) {
        return field.getParams().stream().filter(parameter -> parameter.getName().equalsIgnoreCase(name))
                .findFirst().map(NameValuePair::getValue).orElse(null);
    }

    /** Fails where the body ends before its last boundary. Whatever else is odd is read as well as can be. */
    private static final class Cut extends DecodeMonitor {

        @Override
        public boolean warn(String event, String dropped) {
            return event.contains(Event.MIME_BODY_PREMATURE_END.toString());
        }

        @Override
        public boolean isListening() {
            return true;
        }
    }
}
