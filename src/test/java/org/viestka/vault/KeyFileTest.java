package org.viestka.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.vault.Keyset.Use;

class KeyFileTest {

    @TempDir
    Path directory;

    Path file;

    @BeforeEach
    void create() throws IOException {
        file = directory.resolve("keyset.json");
        KeyFile.create(file);
    }

    @Test
    void is_made_for_its_owner_alone_and_never_overwritten() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        var keys = Files.readString(file);
        assertThatThrownBy(() -> KeyFile.create(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent(keys);
    }

    @Test
    void a_missing_one_is_told_with_what_to_do() {
        assertThatThrownBy(() -> KeyFile.check(directory.resolve("other.json"))).isInstanceOf(UnusableKeysetException.class)
                .hasMessageContaining("There is no key file").hasMessageContaining("viestka.keyset")
                .hasMessageContaining("new-keyset");
    }

    @Test
    void one_that_is_cut_anywhere_is_refused_and_left_as_it_is() throws IOException {
        var whole = Files.readAllBytes(file);
        // The last octet is the end of the line.
        for (int length = 0; length < whole.length - 1; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> KeyFile.check(file)).as("%d octets", length).isInstanceOf(UnusableKeysetException.class)
                    .hasMessageContaining("cut short").hasMessageContaining("backup").hasNoCause();
            assertThat(Files.size(file)).isEqualTo(length);
        }
        Files.write(file, whole);
        KeyFile.check(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "{}", "[]", "null", "key", "{\"addresses\": {}}", "\u0000\u0001",
            "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"})
    void what_is_no_key_file_is_refused(String content) throws IOException {
        Files.writeString(file, content);
        assertThatThrownBy(() -> KeyFile.check(file)).isInstanceOf(UnusableKeysetException.class)
                .hasMessageContaining("no key file of Viestka");
    }

    @Test
    void octets_that_are_no_text_are_refused() throws IOException {
        Files.write(file, new byte[]{(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> KeyFile.check(file)).hasMessageContaining("no key file of Viestka");
    }

    @Test
    void keys_of_another_kind_in_a_place_are_refused() throws IOException {
        var swapped = Files.readString(file).replace("\"addresses\"", "\"x\"").replace("\"networks\"", "\"addresses\"")
                .replace("\"x\"", "\"networks\"");
        Files.writeString(file, swapped);
        assertThatThrownBy(() -> KeyFile.check(file)).isInstanceOf(UnusableKeysetException.class)
                .hasMessageContaining("of a kind that Viestka does not use");
    }

    @Test
    void what_cannot_be_read_is_told() throws IOException {
        Files.delete(file);
        Files.createDirectory(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThatThrownBy(() -> KeyFile.check(file)).isInstanceOf(UnusableKeysetException.class)
                .hasMessageContaining("cannot be read").hasMessageContaining("the user who runs Viestka");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-----w-", "rw-rw-rw-"})
    void one_that_everybody_may_open_is_refused(String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(() -> KeyFile.check(file)).isInstanceOf(UnusableKeysetException.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void its_group_may_read_it_as_in_a_container() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        KeyFile.check(file);
    }

    @Test
    void a_new_key_comes_behind_the_others_and_changes_none_of_them() throws IOException {
        var before = new Keys(Keyset.read(file), List.of());
        var added = KeyFile.addKeys(file);
        var after = new Keys(Keyset.read(file), List.of());
        assertThat(added).hasSize(Use.values().length);
        for (var use : Use.values()) {
            assertThat(after.ring(use).keys().keySet()).hasSize(2).startsWith(before.ring(use).latestId());
            assertThat(after.ring(use).latestId()).as("in force is what was").isEqualTo(before.ring(use).latestId());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(KeyFile.addKeys(file, "tokens")).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> KeyFile.addKeys(file, "adresses"))
                .withMessageContaining("adresses");
    }

    @Test
    void a_key_is_taken_out_but_never_the_only_one() throws IOException {
        var keys = new Keys(Keyset.read(file), List.of());
        long only = Keys.unsigned(keys.addresses.latestId());
        assertThat(KeyFile.dropKey(file, only)).isFalse();
        long added = KeyFile.addKeys(file, "addresses").get(0);
        assertThat(KeyFile.dropKey(file, only)).isTrue();
        assertThat(KeyFile.dropKey(file, only)).isFalse();
        var rest = new Keys(Keyset.read(file), List.of());
        assertThat(Keys.unsigned(rest.addresses.latestId())).isEqualTo(added);
        assertThat(new HashSet<>(rest.tokens.keys().keySet())).isEqualTo(keys.tokens.keys().keySet());
    }
}
