package org.viestka.vault;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;

/** Where the keys are. */
@ConfigMapping(prefix = "viestka")
public interface VaultConfig {

    /**
     * The key file. Whoever loses it loses every address: keep a copy apart from the database's backups. With a database of
     * your own, make it first: {@code java -jar target/quarkus-app/quarkus-run.jar new-keyset FILE}.
     */
    Path keyset();
}
