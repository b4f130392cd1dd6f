package org.viestka.subscriber;

import java.io.IOException;

import jakarta.ws.rs.core.Response.Status;

import org.viestka.publication.Words;
import org.viestka.web.Problem;

/** Stops the reading of a file that is no list. */
class UnreadableFile extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    enum Reason {
        TOO_LARGE, BINARY, ROW_TOO_LONG
    }

    private final Reason reason;

    UnreadableFile(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    /** What to answer when reading failed: this, or whatever a parser makes of what it does not understand. */
    static Problem problem(Throwable failure, long line) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableFile unreadable) {
                switch (unreadable.reason) {
                    case TOO_LARGE :
                        return Problem.of(Status.REQUEST_ENTITY_TOO_LARGE, Words::problem_too_large);
                    case BINARY :
                        return Problem.invalid("body", Words::import_binary);
                    default :
                        return Problem.invalid("body", words -> words.import_broken(line));
                }
            }
        }
        return Problem.invalid("body", words -> words.import_broken(line));
    }
}
