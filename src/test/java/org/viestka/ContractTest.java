package org.viestka;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.support.ApiContract;
import org.viestka.support.ApiContract.Operation;
import org.viestka.support.Lists;
import org.viestka.support.MovableClock;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;

/**
 * The OpenAPI document says what the service does: each call of it is refused to whoever may not make it, each status that it
 * names is seen, no other one is, and its examples are the answers of {@link ApiTale}.
 */
@QuarkusTest
@TestMethodOrder(OrderAnnotation.class)
class ContractTest {

    /** Where the examples come from; {@code -Dapi.answers=write} writes them anew. */
    private static final Path ANSWERS = Path.of("src/main/resources/META-INF/api-answers.json");
    private static final ObjectWriter SORTED = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .writerWithDefaultPrettyPrinter();
    /** The address or the headers are too long, or the caller has tried too often. */
    private static final Set<Integer> OF_EVERY_CALL = Set.of(414, 429, 431);
    private static final Object[] NOBODY = {"2016-W49", "xx"};

    // Kept from one test to the next: the last one looks at what the others have seen.
    private static ApiContract contract;

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    MovableClock clock;
    @Inject
    DeliveryEngine delivery;
    @Inject
    Lists lists;
    @ConfigProperty(name = "viestka.keyset")
    Path keyset;

    @BeforeEach
    void begin() {
        slate.wipe();
        if (contract == null) {
            contract = ApiContract.read();
        }
    }

    @Test
    @Order(1)
    void a_newsroom_can_do_all_over_http() throws Exception {
        new ApiTale(contract, signIn, delivery, lists, clock, keyset).tell();
    }

    @TestFactory
    @Order(2)
    Stream<DynamicTest> nobody_does_what_they_may_not() {
        return each(operation -> !operation.roles().isEmpty(), operation -> {
            assertThat(call(given(), operation)).as("no credentials").isEqualTo(401);
            assertThat(call(given().auth().preemptive().basic("nobody-" + operation.id(), "wrong password"), operation))
                    .as("unknown user").isEqualTo(401);
            assertThat(call(bearer("viestka_" + "x".repeat(43)), operation)).as("bad token").isEqualTo(401);
            assertThat(call(bearer(expired(operation.id())), operation)).as("expired token").isEqualTo(401);
            if (!operation.roles().contains("editor")) {
                assertThat(call(signIn.asEditor(), operation)).as("wrong role").isEqualTo(403);
            }
            if (!operation.roles().contains("bounces")) {
                assertThat(call(bearer(forBounces(operation.id())), operation)).as("a token for something else").isEqualTo(403);
            }
        });
    }

    @TestFactory
    @Order(3)
    Stream<DynamicTest> what_is_not_there_is_not_found() {
        return each(operation -> operation.statuses().contains(404) && operation.pathParameters() > 0, operation -> {
            var nobody = operation.pathParameters() == 1 ? new Object[]{UUID.randomUUID()} : NOBODY;
            var request = signIn.asAdmin();
            if (operation.bodyType() != null) {
                request.contentType(operation.bodyType()).body("{}");
            }
            assertThat(contract.call(operation.id(), request, nobody).statusCode()).isIn(404, 400);
        });
    }

    @TestFactory
    @Order(4)
    Stream<DynamicTest> a_body_of_another_kind_is_refused() {
        return each(operation -> operation.statuses().contains(415), operation -> assertThat(
                contract.call(operation.id(), as(operation).contentType("application/x-tar").body(new byte[]{1}),
                        somebody(operation)).statusCode())
                .isEqualTo(415));
    }

    @TestFactory
    @Order(5)
    Stream<DynamicTest> a_body_that_is_too_large_is_refused() {
        var large = ("email\n" + "a@example.org\n".repeat(256 * 1024)).getBytes(StandardCharsets.US_ASCII);
        return each(operation -> operation.statuses().contains(413), operation -> assertThat(
                contract.call(operation.id(),
                        as(operation).contentType(operation.bodyType()).queryParam("consent", "fair")
                                .queryParam("edition", "en").body(large),
                        somebody(operation))
                        .statusCode())
                .isEqualTo(413));
    }

