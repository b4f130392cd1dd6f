package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;

import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.subscriber.SignUp;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.subscriber.Suppression;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

@QuarkusTest
class SameAnswerTest {

    private static final List<String> KINDS = List.of("new@reader.example", "pending@reader.example", "active@reader.example",
            "unsubscribed@reader.example", "bounced@reader.example", "complained@reader.example", "suppressed@reader.example");

    @Inject
    Road road;

    @Inject
    Slate slate;

    @Inject
    EntityManagerFactory sessions;

    @BeforeEach
    void wipe() {
        slate.wipe();
        for (var status : List.of(SubscriberStatus.PENDING, SubscriberStatus.ACTIVE, SubscriberStatus.UNSUBSCRIBED,
                SubscriberStatus.BOUNCED, SubscriberStatus.COMPLAINED)) {
            road.subscribed(status.name().toLowerCase() + "@reader.example", "en", "en", status);
        }
        QuarkusTransaction.requiringNew().run(() -> {
            Suppression.add(Road.address("suppressed@reader.example"), Suppression.Reason.REQUESTED, road.vault,
                    road.clock.instant());
            Suppression.add(Road.address("complained@reader.example"), Suppression.Reason.COMPLAINED, road.vault,
                    road.clock.instant());
        });
    }

    @Test
    void the_form_answers_the_same_for_each_kind_of_address() {
        assertSame(200, email -> Road.signUp(email, "be-ru", "be"));
    }

    @Test
    void the_api_answers_the_same_for_each_kind_of_address() {
        assertSame(202, email -> given().contentType(ContentType.JSON).header("Accept-Language", "ru")
                .body("{\"email\":\"" + email + "\",\"edition\":\"be-ru\"}").post("/api/subscriptions"));
        assertThat(answerOfApi()).isEqualTo("{\"status\":\"accepted\",\"message\":\"Если этот адрес ещё не подписан, на него"
                + " придёт письмо со ссылкой для подтверждения. Если письма нет, загляните в папку «Спам».\"}");
    }

    private static String answerOfApi() {
        return given().contentType(ContentType.JSON).body("{\"email\":\"x@reader.example\",\"edition\":\"be-ru\","
                + "\"language\":\"ru\"}").post("/api/subscriptions").asString();
    }

    /** Not that it is as quick, which no test can prove: that it is the same work, statement by statement, and leaves the same. */
    @Test
    void a_request_does_the_same_work_for_each_kind_of_address_and_looks_none_of_them_up() {
        var statistics = sessions.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        try {
            var work = new ArrayList<String>();
            for (var email : KINDS) {
                statistics.clear();
                Road.signUp(email, "be-ru", "be");
                given().contentType(ContentType.JSON).body("{\"email\":\"" + email + "\",\"edition\":\"be-ru\"}")
                        .post("/api/subscriptions");
                work.add(statistics.getPrepareStatementCount() + " statements, " + statistics.getTransactionCount()
                        + " transactions, " + statistics.getEntityInsertCount() + " rows, " + statistics.getEntityLoadCount()
                        + " loaded, " + statistics.getEntityUpdateCount() + " changed");
            }
            assertThat(work).allMatch(work.get(0)::equals).first().asString().endsWith("2 rows, 0 loaded, 0 changed");
        } finally {
            statistics.setStatisticsEnabled(false);
        }
        assertThat(QuarkusTransaction.requiringNew().call(() -> SignUp.count())).isEqualTo(14);
        assertThat(QuarkusTransaction.requiringNew().call(() -> Subscriber.count())).isEqualTo(5);
    }

    private void assertSame(int status, Function<String, Response> call) {
        var answers = KINDS.stream().map(call).map(SameAnswerTest::whole).collect(Collectors.toSet());
        assertThat(answers).hasSize(1).first().asString().startsWith(status + "\n");
        assertThat(KINDS).map(email -> road.mailsTo(email).length).containsExactly(1, 1, 0, 1, 1, 1, 0);
        assertThat(road.status("unsubscribed@reader.example")).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
        assertThat(road.status("bounced@reader.example")).isEqualTo(SubscriberStatus.BOUNCED);
        assertThat(road.status("complained@reader.example")).isEqualTo(SubscriberStatus.COMPLAINED);
        assertThat(road.status("active@reader.example")).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(road.find("active@reader.example").edition).isEqualTo("en");
        assertThat(road.find("suppressed@reader.example")).isNull();
    }

    private static String whole(Response answer) {
        return answer.statusCode() + "\n" + answer.headers() + "\n" + answer.asString();
    }
}
