package org.viestka.vault;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.Transactional;

import org.viestka.vault.Keyset.Use;

import io.quarkus.runtime.StartupEvent;

/** Refuses to start when the keys do not fit the data, before anything is written with the wrong ones. */
@ApplicationScoped
class KeyCheck {

    private final Vault vault;
    private final KeyTable table;
    private final KeyWatch watch;

    KeyCheck(Vault vault, KeyTable table, KeyWatch watch) {
        this.vault = vault;
        this.table = table;
        this.watch = watch;
    }

    /** In one transaction with the node's report: a rotation comes before it and is seen, or after it and sees the node. */
    @Transactional
    void atStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) throws SQLException {
        table.lock();
        verify(vault, table.read());
        vault.refresh();
        introduce();
        vault.refresh();
        watch.report();
    }

    /**
     * @throws UnusableKeysetException when a key that the database needs is missing, or another one under its id; the message
     *         says what to do
     */
    static void verify(Vault vault, List<KeyTable.Row> rows) {
        for (var row : rows) {
            if (row.retiredAt() == null && !Arrays.equals(row.proof(), vault.proof(row.use(), row.id()))) {
                throw new UnusableKeysetException("The key file does not fit the data: key " + Keys.unsigned(row.id()) + " for "
                        + row.use().key() + " is another one. Put back the key file that belongs to this database, or name it"
                        + " in viestka.keyset; nothing was changed.");
            }
        }
    }

    /** The first key of a use has always been in force. */
    private void introduce() throws SQLException {
        for (var use : Use.values()) {
            if (vault.keys().rows().stream().noneMatch(row -> row.use() == use)) {
                int first = vault.keys().ring(use).latestId();
                table.add(use, first, Instant.EPOCH, vault.proof(use, first));
            }
        }
    }
}