    @TestFactory
    @Order(6)
    Stream<DynamicTest> nonsense_is_refused() {
        return each(operation -> operation.statuses().contains(400), operation -> {
            var request = as(operation);
            for (var query : operation.queries()) {
                request.queryParam(query, query.equals("page") || query.equals("size") ? "-1" : "nonsense");
            }
            if (operation.bodyType() != null) {
                request.contentType(operation.bodyType()).body("{".getBytes(StandardCharsets.US_ASCII));
            }
            if (operation.method().equals("POST") && !operation.roles().isEmpty()) {
                request.header("Idempotency-Key", "");
            }
            assertThat(contract.call(operation.id(), request,
                    operation.path().contains("{week}")
                            ? Stream.of("2016-W60", "en").limit(operation.pathParameters()).toArray()
                            : somebody(operation))
                    .statusCode()).isEqualTo(400);
        });
    }

    @Test
    @Order(7)
    void every_documented_status_is_seen_and_no_other() {
        var documented = new TreeMap<String, Object>();
        var seen = new TreeMap<String, Object>();
        for (var operation : contract.operations()) {
            if (operation.path().startsWith("/api/")) {
                documented.put(operation.id(), withoutThoseOfEveryCall(operation.statuses()));
                seen.put(operation.id(), withoutThoseOfEveryCall(contract.seen(operation.id())));
            }
        }
        assertThat(seen).containsExactlyEntriesOf(documented);
    }

    private static Set<Integer> withoutThoseOfEveryCall(Set<Integer> statuses) {
        var others = new TreeSet<>(statuses);
        others.removeAll(OF_EVERY_CALL);
        return others;
    }

    @Test
    @Order(8)
    void the_examples_are_real_answers() throws IOException {
        var real = contract.answers().toPrettyString();
        if ("write".equals(System.getProperty("api.answers"))) {
            Files.writeString(ANSWERS, real + "\n");
        }
        assertThat(alike(Files.readString(ANSWERS).strip())).as("-Dapi.answers=write").isEqualTo(alike(real));
        assertThat(alike(contract.examples().toString())).as("the document gives them").isEqualTo(alike(real));
    }

    /** What differs from one run to the next, or with the keys of former tests. */
    private static String alike(String json) throws IOException {
        var tree = (ObjectNode) new ObjectMapper().readTree(json);
        for (var keys : List.of("listKeys", "rotateKeys")) {
            tree.path(keys).forEach(answer -> ((ObjectNode) answer).remove("keys"));
        }
        return SORTED.writeValueAsString(new ObjectMapper().treeToValue(tree, Object.class))
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID")
                .replaceAll("\"millis\" : \\d+", "MILLIS").replaceAll("(?<=\"(at|createdAt|stamp)\" : \")[^\"]+", "VARIES")
                .replaceAll("(viestka|whsec)_[A-Za-z0-9+/=_-]+|[A-Z2-7]{32}|[a-z2-9]{5}(-[a-z2-9]{5}){3}", "SECRET");
    }

    private Stream<DynamicTest> each(Predicate<Operation> which,
            Consumer<Operation> test) {
        return contract.operations().stream().filter(operation -> operation.path().startsWith("/api/")).filter(which)
                .map(operation -> DynamicTest.dynamicTest(operation.id(), () -> test.accept(operation)));
    }

    private RequestSpecification as(Operation operation) {
        return operation.roles().isEmpty() ? given() : signIn.asAdmin();
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private String expired(String name) {
        String token = signIn.asAdmin().contentType("application/json").body(Map.of("name", name, "role", "admin", "expiresAt",
                clock.instant().plusSeconds(1).toString())).post("/api/tokens").then().statusCode(201).extract().path("token");
        // Fifty refusals in a quarter of an hour would shut this network out.
        clock.advance(Duration.ofSeconds(20));
        return token;
    }

    private String forBounces(String name) {
        return signIn.asAdmin().contentType("application/json").body(Map.of("name", "bounces-" + name, "role", "bounces"))
                .post("/api/tokens").then().statusCode(201).extract().path("token");
    }

    private int call(RequestSpecification request, Operation operation) {
        if (operation.bodyType() != null) {
            request.contentType(operation.bodyType()).body(new byte[0]);
        }
        return contract.call(operation.id(), request, somebody(operation)).statusCode();
    }

    private static Object[] somebody(Operation operation) {
        return operation.path().contains("{week}")
                ? Stream.of("2016-W49", "en").limit(operation.pathParameters()).toArray()
                : Stream.of(UUID.randomUUID()).limit(operation.pathParameters()).toArray();
    }
}
