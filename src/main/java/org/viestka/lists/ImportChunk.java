package org.viestka.lists;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.viestka.lists.ImportTables.Key;
import org.viestka.lists.ImportTables.Known;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.vault.Vault;

/** Some rows of a list, one after another: what each comes to, given what is known. */
class ImportChunk {

    /** A row that is not taken, and why. */
    record Refused(long line, ImportFault fault) {}

    /** A subscriber as it is to be written. */
    record Written(ImportRow row, Known known) {}

    // Of a sealed address: which key, and the synthetic initialisation vector, which is a keyed hash of it.
    private static final int MARK_OCTETS = 21;

    private final Vault vault;
    private final List<ImportRow> rows = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final Map<Key, Written> written = new LinkedHashMap<>();
    int added;
    int changed;
    int unchanged;
    int suppressed;
    int duplicates;
    int invalid;

    ImportChunk(Vault vault) {
        this.vault = vault;
    }

    void add(ImportRow row) {
        rows.add(row);
    }

    void refuse(long line, ImportFault fault) {
        refused.add(new Refused(line, fault));
        invalid++;
    }

    int size() {
        return added + changed + unchanged + suppressed + duplicates + invalid;
    }

    List<Refused> refused() {
        return refused;
    }

    Map<Key, Written> written() {
        return written;
    }

    /** Decides about every row. Of those that name one address only the first in the file counts. */
    void plan(ImportTables tables, Connection connection, boolean dryRun) throws SQLException {
        var seals = rows.stream().map(row -> keys(vault.foldedSeals(row.address().folded()))).toList();
        var hashes = rows.stream().map(row -> keys(vault.suppressionHashes(row.address().folded()))).toList();
        var marks = seals.stream().map(forms -> mark(forms.get(0))).toList();
        var fresh = tables.see(connection, marks);
        var known = tables.known(connection, all(seals), dryRun);
        var never = tables.suppressed(connection, all(hashes));
        var named = new HashSet<Key>();
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            // As it is stored, which a rotation may not have come to yet; who is new is sealed as of now.
            var folded = seals.get(i).stream().filter(known::containsKey).findFirst().orElse(seals.get(i).get(0));
            var before = known.get(folded);
            if (!fresh.contains(marks.get(i)) || !named.add(marks.get(i))) {
                refused.add(new Refused(row.line(), ImportFault.DUPLICATE));
                duplicates++;
            } else if (hashes.get(i).stream().anyMatch(never::contains)
                    || before != null && before.status().isOptOut() && !row.status().isGone()) {
                suppressed++;
            } else if (before != null && before.status() == SubscriberStatus.BOUNCED && !row.status().isGone()) {
                refused.add(new Refused(row.line(), ImportFault.BOUNCED));
                suppressed++;
            } else {
                take(row, folded, before);
            }
        }
    }

    private void take(ImportRow row, Key folded, Known before) {
        var after = before == null ? fresh(row) : merged(before, row);
        if (after.equals(before)) {
            unchanged++;
            return;
        }
        if (before == null) {
            added++;
        } else {
            changed++;
        }
        written.put(folded, new Written(row, after));
    }

    private static List<Key> keys(List<byte[]> forms) {
        return forms.stream().map(Key::of).toList();
    }

    private static Key mark(Key seal) {
        return Key.of(Arrays.copyOf(seal.octets().array(), MARK_OCTETS));
    }

    private static Set<Key> all(List<List<Key>> forms) {
        return forms.stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    private static Known fresh(ImportRow row) {
        var language = row.language() == null ? row.edition().leadingLanguage() : row.language();
        return new Known(row.edition().key(), language, row.status(), row.discreet());
    }

    /**
     * A list moves a reader to another edition, but neither ends a pause nor undoes a confirmation or an opt-out, and makes
     * nobody's mail less discreet.
     */
    private static Known merged(Known before, ImportRow row) {
        if (before.status().isGone()) {
            return before.status() == SubscriberStatus.BOUNCED && row.status().isOptOut()
                    ? new Known(before.edition(), before.language(), row.status(), before.discreet())
                    : before;
        }
        boolean stays = row.status() == SubscriberStatus.PENDING
                || before.status() == SubscriberStatus.PAUSED && row.status() == SubscriberStatus.ACTIVE;
        return new Known(row.edition().key(), row.language() == null ? before.language() : row.language(),
                stays ? before.status() : row.status(), before.discreet() || row.discreet());
    }
}
