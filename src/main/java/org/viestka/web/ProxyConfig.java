package org.viestka.web;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** What stands between us and whoever asks. */
@ConfigMapping(prefix = "viestka")
public interface ProxyConfig {

    /**
     * Your own proxies in front of the service, as addresses or networks ({@code 127.0.0.1, 10.0.0.0/8}). {@code
     * X-Forwarded-For} is believed from them alone, and read from its end. Where it is unset, everybody behind a proxy is one
     * network.
     */
    Optional<List<String>> proxies();
}
