package org.viestka.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import org.viestka.commentary.Commentaries;
import org.viestka.commentary.CommentaryInput;
import org.viestka.commentary.CommentaryInput.TranslationInput;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.ConsentSource;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.vault.Vault;

/** Sample weeks and sample readers. */
@ApplicationScoped
class DemoData {

    private static final int READERS = 60;

    private final Commentaries commentaries;
    private final Publication publication;
    private final Vault vault;
    private final Clock clock;

    DemoData(Commentaries commentaries, Publication publication, Vault vault, Clock clock) {
        this.commentaries = commentaries;
        this.publication = publication;
        this.vault = vault;
        this.clock = clock;
    }

    /** The week whose texts are prepared and not yet published. */
    Week current() {
        return publication.weekOf(clock.instant());
    }

    Week last() {
        return current().previous();
    }

    /** Two past weeks published, the current one in drafts. */
    void write() {
        var current = current();
        var weeks = Map.of("before-last", current.previous().previous(), "last", current.previous(), "current", current);
        var samples = new TreeMap<String, Map<String, TranslationInput>>();
        for (var file : read("index.txt").strip().split("\n")) {
            int language = file.length() - ".en.md".length();
            samples.computeIfAbsent(file.substring(0, language), key -> new LinkedHashMap<>())
                    .put(file.substring(language + 1, language + 3), translation(read(file)));
        }
        samples.forEach((key, translations) -> {
            // For example last/2-ruling-elite.worsened
            var week = key.substring(0, key.indexOf('/'));
            int position = Integer.parseInt(key.substring(week.length() + 1, week.length() + 2));
            var rubric = key.substring(week.length() + 3, key.indexOf('.'));
            var trend = key.substring(key.indexOf('.') + 1);
            var draft = commentaries.create(new CommentaryInput(rubric, weeks.get(week).toString(), trend, position, translations));
            if (!week.equals("current")) {
                commentaries.publish(draft.id, version -> {});
            }
        });
    }

    /** Some hundred readers over both editions, and a few who must get nothing. */
    @Transactional
    void subscribe() {
        for (int i = 1; i <= READERS; i++) {
            add("reader%02d@english.example.org".formatted(i), "en", "en", SubscriberStatus.ACTIVE);
            add("chytach%02d@bielarus.example.org".formatted(i), "be-ru", i % 3 == 0 ? "ru" : "be", SubscriberStatus.ACTIVE);
        }
        add("not-confirmed@english.example.org", "en", "en", SubscriberStatus.PENDING);
        add("has-left@bielarus.example.org", "be-ru", "be", SubscriberStatus.UNSUBSCRIBED);
        add("on-holiday@english.example.org", "en", "en", SubscriberStatus.PAUSED);
    }

    private void add(String address, String edition, String language, SubscriberStatus status) {
        Subscriber.create(Address.parse(address).address().orElseThrow(), edition, language, status, ConsentSource.IMPORT, vault,
                clock.instant().minus(Duration.ofDays(100))).persist();
    }

    private static TranslationInput translation(String text) {
        var parts = text.split("\n\n", 3);
        return new TranslationInput(parts[0].substring("# ".length()), parts[1].substring("> ".length()), parts[2].strip());
    }

    private static String read(String file) {
        try (var in = DemoData.class.getResourceAsStream("/samples/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
