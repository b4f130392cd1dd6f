package org.viestka.site;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The public pages. */
@ConfigMapping(prefix = "viestka.site")
public interface SiteConfig {

    /**
     * The most memory for public pages that are ready to be sent. Each is made anew after five seconds, and at once on the
     * node where an editor changes something.
     */
    @WithDefault("8M")
    MemorySize cache();
}
