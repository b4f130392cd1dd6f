package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.viestka.subscriber.Address;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.OutboxRow;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MailCatcher;
import org.viestka.support.MovableClock;
import org.viestka.vault.Vault;

import io.quarkus.arc.Unremovable;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Sort;
import io.restassured.RestAssured;
import io.restassured.response.Response;

/** The steps a reader takes, for tests. */
@Singleton
@Unremovable
class Road {

    private static final Pattern LINK = Pattern
            .compile("http://localhost:8080(/(confirm|preferences|own-data)/[A-Za-z0-9_-]+)");

    @Inject
    Vault vault;

    @Inject
    MovableClock clock;

    @Inject
    MailCatcher mail;

    @Inject
    Outbox outbox;

    @Inject
    SignUps signUps;

    /** Signs up strangers from here until there may be no more of them this hour. */
    static void useUpSignUps() {
        int strangers = 0;
        while (signUp("stranger" + strangers + "@reader.example", "en", "en").statusCode() == 200) {
            strangers++;
        }
        assertThat(strangers).isGreaterThan(90);
    }

    static Response signUp(String email, String edition, String language) {
        return given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(Map.of("email", email, "edition", edition, "lang", language)).post("/subscribe");
    }

    /** Posts exactly these octets, which REST Assured would encode or print first. */
    static HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    Subscriber subscribed(String email, String edition, String language, SubscriberStatus status) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var subscriber = Subscriber.create(address(email), edition, language, status, ConsentSource.FORM, vault,
                    clock.instant());
            subscriber.persist();
            return subscriber;
        });
    }

    /** The row, once all sign-ups that wait have been taken. */
    Subscriber find(String email) {
        takeWaiting();
        return fresh(() -> Subscriber.findByAddress(address(email), vault).orElse(null));
    }

    private void takeWaiting() {
        boolean any = true;
        while (any) {
            any = signUps.takeNext();
        }
    }

    SubscriberStatus status(String email) {
        return find(email).status;
    }

    long outboxRows() {
        takeWaiting();
        return fresh(() -> OutboxRow.count());
    }

    OutboxRow outboxRow() {
        return fresh(() -> OutboxRow.<OutboxRow>findAll(Sort.by("id")).firstResult());
    }

    /** Tries each mail that waits once, also one whose time for another attempt has not come. */
    void sendAll() {
        takeWaiting();
        QuarkusTransaction.requiringNew().run(() -> OutboxRow.update("nextAt", clock.instant()));
        outbox.sendDue();
    }

    /** What was mailed to an address, the oldest first, after everything due has been sent. */
    MimeMessage[] mailsTo(String email) {
        sendAll();
        return mail.to(email).toArray(MimeMessage[]::new);
    }

    /** The path of the link in the newest mail to an address. */
    String linkTo(String email) {
        var mails = mailsTo(email);
        return link(mails[mails.length - 1]).group(1);
    }

    /** What a mail's link leads to: {@code confirm}, {@code preferences} or {@code own-data}. */
    static String kind(MimeMessage mail) {
        return link(mail).group(2);
    }

    private static MatchResult link(MimeMessage mail) {
        var link = LINK.matcher(part(mail, 0));
        if (!link.find()) {
            throw new AssertionError("There is no link in the mail");
        }
        return link;
    }

    /** The text (0) or the HTML (1). */
    static String part(MimeMessage message, int index) {
        try {
            return ((MimeMultipart) message.getContent()).getBodyPart(index).getContent().toString()
                    .replace("\r\n", "\n").stripTrailing() + "\n";
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String header(MimeMessage message, String name) {
        try {
            return Arrays.toString(message.getHeader(name));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sees what others have committed in the meantime. */
    private static <T> T fresh(Callable<T> read) {
        return QuarkusTransaction.requiringNew().call(read);
    }

    static Address address(String email) {
        return Address.parse(email).address().orElseThrow();
    }
}
