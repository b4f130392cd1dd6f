package org.viestka.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.restore.DatabaseHome;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.support.TestCertificate;
import org.viestka.support.WellConnected;
import org.viestka.vault.Vault;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

@QuarkusTest
@TestProfile(WellConnected.class)
class WebhookTest {

    private static final String READER = "nasta@example.by";

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    DatabaseHome home;
    @Inject
    Readers readers;
    @Inject
    Newsroom newsroom;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    Publication publication;
    @Inject
    Messenger messenger;
    @Inject
    Attempts attempts;
    @Inject
    Caller caller;
    @Inject
    WebhookConfig config;
    @Inject
    Vault vault;
    @Inject
    MovableClock clock;
    @Inject
    AgroalDataSource database;

    private Receiver receiver;
    private Edition en;

    @BeforeEach
    void begin() {
        slate.wipe();
        receiver = new Receiver();
        en = publication.edition("en").orElseThrow();
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    @Test
    void readers_who_confirm_and_leave_are_told_of_by_id_and_signed() throws Exception {
        var secret = create("subscriber.confirmed", "subscriber.unsubscribed").<String>path("secret");
        var id = readers.add(READER, "en", SubscriberStatus.PENDING);
        assertThat(told()).isEmpty();
        change(id, subscriber -> subscriber.confirm(null, vault, clock.instant()));
        change(id, subscriber -> subscriber.pause(clock.instant()));
        change(id, subscriber -> subscriber.resume(clock.instant()));
        change(id, subscriber -> subscriber.unsubscribe(clock.instant()));
        assertThat(told()).extracting(Receiver.Request::body).containsExactlyInAnyOrder(
                "{\"type\":\"subscriber.confirmed\",\"timestamp\":\"2016-12-14T09:00:00Z\",\"data\":{\"edition\": \"en\", \"subscriber\": \""
                        + id + "\"}}",
                "{\"type\":\"subscriber.unsubscribed\",\"timestamp\":\"2016-12-14T09:00:00Z\",\"data\":{\"edition\": \"en\", \"subscriber\": \""
                        + id + "\"}}");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        for (var request : receiver.requests()) {
            assertThat(request.timestamp()).isEqualTo("1481706000");
            assertThat(request.signature()).isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(
                    (request.id() + "." + request.timestamp() + "." + request.body()).getBytes(StandardCharsets.UTF_8))));
        }
        assertThat(receiver.requests()).extracting(Receiver.Request::id).doesNotHaveDuplicates();
        messenger.tellDue().join();
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void a_restored_database_tells_nobody_until_an_admin_has_looked() throws Exception {
        create("subscriber.confirmed");
        var id = readers.add(READER, "en", SubscriberStatus.PENDING);
        change(id, subscriber -> subscriber.confirm(null, vault, clock.instant()));
        slate.moveDatabase();
        assertThat(told()).isEmpty();
        signIn.asAdmin().post("/api/restore/confirm").then().statusCode(200);
        assertThat(told()).hasSize(1);
    }

    @Test
    void an_erased_reader_has_left_and_a_list_that_comes_in_confirms_nobody() throws Exception {
        create("subscriber.confirmed", "subscriber.unsubscribed");
        execute("INSERT INTO subscriber (id, address, address_folded, edition, language, status, status_since, consent_source,"
                + " subscribed_at, updated_at, version) SELECT gen_random_uuid(), int4send(i), int4send(i), 'en', 'en', 'ACTIVE',"
                + " now(), 'IMPORT', now(), now(), 0 FROM generate_series(1, 100) AS i");
        var id = readers.add(READER, "en", SubscriberStatus.PAUSED);
        change(id, subscriber -> subscriber.erase(true, vault, clock.instant()));
        assertThat(told()).singleElement().satisfies(
                request -> assertThat(request.body()).contains("subscriber.unsubscribed", id.toString(),
                        "2016-12-14T09:00:00Z"));
    }

