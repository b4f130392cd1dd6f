package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class DiscretionTest {

    private static final String READER = "nadzeya@reader.example";
    private static final List<String> NAMES = List.of("Situation in Belarus", "Сітуацыя ў Беларусі", "Ситуация в Беларуси",
            "Viestka");

    @Inject
    Road road;
    @Inject
    Slate slate;
    @Inject
    MovableClock clock;
    @Inject
    MailCatcher mail;
    @Inject
    Newsroom newsroom;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    Publication publication;
    @Inject
    SignIn signIn;
    @Inject
    AgroalDataSource database;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @CsvSource({"en, en, Letter of the week, The link you asked for", "be-ru, be, Ліст тыдня, 'Спасылка, якую вы прасілі'",
            "be-ru, ru, Письмо недели, 'Ссылка, о которой вы просили'"})
    void all_single_mail_to_a_discreet_reader_names_the_publication_nowhere(String edition, String language, String sender,
            String subject) throws Exception {
        given().formParams(Map.of("email", READER, "edition", edition, "lang", language, "discreet", "yes")).post("/subscribe");
        given().post(road.linkTo(READER));
        var token = road.vault.unsubscribeToken(road.find(READER).id);
        given().formParam("token", token).post("/preferences/link");
        given().formParam("token", token).post("/own-data/link");
        var mails = road.mailsTo(READER);
        assertThat(mails).hasSize(3);
        for (var one : mails) {
            var message = parse(one);
            assertThat(message.getFrom().get(0).getName()).isEqualTo(sender);
            assertThat(message.getSubject()).isEqualTo(subject);
            assertNameless(headers(one) + Road.part(one, 0) + Road.part(one, 1));
            assertThat(Jsoup.parse(Road.part(one, 1)).select("img, svg")).isEmpty();
        }
    }

    @Test
    void a_mail_to_confirm_names_nothing_on_its_envelope_whatever_was_chosen() throws Exception {
        Road.signUp(READER, "be-ru", "be");
        var one = road.mailsTo(READER)[0];
        assertNameless(headers(one));
        assertThat(parse(one).getFrom().get(0).getName()).isEqualTo("Ліст тыдня");
        assertThat(Road.part(one, 0)).contains("Сітуацыя ў Беларусі");
    }

    @Test
    void a_mail_to_confirm_names_nothing_at_all_where_it_may_be_read_by_others() throws Exception {
        Road.signUp("nadzeya@tut.by", "be-ru", "be");
        var one = road.mailsTo("nadzeya@tut.by")[0];
        assertNameless(headers(one) + Road.part(one, 0) + Road.part(one, 1));
    }

    @Test
    void a_stranger_cannot_take_discretion_away() {
        given().formParams(Map.of("email", READER, "edition", "en", "lang", "en", "discreet", "yes")).post("/subscribe");
        Road.signUp(READER, "en", "en");
        assertThat(road.find(READER).discreet).isTrue();
        Road.signUp(READER, "en", "en");
        assertThat(road.find(READER).discreet).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"en, , 'Letter of the week, December 5 – December 11, 2016', Letters EN",
            "be-ru, , 'Ліст тыдня, 5–11 снежня 2016', Лісты BE/RU",
            "be-ru, ru, 'Письмо недели, 5—11 декабря 2016 г.', Письма BE/RU"})
    void a_mailing_to_a_discreet_reader_gives_nothing_away_to_whoever_sees_it_arrive(String edition, String leading,
            String subject, String list) throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        discreet("discreet@reader.example", edition, leading);
        road.subscribed("open@reader.example", edition, "be", SubscriberStatus.ACTIVE);
        send(edition);
        var one = mail.to("discreet@reader.example").get(0);
        var message = parse(one);
        assertThat(message.getSubject().replaceAll("\\h", " ")).isEqualTo(subject);
        assertThat(headers(one)).contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        assertThat(decoded(one, "List-Id")).startsWith(list);
        assertNameless(headers(one));
        var html = Jsoup.parse(Road.part(one, 1));
        assertThat(html.select("img, svg")).isEmpty();
        assertThat(html.title()).isEqualTo(subject);
        // What a notification shows: the beginning of the mail.
        assertNameless(html.body().wholeText().strip().substring(0, 300));
        assertNameless(Road.part(one, 0).substring(0, 300));
        assertNameless(html.selectFirst("h1").text());
        assertThat(html.text()).contains(Samples.translation(Samples.ELITE, leading == null ? edition.substring(0, 2) : leading)
                .title());
        assertThat(headers(mail.to("open@reader.example").get(0))).isNotEqualTo(headers(one));
    }

    @Test
    void which_text_a_reader_gets_is_fixed_with_the_row_so_that_a_repeat_has_the_same_octets() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        discreet(READER, "en", null);
        send("en");
        var before = MailCatcher.octets(mail.to(READER).get(0));
        QuarkusTransaction.requiringNew().run(() -> Subscriber.update("discreet", false));
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE delivery SET state = 'pending', done_at = NULL"
                    + " WHERE language = 'en-x-discreet'")).isEqualTo(1);
            statement.executeUpdate("UPDATE mailing SET state = 'SENDING', finished_at = NULL, sent = 0");
        }
        delivery.deliverDue(Duration.ofSeconds(20));
        assertThat(mail.to(READER)).hasSize(2);
        assertThat(withoutTrace(MailCatcher.octets(mail.to(READER).get(1)))).isEqualTo(withoutTrace(before));
    }

    @Test
    void a_reader_turns_it_on_and_off_in_the_settings() {
        road.subscribed(READER, "en", "en", SubscriberStatus.ACTIVE);
        given().formParam("token", road.vault.unsubscribeToken(road.find(READER).id)).post("/preferences/link");
        var link = road.linkTo(READER);
        assertThat(Jsoup.parse(given().get(link).asString()).select("[name=discreet][checked]")).isEmpty();
        var page = given().formParams(Map.of("act", "save", "edition", "en", "discreet", "yes")).post(link).asString();
        assertThat(Jsoup.parse(page).select("[name=discreet][checked]")).hasSize(1);
        assertThat(road.find(READER).discreet).isTrue();
        given().formParams(Map.of("act", "save", "edition", "en")).post(link);
        assertThat(road.find(READER).discreet).isFalse();
    }

    @Test
    void an_editor_can_see_the_discreet_text() {
        newsroom.publishIssue(Samples.WEEK);
        mailings.assemble(Samples.WEEK, publication.edition("en").orElseThrow());
        var preview = "/api/issues/" + Samples.WEEK + "/editions/en/preview?format=text";
        assertThat(signIn.asEditor().get(preview).asString()).startsWith("Situation in Belarus");
        assertThat(signIn.asEditor().get(preview + "&discreet=true").asString()).startsWith("Letter of the week");
    }

    private void discreet(String address, String edition, String leading) {
        var id = road.subscribed(address, edition, "be", SubscriberStatus.ACTIVE).id;
        QuarkusTransaction.requiringNew().run(() -> {
            var subscriber = Subscriber.<Subscriber>findById(id);
            subscriber.discreet = true;
            subscriber.leadingLanguage = leading;
        });
    }

    private void send(String key) throws Exception {
        var edition = publication.edition(key).orElseThrow();
        mailings.assemble(Samples.WEEK, edition);
        mailings.send(Samples.WEEK, edition);
        delivery.deliverDue(Duration.ofSeconds(20));
    }

    private static void assertNameless(String text) {
        assertThat(NAMES).allSatisfy(name -> assertThat(text).doesNotContainIgnoringCase(name));
    }

    /** All header lines, encoded words opened; {@code Feedback-ID} and addresses of our own machinery name the software alone. */
    private static String headers(MimeMessage message) throws Exception {
        var all = new StringBuilder();
        for (var field : parse(message).getHeader().getFields()) {
            if (!field.getName().equals("Feedback-ID")) {
                all.append(field.getName()).append(": ").append(DecoderUtil
                        .decodeEncodedWords(field.getBody(), DecodeMonitor.SILENT)).append('\n');
            }
        }
        return all.toString();
    }

    private static String decoded(MimeMessage message, String name) throws Exception {
        return DecoderUtil
                .decodeEncodedWords(parse(message).getHeader().getField(name).getBody(), DecodeMonitor.SILENT).strip()
                .replace("\"", "");
    }

    /** Without the lines that the relay puts in front. */
    private static String withoutTrace(byte[] octets) {
        var text = new String(octets, StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf("From: "));
    }

    private static Message parse(MimeMessage message) throws Exception {
        return new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(MailCatcher.octets(message)));
    }
}
