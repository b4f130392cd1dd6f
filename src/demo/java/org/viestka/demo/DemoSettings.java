package org.viestka.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.spi.ConfigSource;

/** Settings that are made up anew for each run: the admin's password, the catcher's port, the place of the data. */
public class DemoSettings implements ConfigSource {

    private static final String PREFIX = "viestka-demo.";
    private static final Set<String> NAMES = Set.of("viestka.admin.password", "quarkus.mailer.port", "viestka.data-dir");

    @Override
    public Map<String, String> getProperties() {
        return Map.of("viestka.admin.password", password(), "quarkus.mailer.port", port(), "viestka.data-dir", directory());
    }

    @Override
    public Set<String> getPropertyNames() {
        return NAMES;
    }

    @Override
    public String getValue(String name) {
        return NAMES.contains(name) ? getProperties().get(name) : null;
    }

    @Override
    public String getName() {
        return "the demo's own settings";
    }

    /** Above the property files, below system properties and the environment. */
    @Override
    public int getOrdinal() {
        return 275;
    }

    static String password() {
        return once("password", () -> {
            var octets = new byte[8];
            new SecureRandom().nextBytes(octets);
            return HexFormat.of().formatHex(octets);
        });
    }

    private static String port() {
        return once("port", () -> {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return String.valueOf(socket.getLocalPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Beside the jar, in {@code target/demo}; other places would outlive a {@code mvn clean}. */
    static String directory() {
        return once("directory", () -> {
            var started = Path.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)[0]).toAbsolutePath();
            return started.getParent().resolveSibling("data-" + ProcessHandle.current().pid()).toString();
        });
    }

    /** The settings are read several times, by different class loaders: the first answer holds. */
    private static String once(String name, java.util.function.Supplier<String> value) {
        synchronized (System.getProperties()) {
            return (String) System.getProperties().computeIfAbsent(PREFIX + name, key -> value.get());
        }
    }
}
