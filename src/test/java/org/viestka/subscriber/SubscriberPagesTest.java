package org.viestka.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.subscriber.SubscriberSearch.Filter;
import org.viestka.support.Readers;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SubscriberPagesTest {

    private static final String ALL = "/api/subscribers";

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Readers readers;
    @Inject
    SubscriberPages pages;
    @Inject
    SubscriberCounts counts;
    @Inject
    AgroalDataSource database;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void every_page_of_every_filter_in_both_orders_holds_what_a_whole_list_says() throws SQLException {
        spread(20_000);
        for (int round = 0; round < 2; round++) {
            for (var edition : new String[]{null, "en", "be-ru"}) {
                for (var status : new SubscriberStatus[]{null, SubscriberStatus.ACTIVE, SubscriberStatus.BOUNCED,
                        SubscriberStatus.PENDING}) {
                    var expected = new ArrayList<>(list(edition, status));
                    assertThat(all(new Filter(edition, status), false)).isEqualTo(expected);
                    Collections.reverse(expected);
                    assertThat(all(new Filter(edition, status), true)).isEqualTo(expected);
                }
            }
            counts.fold();
        }
        assertThat(one("SELECT max(n) FROM (SELECT count(*) AS n FROM subscriber_count GROUP BY edition, status, stretch) x"))
                .as("rows for one count, once they are folded").isEqualTo(1);
    }

    @Test
    void counts_follow_whatever_happens_to_subscribers_by_whomever_at_once() throws Exception {
        var ids = readers.subscribe(40, "en");
        var people = Executors.newFixedThreadPool(8);
        var acts = new ArrayList<Callable<Object>>();
        ids.subList(0, 10).forEach(id -> acts.add(() -> signIn.asAdmin().delete(ALL + "/" + id)));
        ids.subList(10, 20).forEach(id -> acts.add(() -> change(id, "{\"status\": \"paused\"}")));
        ids.subList(20, 30).forEach(id -> acts.add(() -> change(id, "{\"edition\": \"be-ru\"}")));
        IntStream.range(0, 10).forEach(i -> acts.add(() -> readers.subscribe("new" + i + "@reader.example", "be-ru")));
        IntStream.range(0, 10).forEach(i -> acts.add(() -> {
            counts.fold();
            return i;
        }));
        Collections.shuffle(acts);
        for (var done : people.invokeAll(acts)) {
            done.get();
        }
        people.shutdown();
        signIn.asAdmin().get("/api/editions").then().body("edition", contains("en", "be-ru"))
                .body("[0].subscribers.active", equalTo(10)).body("[0].subscribers.paused", equalTo(10))
                .body("[1].subscribers.active", equalTo(20)).body("[1].subscribers.bounced", equalTo(0));
        signIn.asAdmin().get(ALL + "?edition=en").then().body("total", equalTo(20));
        counts.fold();
        assertThat(one("SELECT sum(n) FROM subscriber_count")).isEqualTo(40);
    }

    @Test
    void a_page_links_to_its_neighbours_and_one_behind_the_last_is_empty() {
        readers.subscribe(5, "en");
        signIn.asAdmin().get(ALL + "?size=2&page=1&sort=-added").then().body("items", hasSize(2)).body("total", equalTo(5))
                .body("page", equalTo(1)).header("Link", containsString("sort=-added"));
        signIn.asAdmin().get(ALL + "?size=2&page=1000000").then().body("items", hasSize(0)).body("total", equalTo(5));
    }

    @Test
    void a_search_gives_the_page_and_how_many_there_are() {
        readers.subscribe(12, "en");
        readers.add("Reader1@be.example.org", "be-ru", SubscriberStatus.PAUSED);
        signIn.asAdmin().get(ALL + "?q=READER1&size=2&page=1&reveal=true").then().body("total", equalTo(5))
                .body("size", equalTo(2)).body("items.email", contains("reader11@en.example.org", "reader12@en.example.org"));
        signIn.asAdmin().get(ALL + "?q=reader1&status=paused&reveal=true").then().body("items.email",
                contains("Reader1@be.example.org"));
        signIn.asAdmin().get(ALL + "?address=reader1@BE.example.org").then().body("total", equalTo(1)).body("items[0].edition",
                equalTo("be-ru"));
        signIn.asAdmin().get(ALL + "?address=reader1@be.example.org&edition=en").then().body("total", equalTo(0));
    }

    /** Rows over some stretches of places, with gaps, of all kinds, some of them rare. */
    private void spread(int rows) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("INSERT INTO subscriber (id, address, address_folded, edition, language, status, status_since,"
                    + " consent_source, subscribed_at, updated_at, version) SELECT gen_random_uuid(), decode(md5(i::text), 'hex'),"
                    + " decode(md5(i::text), 'hex'), CASE WHEN i % 3 = 0 THEN 'en' ELSE 'be-ru' END, 'be',"
                    + " CASE WHEN i % 997 = 0 THEN 'BOUNCED' WHEN i % 7 = 0 THEN 'PENDING' ELSE 'ACTIVE' END, now(), 'FORM',"
                    + " now(), now(), 0 FROM generate_series(1, " + rows + ") AS i");
            statement.execute("DELETE FROM subscriber WHERE get_byte(address, 0) < 40");
            statement.execute("UPDATE subscriber SET edition = 'en', status = 'ACTIVE' WHERE get_byte(address, 1) < 20");
        }
    }

    private List<UUID> all(Filter filter, boolean newestFirst) throws SQLException {
        var ids = new ArrayList<UUID>();
        for (int page = 0;; page++) {
            var found = pages.find(filter, newestFirst, page, 199);
            assertThat(found.ids()).hasSize((int) Math.max(0, Math.min(199, found.total() - ids.size())));
            if (found.ids().isEmpty()) {
                return ids;
            }
            ids.addAll(found.ids());
        }
    }

    private List<UUID> list(String edition, SubscriberStatus status) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("SELECT id FROM subscriber WHERE (?::text IS NULL OR edition = ?)"
                        + " AND (?::text IS NULL OR status = ?) ORDER BY place")) {
            select.setString(1, edition);
            select.setString(2, edition);
            select.setString(3, status == null ? null : status.name());
            select.setString(4, status == null ? null : status.name());
            try (var rows = select.executeQuery()) {
                var ids = new ArrayList<UUID>();
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
                return ids;
            }
        }
    }

    private Object change(UUID id, String json) {
        return signIn.asAdmin().contentType("application/json").body(json).patch(ALL + "/" + id).then().statusCode(200);
    }

    private long one(String query) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) Subscriber.getEntityManager().createNativeQuery(query)
                .getSingleResult()).longValue());
    }
}
