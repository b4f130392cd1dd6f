package org.viestka.subscription;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.support.Dump;
import org.viestka.support.Lists;
import org.viestka.support.MailCatcher;
import org.viestka.support.Newsroom;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.support.Traces;

import io.quarkus.test.junit.QuarkusTest;

/** What a thief of the database, or of its disk, finds there: no reader. */
@QuarkusTest
class SealedDataTest {

    private static final String DOMAIN = "sealed-mailbox.example";
    private static final int READERS = 10_000;
    private static final int MAILED = 50;

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Lists lists;
    @Inject
    Road road;
    @Inject
    Newsroom newsroom;
    @Inject
    Publication publication;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    MailCatcher mail;
    @Inject
    Dump dump;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void neither_the_tables_nor_the_files_of_the_database_hold_an_address_or_a_domain() throws Exception {
        upload(IntStream.rangeClosed(1, READERS).mapToObj(i -> address(i) + (i <= MAILED ? ",be-ru" : ",en"))
                .collect(Collectors.joining("\n", "email,edition\n", "\nbroken@@" + DOMAIN + ",en\n")));
        walk("Nadzeya.Walks@" + DOMAIN);
        var left = road.find(address(MAILED));
        signIn.asAdmin().delete("/api/subscribers/" + left.id).then().statusCode(204);
        newsroom.publishIssue(Samples.WEEK);
        var edition = publication.edition("be-ru").orElseThrow();
        mailings.assemble(Samples.WEEK, edition);
        mailings.send(Samples.WEEK, edition);
        assertThat(delivery.deliverDue(Duration.ofSeconds(60))).isTrue();
        assertThat(mail.to(address(1))).hasSize(1);

        var whole = dump.take();
        var traces = new Traces().of(DOMAIN).of("sealed-mailbox").ofAddress("Nadzeya.Walks@" + DOMAIN);
        IntStream.rangeClosed(1, MAILED).forEach(i -> traces.ofAddress(address(i)));
        assertThat(traces.findIn(whole)).isEmpty();
        assertThat(new Traces().of(Samples.WEEK.toString()).findIn(whole)).as("the dump is one").isPresent();

        dump.flush();
        var domain = new Traces().of(DOMAIN).of("sealed-mailbox");
        try (var files = Files.walk(Path.of(dump.directory()))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(domain.findIn(read(file))).as(file.toString()).isEmpty();
            }
        }

        signIn.asAdmin().get("/api/subscribers?q=" + DOMAIN).then().body("total", equalTo(READERS));
        assertThat(signIn.asAdmin().get("/api/subscribers/export").asString()).contains(address(1) + ",",
                address(READERS) + ",");
    }

    /** Form, mailbox, confirmation, settings, and a link to look at. */
    private void walk(String email) {
        Road.signUp(email, "be-ru", "be").then().statusCode(200);
        given().contentType("application/x-www-form-urlencoded").post(road.linkTo(email)).then()
                .statusCode(200);
    }

    private void upload(String csv) {
        lists.take("", csv).body("added", equalTo(READERS)).body("invalid", equalTo(1));
    }

    private static String address(int number) {
        return "reader-number-" + number + "@" + DOMAIN;
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException gone) {
            return new byte[0];
        }
    }
}
