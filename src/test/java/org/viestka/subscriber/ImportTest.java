package org.viestka.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.support.MovableClock;
import org.viestka.support.Readers;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.vault.Vault;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
class ImportTest {

    private static final String ALL = "/api/subscribers";
    private static final List<String> COUNTS = List.of("rows", "added", "changed", "unchanged", "suppressed", "invalid");

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Readers readers;
    @Inject
    Vault vault;
    @Inject
    MovableClock clock;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void ten_thousand_rows_come_in_and_a_dry_run_reports_the_same_beforehand() {
        readers.add("left@reader.example", "en", SubscriberStatus.UNSUBSCRIBED);
        // One address in the first chunk and in the last, another three times in one.
        var file = "email\n" + IntStream.range(0, 9_990).mapToObj(i -> "reader" + i + "@reader.example\n")
                .collect(Collectors.joining())
                + "reader0@reader.example\nREADER0@Reader.example\nleft@reader.example\nbroken\n"
                + "twice@reader.example\nTwice@reader.example\ntwice@reader.example\n";
        var dry = counts(upload("?edition=en&dryRun=true", file));
        assertThat(dry).containsExactlyInAnyOrderEntriesOf(Map.of("rows", 9_997, "added", 9_991, "changed", 0, "unchanged", 4,
                "suppressed", 1, "invalid", 1));
        signIn.asAdmin().get(ALL).then().body("total", equalTo(1));
        assertThat(counts(upload("?edition=en", file))).isEqualTo(dry);
        signIn.asAdmin().get(ALL + "?status=active").then().body("total", equalTo(9_991));
        var again = counts(upload("?edition=en", file));
        assertThat(again.get("added")).isZero();
        assertThat(again.get("unchanged")).isEqualTo(9_995);
    }

    @ParameterizedTest
    @CsvSource({"UNSUBSCRIBED,active,UNSUBSCRIBED", "BOUNCED,active,BOUNCED", "COMPLAINED,'',COMPLAINED",
            "UNSUBSCRIBED,pending,UNSUBSCRIBED", "PAUSED,active,PAUSED", "PAUSED,'',PAUSED", "ACTIVE,pending,ACTIVE",
            "PENDING,active,ACTIVE", "ACTIVE,paused,PAUSED", "ACTIVE,unsubscribed,UNSUBSCRIBED", "ACTIVE,bounced,BOUNCED"})
    void an_import_brings_back_no_opt_out_and_ends_no_pause(SubscriberStatus before, String told, SubscriberStatus after) {
        readers.add("reader@reader.example", "en", before);
        upload("", "email,edition,status\nreader@reader.example,en," + told + "\n");
        assertThat(find("reader@reader.example").status).isEqualTo(after);
    }

    @Test
    void a_suppressed_address_stays_out() {
        QuarkusTransaction.requiringNew()
                .run(() -> Suppression.add(Address.parse("never@reader.example").address().orElseThrow(),
                        Suppression.Reason.REQUESTED, vault, clock.instant()));
        upload("?edition=en", "email\nNever@reader.example\n").body("suppressed", equalTo(1)).body("added", equalTo(0));
        assertThat(find("never@reader.example")).isNull();
    }

