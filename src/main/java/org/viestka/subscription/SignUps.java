package org.viestka.subscription;

import java.time.Clock;
import java.util.concurrent.Callable;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.SignUp;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.subscriber.Suppression;
import org.viestka.vault.Vault;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;

/**
 * Takes sign-ups in two steps. The request writes down what was asked, whatever is known of the address, so that neither its
 * answer nor its time can tell; what it comes to is found out afterwards, by any node.
 */
@ApplicationScoped
class SignUps {

    private static final Logger LOG = Logger.getLogger(SignUps.class);

    private final Vault vault;
    private final Clock clock;
    private final SubscriptionConfig config;
    private final Publication publication;
    private final ConsentTexts texts;
    private final MeterRegistry metrics;

    SignUps(Vault vault, Clock clock, SubscriptionConfig config, Publication publication, ConsentTexts texts,
            MeterRegistry metrics) {
        this.vault = vault;
        this.clock = clock;
        this.config = config;
        this.publication = publication;
        this.texts = texts;
        this.metrics = metrics;
    }

    boolean confirmationIsRequired() {
        return config.confirmation() == SubscriptionConfig.Confirmation.REQUIRED;
    }

    /** Writes a sign-up down. The wording that a site of others showed is not ours to vouch for. */
    void take(Address address, Edition edition, String language, boolean discreet, ConsentSource source) {
        var signUp = SignUp.of(address, edition.key(), language, discreet, source, vault, clock.instant());
        var text = source == ConsentSource.FORM ? texts.ofForm(language) : null;
        QuarkusTransaction.requiringNew().run(() -> {
            if (text != null) {
                text.keep(clock.instant());
                signUp.consentText = text.version;
            }
            signUp.persist();
        });
        metrics.counter("viestka.sign.ups", "edition", edition.key()).increment();
    }

    /**
     * Takes the sign-up whose turn it is, and all that wait for the same address. One that fails is tried again the next time, and
     * stops none behind it for good.
     *
     * @return false when none waits, or when it failed
     */
    boolean takeNext() {
        var id = new long[1];
        try {
            return retriedOnce(() -> SignUp.findWaitingForClaim().map(signUp -> {
                id[0] = signUp.id;
                record(signUp);
                return signUp.id;
            })).isPresent();
        } catch (RuntimeException e) {
            LOG.warnf("Sign-up %d could not be taken: %s", id[0], e.getClass().getName());
            QuarkusTransaction.requiringNew().run(() -> SignUp.noteFailure(id[0]));
            return false;
        }
    }

    private void record(SignUp first) {
        var all = first.findForSameAddress();
        // The last word counts, but for what one of them may not take from the others.
        var wish = all.get(all.size() - 1);
        wish.discreet = all.stream().anyMatch(signUp -> signUp.discreet);
        var address = first.address(vault);
        // An edition may have been taken away since.
        publication.edition(wish.edition).filter(edition -> !Suppression.isForGood(address, vault))
                .ifPresent(edition -> Subscriber.findByAddressForChange(address, vault).ifPresentOrElse(
                        known -> again(known, wish, edition), () -> first(address, wish, edition)));
        all.forEach(SignUp::delete);
    }

    private void first(Address address, SignUp wish, Edition edition) {
        var subscriber = Subscriber.create(address, wish.edition, wish.language, SubscriberStatus.PENDING, wish.source, vault,
                clock.instant());
        subscriber.ask(wish, edition, clock.instant());
        subscriber.persist();
        proceed(subscriber);
    }

    private void again(Subscriber known, SignUp wish, Edition edition) {
        if (known.status.isConfirmable()) {
            known.ask(wish, edition, clock.instant());
            proceed(known);
        }
    }

    private void proceed(Subscriber subscriber) {
        // What a complaint or a bounce brought about is undone by its reader alone.
        if (subscriber.status == SubscriberStatus.PENDING && !confirmationIsRequired()
                && Suppression.findByAddress(subscriber.address(vault), vault).isEmpty()) {
            subscriber.confirm(null, vault, clock.instant());
        } else {
            subscriber.askToConfirm(vault, clock.instant());
        }
    }

    /** An import or an admin may have just saved the same address. */
    private static <T> T retriedOnce(Callable<T> work) {
        try {
            return QuarkusTransaction.requiringNew().call(work);
        } catch (RuntimeException e) {
            if (!Subscriber.isTwin(e)) {
                throw e;
            }
            return QuarkusTransaction.requiringNew().call(work);
        }
    }
}
