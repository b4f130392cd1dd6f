package org.viestka.mail;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * Gives single mails to Quarkus Mailer and waits for the relay's answer.
 *
 * <p>
 * Each is sent from an event loop, as the blocking mailer does not: from any other thread the client listens to its connection
 * only some time after that stands, and the greeting of a relay nearby is lost, so that both wait for each other.
 */
@ApplicationScoped
public class HandOver {

    private final ReactiveMailer mailer;
    private final VertxInternal vertx;
    private final Duration timeout;

    HandOver(ReactiveMailer mailer, Vertx vertx,
            @ConfigProperty(name = "quarkus.mailer.timeout", defaultValue = "60s") Duration timeout) {
        this.mailer = mailer;
        this.vertx = (VertxInternal) vertx;
        this.timeout = timeout;
    }

    /**
     * Blocks until the relay has taken the mail.
     *
     * @throws RuntimeException when it did not, or not in time; its text may hold the address
     */
    public void send(Mail mail) {
        var loop = vertx.createEventLoopContext();
        Uni.createFrom().deferred(() -> mailer.send(mail)).runSubscriptionOn(send -> loop.runOnContext(nothing -> send.run()))
                .await().atMost(timeout);
    }
}
