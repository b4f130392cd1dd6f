package org.viestka.webhook;

import java.util.Locale;

/**
 * What came of an attempt.
 *
 * @param status of HTTP; null where there was no answer
 * @param trouble what went wrong; null where the message was taken
 */
record Answer(Integer status, Trouble trouble) {

    private static final int GONE = 410;

    static Answer of(int status) {
        if (status >= 200 && status < 300) {
            return new Answer(status, null);
        }
        return new Answer(status, status >= 300 && status < 400 ? Trouble.REDIRECT : Trouble.REFUSED);
    }

    static Answer of(Trouble trouble) {
        return new Answer(null, trouble);
    }

    boolean isGood() {
        return trouble == null;
    }

    /** The target says that it is there no more, so that it is useless to ask again. */
    boolean isFinal() {
        return status != null && status == GONE;
    }

    /** Few words, none of them the target's: what it says may be meant to mislead. */
    enum Trouble {
        NO_SUCH_HOST, PRIVATE_ADDRESS, NOT_REACHED, TLS, NO_ANSWER, BROKEN_OFF, REDIRECT, REFUSED;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