    @Test
    void what_a_file_does_not_say_stays_as_the_reader_chose_it() {
        readers.leadBy(readers.subscribe("reader@reader.example", "be-ru"), "ru");
        upload("?edition=be-ru", "email\nreader@reader.example\n").body("unchanged", equalTo(1));
        upload("?edition=be-ru", "email,language\nreader@reader.example,ru\n").body("changed", equalTo(1));
        upload("?edition=be-ru", "email\nreader@reader.example\n").body("unchanged", equalTo(1));
        assertThat(find("reader@reader.example").language).isEqualTo("ru");
        assertThat(find("reader@reader.example").leadingLanguage).isEqualTo("ru");
        upload("?edition=en", "email\nreader@reader.example\n").body("changed", equalTo(1));
        assertThat(find("reader@reader.example").leadingLanguage).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void columns_come_in_any_order_behind_any_delimiter(String delimiter) {
        upload("", ("\uFEFF\"Subscribed_At\",name,\"EMAIL\",edition\r\n2016-01-02,\"A \"\"x\"\"\nb\",a@reader.example,be-ru\r\n"
                + "2016-12-05T09:00:00Z,,b@reader.example,en\r\n2999-01-01,,c@reader.example,en\r\nsoon,,d@reader.example,en\r\n")
                .replace(",", delimiter)).body("added", equalTo(2)).body("invalid", equalTo(2));
        assertThat(find("a@reader.example").subscribedAt).hasToString("2016-01-02T00:00:00Z");
        assertThat(find("b@reader.example").consentSource).isEqualTo(ConsentSource.IMPORT);
    }

    @Test
    void refusals_are_told_in_the_language_of_whoever_asks_and_hold_no_address() {
        var location = upload("", "email,edition\nnadzeya@,en\nnadzeya@reader.example,uk\n").extract().header("Location");
        assertThat(signIn.asAdmin().header("Accept-Language", "be").get(location + "/errors").asString()).isEqualTo(
                "line,reason\r\n2,email: Гэта не адрас электроннай пошты. Ён мае выглядаць так: name@example.org.\r\n"
                        + "3,edition: Такога выдання няма.\r\n");
    }

    @Test
    void a_quotation_mark_that_never_closes_fails_the_file_and_not_the_memory() {
        var file = "email\na@reader.example\n\"" + "b".repeat(3 << 20);
        upload("?edition=en", file).body("state", equalTo("failed")).body("added", equalTo(1));
        upload("?edition=en", "email\na@reader.example\n\"b").body("state", equalTo("failed")).body("unchanged", equalTo(1));
    }

    @Test
    void two_imports_at_once_do_not_block_each_other() throws Exception {
        var rows = IntStream.range(0, 3_000).mapToObj(i -> "reader" + i + "@reader.example").toList();
        var reversed = new ArrayList<>(rows);
        Collections.reverse(reversed);
        var admins = Executors.newFixedThreadPool(2);
        List<Callable<Map<String, Integer>>> both = List.of(
                () -> counts(upload("?edition=en", "email\n" + String.join("\n", rows))),
                () -> counts(upload("?edition=be-ru", "email\n" + String.join("\n", reversed))));
        for (var done : admins.invokeAll(both)) {
            assertThat(done.get().get("rows")).isEqualTo(3_000);
        }
        admins.shutdown();
        signIn.asAdmin().get(ALL).then().body("total", equalTo(3_000));
    }

    @Test
    void an_import_whose_node_died_is_told_as_failed() {
        var id = QuarkusTransaction.requiringNew().call(() -> {
            var begun = SubscriberImport.begin("en", false, clock.instant());
            begun.persist();
            return begun.id;
        });
        signIn.asAdmin().get(ALL + "/imports/" + id).then().body("state", equalTo("running"));
        clock.advance(Duration.ofMinutes(6));
        signIn.asAdmin().get(ALL + "/imports/" + id).then().body("state", equalTo("failed"));
    }

    @Test
    void a_whole_list_goes_out_and_comes_in_elsewhere_as_it_was() {
        for (var status : SubscriberStatus.values()) {
            readers.add(status.name().toLowerCase() + "@reader.example", "en", status);
        }
        readers.subscribe("=1+1@reader.example", "en");
        readers.subscribe("'=quoted@reader.example", "en");
        var csv = signIn.asAdmin().get(ALL + "/export").asString();
        assertThat(csv).contains("'=1+1@reader.example,", "''=quoted@reader.example,");
        slate.wipe();
        upload("", csv).body("added", equalTo(SubscriberStatus.values().length + 2)).body("invalid", equalTo(0));
        assertThat(signIn.asAdmin().get(ALL + "/export").asString().lines().toList())
                .containsExactlyInAnyOrderElementsOf(csv.lines().toList());
    }

    private Subscriber find(String email) {
        return QuarkusTransaction.requiringNew().call(
                () -> Subscriber.findByAddress(Address.parse(email).address().orElseThrow(), vault).orElse(null));
    }

    private static Map<String, Integer> counts(ValidatableResponse answer) {
        var json = answer.extract().jsonPath();
        return COUNTS.stream().collect(Collectors.toMap(name -> name, json::getInt));
    }

    private ValidatableResponse upload(String query, String file) {
        return signIn.asAdmin().contentType("text/csv").body(file.getBytes(StandardCharsets.UTF_8))
                .post(ALL + "/imports" + query).then().statusCode(202);
    }
}
