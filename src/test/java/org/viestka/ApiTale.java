package org.viestka;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.viestka.delivery.DeliveryEngine;
import org.viestka.support.ApiContract;
import org.viestka.support.Authenticator;
import org.viestka.support.Lists;
import org.viestka.support.MovableClock;
import org.viestka.support.Reports;
import org.viestka.support.SignIn;
import org.viestka.vault.KeyFile;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** How a newsroom runs everything over HTTP: what it answers is what the OpenAPI document shows. */
final class ApiTale {

    private static final String WEEK = "2016-W49";
    /** Lists that may wait at one time. */
    private static final int WAITING = 50;
    private static final String CONSENT = "Signed up on paper at the book fair of Minsk, 2016";

    private final ApiContract contract;
    private final SignIn signIn;
    private final DeliveryEngine delivery;
    private final Lists lists;
    private final MovableClock clock;
    private final Path keyset;

    ApiTale(ApiContract contract, SignIn signIn, DeliveryEngine delivery, Lists lists, MovableClock clock, Path keyset) {
        this.contract = contract;
        this.signIn = signIn;
        this.delivery = delivery;
        this.lists = lists;
        this.clock = clock;
        this.keyset = keyset;
    }

    void tell() throws Exception {
        people();
        readers();
        texts();
        mailings();
        system();
    }

    private void people() {
        var made = once("createUser", 201, Map.of("name", "hanna", "password", "long enough to keep", "role", "editor"));
        var hanna = made.path("id").toString();
        json("createUser", 409, Map.of("name", "hanna", "password", "long enough to keep", "role", "editor"));
        expect(200, contract.call("listUsers", admin()));
        expect(200, contract.call("getUser", admin(), hanna));
        expect(200, contract.call("changeUser", body(Map.of("disabled", true)), hanna));
        var admin = admin().get("/api/users").<List<Map<String, Object>>>path("items").stream()
                .filter(user -> user.get("name").equals(SignIn.ADMIN)).findFirst().orElseThrow().get("id");
        expect(409, contract.call("changeUser", body(Map.of("role", "editor")), admin));
        expect(409, contract.call("deleteUser", admin(), admin));
        expect(412,
                contract.call("changeUser", stale().contentType("application/json").body(Map.of("disabled", false)), hanna));
        expect(412, contract.call("deleteUser", stale(), hanna));
        expect(204, contract.call("deleteUser", admin(), hanna));

        var own = once("createUser", 201, Map.of("name", "zoja", "password", SignIn.PASSWORD, "role", "editor")).path("id");
        expect(200, contract.call("getAccount", zoja(null)));
        expect(201, contract.call("proposeSecondFactor", zoja(null)));
        var proposal = expect(201, contract.call("proposeSecondFactor", zoja(null)));
        String secret = proposal.path("secret");
        var code = Map.of("code", Authenticator.code(secret, clock.instant()));
        expect(200, contract.call("confirmSecondFactor", zoja(null).contentType("application/json").body(code)));
        expect(409, contract.call("confirmSecondFactor", zoja(secret).contentType("application/json").body(code)));
        expect(409, contract.call("proposeSecondFactor", zoja(secret)));
        var session = expect(201, contract.call("beginSession", zoja(secret)));
        for (var id : List.of("beginSession", "proposeSecondFactor", "removeSecondFactor")) {
            expect(403, contract.call(id, bearer(session)));
        }
        for (var id : List.of("confirmSecondFactor", "changePassword")) {
            expect(403, contract.call(id, bearer(session).contentType("application/json").body(Map.of())));
        }
        expect(204, contract.call("endSessions", zoja(secret)));
        expect(204, contract.call("removeSecondFactor", zoja(secret)));
        expect(404, contract.call("confirmSecondFactor", zoja(null).contentType("application/json").body(code)));
        for (var id : List.of("beginSession", "proposeSecondFactor")) {
            var key = UUID.randomUUID().toString();
            expect(201, contract.call(id, zoja(null).header("Idempotency-Key", key)));
            expect(422, contract.call(id, zoja(null).header("Idempotency-Key", key).queryParam("other", "yes")));
        }
        expect(204, contract.call("changePassword",
                zoja(null).contentType("application/json").body(Map.of("password", "another horse battery"))));
        expect(204, contract.call("removeSecondFactorOf", admin(), own));

        var token = once("createToken", 201, Map.of("name", "import", "role", "admin", "expiresAt", "2017-12-14T00:00:00Z"));
        json("createToken", 409, Map.of("name", "import", "role", "admin"));
        expect(200, contract.call("listTokens", admin()));
        expect(200, contract.call("getToken", admin(), token.path("id").toString()));
        expect(403, contract.call("endSessions", bearer(token)));
        expect(204, contract.call("deleteToken", admin(), token.path("id").toString()));
    }

