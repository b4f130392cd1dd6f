package org.viestka.smtp;

import java.util.EnumSet;
import java.util.Set;

/**
 * Whether and how to sign in to the relay (RFC 4954).
 *
 * @param password the access token, for {@code XOAUTH2}
 * @param methods which of those the server offers may be used; the first in the order of {@link Method} is
 * @param inTheClear whether the password may go over a connection without TLS
 */
public record SmtpLogin(Mode mode, String user, String password, Set<Method> methods, boolean inTheClear) {

    public enum Mode {
        NEVER,
        /** Where the server offers a method, and the connection is safe enough. */
        IF_OFFERED, REQUIRED
    }

    public enum Method {
        XOAUTH2, PLAIN, LOGIN
    }

    public static final SmtpLogin NONE = new SmtpLogin(Mode.NEVER, "", "", EnumSet.noneOf(Method.class), false);

    public SmtpLogin {
        methods = Set.copyOf(methods);
        if (mode != Mode.NEVER && (user.isEmpty() || password.isEmpty() || methods.isEmpty())) {
            throw new IllegalArgumentException("to sign in to the relay takes a user, a password and a method");
        }
    }

    /** By user and password, over TLS only. */
    public static SmtpLogin required(String user, String password) {
        return new SmtpLogin(Mode.REQUIRED, user, password, EnumSet.of(Method.PLAIN, Method.LOGIN), false);
    }

    /** Logs and error messages get no password. */
    @Override
    public String toString() {
        return "SmtpLogin[" + mode + " " + methods + "]";
    }
}
