package org.viestka.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.SampleMailing;

/** Judged by jDKIM, which nobody here wrote. */
class DkimSignerTest {

    private static final KeyPair KEYS = keys("RSA", 2048);
    private static final String PKCS8 = base64(KEYS.getPrivate().getEncoded());
    private static final List<String> SIGNED = List.of("From", "From", "Reply-To", "Reply-To", "Subject", "Subject", "To", "To",
            "MIME-Version", "Content-Type", "Content-Type", "List-Id", "List-Unsubscribe", "List-Unsubscribe",
            "List-Unsubscribe-Post", "List-Unsubscribe-Post", "List-Help", "Content-Language");
    private static final DkimSigner SIGNER = DkimSigner.of("example.org", "v2016", PKCS8, SIGNED);

    static Stream<BulkMessage> mailings() {
        var good = SampleMailing.message();
        var link = EncodedMailing.TOKEN;
        return Stream.of(good, SampleMailing.large(), SampleMailing.with("Weekly review", "<p>" + link + "\n\n\n", link),
                SampleMailing.with("a  b  c", " " + link + " \n \n", ".\r\n\t \r\n" + link + "\r\n \r\n\r\n"),
                SampleMailing.with("Ё".repeat(300), link, link));
    }

    static Stream<Optional<Provider>> providers() {
        return Stream.of(Optional.empty(), FastCrypto.provider());
    }

