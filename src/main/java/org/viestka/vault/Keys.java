package org.viestka.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.viestka.vault.Keyset.Use;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfSet;

/** The keys of a file and what the database says of them, at one moment. Never changed, only replaced. */
final class Keys {

    /** Tink's prefix: a version and the key's id. */
    private static final int PREFIX = 5;

    final Ring<DeterministicAead> addresses;
    final Ring<DeterministicAead> tokens;
    final Ring<Prf> suppressions;
    final Ring<Prf> messageIds;
    final Ring<Prf> networks;
    private final List<KeyTable.Row> rows;

    /** @param rows what the database says; for a use it does not know, the file's primary key has always been in force */
    Keys(Keyset keyset, List<KeyTable.Row> rows) {
        this.rows = rows;
        try {
            addresses = sealing(keyset, Use.ADDRESSES);
            tokens = sealing(keyset, Use.TOKENS);
            suppressions = hashing(keyset, Use.SUPPRESSIONS);
            messageIds = hashing(keyset, Use.MESSAGE_IDS);
            networks = hashing(keyset, Use.NETWORKS);
        } catch (GeneralSecurityException e) {
            throw new UnusableKeysetException("The key file holds keys of a kind that Viestka does not use."
                    + " Put back your backup of it; nothing was changed.");
        }
    }

    Ring<?> ring(Use use) {
        return switch (use) {
            case ADDRESSES -> addresses;
            case TOKENS -> tokens;
            case SUPPRESSIONS -> suppressions;
            case MESSAGE_IDS -> messageIds;
            case NETWORKS -> networks;
        };
    }

    List<KeyTable.Row> rows() {
        return rows;
    }

    /** How much of the database's history is known; grows with each rotation. */
    long generation() {
        return generation(rows);
    }

    static long generation(List<KeyTable.Row> rows) {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).seq();
    }

    /** Which key sealed these octets; 0, which no key has, when none did. */
    static int idOf(byte[] sealed) {
        return sealed.length > PREFIX && sealed[0] == 1 ? ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt() : 0;
    }

    /** As Tink's ids are told everywhere. */
    static long unsigned(int id) {
        return Integer.toUnsignedLong(id);
    }

    private Ring<DeterministicAead> sealing(Keyset keyset, Use use) throws GeneralSecurityException {
        var handle = keyset.handle(use);
        var keys = new LinkedHashMap<Integer, DeterministicAead>();
        for (int i = 0; i < handle.size(); i++) {
            var entry = handle.getAt(i);
            // Each alone: which one seals is not the file's to say.
            keys.put(entry.getId(), KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(entry.getKey()).withFixedId(entry.getId()).makePrimary()).build()
                    .getPrimitive(RegistryConfiguration.get(), DeterministicAead.class));
        }
        return ring(use, handle, keys);
    }

    private Ring<Prf> hashing(Keyset keyset, Use use) throws GeneralSecurityException {
        var handle = keyset.handle(use);
        var prfs = handle.getPrimitive(RegistryConfiguration.get(), PrfSet.class).getPrfs();
        var keys = new LinkedHashMap<Integer, Prf>();
        for (int i = 0; i < handle.size(); i++) {
            keys.put(handle.getAt(i).getId(), prfs.get(handle.getAt(i).getId()));
        }
        return ring(use, handle, keys);
    }

    private <K> Ring<K> ring(Use use, KeysetHandle handle, Map<Integer, K> keys) {
        var history = rows.stream().filter(row -> row.use() == use)
                .map(row -> new Ring.Reign(row.id(), row.since(), row.retiredAt() != null)).toList();
        return new Ring<>(use, keys, history.isEmpty()
                ? List.of(new Ring.Reign(handle.getPrimary().getId(), Instant.EPOCH, false))
                : history);
    }
}
