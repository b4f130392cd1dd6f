package org.viestka.subscription;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** The form on sites of others. */
@ConfigMapping(prefix = "viestka.embed")
public interface EmbedConfig {

    /** Origins like {@code https://news.example.org}, whose pages may frame the form or post it. */
    Optional<List<String>> origins();
}
