package org.viestka.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;

/** What programs send that look for faults. */
@QuarkusTest
class OddRequestsTest {

    @Inject
    Slate slate;

    @Inject
    SignIn signIn;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=2147483646&size=50", "page=99999999999", "size=null", "size=a&size=b", "page=1.5",
            "status=nonsense", "size=201", "page=-1"})
    void a_query_that_cannot_be_read_is_invalid(String query) {
        var answer = signIn.asAdmin().get("/api/commentaries?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @Test
    void an_id_that_cannot_be_read_is_not_found() {
        signIn.asAdmin().get("/api/commentaries/nonsense").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/account/password", "/api/account/second-factor"})
    void a_text_where_json_is_asked_for_is_of_the_wrong_type(String path) {
        signIn.asAdmin().contentType("text/plain").body("x").put(path).then().statusCode(415);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PATCH | /api/commentaries | GET, HEAD, OPTIONS, POST",
            "TRACE | /api/commentaries/0e8dd7b0-1111-4222-8333-444455556666 | DELETE, GET, HEAD, OPTIONS, PUT",
            "PUT | /unsubscribe/token | GET, HEAD, OPTIONS, POST", "DELETE | /en | GET, HEAD, OPTIONS",
            "POST | /robots.txt | GET, HEAD, OPTIONS"})
    void whoever_takes_the_wrong_method_is_told_the_right_ones(String method, String path, String allowed) {
        var answer = signIn.asAdmin().request(method, path);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(Set.of(answer.header("Allow").split(", "))).isEqualTo(Set.of(allowed.split(", ")));
    }

    @Test
    void the_document_says_what_may_be_null_in_an_answer_and_not_in_what_is_sent() {
        var document = given().queryParam("format", "json").get("/q/openapi").jsonPath();
        var published = "components.schemas.CommentaryJson.properties.publishedAt";
        assertThat(document.getList(published + ".anyOf.type")).contains("null");
        assertThat(document.getString("components.schemas.CommentaryInput.properties.rubric.type")).isEqualTo("string");
        assertThat(document.getList("components.schemas.DeliveryProgress.properties.secondsLeft.type")).contains("null",
                "integer");
    }
}
