package org.viestka.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class LinkTokenTest {

    private static final UUID NASTA = UUID.fromString("7b1f0000-0000-4000-8000-000000000001");

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
    @Inject
    MovableClock time;
    @ConfigProperty(name = "viestka.keyset")
    Path file;

    @TempDir
    Path directory;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @EnumSource
    void a_token_says_who_and_when_for_its_own_purpose_alone(LinkPurpose purpose) {
        var token = token(purpose);
        for (var asked : LinkPurpose.values()) {
            assertThat(vault.open(asked, token).map(LinkToken::subscriber).orElse(null)).as("%s as %s", purpose, asked)
                    .isEqualTo(asked == purpose ? NASTA : null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_token_that_is_cut_or_changed_anywhere_says_nothing(LinkPurpose purpose) {
        var token = token(purpose);
        var octets = Base64.getUrlDecoder().decode(token);
        for (int bit = 0; bit < octets.length * 8; bit++) {
            octets[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(vault.open(purpose, encode(octets))).as("bit %d", bit).isEmpty();
            octets[bit / 8] ^= (byte) (1 << bit % 8);
        }
        for (int length = 0; length < token.length(); length++) {
            assertThat(vault.open(purpose, token.substring(0, length))).as("%d characters", length).isEmpty();
        }
        assertThat(vault.open(purpose, token + "A")).isEmpty();
        assertThat(vault.open(purpose, token + "=")).isEmpty();
    }

    @Test
    void of_the_spellings_that_decode_to_the_same_only_ours_is_taken() {
        var token = vault.unsubscribeToken(NASTA);
        var last = token.length() - 1;
        int taken = 0;
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            taken += vault.open(LinkPurpose.UNSUBSCRIBE, token.substring(0, last) + c).isPresent() ? 1 : 0;
        }
        assertThat(taken).isEqualTo(1);
    }

    @Test
    void every_unsubscribe_token_has_the_length_that_a_mailing_leaves_for_it() {
        assertThat(vault.unsubscribeToken(UUID.randomUUID())).hasSize(Vault.UNSUBSCRIBE_TOKEN_LENGTH);
    }

    @Test
    void a_token_holds_no_id_that_can_be_read() {
        var decoded = new String(Base64.getUrlDecoder().decode(vault.unsubscribeToken(NASTA)), StandardCharsets.ISO_8859_1);
        assertThat(decoded).doesNotContain("\u007b\u001f\u0000\u0000");
    }

    @Test
    void links_that_are_out_work_after_a_rotation_and_no_new_ones_can_be_made_with_a_former_key() throws Exception {
        var confirm = token(LinkPurpose.CONFIRM);
        var unsubscribe = token(LinkPurpose.UNSUBSCRIBE);
        var stolen = directory.resolve("keyset.json");
        Files.copy(file, stolen);
        Files.setPosixFilePermissions(stolen, PosixFilePermissions.fromString("rw-------"));
        var thief = new Vault(() -> stolen, table, clock);
        thief.refresh();
        KeyFile.addKeys(file, "tokens");
        signIn.asAdmin().post("/api/keys/rotate").then().statusCode(202);
        time.advance(KeyRotation.NOTICE.plusSeconds(1));
        assertThat(vault.open(LinkPurpose.CONFIRM, confirm)).isPresent();
        assertThat(vault.open(LinkPurpose.UNSUBSCRIBE, unsubscribe)).isPresent();
        assertThat(token(LinkPurpose.UNSUBSCRIBE)).isNotEqualTo(unsubscribe);

        // A thief of the former key dates a link of their own into the time after it.
        var forged = thief.token(LinkPurpose.PREFERENCES, NASTA, clock.instant());
        assertThat(thief.open(LinkPurpose.PREFERENCES, forged)).isPresent();
        assertThat(vault.open(LinkPurpose.PREFERENCES, forged)).isEmpty();
    }

    /** Mail programs leave a hyphen, an underscore or a full stop at the end out of a link. */
    @Test
    void a_link_ends_in_a_letter() {
        for (var purpose : LinkPurpose.values()) {
            for (int i = 0; i < 300; i++) {
                assertThat(token(purpose)).matches("[A-Za-z0-9_-]+[A-Za-z0-9]");
                time.advance(Duration.ofMillis(1));
            }
        }
    }

    private String token(LinkPurpose purpose) {
        return purpose == LinkPurpose.UNSUBSCRIBE
                ? vault.unsubscribeToken(NASTA)
                : vault.token(purpose, NASTA, clock.instant());
    }

    private static String encode(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
