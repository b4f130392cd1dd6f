package org.viestka.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.Dump;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.vault.CallSeal;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
class IdempotencyTest {

    private static final String KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324";

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    MovableClock clock;
    @Inject
    Calls calls;
    @Inject
    Dump dump;
    @Inject
    AgroalDataSource database;
    @Inject
    CallSeal seal;
    @Inject
    ObjectMapper json;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void the_same_key_creates_once_and_gets_the_same_answer() {
        var first = draft(signIn.asEditor(), "One");
        var again = draft(signIn.asEditor(), "One");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.asString()).isEqualTo(first.asString());
        for (var header : List.of("Location", "ETag", "Content-Type", "Cache-Control")) {
            assertThat(again.header(header)).as(header).isEqualTo(first.header(header));
        }
        signIn.asEditor().get("/api/commentaries").then().body("total", equalTo(1));
    }

    @Test
    void a_key_is_for_one_request() {
        draft(signIn.asEditor(), "One").then().statusCode(201);

        draft(signIn.asEditor().header("Accept-Language", "ru"), "Two").then().statusCode(422)
                .contentType("application/problem+json").body("detail",
                        equalTo("Этот ключ уже был в другом запросе. Возьмите новый."));
        signIn.asEditor().header("Idempotency-Key", KEY).post("/api/issues/2016-W49/editions/en/assemble").then()
                .statusCode(422);
        signIn.asEditor().get("/api/commentaries").then().body("total", equalTo(1));
    }

    @Test
    void a_key_is_its_callers() {
        draft(signIn.asEditor(), "One").then().statusCode(201);

        draft(signIn.asAdmin(), "One").then().statusCode(201).header("Idempotency-Replayed", nullValue());
    }

    @Test
    void what_was_refused_may_be_corrected_under_the_same_key() {
        draft(signIn.asEditor(), "").then().statusCode(400);

        draft(signIn.asEditor(), "One").then().statusCode(201).header("Idempotency-Replayed", nullValue());
    }

    @Test
    void a_key_is_forgotten_after_a_day() throws Exception {
        draft(signIn.asEditor(), "One");
        clock.advance(Duration.ofHours(23));
        calls.forgetOld();
        draft(signIn.asEditor(), "One").then().header("Idempotency-Replayed", equalTo("true"));

        clock.advance(Duration.ofHours(1));
        draft(signIn.asEditor(), "One").then().statusCode(201).header("Idempotency-Replayed", nullValue());
        signIn.asEditor().get("/api/commentaries").then().body("total", equalTo(2));
    }

    @Test
    void of_many_at_once_one_is_done() throws Exception {
        signIn.asEditor();
        Callable<Response> call = () -> draft(signIn.asEditor(), "One");
        var threads = Executors.newFixedThreadPool(8);
        try {
            for (var answer : threads.invokeAll(Collections.nCopies(24, call))) {
                assertThat(answer.get().statusCode()).isIn(201, 409);
            }
        } finally {
            threads.shutdown();
        }
        signIn.asEditor().get("/api/commentaries").then().body("total", equalTo(1));
    }

    @Test
    void a_call_whose_end_is_not_known_is_never_done_again() throws Exception {
        draft(signIn.asEditor(), "One").then().statusCode(201);
        crashBeforeTheAnswerWasNoted();

        draft(signIn.asEditor(), "One").then().statusCode(409);
        signIn.asEditor().get("/api/commentaries").then().body("total", equalTo(1));
    }

    @Test
    void a_token_and_an_address_are_kept_sealed() throws Exception {
        var body = Map.of("name", "import", "role", "admin");
        var first = keyed(signIn.asAdmin(), "token").body(body).post("/api/tokens");
        var token = first.<String>path("token");
        keyed(signIn.asAdmin(), "token").body(body).post("/api/tokens").then().statusCode(201)
                .contentType(first.contentType()).body("token", equalTo(token));
        keyed(signIn.asAdmin(), "reader").body(Map.of("email", "nasta@example.by", "edition", "en")).post("/api/subscribers")
                .then().statusCode(201);

        assertThat(new String(dump.take(), StandardCharsets.ISO_8859_1)).doesNotContain(token).doesNotContain("nasta")
                .doesNotContain("example.by");
    }

    @Test
    void a_list_is_imported_once() {
        for (int time = 0; time < 2; time++) {
            signIn.asAdmin().contentType("text/csv").header("Idempotency-Key", KEY)
                    .body("email\nnasta@example.by\n".getBytes(StandardCharsets.UTF_8))
                    .post("/api/subscribers/imports?edition=en&consent=fair").then().statusCode(202)
                    .header("Idempotency-Replayed", equalTo(time == 0 ? null : "true"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256, 4000})
    void a_key_has_a_length(int length) {
        signIn.asEditor().header("Idempotency-Key", "k".repeat(length)).contentType("application/json")
                .body(Map.of()).post("/api/commentaries").then().statusCode(400)
                .body("violations[0].field", equalTo("Idempotency-Key"));
    }

    @Test
    void too_large_is_too_large_with_a_key_too() {
        keyed(signIn.asEditor(), KEY).body("{\"rubric\": \"" + "x".repeat(3 * 1024 * 1024) + "\"}").post("/api/commentaries")
                .then().statusCode(413);
    }

    /** Whatever stood under the key, as a node leaves it that falls after the work. */
    private void crashBeforeTheAnswerWasNoted() throws Exception {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("SELECT id, call FROM idempotency_key")) {
                rows.next();
                var id = rows.getBytes(1);
                var call = json.readValue(seal.open(id, rows.getBytes(2)), Call.class);
                calls.answered(id, new Call(call.fingerprint(), null));
            }
        }
    }

    private static Response draft(RequestSpecification as, String title) {
        return keyed(as, KEY).body(Map.of("rubric", "ruling-elite", "week", "2016-W49", "trend", "unchanged", "translations",
                Map.of("en", Map.of("title", title, "summary", "Short.", "body", "Long.")))).post("/api/commentaries");
    }

    private static RequestSpecification keyed(RequestSpecification as, String key) {
        return as.header("Idempotency-Key", key).contentType("application/json");
    }
}
