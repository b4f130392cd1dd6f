package org.viestka.subscriber;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.SubscriberImport.State;
import org.viestka.vault.Vault;
import org.viestka.web.Problem;

import io.quarkus.narayana.jta.QuarkusTransaction;

/**
 * Reads a file of subscribers as it arrives, a chunk at a time: it is never whole in memory, and never on a disk, where its
 * addresses would lie open. What was read before an upload broke off stays; the same file can be sent again.
 */
@ApplicationScoped
class Imports {

    private static final int CHUNK = 1_000;
    private static final List<String> COLUMNS = List.of("email", "edition", "language", "status", "subscribed_at");

    private final Publication publication;
    private final ImportTables tables;
    private final Vault vault;
    private final Clock clock;

    Imports(Publication publication, ImportTables tables, Vault vault, Clock clock) {
        this.publication = publication;
        this.tables = tables;
        this.vault = vault;
        this.clock = clock;
    }

    /** The rows of a file, none of them endless. */
    private record Csv(RowLimit limit, CSVParser parser) implements Closeable {
        @Override
        public void close() throws IOException {
            parser.close();
        }
    }

    /**
     * @param edition for rows that name none; may be null
     * @return the finished import's id
     * @throws Problem 400 when the file has no usable header
     */
    UUID run(InputStream file, String edition, boolean dryRun) {
        try (var csv = parser(file)) {
            checkHeader(csv.parser(), edition);
            var id = QuarkusTransaction.requiringNew().call(() -> {
                var begun = SubscriberImport.begin(edition, dryRun, clock.instant());
                begun.persist();
                return begun.id;
            });
            run(csv, id, edition, dryRun);
            return id;
        } catch (IOException | UncheckedIOException e) {
            throw Problem.invalid("body", words -> words.import_columns(String.join(", ", COLUMNS)));
        }
    }

    private void run(Csv csv, UUID id, String edition, boolean dryRun) {
        try {
            boolean whole = read(csv, id, edition, dryRun);
            tables.forget(id);
            end(id, whole ? State.FINISHED : State.FAILED, whole ? null : ImportFault.BROKEN);
        } catch (SQLException e) {
            throw new IllegalStateException("The import was cut: the database does not answer", e);
        }
    }

    /** Gives whether the file could be read to its end. What could be read before is written all the same. */
    private boolean read(Csv csv, UUID id, String edition, boolean dryRun) throws SQLException {
        var chunk = new ImportChunk(vault);
        boolean whole = true;
        try {
            for (var records = csv.parser().iterator(); records.hasNext();) {
                // To know that there is a next row, the parser has read it.
                long line = csv.parser().getCurrentLineNumber();
                try {
                    chunk.add(ImportRow.of(records.next(), edition, publication, clock.instant()));
                } catch (ImportFault.Refused refused) {
                    chunk.refuse(line, refused.fault);
                }
                csv.limit().rowEnded();
                if (chunk.size() == CHUNK) {
                    tables.write(id, chunk, dryRun);
                    chunk = new ImportChunk(vault);
                }
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            whole = false;
        }
        tables.write(id, chunk, dryRun);
        return whole;
    }

    private void end(UUID id, State state, ImportFault why) {
        QuarkusTransaction.requiringNew()
                .run(() -> SubscriberImport.<SubscriberImport>findById(id).end(state, why, clock.instant()));
    }

    private void checkHeader(CSVParser csv, String edition) {
        var header = csv.getHeaderMap();
        if (header == null || !header.containsKey("email")) {
            throw Problem.invalid("body", words -> words.import_columns(String.join(", ", COLUMNS)));
        }
        if (edition == null && !header.containsKey("edition")) {
            throw Problem.invalid("edition", Words::import_no_edition);
        }
    }

    /** Spreadsheets separate by comma, semicolon or tab, as the country has it, and begin with a byte order mark. */
    private static Csv parser(InputStream file) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(withoutMark(file), StandardCharsets.UTF_8));
        reader.mark(8192);
        var start = new char[4096];
        int length = Math.max(0, reader.read(start));
        reader.reset();
        var first = new String(start, 0, length).lines().findFirst().orElse("");
        char delimiter = first.indexOf('\t') >= 0 ? '\t' : first.indexOf(';') >= 0 ? ';' : ',';
        try {
            var limit = new RowLimit(reader);
            return new Csv(limit, CSVFormat.RFC4180.builder().setDelimiter(delimiter).setHeader(header(first, delimiter))
                    .setSkipHeaderRecord(true)
                    .setIgnoreEmptyLines(true).setIgnoreHeaderCase(true).get().parse(limit));
        } catch (IllegalArgumentException duplicateColumn) {
            throw Problem.invalid("body", words -> words.import_columns(String.join(", ", COLUMNS)));
        }
    }

    private static String[] header(String line, char delimiter) {
        var names = line.split(java.util.regex.Pattern.quote(String.valueOf(delimiter)));
        for (int i = 0; i < names.length; i++) {
            names[i] = names[i].strip().replace("\"", "").toLowerCase(Locale.ROOT);
        }
        return names;
    }

    private static InputStream withoutMark(InputStream file) throws IOException {
        var in = new PushbackInputStream(file, 3);
        var start = in.readNBytes(3);
        boolean mark = start.length == 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF;
        if (!mark) {
            in.unread(start);
        }
        return in;
    }
}