    @Test
    void what_did_not_happen_is_not_told() throws Exception {
        create("subscriber.unsubscribed");
        var id = readers.subscribe(READER, "en");
        assertThatThrownBy(() -> change(id, subscriber -> {
            subscriber.unsubscribe(clock.instant());
            Subscriber.flush();
            throw new IllegalStateException("the rest of it fails");
        })).hasMessageContaining("the rest of it fails");
        assertThat(told()).isEmpty();
        assertThat(count("SELECT count(*) FROM webhook_message")).isZero();
    }

    @Test
    void where_nobody_wants_to_know_nothing_is_written() throws Exception {
        create("mailing.held");
        change(readers.subscribe(READER, "en"), subscriber -> subscriber.unsubscribe(clock.instant()));
        failSome(3);
        assertThat(count("SELECT (SELECT count(*) FROM webhook_message) + (SELECT count(*) FROM webhook_failure)")).isZero();
    }

    @Test
    void mailings_that_finish_or_are_held_are_told_of() throws Exception {
        create("mailing.finished", "mailing.held");
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe(3, "en");
        var mailing = mailings.assemble(Samples.WEEK, en).id;
        mailings.hold(Samples.WEEK, en);
        mailings.send(Samples.WEEK, en);
        delivery.deliverDue(Duration.ofSeconds(20));
        assertThat(told()).extracting(Receiver.Request::body).containsExactlyInAnyOrder(
                "{\"type\":\"mailing.held\",\"timestamp\":\"2016-12-14T09:00:00Z\",\"data\":{\"week\": \"2016-W49\", \"edition\": \"en\","
                        + " \"mailing\": \"" + mailing + "\"}}",
                "{\"type\":\"mailing.finished\",\"timestamp\":\"2016-12-14T09:00:00Z\",\"data\":{\"sent\": 3, \"week\": \"2016-W49\","
                        + " \"total\": 3, \"failed\": 0, \"edition\": \"en\", \"mailing\": \"" + mailing
                        + "\", \"skipped\": 0}}");
    }

    @Test
    void failed_deliveries_are_told_of_by_hundreds() throws Exception {
        create("delivery.failed");
        failSome(1_200);
        assertThat(told()).hasSize(3).allSatisfy(request -> assertThat(request.body())
                .contains("\"type\":\"delivery.failed\"", "\"reason\": \"address\"", "2016-W49")
                .doesNotContain("no such user"));
        assertThat(String.join("", receiver.requests().stream().map(Receiver.Request::body).toList()).split("\"subscriber\":"))
                .hasSize(1_201);
        assertThat(count("SELECT count(*) FROM webhook_failure")).isZero();
    }

    @Test
    void what_is_refused_is_tried_again_under_the_same_id_and_given_up_in_the_end() throws Exception {
        var id = create("subscriber.unsubscribed").<String>path("id");
        change(readers.subscribe(READER, "en"), subscriber -> subscriber.unsubscribe(clock.instant()));
        receiver.answer(500);
        assertThat(told()).hasSize(1);
        assertThat(told()).hasSize(1);
        clock.advance(Duration.ofSeconds(6));
        receiver.answer(204);
        assertThat(told()).hasSize(2);
        assertThat(receiver.requests().get(1)).extracting(Receiver.Request::id, Receiver.Request::body)
                .containsExactly(receiver.requests().get(0).id(), receiver.requests().get(0).body());
        assertThat(receiver.requests().get(1).signature()).isNotEqualTo(receiver.requests().get(0).signature());

        receiver.answer(400);
        change(readers.subscribe("ihar@example.org", "en"), subscriber -> subscriber.unsubscribe(clock.instant()));
        for (int hour = 0; hour < 73; hour++) {
            messenger.tellDue().join();
            clock.advance(Duration.ofHours(1));
        }
        int tries = receiver.requests().size();
        assertThat(tries).isBetween(15, 35);
        clock.advance(Duration.ofDays(1));
        assertThat(told()).hasSize(tries);
        signIn.asAdmin().get("/api/webhooks/" + id + "/attempts").then().statusCode(200).body("total", equalTo(tries))
                .body("items[0].givenUp", equalTo(true)).body("items[0].status", equalTo(400))
                .body("items[0].trouble", equalTo("refused")).body("items[0].type", equalTo("subscriber.unsubscribed"))
                .body("items[1].givenUp", equalTo(false));
        clock.advance(Duration.ofDays(31));
        messenger.forget();
        assertThat(count("SELECT (SELECT count(*) FROM webhook_message) + (SELECT count(*) FROM webhook_attempt)")).isZero();
    }

