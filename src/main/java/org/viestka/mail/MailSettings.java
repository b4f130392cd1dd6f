package org.viestka.mail;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.Config;

import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;

/** Who the mail is from, and how it is signed: the settings of Quarkus Mailer, which both ways of sending obey. */
@Startup
@ApplicationScoped
public class MailSettings {

    /** What the operator may choose about mails, beside the settings of Quarkus Mailer. */
    @ConfigMapping(prefix = "viestka.mail")
    public interface Choices {
        /** Where answers to mails go: one address, bare or as {@code Name <address>}. Unset: to the sender. */
        Optional<String> replyTo();

        /** The domain of the envelope's sender, where bounces arrive; at most 190 characters. Unset: that of the sender. */
        Optional<String> bounceDomain();
    }

    private final Mailbox from;
    private final Mailbox replyTo;
    private final String bounceDomain;
    private final Optional<DkimSigner> signer;

    MailSettings(Config config, Choices choices) {
        from = Mailbox.of(config.getValue("quarkus.mailer.from", String.class));
        requireRealMail(config);
        replyTo = choices.replyTo().map(Mailbox::of).orElse(from);
        bounceDomain = choices.bounceDomain().map(String::strip).map(Mailbox::domain).orElse(domain());
        signer = signer(config, domain());
    }

    /** The address that readers see as the sender. */
    public String from() {
        return from.address();
    }

    public String replyTo() {
        return replyTo.address();
    }

    /** The domain of the sender: of message ids and list ids, and the one that signs. */
    public final String domain() {
        return from.domain();
    }

    /** The envelope's sender for a message; its local part is lower case, since relays may fold it (RFC 5321 §2.4). */
    public String bounceAddress(String opaque) {
        return bounceAddress(opaque, bounceDomain);
    }

    public static String bounceAddress(String opaque, String domain) {
        return "b+" + opaque + "@" + domain;
    }

    /** The domain of the envelope's sender: the one that SPF is about. */
    public String bounceDomain() {
        return bounceDomain;
    }

    /** Signs every bulk message; empty where {@code quarkus.mailer.dkim.enabled} is not set. */
    public Optional<DkimSigner> signer() {
        return signer;
    }

    /**
     * Nothing that stands between the mailer and its client is heeded here.
     *
     * @throws IllegalArgumentException where a setting asks for it; the message is for the operator
     */
    public static void requireRealMail(Config config) {
        boolean mock = config.getOptionalValue("quarkus.mailer.mock", Boolean.class).orElse(false);
        boolean filter = config.getOptionalValue("quarkus.mailer.approved-recipients", String.class).isPresent();
        if (mock || filter) {
            throw new IllegalArgumentException(
                    "quarkus.mailer.mock and .approved-recipients have no effect here: take them away");
        }
    }

    /**
     * The one that the settings ask for; empty where they ask for none.
     *
     * @param from the domain that signs unless another is set
     * @throws IllegalArgumentException when it lacks something; the message is for the operator
     */
    public static Optional<DkimSigner> signer(Config config, String from) {
        if (!config.getOptionalValue("quarkus.mailer.dkim.enabled", Boolean.class).orElse(false)) {
            return Optional.empty();
        }
        // Also the one that private-key-path names: DkimKeyForms reads it.
        var key = config.getOptionalValue("quarkus.mailer.dkim.private-key", String.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        "quarkus.mailer.dkim.private-key or .private-key-path must name the key to sign with"));
        var selector = config.getOptionalValue("quarkus.mailer.dkim.selector", String.class)
                .orElseThrow(() -> new IllegalArgumentException("quarkus.mailer.dkim.selector is missing"));
        var domain = config.getOptionalValue("quarkus.mailer.dkim.sdid", String.class).orElse(from);
        var signed = config.getValues(SignedFields.OF_MAILINGS, String.class);
        return Optional.of(DkimSigner.of(domain, selector, key, signed));
    }
}
