package org.viestka.rotation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.subscription.WaitingSignUps;
import org.viestka.support.Lists;
import org.viestka.support.MovableClock;
import org.viestka.support.Readers;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.vault.KeyFile;
import org.viestka.vault.Vault;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
class RotationTest {

    private static final int READERS = Resealing.BATCH * 2 + 100;

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Lists lists;
    @Inject
    Readers readers;
    @Inject
    Resealing resealing;
    @Inject
    WaitingSignUps waiting;
    @Inject
    Vault vault;
    @Inject
    MovableClock clock;
    @Inject
    AgroalDataSource database;
    @ConfigProperty(name = "viestka.keyset")
    Path file;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void half_way_through_everybody_is_found_and_nobody_is_there_twice() throws Exception {
        readers.subscribe(READERS, "en");
        rotate();
        assertThat(resealing.batch()).isTrue();
        assertThat(sealedByKey()).hasSize(2).containsValue(Resealing.BATCH).containsValue(READERS - Resealing.BATCH);
        progress().body("resealing.done", equalTo(Resealing.BATCH)).body("resealing.total", equalTo(READERS))
                .body("resealing.finishedAt", nullValue());

        for (int i = 1; i <= READERS; i += 50) {
            var email = "READER" + i + "@en.example.org";
            signUp(email);
            create(email).statusCode(409);
            signIn.asAdmin().get("/api/suppressions?address=" + email).then().statusCode(404);
        }
        var csv = signIn.asAdmin().get("/api/subscribers/export").asString();
        upload(csv).body("unchanged", equalTo(READERS)).body("added", equalTo(0));
        upload("email,edition\nReader1@en.example.org,be-ru\nreader1@EN.example.org,be-ru\nnew@reader.example,en\n"
                + "New@reader.example,en\n").body("changed", equalTo(1)).body("added", equalTo(1))
                .body("duplicates", equalTo(2));
        signIn.asAdmin().get("/api/subscribers?q=eader" + READERS + "@").then().body("total", equalTo(1));
        assertThat(count()).isEqualTo(READERS + 1);

        resealing.goOn();
        assertThat(sealedByKey()).hasSize(1).containsValue(READERS + 1);
        progress().body("resealing.finishedAt", notNullValue()).body("keys.findAll { it.use == 'addresses' }.state",
                hasItem("retired"));
        assertThat(signIn.asAdmin().get("/api/subscribers/export?edition=en").asString().lines()).hasSize(READERS + 1);
        signIn.asAdmin().get("/api/subscribers?q=reader1@en&reveal=true").then()
                .body("items[0].email", equalTo("reader1@en.example.org"))
                .body("items[0].edition", equalTo("be-ru"));
        signUp("reader1@en.example.org");
        assertThat(count()).isEqualTo(READERS + 1);
    }

    @Test
    void what_a_reader_does_half_way_through_stays_and_undoes_no_seal() throws Exception {
        var ids = readers.subscribe(3, "en");
        var stale = QuarkusTransaction.requiringNew().call(() -> Subscriber.<Subscriber>findById(ids.get(0)));
        QuarkusTransaction.requiringNew().call(() -> {
            // Read before the rotation, written after it.
            var reader = Subscriber.<Subscriber>findById(ids.get(0));
            CompletableFuture.runAsync(() -> {
                rotate();
                resealing.goOn();
            }).join();
            reader.unsubscribe(clock.instant());
            return null;
        });
        assertThat(sealedByKey()).hasSize(1);
        var now = QuarkusTransaction.requiringNew().call(() -> Subscriber.<Subscriber>findById(ids.get(0)));
        assertThat(now.status).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
        assertThat(now.address).isNotEqualTo(stale.address);
        assertThat(now.address(vault).mailbox()).isEqualTo("reader1@en.example.org");
    }

    @Test
    void a_node_killed_in_the_middle_of_a_batch_leaves_all_or_nothing_and_another_goes_on() throws Exception {
        var last = readers.subscribe(READERS, "en").stream().map(UUID::toString).sorted().skip(READERS - 150).findFirst()
                .orElseThrow();
        rotate();
        assertThat(resealing.batch()).isTrue();
        var before = sealedByKey();
        try (var blocker = database.getConnection(); var lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.executeQuery("SELECT FROM subscriber WHERE id = '" + last + "' FOR UPDATE").close();
            var batch = CompletableFuture.supplyAsync(resealing::batch);
            // Its connection is cut while it waits for that row, with 349 others in its hands.
            while (!batch.isDone() && one("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE wait_event_type = 'Lock' AND query LIKE 'SELECT id, address, address_folded FROM subscriber%'") == 0) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(batch::join).isInstanceOf(CompletionException.class);
            blocker.rollback();
            blocker.setAutoCommit(true);
        }
        assertThat(sealedByKey()).isEqualTo(before);
        progress().body("resealing.done", equalTo(Resealing.BATCH));
        resealing.goOn();
        assertThat(sealedByKey()).hasSize(1).containsValue(READERS);
        progress().body("resealing.done", equalTo(READERS));
    }

