package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.endsWith;

import java.util.List;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.publication.Publication;

import io.quarkus.test.junit.QuarkusTest;

/** Without a site that may have the form. */
@QuarkusTest
class EmbeddingTest {

    @Inject
    Publication publication;

    @Test
    void there_is_nothing_to_frame() {
        given().get("/embed").then().statusCode(404);
        given().get("/embed/snippet").then().statusCode(404);
        given().formParam("email", "nobody").post("/embed").then().statusCode(404)
                .header("Content-Security-Policy", endsWith("frame-ancestors 'none'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"news.example.org", "https://news.example.org/", "https://News.example.org",
            "https://*.example.org", "*", "https://news.example.org:443",
            "ftp://news.example.org", "https://news.example.org/subscribe", "https://", "https://a b", "null",
            "https://news.example.org; script-src *"})
    void a_setting_that_is_no_origin_refuses_the_start(String setting) {
        assertThatThrownBy(() -> new AllowedOrigins(() -> Optional.of(List.of(setting)), publication))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("is no origin");
    }
}
