package org.viestka.start;

import java.net.BindException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.mutiny.CompositeException;

/** Why the service did not start, where the operator can mend it. */
public final class StartFailure {

    /** Of use to none but who wrote the library. */
    private static final Pattern CODE = Pattern.compile("SRCFG\\d+: |[a-z]+(?:\\.[A-Za-z$]+)+Exception: ");
    private static final Set<String> MIXED_UP_STATEMENTS = Set.of("42P05", "26000");

    private StartFailure() {}

    /** As Quarkus tells it where nobody asks for the failure; empty where it takes somebody who reads stack traces. */
    public static Optional<String> sentence(Throwable failure) {
        return Stream.iterate(failure, reason -> reason != null, Throwable::getCause)
                .flatMap(reason -> Optional.ofNullable(sentenceOf(reason)).stream()).reduce((outer, inner) -> inner);
    }

    /** Null for none. */
    private static String sentenceOf(Throwable reason) {
        if (reason instanceof ConfigurationException) {
            return reason.getMessage();
        }
        if (reason instanceof BindException) {
            return "Another program listens there already (%s): end it, or choose another quarkus.http.port."
                    .formatted(reason.getMessage());
        }
        if (reason instanceof SQLException sql && sql.getSQLState() != null
                && MIXED_UP_STATEMENTS.contains(sql.getSQLState())) {
            return "The database has mixed up prepared statements (%s): where a pooler such as PgBouncer in transaction mode"
                    .formatted(reason.getMessage())
                    + " stands in between, add prepareThreshold=0 to the parameters of quarkus.datasource.jdbc.url.";
        }
        if (reason instanceof ConfigValidationException
                || reason instanceof CompositeException several
                        && several.getCauses().stream().anyMatch(ConfigurationException.class::isInstance)) {
            return "The service did not start: " + plain(reason);
        }
        if (comesFromTls(reason)) {
            return "The service did not start, because of a setting quarkus.tls.*: " + plain(reason);
        }
        return null;
    }

    private static String plain(Throwable reason) {
        return CODE.matcher(reason.getMessage()).replaceAll("").replaceAll("\\s+", " ");
    }

    /** A file of certificates that is not there, or is none. */
    private static boolean comesFromTls(Throwable reason) {
        return reason.getMessage() != null && reason.getStackTrace().length > 0
                && reason.getStackTrace()[0].getClassName().startsWith("io.quarkus.tls.");
    }
}
