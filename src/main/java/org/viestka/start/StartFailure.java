package org.viestka.start;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Map;
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

    private static final String READ_ONLY = "25006";
    /** No connection, no such user or password, no right, no such database, no place, going down or coming up. */
    private static final Pattern UNUSABLE = Pattern.compile("08...|28...|3D000|42501|53...|57P..");
    private static final String NO_SERVER = "Unable to start HTTP server";
    /** Whatever these throw, a setting is the reason. */
    private static final Pattern LOOKS = Pattern.compile("io\\.quarkus\\.(tls|oidc|mailer)\\.");
    /** What these refuse was a setting before. */
    private static final Pattern TAKES = Pattern.compile("io\\.(quarkus|vertx|agroal)\\.");
    private static final Map<String, String> SETTINGS = Map.of("io.quarkus.tls.", "quarkus.tls.*", "io.quarkus.oidc.",
            "quarkus.oidc.*", "io.quarkus.mailer.", "quarkus.mailer.*", "io.quarkus.agroal.", "quarkus.datasource.*",
            "io.quarkus.vertx.http.", "quarkus.http.*", "io.quarkus.vertx.core.", "quarkus.vertx.* or quarkus.thread-pool.*");

    private StartFailure() {}

    /** As Quarkus tells it where nobody asks for the failure; empty where it takes somebody who reads stack traces. */
    public static Optional<String> sentence(Throwable failure) {
        return Stream.iterate(failure, reason -> reason != null, Throwable::getCause)
                .flatMap(reason -> Optional.ofNullable(sentenceOf(reason)).stream()).reduce((outer, inner) -> inner);
    }

    /** Null for none. */
    private static String sentenceOf(Throwable reason) {
        if (reason instanceof BindException) {
            return listening(String.valueOf(reason.getMessage()).replace(" and port: -1", ""));
        }
        if (reason instanceof SQLException sql) {
            return database(sql);
        }
        if (NO_SERVER.equals(reason.getMessage())) {
            return "The service cannot listen where quarkus.http.host and quarkus.http.port say: " + root(reason) + ".";
        }
        var settings = settings(reason);
        if (settings != null) {
            return "The service did not start, because of a setting " + settings + ": "
                    + (reason instanceof FileSystemException file ? file.getFile() + " cannot be read" : plain(reason));
        }
        if (reason instanceof ConfigurationException) {
            return reason.getMessage();
        }
        if (reason instanceof ConfigValidationException
                || reason instanceof CompositeException several
                        && several.getCauses().stream().anyMatch(ConfigurationException.class::isInstance)) {
            return "The service did not start: " + plain(reason);
        }
        return null;
    }

    private static String listening(String why) {
        if (why.contains("assign")) {
            return "quarkus.http.host is no address of this machine (%s).".formatted(why);
        }
        if (why.contains("Permission")) {
            return "The system does not let the service listen there (%s): choose another quarkus.http.port, such as 8080."
                    .formatted(why);
        }
        return "Another program listens there already (%s): end it, or choose another quarkus.http.port.".formatted(why);
    }

    /** Null where it is no matter of settings, nor of the database's own. */
    private static String database(SQLException failure) {
        var state = String.valueOf(failure.getSQLState());
        if (MIXED_UP_STATEMENTS.contains(state)) {
            return "The database has mixed up prepared statements (%s): where a pooler such as PgBouncer in transaction mode"
                    .formatted(failure.getMessage())
                    + " stands in between, add prepareThreshold=0 to the parameters of quarkus.datasource.jdbc.url.";
        }
        if (READ_ONLY.equals(state)) {
            return "The database of quarkus.datasource.jdbc.url takes no writes (%s): name the one that others are copied from."
                    .formatted(plain(failure));
        }
        if (UNUSABLE.matcher(state).matches()) {
            return "The database of quarkus.datasource.jdbc.url cannot be used, or not by quarkus.datasource.username: %s."
                    .formatted(plain(failure) + (failure.getCause() == null ? "" : " " + root(failure)));
        }
        if (String.valueOf(failure.getMessage()).contains("acquisition timeout")) {
            return "The database of quarkus.datasource.jdbc.url gave no connection within"
                    + " quarkus.datasource.jdbc.acquisition-timeout: is it there, and is quarkus.datasource.jdbc.max-size"
                    + " large enough?";
        }
        return null;
    }

    private static String root(Throwable failure) {
        var root = Stream.iterate(failure, reason -> reason != null, Throwable::getCause).reduce((outer, inner) -> inner)
                .orElseThrow();
        return (root instanceof UnknownHostException ? "there is no host " : "") + root.getMessage();
    }

    private static String plain(Throwable reason) {
        return CODE.matcher(reason.getMessage()).replaceAll("").replaceAll("\\s+", " ");
    }

    /**
     * For what a library found wrong and told without the setting's name, such as a file of certificates that is none, or a number
     * below zero; null for anything else.
     */
    private static String settings(Throwable reason) {
        var frames = Stream.of(reason.getStackTrace()).map(StackTraceElement::getClassName).toList();
        if (reason.getMessage() == null || frames.isEmpty()
                || reason instanceof ConfigurationException && reason.getMessage().contains("quarkus.")) {
            return null;
        }
        boolean looked = LOOKS.matcher(frames.get(0)).lookingAt()
                || reason instanceof IllegalArgumentException && TAKES.matcher(frames.get(0)).lookingAt()
                || reason instanceof FileSystemException;
        return looked
                ? frames.stream().flatMap(frame -> SETTINGS.keySet().stream().filter(frame::startsWith)).findFirst()
                        .map(SETTINGS::get).orElse(null)
                : null;
    }
}
