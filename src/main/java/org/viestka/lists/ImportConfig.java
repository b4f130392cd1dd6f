package org.viestka.lists;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much may come in as lists. */
@ConfigMapping(prefix = "viestka.imports")
public interface ImportConfig {

    /** The largest file; what comes in lies sealed in the database until it is worked off. */
    @WithDefault("1G")
    MemorySize mostOctets();

    /** Lists that come in or wait at one time, over all nodes; one more is answered by 429. */
    @WithDefault("50")
    int waiting();
}
