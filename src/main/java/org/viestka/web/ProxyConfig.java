package org.viestka.web;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** What stands between us and whoever asks. */
@ConfigMapping(prefix = "viestka")
public interface ProxyConfig {

    /** Our own proxies, as addresses or networks: from these alone {@code X-Forwarded-For} is believed. */
    Optional<List<String>> proxies();
}
