package org.viestka.start;

import java.nio.file.Path;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the service keeps what is its own. Read before Quarkus starts, and mapped so that a misspelt name is an error. */
@Unremovable
@ConfigMapping(prefix = "viestka")
interface InstallationConfig {

    /**
     * The directory of the embedded database, its programs (60 MB) and the keys. It is made on the first start, for its owner
     * alone.
     */
    Path dataDir();

    Database database();

    /** The embedded database. */
    interface Database {
        /** Whether a commit survives the loss of power. Only a demonstration may do without. */
        @WithDefault("true")
        boolean durable();
    }
}
