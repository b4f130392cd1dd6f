package org.viestka.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
class UserTest {

    private static final Map<String, String> HANNA = Map.of("name", "hanna", "password", "twelve letters", "role", "editor");

    @Inject
    Slate slate;

    @Inject
    SignIn signIn;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void an_admin_adds_reads_changes_and_removes_a_user() {
        var location = add(HANNA).statusCode(201).header("ETag", equalTo("\"0\""))
                .body("name", equalTo("hanna")).body("role", equalTo("editor")).body("disabled", equalTo(false))
                .body("createdAt", equalTo("2016-12-14T09:00:00Z")).extract().header("Location");
        given().auth().preemptive().basic("hanna", "twelve letters").get("/api/test/texts").then().statusCode(200);

        signIn.asAdmin().contentType("application/json").body(Map.of("role", "admin", "password", "other letters"))
                .patch(location).then().statusCode(200).body("role", equalTo("admin")).header("ETag", equalTo("\"1\""));
        given().auth().preemptive().basic("hanna", "other letters").get(location).then().statusCode(200)
                .body("name", equalTo("hanna"));

        signIn.asAdmin().delete(location).then().statusCode(204);
        signIn.asAdmin().get(location).then().statusCode(404);
        given().auth().preemptive().basic("hanna", "other letters").get("/api/users").then().statusCode(401);
    }

    @Test
    void no_answer_has_a_password_or_its_hash() {
        add(HANNA).statusCode(201).body(not(containsString("twelve"))).body(not(containsString("$2")));
        signIn.asAdmin().get("/api/users").then().statusCode(200).body("total", equalTo(2))
                .body("items.name", equalTo(List.of("alena", "hanna"))).body(not(containsString("$2")));
    }

    @Test
    void everything_wrong_is_told_at_once() {
        signIn.asAdmin().header("Accept-Language", "ru").contentType("application/json")
                .body(Map.of("name", "a@example.org", "password", "short")).post("/api/users").then().statusCode(400)
                .contentType("application/problem+json")
                .body("violations.field", hasItems("name", "password", "role")).body("violations", hasSize(3))
                .body("violations.find { it.field == 'password' }.message", equalTo("Это короче 12 знаков."));
        signIn.asAdmin().contentType("application/json").post("/api/users").then().statusCode(400)
                .body("violations", hasSize(3));
    }

    @Test
    void a_role_for_tokens_is_no_role_for_people() {
        add(Map.of("name", "hanna", "password", "twelve letters", "role", "bounces")).statusCode(400)
                .body("violations.field", hasItems("role")).body("violations", hasSize(1));
        var location = add(HANNA).extract().header("Location");
        signIn.asAdmin().contentType("application/json").body(Map.of("role", "bounces")).patch(location).then().statusCode(400)
                .body("violations.field", hasItems("role"));
    }

    @Test
    void a_password_is_measured_in_characters_below_and_in_octets_above() {
        add(Map.of("name", "one", "password", "ы".repeat(11), "role", "editor")).statusCode(400);
        add(Map.of("name", "two", "password", "ы".repeat(36), "role", "editor")).statusCode(201);
        add(Map.of("name", "three", "password", "ы".repeat(37), "role", "editor")).statusCode(400)
                .body("violations[0].message",
                        equalTo("This password is too long: at most 72 octets, and a letter that is not Latin takes two."));
    }

    @Test
    void a_name_is_given_once() {
        add(HANNA).statusCode(201);
        add(Map.of("name", "Hanna", "password", "other letters", "role", "admin")).statusCode(409)
                .contentType("application/problem+json").body("detail", equalTo("This name is already taken."));
    }

    @Test
    void nobody_is_not_found() {
        var nobody = "/api/users/" + UUID.randomUUID();
        signIn.asAdmin().get(nobody).then().statusCode(404);
        signIn.asAdmin().delete(nobody).then().statusCode(404).contentType("application/problem+json");
        signIn.asAdmin().contentType("application/json").body(Map.of()).patch(nobody).then().statusCode(404);
    }

    @Test
    void a_change_of_a_stale_version_is_refused() {
        var location = add(HANNA).extract().header("Location");
        signIn.asAdmin().contentType("application/json").body(Map.of("disabled", true)).patch(location).then().statusCode(200);
        signIn.asAdmin().header("If-Match", "\"0\"").contentType("application/json").body(Map.of("disabled", false))
                .patch(location).then().statusCode(412);
        signIn.asAdmin().header("If-Match", "\"0\"").delete(location).then().statusCode(412);
    }

    @Test
    void the_last_admin_stays() {
        var id = signIn.asAdmin().get("/api/users").path("items[0].id");
        for (var change : List.of(Map.of("disabled", true), Map.of("role", "editor"))) {
            signIn.asAdmin().contentType("application/json").body(change).patch("/api/users/" + id).then().statusCode(409)
                    .body("detail", notNullValue());
        }
        signIn.asAdmin().delete("/api/users/" + id).then().statusCode(409);

        var other = add(Map.of("name", "hanna", "password", "twelve letters", "role", "admin")).extract().header("Location");
        signIn.asAdmin().contentType("application/json").body(Map.of("disabled", true)).patch(other).then().statusCode(200);
        signIn.asAdmin().delete("/api/users/" + id).then().statusCode(409);
        signIn.asAdmin().contentType("application/json").body(Map.of("disabled", false)).patch(other).then().statusCode(200);
        signIn.asAdmin().delete("/api/users/" + id).then().statusCode(204);
    }

    @Test
    void two_admins_who_remove_each_other_at_once_leave_one() throws Exception {
        var alena = "/api/users/" + signIn.asAdmin().get("/api/users").path("items[0].id");
        var hanna = add(Map.of("name", "hanna", "password", "twelve letters", "role", "admin")).extract().header("Location");
        var two = Executors.newFixedThreadPool(2);
        try {
            var removals = List.<Callable<Integer>>of(() -> signIn.asAdmin().delete(hanna).statusCode(),
                    () -> given().auth().preemptive().basic("hanna", "twelve letters").delete(alena).statusCode());
            var statuses = new ArrayList<Integer>();
            for (var removal : two.invokeAll(removals)) {
                statuses.add(removal.get());
            }
            // Whoever comes second may be out already, at sign-in.
            assertThat(statuses).containsOnlyOnce(204);
        } finally {
            two.shutdownNow();
        }
    }

    private ValidatableResponse add(Map<String, String> user) {
        return signIn.asAdmin().contentType("application/json").body(user).post("/api/users").then();
    }
}