    private void readers() {
        var wish = Map.of("email", "nadzeya@example.org", "edition", "be-ru", "language", "be");
        expect(202, contract.call("subscribe", given().contentType("application/json").body(wish)));
        expect(200, contract.call("getChallenge", given()));
        Response answer;
        do {
            answer = contract.call("subscribe", given().contentType("application/json").body(wish));
        } while (answer.statusCode() == 202);
        expect(429, answer);

        var reader = once("createSubscriber", 201, Map.of("email", "ales@example.org", "edition", "be-ru", "language", "ru"));
        var id = reader.path("id").toString();
        json("createSubscriber", 409, Map.of("email", "Ales@example.org", "edition", "en"));
        expect(200, contract.call("listSubscribers", admin().queryParam("edition", "be-ru")));
        expect(200, contract.call("exportSubscribers", admin()));
        expect(200, contract.call("getSubscriber", admin(), id));
        expect(200, contract.call("changeSubscriber", body(Map.of("edition", "en")), id));
        expect(200, contract.call("exportSubscriber", admin(), id));
        expect(200, contract.call("listEditions", admin()));
        var gone = json("createSubscriber", 201, Map.of("email", "gone@example.org", "edition", "en")).path("id").toString();
        expect(200, contract.call("changeSubscriber", body(Map.of("status", "unsubscribed")), gone));
        expect(409, contract.call("changeSubscriber", body(Map.of("status", "active")), gone));
        expect(412, contract.call("changeSubscriber", stale().contentType("application/json").body(Map.of("language", "be")),
                gone));
        expect(412, contract.call("eraseSubscriber", stale(), gone));
        expect(204, contract.call("eraseSubscriber", admin(), gone));

        once("reinstateSubscribers", 200, Map.of("from", "2016-12-01T00:00:00Z", "until", "2017-01-01T00:00:00Z",
                "reason", "The relay knew no mailbox for an hour", "dryRun", true));

        once("addSuppression", 201, Map.of("email", "never@example.org"));
        expect(200, contract.call("listSuppressions", admin()));
        expect(404, contract.call("listSuppressions", admin().queryParam("address", "other@example.org")));
        expect(204, contract.call("removeSuppression", admin().queryParam("address", "never@example.org")));
        expect(404, contract.call("removeSuppression", admin().queryParam("address", "never@example.org")));

        var list = "email,edition\nmaksim@example.org,en\nnot an address,en\n";
        var key = UUID.randomUUID().toString();
        var imported = expect(202, contract.call("importSubscribers", admin().contentType("text/csv")
                .header("Idempotency-Key", key).queryParam("edition", "en").queryParam("consent", CONSENT).body(list)));
        expect(422, contract.call("importSubscribers", admin().contentType("text/csv").header("Idempotency-Key", key)
                .queryParam("edition", "be-ru").queryParam("consent", CONSENT).body(list)));
        var job = imported.path("id").toString();
        lists.await(imported.header("Location"));
        expect(409, contract.call("cancelImport", admin(), job));
        expect(200, contract.call("listImports", admin()));
        step("cancelImport", lists.begin());
        while (expect(200, contract.call("listImports", admin())).<Integer>path("total") < WAITING + 2) {
            lists.begin();
        }
        expect(429, contract.call("importSubscribers", admin().contentType("text/csv").queryParam("edition", "en")
                .queryParam("consent", CONSENT).body(list)));
        expect(200, contract.call("listImports", admin()));
        expect(200, contract.call("getImport", admin(), job));
        expect(200, contract.call("getImportErrors", admin(), job));
    }

