package org.viestka.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import jakarta.inject.Inject;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MovableClock;
import org.viestka.support.Readers;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.vault.Vault;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
class StatisticsTest {

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Readers readers;
    @Inject
    DailyCounts counts;
    @Inject
    MovableClock clock;
    @Inject
    Vault vault;
    @Inject
    AgroalDataSource database;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @Test
    void each_day_keeps_what_stood_at_its_end_and_days_of_downtime_what_stood_before() throws Exception {
        var first = readers.subscribe("alena@example.org", "en");
        counts.count();
        readers.subscribe("ihar@example.org", "en");
        counts.count();
        // Nobody was up on Thursday and Friday.
        at("2016-12-17T09:00:00Z");
        readers.become(first, SubscriberStatus.UNSUBSCRIBED);
        counts.count();

        var answer = statistics("?from=2016-12-13&to=2016-12-17&edition=en");
        answer.body("subscribers.labels",
                contains("2016-12-13", "2016-12-14", "2016-12-15", "2016-12-16", "2016-12-17"));
        values(answer, "subscribers", "status", "active", null, 2, 2, 2, 1);
        values(answer, "subscribers", "status", "unsubscribed", null, 0, 0, 0, 1);
        answer.body("now.en.active", equalTo(1)).body("now.en.unsubscribed", equalTo(1)).body("now.en.pending", equalTo(0));
    }

    @Test
    void a_day_begins_at_midnight_of_the_publications_zone() throws Exception {
        at("2016-12-18T20:59:00Z");
        readers.add("alena@example.org", "en", SubscriberStatus.PENDING);
        at("2016-12-18T21:01:00Z");
        readers.add("ihar@example.org", "en", SubscriberStatus.PENDING);
        readers.add("maryja@example.org", "en", SubscriberStatus.PENDING);
        // Late, as after a downtime: they are told by when they came.
        at("2016-12-21T09:00:00Z");
        counts.count();
        var answer = statistics("?from=2016-12-18&to=2016-12-19&edition=en");
        answer.body("movements.labels", contains("2016-W50", "2016-W51"));
        values(answer, "movements", "movement", "signedUp", 1, 2);
    }

    @Test
    void an_erasure_counts_as_leaving_and_rewrites_nothing() throws Exception {
        var id = readers.add("alena@example.org", "en", SubscriberStatus.PENDING);
        change(id, subscriber -> subscriber.confirm(null, vault, clock.instant()));
        counts.count();
        at("2016-12-21T09:00:00Z");
        change(id, subscriber -> subscriber.erase(true, vault, clock.instant()));
        counts.count();
        var answer = statistics("?from=2016-12-14&to=2016-12-21&edition=en");
        values(answer, "movements", "movement", "signedUp", 1, 0);
        values(answer, "movements", "movement", "confirmed", 1, 0);
        values(answer, "movements", "movement", "left", 0, 1);
        values(answer, "subscribers", "status", "active", 1, 1, 1, 1, 1, 1, 1, 0);
    }

    @Test
    void what_becomes_of_readers_is_told_by_what_they_or_others_did() throws Exception {
        var id = readers.add("alena@example.org", "en", SubscriberStatus.PENDING);
        change(id, subscriber -> subscriber.confirm(null, vault, clock.instant()));
        change(id, subscriber -> subscriber.pause(clock.instant()));
        change(id, subscriber -> subscriber.resume(clock.instant()));
        change(id, subscriber -> subscriber.unsubscribe(clock.instant()));
        change(id, subscriber -> {
            subscriber.askedSource = ConsentSource.FORM;
            subscriber.askedAt = clock.instant();
        });
        change(id, subscriber -> subscriber.confirm(null, vault, clock.instant()));
        readers.become(id, SubscriberStatus.BOUNCED);
        readers.become(readers.subscribe("ihar@example.org", "en"), SubscriberStatus.COMPLAINED);
        imported(40);
        counts.count();
        var answer = statistics("?from=2016-12-14&edition=en");
        values(answer, "movements", "movement", "signedUp", 3);
        values(answer, "movements", "movement", "confirmed", 3);
        values(answer, "movements", "movement", "left", 1);
        values(answer, "movements", "movement", "bounced", 1);
        values(answer, "movements", "movement", "complained", 1);
        values(answer, "movements", "movement", "added", 40);
    }

