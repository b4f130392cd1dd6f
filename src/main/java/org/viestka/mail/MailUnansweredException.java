package org.viestka.mail;

import java.util.concurrent.CompletionStage;

import io.smallrye.mutiny.infrastructure.Infrastructure;

/** The relay has not answered in time to a single mail. It may have taken it, or take it yet (RFC 1047). */
public class MailUnansweredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient CompletionStage<?> answer;

    MailUnansweredException(CompletionStage<?> answer) {
        super("the relay has not answered in time");
        this.answer = answer;
    }

    /** Runs something that may block as soon as the relay says that it has taken the mail, if it ever does. */
    public void onceTaken(Runnable then) {
        answer.thenRunAsync(then, Infrastructure.getDefaultExecutor());
    }
}