    private void texts() {
        var commentary = once("createCommentary", 201, commentary("The budget is adopted in silence"));
        var id = commentary.path("id").toString();
        expect(200, contract.call("listCommentaries", editor().queryParam("week", WEEK)));
        expect(200, contract.call("getCommentary", editor(), id));
        expect(409, contract.call("withdrawCommentary", editor(), id));
        expect(200, contract.call("changeCommentary", body(commentary("The budget is adopted without a word")), id));
        expect(412, contract.call("changeCommentary", stale().contentType("application/json").body(commentary("Late")), id));
        for (var late : List.of("publishCommentary", "withdrawCommentary", "deleteCommentary")) {
            expect(412, contract.call(late, stale(), id));
        }
        step("publishCommentary", id);
        expect(409, contract.call("deleteCommentary", editor(), id));
        var other = contract.call("createCommentary", body(commentary("Another"))).path("id").toString();
        expect(204, contract.call("deleteCommentary", editor(), other));
        var third = contract.call("createCommentary", body(commentary("A third"))).path("id").toString();
        expect(200, contract.call("publishCommentary", editor(), third));
        step("withdrawCommentary", third);
        expect(200, contract.call("listIssues", editor()));
        expect(200, contract.call("getIssue", editor(), WEEK));
    }

    private void mailings() throws Exception {
        step("assembleMailing", WEEK, "en");
        for (var early : List.of("pauseMailing", "resumeMailing", "retryFailedDeliveries")) {
            expect(409, contract.call(early, admin(), WEEK, "en"));
        }
        for (var format : List.of("html", "text", "eml")) {
            expect(200, contract.call("previewMailing", editor().queryParam("format", format), WEEK, "en"));
        }
        var key = UUID.randomUUID().toString();
        for (var to : List.of("editor@example.org", "other@example.org")) {
            expect(to.startsWith("editor") ? 204 : 422, contract.call("proofMailing",
                    body(Map.of("to", List.of(to))).header("Idempotency-Key", key), WEEK, "en"));
        }
        step("holdMailing", WEEK, "en");
        step("sendMailing", WEEK, "en");
        expect(409, contract.call("assembleMailing", editor(), WEEK, "en"));
        expect(409, contract.call("holdMailing", admin(), WEEK, "en"));
        step("pauseMailing", WEEK, "en");
        step("resumeMailing", WEEK, "en");
        assertThat(delivery.deliverDue(Duration.ofSeconds(20))).isTrue();
        expect(200, contract.call("getProgress", editor(), WEEK, "en"));
        var report = Reports.failure("b+" + "a".repeat(61) + "@localhost", "", "5.1.1", "550 5.1.1 User unknown").getBytes();
        var bounceKey = UUID.randomUUID().toString();
        for (var status : List.of(200, 422)) {
            expect(status,
                    contract.call("takeBounce", admin().contentType("message/rfc822").header("Idempotency-Key", bounceKey)
                            .queryParam("try", status).body(report)));
        }
        expect(200, contract.call("listDeliveries", editor(), WEEK, "en"));
        step("retryFailedDeliveries", WEEK, "en");
        expect(409, contract.call("cancelMailing", admin(), WEEK, "en"));
        expect(200, contract.call("assembleMailing", editor(), WEEK, "be-ru"));
        step("cancelMailing", WEEK, "be-ru");
        expect(409, contract.call("sendMailing", admin(), WEEK, "be-ru"));
    }

