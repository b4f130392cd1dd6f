package org.viestka.subscriber;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.viestka.subscriber.ImportTables.Key;
import org.viestka.subscriber.ImportTables.Known;
import org.viestka.vault.Vault;

/** Some rows of a file, one after another: what each comes to, given what is known and what the rows before it did. */
class ImportChunk {

    /** A row that is not taken, and why. */
    record Refused(long line, ImportFault fault) {}

    /** A subscriber as it is to be written. */
    record Written(ImportRow row, Known known) {}

    private final Vault vault;
    private final List<ImportRow> rows = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final Map<Key, Written> written = new LinkedHashMap<>();
    int added;
    int changed;
    int unchanged;
    int suppressed;

    ImportChunk(Vault vault) {
        this.vault = vault;
    }

    void add(ImportRow row) {
        rows.add(row);
    }

    void refuse(long line, ImportFault fault) {
        refused.add(new Refused(line, fault));
    }

    int size() {
        return rows.size() + refused.size();
    }

    List<Refused> refused() {
        return refused;
    }

    Map<Key, Written> written() {
        return written;
    }

    /** Decides about every row. */
    void plan(ImportTables tables, Connection connection, UUID dryRun) throws SQLException {
        var seals = rows.stream().map(row -> keys(vault.foldedSeals(row.address().folded()))).toList();
        var hashes = rows.stream().map(row -> keys(vault.suppressionHashes(row.address().folded()))).toList();
        var known = tables.known(connection, all(seals), dryRun);
        var never = tables.suppressed(connection, all(hashes));
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            // As it is stored, which a rotation may not have come to yet; who is new is sealed as of now.
            var folded = seals.get(i).stream().filter(known::containsKey).findFirst().orElse(seals.get(i).get(0));
            var before = known.get(folded);
            if (hashes.get(i).stream().anyMatch(never::contains)
                    || before != null && before.status().isOptOut() && !row.status().isOptOut()) {
                suppressed++;
                continue;
            }
            var after = before == null ? fresh(row) : merged(before, row);
            if (after.equals(before)) {
                unchanged++;
                continue;
            }
            if (before == null) {
                added++;
            } else {
                changed++;
            }
            known.put(folded, after);
            written.put(folded, new Written(row, after));
        }
    }

    private static List<Key> keys(List<byte[]> forms) {
        return forms.stream().map(Key::of).toList();
    }

    private static Set<Key> all(List<List<Key>> forms) {
        return forms.stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    private static Known fresh(ImportRow row) {
        var language = row.language() == null ? row.edition().leadingLanguage() : row.language();
        return new Known(row.edition().key(), language, row.status());
    }

    /** A file moves a reader to another edition, but neither ends a pause nor undoes a confirmation or an opt-out. */
    private static Known merged(Known before, ImportRow row) {
        if (before.status().isOptOut()) {
            return before;
        }
        boolean stays = row.status() == SubscriberStatus.PENDING
                || before.status() == SubscriberStatus.PAUSED && row.status() == SubscriberStatus.ACTIVE;
        return new Known(row.edition().key(), row.language() == null ? before.language() : row.language(),
                stays ? before.status() : row.status());
    }
}
