package org.viestka.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.doctor.Finding.Result;
import org.viestka.publication.Publication;
import org.viestka.support.MailCatcher;
import org.viestka.support.NameServer;
import org.viestka.support.PublicSite;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(PublicSite.class)
class DoctorTest {

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    MailCatcher mail;
    @Inject
    SenderChecks sender;
    @Inject
    RelayChecks relay;
    @Inject
    SiteCheck site;
    @ConfigProperty(name = PublicSite.NAME_SERVER)
    int port;
    @ConfigProperty(name = PublicSite.PUBLIC_KEY)
    String publicKey;

    private NameServer names;

    @BeforeEach
    void begin() {
        slate.wipe();
        names = new NameServer(port);
    }

    @AfterEach
    void end() {
        names.close();
    }

    @Test
    void what_is_well_is_said_to_be_well() throws Exception {
        names.addText("bounces.example.org", "some-verification=1");
        names.addText("bounces.example.org", "v=spf1 include:relay.example.org -all");
        names.addText(PublicSite.KEY_NAME, "v=DKIM1; k=rsa; p=" + publicKey);
        names.addText("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:dmarc@example.org");
        names.addAddress("news.example.org", "192.0.2.80");
        signIn.asAdmin().get("/api/doctor").then().statusCode(200)
                .body("checks.check", contains("spf", "dkim", "dmarc", "ptr", "publicUrl", "relay", "database"))
                .body("checks.result", contains("ok", "ok", "ok", "unknown", "ok", "error", "ok"))
                .body("checks.says", contains("bounces.example.org says who may send for it (SPF).",
                        "Mail is signed, and the key at s1._domainkey.news.example.org fits (DKIM).",
                        "news.example.org says what to do with forged mail (DMARC): reject.",
                        "The relay 127.0.0.1 is in your own network: which address its mail comes from cannot be seen from here.",
                        "Links lead to https://news.example.org.",
                        "The relay 127.0.0.1 takes mail, but the way there is not protected: without TLS, or without a look at the"
                                + " certificate.",
                        "The database is the one that this service has been writing to."))
                .body("checks[0].fix", equalTo(null))
                .body("checks[5].fix", equalTo("Set quarkus.mailer.start-tls=REQUIRED or quarkus.mailer.tls=true, and take"
                        + " quarkus.mailer.trust-all away."))
                .body("result", equalTo("error"));
    }

    @Test
    void what_is_missing_is_said_with_what_to_do() {
        signIn.asAdmin().header("Accept-Language", "be").get("/api/doctor").then().statusCode(200)
                .body("checks.result", contains("error", "error", "error", "unknown", "error", "error", "ok"))
                .body("checks[0].fix",
                        equalTo("Дадайце да bounces.example.org запіс TXT: v=spf1, потым тое, што называе правайдар"
                                + " вашага рэлея, і -all у канцы."))
                .body("checks[1].fix", equalTo("Па адрасе s1._domainkey.news.example.org мусіць быць роўна адзін запіс TXT:"
                        + " v=DKIM1; k=rsa; p=" + publicKey))
                .body("checks[4].says", equalTo("Хоста news.example.org не існуе."));
        signIn.asEditor().get("/api/doctor").then().statusCode(403);
    }

    @Test
    void a_relay_that_is_away_is_told_of_with_what_the_network_says() {
        mail.goAway();
        try {
            signIn.asAdmin().header("Accept-Language", "ru").get("/api/doctor").then().statusCode(200)
                    .body("checks[5].result", equalTo("error"))
                    .body("checks[5].says", startsWith("Релеем 127.0.0.1 нельзя пользоваться: "));
        } finally {
            mail.comeBack();
        }
    }

