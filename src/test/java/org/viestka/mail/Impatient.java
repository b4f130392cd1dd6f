package org.viestka.mail;

import java.time.Duration;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import org.viestka.publication.Publication;

import io.quarkus.arc.Unremovable;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;

/** Single mails that wait for the relay no longer than a test had better last. */
@Dependent
@Unremovable
public class Impatient {

    @Inject
    MailClient client;
    @Inject
    Vertx vertx;
    @Inject
    RelayLogin login;
    @Inject
    Publication publication;
    @Inject
    MailSettings settings;

    public SingleMails post(Duration timeout) {
        return new SingleMails(new BlockingMailer(client, vertx, login, timeout), publication, settings);
    }
}
