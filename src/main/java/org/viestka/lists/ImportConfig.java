package org.viestka.lists;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much may come in as lists. */
@ConfigMapping(prefix = "viestka.imports")
public interface ImportConfig {

    /**
     * The largest list; a longer one is refused with 413. At most {@code 1T}. What comes in lies sealed in the database until
     * it is worked off.
     */
    @WithDefault("1G")
    MemorySize mostOctets();

    /** How many lists may come in or wait at one time, over all nodes. One more is answered by 429. */
    @WithDefault("50")
    int waiting();
}
