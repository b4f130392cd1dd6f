package org.viestka.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.viestka.delivery.DeliveryEngine;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.support.MailCatcher;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.ReportedCases;
import org.viestka.support.ReportedCases.ReportedCase;
import org.viestka.support.Samples;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ReportedBounceTest {

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    MailCatcher mail;
    @Inject
    Publication publication;

    private String returnPath;
    private String unsubscribeLink;

    static Stream<ReportedCase> bounces() {
        return ReportedCases.of("bounces");
    }

    @BeforeEach
    void send() throws Exception {
        slate.wipe();
        readers.subscribe("reader@a.example", "en");
        newsroom.publishIssue(Samples.WEEK);
        var edition = publication.edition("en").orElseThrow();
        mailings.assemble(Samples.WEEK, edition);
        mailings.send(Samples.WEEK, edition);
        int before = mail.all().size();
        assertThat(delivery.deliverDue(Duration.ofSeconds(20))).isTrue();
        var sent = mail.all().get(before);
        returnPath = sent.getHeader("Return-Path", null).replaceAll("[<>]", "");
        unsubscribeLink = sent.getHeader("List-Unsubscribe", null).replaceAll("\\s|[<>]", "").split(",")[0];
    }

    @ParameterizedTest
    @MethodSource("bounces")
    void a_reported_bounce_is_understood(ReportedCase reported) {
        var message = new String(reported.bytes(), StandardCharsets.UTF_8).replace("{{return-path}}", returnPath)
                .replace("{{unsubscribe-link}}", unsubscribeLink);
        var answer = signIn.asAdmin().contentType("message/rfc822").body(message.getBytes(StandardCharsets.UTF_8))
                .post("/api/bounces").then().statusCode(200).extract();
        var kind = answer.<String>path("kind");
        assertThat(StreamSupport.stream(reported.want().get("kind").spliterator(), false).map(JsonNode::asText)).contains(kind);
        assertThat(answer.<String>path("effect")).isEqualTo(switch (kind) {
            case "hard" -> "counted";
            case "complaint" -> "complained";
            default -> "none";
        });
    }
}
