package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.apache.james.jdkim.DKIMVerifier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.mail.SingleMails;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.support.MailCatcher;
import org.viestka.support.Newsroom;
import org.viestka.support.PublicSite;
import org.viestka.support.Readers;
import org.viestka.support.Samples;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(PublicSite.class)
class SignedMailTest {

    @Inject
    Slate slate;
    @Inject
    MailCatcher mail;
    @Inject
    SingleMails post;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    DeliveryEngine delivery;
    @Inject
    Publication publication;
    @ConfigProperty(name = PublicSite.PUBLIC_KEY)
    String publicKey;

    @BeforeEach
    void begin() {
        slate.wipe();
    }

    @Test
    void a_mailing_verifies_and_covers_one_click() throws Exception {
        newsroom.publishIssue(Samples.WEEK);
        readers.subscribe("reader@example.org", "be-ru");
        var beRu = publication.edition("be-ru").orElseThrow();
        mailings.assemble(Samples.WEEK, beRu);
        mailings.send(Samples.WEEK, beRu);
        assertThat(delivery.deliverDue(Duration.ofSeconds(20))).isTrue();
        assertThat(verified()).contains("List-Unsubscribe:List-Unsubscribe", "List-Unsubscribe-Post")
                .doesNotContain("Date", "Message-ID", "Feedback-ID");
    }

    @Test
    void a_single_mail_verifies() throws Exception {
        post.send("reader@example.org", "be", "Пацвердзіце, калі ласка, падпіску на «Сітуацыю ў Беларусі» 😀", "<p>Так</p>",
                "Так\n");
        assertThat(verified()).contains("From:From").doesNotContain("Date", "Message-ID", "List-");
    }

    /** The {@code h=} of the only signature; fails when it does not hold. */
    private String verified() throws Exception {
        var octets = MailCatcher.octets(mail.await(1).get(0));
        var records = new DKIMVerifier((method, selector, domain) -> {
            assertThat(selector + "._domainkey." + domain).isEqualTo(PublicSite.KEY_NAME);
            return List.of("v=DKIM1; k=rsa; p=" + publicKey);
        }).verify(new ByteArrayInputStream(octets));
        assertThat(records).hasSize(1);
        var text = new String(octets, StandardCharsets.ISO_8859_1).replaceAll("\r\n[ \t]+", "");
        return text.lines().filter(line -> line.startsWith("DKIM-Signature:")).findFirst().orElseThrow();
    }
}