    private void system() throws IOException {
        expect(200, contract.call("getStatistics", editor()));
        expect(200, contract.call("listAudit", admin().queryParam("size", 3)));
        expect(200, contract.call("exportAudit", admin().queryParam("actor", SignIn.ADMIN).queryParam("method", "PATCH")));
        expect(200, contract.call("listKeys", admin()));
        expect(409, contract.call("rotateKeys", admin()));
        KeyFile.addKeys(keyset);
        step("rotateKeys");
        expect(200, contract.call("examine", admin()));
        expect(200, contract.call("getRestore", admin()));
        step("confirmRestore");

        var hook = Map.of("url", "https://crm.invalid/hooks/viestka", "events", List.of("mailing.finished"));
        var id = once("createWebhook", 201, hook).path("id").toString();
        expect(200, contract.call("listWebhooks", admin()));
        expect(200, contract.call("getWebhook", admin(), id));
        expect(200, contract.call("listWebhookAttempts", admin(), id));
        expect(204, contract.call("deleteWebhook", admin(), id));
        Response webhook;
        do {
            webhook = contract.call("createWebhook", body(hook));
        } while (webhook.statusCode() == 201);
        expect(409, webhook);
        step("pingWebhook", contract.call("listWebhooks", admin()).<String>path("items[0].id"));
    }

    /** Once, and again with the same key, and with the same key for something else. */
    private Response once(String id, int status, Map<String, ?> body) {
        var key = UUID.randomUUID().toString();
        var first = expect(status, contract.call(id, body(body).header("Idempotency-Key", key)));
        var again = expect(status, contract.call(id, body(body).header("Idempotency-Key", key)));
        assertThat(again.asString()).isEqualTo(first.asString());
        expect(422, contract.call(id, body(body).header("Idempotency-Key", key).queryParam("other", "yes")));
        return first;
    }

    /** A POST without a body: done, and refused with the same key for something else. */
    private void step(String id, Object... parameters) {
        var key = UUID.randomUUID().toString();
        assertThat(contract.call(id, admin().header("Idempotency-Key", key), parameters).statusCode()).as(id).isIn(200, 202);
        expect(422, contract.call(id, admin().header("Idempotency-Key", key).queryParam("other", "yes"), parameters));
    }

    private Response json(String id, int status, Map<String, ?> body) {
        return expect(status, contract.call(id, body(body)));
    }

    /** With a code of the next half minute, where there is a second factor. */
    private RequestSpecification zoja(String secret) {
        var request = given().auth().preemptive().basic("zoja", SignIn.PASSWORD);
        if (secret == null) {
            return request;
        }
        clock.advance(Duration.ofSeconds(30));
        return request.header("X-TOTP", Authenticator.code(secret, clock.instant()));
    }

    private static RequestSpecification bearer(Response secret) {
        return given().header("Authorization", "Bearer " + secret.path("token"));
    }

    private RequestSpecification stale() {
        return admin().header("If-Match", "\"99\"");
    }

    private RequestSpecification body(Map<String, ?> body) {
        return admin().contentType("application/json").body(body);
    }

    private RequestSpecification admin() {
        return signIn.asAdmin();
    }

    private RequestSpecification editor() {
        return signIn.asEditor();
    }

    private static Response expect(int status, Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        return response;
    }

    private static Map<String, Object> commentary(String title) {
        var en = Map.of("title", title, "summary", "Parliament passed the budget in one sitting and asked nothing.", "body",
                "The **draft** was sent on a Monday.\n\nIt came back on the Tuesday.");
        var be = Map.of("title", "Бюджэт прынялі моўчкі", "summary", "Парламент прыняў бюджэт за адно пасяджэнне.", "body",
                "Праект прыйшоў у панядзелак.");
        var ru = Map.of("title", "Бюджет приняли молча", "summary", "Парламент принял бюджет за одно заседание.", "body",
                "Проект пришёл в понедельник.");
        return Map.of("rubric", "ruling-elite", "week", WEEK, "trend", "unchanged", "translations",
                Map.of("en", en, "be", be, "ru", ru));
    }
}
