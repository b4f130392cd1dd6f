package org.viestka.commentary;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.publication.Trend;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
@TestSecurity(user = "anna", roles = "editor")
class CommentaryApiTest {

    private static final CommentaryInput ELITE = Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.UNCHANGED);

    @Inject
    Slate slate;

    @Inject
    Newsroom newsroom;

    @Inject
    MovableClock clock;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void a_commentary_goes_from_draft_to_published_to_withdrawn() {
        var answer = post(ELITE).statusCode(201).header("ETag", "\"0\"")
                .body("status", equalTo("draft")).body("week", equalTo("2016-W49")).body("trend", equalTo("unchanged"))
                .body("position", equalTo(0)).body("publishedAt", nullValue())
                .body("createdAt", equalTo("2016-12-14T09:00:00Z"))
                .body("translations.en.title", equalTo("The budget is adopted in silence"))
                .body("translations.be.slug", equalTo("byudzhet-prynyali-mowchki"))
                .body("translations.ru.link", equalTo("http://localhost:8080/ru/ruling-elite/byudzhet-prinyali-molcha"))
                .extract();
        String path = "/api/commentaries/" + answer.path("id");
        assertThat(answer.header("Location")).isEqualTo(path);

        given().get(path).then().statusCode(200).header("ETag", "\"0\"").body("translations.keySet()",
                contains("en", "be", "ru"));
        given().post(path + "/publish").then().statusCode(200).header("ETag", "\"1\"").body("status", equalTo("published"));
        given().post(path + "/publish").then().statusCode(200).header("ETag", "\"1\"").body("status", equalTo("published"));
        given().delete(path).then().statusCode(409).contentType("application/problem+json")
                .body("detail", containsString("Only a draft"));
        given().post(path + "/withdraw").then().statusCode(200).body("status", equalTo("withdrawn"));
        given().post(path + "/withdraw").then().statusCode(200).header("ETag", "\"2\"");
        given().delete(path).then().statusCode(409);
        given().post(path + "/publish").then().statusCode(200).body("publishedAt", equalTo("2016-12-14T09:00:00Z"));
    }

    @Test
    void only_a_draft_can_be_deleted_and_no_draft_withdrawn() {
        String path = "/api/commentaries/" + newsroom.draft(ELITE).id;
        given().post(path + "/withdraw").then().statusCode(409).body("detail", containsString("draft"));
        given().delete(path).then().statusCode(204);
        given().get(path).then().statusCode(404).contentType("application/problem+json");
        for (var act : new String[]{"/publish", "/withdraw"}) {
            given().post(path + act).then().statusCode(404);
        }
        given().delete(path).then().statusCode(404);
        given().get("/api/commentaries/no-uuid").then().statusCode(404);
    }

    @Test
    void a_correction_keeps_the_links_of_what_is_published() {
        var published = newsroom.publish(Samples.commentary(Samples.WEEK, Samples.ELITE, Trend.UNCHANGED, "en"));
        clock.advance(Duration.ofHours(1));
        var corrected = new CommentaryInput(Samples.SECURITY, "2016-W49", "worsened", 7,
                Map.of("en", Samples.translation(Samples.SECURITY, "en"), "ru",
                        Samples.translation(Samples.SECURITY, "ru")));
        put(published, corrected).statusCode(200)
                .body("status", equalTo("published")).body("position", equalTo(7)).body("trend", equalTo("worsened"))
                .body("updatedAt", equalTo("2016-12-14T10:00:00Z"))
                .body("translations.en.title", equalTo("The army rehearses without guests"))
                .body("translations.en.slug", equalTo("the-budget-is-adopted-in-silence"))
                .body("translations.ru.slug", equalTo("armiya-repetiruyet-bez-gostey"));
    }

    @Test
    void a_draft_takes_the_slug_of_its_new_title_and_loses_dropped_translations() {
        var draft = newsroom.draft(ELITE);
        put(draft, Samples.english(Samples.WEEK, "A new title", "Summary", "Body")).statusCode(200)
                .body("translations.en.slug", equalTo("a-new-title"))
                .body("translations.keySet()", contains("en"));
        given().get("/api/commentaries/" + draft.id).then().body("translations.keySet()", contains("en"));
    }

    @Test
    void a_change_that_touches_the_text_alone_changes_the_version() {
        var draft = newsroom.draft(ELITE);
        var first = put(draft, Samples.english(Samples.WEEK, "A title", "Summary", "Body")).extract().header("ETag");
        var second = put(draft, Samples.english(Samples.WEEK, "A title", "Summary", "Other body")).extract().header("ETag");
        assertThat(second).isNotEqualTo(first);
        given().get("/api/commentaries/" + draft.id).then().header("ETag", second);
    }

    @Test
    void whoever_read_an_old_version_changes_nothing() {
        String path = "/api/commentaries/" + newsroom.publish(ELITE).id;
        var stale = given().header("If-Match", "\"0\"").header("Accept-Language", "be").contentType(ContentType.JSON);
        stale.body(ELITE).put(path).then().statusCode(412).contentType("application/problem+json")
                .body("detail", containsString("змянілі"));
        given().header("If-Match", "\"0\"").post(path + "/withdraw").then().statusCode(412);
        given().header("If-Match", "\"0\"").post(path + "/publish").then().statusCode(412);
        given().header("If-Match", "\"0\"").delete(path).then().statusCode(412);
        given().header("If-Match", "\"1\"").post(path + "/withdraw").then().statusCode(200);
    }

    @Test
    void an_editor_is_told_what_readers_will_not_see_as_it_was_written() {
        var body = "<p class=MsoNormal>Па\u00adрламент<o:p></o:p></p>\n\n[a](javascript:x) ![b](c.png)[^9] [d](#e) [f](example.org)"
                + "\n\n[^1]: x";
        var input = Samples.english(Samples.WEEK, "A title", "Summary", body);
        String path = given().contentType(ContentType.JSON).body(input).post("/api/commentaries").then().statusCode(201)
                .body("warnings.field", everyItem(equalTo("translations.en.body"))).body("warnings", hasSize(8))
                .body("warnings[0].message", equalTo("HTML is not shown. Its tags are taken out: <p>, <o:p>"))
                .body("warnings[1].message", containsString("U+00AD"))
                .body("warnings.message", hasItem(endsWith(": javascript:x")))
                .body("translations.en.body", equalTo(body)).extract().header("Location");
        given().header("Accept-Language", "be").get(path).then().body("warnings", hasSize(8))
                .body("warnings.message", hasItem("У тэксце няма зноскі з такой назвай: [^9]"));
        given().header("Accept-Language", "ru").get(path).then()
                .body("warnings.message", hasItem("В тексте нет сноски с таким названием: [^9]"));
        given().get("/api/commentaries").then().body("items", hasSize(1)).body("items[0]", not(hasKey("warnings")));
        given().contentType(ContentType.JSON).body(Samples.english(Samples.WEEK, "A title", "Summary", "Body")).put(path).then()
                .statusCode(200).body("warnings", hasSize(0));
    }

    @Test
    void an_editor_is_told_which_signs_are_not_kept() {
        var input = Samples.english(Samples.WEEK, "A\u0007 title\ue001", "Sum\u009fmary",
                "Bo\u0000dy \udbff\udffd \uf0b7\r\n\tx");
        String path = given().contentType(ContentType.JSON).body(input).post("/api/commentaries").then().statusCode(201)
                .body("warnings.field", contains("translations.en.title", "translations.en.summary", "translations.en.body"))
                .body("warnings.message",
                        contains(endsWith(": U+0007, U+E001"), endsWith(": U+009F"), endsWith(": U+0000, U+10FFFD")))
                .body("translations.en.title", equalTo("A title")).body("translations.en.body", equalTo("Body  •\n\tx"))
                .extract().header("Location");
        given().contentType(ContentType.JSON).body(input).put(path).then().statusCode(200).body("warnings", hasSize(3));
        given().get(path).then().body("warnings", hasSize(0));
    }

    @Test
    void a_body_of_which_nothing_is_to_be_seen_is_refused() {
        for (var body : List.of("<!-- nothing -->", "\u00a0\u00a0", "\u200b", "[^1]: x", "[a]: https://example.org/",
                "<p></p>")) {
            post(Samples.english(Samples.WEEK, "A title", "Summary", body)).statusCode(400)
                    .body("violations.field", contains("translations.en.body"));
        }
    }

    @Test
    void titles_may_repeat_but_slugs_do_not() {
        var input = Samples.english(Samples.WEEK, "Review", "Summary", "Body");
        post(input).body("translations.en.slug", equalTo("review"));
        post(input).body("translations.en.slug", equalTo("review-2"));
        post(input).body("translations.en.slug", equalTo("review-3"));
    }

    @Test
    void editors_at_once_do_not_get_in_each_others_way() throws Exception {
        var input = Samples.english(Samples.WEEK, "Review", "Summary", "Body");
        var drafts = atOnce(4, () -> newsroom.draft(input));
        assertThat(drafts).extracting(c -> c.translations.get("en").slug)
                .containsExactlyInAnyOrder("review", "review-2", "review-3", "review-4");

        String publish = "/api/commentaries/" + newsroom.draft(ELITE).id + "/publish";
        assertThat(atOnce(4, () -> given().post(publish).statusCode())).containsOnly(200);

        String path = "/api/commentaries/" + newsroom.draft(ELITE).id;
        assertThat(atOnce(4, () -> given().header("If-Match", "\"0\"").contentType(ContentType.JSON).body(ELITE).put(path)
                .statusCode())).containsOnlyOnce(200).contains(412);
    }

    @Test
    void the_list_is_narrowed_and_paged() {
        newsroom.publishIssue(Samples.WEEK);
        newsroom.draft(Samples.commentary(Samples.WEEK.next(), Samples.ELITE, Trend.UNCHANGED));
        given().get("/api/commentaries").then().statusCode(200).body("total", equalTo(6)).body("page", equalTo(0))
                .body("items.week[0]", equalTo("2016-W50")).body("items[1].rubric", equalTo("ruling-elite"))
                .body("items[1].translations.be.title", equalTo("Бюджэт прынялі моўчкі"));
        given().get("/api/commentaries?status=draft").then().body("items", hasSize(1)).body("total", equalTo(1));
        given().get("/api/commentaries?status=published&week=2016-W49&rubric=security-issues").then()
                .body("items.rubric", contains("security-issues"));
        given().get("/api/commentaries?week=&rubric=ruling-elite&status=").then().body("total", equalTo(2));
        var second = given().get("/api/commentaries?size=2&page=1").then().body("items", hasSize(2)).extract();
        assertThat(second.headers().getValues("Link")).containsExactlyInAnyOrder(
                "</api/commentaries?size=2&page=0>; rel=\"first\"", "</api/commentaries?size=2&page=0>; rel=\"prev\"",
                "</api/commentaries?size=2&page=2>; rel=\"next\"", "</api/commentaries?size=2&page=2>; rel=\"last\"");
        given().get("/api/commentaries?page=9").then().statusCode(200).body("items", hasSize(0));
    }

    private static ValidatableResponse post(CommentaryInput input) {
        return given().contentType(ContentType.JSON).body(input).post("/api/commentaries").then();
    }

    private static ValidatableResponse put(Commentary commentary, CommentaryInput input) {
        return given().contentType(ContentType.JSON).body(input).put("/api/commentaries/" + commentary.id).then();
    }

    private static <T> List<T> atOnce(int times, Callable<T> act) throws Exception {
        var threads = Executors.newFixedThreadPool(times);
        try {
            return threads.invokeAll(IntStream.range(0, times).mapToObj(i -> act).collect(Collectors.toList())).stream()
                    .map(future -> {
                        try {
                            return future.get();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    }).toList();
        } finally {
            threads.shutdown();
        }
    }
}
