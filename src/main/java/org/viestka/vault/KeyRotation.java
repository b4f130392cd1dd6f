package org.viestka.vault;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.vault.Keyset.Use;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which keys there are, and the change from one to the next: on all nodes at once, when all of them have it. */
@ApplicationScoped
public class KeyRotation {

    /**
     * So long before a link, a message id or a hash is made with a new key, every node knows. For addresses the change is at
     * once: whoever adds one asks the database first.
     */
    static final Duration NOTICE = Duration.ofMinutes(1);

    private final Vault vault;
    private final KeyTable table;
    private final KeyWatch watch;
    private final Clock clock;

    KeyRotation(Vault vault, KeyTable table, KeyWatch watch, Clock clock) {
        this.vault = vault;
        this.table = table;
        this.watch = watch;
        this.clock = clock;
    }

    /** Where a key stands: not yet in force, in force, no longer but still needed, or no longer needed at all. */
    public enum State {
        @JsonProperty("next")
        NEXT, @JsonProperty("in-force")
        IN_FORCE, @JsonProperty("former")
        FORMER, @JsonProperty("retired")
        RETIRED
    }

    /**
     * One key, as people may know it.
     *
     * @param use as in the key file
     * @param since from when it is or was in force; null where no rotation has decided that
     * @param nodes how many living nodes have it
     */
    public record Key(String use, long id, State state, Instant since, Instant retiredAt, int nodes) {}

    /** What came of the wish to rotate. */
    public enum Outcome {
        /** Addresses are to be sealed anew. */
        ADDRESSES_TOO,
        /** Other keys changed; there is nothing to seal anew. */
        OTHERS_ONLY,
        /** The file of this node has no key that is not in force already: one must be added first. */
        NOTHING_NEW,
        /** A living node does not have the new key yet. Nothing was changed. */
        NODES_LACK_IT
    }

    /** Puts the last key of the file in force for each use where it is not yet. To be called in a transaction. */
    public Outcome rotate() throws SQLException {
        table.lock();
        vault.refresh();
        watch.report();
        var next = next();
        if (next.isEmpty()) {
            return Outcome.NOTHING_NEW;
        }
        var ids = next.values().stream().map(Keys::unsigned).toList();
        if (!table.nodes().values().stream().allMatch(held -> held.containsAll(ids))) {
            return Outcome.NODES_LACK_IT;
        }
        for (var entry : next.entrySet()) {
            var use = entry.getKey();
            var since = use == Use.ADDRESSES ? clock.instant() : clock.instant().plus(NOTICE);
            table.add(use, entry.getValue(), since, vault.proof(use, entry.getValue()));
        }
        return next.containsKey(Use.ADDRESSES) ? Outcome.ADDRESSES_TOO : Outcome.OTHERS_ONLY;
    }

    /** Makes this node use what has been decided; the others notice within seconds. */
    public void refresh() throws SQLException {
        vault.refresh();
    }

    /** Says that every address is sealed with the key in force. To be called in the transaction that finds so. */
    public void retireFormerAddressKeys() throws SQLException {
        table.retireAddressKeys(vault.keys().addresses.latestId(), clock.instant());
    }

    /** Which living nodes there are. */
    public int nodes() throws SQLException {
        return table.nodes().size();
    }

    /** All keys, each use's in the order of their time. */
    public List<Key> list() throws SQLException {
        vault.refresh();
        var nodes = table.nodes().values();
        var list = new ArrayList<Key>();
        for (var use : Use.values()) {
            var ring = vault.keys().ring(use);
            int current = use == Use.ADDRESSES ? ring.latestId() : ring.idAt(clock.instant());
            var rows = vault.keys().rows().stream().filter(row -> row.use() == use).toList();
            var states = states(rows, current);
            for (int i = 0; i < rows.size(); i++) {
                list.add(key(use, rows.get(i).id(), states.get(i), rows.get(i), nodes));
            }
            ring.keys().keySet().stream().filter(id -> rows.stream().noneMatch(row -> row.id() == id))
                    .forEach(id -> list.add(key(use, id, State.NEXT, null, nodes)));
        }
        return list;
    }

    /** Each use's keys come one after another: those before the one in force had their time, those behind it will have. */
    private static List<State> states(List<KeyTable.Row> rows, int current) {
        var states = new ArrayList<State>();
        var state = State.FORMER;
        for (var row : rows) {
            if (row.id() == current) {
                states.add(State.IN_FORCE);
                state = State.NEXT;
            } else {
                states.add(row.retiredAt() == null ? state : State.RETIRED);
            }
        }
        return states;
    }

    private static Key key(Use use, int id, State state, KeyTable.Row row, Collection<Set<Long>> nodes) {
        return new Key(use.key(), Keys.unsigned(id), state, row == null ? null : row.since(),
                row == null ? null : row.retiredAt(),
                (int) nodes.stream().filter(held -> held.contains(Keys.unsigned(id))).count());
    }

    private Map<Use, Integer> next() {
        var next = new EnumMap<Use, Integer>(Use.class);
        for (var use : Use.values()) {
            var ring = vault.keys().ring(use);
            int last = ring.keys().keySet().stream().reduce((first, second) -> second).orElseThrow();
            if (vault.keys().rows().stream().noneMatch(row -> row.use() == use && row.id() == last)) {
                next.put(use, last);
            }
        }
        return next;
    }
}