    @Test
    void silent_name_servers_are_asked_once() {
        names.fallSilent();
        long start = System.nanoTime();
        signIn.asAdmin().get("/api/doctor").then().statusCode(200)
                .body("checks.result", contains("unknown", "unknown", "unknown", "unknown", "unknown", "error", "ok"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void spf_is_one_record_that_does_not_let_everybody_in() throws Exception {
        names.addText("bounces.example.org", "v=spf1 mx +all");
        assertThat(english(sender.spf())).isEqualTo("The SPF record of bounces.example.org lets everybody send for it (all).");
        names.clear();
        names.addText("bounces.example.org", "v=spf10 -all");
        assertThat(english(sender.spf())).startsWith("bounces.example.org does not say");
        names.addText("bounces.example.org", "V=SPF1 ~all");
        assertThat(sender.spf().result()).isEqualTo(Result.OK);
        names.addText("bounces.example.org", "v=spf1");
        assertThat(english(sender.spf())).isEqualTo("bounces.example.org has more than one SPF record, which counts as none.");
    }

    @Test
    void a_key_that_is_another_or_was_taken_back_does_not_fit() throws Exception {
        names.addText(PublicSite.KEY_NAME, "p=" + publicKey.replace('A', 'B'));
        assertThat(english(sender.dkim()))
                .isEqualTo(
                        "The key at s1._domainkey.news.example.org is not the one that mail is signed with: every signature is wrong.");
        names.clear();
        names.addText(PublicSite.KEY_NAME, "v=DKIM1; p=");
        assertThat(english(sender.dkim())).startsWith("There is no key");
        names.clear();
        names.addText(PublicSite.KEY_NAME, "v=DKIM1;k=rsa;\tp=" + publicKey.substring(0, 100) + " " + publicKey.substring(100));
        assertThat(sender.dkim().result()).isEqualTo(Result.OK);
        // More than fits into a datagram.
        names.addText(PublicSite.KEY_NAME, "something else ".repeat(30));
        assertThat(sender.dkim().result()).isEqualTo(Result.OK);
    }

    @Test
    void a_dmarc_record_needs_a_policy_and_no_twin() throws Exception {
        names.addText("_dmarc.news.example.org", "v=DMARC1; rua=mailto:dmarc@example.org");
        assertThat(english(sender.dmarc()))
                .isEqualTo("The DMARC record of news.example.org is wrong, or there is more than one.");
        names.clear();
        names.addText("_dmarc.news.example.org", "v=DMARC1; p=none");
        assertThat(sender.dmarc().result()).isEqualTo(Result.OK);
        names.addText("_dmarc.news.example.org", "v=DMARC1; p=reject");
        assertThat(sender.dmarc().result()).isEqualTo(Result.ERROR);
    }

    @Test
    void an_address_needs_a_name_that_leads_back() throws Exception {
        var ipv4 = InetAddress.getByName("192.0.2.25");
        assertThat(english(relay.name(ipv4))).startsWith("192.0.2.25 has no name (PTR)");
        names.addPointer("25.2.0.192.in-addr.arpa", "Mail.example.org");
        assertThat(english(relay.name(ipv4)))
                .isEqualTo("192.0.2.25 is called mail.example.org, but that name does not lead back to it.");
        names.addAddress("mail.example.org", "192.0.2.25");
        assertThat(relay.name(ipv4).result()).isEqualTo(Result.OK);
        var ipv6 = InetAddress.getByName("2001:db8::25");
        names.addPointer("5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "mail.example.org");
        assertThat(relay.name(ipv6).result()).isEqualTo(Result.WARNING);
        names.addAddress("mail.example.org", "2001:db8::25");
        assertThat(relay.name(ipv6).result()).isEqualTo(Result.OK);
    }

    @Test
    void links_lead_to_a_public_host_over_tls() throws Exception {
        for (var local : List.of("http://localhost:8080", "https://10.0.0.1", "https://[::1]", "https://server.local",
                "https://server")) {
            assertThat(english(site.publicUrl(local))).isEqualTo("Links lead to " + local + ", where no reader gets.");
        }
        assertThat(english(site.publicUrl("http://news.example.org")))
                .startsWith("Links lead to http://news.example.org, without TLS");
        assertThat(english(site.publicUrl("https://news.example.org?a=b")))
                .isEqualTo("https://news.example.org?a=b cannot be the beginning of links.");
        assertThat(site.publicUrl("http://exampleonionaddress.onion").result()).isEqualTo(Result.OK);
        names.addAddress("news.example.org", "2001:db8::80");
        assertThat(site.publicUrl("https://news.example.org").result()).isEqualTo(Result.OK);
    }

    @Test
    void a_relay_that_waits_for_tls_or_does_not_is_told_by_its_port() {
        var words = Publication.words("en");
        assertThat(RelayChecks.fix(465, false).apply(words)).contains("quarkus.mailer.tls=true");
        assertThat(RelayChecks.fix(587, true).apply(words)).contains("On port 587", "quarkus.mailer.tls=false");
        assertThat(RelayChecks.fix(465, true)).isNotNull().extracting(fix -> fix.apply(words))
                .isEqualTo(RelayChecks.fix(587, false).apply(words)).isEqualTo(words.doctor_relay_down_fix());
    }

    private static String english(Finding finding) {
        return finding.says().apply(Publication.words("en"));
    }
}
