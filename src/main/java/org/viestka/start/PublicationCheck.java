package org.viestka.start;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.viestka.publication.BaseUrl;
import org.viestka.publication.PublicationConfig;
import org.viestka.publication.Words;

import com.ibm.icu.util.ULocale;

/** Whether what stands in paths, lists and headers can stand there, and names what there is. */
final class PublicationCheck {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
    private static final Set<String> LANGUAGES = Set.of(ULocale.getISOLanguages());
    /** What the paths of our own pages begin with, beside languages. */
    private static final Set<String> PAGES = Set.of("api", "confirm", "demo", "embed", "mailings", "own-data", "preferences",
            "q",
            "subscribe", "unsubscribe");
    /** What stands where a rubric stands in the paths of commentaries. */
    private static final Set<String> BESIDE_RUBRICS = Set.of("safety", "weeks");

    private final PublicationConfig config;
    private final Faults faults;

    PublicationCheck(PublicationConfig config, Faults faults) {
        this.config = config;
        this.faults = faults;
    }

    void look() {
        paths();
        editions();
        rubrics();
        names();
    }

    private void paths() {
        var path = config.publicUrl().path();
        var first = path.isEmpty() ? "" : path.substring(1).split("/")[0];
        if (PAGES.contains(first)
                || config.editions().values().stream()
                        .anyMatch(edition -> edition.languages().stream().map(String::strip).anyMatch(first::equals))) {
            faults.add("viestka.public-url", config.publicUrl().toString(),
                    "has a path that begins as those of pages do: take another word than " + first);
        }
        for (BaseUrl mirror : config.mirrors().orElse(List.of())) {
            if (!mirror.path().isEmpty() && !mirror.path().equals(path)) {
                faults.add("viestka.mirrors", mirror.toString(),
                        "has another path than viestka.public-url, so that the links of its pages would lead beside it");
            }
        }
    }

    private void editions() {
        var labels = new HashSet<String>();
        config.editions().forEach((key, edition) -> {
            var name = "viestka.editions." + key;
            if (!KEY.matcher(key).matches()) {
                faults.add(name, key, "is no name for an edition: letters, digits and hyphens");
            }
            if (!labels.add(edition.label().strip().toLowerCase(Locale.ROOT))) {
                faults.add(name + ".label", edition.label(), "is the label of another edition as well");
            }
            var languages = edition.languages().stream().map(String::strip).toList();
            if (new HashSet<>(languages).size() < languages.size()) {
                faults.add(name + ".languages", String.join(",", edition.languages()), "names a language twice");
            }
            languages.stream().filter(language -> !isLanguage(language)).findFirst().ifPresent(language -> faults
                    .add(name + ".languages", language, "is no language tag, like en, be or uk"));
            languages.stream().filter(language -> !hasWords(language)).findFirst().ifPresent(language -> faults
                    .add(name + ".languages", language, "is a language that pages and mails have no words in:"
                            + " a file messages/words_" + language + ".properties in the source"));
        });
    }

    /** Whatever has no name would come to readers in another language, or as a key. */
    private void names() {
        for (var language : config.editions().values().stream().flatMap(edition -> edition.languages().stream())
                .map(String::strip).filter(PublicationCheck::hasWords).distinct().toList()) {
            named("viestka.publication.name." + language, config.publication().name().get(language));
            for (var rubric : config.publication().rubrics().stream().map(String::strip).filter(PublicationCheck::isRubric)
                    .distinct().toList()) {
                named("viestka.publication.rubric." + rubric + "." + language,
                        config.publication().rubric().getOrDefault(rubric, Map.of()).get(language));
            }
        }
    }

    private void named(String setting, String name) {
        if (name == null || name.isBlank()) {
            faults.add(setting, "is missing: readers of this language would find no name there");
        }
    }

    private void rubrics() {
        var name = "viestka.publication.rubrics";
        var keys = new HashSet<String>();
        for (var key : config.publication().rubrics().stream().map(String::strip).toList()) {
            if (!isRubric(key)) {
                faults.add(name, key, "cannot be the name of a rubric, which stands in paths: letters, digits and hyphens,"
                        + " and neither safety nor weeks");
            } else if (!keys.add(key)) {
                faults.add(name, key, "is there twice");
            }
        }
    }

    private static boolean isRubric(String key) {
        return KEY.matcher(key).matches() && !BESIDE_RUBRICS.contains(key);
    }

    private static boolean hasWords(String language) {
        return Words.class.getResource("/messages/words_" + language + ".properties") != null;
    }

    /** As it stands in {@code lang}: {@code pt-BR}, not {@code pt_br}. */
    private static boolean isLanguage(String tag) {
        var locale = Locale.forLanguageTag(tag);
        return LANGUAGES.contains(locale.getLanguage()) && locale.toLanguageTag().equals(tag);
    }
}
