package org.viestka.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.Lists;
import org.viestka.support.Readers;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
class SubscriberApiTest {

    private static final String ALL = "/api/subscribers";

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Lists lists;
    @Inject
    Readers readers;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @Test
    void an_invisible_sign_is_named_wherever_an_address_is_asked_for_and_around_it_means_nothing() {
        for (var path : List.of("/api/subscribers", "/api/suppressions")) {
            signIn.asAdmin().queryParam("address", "na\u200bsta@example.org").get(path).then().statusCode(400)
                    .body("violations.message[0]", startsWith("There is an invisible sign in this address"));
        }
        signIn.asAdmin().queryParam("q", "\u00a0nobody\u200b").get("/api/subscribers").then().statusCode(200)
                .body("total", equalTo(0));
    }

    @Test
    void editors_do_not_see_addresses() {
        signIn.asEditor().get(ALL).then().statusCode(403);
        signIn.asEditor().get("/api/editions").then().statusCode(200).body("edition", contains("en", "be-ru"))
                .body("[0].subscribers.active", equalTo(0));
    }

    @Test
    void a_subscriber_is_created_found_changed_and_erased() {
        var location = post("{\"email\": \"Nasta@Example.org\", \"edition\": \"\\ufeffbe-ru \", \"language\": \" ru\\u00a0\"}")
                .statusCode(201)
                .body("email", equalTo("N…@e….org")).body("status", equalTo("active"))
                .body("consent.source", equalTo("admin")).extract().header("Location");
        post("{\"email\": \"nasta@EXAMPLE.org\", \"edition\": \"en\"}").statusCode(409);
        signIn.asAdmin().get(ALL + "?q=NAST").then().body("total", equalTo(1)).body("items.email",
                contains("N…@e….org"));
        signIn.asAdmin().get(ALL + "?q=nobody").then().body("total", equalTo(0));
        signIn.asAdmin().get(ALL + "?edition=be-ru&status=active").then().body("items", hasSize(1));
        signIn.asAdmin().get(ALL + "?edition=en").then().body("items", hasSize(0));
        var tag = signIn.asAdmin().get(location).then().statusCode(200).extract().header("ETag");
        patch(location, "{\"edition\": \"\\u200ben \"}", tag).statusCode(200).body("edition", equalTo("en")).body("language",
                equalTo("ru"));
        patch(location, "{\"status\": \"paused\"}", tag).statusCode(412);
        signIn.asAdmin().get(location + "/export").then().statusCode(200).body("email", equalTo("Nasta@example.org"));
        signIn.asAdmin().delete(location).then().statusCode(204);
        signIn.asAdmin().get(location).then().statusCode(404);
        post("{\"email\": \"nasta@example.org\", \"edition\": \"en\"}").statusCode(409);
        signIn.asAdmin().get("/api/suppressions?address=nasta@example.org").then().statusCode(200).body("reason",
                equalTo("requested"));
        signIn.asAdmin().delete("/api/suppressions?address=nasta@example.org").then().statusCode(204);
        post("{\"email\": \"nasta@example.org\", \"edition\": \"en\"}").statusCode(201);
    }

