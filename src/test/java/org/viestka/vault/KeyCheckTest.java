package org.viestka.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;

/** A second node, with a key file of its own, at the database of the test run. */
@QuarkusTest
class KeyCheckTest {

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Vault vault;
    @Inject
    KeyTable table;
    @Inject
    Clock clock;
    @ConfigProperty(name = "viestka.keyset")
    Path original;
    @TempDir
    Path directory;

    Path file;

    @BeforeEach
    void copy() throws IOException {
        slate.wipe();
        file = directory.resolve("keyset.json");
        Files.copy(original, file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void a_node_with_the_same_file_starts() {
        assertThatCode(() -> start(node())).doesNotThrowAnyException();
    }

    @Test
    void a_node_with_the_file_of_another_database_refuses_and_touches_nothing() throws Exception {
        Files.delete(file);
        KeyFile.create(file);
        assertRefused("Put back the file that has it");
    }

    @Test
    void a_node_whose_key_was_changed_under_its_id_refuses() throws Exception {
        // The last of the file: not a key of addresses, of which every row would have told.
        var text = Files.readString(file);
        int at = text.lastIndexOf("\"value\":\"") + "\"value\":\"".length() + 20;
        Files.writeString(file, text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1));
        assertRefused("does not fit the data");
    }

    @Test
    void a_node_that_missed_a_rotation_is_told_which_key_it_lacks() throws Exception {
        long added = KeyFile.addKeys(original, "networks").get(0);
        signIn.asAdmin().post("/api/keys/rotate").then().statusCode(202);
        assertRefused("has no key " + added + " for networks");
    }

    @Test
    void a_node_with_a_file_that_others_have_gone_beyond_is_told_to_copy_theirs() throws Exception {
        var added = KeyFile.addKeys(original);
        QuarkusTransaction.requiringNew().call(() -> {
            vault.refresh();
            new KeyWatch(vault, table).report();
            return null;
        });
        assertThat(new KeyWatch(node(), table).missing()).contains("lacks keys that other nodes have", "Copy the file")
                .contains(added.stream().map(String::valueOf).toList());
        assertThat(new KeyWatch(vault, table).missing()).isEmpty();
    }

    @Test
    void a_node_that_has_not_heard_of_a_rotation_hears_of_it_before_it_adds_anybody() throws Exception {
        KeyFile.addKeys(original, "addresses");
        Files.copy(original, directory.resolve("second.json"));
        file = directory.resolve("second.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        var second = node();
        second.refresh();
        var before = second.sealFolded("nasta@reader.example");
        signIn.asAdmin().post("/api/keys/rotate").then().statusCode(202);
        assertThat(second.sealFolded("nasta@reader.example")).isEqualTo(before);
        QuarkusTransaction.requiringNew().run(() -> {
            second.hold();
            assertThat(second.sealFolded("nasta@reader.example")).isEqualTo(vault.sealFolded("nasta@reader.example"))
                    .isNotEqualTo(before);
        });
        assertThat(second.foldedSeals("nasta@reader.example")).anyMatch(seal -> Arrays.equals(seal, before));
    }

    @Test
    void a_running_node_keeps_its_keys_when_the_file_is_spoilt() throws Exception {
        var second = node();
        second.refresh();
        Files.writeString(file, "{");
        new KeyWatch(second, table).look();
        assertThat(second.open(vault.seal("nasta@reader.example"))).isEqualTo("nasta@reader.example");
    }

    private void assertRefused(String message) throws SQLException {
        var before = rows();
        assertThatThrownBy(() -> start(node())).isInstanceOf(UnusableKeysetException.class).hasMessageContaining(message)
                .hasMessageContaining("nothing was changed");
        assertThat(rows()).isEqualTo(before);
    }

    private Vault node() {
        return new Vault(() -> file, table, clock);
    }

    private void start(Vault node) throws Exception {
        try {
            QuarkusTransaction.requiringNew().call(() -> {
                new KeyCheck(node, table, new KeyWatch(node, table)).atStart(new StartupEvent());
                return null;
            });
        } catch (RuntimeException e) {
            throw e.getCause() instanceof UnusableKeysetException refused ? refused : e;
        }
    }

    private record Rows(List<Long> keys, List<UUID> nodes) {}

    private Rows rows() throws SQLException {
        return new Rows(table.read().stream().map(KeyTable.Row::seq).toList(), List.copyOf(table.nodes().keySet()));
    }
}
