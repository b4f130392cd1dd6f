package org.viestka.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.support.Authenticator;
import org.viestka.support.MovableClock;
import org.viestka.support.OpenIdProvider;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;

/** A newsroom with an OpenID provider, which asks everybody who comes by password for a second factor. */
@QuarkusTest
@TestProfile(ProviderSignInTest.Strict.class)
@QuarkusTestResource(value = OpenIdProvider.class, restrictToAnnotatedClass = true)
class ProviderSignInTest {

    public static class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.oidc.tenant-enabled", "true", "viestka.admin.second-factor", "required");
        }
    }

    private static final String ANYTHING = "/api/test/texts";

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    MovableClock clock;

    @BeforeEach
    void wipe() {
        slate.wipe();
        signIn.asEditor();
        signIn.asAdmin();
    }

    @Test
    void whom_it_vouches_for_comes_in_as_the_user_of_that_name() {
        as("ihar").get("/api/account").then().statusCode(200).body("name", equalTo("ihar")).body("role", equalTo("editor"));
        as("ihar").get(ANYTHING).then().statusCode(200);
        as("ihar").get("/api/users").then().statusCode(403);
        as("ALENA").get("/api/users").then().statusCode(200);
        as("ihar").post("/api/test/texts/7").then().statusCode(204);
        as("alena").get("/api/audit").then().body("items[0].actor", equalTo("ihar"));
    }

    @Test
    void strangers_stay_outside() {
        as("nobody").get(ANYTHING).then().statusCode(401);
        as("no body@example.org").get(ANYTHING).then().statusCode(401);
        bearer(OpenIdProvider.token("alena", "another-service")).get("/api/users").then().statusCode(401)
                .contentType("application/problem+json");
        bearer(OpenIdProvider.forged("alena", "viestka")).get("/api/users").then().statusCode(401);
        bearer("a.b.c").get("/api/users").then().statusCode(401).contentType("application/problem+json");
    }

    @Test
    void who_is_disabled_here_is_out_at_once() {
        as("ihar").get(ANYTHING).then().statusCode(200);
        String id = as("alena").get("/api/users").path("items.find { it.name == 'ihar' }.id");
        as("alena").contentType("application/json").body(Map.of("disabled", true)).patch("/api/users/" + id).then()
                .statusCode(200);
        as("ihar").get(ANYTHING).then().statusCode(401);
    }

    @Test
    void a_user_of_the_provider_needs_no_password_and_has_none() {
        as("alena").contentType("application/json").body(Map.of("name", "zoja", "role", "admin")).post("/api/users").then()
                .statusCode(201);
        as("zoja").get("/api/users").then().statusCode(200);
        for (var guess : new String[]{"", "null", SignIn.PASSWORD}) {
            given().auth().preemptive().basic("zoja", guess).get("/api/users").then().statusCode(401);
        }
        as("zoja").contentType("application/json").body(Map.of("password", "long enough to keep"))
                .put("/api/account/password").then().statusCode(403);
        // Whoever can come by the provider alone is not the last admin.
        String alena = as("zoja").get("/api/users").path("items.find { it.name == 'alena' }.id");
        as("zoja").delete("/api/users/" + alena).then().statusCode(409);
    }

    @Test
    void tokens_of_our_own_work_as_ever() {
        String token = as("alena").contentType("application/json").body(Map.of("name", "import", "role", "editor"))
                .post("/api/tokens").then().statusCode(201).body("createdBy", equalTo("alena")).extract().path("token");
        bearer(token).get(ANYTHING).then().statusCode(200);
        bearer("viestka_" + "x".repeat(43)).get(ANYTHING).then().statusCode(401);
    }

    @Test
    void whoever_comes_by_password_sets_a_second_factor_up_first() {
        signIn.asEditor().header("Accept-Language", "ru").get(ANYTHING).then().statusCode(403)
                .body("detail", startsWith("Эта редакция требует второй фактор."));
        signIn.asAdmin().get("/api/users").then().statusCode(403);
        signIn.asEditor().get("/api/account").then().statusCode(200).body("role", equalTo("editor"));
        String secret = signIn.asEditor().post("/api/account/second-factor").then().statusCode(201).extract().path("secret");
        signIn.asEditor().contentType("application/json")
                .body(Map.of("code", Authenticator.code(secret, clock.instant()))).put("/api/account/second-factor").then()
                .statusCode(200);
        clock.advance(Duration.ofSeconds(30));
        String session = signIn.asEditor().header("X-TOTP", Authenticator.code(secret, clock.instant()))
                .post("/api/account/sessions").then().statusCode(201).extract().path("token");
        bearer(session).get(ANYTHING).then().statusCode(200);
    }

    @Test
    void what_a_password_must_be_holds_here_too() {
        as("alena").contentType("application/json").body(Map.of("name", "zoja", "role", "admin", "password", ""))
                .post("/api/users").then().statusCode(400).body("violations.field", hasItem("password"));
        assertThat(as("alena").get("/api/users").<Integer>path("total")).isEqualTo(2);
    }

    private static RequestSpecification as(String name) {
        return bearer(OpenIdProvider.token(name, "viestka"));
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
