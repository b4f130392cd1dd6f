package org.viestka.demo;

import java.util.List;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.mail.internet.MimeMessage;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** Takes real SMTP and keeps what it takes, so that a newcomer can read what was sent without a relay. */
@Singleton
class DemoMail {

    @ConfigProperty(name = "quarkus.mailer.port")
    int port;

    private GreenMail server;

    @PostConstruct
    void open() {
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
    }

    @PreDestroy
    void close() {
        server.stop();
    }

    /** In the order in which they came. */
    List<MimeMessage> all() {
        return List.of(server.getReceivedMessages());
    }
}
