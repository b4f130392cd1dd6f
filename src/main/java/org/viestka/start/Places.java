package org.viestka.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Settings that say where files are to be: what keeps them from being there, as the end of a sentence; empty for nothing. */
final class Places {

    private Places() {}

    /** @param made whether the service makes the directory and writes into it */
    static Optional<String> unfitForData(Path directory, boolean made) {
        var nearest = nearest(directory);
        if (!Files.isDirectory(nearest)) {
            return Optional.of(Files.exists(directory) ? "is no directory" : "cannot be made: " + nearest + " is no directory");
        }
        return !made || Files.isWritable(nearest)
                ? Optional.empty()
                : Optional.of("cannot be written to: " + nearest + " takes no files from this user");
    }

    /** Without its directory there would be no log, and only a stack trace on the console to say so. */
    static Optional<String> unfitForLog(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of("is a directory");
        }
        return Files.exists(file) || Files.isDirectory(nearest(file))
                ? Optional.empty()
                : Optional.of("cannot be made: " + nearest(file) + " is no directory");
    }

    /** What of a path exists already shows whether the rest can. */
    private static Path nearest(Path path) {
        var nearest = path.toAbsolutePath().normalize();
        while (!Files.exists(nearest)) {
            nearest = nearest.getParent();
        }
        return nearest;
    }
}