    @Test
    void a_target_that_is_down_is_asked_once_and_not_for_each_message() throws Exception {
        var id = create("subscriber.unsubscribed").<String>path("id");
        for (int i = 0; i < 10; i++) {
            change(readers.subscribe("reader" + i + "@example.org", "en"),
                    subscriber -> subscriber.unsubscribe(clock.instant()));
        }
        receiver.answer(503);
        assertThat(told()).hasSize(1);
        clock.advance(Duration.ofSeconds(5));
        assertThat(told()).hasSize(2);
        signIn.asAdmin().get("/api/webhooks/" + id).then().body("waiting", equalTo(10)).body("failures", equalTo(2));
        clock.advance(Duration.ofDays(4));
        messenger.forget();
        signIn.asAdmin().get("/api/webhooks/" + id).then().body("waiting", equalTo(0));
    }

    @Test
    void no_redirect_is_followed_no_endless_answer_read_and_a_silent_target_left() throws Exception {
        try (var other = new Receiver()) {
            receiver.redirectTo(other.url("/internal"));
            var redirected = create("mailing.held").<String>path("id");
            ping(redirected).then().body("status", equalTo(307)).body("trouble", equalTo("redirect"))
                    .body("givenUp", equalTo(true));
            assertThat(other.requests()).isEmpty();
            other.neverStop();
            ping(createAt(other.url("/"), "mailing.held").path("id")).then().body("status", equalTo(204))
                    .body("trouble", nullValue());
        }
        String gone;
        try (var silent = new Receiver()) {
            silent.fallSilent();
            gone = createAt(silent.url("/"), "mailing.held").path("id");
            ping(gone).then().body("status", nullValue()).body("trouble", equalTo("no-answer"));
        }
        ping(gone).then().body("trouble", equalTo("not-reached"));
        ping(createAt("http://nowhere.invalid/", "mailing.held").path("id")).then().body("trouble", equalTo("no-such-host"));
    }

    @Test
    void a_certificate_that_nobody_vouches_for_will_not_do() {
        try (var impostor = new Receiver(TestCertificate.of("localhost").server())) {
            var id = createAt("https://localhost:" + impostor.port() + "/", "mailing.held").<String>path("id");
            ping(id).then().body("status", nullValue()).body("trouble", equalTo("tls"));
            assertThat(impostor.requests()).isEmpty();
        }
    }

