package org.viestka.vault;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.viestka.vault.Keyset.Use;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/** Keeps a running node up to date with its key file and with the database, and tells the others which keys it has. */
@ApplicationScoped
class KeyWatch {

    private static final Logger LOG = Logger.getLogger(KeyWatch.class);

    private final UUID node = UUID.randomUUID();
    private final Vault vault;
    private final KeyTable table;
    private String complaint = "";

    KeyWatch(Vault vault, KeyTable table) {
        this.vault = vault;
        this.table = table;
    }

    @Scheduled(every = "5s", identity = "watch-keys", concurrentExecution = ConcurrentExecution.SKIP)
    void look() throws SQLException {
        try {
            vault.refresh();
            report();
            complainOnce(missing());
        } catch (UnusableKeysetException e) {
            // What it has in memory still works.
            complainOnce(e.getMessage());
        }
    }

    void report() throws SQLException {
        table.report(node, held());
    }

    /** Ids of all keys in this node's file. */
    List<Long> held() {
        var ids = new ArrayList<Long>();
        for (var use : Use.values()) {
            vault.keys().ring(use).keys().keySet().forEach(id -> ids.add(Keys.unsigned(id)));
        }
        return ids;
    }

    /** What to do about keys that other nodes have and this one has not; empty when there are none. */
    String missing() throws SQLException {
        Set<Long> missing = new HashSet<>();
        table.nodes().values().forEach(missing::addAll);
        held().forEach(missing::remove);
        vault.keys().rows().stream().filter(row -> row.retiredAt() != null)
                .forEach(row -> missing.remove(Keys.unsigned(row.id())));
        return missing.isEmpty()
                ? ""
                : "This node's key file lacks keys that other nodes have: " + missing
                        + ". Copy the file of such a node over it; it is read without a restart.";
    }

    private void complainOnce(String text) {
        if (!text.isEmpty() && !text.equals(complaint)) {
            LOG.warn(text);
        }
        complaint = text;
    }
}
