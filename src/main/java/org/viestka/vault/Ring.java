package org.viestka.vault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The keys of one use: those in the file, in its order, and since when which of them is in force. */
final class Ring<K> {

    /**
     * One key's time.
     *
     * @param since from when it is in force, until the next one is
     * @param retired whether nothing is left that only this key opens
     */
    record Reign(int id, Instant since, boolean retired) {}

    private final Keyset.Use use;
    private final Map<Integer, K> keys;
    /** One after another, never empty. */
    private final List<Reign> history;

    Ring(Keyset.Use use, Map<Integer, K> keys, List<Reign> history) {
        this.use = use;
        this.keys = keys;
        this.history = history;
    }

    Map<Integer, K> keys() {
        return keys;
    }

    /** The last key that was put in force, whatever a clock says. */
    int latestId() {
        return history.get(history.size() - 1).id();
    }

    /** The key in force at a time; the first one before its time. */
    int idAt(Instant time) {
        int id = history.get(0).id();
        for (var reign : history) {
            if (!reign.since().isAfter(time)) {
                id = reign.id();
            }
        }
        return id;
    }

    /** @throws UnusableKeysetException when the file does not have it */
    K get(int id) {
        var key = keys.get(id);
        if (key == null) {
            throw new UnusableKeysetException("This node's key file has no key " + Keys.unsigned(id) + " for " + use.key()
                    + ", which this database needs. Put back the file that has it: your backup, or the file of the node where"
                    + " the keys were added; nothing was changed.");
        }
        return key;
    }

    /** The given key, then every other that something may have been made with: on this node or on one that knows more. */
    List<K> all(int first) {
        var ids = new TreeSet<>(keys.keySet());
        for (var reign : history) {
            if (reign.retired()) {
                ids.remove(reign.id());
            } else {
                ids.add(reign.id());
            }
        }
        ids.remove(first);
        var all = new ArrayList<K>();
        all.add(get(first));
        ids.forEach(id -> all.add(get(id)));
        return all;
    }
}