    @Test
    void who_is_added_as_pending_is_mailed_and_all_that_is_held_can_be_handed_out() {
        var location = post("{\"email\": \"nasta@example.org\", \"edition\": \"en\", \"status\": \"pending\"}").statusCode(201)
                .extract().header("Location");
        signIn.asAdmin().get(location + "/export").then().body("email", equalTo("nasta@example.org"))
                .body("consent.source", equalTo("admin")).body("confirmationsMailed", equalTo(1))
                .body("waitingMails.kind", contains("CONFIRM")).body("deliveries", hasSize(0))
                .body("suppression", equalTo(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsubscribed", "paused", "bounced", "complained"})
    void nobody_is_created_in_a_state_that_only_readers_and_mailboxes_cause(String status) {
        post("{\"email\": \"nasta@example.org\", \"edition\": \"en\", \"status\": \"" + status + "\"}").statusCode(400)
                .body("violations.field", contains("status"));
    }

    @Test
    void an_admin_does_not_make_up_bounces() {
        var path = ALL + "/" + readers.subscribe("nasta@example.org", "en");
        patch(path, "{\"status\": \"bounced\"}", "*").statusCode(400);
        patch(path, "{\"status\": \"pending\"}", "*").statusCode(400);
        patch(path, "{\"status\": \"unsubscribed\"}", "*").statusCode(200);
    }

    @Test
    void of_two_requests_that_save_one_address_at_once_the_second_is_told() throws Exception {
        var admins = Executors.newFixedThreadPool(4);
        Callable<Integer> create = () -> post("{\"email\": \"nasta@example.org\", \"edition\": \"en\"}").extract().statusCode();
        var codes = new ArrayList<Integer>();
        for (var done : admins.invokeAll(Collections.nCopies(4, create))) {
            codes.add(done.get());
        }
        admins.shutdown();
        assertThat(codes).containsExactlyInAnyOrder(201, 409, 409, 409);
    }

    @Test
    void only_the_reader_comes_back_from_an_opt_out() {
        var id = readers.add("left@example.org", "en", SubscriberStatus.UNSUBSCRIBED);
        patch(ALL + "/" + id, "{\"status\": \"active\"}", "*").statusCode(409);
    }

    @Test
    void a_suppression_unsubscribes_its_subscriber_in_the_same_step() {
        var id = readers.subscribe("angry@example.org", "en");
        signIn.asAdmin().contentType(ContentType.JSON).body("{\"email\": \"Angry@example.org\", \"reason\": \"complained\"}")
                .post("/api/suppressions").then().statusCode(201).body("reason", equalTo("complained"));
        signIn.asAdmin().get(ALL + "/" + id).then().body("status", equalTo("unsubscribed"));
        signIn.asAdmin().get("/api/suppressions").then().body("total", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"email\": \"a@b\\r\\nBcc: x@y\", \"edition\": \"en\"}",
            "{\"email\": \"a@example.org\", \"edition\": \"uk\"}", "{\"email\": \"\\\"x\\ny\\\"@z.org\", \"edition\": \"en\"}",
            "{\"email\": \"a@example.org\", \"edition\": \"en\", \"language\": \"de\"}",
            "{\"email\": \"дзмітрый@example.org\"}",
            "{\"email\": \"a@example.org\", \"edition\": \"en\", \"status\": \"happy\"}", "{\"unknown\": true}", "{\"email\": ",
            "[]"})
    void bad_input_is_told_and_nothing_is_kept(String body) {
        post(body).statusCode(400).contentType("application/problem+json");
        signIn.asAdmin().get(ALL).then().body("total", equalTo(0));
    }

    @Test
    void a_list_comes_in_as_csv_with_a_report_and_goes_out_again() {
        readers.subscribe("known@example.org", "en");
        readers.add("left@example.org", "en", SubscriberStatus.UNSUBSCRIBED);
        var file = "\uFEFFstatus;email;edition\r\n"
                + ";new@example.org;be-ru\r\nactive;known@example.org;en\r\n;left@example.org;en\r\n;nonsense;en\r\n"
                + ";'=cmd@example.org;en\r\n;x@example.org;uk\r\nhappy;y@example.org;en\r\n";
        lists.take("?dryRun=true", file).body("added", equalTo(2)).body("dryRun", equalTo(true));
        signIn.asAdmin().get(ALL).then().body("total", equalTo(2));
        var location = lists.take("", file).body("state", equalTo("finished")).body("rows", equalTo(7))
                .body("added", equalTo(2))
                .body("unchanged", equalTo(1)).body("suppressed", equalTo(1)).body("invalid", equalTo(3)).extract()
                .<String>path("id");
        var errors = signIn.asAdmin().get(Lists.IMPORTS + "/" + location + "/errors").then().statusCode(200).extract()
                .asString();
        assertThat(errors).isEqualTo("line,reason\r\n"
                + "5,email: This is not an e-mail address. It should look like name@example.org.\r\n"
                + "7,edition: There is no such edition.\r\n8,status: There is no such status.\r\n");
        lists.take("", file).body("added", equalTo(0)).body("unchanged", equalTo(3));
        signIn.asAdmin().get(ALL + "?status=unsubscribed").then().body("total", equalTo(1));
        var csv = signIn.asAdmin().get(ALL + "/export?status=active").then().statusCode(200).extract().asString();
        assertThat(csv).startsWith("email,edition,language,status,subscribed_at,discreet\r\n")
                .contains("'=cmd@example.org,en,en,active,");
        lists.take("", csv).body("added", equalTo(0)).body("invalid", equalTo(0));
    }

    @Test
    void addresses_are_masked_unless_they_are_asked_for_which_is_noted() {
        var location = post("{\"email\": \"nasta@example.org\", \"edition\": \"en\"}").extract().header("Location")
                .replaceFirst(".*(?=/api/)", "");
        var calls = List.of(ALL, ALL + "?q=nasta", ALL + "?address=nasta@example.org", location);
        for (var call : calls) {
            assertThat(signIn.asAdmin().get(call).then().statusCode(200).extract().asString()).contains("n…@e….org")
                    .doesNotContain("nasta");
        }
        assertThat(noted()).isEmpty();
        for (var call : calls) {
            assertThat(signIn.asAdmin().get(call + (call.contains("?") ? "&" : "?") + "reveal=true").asString())
                    .contains("nasta@example.org");
        }
        signIn.asAdmin().get(location + "/export").then().body("email", equalTo("nasta@example.org"));
        assertThat(signIn.asAdmin().get(ALL + "/export").asString()).contains("nasta@example.org,en");
        assertThat(noted()).containsExactly(ALL + "/export", location + "/export", location, ALL, ALL, ALL);
        signIn.asEditor().get(ALL + "?reveal=true").then().statusCode(403);
        patch(location, "{\"language\": \"be\"}", "*").body("email", equalTo("n…@e….org"));
        patch(location + "?reveal=true", "{\"language\": \"ru\"}", "*").body("email", equalTo("nasta@example.org"));
    }

    @Test
    void of_two_admins_who_change_one_subscriber_at_once_one_is_told() throws Exception {
        var path = ALL + "/" + readers.subscribe("nasta@example.org", "be-ru");
        var tag = signIn.asAdmin().get(path).then().extract().header("ETag");
        var admins = Executors.newFixedThreadPool(2);
        List<Callable<Integer>> both = List.of(() -> patch(path, "{\"status\": \"paused\"}", tag).extract().statusCode(),
                () -> patch(path, "{\"edition\": \"en\"}", tag).extract().statusCode());
        var codes = new ArrayList<Integer>();
        for (var done : admins.invokeAll(both)) {
            codes.add(done.get());
        }
        admins.shutdown();
        assertThat(codes).containsExactlyInAnyOrder(200, 412);
        signIn.asAdmin().header("If-Match", tag).delete(path).then().statusCode(412).contentType("application/problem+json");
    }

    @Test
    void all_that_is_wrong_is_told_at_once_beside_its_field() {
        post("{\"email\": \"x\", \"edition\": \"uk\", \"language\": \"de\", \"leadingLanguage\": \"fr\", \"status\": \"bounced\"}")
                .statusCode(400)
                .body("violations.field", contains("email", "edition", "language", "leadingLanguage", "status"));
        post("{\"email\": \"a@example.org\", \"nick\": \"a\"}").statusCode(400).body("violations.field", contains("nick"));
        for (var query : List.of("size=1000000000", "size=0", "page=-1", "page=1000000000", "sort=email", "q=a&sort=-added",
                "edition=uk", "status=happy", "address=nobody")) {
            signIn.asAdmin().get(ALL + "?" + query).then().statusCode(400).contentType("application/problem+json")
                    .body("violations.field", hasSize(1));
        }
    }

    private List<String> noted() {
        return signIn.asAdmin().get("/api/audit").jsonPath().getList("items.findAll { it.method == 'GET' }.resource");
    }

    private ValidatableResponse post(String body) {
        return signIn.asAdmin().contentType(ContentType.JSON).body(body).post(ALL).then();
    }

    private ValidatableResponse patch(String path, String body, String tag) {
        return signIn.asAdmin().contentType(ContentType.JSON).header("If-Match", tag).body(body).patch(path).then();
    }
}
