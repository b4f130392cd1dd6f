package org.viestka.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.viestka.subscriber.Address;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.subscriber.Suppression;
import org.viestka.support.Lists;
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
    private static final List<String> COUNTS = List.of("rows", "added", "changed", "unchanged", "suppressed", "duplicates",
            "invalid");

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Lists lists;
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
        var dry = counts(lists.take("?edition=en&dryRun=true", file));
        assertThat(dry).containsExactlyInAnyOrderEntriesOf(Map.of("rows", 9_997, "added", 9_991, "changed", 0, "unchanged", 0,
                "suppressed", 1, "duplicates", 4, "invalid", 1));
        signIn.asAdmin().get(ALL).then().body("total", equalTo(1));
        assertThat(counts(lists.take("?edition=en", file))).isEqualTo(dry);
        signIn.asAdmin().get(ALL + "?status=active").then().body("total", equalTo(9_991));
        var again = counts(lists.take("?edition=en", file));
        assertThat(again.get("added")).isZero();
        assertThat(again.get("unchanged")).isEqualTo(9_991);
    }

    @ParameterizedTest
    @CsvSource({"UNSUBSCRIBED,active,UNSUBSCRIBED", "BOUNCED,active,BOUNCED", "COMPLAINED,'',COMPLAINED",
            "UNSUBSCRIBED,pending,UNSUBSCRIBED", "PAUSED,active,PAUSED", "PAUSED,'',PAUSED", "ACTIVE,pending,ACTIVE",
            "PENDING,active,ACTIVE", "ACTIVE,paused,PAUSED", "ACTIVE,unsubscribed,UNSUBSCRIBED", "ACTIVE,bounced,BOUNCED"})
    void an_import_brings_back_no_opt_out_and_ends_no_pause(SubscriberStatus before, String told, SubscriberStatus after) {
        readers.add("reader@reader.example", "en", before);
        lists.take("", "email,edition,status\nreader@reader.example,en," + told + "\n");
        assertThat(find("reader@reader.example").status).isEqualTo(after);
    }

    @Test
    void a_suppressed_address_stays_out() {
        QuarkusTransaction.requiringNew()
                .run(() -> Suppression.add(Address.parse("never@reader.example").address().orElseThrow(),
                        Suppression.Reason.REQUESTED, vault, clock.instant()));
        lists.take("?edition=en", "email\nNever@reader.example\n").body("suppressed", equalTo(1)).body("added", equalTo(0));
        assertThat(find("never@reader.example")).isNull();
    }

    @Test
    void what_a_file_does_not_say_stays_as_the_reader_chose_it() {
        readers.leadBy(readers.subscribe("reader@reader.example", "be-ru"), "ru");
        lists.take("?edition=be-ru", "email\nreader@reader.example\n").body("unchanged", equalTo(1));
        lists.take("?edition=be-ru", "email,language\nreader@reader.example,ru\n").body("changed", equalTo(1));
        lists.take("?edition=be-ru", "email\nreader@reader.example\n").body("unchanged", equalTo(1));
        assertThat(find("reader@reader.example").language).isEqualTo("ru");
        assertThat(find("reader@reader.example").leadingLanguage).isEqualTo("ru");
        lists.take("?edition=en", "email\nreader@reader.example\n").body("changed", equalTo(1));
        assertThat(find("reader@reader.example").leadingLanguage).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void columns_come_in_any_order_behind_any_delimiter(String delimiter) {
        lists.take("",
                ("\uFEFF\"Subscribed_At\",name,\"EMAIL\",edition\r\n2016-01-02,\"A \"\"x\"\"\nb\",a@reader.example,be-ru\r\n"
                        + "2016-12-05T09:00:00Z,,b@reader.example,en\r\n2999-01-01,,c@reader.example,en\r\nsoon,,d@reader.example,en\r\n")
                        .replace(",", delimiter))
                .body("added", equalTo(2)).body("invalid", equalTo(2)).body("unknownColumns", contains("name"));
        assertThat(find("a@reader.example").subscribedAt).hasToString("2016-01-02T00:00:00Z");
        assertThat(find("b@reader.example").consentSource).isEqualTo(ConsentSource.IMPORT);
    }

    @Test
    void refusals_are_told_in_the_language_of_whoever_asks_and_hold_no_address() {
        var location = lists.take("", "email,edition\nnadzeya@,en\nnadzeya@reader.example,uk\n").extract().<String>path("id");
        assertThat(signIn.asAdmin().header("Accept-Language", "be").get(Lists.IMPORTS + "/" + location + "/errors").asString())
                .isEqualTo(
                        "line,reason\r\n2,email: Гэта не адрас электроннай пошты. Ён мае выглядаць так: name@example.org.\r\n"
                                + "3,edition: Такога выдання няма.\r\n");
    }

    @ParameterizedTest
    @CsvSource({"EN,en,en,en", "BE/RU,by,be-ru,be", "be/ru,RU,be-ru,ru", "Be-Ru,Русский,be-ru,ru", "be_ru,Belarusian,be-ru,be",
            "be / ru,беларуская,be-ru,be", "en,en_US,en,en", "be-ru,bel,be-ru,be"})
    void editions_and_languages_have_the_names_that_people_know(String label, String name, String edition, String language) {
        lists.take("", "email,edition,language\na@reader.example," + label + "," + name + "\n").body("added", equalTo(1));
        assertThat(find("a@reader.example").edition).isEqualTo(edition);
        assertThat(find("a@reader.example").language).isEqualTo(language);
    }

    @Test
    void the_request_may_name_an_edition_by_its_label() {
        lists.take("?edition=BE/RU", "email\na@reader.example\n").body("edition", equalTo("be-ru"));
    }

    @ParameterizedTest
    @CsvSource({"subscribed,ACTIVE", "Enabled,ACTIVE", "unconfirmed,PENDING", "blocklisted,UNSUBSCRIBED",
            "Opted Out,UNSUBSCRIBED", "cleaned,BOUNCED", "unreachable,BOUNCED", "spam,COMPLAINED"})
    void states_are_understood_in_the_words_of_other_programs(String told, SubscriberStatus status) {
        lists.take("", "email,edition,status\na@reader.example,en," + told + "\n").body("added", equalTo(1));
        assertThat(find("a@reader.example").status).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "-", "!", "disabled"})
    void a_status_that_may_mean_anything_is_told(String told) {
        lists.take("", "email,edition,status\na@reader.example,en," + told + "\n").body("invalid", equalTo(1));
    }

    @Test
    void who_has_left_elsewhere_does_not_become_active_here() {
        lists.take("?edition=en", "Email Address,UNSUB_TIME\na@reader.example,2016-12-05 10:11:12\nb@reader.example,\n")
                .body("added", equalTo(2));
        assertThat(find("a@reader.example").status).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
        assertThat(find("b@reader.example").status).isEqualTo(SubscriberStatus.ACTIVE);
    }

    @Test
    void the_words_of_a_refusal_say_what_there_is() {
        assertThat(refusal("Contact,Имя\nx,y\n")).contains("Line 1 must", "called “email”", "[contact], [имя]");
        assertThat(refusal("sep=;\nemail,name\na@reader.example,Ann\n")).contains("Line 2 must", "[email,name]");
        assertThat(refusal("a@reader.example,email\nb@reader.example,\n")).contains("Line 1 must", "[…]");
        assertThat(refusal("\nemail,E-Mail\n")).contains("Line 2 names the column “email” twice");
        assertThat(refusal("email\na@reader.example\n\"b@reader.example\nc@reader.example\n\"d@reader.example\n"))
                .contains("begins in line 3", "further in line 5");
        assertThat(refusal("email\n\"" + "x".repeat(1 << 20))).contains("begins in line 2 does not end");
        assertThat(refusal("PK\3\4\0\0x")).contains("CSV UTF-8");
        assertThat(refusal("\nemail,Bounce type,Кто отписался\na@reader.example,,\n")).contains("In line 2",
                "[bounce type], [кто отписался]", "“status”");
    }

    @Test
    void wide_text_that_ends_as_narrow_is_refused_with_its_line_and_nobody_is_in() {
        var wide = ("\uFEFFemail\r\n" + "a@reader.example\r\n".repeat(3_000)).getBytes(StandardCharsets.UTF_16LE);
        var file = Arrays.copyOf(wide, wide.length + 18);
        System.arraycopy("b@reader.example\r\n".getBytes(StandardCharsets.UTF_8), 0, file, wide.length, 18);
        assertThat(lists.send("?edition=en", file).then().statusCode(400).extract().asString()).contains("From line 3002 on",
                "CSV UTF-8");
        signIn.asAdmin().get(ALL).then().body("total", equalTo(0));
        signIn.asAdmin().get(Lists.IMPORTS).then().body("total", equalTo(0));
    }

    @Test
    void a_row_that_does_not_say_who_has_left_is_told_with_its_line_and_not_taken() {
        var location = lists.take("?edition=en", "email,opt_out\na@reader.example,nein\nb@reader.example,perhaps\n"
                + "c@reader.example,ИСТИНА\nd@mьller.de,\n").body("added", equalTo(2)).body("invalid", equalTo(2)).extract()
                .<String>path("id");
        assertThat(signIn.asAdmin().get(Lists.IMPORTS + "/" + location + "/errors").asString().lines().skip(1))
                .satisfiesExactly(line -> assertThat(line).contains("3,", "line: In a column that tells who has left"),
                        line -> assertThat(line).contains("5,", "email: Behind the @", "two alphabets"));
        assertThat(find("a@reader.example").status).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(find("b@reader.example")).isNull();
        assertThat(find("c@reader.example").status).isEqualTo(SubscriberStatus.UNSUBSCRIBED);
    }

    private String refusal(String file) {
        return lists.send("?edition=en", file.getBytes(StandardCharsets.UTF_8)).then().statusCode(400).extract().asString();
    }

    @Test
    void lines_that_marks_hold_together_are_told_with_their_numbers() {
        var location = lists
                .take("?edition=en", "email,name\na@reader.example,\"Ann\nb@reader.example,Bob\"\nc@reader.example,Cid\n")
                .body("added", equalTo(1)).body("invalid", equalTo(2)).body("rows", equalTo(3)).extract().<String>path("id");
        assertThat(signIn.asAdmin().get(Lists.IMPORTS + "/" + location + "/errors").asString().lines().skip(1))
                .allMatch(line -> line.contains("line: Quotation marks hold this line together"))
                .extracting(line -> line.substring(0, 2))
                .containsExactly("2,", "3,");
    }

    @Test
    void two_imports_at_once_do_not_block_each_other() throws Exception {
        var rows = IntStream.range(0, 3_000).mapToObj(i -> "reader" + i + "@reader.example").toList();
        var reversed = new ArrayList<>(rows);
        Collections.reverse(reversed);
        var admins = Executors.newFixedThreadPool(2);
        List<Callable<Map<String, Integer>>> both = List.of(
                () -> counts(lists.take("?edition=en", "email\n" + String.join("\n", rows))),
                () -> counts(lists.take("?edition=be-ru", "email\n" + String.join("\n", reversed))));
        for (var done : admins.invokeAll(both)) {
            assertThat(done.get().get("rows")).isEqualTo(3_000);
        }
        admins.shutdown();
        signIn.asAdmin().get(ALL).then().body("total", equalTo(3_000));
    }

    @Test
    void how_readers_agreed_is_asked_for_and_kept_with_each_who_is_new() {
        readers.subscribe("known@reader.example", "en");
        readers.add("asked@reader.example", "en", SubscriberStatus.PENDING);
        for (var query : List.of("?edition=en", "?edition=en&consent=%20", "?edition=uk&consent=" + "x".repeat(501))) {
            signIn.asAdmin().urlEncodingEnabled(false).header("Accept-Language", "be").contentType("text/csv")
                    .body("email\na@reader.example\n")
                    .post(Lists.IMPORTS + query).then().statusCode(400)
                    .contentType("application/problem+json")
                    .body("violations.field", hasItem("consent"));
        }
        lists.take("?edition=en", "email\nnew@reader.example\nknown@reader.example\nasked@reader.example\n")
                .body("consent", equalTo("Signed up at the fair")).body("added", equalTo(1)).body("changed", equalTo(1));
        var added = find("new@reader.example");
        assertThat(added.consentText).startsWith("import/");
        assertThat(find("asked@reader.example").consentText).isEqualTo(added.consentText);
        assertThat(find("known@reader.example").consentSource).isEqualTo(ConsentSource.FORM);
        signIn.asAdmin().get(ALL + "/" + added.id + "/export").then().body("consent.source", equalTo("import"))
                .body("consentTexts.wording", contains("Signed up at the fair"));
    }

    @Test
    void a_list_can_make_mail_discreet_and_never_less_so() {
        lists.take("?edition=en", "email,discreet\na@reader.example,TRUE\nb@reader.example,\nc@reader.example,perhaps\n")
                .body("added", equalTo(2)).body("invalid", equalTo(1));
        assertThat(find("a@reader.example").discreet).isTrue();
        assertThat(find("b@reader.example").discreet).isFalse();
        lists.take("?edition=en", "email,discreet\na@reader.example,false\nb@reader.example,true\n").body("changed",
                equalTo(1));
        assertThat(find("a@reader.example").discreet).isTrue();
        assertThat(find("b@reader.example").discreet).isTrue();
    }

    @Test
    void of_rows_that_name_one_address_the_first_counts_and_the_others_are_told() {
        var location = lists.take("", "email,edition\nA@reader.example,en\na@reader.example,be-ru\nbroken,en\n"
                + "b@reader.example,en\na@READER.example,en\n").body("added", equalTo(2)).body("duplicates", equalTo(2))
                .body("invalid", equalTo(1)).extract().<String>path("id");
        assertThat(find("a@reader.example").edition).isEqualTo("en");
        assertThat(signIn.asAdmin().get(Lists.IMPORTS + "/" + location + "/errors").asString()).isEqualTo("line,reason\r\n"
                + "3,email: An earlier row of the file names the same address; only that one counts.\r\n"
                + "4,email: This is not an e-mail address. It should look like name@example.org.\r\n"
                + "6,email: An earlier row of the file names the same address; only that one counts.\r\n");
    }

    @Test
    void a_whole_list_goes_out_and_comes_in_elsewhere_as_it_was() {
        for (var status : SubscriberStatus.values()) {
            readers.add(status.name().toLowerCase() + "@reader.example", "en", status);
        }
        readers.subscribe("=1+1@reader.example", "en");
        QuarkusTransaction.requiringNew()
                .run(() -> Subscriber.update("discreet = true where status = ?1", SubscriberStatus.ACTIVE));
        readers.subscribe("'=quoted@reader.example", "en");
        var csv = signIn.asAdmin().get(ALL + "/export").asString();
        assertThat(csv).contains("'=1+1@reader.example,", "''=quoted@reader.example,");
        slate.wipe();
        lists.take("", csv).body("added", equalTo(SubscriberStatus.values().length + 2)).body("invalid", equalTo(0));
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
}
