package org.viestka.site;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The public pages. */
@ConfigMapping(prefix = "viestka.site")
public interface SiteConfig {

    /** Most memory for pages that are ready to be sent. */
    @WithDefault("8M")
    MemorySize cache();
}