    @Test
    void many_nodes_that_count_at_once_count_once() throws Exception {
        readers.subscribe(20, "en");
        var nodes = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> node = () -> {
                counts.count();
                return null;
            };
            for (var done : nodes.invokeAll(List.of(node, node, node, node))) {
                done.get();
            }
        } finally {
            nodes.shutdown();
        }
        counts.count();
        values(statistics("?from=2016-12-14&edition=en"), "movements", "movement", "confirmed", 20);
    }

    @Test
    void all_editions_and_half_a_year_are_told_unless_asked_otherwise() throws Exception {
        counts.count();
        var answer = statistics("");
        answer.body("from", equalTo("2016-06-16")).body("to", equalTo("2016-12-14")).body("zone", equalTo("Europe/Minsk"))
                .body("subscribers.labels", hasSize(182)).body("subscribers.series", hasSize(12))
                .body("movements.labels", hasSize(27)).body("movements.series", hasSize(12))
                .body("now.keySet()", containsInAnyOrder("en", "be-ru")).body("mailings", hasSize(0));
    }

    @Test
    void everything_wrong_with_the_question_is_told_at_once_in_the_language_of_whoever_asks() {
        signIn.asEditor().header("Accept-Language", "be")
                .get("/api/statistics?from=yesterday&to=2016-13-01&edition=de").then().statusCode(400)
                .body("violations.field", contains("to", "from", "edition"))
                .body("violations[0].message", equalTo("Такой даты няма. Пішыце так: 2016-12-05."));
        signIn.asEditor().get("/api/statistics?from=yesterday").then().statusCode(400)
                .body("violations.field", contains("from"));
        signIn.asEditor().get("/api/statistics?from=2016-12-02&to=2016-12-01").then().statusCode(400)
                .body("violations.message", contains("The first day is after the last."));
        signIn.asEditor().get("/api/statistics?from=1990-12-02&to=2016-12-01").then().statusCode(400)
                .body("violations.message", contains("These are more than 3660 days."));
        signIn.asEditor().get("/api/statistics?from=-999999999-01-01").then().statusCode(400);
    }

    @Test
    void a_list_that_comes_in_leaves_one_row_for_each_statement() throws Exception {
        imported(5_000);
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*), sum(n) FROM subscriber_movement")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(1);
            assertThat(rows.getInt(2)).isEqualTo(5_000);
        }
    }

    private void at(String instant) {
        clock.set(Instant.parse(instant));
    }

    private ValidatableResponse statistics(String query) {
        return signIn.asEditor().get("/api/statistics" + query).then().statusCode(200);
    }

    private static void values(ValidatableResponse answer, String chart, String of, String name, Integer... values) {
        List<Map<String, Object>> series = answer.extract().path(chart + ".series");
        assertThat(series).filteredOn(line -> name.equals(line.get(of))).singleElement()
                .extracting(line -> line.get("values")).asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly((Object[]) values);
    }

    private void change(UUID id, Consumer<Subscriber> change) {
        QuarkusTransaction.requiringNew().run(() -> change.accept(Subscriber.findById(id)));
    }

    private void imported(int count) throws Exception {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("INSERT INTO subscriber (id, address, address_folded, edition, language, status, status_since,"
                    + " consent_source, subscribed_at, updated_at, version) SELECT gen_random_uuid(), int4send(i), int4send(i),"
                    + " 'en', 'en', 'ACTIVE', '2016-12-14 09:00Z', 'IMPORT', '2010-01-01 00:00Z', '2016-12-14 09:00Z', 0"
                    + " FROM generate_series(1, " + count + ") AS i");
        }
    }
}
