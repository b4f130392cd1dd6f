package org.viestka.doctor;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** How the doctor looks at the world. */
@ConfigMapping(prefix = "viestka.doctor")
public interface DoctorConfig {

    /**
     * Name servers to ask, each as {@code host} or {@code host:port}; those of this machine where unset. One outside your network
     * sees what mailbox providers see.
     */
    Optional<List<String>> nameServers();
}
