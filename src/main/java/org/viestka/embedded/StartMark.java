package org.viestka.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Another word at each start, kept among the embedded database's files and beside them: files that were put back from a backup
 * have a former one.
 */
final class StartMark {

    private final Path within;
    private final Path beside;

    /**
     * @param within a file in the directory of the database
     * @param beside a file outside of it
     */
    StartMark(Path within, Path beside) {
        this.within = within;
        this.beside = beside;
    }

    /** Whether the files are others than those of the last start. Not where there was none yet. */
    boolean isFormer() throws IOException {
        var last = read(beside);
        var found = read(within);
        return !(last.isEmpty() && found.isEmpty()) && !(found.size() == 1 && last.containsAll(found));
    }

    /** Whoever is killed in the middle leaves both words beside: neither is a former one then. */
    void renew() throws IOException {
        var next = UUID.randomUUID().toString();
        var found = read(within);
        write(beside, found.isEmpty() ? next : found.get(0) + "\n" + next);
        write(within, next);
        write(beside, next);
    }

    private static List<String> read(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static void write(Path file, String words) throws IOException {
        Files.writeString(file, words + "\n", CREATE, WRITE, TRUNCATE_EXISTING, DSYNC);
    }
}
