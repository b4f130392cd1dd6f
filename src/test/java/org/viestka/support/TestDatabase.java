package org.viestka.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.viestka.vault.KeyFile;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A real PostgreSQL, a key file and a port for the mail catcher, for the whole test run; none of it outlives the JVM. */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

    private static Map<String, String> settings;

    @Override
    public synchronized Map<String, String> start() {
        if (settings == null) {
            settings = settings();
        }
        return settings;
    }

    private static Map<String, String> settings() {
        try {
            var database = EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
            var directory = Files.createTempDirectory("viestka-test");
            Path keyset = directory.resolve("keyset.json");
            KeyFile.create(keyset);
            keyset.toFile().deleteOnExit();
            directory.toFile().deleteOnExit();
            return Map.of(
                    "quarkus.datasource.jdbc.url", "jdbc:postgresql://localhost:" + database.getPort() + "/postgres",
                    "quarkus.datasource.username", "postgres",
                    "quarkus.datasource.password", "postgres",
                    "viestka.keyset", keyset.toString(),
                    "quarkus.mailer.host", "127.0.0.1",
                    "quarkus.mailer.port", String.valueOf(FreePort.find()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The next test class uses the same; the library's shutdown hook ends it with the JVM.
    }
}