    @Test
    void a_sign_up_under_way_is_waited_for_so_that_no_address_is_added_under_two_keys() throws Exception {
        KeyFile.addKeys(file, "addresses");
        var address = Address.parse("nasta@reader.example").address().orElseThrow();
        var rotation = new ArrayList<CompletableFuture<Integer>>();
        QuarkusTransaction.requiringNew().call(() -> {
            assertThat(Subscriber.findByAddressForChange(address, vault)).isEmpty();
            rotation.add(CompletableFuture.supplyAsync(() -> signIn.asAdmin().post("/api/keys/rotate").statusCode()));
            while (!rotation.get(0).isDone()
                    && one("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") == 0) {
                Thread.onSpinWait();
            }
            assertThat(rotation.get(0)).isNotDone();
            Subscriber.create(address, "en", "en", SubscriberStatus.ACTIVE, ConsentSource.FORM, vault, clock.instant())
                    .persist();
            return null;
        });
        assertThat(rotation.get(0).join()).isEqualTo(202);
        signUp("nasta@reader.example");
        create("Nasta@reader.example").statusCode(409);
        assertThat(count()).isEqualTo(1);
        assertThat(sealedByKey().keySet()).noneMatch(id -> id == newest());
    }

    @Test
    void a_suppression_holds_after_erasure_and_two_rotations() throws Exception {
        var id = readers.subscribe("never@reader.example", "en");
        signIn.asAdmin().delete("/api/subscribers/" + id).then().statusCode(204);
        assertThat(one("SELECT count(*) FROM suppression")).isEqualTo(1);
        for (int time = 0; time < 2; time++) {
            rotate();
            resealing.goOn();
            clock.advance(Duration.ofMinutes(2));
        }
        signUp("Never@reader.example");
        upload("email,edition\nnever@READER.example,en\n").body("suppressed", equalTo(1)).body("added", equalTo(0));
        create("never@reader.example").statusCode(409);
        assertThat(count()).isZero();
        signIn.asAdmin().contentType("application/json").body("{\"email\": \"never@reader.example\"}").post("/api/suppressions")
                .then().statusCode(201).body("reason", equalTo("requested"));
        assertThat(one("SELECT count(*) FROM suppression")).isEqualTo(1);
        signIn.asAdmin().delete("/api/suppressions?address=never@reader.example").then().statusCode(204);
        create("never@reader.example").statusCode(201);
    }

    @Test
    void a_sign_up_that_waits_over_a_rotation_is_sealed_anew_too_and_counts_once_a_day_as_before() throws Exception {
        signUp("nasta@reader.example");
        given().contentType("application/json").body("{\"email\": \"Nasta@reader.example\", \"edition\": \"en\"}")
                .post("/api/subscriptions").then().statusCode(202);
        rotate();
        resealing.goOn();
        clock.advance(Duration.ofMinutes(2));
        assertThat(one("SELECT count(*) FROM sign_up JOIN subscriber USING (address_folded)")).isEqualTo(1);
        waiting.take();
        assertThat(one("SELECT count(*) FROM sign_up")).isZero();
        assertThat(one("SELECT count(*) FROM outbox")).as("mails to confirm").isEqualTo(1);
        assertThat(one("SELECT count(*) FROM confirmation_count")).isEqualTo(1);
    }

    @Test
    void an_unsubscribe_link_works_after_two_rotations() throws Exception {
        var id = readers.subscribe("nasta@reader.example", "en");
        var link = "/unsubscribe/" + vault.unsubscribeToken(id);
        for (int time = 0; time < 2; time++) {
            rotate();
            resealing.goOn();
            clock.advance(Duration.ofMinutes(2));
        }
        assertThat(link).isNotEqualTo("/unsubscribe/" + vault.unsubscribeToken(id));
        given().formParam("List-Unsubscribe", "One-Click").post(link).then().statusCode(200);
        signIn.asAdmin().get("/api/subscribers/" + id).then().body("status", equalTo("unsubscribed"));
    }

