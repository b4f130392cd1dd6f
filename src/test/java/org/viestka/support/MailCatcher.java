package org.viestka.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import io.quarkus.runtime.Startup;

/** The relay of the test run: a real SMTP server that nobody here wrote, which keeps what it takes. */
@Startup
@Singleton
public class MailCatcher {

    @ConfigProperty(name = "quarkus.mailer.port")
    int port;

    private GreenMail server;
    private volatile boolean refusing;

    @PostConstruct
    void start() {
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        var users = server.getUserManager();
        var mailboxes = users.getMessageDeliveryHandler();
        users.setMessageDeliveryHandler((message, address) -> {
            if (refusing) {
                throw new UserException("refused");
            }
            return mailboxes.handle(message, address);
        });
    }

    @PreDestroy
    void stop() {
        server.stop();
    }

    /** Hangs up on every message instead of taking it, until told otherwise. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** The relay is down: nobody listens. Mail taken so far is forgotten. */
    public void goAway() {
        server.stop();
    }

    /** Where it listens, or another in its place. */
    public int port() {
        return port;
    }

    public void comeBack() {
        start();
    }

    /** Forgets all mail; call it before each test. */
    public void clear() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until so many messages have come in all. */
    public List<MimeMessage> await(int count) {
        if (!server.waitForIncomingEmail(Duration.ofSeconds(15).toMillis(), count)) {
            throw new AssertionError("Expected " + count + " messages, got " + server.getReceivedMessages().length);
        }
        return all();
    }

    public List<MimeMessage> all() {
        return List.of(server.getReceivedMessages());
    }

    /** Those with this address in {@code To}. */
    public List<MimeMessage> to(String address) {
        var found = new ArrayList<MimeMessage>();
        try {
            for (var message : server.getReceivedMessages()) {
                if (message.getHeader("To", ",").contains(address)) {
                    found.add(message);
                }
            }
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    /** The message as it came over the wire. */
    public static byte[] octets(MimeMessage message) {
        try (var out = new ByteArrayOutputStream()) {
            message.writeTo(out);
            return out.toByteArray();
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
