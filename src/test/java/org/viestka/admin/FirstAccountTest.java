package org.viestka.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.support.Slate;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class FirstAccountTest {

    @Inject
    Slate slate;

    @Inject
    FirstAccount first;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void the_given_password_signs_in_and_is_not_told() {
        assertThat(first.create(Optional.of("given by the operator"))).isEmpty();
        given().auth().preemptive().basic("admin", "given by the operator").get("/api/users").then().statusCode(200);
    }

    @Test
    void a_made_up_password_signs_in_and_is_kept_only_as_a_hash() {
        var password = first.create(Optional.empty()).orElseThrow();
        assertThat(password).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
        given().auth().preemptive().basic("admin", password).get("/api/users").then().statusCode(200);
        QuarkusTransaction.requiringNew().run(() -> assertThat(Account.findByName("admin").orElseThrow().passwordHash)
                .startsWith("$2").doesNotContain(password));
    }

    @Test
    void a_blank_password_counts_as_none() {
        assertThat(first.create(Optional.of("  "))).isPresent();
    }

    @Test
    void a_password_that_would_be_cut_is_refused() {
        assertThatThrownBy(() -> first.create(Optional.of("ы".repeat(37)))).isInstanceOf(ConfigurationException.class)
                .hasMessage("viestka.admin.password is longer than 72 octets.");
    }

    @Test
    void a_later_start_changes_nothing() {
        first.create(Optional.of("given by the operator"));
        assertThat(first.create(Optional.of("another password"))).isEmpty();
        given().auth().preemptive().basic("admin", "another password").get("/api/users").then().statusCode(401);
    }

    @Test
    void nodes_that_start_at_once_make_one_account_and_tell_one_password() throws Exception {
        var nodes = Executors.newFixedThreadPool(4);
        try {
            var starts = new ArrayList<Callable<Optional<String>>>();
            for (int i = 0; i < 4; i++) {
                starts.add(() -> first.create(Optional.empty()));
            }
            var told = new ArrayList<String>();
            for (var start : nodes.invokeAll(starts)) {
                start.get().ifPresent(told::add);
            }
            assertThat(told).hasSize(1);
            given().auth().preemptive().basic("admin", told.get(0)).get("/api/users").then().statusCode(200);
        } finally {
            nodes.shutdownNow();
        }
    }
}