    @Test
    void nothing_is_rotated_before_there_is_a_new_key_and_every_node_has_it() throws Exception {
        signIn.asEditor().post("/api/keys/rotate").then().statusCode(403);
        signIn.asEditor().get("/api/keys").then().statusCode(403);
        given().get("/api/keys").then().statusCode(401);
        signIn.asAdmin().post("/api/keys/rotate").then().statusCode(409);
        KeyFile.addKeys(file, "addresses");
        run("INSERT INTO vault_node VALUES (gen_random_uuid(), '{1}', clock_timestamp())");
        var before = one("SELECT count(*) FROM vault_key");
        signIn.asAdmin().header("Accept-Language", "be").post("/api/keys/rotate").then().statusCode(409).body("detail",
                equalTo("Новыя ключы ёсць яшчэ не на ўсіх вузлах. Скапіруйце файл ключоў на ўсе вузлы: кожны прачытае яго за"
                        + " некалькі секунд."));
        assertThat(one("SELECT count(*) FROM vault_key")).isEqualTo(before);
        run("UPDATE vault_node SET seen_at = seen_at - interval '61 seconds' WHERE keys = '{1}'");
        signIn.asAdmin().post("/api/keys/rotate").then().statusCode(202).body("nodes", equalTo(1));
        KeyFile.addKeys(file, "addresses");
        signIn.asAdmin().post("/api/keys/rotate").then().statusCode(409);
        resealing.goOn();
        signIn.asAdmin().post("/api/keys/rotate").then().statusCode(202);
        resealing.goOn();
        signIn.asAdmin().get("/api/audit").then().body("items.findAll { it.resource == '/api/keys/rotate' }.status",
                hasItem(202));
    }

    @Test
    void the_api_tells_ids_and_states_and_no_key() throws Exception {
        KeyFile.addKeys(file);
        var told = progress().body("keys.size()", greaterThan(5)).body("keys.use", hasItem("message_ids"))
                .body("keys.state", hasItem("in-force")).body("keys.state", hasItem("next")).extract().asString();
        var values = Pattern.compile("\"value\":\"([^\"]+)\"").matcher(Files.readString(file)).results().toList();
        assertThat(values).hasSizeGreaterThan(5);
        values.forEach(value -> assertThat(told).doesNotContain(value.group(1).substring(8, 24)));
        assertThat(told).doesNotContain("proof");
        signIn.asAdmin().post("/api/keys/rotate").then().statusCode(202);
        resealing.goOn();
        // A new key for links comes into force when every node knows.
        progress().body("keys.findAll { it.use == 'tokens' && it.state == 'in-force' }.size()", equalTo(1))
                .body("keys.findAll { it.use == 'tokens' }[-1].state", equalTo("next"));
        clock.advance(Duration.ofMinutes(1));
        progress().body("keys.findAll { it.use == 'tokens' }[-1].state", equalTo("in-force"))
                .body("keys.findAll { it.use == 'tokens' }[-2].state", equalTo("former"));
    }

    private void rotate() {
        try {
            KeyFile.addKeys(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        signIn.asAdmin().post("/api/keys/rotate").then().statusCode(202);
    }

    private ValidatableResponse progress() {
        return signIn.asAdmin().get("/api/keys").then().statusCode(200);
    }

    private void signUp(String email) {
        given().contentType("application/json").body("{\"email\": \"" + email + "\", \"edition\": \"en\"}")
                .post("/api/subscriptions").then().statusCode(202);
        waiting.take();
    }

    private ValidatableResponse create(String email) {
        return signIn.asAdmin().contentType("application/json").body("{\"email\": \"" + email + "\", \"edition\": \"en\"}")
                .post("/api/subscribers").then();
    }

    private ValidatableResponse upload(String csv) {
        return lists.take("", csv);
    }

    private long newest() {
        return one("SELECT id FROM vault_key WHERE use = 'addresses' ORDER BY seq DESC LIMIT 1");
    }

    /** How many subscribers are sealed with which key; both columns always with the same. */
    private Map<Long, Integer> sealedByKey() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.createStatement();
                var rows = select
                        .executeQuery("SELECT ('x' || substring(encode(address, 'hex') FROM 3 FOR 8))::bit(32)::bigint,"
                                + " count(*) FROM subscriber WHERE substring(address FROM 1 FOR 5) = substring(address_folded FROM 1 FOR 5)"
                                + " GROUP BY 1")) {
            var counts = new HashMap<Long, Integer>();
            while (rows.next()) {
                counts.put(rows.getLong(1), rows.getInt(2));
            }
            return counts;
        }
    }

    private int count() {
        return (int) one("SELECT count(*) FROM subscriber");
    }

    private long one(String query) {
        try (var connection = database.getConnection();
                var select = connection.createStatement();
                var rows = select.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
