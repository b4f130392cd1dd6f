package org.viestka.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
class PasswordSignInTest {

    @Inject
    Slate slate;

    @Inject
    SignIn signIn;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void the_right_password_lets_in() {
        signIn.asAdmin().get("/api/users").then().statusCode(200);
        signIn.asEditor().get("/api/test/texts").then().statusCode(200);
    }

    @Test
    void an_admin_is_an_editor_too() {
        signIn.asAdmin().get("/api/test/texts").then().statusCode(200);
    }

    @Test
    void the_name_is_the_same_in_capitals() {
        signIn.asAdmin();
        basic("ALENA", SignIn.PASSWORD).then().statusCode(200);
    }

    @Test
    void nobody_gets_in_without_a_password() {
        given().header("Accept-Language", "be").get("/api/users").then().statusCode(401)
                .contentType("application/problem+json").header("WWW-Authenticate", startsWith("Basic realm="))
                .header("Content-Language", "be")
                .body("status", equalTo(401)).body("title", equalTo("Unauthorized"))
                .body("detail", equalTo("Увайдзіце, калі ласка."));
    }

    @Test
    void a_wrong_password_is_told_like_an_unknown_name() {
        signIn.asAdmin();
        for (var name : new String[]{SignIn.ADMIN, "nobody", "no:body", "nul\0", "x".repeat(3000), ""}) {
            given().header("Accept-Language", "be").auth().preemptive().basic(name, "wrong horse battery").get("/api/users")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json").header("WWW-Authenticate", startsWith("Basic realm="))
                    .body("detail", equalTo("Увайдзіце, калі ласка."));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic ###", "Basic YWxlbmE=", "Bearer", "Negotiate abc", "Basic YWxlbmE6"})
    void a_broken_header_lets_nobody_in(String header) {
        signIn.asAdmin();
        given().header("Authorization", header).get("/api/users").then().statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void a_longer_password_that_begins_like_the_right_one_is_wrong() {
        var longest = "x".repeat(72);
        signIn.asAdmin().contentType("application/json")
                .body(Map.of("name", "zoja", "password", longest, "role", "admin")).post("/api/users").then().statusCode(201);
        basic("zoja", longest).then().statusCode(200);
        basic("zoja", longest + "y").then().statusCode(401);
    }

    @Test
    void the_wrong_role_is_refused() {
        signIn.asEditor().get("/api/users").then().statusCode(403).contentType("application/problem+json")
                .body("detail", equalTo("Your role does not allow this."));
    }

    @Test
    void a_resource_that_forgot_its_roles_is_shut() {
        given().get("/api/test/forgotten").then().statusCode(401).contentType("application/problem+json")
                .header("WWW-Authenticate", notNullValue());
        signIn.asEditor().get("/api/test/forgotten").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api;x=1/test/forgotten", "/api/test;x=1/forgotten", "/%61pi/test/forgotten",
            "//api/test/forgotten",
            "/api//test/forgotten", "/q/../api/test/forgotten", "/api/subscriptions/../test/forgotten", "/API/test/forgotten",
            "/api/test/forgotten/"})
    void no_other_spelling_of_the_path_opens_it(String path) {
        int status = given().urlEncodingEnabled(false).get(path).statusCode();
        assertThat(status).isIn(400, 401, 404);
    }

    @Test
    void readers_and_machines_that_watch_need_no_sign_in() {
        for (var path : new String[]{"/q/health/live", "/q/health/ready", "/q/openapi", "/q/metrics"}) {
            given().get(path).then().statusCode(200);
        }
        given().post("/api/subscriptions").then().header("WWW-Authenticate", nullValue());
    }

    @Test
    void a_disabled_user_is_out_at_once() {
        signIn.asAdmin().get("/api/users").then().statusCode(200);
        signIn.asEditor().get("/api/test/texts").then().statusCode(200);
        var id = signIn.asAdmin().get("/api/users").path("items.find { it.name == 'ihar' }.id");
        change(id, Map.of("disabled", true));
        signIn.asEditor().get("/api/test/texts").then().statusCode(401);
    }

    @Test
    void an_old_password_is_out_at_once() {
        signIn.asEditor().get("/api/test/texts").then().statusCode(200);
        var id = signIn.asAdmin().get("/api/users").path("items.find { it.name == 'ihar' }.id");
        change(id, Map.of("password", "another horse battery"));
        signIn.asEditor().get("/api/test/texts").then().statusCode(401);
        given().auth().preemptive().basic(SignIn.EDITOR, "another horse battery").get("/api/test/texts").then().statusCode(200);
    }

    private void change(Object id, Map<String, Object> change) {
        signIn.asAdmin().contentType("application/json").body(change).patch("/api/users/" + id).then().statusCode(200);
    }

    private static Response basic(String name, String password) {
        return given().auth().preemptive().basic(name, password).get("/api/users");
    }
}
