package org.viestka.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.vault.SigningSecret;
import org.viestka.vault.Vault;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

/** Where a webhook must not lead, with the settings as they are when nobody changes them. */
@QuarkusTest
class WebhookGuardTest {

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Vault vault;
    @Inject
    MovableClock clock;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost/", "https://LOCALHOST:8443/x", "https://a.localhost/", "https://127.0.0.1/",
            "https://2130706433/", "https://10.0.0.7/", "https://169.254.169.254/latest/meta-data/",
            "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[fd00::1]/", "https://0.0.0.0/"})
    void what_is_plainly_private_is_refused_at_once(String url) {
        expectViolation(url, "This leads to this machine or into a private network.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/hook", "ftp://example.org/", "file://example.org/etc/passwd",
            "gopher://example.org/"})
    void whoever_is_told_is_told_over_tls(String url) {
        expectViolation(url, "It must begin with https://.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:password@example.org/", "https://example.org/#here", "https:example.org", "https://",
            "https://ex ample.org/", "https://example.org:99999/", "/hook", "javascript:alert(1)", "https://exa_mple.org/",
            "https://127.1/",
            "https://999.1.1.1/"})
    void what_is_no_address_to_call_is_refused(String url) {
        expectViolation(url,
                "This is no address we can call. Write it like https://example.org/path, without a user name and without a #.");
    }

    @Test
    void everything_wrong_is_told_at_once_in_the_language_of_whoever_asks() {
        var nothing = new HashMap<String, Object>();
        nothing.put("url", null);
        nothing.put("events", List.of("subscriber.erased"));
        create(nothing, "ru").body("violations.field", contains("url", "events")).body("violations[1].message",
                equalTo("Такого события нет. Есть: subscriber.confirmed, subscriber.unsubscribed, mailing.finished, mailing.held,"
                        + " delivery.failed."));
        nothing.put("events", Arrays.asList("mailing.held", null));
        create(nothing, "en").body("violations.field", contains("url", "events"));
        nothing.put("events", List.of());
        create(nothing, "en").body("violations.field", contains("url", "events"));
        signIn.asEditor().get("/api/webhooks").then().statusCode(403);
    }

    @Test
    void a_name_that_leads_to_this_machine_is_found_out_when_it_is_looked_up() throws Exception {
        try (var receiver = new Receiver()) {
            var id = QuarkusTransaction.requiringNew().call(() -> {
                // As if it had been another address when it was added.
                var webhook = Webhook.create("https://localhost:" + receiver.port() + "/", List.of("mailing.held"),
                        SigningSecret.makeUp(), vault, clock.instant());
                webhook.persist();
                return webhook.id;
            });
            ping(id).body("trouble", equalTo("private-address")).body("status", equalTo(null));
            assertThat(receiver.requests()).isEmpty();
        }
    }

    private ValidatableResponse ping(UUID id) {
        return signIn.asAdmin().post("/api/webhooks/" + id + "/ping").then().statusCode(200);
    }

    private void expectViolation(String url, String message) {
        create(Map.of("url", url, "events", List.of("mailing.held")), "en").body("violations.field", contains("url"))
                .body("violations.message", contains(message));
    }

    private ValidatableResponse create(Map<String, Object> body, String language) {
        return signIn.asAdmin().header("Accept-Language", language).contentType("application/json").body(body)
                .post("/api/webhooks").then().statusCode(400);
    }
}