    @ParameterizedTest
    @MethodSource("mailings")
    void a_signed_message_verifies(BulkMessage mailing) {
        for (var provider : providers().toList()) {
            var signer = DkimSigner.of("example.org", "v2016", PKCS8, SIGNED, provider);
            assertThat(verifies(signed(mailing, signer))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 4096})
    void keys_of_every_size_verify_and_leave_the_lines_short(int bits) {
        var pair = keys("RSA", bits);
        var message = signed(SampleMailing.message(),
                DkimSigner.of("example.org", "v2016", base64(pair.getPrivate().getEncoded()), SIGNED));
        assertThat(verifies(message, pair)).isTrue();
        assertThat(signature(message).split("\r\n")).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78));
    }

    @Test
    void the_signature_says_how_it_was_made_and_never_expires() {
        var signature = signature(signed(SampleMailing.message(), SIGNER)).replace("\r\n", "\n");
        assertThat(signature.replaceAll("bh=[^;]{44};", "bh=…;").replaceAll(" b=[^;]*", " b=…")).isEqualTo("""
                DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
                 d=example.org;
                 s=v2016;
                 h=From:From:Reply-To:Reply-To:Subject:Subject:To:To:MIME-Version:
                 Content-Type:Content-Type:List-Id:List-Unsubscribe:List-Unsubscribe:
                 List-Unsubscribe-Post:List-Unsubscribe-Post:List-Help:Content-Language;
                 bh=…;
                 b=…""");
    }

    @Test
    void the_same_message_is_signed_the_same() {
        assertThat(signed(SampleMailing.message(), SIGNER)).isEqualTo(signed(SampleMailing.message(), SIGNER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "Reply-To", "Subject", "To", "Content-Type", "List-Unsubscribe", "List-Unsubscribe-Post"})
    void a_second_field_breaks_the_signature_wherever_it_is_put(String name) {
        var message = signed(SampleMailing.message(), SIGNER);
        assertThat(verifies(changed(message, m -> name + ": x@example.net\r\n" + m))).isFalse();
        assertThat(verifies(changed(message, m -> m.replaceFirst("\r\n\r\n", "\r\n" + name + ": x@example.net\r\n\r\n"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "Reply-To", "Subject", "To", "MIME-Version", "Content-Type", "List-Id", "List-Unsubscribe",
            "List-Unsubscribe-Post", "List-Help", "Content-Language"})
    void a_changed_or_missing_field_breaks_the_signature(String name) {
        var message = signed(SampleMailing.message(), SIGNER);
        assertThat(verifies(changed(message, m -> m.replaceFirst("\r\n" + name + ": ", "\r\n" + name + ": x")))).isFalse();
        assertThat(verifies(changed(message, m -> m.replaceFirst("\r\n" + name + ": ", "\r\nX-Was: ")))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Date", "Message-ID", "Feedback-ID"})
    void a_relay_may_write_a_field_anew_that_is_not_named(String name) {
        var replaced = changed(signed(SampleMailing.message(), SIGNER), m -> m.replaceFirst("\r\n" + name + ": .*\r\n",
                "\r\n" + name + ": x@relay.example\r\n"));
        assertThat(verifies(replaced)).isTrue();
        assertThat(SIGNER.signs(name)).isFalse();
        var more = DkimSigner.of("example.org", "v2016", PKCS8, List.of("From", name));
        assertThat(more.signs(name.toLowerCase(Locale.ROOT))).isTrue();
        assertThat(verifies(changed(signed(SampleMailing.message(), more),
                m -> m.replaceFirst("\r\n" + name + ": ", "\r\n" + name + ": x")))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject", "", "From,Return-Path", "From,DKIM-Signature", "From,Sub ject", "From,Subject:",
            "From,\r\nX"})
    void what_cannot_be_signed_is_refused_with_the_name_of_the_setting(String names) {
        assertThatThrownBy(() -> DkimSigner.of("example.org", "v2016", PKCS8, List.of(names.split(","))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("quarkus.mailer.dkim.signed-headers");
    }

    @Test
    void names_of_fields_may_have_blanks_around_them_and_any_case() {
        var message = signed(SampleMailing.message(),
                DkimSigner.of("example.org", "v2016", PKCS8, List.of("from", " From ", "\tSUBJECT", "subject", "List-ID")));
        assertThat(verifies(message)).isTrue();
        assertThat(verifies(changed(message, m -> m.replaceFirst("\r\nSubject: ", "\r\nSubject: x")))).isFalse();
        assertThat(verifies(changed(message, m -> "From: x@example.net\r\n" + m))).isFalse();
    }

    @Test
    void a_changed_body_breaks_the_signature() {
        var message = signed(SampleMailing.message(), SIGNER);
        assertThat(verifies(changed(message, m -> m + "more\r\n"))).isFalse();
    }

    @Test
    void a_relay_may_refold_and_add_white_space_and_fields_of_its_own() {
        var message = signed(SampleMailing.message(), SIGNER);
        UnaryOperator<String> relay = m -> {
            int end = m.indexOf("\r\n\r\n");
            var header = m.substring(0, end).replace("\r\n ", "\r\n\t ").replaceAll("(?m)^(From|Subject|To): ", "$1:   ")
                    .replace("\r\n", " \t\r\n").replace("alternative; ", "alternative;\r\n\t");
            return "Received: from a by b;\r\n\tMon, 12 Dec 2016 05:00:01 +0000\r\n" + header + m.substring(end) + "\r\n\r\n";
        };
        assertThat(verifies(changed(message, relay))).isTrue();
    }

    @Test
    void the_fast_provider_is_used_where_this_machine_has_it() {
        var tested = System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
        assertThat(FastCrypto.provider().isPresent()).isEqualTo(tested);
        assertThat(Arrays.stream(Security.getProviders()).map(Provider::getName))
                .as("nothing else in the process changes").doesNotContain("AmazonCorrettoCryptoProvider");
    }

    @Test
    void many_threads_sign_at_once() {
        var template = new EncodedMailing(SampleMailing.message(), Optional.of(SIGNER));
        var good = IntStream.range(0, 64).parallel()
                .mapToObj(i -> template
                        .message(new Recipient("reader" + i + "@example.by", "id@example.org", SampleMailing.TOKEN)))
                .filter(DkimSignerTest::verifies).count();
        assertThat(good).isEqualTo(64);
    }

    @Test
    void a_key_may_be_pem_of_either_kind_or_bare() {
        var pkcs8 = KEYS.getPrivate().getEncoded();
        // RFC 5958 §2: the PKCS#1 key is the last field of PKCS#8, after 26 octets for a key of this size.
        var pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        for (var text : List.of(PKCS8, PKCS8 + "\n", pem("PRIVATE KEY", pkcs8),
                "\n" + pem("RSA PRIVATE KEY", pkcs1).replace("\n", "\r\n"))) {
            assertThat(verifies(signed(SampleMailing.message(), DkimSigner.of("example.org", "v2016", text, SIGNED)))).isTrue();
        }
    }

    @Test
    void a_key_that_will_not_do_is_refused_with_the_reason_and_without_the_key() {
        assertRefused(base64(keys("RSA", 1024).getPrivate().getEncoded()),
                "The DKIM key has 1024 bits; make one of at least 2048.");
        assertRefused(base64(keys("EC", 256).getPrivate().getEncoded()), "is no RSA private key");
        assertRefused(pem("PUBLIC KEY", KEYS.getPublic().getEncoded()), "is a PEM of 'PUBLIC KEY'");
        assertRefused(pem("ENCRYPTED PRIVATE KEY", new byte[]{1}), "is a PEM of 'ENCRYPTED PRIVATE KEY'");
        assertRefused(pem("RSA PRIVATE KEY", new byte[]{1, 2, 3}), "is no RSA private key");
        assertRefused("", "is no RSA private key");
        assertRefused("not a key!", "is neither PEM nor base64");
        assertRefused(PKCS8.substring(0, 1000), "is no RSA private key");
    }

    @Test
    void a_domain_or_selector_that_could_end_its_tag_is_refused() {
        assertThatThrownBy(() -> DkimSigner.of("example.org; l=0", "v2016", PKCS8, SIGNED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DkimSigner.of("example.org", "v2016\r\n", PKCS8, SIGNED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(String key, String why) {
        assertThatThrownBy(() -> DkimSigner.of("example.org", "v2016", key, SIGNED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static byte[] signed(BulkMessage mailing, DkimSigner signer) {
        return new EncodedMailing(mailing, Optional.of(signer)).message(SampleMailing.NASTA);
    }

    private static String signature(byte[] message) {
        var matcher = Pattern.compile("DKIM-Signature:.*?\r\n(?! )", Pattern.DOTALL).matcher(new String(message, ISO_8859_1));
        assertThat(matcher.lookingAt()).isTrue();
        return matcher.group();
    }

    private static byte[] changed(byte[] message, UnaryOperator<String> change) {
        var text = new String(message, ISO_8859_1);
        var changed = change.apply(text);
        assertThat(changed).isNotEqualTo(text);
        return changed.getBytes(ISO_8859_1);
    }

    private static boolean verifies(byte[] message) {
        return verifies(message, KEYS);
    }

    private static boolean verifies(byte[] message, KeyPair keys) {
        var record = "v=DKIM1; k=rsa; p=" + base64(keys.getPublic().getEncoded());
        try {
            var verified = new DKIMVerifier((method, selector, domain) -> {
                assertThat(selector + "." + domain).isEqualTo("v2016.example.org");
                return List.of(record);
            }).verify(new ByteArrayInputStream(message));
            return verified != null && verified.size() == 1;
        } catch (FailException e) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END " + type + "-----\n";
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