    @Test
    void a_silent_target_keeps_no_other_waiting_and_no_shutdown() throws Exception {
        try (var silent = new Receiver()) {
            silent.fallSilent();
            createAt(silent.url("/"), "subscriber.unsubscribed");
            create("subscriber.unsubscribed");
            change(readers.subscribe(READER, "en"), subscriber -> subscriber.unsubscribe(clock.instant()));
            var node = new Messenger(attempts, config, clock, home);
            var telling = node.tellDue();
            silent.awaitRequest();
            receiver.awaitRequest();
            long start = System.nanoTime();
            node.stop(null);
            telling.exceptionally(e -> null).get(1, TimeUnit.SECONDS);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1_000);
            assertThat(count("SELECT count(*) FROM webhook_message WHERE done_at IS NULL")).isPositive();
        }
    }

    @Test
    void many_nodes_tell_each_message_once() throws Exception {
        create("subscriber.unsubscribed");
        for (int i = 0; i < 20; i++) {
            change(readers.subscribe("reader" + i + "@example.org", "en"),
                    subscriber -> subscriber.unsubscribe(clock.instant()));
        }
        var other = new Messenger(attempts, config, clock, home);
        CompletableFuture.allOf(CompletableFuture.runAsync(() -> other.tellDue().join()),
                CompletableFuture.runAsync(() -> messenger.tellDue().join())).join();
        other.stop(null);
        assertThat(receiver.requests()).hasSize(20).extracting(Receiver.Request::id).doesNotHaveDuplicates();
    }

    @Test
    void a_call_goes_to_the_address_that_was_checked_whatever_the_name_leads_to() throws Exception {
        var target = new Target(URI.create("http://nowhere.invalid:" + receiver.port() + "/hook?a=b%20c"));
        var answer = caller.post(target, InetAddress.getLoopbackAddress(), Map.of("webhook-id", "1"), "{}");
        assertThat(answer).isEqualTo(new Answer(204, null));
        assertThat(receiver.requests()).singleElement()
                .isEqualTo(new Receiver.Request("nowhere.invalid:" + receiver.port(), "/hook?a=b%20c", "1", null, null, "{}"));
    }

    @Test
    void a_secret_is_shown_once_and_nowhere_in_the_database() throws Exception {
        var created = create("mailing.held");
        created.then().header("Location", equalTo("/api/webhooks/" + created.path("id")))
                .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="));
        signIn.asAdmin().get("/api/webhooks").then().statusCode(200).body("total", equalTo(1))
                .body("items[0].events", contains("mailing.held")).body("items[0].url", equalTo(receiver.url("/hook")))
                .body("items[0]", not(hasKey("secret")));
        var secret = created.<String>path("secret").substring("whsec_".length());
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT secret FROM webhook")) {
            rows.next();
            assertThat(new String(rows.getBytes(1), StandardCharsets.ISO_8859_1)).doesNotContain(secret)
                    .doesNotContain(new String(Base64.getDecoder().decode(secret), StandardCharsets.ISO_8859_1));
        }
        signIn.asAdmin().delete("/api/webhooks/" + created.path("id")).then().statusCode(204);
        signIn.asAdmin().get("/api/webhooks/" + created.path("id")).then().statusCode(404);
        signIn.asAdmin().delete("/api/webhooks/" + created.path("id")).then().statusCode(404);
        ping(created.path("id")).then().statusCode(404);
        signIn.asAdmin().get("/api/webhooks/" + created.path("id") + "/attempts").then().statusCode(404);
    }

    @Test
    void there_are_at_most_twenty() {
        for (int i = 0; i < 20; i++) {
            create("mailing.held");
        }
        signIn.asAdmin().contentType("application/json").body(body(receiver.url("/hook"), "mailing.held"))
                .post("/api/webhooks").then().statusCode(409);
    }

    private Response create(String... events) {
        return createAt(receiver.url("/hook"), events);
    }

    private Response createAt(String url, String... events) {
        var response = signIn.asAdmin().contentType("application/json").body(body(url, events)).post("/api/webhooks");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return response;
    }

    private static Map<String, Object> body(String url, String... events) {
        return Map.of("url", url, "events", List.of(events));
    }

    private Response ping(String id) {
        return signIn.asAdmin().post("/api/webhooks/" + id + "/ping");
    }

    private List<Receiver.Request> told() {
        messenger.tellDue().join();
        return receiver.requests();
    }

    private void change(UUID id, Consumer<Subscriber> change) {
        QuarkusTransaction.requiringNew().run(() -> change.accept(Subscriber.findById(id)));
    }

    /** As the ledger's recorder does, in one statement. */
    private void failSome(int count) throws SQLException {
        var mailing = QuarkusTransaction.requiringNew().call(() -> {
            newsroom.publishIssue(Samples.WEEK);
            return mailings.assemble(Samples.WEEK, en);
        });
        execute("CREATE TABLE IF NOT EXISTS delivery_2016_w49 PARTITION OF delivery FOR VALUES IN ('2016-W49')");
        execute("INSERT INTO delivery (week, subscriber_id, mailing_id, language, next_at) SELECT '2016-W49', gen_random_uuid(), '"
                + mailing.id + "', 'en', now() FROM generate_series(1, " + count + ")");
        execute("UPDATE delivery SET state = 'failed', reply = '550 5.1.1 no such user'");
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
