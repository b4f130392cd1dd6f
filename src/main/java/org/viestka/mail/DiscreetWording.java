package org.viestka.mail;

import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.config.ConfigMapping;

/** How mail looks that gives nothing away to whoever sees it arrive: on a lock screen, over a shoulder, in a list of mails. */
@ApplicationScoped
public class DiscreetWording {

    /** Neutral words by language; where one is missing, the first that is there. None may name the publication. */
    @ConfigMapping(prefix = "viestka.mail.discreet")
    public interface Choices {
        /** What readers see as the sender. */
        Map<String, String> name();

        /** Of a mailing; {@code {week}} in it becomes the days of the week. */
        Map<String, String> subject();

        /** What mail programs show of a mailing beside its subject. */
        Map<String, String> preheader();

        /** What mail programs call the list ({@code List-Id}). */
        Map<String, String> listName();

        /** One line at the foot of discreet mail: who is responsible and how to write to them. */
        Optional<String> contact();
    }

    private final Choices choices;

    DiscreetWording(Choices choices) {
        this.choices = choices;
    }

    public String name(String language) {
        return in(language, choices.name());
    }

    /** @param week the days of the week, in that language */
    public String subject(String language, String week) {
        return in(language, choices.subject()).replace("{week}", week);
    }

    public String preheader(String language) {
        return in(language, choices.preheader());
    }

    public String listName(String language) {
        return in(language, choices.listName());
    }

    /** Empty where the operator gave none. */
    public String contact() {
        return choices.contact().orElse("");
    }

    private static String in(String language, Map<String, String> words) {
        return words.getOrDefault(language, words.values().stream().findFirst().orElse("-"));
    }
}
