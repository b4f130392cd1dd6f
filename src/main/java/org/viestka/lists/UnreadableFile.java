package org.viestka.lists;

import java.io.IOException;

import jakarta.ws.rs.core.Response.Status;

import org.viestka.publication.Words;
import org.viestka.web.Problem;

/** Stops the reading of a file that is no list. */
class UnreadableFile extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    enum Reason {
        TOO_LARGE, BINARY, ROW_TOO_LONG, BROKEN, NOT_UTF_16
    }

    private final Reason reason;
    private final long firstLine;
    private final long lastLine;

    UnreadableFile(Reason reason) {
        this(reason, 1, 1);
    }

    /** @param firstLine where the row begins that cannot be read, {@code lastLine} how far it was read */
    UnreadableFile(Reason reason, long firstLine, long lastLine) {
        super(reason + ", lines " + firstLine + " to " + lastLine);
        this.reason = reason;
        this.firstLine = firstLine;
        this.lastLine = Math.max(firstLine, lastLine);
    }

    /** What it means that reading failed: our own reason, or whatever a parser makes of what it does not understand. */
    static UnreadableFile of(Throwable failure, long firstLine, long lastLine) {
        var reason = Reason.BROKEN;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableFile unreadable && unreadable.reason == Reason.NOT_UTF_16) {
                // It knows the line; the row is one that was read ahead.
                return unreadable;
            }
            reason = cause instanceof UnreadableFile unreadable ? unreadable.reason : reason;
        }
        var told = new UnreadableFile(reason, firstLine, lastLine);
        told.initCause(failure);
        return told;
    }

    boolean isBroken() {
        return reason == Reason.BROKEN;
    }

    Problem problem() {
        return switch (reason) {
            case TOO_LARGE -> Problem.of(Status.REQUEST_ENTITY_TOO_LARGE, Words::problem_too_large);
            case BINARY -> Problem.invalid("body", Words::import_binary);
            case ROW_TOO_LONG -> Problem.invalid("body", words -> words.import_row_too_long(firstLine));
            case NOT_UTF_16 -> Problem.invalid("body", words -> words.import_not_utf_16(firstLine));
            case BROKEN -> Problem.invalid("body", words -> words.import_broken(firstLine, lastLine));
        };
    }
}
