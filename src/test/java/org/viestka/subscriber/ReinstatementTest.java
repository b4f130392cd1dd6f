package org.viestka.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.Lists;
import org.viestka.support.MovableClock;
import org.viestka.support.Readers;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

/** Bounced readers whom an admin sets active again. */
@QuarkusTest
class ReinstatementTest {

    private static final String ALL = "/api/subscribers";
    private static final String RELAY = "relay.example.net";
    private static final String UNKNOWN = "550 5.1.1 User unknown";

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Lists lists;
    @Inject
    Readers readers;
    @Inject
    MovableClock clock;
    @Inject
    AgroalDataSource database;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @Test
    void an_admin_sets_one_active_again_and_says_why() {
        var path = ALL + "/" + bounced("nasta@example.org", "en", RELAY, UNKNOWN);
        signIn.asAdmin().get(path).then().body("bouncedAt", equalTo("2016-12-14T09:00:00Z"))
                .body("bouncedRelay", equalTo(RELAY)).body("bouncedReply", equalTo(UNKNOWN));
        signIn.asAdmin().get(ALL + "?status=bounced").then().body("items.bouncedReply", contains(UNKNOWN));
        patch(path, Map.of("status", "active")).statusCode(400).body("violations.field", contains("reason"));
        patch(path, Map.of("status", "active", "reason", "  ")).statusCode(400);
        patch(path, Map.of("status", "active", "reason", "a\nb")).statusCode(400);
        signIn.asAdmin().get(path).then().body("status", equalTo("bounced"));
        patch(path, Map.of("status", "active", "reason", "Nasta <nasta@example.org> wrote to us")).statusCode(200)
                .body("status", equalTo("active")).body("bouncedAt", equalTo(null)).body("bouncedRelay", equalTo(null));
        signIn.asAdmin().get("/api/audit").then().body("items[0].note", equalTo("reason: Nasta … wrote to us"));
        assertThat(signIn.asAdmin().get("/api/audit/export").asString()).contains("200,reason: Nasta … wrote to us");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsubscribed", "complained"})
    void no_reason_brings_back_who_left_or_complained(String status) {
        var path = ALL + "/" + readers.add("left@example.org", "en", SubscriberStatus.fromString(status));
        patch(path, Map.of("status", "active", "reason", "We want them back")).statusCode(409);
        signIn.asAdmin().get(path).then().body("status", equalTo(status));
    }

    @Test
    void who_must_not_be_written_to_is_not_set_active() {
        var path = ALL + "/" + bounced("never@example.org", "en", RELAY, UNKNOWN);
        readers.suppress("never@example.org");
        patch(path, Map.of("status", "active", "reason", "A mistake")).statusCode(409);
    }

    @Test
    void a_relays_mistake_is_undone_in_one_call() {
        for (int reader = 0; reader < 5; reader++) {
            bounced("en" + reader + "@example.org", "en", RELAY, UNKNOWN + " (en" + reader + ")");
            bounced("be" + reader + "@example.org", "be-ru", "other.example.net", "550 5.1.1 No such user");
        }
        readers.add("left@example.org", "en", SubscriberStatus.UNSUBSCRIBED);
        readers.add("angry@example.org", "en", SubscriberStatus.COMPLAINED);
        clock.advance(Duration.ofHours(1));
        bounced("later@example.org", "en", RELAY, UNKNOWN);
        var span = Map.of("from", "2016-12-14T09:00:00Z", "until", "2016-12-14T10:00:00Z", "reason",
                "Wrong table at the relay");

        post(with(span, "dryRun", true)).statusCode(200).body("reinstated", equalTo(10)).body("dryRun", equalTo(true));
        post(with(span, "relay", "RELAY.example.net", "dryRun", true)).body("reinstated", equalTo(5));
        post(with(span, "reply", "no SUCH user", "dryRun", true)).body("reinstated", equalTo(5));
        post(with(span, "edition", "be-ru", "relay", RELAY, "dryRun", true)).body("reinstated", equalTo(0));
        signIn.asAdmin().get(ALL + "?status=active").then().body("total", equalTo(0));

        post(with(span, "relay", RELAY, "reply", "5.1.1")).statusCode(200).body("reinstated", equalTo(5))
                .body("dryRun", equalTo(false));
        post(with(span, "relay", RELAY, "reply", "5.1.1")).statusCode(200).body("reinstated", equalTo(0));
        signIn.asAdmin().get(ALL + "?status=active").then().body("total", equalTo(5)).body("items.edition", hasItems("en"))
                .body("items[0].bouncedAt", equalTo(null)).body("items[0].version", equalTo(2))
                .body("items[0].statusSince", equalTo("2016-12-14T10:00:00Z"));
        signIn.asAdmin().get(ALL + "?status=bounced").then().body("total", equalTo(6));
        signIn.asAdmin().get("/api/audit?resource=/api/subscribers/reinstatements").then()
                .body("items[1].note", equalTo("set active 5, marked from 2016-12-14T09:00:00Z until 2016-12-14T10:00:00Z,"
                        + " relay " + RELAY + ", reply 5.1.1: Wrong table at the relay"));
    }

    @Test
    void many_are_set_active_in_pieces_and_counted_as_added() throws Exception {
        int many = 2 * Reinstatement.AT_ONCE + 7;
        try (var connection = database.getConnection();
                var insert = connection
                        .prepareStatement("INSERT INTO subscriber (id, address, address_folded, edition, language,"
                                + " status, status_since, bounced_at, consent_source, consent_language, subscribed_at, updated_at, version)"
                                + " SELECT gen_random_uuid(), int4send(i), int4send(i), 'en', 'en', 'BOUNCED', t, t, 'FORM', 'en', t, t, 0"
                                // Many at the very same moment, as one statement marks them.
                                + " FROM (SELECT i, ?::timestamptz + make_interval(secs => i / 4000) AS t FROM generate_series(1, ?) i) AS r")) {
            insert.setString(1, "2016-12-14T09:00:00Z");
            insert.setInt(2, many);
            insert.executeUpdate();
        }
        post(Map.of("from", "2016-12-14T09:00:00Z", "until", "2016-12-14T10:00:00Z", "reason", "All of them"))
                .body("reinstated", equalTo(many));
        assertThat(count("SELECT count(*) FROM subscriber WHERE status = 'ACTIVE' AND bounced_at IS NULL")).isEqualTo(many);
        assertThat(count("SELECT sum(n) FROM subscriber_movement WHERE kind = 'ADDED'")).isEqualTo(many);
        assertThat(count("SELECT count(*) FROM subscriber_movement WHERE kind = 'CONFIRMED'")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"from | ", "until | ", "reason | ", "reason | '  '", "until | 2016-12-14T09:00:00Z",
            "edition | uk", "relay | ''", "reply | ''", "from | -999999999-01-01T00:00:00Z",
            "until | +999999999-12-31T00:00:00Z",
            "from | soon", "dryRun | perhaps", "unknown | 1"})
    void what_makes_no_sense_is_told(String field, String value) {
        var id = bounced("nasta@example.org", "en", RELAY, UNKNOWN);
        var input = new HashMap<String, Object>(
                Map.of("from", "2016-12-14T09:00:00Z", "until", "2016-12-14T10:00:00Z", "reason", "A mistake"));
        input.put(field, value);
        post(input).statusCode(400).body("violations.field", contains(field));
        signIn.asAdmin().get(ALL + "/" + id).then().body("status", equalTo("bounced"));
    }

    @Test
    void editors_set_nobody_active() {
        signIn.asEditor().contentType(ContentType.JSON).body(Map.of()).post(ALL + "/reinstatements").then().statusCode(403);
    }

    @Test
    void a_list_that_names_who_bounced_is_told_the_line_and_what_helps() {
        bounced("nasta@example.org", "en", RELAY, UNKNOWN);
        var taken = lists.take("?edition=en", "email,status\nales@example.org,active\nNasta@example.org,active\n");
        taken.body("added", equalTo(1)).body("suppressed", equalTo(1)).body("invalid", equalTo(0)).body("rows", equalTo(2));
        assertThat(signIn.asAdmin().get(Lists.IMPORTS + "/" + taken.extract().path("id") + "/errors").asString())
                .isEqualTo("line,reason\r\n3,\"email: Mail to this address came back, so nothing is sent to it."
                        + " If the mailbox works, an admin may set the subscriber active again, with a reason.\"\r\n");
    }

    @Test
    void a_list_tells_of_bounces_and_of_who_left_after_one() {
        lists.take("?edition=en", "email,status\nnasta@example.org,bounced\n").body("added", equalTo(1));
        signIn.asAdmin().get(ALL).then().body("items[0].bouncedAt", equalTo("2016-12-14T09:00:00Z"));
        var id = bounced("ales@example.org", "en", RELAY, UNKNOWN);
        lists.take("?edition=en", "email,status\nales@example.org,bounced\n").body("unchanged", equalTo(1));
        signIn.asAdmin().get(ALL + "/" + id).then().body("bouncedRelay", equalTo(RELAY));
        lists.take("?edition=en", "email,status\nales@example.org,unsubscribed\n").body("changed", equalTo(1));
        signIn.asAdmin().get(ALL + "/" + id).then().body("status", equalTo("unsubscribed")).body("bouncedAt", equalTo(null));
    }

    private UUID bounced(String address, String edition, String relay, String reply) {
        var id = readers.subscribe(address, edition);
        QuarkusTransaction.requiringNew()
                .run(() -> Subscriber.<Subscriber>findById(id).bounce(relay, reply, clock.instant()));
        return id;
    }

    private static Map<String, Object> with(Map<String, ?> input, Object... more) {
        var all = new HashMap<String, Object>(input);
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    private ValidatableResponse post(Map<String, ?> input) {
        return signIn.asAdmin().contentType(ContentType.JSON).body(input).post(ALL + "/reinstatements").then();
    }

    private ValidatableResponse patch(String path, Map<String, ?> change) {
        return signIn.asAdmin().contentType(ContentType.JSON).header("If-Match", "*").body(change).patch(path).then();
    }

    private long count(String query) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
