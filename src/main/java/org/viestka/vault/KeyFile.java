package org.viestka.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.viestka.vault.Keyset.Use;

import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;

/** What an operator does to the key file. A running service only ever reads it. */
public final class KeyFile {

    private KeyFile() {}

    /**
     * Writes a new key file, readable by its owner alone.
     *
     * @throws FileAlreadyExistsException when there is a file already: a lost key loses every address, so none is ever overwritten
     */
    public static void create(Path file) throws IOException {
        var handles = new EnumMap<Use, KeysetHandle>(Use.class);
        try {
            for (var use : Use.values()) {
                handles.put(use, KeysetHandle.generateNew(KeyTemplates.get(use.template)));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key could be made", e);
        }
        write(file, Keyset.octets(new Keyset(handles)));
    }

    /** @throws UnusableKeysetException when a service could not start with the file; the message says what to do */
    public static void check(Path file) {
        new Keys(Keyset.read(file), List.of());
    }

    /**
     * Adds a key to each use, behind those that are there: it opens nothing yet, and seals nothing before a rotation.
     *
     * @param uses as in the file; none for all
     * @return the ids of the new keys
     * @throws UnusableKeysetException when the file is no key file
     * @throws IllegalArgumentException when there is no such use
     */
    public static List<Long> addKeys(Path file, String... uses) throws IOException {
        var wanted = EnumSet.noneOf(Use.class);
        for (var use : uses) {
            wanted.add(Arrays.stream(Use.values()).filter(known -> known.key().equals(use)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There are no keys for " + use)));
        }
        if (wanted.isEmpty()) {
            wanted = EnumSet.allOf(Use.class);
        }
        var keyset = Keyset.read(file);
        var ids = new ArrayList<Long>();
        var handles = new EnumMap<Use, KeysetHandle>(Use.class);
        try {
            for (var use : Use.values()) {
                var handle = keyset.handle(use);
                if (wanted.contains(use)) {
                    handle = KeysetHandle.newBuilder(handle)
                            .addEntry(KeysetHandle.generateEntryFromParametersName(use.template).withRandomId()).build();
                    ids.add(Keys.unsigned(handle.getAt(handle.size() - 1).getId()));
                }
                handles.put(use, handle);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key could be made", e);
        }
        replace(file, Keyset.octets(new Keyset(handles)));
        return ids;
    }

    /**
     * Takes a key away. A service that still needs it refuses to start.
     *
     * @return false when there is no such key, or it is the only one of its use
     */
    public static boolean dropKey(Path file, long id) throws IOException {
        var keyset = Keyset.read(file);
        var handles = new EnumMap<Use, KeysetHandle>(Use.class);
        boolean dropped = false;
        for (var use : Use.values()) {
            var handle = keyset.handle(use);
            var rest = without(handle, id);
            dropped |= rest != handle;
            handles.put(use, rest);
        }
        if (dropped) {
            replace(file, Keyset.octets(new Keyset(handles)));
        }
        return dropped;
    }

    private static KeysetHandle without(KeysetHandle handle, long id) {
        for (int i = 0; i < handle.size() && handle.size() > 1; i++) {
            if (Keys.unsigned(handle.getAt(i).getId()) == id) {
                var builder = KeysetHandle.newBuilder(handle).deleteAt(i);
                if (handle.getAt(i).isPrimary()) {
                    builder.getAt(builder.size() - 1).makePrimary();
                }
                try {
                    return builder.build();
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("The key could not be taken away", e);
                }
            }
        }
        return handle;
    }

    /** Whatever happens meanwhile, the file is either the old one or the new one, whole. */
    private static void replace(Path file, byte[] octets) throws IOException {
        var target = file.toRealPath();
        var next = target.resolveSibling(target.getFileName() + ".new");
        Files.deleteIfExists(next);
        write(next, octets);
        if (isPosix(target)) {
            Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(target));
        }
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(Path file, byte[] octets) throws IOException {
        if (isPosix(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
            for (var rest = ByteBuffer.wrap(octets); rest.hasRemaining();) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
