package org.viestka.subscription;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** The form on sites of others. */
@ConfigMapping(prefix = "viestka.embed")
public interface EmbedConfig {

    /** Sites that may frame the form or post it, like {@code https://news.example.org, https://blog.example.org}. */
    Optional<List<String>> origins();
}
