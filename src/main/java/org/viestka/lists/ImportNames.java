package org.viestka.lists;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.subscriber.SubscriberStatus;

import com.ibm.icu.util.ULocale;

/** What lists call editions, languages and states: by our names, by what readers see, by what other programs write. */
@ApplicationScoped
class ImportNames {

    private static final Map<String, SubscriberStatus> STATES = states();
    /** In the languages of our neighbours: spreadsheets translate even true and false. */
    private static final Set<String> YES = Set.of("true", "t", "yes", "y", "1", "on", "x", "х", "+", "✓", "✔", "wahr", "ja",
            "vrai",
            "oui", "verdadero", "sí", "si", "prawda", "tak", "истина", "правда", "да", "вкл", "ісціна", "праўда", "так",
            "істина");
    private static final Set<String> NO = Set.of("", "false", "f", "no", "n", "0", "off", "falsch", "nein", "faux", "non",
            "falso",
            "fałsz", "nie", "ложь", "неправда", "нет", "выкл", "хлусня", "няпраўда", "ілжа", "не", "хиба", "хибність", "ні");

    private final Map<String, Edition> editions = new HashMap<>();
    private final Map<String, String> languages = new HashMap<>();

    ImportNames(Publication publication) {
        for (var edition : publication.editions()) {
            editions.putIfAbsent(folded(edition.label()), edition);
            editions.putIfAbsent(folded(edition.key()), edition);
        }
        // A key is never another edition's label.
        publication.editions().forEach(edition -> editions.put(edition.key(), edition));
        for (var language : publication.languages()) {
            var locale = ULocale.forLanguageTag(language);
            languages.put(folded(locale.getISO3Language()), language);
            for (var shown : publication.languages()) {
                languages.put(folded(locale.getDisplayLanguage(ULocale.forLanguageTag(shown))), language);
            }
            languages.put(folded(locale.getDisplayLanguage(ULocale.ENGLISH)), language);
        }
        publication.languages().forEach(language -> languages.put(folded(language), language));
        if (publication.speaks("be")) {
            // As readers know the Belarusian pages.
            languages.putIfAbsent("by", "be");
        }
    }

    /** The edition with this key or label; capitals and what stands between the letters do not matter. */
    Optional<Edition> edition(String name) {
        var exact = editions.get(name);
        return Optional.ofNullable(exact == null ? editions.get(folded(name)) : exact);
    }

    /** The language with this tag, with or without a region, or with this name in one of our languages. */
    Optional<String> language(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var exact = languages.get(name);
        var found = exact == null ? languages.get(folded(name)) : exact;
        return Optional.ofNullable(found == null
                ? languages.get(folded(Locale.forLanguageTag(name.replace('_', '-')).getLanguage()))
                : found);
    }

    /** Active where the text is empty. */
    static Optional<SubscriberStatus> status(String name) {
        return name.isEmpty() ? Optional.of(SubscriberStatus.ACTIVE) : Optional.ofNullable(STATES.get(folded(name)));
    }

    /** No where the text is empty. */
    static Optional<Boolean> yes(String text) {
        var folded = text.toLowerCase(Locale.ROOT);
        return YES.contains(folded) ? Optional.of(true) : NO.contains(folded) ? Optional.of(false) : Optional.empty();
    }

    private static Map<String, SubscriberStatus> states() {
        var states = new HashMap<String, SubscriberStatus>();
        for (var status : SubscriberStatus.values()) {
            states.put(folded(status.name()), status);
        }
        List.of("subscribed", "enabled", "confirmed", "подписан", "подписана", "активен", "активна", "активный", "падпісаны",
                "падпісана", "актыўны", "підписаний", "підписана", "активний", "angemeldet", "aktiv", "abonniert", "abonné",
                "inscrit",
                "suscrito", "activo", "zapisany", "aktywny").forEach(name -> states.put(name, SubscriberStatus.ACTIVE));
        List.of("unconfirmed", "notconfirmed", "unactivated", "неподтверждён", "неподтвержден", "непацверджаны",
                "непідтверджений",
                "unbestätigt").forEach(name -> states.put(name, SubscriberStatus.PENDING));
        List.of("blocklisted", "blacklisted", "optedout", "optout", "notsubscribed", "nonsubscribed", "neversubscribed",
                "отписан",
                "отписана", "отписался", "отписалась", "адпісаны", "адпісана", "адпісаўся", "адпісалася", "відписаний",
                "відписана",
                "відписався", "відписалася", "abgemeldet", "abbestellt", "désinscrit", "désabonné", "dadodebaja", "wypisany")
                .forEach(name -> states.put(name, SubscriberStatus.UNSUBSCRIBED));
        List.of("cleaned", "unreachable", "undeliverable", "hardbounce", "hardbounced")
                .forEach(name -> states.put(name, SubscriberStatus.BOUNCED));
        List.of("spam", "spamcomplaint", "complaint").forEach(name -> states.put(name, SubscriberStatus.COMPLAINED));
        return Map.copyOf(states);
    }

    /** Without capitals, and without what stands between letters and digits. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).codePoints().filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
