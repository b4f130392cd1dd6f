package org.viestka.vault;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;

/** Where the keys are. */
@ConfigMapping(prefix = "viestka")
public interface VaultConfig {

    /** The key file. Lose it and every address is lost; keep a copy apart from the database's backups. */
    Path keyset();
}
