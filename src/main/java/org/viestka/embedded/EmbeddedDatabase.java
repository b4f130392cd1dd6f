package org.viestka.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;

import org.jboss.logging.Logger;
import org.viestka.restore.DatabaseHome;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL of our own in the data directory, for operators who bring none. Beside its files stand its port and its
 * password, so that one which outlived a killed service is found again.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    private static final String USER = "postgres";

    private final Path files;
    private final FileChannel lock;
    /** Null when the running database was found, not started. */
    private final EmbeddedPostgres started;

    private EmbeddedDatabase(Path files, FileChannel lock, EmbeddedPostgres started) {
        this.files = files;
        this.lock = lock;
        this.started = started;
    }

    /** Makes the data directory, for its owner alone, where it does not exist. */
    public static Path directory(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectories(directory);
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        }
        return directory.toAbsolutePath();
    }

    public static boolean existsIn(Path directory) {
        return Files.exists(directory.resolve("postgres").resolve("postgresql.conf"));
    }

    /**
     * Starts it, or finds it running, and sets the properties by which Quarkus connects.
     *
     * @param durable whether a commit survives the loss of power; only a demonstration may do without
     * @throws IOException with a message for the operator
     */
    public static EmbeddedDatabase start(Path directory, boolean durable) throws IOException {
        var lock = lock(directory);
        var files = directory.resolve("postgres");
        var password = password(directory.resolve("postgres.password"));
        var portFile = directory.resolve("postgres.port");
        var mark = new StartMark(files.resolve("viestka.start"), directory.resolve("postgres.start"));
        if (Files.exists(portFile) && Files.exists(files.resolve("postmaster.pid"))) {
            int port = Integer.parseInt(Files.readString(portFile).strip());
            if (answers(port, password)) {
                LOG.infof("Found the embedded database running on port %d.", port);
                note(mark, port, password);
                connectTo(port, password);
                return new EmbeddedDatabase(files, lock, null);
            }
        }
        int port = freePort(portFile);
        Files.writeString(portFile, port + "\n");
        var onOff = durable ? "on" : "off";
        var programs = new PostgresPrograms(directory.resolve("postgres.programs"));
        var builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver(programs)
                .setOverrideWorkingDirectory(programs.parent())
                .setDataDirectory(files)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                // The library offers initdb's options under this name only; the last of a kind wins over its "trust".
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", directory.resolve("postgres.password").toString())
                .setLocaleConfig("locale", "C")
                .setConnectConfig("password", password)
                .setServerConfig("fsync", onOff)
                .setServerConfig("synchronous_commit", onOff)
                .setServerConfig("full_page_writes", onOff)
                .setServerConfig("listen_addresses", "127.0.0.1")
                // A long list changes pages of indexes all over: each checkpoint has all of them written to the log once more.
                .setServerConfig("checkpoint_timeout", "15min")
                .setServerConfig("max_wal_size", "3GB")
                .setServerConfig("wal_compression", "on")
                .setServerConfig("shared_buffers", "256MB");
        var started = start(builder);
        note(mark, port, password);
        connectTo(port, password);
        return new EmbeddedDatabase(files, lock, started);
    }

    /** Files that were put back from a backup send nothing before an admin has looked. */
    private static void note(StartMark mark, int port, String password) throws IOException {
        if (mark.isFormer()) {
            try (var connection = DriverManager.getConnection(url(port), USER, password)) {
                DatabaseHome.leave(connection);
            } catch (SQLException e) {
                throw new IOException("The embedded database did not answer: " + e.getMessage(), e);
            }
        }
        mark.renew();
    }

    private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
        try {
            return builder.start();
        } catch (ExceptionInInitializerError e) {
            // What the library makes of any trouble with its programs: no room for them, say.
            throw new IOException("PostgreSQL could not be set up: " + e.getCause().getMessage(), e);
        }
    }

    /** Stops it, also where it was found running; waits until its files are at rest. */
    @Override
    public void close() {
        try (lock) {
            if (started != null) {
                started.close();
                return;
            }
            var pidFile = files.resolve("postmaster.pid");
            if (Files.exists(pidFile)) {
                long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
                ProcessHandle.of(pid).ifPresent(process -> {
                    process.destroy();
                    process.onExit().join();
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void connectTo(int port, String password) {
        System.setProperty("quarkus.datasource.jdbc.url", url(port));
        System.setProperty("quarkus.datasource.username", USER);
        System.setProperty("quarkus.datasource.password", password);
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private static boolean answers(int port, String password) {
        try (var connection = DriverManager.getConnection(url(port), USER, password)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        var channel = FileChannel.open(directory.resolve("viestka.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer.
        }
        channel.close();
        throw new IOException("another Viestka is running on " + directory
                + ". More nodes need a PostgreSQL of your own: set quarkus.datasource.jdbc.url");
    }

    private static int freePort(Path portFile) throws IOException {
        if (Files.exists(portFile)) {
            int former = Integer.parseInt(Files.readString(portFile).strip());
            try (var socket = new ServerSocket(former, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                LOG.debugf("Port %d is taken", former);
            }
        }
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String password(Path file) throws IOException {
        if (Files.notExists(file)) {
            var octets = new byte[24];
            new SecureRandom().nextBytes(octets);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, Base64.getUrlEncoder().encodeToString(octets) + "\n");
        }
        return Files.readString(file).strip();
    }
}
