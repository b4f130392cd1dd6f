package org.viestka.embedded;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.file.PathUtils;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;

/**
 * The programs of the embedded PostgreSQL, unpacked where the library looks for them before it does so itself. The library
 * would use the directory for temporary files, where anybody on the machine may have put other programs under the same name;
 * it would take what an unpacking that was cut short has left for the whole; and it needs more memory than the service has.
 */
final class PostgresPrograms implements PgBinaryResolver {

    /** By which the library knows that all is unpacked; it looks at the time of it, too. */
    private static final String COMPLETE = ".exists";

    private final PgBinaryResolver archives;
    private final Path parent;

    /** @param directory for these programs alone; made for its owner alone */
    PostgresPrograms(Path directory) throws IOException {
        this(directory, DefaultPostgresBinaryResolver.INSTANCE);
    }

    PostgresPrograms(Path directory, PgBinaryResolver archives) throws IOException {
        this.archives = archives;
        Files.createDirectories(directory);
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        // The library lets everybody write to the directory that it is given: so it gets one behind a closed door.
        parent = Files.createDirectories(directory.resolve("unpacked"));
    }

    /** What the library has to be told: {@code setOverrideWorkingDirectory}. */
    File parent() {
        return parent.toFile();
    }

    /**
     * Called by the library before it looks whether the programs are there.
     *
     * @throws IOException with a message for the operator
     */
    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
        var programs = parent.resolve("PG-" + digest(system, machine));
        if (Files.notExists(programs.resolve(COMPLETE))) {
            try (var others = Files.newDirectoryStream(parent)) {
                for (var other : others) {
                    PathUtils.delete(other);
                }
            }
            var unfinished = Files.createTempDirectory(parent, "unfinished-");
            try (var archive = new TarArchiveInputStream(new XZCompressorInputStream(open(system, machine)))) {
                unpack(archive, unfinished);
            }
            Files.createFile(unfinished.resolve(COMPLETE));
            Files.move(unfinished, programs, StandardCopyOption.ATOMIC_MOVE);
        }
        requireExecutable(programs.resolve("bin"));
        return archives.getPgBinary(system, machine);
    }

    private static void unpack(TarArchiveInputStream archive, Path to) throws IOException {
        for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            var path = entry.resolveIn(to);
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                continue;
            }
            Files.createDirectories(path.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.copy(archive, path);
                if (isExecutable(entry) && !path.toFile().setExecutable(true)) {
                    throw new IOException(path + " cannot be made executable");
                }
            }
        }
    }

    private static void requireExecutable(Path directory) throws IOException {
        try (var programs = Files.newDirectoryStream(directory, "initdb*")) {
            for (var program : programs) {
                if (!Files.isExecutable(program)) {
                    throw new IOException("nothing may be run in " + directory
                            + ": the file system is probably mounted with noexec. Set viestka.data-dir to another place");
                }
            }
        }
    }

    private static boolean isExecutable(TarArchiveEntry entry) {
        return (entry.getMode() & 0100) != 0;
    }

    /** Of the archive, as the library names its directory. */
    private String digest(String system, String machine) throws IOException {
        try (var archive = new DigestInputStream(open(system, machine), MessageDigest.getInstance("MD5"))) {
            archive.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(archive.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private InputStream open(String system, String machine) throws IOException {
        return new BufferedInputStream(archives.getPgBinary(system, machine));
    }
}
