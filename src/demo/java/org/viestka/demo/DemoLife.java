package org.viestka.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.viestka.mailing.Mailing;
import org.viestka.mailing.MailingState;
import org.viestka.publication.Publication;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;

/** Begins the demonstration, says what has happened, and ends with the Maven that started it. */
@ApplicationScoped
class DemoLife {

    private static final Logger LOG = Logger.getLogger(DemoLife.class);
    /** Before the scheduler, which would find an empty week and skip it. */
    private static final int EARLY = -100;

    private final DemoData data;
    private final DemoMail mail;
    private final Publication publication;
    private boolean told;

    DemoLife(DemoData data, DemoMail mail, Publication publication) {
        this.data = data;
        this.mail = mail;
        this.publication = publication;
    }

    void begin(@Observes @Priority(EARLY) StartupEvent event) {
        // Whatever ends Maven, also a kill -9, ends the demonstration: Maven passes no signal on.
        ParentWatch.whenGone(Quarkus::asyncExit);
        removeDataAtEnd();
        mail.all();
        data.write();
        data.subscribe();
        LOG.infof("Sample weeks and readers are in place. The guide: %s — admin's password: %s", publication.link("/demo"),
                DemoSettings.password());
    }

    /** Says on the console once both mailings of last week are through. */
    @Scheduled(every = "1s")
    void tell() {
        if (told) {
            return;
        }
        var mailings = QuarkusTransaction.requiringNew().call(() -> Mailing.findByWeek(data.last()));
        if (mailings.size() == publication.editions().size() && mailings.stream().allMatch(m -> m.state == MailingState.FINISHED)) {
            told = true;
            LOG.infof("Last week's issue went out: %s.", mailings.stream().map(m -> m.sent + " messages of edition " + m.edition)
                    .reduce((a, b) -> a + ", " + b).orElse(""));
            LOG.infof("Open %s (what has just happened), %s (every mail that was sent), %s (what readers see). Ctrl-C ends it all.",
                    publication.link("/demo"), publication.link("/demo/mail"), publication.link("/"));
        }
    }

    private static void removeDataAtEnd() {
        var directory = Path.of(DemoSettings.directory());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                // The database has to come to rest first; it removes this file when it has.
                for (int i = 0; i < 200 && Files.exists(directory.resolve("postgres").resolve("postmaster.pid")); i++) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                try (var files = Files.walk(directory)) {
                    files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
                }
            } catch (IOException e) {
                LOG.warnf("%s could not be removed: %s", directory, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "demo-cleaner"));
    }
}
