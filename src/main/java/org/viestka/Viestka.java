package org.viestka;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.viestka.embedded.EmbeddedDatabase;
import org.viestka.start.SettingsCheck;
import org.viestka.start.StartFailure;
import org.viestka.start.VariableCheck;
import org.viestka.vault.KeyFile;
import org.viestka.vault.UnusableKeysetException;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;

/** Starts the service; with no database configured, an embedded PostgreSQL before it. */
@QuarkusMain
public class Viestka {

    static {
        // Until Quarkus has set up logging, all is kept and would come out with the reason of a refused start: not also this.
        java.util.logging.Logger.getLogger("").setLevel(Level.INFO);
    }

    private static final Logger LOG = Logger.getLogger(Viestka.class);
    /** The service may take its time to deliver what is in flight. */
    private static final Duration MOST_TO_STOP = Duration.ofMinutes(2);

    private Viestka() {}

    public static void main(String... arguments) {
        if (arguments.length > 0) {
            exit(command(arguments));
        }
        var config = ConfigProvider.getConfig();
        // The build starts main once to learn which classes it loads; it has no use for keys or a database.
        if (System.getProperty("quarkus.appcds.generate") != null) {
            Quarkus.run(arguments);
            return;
        }
        checkSettings(config);
        if (config.getOptionalValue("quarkus.datasource.jdbc.url", String.class).isPresent()) {
            checkKeys(config.getValue("viestka.keyset", Path.class));
            Quarkus.run(null, (code, failure) -> {
                if (failure != null) {
                    tell(failure);
                }
                exit(code);
            }, arguments);
            return;
        }
        var database = embedded(config);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stopped), "embedded-database"));
        Quarkus.run(null, (code, failure) -> {
            if (failure != null) {
                tell(failure);
            }
            try {
                database.close();
            } finally {
                stopped.countDown();
            }
            exit(code);
        }, arguments);
    }

    private static void tell(Throwable failure) {
        StartFailure.sentence(failure).ifPresentOrElse(LOG::error, () -> LOG.error("The service did not start", failure));
    }

    /**
     * Keeps a JVM that was told to end until the database is at rest: it ends with its hooks, of which Quarkus' has done its part
     * as soon as the service has stopped, while the main thread has yet to stop the database.
     */
    private static void await(CountDownLatch stopped) {
        try {
            if (!stopped.await(MOST_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The embedded database was not stopped; the next start finds it running.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static EmbeddedDatabase embedded(Config config) {
        try {
            var directory = EmbeddedDatabase.directory(config.getValue("viestka.data-dir", Path.class));
            var keyset = config.getValue("viestka.keyset", Path.class);
            if (Files.notExists(keyset) && !EmbeddedDatabase.existsIn(directory)) {
                KeyFile.create(keyset);
                LOG.infof(
                        "Made new keys in %s. Keep a copy of this file apart from the data: without it every address is lost.",
                        keyset.toAbsolutePath());
            }
            checkKeys(keyset);
            boolean durable = config.getOptionalValue("viestka.database.durable", Boolean.class).orElse(true);
            return EmbeddedDatabase.start(directory, durable);
        } catch (IOException e) {
            LOG.errorf("The data directory cannot be used: %s", e.getMessage());
            exit(1);
            throw new IllegalStateException(e);
        }
    }

    /** Before anything else: whoever starts a service that cannot work would learn it from readers. */
    private static void checkSettings(Config config) {
        var faults = SettingsCheck.faults(config.unwrap(SmallRyeConfig.class));
        if (!faults.isEmpty()) {
            faults.forEach(LOG::error);
            exit(1);
        }
        VariableCheck.unread(System.getenv().keySet())
                .forEach(name -> LOG.warnf("The environment variable %s is no setting: is its name misspelt?", name));
    }

    /** Before anything is started that could change the data. */
    private static void checkKeys(Path keyset) {
        try {
            KeyFile.check(keyset);
        } catch (UnusableKeysetException e) {
            LOG.error(e.getMessage());
            exit(1);
        }
    }

    private static int command(String... arguments) {
        try {
            if (arguments.length == 2 && arguments[0].equals("new-keyset")) {
                KeyFile.create(Path.of(arguments[1]));
                LOG.infof("Made new keys in %s. Keep a copy apart from the database.", arguments[1]);
                return 0;
            }
            if (arguments.length >= 2 && arguments[0].equals("add-keys")) {
                var ids = KeyFile.addKeys(Path.of(arguments[1]), Arrays.copyOfRange(arguments, 2, arguments.length));
                LOG.infof("Added the keys %s to %s. Keep a copy apart from the database, give the file to every node,"
                        + " then: POST /api/keys/rotate", ids, arguments[1]);
                return 0;
            }
            if (arguments.length == 3 && arguments[0].equals("drop-key")) {
                boolean dropped = KeyFile.dropKey(Path.of(arguments[1]), Long.parseLong(arguments[2]));
                LOG.infof(dropped ? "Took key %s out of %s." : "There is no key %s in %s, or it is the only one of its kind.",
                        arguments[2], arguments[1]);
                return dropped ? 0 : 1;
            }
        } catch (FileAlreadyExistsException e) {
            LOG.errorf("%s exists already and was left as it is.", arguments[1]);
            return 1;
        } catch (IOException e) {
            LOG.errorf("No key file could be written to %s: %s", arguments[1], e.getMessage());
            return 1;
        } catch (UnusableKeysetException e) {
            LOG.error(e.getMessage());
            return 1;
        } catch (IllegalArgumentException e) {
            LOG.error(e.getMessage());
        }
        LOG.error("""
                Usage: java -jar quarkus-run.jar                        starts the service
                       java -jar quarkus-run.jar new-keyset FILE        makes a key file
                       java -jar quarkus-run.jar add-keys FILE [USE...] adds a new key for each use, or for those named
                       java -jar quarkus-run.jar drop-key FILE ID       takes a key out that nothing needs any more""");
        return 2;
    }

    /** What was logged before logging was set up is held back until then; here it never will be, so it is let out first. */
    private static void exit(int code) {
        InitialConfigurator.DELAYED_HANDLER.close();
        System.exit(code);
    }
}
